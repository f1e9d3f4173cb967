"""``together plugins``: what is installed, and how a plugin leaves without a trace."""

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext

from app.db import migrations
from app.db.base import Model
from app.errors import Refusal
from app.kernel.registry import Plugins
from app.subnetworks.models import Installation
from app.web.database import db


@click.group()
def group() -> None:
    """The plugins of this platform."""


def _plugins() -> Plugins:
    found: Plugins = current_app.extensions["together_plugins"]
    return found


@group.command("list")
@with_appcontext
def list_plugins() -> None:
    """List the installed plugins, and where they are switched on."""
    places = _places()
    for slug, plugin in _plugins().installed.items():
        where = places.pop(slug, 0)
        used = f"switched on in {where} sub-networks" if where else "not switched on anywhere"
        click.echo(f"{slug:20} {plugin.version:12} {plugin.distribution}; {used}")
    for slug, where in sorted(places.items()):
        click.secho(
            f"{slug:20} {'-':12} not installed any more; switched on in {where} sub-networks", fg="yellow"
        )


def _places() -> dict[str, int]:
    if not sa.inspect(db.engine).has_table("installation"):
        return {}
    rows = db.session.execute(
        sa.select(Installation.plugin, sa.func.count())
        .where(Installation.enabled)
        .group_by(Installation.plugin)
    )
    return {row[0]: row[1] for row in rows}


@group.command()
@click.argument("slug")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_appcontext
def purge(slug: str, yes: bool) -> None:
    """Remove the tables of the plugin SLUG and switch it off everywhere, before it is uninstalled."""
    plugins = _plugins()
    if slug not in plugins.installed:
        raise Refusal(
            f"{slug} is not installed; if its tables are still there, use 'together plugins forget {slug}'."
        )
    tables = sorted(
        name for name in Model.metadata.tables if migrations.owner_of(name, plugins.installed) == slug
    )
    click.echo(f"This removes for good the tables of {slug}: {', '.join(tables) or 'none'}.")
    click.echo("Listings and exchanges of its kinds stay, as plain cards.")
    if not yes:
        click.confirm("Remove them?", abort=True)
    db.session.execute(sa.delete(Installation).where(Installation.plugin == slug))
    db.session.commit()
    db.session.close()
    if slug in plugins.migrations:
        with db.engine.connect() as connection:
            migrations.downgrade(connection, plugins.migrations, f"{slug}@base")
            connection.commit()
    click.echo(f"{slug} has left nothing behind. Now uninstall {plugins.installed[slug].distribution}.")


@group.command()
@click.argument("slug")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_appcontext
def forget(slug: str, yes: bool) -> None:
    """Repair the other order: remove what is left of SLUG, which was uninstalled before it was purged."""
    plugins = _plugins()
    if slug in plugins.installed:
        raise Refusal(f"{slug} is installed; use 'together plugins purge {slug}'.")
    with db.engine.connect() as connection:
        own = {
            name
            for name in sa.inspect(connection).get_table_names()
            if name not in Model.metadata.tables
            and migrations.owner_of(name, {slug, *plugins.installed}) == slug
        }
        revisions = sorted(
            name
            for name in migrations.orphans(connection, plugins.migrations)
            if name.rsplit("_", 1)[0] == slug
        )
        tables, left_over = ", ".join(sorted(own)) or "none", ", ".join(revisions) or "none"
        click.echo(f"Left of {slug}: tables {tables}; revisions {left_over}.")
        if not yes:
            click.confirm("Remove them?", abort=True)
        _drop(connection, own)
        for revision in revisions:
            connection.execute(
                sa.text("DELETE FROM alembic_version WHERE version_num = :name"), {"name": revision}
            )
        connection.execute(sa.delete(Installation).where(Installation.plugin == slug))
        connection.commit()
    click.echo(f"{slug} is forgotten.")


def _drop(connection: sa.Connection, names: set[str]) -> None:
    found = sa.MetaData()
    found.reflect(connection, only=sorted(names))
    found.drop_all(connection, tables=[table for table in found.sorted_tables if table.name in names])
