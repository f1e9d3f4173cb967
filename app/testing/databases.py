"""Databases for tests: migrated once, copied for every test; PostgreSQL in a private cluster."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa


def postgres_programs() -> Path | None:
    """Return the folder of PostgreSQL's server programs, ``None`` when it is not installed."""
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("initdb")
    if found:
        candidates.insert(0, Path(found).resolve().parent)
    return next((folder for folder in candidates if (folder / "initdb").exists()), None)


@contextlib.contextmanager
def postgres_cluster(**settings: str) -> Iterator[str]:
    """Start a private PostgreSQL in a new folder; yields the address of its database ``postgres``.

    It keeps its durability settings on, as the platform demands, unless ``settings`` say otherwise.
    """
    programs = postgres_programs()
    if programs is None:
        raise RuntimeError(
            "PostgreSQL's server programs are not on this machine: run pytest --database sqlite."
        )
    with tempfile.TemporaryDirectory(prefix="together-pg-") as folder:
        as_other = _unprivileged(Path(folder))
        data = Path(folder) / "data"
        words = ["-U", "together", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        _run([*as_other, str(programs / "initdb"), "-D", str(data), *words])
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c max_connections=200"
        options += "".join(f" -c {name}={value}" for name, value in settings.items())
        control = [*as_other, str(programs / "pg_ctl"), "-D", str(data), "-w"]
        _run([*control, "-l", f"{folder}/log", "-o", options, "start"])
        try:
            yield f"postgresql+psycopg://together@/postgres?host={folder}"
        finally:
            _run([*control, "-m", "immediate", "stop"])


def _unprivileged(folder: Path) -> list[str]:
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres")
    folder.chmod(0o755)
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]


def _run(command: list[str]) -> None:
    finished = subprocess.run(  # noqa: S603  # our own words
        command, capture_output=True, text=True, cwd="/", check=False, stdin=subprocess.DEVNULL
    )
    if finished.returncode != 0:
        raise RuntimeError(f"{command[-1]} failed: {finished.stdout}{finished.stderr}")


def create_from(admin_url: str, name: str, template: str) -> str:
    """Make the PostgreSQL database ``name`` as a copy of ``template``; returns its address."""
    engine = sa.create_engine(admin_url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    engine.dispose()
    return str(sa.make_url(admin_url).set(database=name).render_as_string(hide_password=False))


TABLES = """
    SELECT quote_ident(relname) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname
"""
SHAPE = """
    SELECT md5(string_agg(row, ',' ORDER BY row)) FROM (
        SELECT concat(oid, ' ', xmin) FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT concat(attrelid, ' ', attnum, ' ', xmin) FROM pg_attribute
            WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
        UNION ALL SELECT concat(oid, ' ', xmin) FROM pg_trigger
        UNION ALL SELECT concat(oid, ' ', xmin) FROM pg_constraint
        UNION ALL SELECT concat(oid, ' ', xmin) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION ALL SELECT nspname::text FROM pg_namespace WHERE nspname NOT LIKE 'pg_%%'
        UNION ALL SELECT setconfig::text FROM pg_db_role_setting
            WHERE setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
    ) AS rows (row)
"""
ALONE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class Copy:
    """A PostgreSQL database that is brought back to what it was as a copy, which is quicker than a new copy.

    A test that changed the schema is noticed by the catalogue, and gets a new copy.
    """

    def __init__(self, admin_url: str, name: str, template: str) -> None:
        self.admin_url, self.name, self.template = admin_url, name, template
        self._make()

    def _make(self) -> None:
        self.url = create_from(self.admin_url, self.name, self.template)
        with self._connected() as connection:
            tables = [row[0] for row in connection.execute(TABLES)]
            self.empty = "".join(f"DELETE FROM {table};" for table in tables)  # noqa: S608  # our own tables
            self.rows = {}
            for table in tables:
                with connection.cursor().copy(f"COPY {table} TO STDOUT") as out:
                    rows = b"".join(bytes(block) for block in out)
                if rows:
                    self.rows[table] = rows
            self.shape = connection.execute(SHAPE).fetchone()

    def refresh(self) -> None:
        """Bring it back to what it was, whatever a test wrote."""
        with self._connected() as connection:
            connection.execute(ALONE)
            is_same = connection.execute(SHAPE).fetchone() == self.shape
            if is_same:
                connection.execute(f"SET session_replication_role = replica; {self.empty}")
                for table, rows in self.rows.items():
                    with connection.cursor().copy(f"COPY {table} FROM STDIN") as into:
                        into.write(rows)
        if not is_same:
            self._make()

    @contextlib.contextmanager
    def _connected(self) -> Iterator[Any]:
        import psycopg

        url = sa.make_url(self.url)
        host, user = str(url.query["host"]), url.username
        with psycopg.connect(host=host, user=user, dbname=url.database) as connection:
            yield connection
