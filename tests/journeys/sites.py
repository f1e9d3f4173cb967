"""The platform as people meet it: a server process of its own, its database, and a mail server."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Condition
from typing import Any

import sqlalchemy as sa
from aiosmtpd.controller import Controller
from sqlalchemy.orm import Session

from app.db.engine import engine_options, protect

PATIENCE = 60  # seconds that a server or a mail may take on a slow machine
ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Mailbox:
    """Keeps every mail that a real SMTP server received."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.came = Condition()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a mail in, as aiosmtpd asks."""
        mail = message_from_bytes(envelope.content, policy=policy.default)
        with self.came:
            self.mails.append(mail)
            self.came.notify_all()
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """Return the mails for ``address``, the oldest first."""
        return [mail for mail in list(self.mails) if mail["To"] == address]

    def wait(self, address: str, number: int = 1) -> EmailMessage:
        """Return the mail ``number`` for ``address`` as soon as it is there."""
        with self.came:
            if not self.came.wait_for(lambda: len(self.to(address)) >= number, timeout=PATIENCE):
                raise AssertionError(f"no mail number {number} for {address}, only {len(self.to(address))}")
        return self.to(address)[number - 1]


def words_of(mail: EmailMessage) -> str:
    """Return the plain text of a mail."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def link_in(mail: EmailMessage) -> str:
    """Return the page that a mail leads to."""
    found = re.search(r"https?://\S+", words_of(mail))
    assert found is not None, words_of(mail)
    return found.group()


@dataclass
class Site:
    """A running server with its data folder, its database and the mails it sent."""

    url: str
    folder: Path
    database_url: str
    mailbox: Mailbox
    environment: dict[str, str]
    engine: sa.Engine = field(init=False)

    def __post_init__(self) -> None:
        self.engine = sa.create_engine(**engine_options(self.database_url))
        protect(self.engine)

    @contextlib.contextmanager
    def session(self) -> Iterator[Session]:
        """Open the database beside the server; what was done is committed at the end."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session
            session.commit()

    def together(self, *words: str) -> str:
        """Run the command ``together`` as the operator of this site would."""
        return _together(self.environment, *words)


def _together(environment: dict[str, str], *words: str) -> str:
    finished = subprocess.run(
        [*_command(), *words], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, f"together {' '.join(words)}: {finished.stdout}{finished.stderr}"
    return finished.stdout


def _command() -> list[str]:
    return [sys.executable, "-c", "from app.cli import main; main()"]


def _environment(folder: Path, **settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TOGETHER_")}
    return kept | {"TOGETHER_DATA_DIR": str(folder), "PYTHONWARNINGS": "default"} | settings


@contextlib.contextmanager
def site(
    folder: Path,
    *,
    database_url: str = "",
    prepare: tuple[str, ...] = ("db", "upgrade"),
    settings: Mapping[str, str] | None = None,
) -> Iterator[Site]:
    """Serve a site from ``folder`` until the block ends.

    Args:
        folder: its data folder; may exist from a former run.
        database_url: another database than SQLite in the folder.
        prepare: words of the ``together`` command that makes the database ready.
        settings: environment variables besides.
    """
    port, mailbox = free_port(), Mailbox()
    post_office = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    post_office.start()
    environment = _environment(
        folder,
        TOGETHER_BASE_URL=f"http://localhost:{port}",
        TOGETHER_MAIL_URL=f"smtp://127.0.0.1:{post_office.port}",
        TOGETHER_DATABASE_URL=database_url,
        **settings or {},
    )
    try:
        _together(environment, *prepare)
        with (folder / "server.log").open("w") as log:
            process = subprocess.Popen(
                [*_command(), "serve", "--port", str(port)], env=environment, cwd=ROOT, stdout=log, stderr=log
            )
        made = Site(
            url=f"http://localhost:{port}",
            folder=folder,
            database_url=database_url or f"sqlite:///{folder / 'together.sqlite3'}",
            mailbox=mailbox,
            environment=environment,
        )
        try:
            _wait_until_ready(made, process)
            yield made
        finally:
            made.engine.dispose()
            process.terminate()
            process.wait(PATIENCE)
    finally:
        post_office.stop()


def _wait_until_ready(made: Site, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    answer = ""
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{made.url}/readyz", timeout=PATIENCE):
                return
        except urllib.error.HTTPError as error:
            with error:
                answer = error.read().decode()
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"the server did not get ready: {answer} {(made.folder / 'server.log').read_text()}")
