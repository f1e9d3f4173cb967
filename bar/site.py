"""A real site under trial: its database with people who pay each other, and gunicorn in front of it."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from bar.browser import Browser
from bar.postgres import database
from bar.report import ROOT

SECRET = "only for trials, more than thirty-two letters"


@dataclass
class Payer:
    """Somebody who can pay: their account, and what their browser knows."""

    account_id: UUID
    cookie: str
    token: str


@dataclass
class Site:
    """A built site; ``start`` serves it."""

    folder: Path
    database_url: str
    server: Any
    port: int
    ledger_id: UUID | None = None
    payers: list[Payer] = field(default_factory=list)
    coordinator: Payer | None = None
    log_file: Path = Path("server.log")
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def environment(self) -> dict[str, str]:
        """The settings, as an operator would give them."""
        return {
            "TOGETHER_DATA_DIR": str(self.folder / "data"),
            "TOGETHER_DATABASE_URL": self.database_url,
            "TOGETHER_BASE_URL": f"http://127.0.0.1:{self.port}",
            "TOGETHER_MAIL_URL": f"file:{self.folder / 'mail'}",
            "TOGETHER_SECRET_KEY": SECRET,
        }

    @cached_property
    def application(self) -> Any:
        """The application in this process, over the same database."""
        from app.config import from_environment
        from app.factory import create_app

        return create_app(from_environment(self.environment))

    @contextmanager
    def session(self) -> Iterator[Any]:
        """Look into the database from outside the server; no connection stays open."""
        from app.web.database import db

        with self.application.app_context():
            try:
                yield db.session
            finally:
                db.session.rollback()
                db.engine.dispose()

    def start(
        self, *, workers: int = 2, words: Sequence[str] = (), environment: dict[str, str] | None = None,
        before: Sequence[str] = (), wait: float = 180.0,
    ) -> float:  # fmt: skip
        """Serve the site with our own settings of gunicorn; returns the seconds until it is ready."""
        began = time.monotonic()
        command = [
            *before, sys.executable, "-m", "gunicorn", "--config", str(ROOT / "app/gunicorn.py"),
            "--bind", f"127.0.0.1:{self.port}", "--workers", str(workers), "--log-level", "error",
            *words, "app.serving:application()",
        ]  # fmt: skip
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                command, env={**os.environ, **self.environment, **(environment or {})}, cwd=ROOT,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        while not Browser(self.port).is_ready():
            if self.process.poll() is not None or time.monotonic() - began > wait:
                tail = self.log_file.read_text()[-2000:]
                raise RuntimeError(f"the site did not start within {wait} s: {tail}")
            time.sleep(0.02)
        return time.monotonic() - began

    def kill(self) -> None:
        """End the server and its workers at once."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)

    def stop(self) -> None:
        """Let the server leave in order."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)

    def log(self) -> str:
        """Return what the server wrote."""
        return self.log_file.read_text(errors="replace")

    def run(self, *words: str, timeout: float = 120) -> "subprocess.CompletedProcess[str]":
        """Run a command of ``together`` on this site."""
        return subprocess.run(
            [str(Path(sys.executable).parent / "together"), *words],
            env={**os.environ, **self.environment}, cwd=ROOT, capture_output=True, text=True,
            timeout=timeout, check=False,
        )  # fmt: skip


@contextmanager
def site(
    kind: str,
    *,
    people: int = 16,
    folder: Path | None = None,
    settle: Callable[[Site], None] | None = None,
    wal: Path | None = None,
) -> Iterator[Site]:
    """Build a site on a database of a kind; what it kept goes with it.

    Args:
        wal: see ``bar.postgres.database``.
        settle: fills the empty place in another way than with so many people of a time bank.
    """
    with tempfile.TemporaryDirectory(prefix="together-bar-") as apart:
        place = folder or Path(apart)
        (place / "data").mkdir(parents=True, exist_ok=True)
        with database(kind, place, wal=wal) as (url, server):
            made = Site(folder=place, database_url=url, server=server, port=free_port(),
                        log_file=Path(apart) / "server.log")  # fmt: skip
            settle(made) if settle else _people(made, people)
            try:
                yield made
            finally:
                if made.process is not None and made.process.poll() is None:
                    made.kill()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _people(site: Site, people: int) -> None:
    """Let a time bank begin, with people whose accounts have no limits, signed in."""
    from app.ledgers import services
    from app.roles import Role
    from app.schema import upgrade_schema
    from app.testing import factories
    from app.web.database import db

    app = site.application
    with app.app_context():
        upgrade_schema()
        session = db.session
        territory = factories.territory(session, "bordeaux")
        subnetwork = factories.subnetwork(session, territory)
        coordinator = factories.member(
            session, territory, first_name="Coordinator", roles=[Role.ADMINISTRATOR]
        )
        factories.takes_part(session, subnetwork, coordinator, coordinates=True)
        members = [factories.member(session, territory, first_name=f"Payer{one}") for one in range(people)]
        for member in members:
            factories.takes_part(session, subnetwork, member)
        plugins = app.extensions["together_plugins"]
        methods = plugins.of(plugins.settlements, ["time_bank"]).values()
        ledger = next(
            found
            for method in methods
            if method.ledger is not None and (found := method.ledger(session, subnetwork)) is not None
        )
        site.ledger_id = ledger.id
        accounts = [services.account_of(session, ledger, one.id) for one in [coordinator, *members]]
        for account in accounts:
            services.set_own_limits(session, account, floor=None, ceiling=None)
        session.commit()
        payers = [
            _signed_in(app, member.person, account.id)
            for member, account in zip([coordinator, *members], accounts, strict=True)
        ]
        for engine in db.engines.values():
            engine.dispose()
    site.coordinator, site.payers = payers[0], payers[1:]


def _signed_in(app: Any, person: Any, account_id: UUID) -> Payer:
    from app.testing import factories

    client = app.test_client()
    factories.sign_in(client, person)
    token = factories.csrf(client)
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    return Payer(account_id, f"{app.config['SESSION_COOKIE_NAME']}={cookie.value}", token)
