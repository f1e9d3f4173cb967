"""Databases for tests: migrated once, copied for every test; PostgreSQL in a private cluster."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

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
        raise RuntimeError("PostgreSQL's server programs are not on this machine")
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
