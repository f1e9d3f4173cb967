"""Whether the database keeps what it acknowledged: refused at start, told while it runs."""

import sqlite3

import sqlalchemy as sa

from app.errors import Misconfiguration

SAFE_SQLITE_SYNCHRONOUS = (2, 3)  # FULL, EXTRA
POSTGRESQL_SETTINGS = ("fsync", "full_page_writes", "synchronous_commit")
WAL_RESET_MENDED = (3, 51, 3)
"""First SQLite without the WAL-reset bug, https://sqlite.org/wal.html#walresetbug."""


def weaknesses(connection: sa.Connection) -> list[str]:
    """Return a sentence for each setting that could lose acknowledged writes."""
    if connection.dialect.name == "sqlite":
        synchronous = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
        journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        if journal in ("wal", "memory") and synchronous in SAFE_SQLITE_SYNCHRONOUS:
            return []
        said = (
            f"The SQLite database runs with journal_mode={journal} and synchronous={synchronous}; "
            "a power cut could lose transfers that were acknowledged. Put it on a disk that allows "
            "write-ahead logging (not a network share)."
        )
        return [said]
    off = [
        name
        for name in POSTGRESQL_SETTINGS
        if connection.exec_driver_sql(f"SHOW {name}").scalar_one() == "off"
    ]
    return [
        f"PostgreSQL runs with {name}=off; a power cut could lose transfers that were acknowledged. "
        f"Set {name}=on and start again."
        for name in off
    ]


def check(engine: sa.Engine) -> None:
    """Refuse a database whose settings would lose acknowledged writes.

    Raises:
        Misconfiguration: a durability setting is off; the sentence names it.
    """
    with engine.connect() as connection:
        found = weaknesses(connection)
    if found:
        raise Misconfiguration(" ".join(found))


def warning(dialect: str, version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    """Return what an operator should know of the database's version; empty when there is nothing."""
    if dialect != "sqlite" or version >= WAL_RESET_MENDED:
        return ""
    said = ".".join(map(str, version))
    return (
        f"SQLite {said} has the WAL-reset bug (3.7.0 to 3.51.2): when one process resets the write-ahead log "
        "in the very moment in which another writes, the database may be damaged. It is rare. A newer SQLite "
        "or PostgreSQL is free of it; make backups in any case."
    )
