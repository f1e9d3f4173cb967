"""Brings a backup back into an empty place, and says it is done only after looking at all of it again."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.backup import erasures
from app.backup.archive import checked, extract, sync
from app.backup.creating import DATABASE, FOLDERS, files_below, first_line, megabytes, said_plainly
from app.backup.databases import SIDE_FILES, Tell, fill_postgres, sqlite_engine
from app.backup.manifest import Manifest, counts, ledger_sums
from app.db import migrations
from app.db.engine import reading
from app.errors import Refusal
from app.ledgers import chain
from app.ledgers.models import Ledger
from app.ledgers.verification import snapshot, verdict
from app.members.personal import Personal


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a backup is brought back to."""

    engine: sa.Engine
    data_dir: Path
    plugins: Mapping[str, Path]
    """Folder of the migrations of every installed plugin, by slug."""
    personal: Personal


def restore(place: Place, path: Path, erased: Iterable[UUID], tell: Tell) -> list[str]:
    """Bring the backup at ``path`` back, erase again whom ``erased`` names, and verify everything.

    Returns:
        One sentence for each ledger that was already wrong when the backup was made.

    Raises:
        Refusal: the file is damaged, foreign or newer, or the place is not empty; nothing was touched.
    """
    tell(f"Reading {path} …")
    manifest = checked(path)
    _check_fits(manifest, place)
    _check_empty(place)
    with said_plainly(place.data_dir), _room(place, path, manifest) as work:
        parts = {name: work / name for name in manifest.parts}
        extract(path, manifest, parts)
        tell(f"Whole: made {manifest.made_at}, {megabytes(_size(manifest))}")
        database = parts[DATABASE[place.engine.dialect.name]]
        if place.engine.dialect.name == "sqlite":
            with sqlite_engine(database) as engine:
                wrong = _bring_up(place, engine, manifest, erased, tell)
        else:
            fill_postgres(place.engine, database)
            with _told_what_is_left(place.engine):
                wrong = _bring_up(place, place.engine, manifest, erased, tell)
        _move_in(place, parts)
    with Session(place.engine) as session:
        erasures.record(session, place.data_dir)
    return wrong


def _check_fits(manifest: Manifest, place: Place) -> None:
    """Refuse a backup of another kind of database, or of software that this one does not know."""
    ours, theirs = place.engine.dialect.name, manifest.contents.database
    if ours != theirs or DATABASE[ours] not in manifest.parts:
        raise Refusal(
            f"The backup is of {theirs}, and TOGETHER_DATABASE_URL names {ours}: give it a place of its kind."
        )
    unknown = migrations.unknown(manifest.contents.migrations, place.plugins)
    if unknown:
        raise Refusal(
            f"The backup was made by version {manifest.version} and has {', '.join(sorted(unknown))}, which "
            "this installation does not know. Install that version or a later one, and the same plugins."
        )


def _check_empty(place: Place) -> None:
    """Refuse a place where anything would be overwritten."""
    if not _database_is_empty(place.engine):
        where = place.engine.url.render_as_string(hide_password=True)
        raise Refusal(f"{where} is not empty. A backup is brought back into an empty place only.")
    if any(files_below(place.data_dir, ("uploads/pictures",))):
        raise Refusal(
            f"{place.data_dir} holds pictures already. A backup is brought back into an empty place only."
        )


def _database_is_empty(engine: sa.Engine) -> bool:
    if engine.dialect.name == "sqlite":
        database = Path(str(engine.url.database))
        if not database.exists() or database.stat().st_size == 0:
            return True  # not opened: a log that stands beside it would be taken for its own
    try:
        with reading(), engine.connect() as connection:
            return not sa.inspect(connection).get_table_names()
    except sa.exc.DBAPIError as error:
        raise Refusal(f"The database cannot be opened: {first_line(error.orig)}.") from error
    finally:
        engine.dispose()


def _size(manifest: Manifest) -> int:
    return sum(part.size for part in manifest.parts.values())


@contextmanager
def _room(place: Place, path: Path, manifest: Manifest) -> Iterator[Path]:
    """Make a folder beside the future place of everything, on the same disk; it is gone at the end."""
    home = place.data_dir
    if place.engine.dialect.name == "sqlite":
        home = Path(str(place.engine.url.database)).absolute().parent
    needed = 2 * _size(manifest)
    if shutil.disk_usage(home).free < needed:
        raise Refusal(f"To restore {path}, {megabytes(needed)} must be free on the disk of {home}.")
    with tempfile.TemporaryDirectory(prefix=".together-restore-", dir=home) as work:
        yield Path(work)


@contextmanager
def _told_what_is_left(engine: sa.Engine) -> Iterator[None]:
    """Say that a PostgreSQL database was filled when what follows does not succeed."""
    left = f"The database {engine.url.database} holds what was restored so far: make it anew."
    try:
        yield
    except Refusal as refusal:
        raise Refusal(*refusal.reasons, left) from refusal
    except Exception as error:
        error.add_note(left)
        raise


def _bring_up(
    place: Place, engine: sa.Engine, manifest: Manifest, erased: Iterable[UUID], tell: Tell
) -> list[str]:
    """Compare the database with the manifest, bring it to our schema, erase again, verify."""
    with engine.connect() as connection:
        found = counts(connection, manifest.contents.tables)
        if differing := dict(found.items() - manifest.contents.tables.items()):
            raise Refusal(f"The restored database has other numbers of rows in {', '.join(differing)}.")
        if not migrations.at_head(connection, place.plugins):
            connection.rollback()
            tell("Bringing the schema up to date …")
            migrations.upgrade(connection, place.plugins)
            connection.commit()
    with Session(engine) as session:
        linked = chain.link_all(session)
        _compare_ledgers(session, manifest, linked)
        again = erasures.replay(session, erased, place.personal)
        session.commit()
        if again:
            tell(f"Erased again, after the backup was made: {again} people")
        tell("Recomputing the ledgers …")
        return _verify(session, tell)


def _compare_ledgers(session: Session, manifest: Manifest, linked: int) -> None:
    """Refuse a database whose chains or sums differ from those of the manifest."""
    expected = manifest.contents.ledgers
    if expected is None:
        return
    found = ledger_sums(session.connection())
    for one, other in zip(expected, found, strict=False):
        sums = (one.id, one.balances, one.transferred) == (other.id, other.balances, other.transferred)
        head = session.scalar(
            sa.select(chain.LINK.c.digest).where(
                chain.LINK.c.ledger_id == UUID(one.id), chain.LINK.c.number == one.number
            )
        )
        if not sums or (one.number and (head is None or head.hex() != one.digest)):
            raise Refusal(f"The ledger {one.id} of the restored database is not that of the backup.")
        if not linked and other.number != one.number:
            raise Refusal(f"The chain of the ledger {one.id} is longer than that of the backup.")
    if len(found) != len(expected):
        raise Refusal(f"The restored database has {len(found)} ledgers, the backup {len(expected)}.")


def _verify(session: Session, tell: Tell) -> list[str]:
    wrong = []
    with snapshot(session):
        ledgers = session.scalars(sa.select(Ledger).order_by(Ledger.created_at)).all()
        for ledger in ledgers:
            found = verdict(session, ledger.id)
            if found.faults:
                wrong.append(f"{ledger.name} ({ledger.id}) was already wrong: {found.faults[0].text}")
            else:
                tell(f"  {ledger.name}: sound, chain {found.head.number} {found.head.hex}")
    return wrong


def _move_in(place: Place, parts: Mapping[str, Path]) -> None:
    """Put the files where they belong, the database last: where it stands, everything does."""
    for name, path in parts.items():
        if name.startswith(tuple(f"{folder}/" for folder in FOLDERS)):
            target = place.data_dir / name
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.move(path, target)
            sync(target.parent)
    if place.engine.dialect.name != "sqlite":
        return
    place.engine.dispose()
    staged, database = parts[DATABASE["sqlite"]], Path(str(place.engine.url.database)).absolute()
    with closing(sqlite3.connect(staged)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")  # all of it in the one file that is moved
    for suffix in SIDE_FILES:  # of a database that stood here before: SQLite would take them for this one's
        Path(f"{database}{suffix}").unlink(missing_ok=True)
    sync(staged)
    os.replace(staged, database)
    sync(database.parent)
