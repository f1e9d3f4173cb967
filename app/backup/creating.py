"""Makes a backup of a running site: the database as it stood at one moment, the pictures and the keys."""

import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.backup import erasures
from app.backup.archive import Writer, writing
from app.backup.databases import Tell, copy_sqlite, dump_postgres, postgres_moment, sqlite_engine
from app.backup.manifest import Contents, Manifest, contents_of, manifest_of
from app.db import migrations
from app.db.engine import reading
from app.errors import Refusal
from app.ledgers import chain

DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
FOLDERS = ("uploads/pictures", "keys")
"""Kept besides the database; the keys too: without them nobody could read what is sealed or sign in."""


def create(
    engine: sa.Engine, plugins: Mapping[str, Path], data_dir: Path, path: Path, tell: Tell
) -> Manifest:
    """Write a backup of the site to ``path`` while it runs.

    Everything that was committed before the moment of the copy is in it, nothing that came later.

    Raises:
        Refusal: it could not be made; nothing is left of it.
    """
    with said_plainly(path):
        with engine.connect() as connection:
            current = migrations.at_head(connection, plugins)
        if current:
            with Session(engine) as session:
                chain.link_all(session)
                erasures.record(session, data_dir)
        else:
            tell("The schema is older than the software: the chains of the ledgers are not looked at.")
        with writing(path) as archive:
            contents = _database(engine, archive, path.parent, tell, with_ledgers=current)
            _folders(archive, data_dir, tell)
            manifest = manifest_of(contents, archive.parts)
            archive.finish(manifest)
    return manifest


def _database(
    engine: sa.Engine, archive: Writer, folder: Path, tell: Tell, *, with_ledgers: bool
) -> Contents:
    """Copy the database and count what is in the copy."""
    with tempfile.TemporaryDirectory(prefix=".together-backup-", dir=folder) as work:
        copy = Path(work) / DATABASE[engine.dialect.name]
        tell("Copying the database …")
        if engine.dialect.name == "sqlite":
            copy_sqlite(engine, copy, tell)
            with reading(), sqlite_engine(copy) as copied, copied.connect() as connection:
                contents = contents_of(connection, with_ledgers=with_ledgers)
        else:
            with postgres_moment(engine) as (connection, snapshot):
                dump_postgres(engine, snapshot, copy)
                contents = contents_of(connection, with_ledgers=with_ledgers)
        part = archive.add(copy.name, copy)
        tell(f"  {sum(contents.tables.values())} rows, {megabytes(part.size)}")
    return contents


def _folders(archive: Writer, data_dir: Path, tell: Tell) -> None:
    count = size = 0
    for path in files_below(data_dir, FOLDERS):
        try:
            size += archive.add(str(path.relative_to(data_dir)), path).size
        except FileNotFoundError:  # swept since: nobody showed it any more
            continue
        count += 1
    tell(f"Pictures and keys: {count} files, {megabytes(size)}")


def files_below(data_dir: Path, folders: tuple[str, ...]) -> Iterator[Path]:
    """Yield the regular files of some folders of the data folder, in the order of their names."""
    for folder in folders:
        for path in sorted((data_dir / folder).rglob("*")):
            if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
                yield path


def megabytes(size: int) -> str:
    """Say a size in bytes as people say it."""
    return f"{size / 1_000_000:.1f} MB"


def first_line(error: object) -> str:
    """Return the first line of what a database says, the one for people."""
    return str(error).strip().partition("\n")[0].rstrip(".")


@contextmanager
def said_plainly(path: Path) -> Iterator[None]:
    """Let what the system or the database cannot do be said in one sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise Refusal(f"There is no room for {path}. Nothing was left of it.") from error
        raise Refusal(f"{path} could not be written: {os.strerror(error.errno or 0)}.") from error
    except sqlite3.Error as error:
        room = "full" in str(error)
        raise Refusal(
            f"There is no room for {path}. Nothing was left of it."
            if room
            else f"The database could not be copied: {error}."
        ) from error
    except sa.exc.OperationalError as error:
        raise Refusal(f"The database cannot be reached: {first_line(error.orig)}.") from error
