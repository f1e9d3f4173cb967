"""``together backup``: copies of the whole site, and their way back."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app.backup import creating, erasures, restoring
from app.backup.archive import checked
from app.config import Settings
from app.members.personal import the_personal
from app.web.database import db

FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def group() -> None:
    """Copies of the whole site, and their way back."""


def _settings() -> Settings:
    found: Settings = current_app.extensions["together_settings"]
    return found


@group.command()
@click.argument("file", type=FILE)
@with_appcontext
def create(file: Path) -> None:
    """Write the database, the pictures and the keys to FILE while the site runs.

    FILE appears when all of it is on the disk; keep it as carefully as the server itself.
    """
    plugins = current_app.extensions["together_plugins"].migrations
    manifest = creating.create(db.engine, plugins, _settings().data_dir, file.absolute(), click.echo)
    ledgers = manifest.contents.ledgers
    held = "" if ledgers is None else f", {len(ledgers)} ledgers"
    click.echo(f"{file}: {creating.megabytes(file.stat().st_size)}{held}, whole and sealed.")


@group.command()
@click.argument("file", type=FILE)
@with_appcontext
def check(file: Path) -> None:
    """Read FILE from its first byte to its last and say what it holds; nothing is restored."""
    manifest = checked(file)
    contents = manifest.contents
    click.echo(
        f"{file} is whole: made {manifest.made_at} by version {manifest.version}, of {contents.database}."
    )
    click.echo(f"{sum(contents.tables.values())} rows, {len(manifest.parts)} files.")
    for ledger in contents.ledgers or []:
        click.echo(f"ledger {ledger.id}: chain {ledger.number} {ledger.digest}")


@group.command()
@click.argument("file", type=FILE)
@click.option(
    "--erasures", "lists", type=FILE, multiple=True, help="erasures.jsonl, kept apart from backups."
)
@with_appcontext
def restore(file: Path, lists: tuple[Path, ...]) -> None:
    """Bring FILE back into an empty place: no database, no pictures.

    People erased since it was made are erased again: those of --erasures, and of erasures.jsonl in the
    data folder if it is there.
    """
    settings = _settings()
    kept = settings.data_dir / erasures.FILE
    erased = set().union(*(erasures.read(path) for path in (*lists, *([kept] if kept.exists() else []))))
    place = restoring.Place(
        engine=db.engine,
        data_dir=settings.data_dir,
        plugins=current_app.extensions["together_plugins"].migrations,
        personal=the_personal(),
    )
    wrong = restoring.restore(place, file, erased, click.echo)
    if wrong:
        for sentence in wrong:
            click.secho(sentence, fg="red", err=True)
        click.secho("Restored as it was; docs/operating.md says what to do.", fg="red", err=True)
        raise SystemExit(1)
    click.echo("Restored, and everything agrees with the backup.")
