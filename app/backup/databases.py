"""Copies of a database as it stood at one moment, while others go on writing; and databases made of them."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa

from app.db.engine import engine_options, protect
from app.errors import Refusal

STEP = 4_000  # pages: some 16 MB between two words of progress
SIDE_FILES = ("-wal", "-shm", "-journal")
Tell = Callable[[str], None]


def copy_sqlite(engine: sa.Engine, target: Path, tell: Tell) -> None:
    """Copy an SQLite database as it stands now into one file, whole in itself.

    Raises:
        Refusal: the database is damaged.
    """
    told = 0

    def progress(status: int, left: int, total: int) -> None:
        nonlocal told
        share = 100 - 100 * left // max(total, 1)
        if share >= told + 25:
            told = share
            tell(f"  {share} %")

    database = str(engine.url.database)
    with (
        closing(sqlite3.connect(database)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on it is one moment
        source.backup(copy, pages=STEP, progress=progress)
        source.rollback()
        copy.execute("PRAGMA journal_mode=DELETE")
        [(said,)] = copy.execute("PRAGMA quick_check(1)").fetchall()
    if said != "ok":
        raise Refusal(f"The database is damaged: {said}. No backup was made of it.")


@contextmanager
def sqlite_engine(path: Path) -> Iterator[sa.Engine]:
    """Return an engine for the SQLite database at ``path`` with the rules of this project."""
    engine = sa.create_engine(**engine_options(f"sqlite:///{path}"))
    protect(engine)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def postgres_moment(engine: sa.Engine) -> Iterator[tuple[sa.Connection, str]]:
    """Yield a connection that sees the database as it stands now, and the name of that snapshot."""
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
        yield connection, str(connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one())


def dump_postgres(engine: sa.Engine, snapshot: str, target: Path) -> None:
    """Write a snapshot of a PostgreSQL database with ``pg_dump``.

    Raises:
        Refusal: the program is missing, or says why it cannot.
    """
    _run(
        engine.url, "pg_dump", "--format=custom", "--compress=1", "--no-owner", "--no-privileges",
        f"--snapshot={snapshot}", f"--file={target}",
    )  # fmt: skip


def fill_postgres(engine: sa.Engine, dump: Path) -> None:
    """Fill an empty PostgreSQL database from a dump, all or nothing.

    Raises:
        Refusal: the program is missing, or says why it cannot.
    """
    _run(
        engine.url, "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges",
        str(dump),
    )  # fmt: skip
    with engine.connect() as connection:
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.exec_driver_sql("ANALYZE")  # a dump has no statistics; without them every plan is a guess
        connection.commit()


def _run(url: sa.URL, name: str, *words: str) -> None:
    plain = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    password = {"PGPASSWORD": url.password} if url.password else {}
    finished = subprocess.run(  # noqa: S603  # our own words
        [program(name), f"--dbname={plain}", *words],
        env={**os.environ, **password},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode != 0:
        said = [line for line in finished.stderr.splitlines() if line.strip()]
        raise Refusal(f"{name} did not succeed: {said[0] if said else finished.returncode}")


def program(name: str) -> str:
    """Return where a client program of PostgreSQL is.

    Raises:
        Refusal: it is not on this machine.
    """
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parts[4].zfill(4))
    found = shutil.which(name) or shutil.which(name, path=os.pathsep.join(map(str, reversed(folders))))
    if found is None:
        raise Refusal(
            f"{name} is not on this machine. Install PostgreSQL's client programs, of the server's version "
            "or a later one (Debian: apt install postgresql-client)."
        )
    return found
