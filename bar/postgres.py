"""A PostgreSQL server of our own that can be killed and started again."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.testing.databases import _unprivileged as unprivileged
from app.testing.databases import postgres_programs


class Postgres:
    """One cluster in a folder, as durable as the platform demands.

    Args:
        wal: where its write-ahead log lies, if not beside its tables.
    """

    def __init__(self, folder: Path, *, wal: Path | None = None) -> None:
        found = postgres_programs()
        if found is None:
            raise RuntimeError("PostgreSQL's server programs are not on this machine")
        self.programs, self.folder = found, folder
        self.as_other = unprivileged(folder)
        self.process: subprocess.Popen[bytes] | None = None
        words = ["-U", "together", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        if wal is not None:
            unprivileged(wal)
            words += ["--waldir", str(wal / "wal")]
        command = [*self.as_other, str(found / "initdb"), "-D", str(folder / "data"), *words]
        subprocess.run(command, check=True, capture_output=True, cwd="/")

    @property
    def url(self) -> str:
        """Address of its database ``postgres``."""
        return f"postgresql+psycopg://together@/postgres?host={self.folder}"

    def start(self, **settings: str) -> float:
        """Start it and wait until it answers; returns the seconds that took."""
        began = time.monotonic()
        settings = {"listen_addresses": "", "unix_socket_directories": str(self.folder),
                    "max_connections": "200", **settings}  # fmt: skip
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = [*self.as_other, str(self.programs / "postgres"), "-D", str(self.folder / "data"), *options]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=log, cwd="/", stdin=subprocess.DEVNULL
            )
        engine = sa.create_engine(self.url, poolclass=sa.NullPool)
        while not _answers(engine):
            if self.process.poll() is not None or time.monotonic() - began > 60:
                raise RuntimeError(f"PostgreSQL did not start, see {self.folder}/log")
            time.sleep(0.05)
        return time.monotonic() - began

    def kill(self) -> None:
        """End the server and all its processes at once, as an out-of-memory killer would."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for number in (self.process.pid, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        self.process.wait(30)
        for number in map(int, children):
            while Path(f"/proc/{number}").exists() and _state(number) != "Z":
                time.sleep(0.01)

    def stop(self) -> None:
        """Stop it in order."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)


def _state(number: int) -> str:
    with suppress(OSError, IndexError):
        return Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0]
    return "Z"


def _answers(engine: sa.Engine) -> bool:
    try:
        with engine.connect():
            return True
    except sa.exc.OperationalError:
        return False


@contextmanager
def database(kind: str, folder: Path, *, wal: Path | None = None) -> Iterator[tuple[str, Any]]:
    """Yield the address of an empty database of a kind, and its server if it has one.

    Args:
        wal: PostgreSQL keeps its tables in ``folder`` and its write-ahead log there; else both elsewhere.
    """
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'together.sqlite3'}", None
        return
    with tempfile.TemporaryDirectory(prefix="together-bar-", dir=folder if wal else None) as apart:
        server = Postgres(Path(apart), wal=wal)
        server.start()
        try:
            yield server.url, server
        finally:
            server.stop()
