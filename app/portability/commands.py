"""``together data``: the file formats that plugins bring, out of and into a territory."""

from pathlib import Path

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext

from app.db import scope
from app.errors import Refusal
from app.kernel.contributions import DataFormat
from app.kernel.registry import Plugins
from app.territories.models import Territory
from app.web.database import db


@click.group()
def group() -> None:
    """Take a territory's data away, or bring data in."""


def _plugins() -> Plugins:
    found: Plugins = current_app.extensions["together_plugins"]
    return found


def _format(slug: str) -> DataFormat:
    if slug not in _plugins().formats:
        raise Refusal(f"No installed plugin brings the format {slug}; 'together data formats' lists them.")
    return _plugins().formats[slug]


def _enter(slug: str) -> Territory:
    territory = db.session.scalar(sa.select(Territory).where(Territory.slug == slug, Territory.active))
    if territory is None:
        raise Refusal(f"There is no open territory called {slug}.")
    scope.enter(db.session, territory.id)
    return territory


@group.command()
@with_appcontext
def formats() -> None:
    """List the formats."""
    for slug, item in _plugins().formats.items():
        ways = [word for word, way in (("out", item.export), ("in", item.bring)) if way is not None]
        click.echo(f"{slug:30} {item.label} ({item.media_type}, {' and '.join(ways)})")


@group.command()
@click.argument("slug")
@click.argument("territory")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@with_appcontext
def export(slug: str, territory: str, file: Path) -> None:
    """Write the data of TERRITORY to FILE in the format SLUG."""
    item = _format(slug)
    if item.export is None:
        raise Refusal(f"{slug} cannot be written, only read.")
    file.write_bytes(item.export(db.session, _enter(territory)))
    click.echo(f"Written to {file}.")


@group.command("import")
@click.argument("slug")
@click.argument("territory")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def bring(slug: str, territory: str, file: Path) -> None:
    """Read FILE in the format SLUG into TERRITORY; lines that cannot be taken are listed, the others kept."""
    item = _format(slug)
    if item.bring is None:
        raise Refusal(f"{slug} cannot be read, only written.")
    refused = item.bring(db.session, _enter(territory), file.read_bytes())
    db.session.commit()
    for sentence in refused:
        click.secho(sentence, fg="yellow", err=True)
    click.echo(f"Read. {len(refused)} lines could not be taken.")
