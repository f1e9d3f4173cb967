"""Brings the database to the schema of the installed software: ``together db``."""

import click
from alembic import command
from flask import current_app
from flask.cli import with_appcontext

from app.db import durability, migrations
from app.web.database import db


@click.group()
def group() -> None:
    """The database's schema."""


@group.command()
@with_appcontext
def upgrade() -> None:
    """Bring the schema to the newest of the core and of every plugin."""
    upgrade_schema()
    click.echo("The database is up to date.")


def upgrade_schema() -> None:
    """Migrate the database of the current application after a look at its durability."""
    durability.check(db.engine)
    with db.engine.connect() as connection:
        migrations.upgrade(connection, current_app.extensions["together_plugins"].migrations)
        connection.commit()


@group.command()
@click.argument("owner")
@click.argument("message")
@click.option("--id", "revision_id", required=True, help="Readable id, such as core_0004 or housing_0002.")
@with_appcontext
def revision(owner: str, message: str, revision_id: str) -> None:
    """Write a revision for OWNER (core, or a plugin's slug) from what its models have changed."""
    plugins = current_app.extensions["together_plugins"].migrations
    with db.engine.connect() as connection:
        config = migrations.configure(connection, plugins, owner)
        folder = migrations.FOLDER / "versions" if owner == migrations.CORE else plugins[owner]
        first = not any(folder.glob("*.py"))
        command.revision(
            config,
            message,
            autogenerate=True,
            rev_id=revision_id,
            head="base" if first else f"{owner}@head",
            branch_label=owner if first else None,
            version_path=str(folder),
            depends_on=None if owner == migrations.CORE or not first else "core_0001",
        )
    click.echo(f"Look at {folder}/{revision_id}_*.py before you trust it.")
