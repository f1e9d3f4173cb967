"""Alembic, with one branch for the core and one for every installed plugin."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import Revision

from app.errors import Misconfiguration

CORE = "core"
FOLDER = Path(__file__).parents[2] / "migrations"


def configure(connection: sa.Connection | None, plugins: Mapping[str, Path], owner: str = CORE) -> Config:
    """Build Alembic's configuration.

    Args:
        plugins: folder of the revisions of every installed plugin, by slug.
        owner: whose tables autogenerate may see, ``core`` or a plugin's slug.
    """
    config = Config(output_buffer=StringIO(), stdout=StringIO())
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "newline")
    locations = [FOLDER / "versions", *(plugins[slug] for slug in sorted(plugins))]
    config.set_main_option("version_locations", "\n".join(str(location) for location in locations))
    config.attributes["connection"] = connection
    config.attributes["include_object"] = table_filter(owner, plugins)
    return config


def table_filter(owner: str, plugins: Iterable[str]) -> Callable[..., bool]:
    """Return Alembic's ``include_object`` for the tables of ``owner`` alone.

    Unfiltered, a revision of the core would propose to drop the tables of plugins.
    """
    slugs = frozenset(plugins)

    def include(item: Any, name: str | None, kind: str, reflected: bool, other: Any) -> bool:
        table = str(name if kind == "table" else item.table.name)
        if table.startswith("listing_words"):  # the full-text index is made by hand, per database
            return False
        return owner_of(table, slugs) == owner

    return include


def owner_of(table: str, plugins: Iterable[str]) -> str:
    """Return the slug of the plugin that ``table`` belongs to by its name, or ``core``."""
    owners = [slug for slug in plugins if table.startswith(f"{slug}_")]
    return max(owners, key=len, default=CORE)  # time_bank_task is of time_bank, not of a plugin called time


def current_revisions(connection: sa.Connection) -> set[str]:
    """Return the revisions recorded in the database."""
    return set(MigrationContext.configure(connection).get_current_heads())


def orphans(connection: sa.Connection, plugins: Mapping[str, Path]) -> set[str]:
    """Return recorded revisions whose files are nowhere: their plugin was uninstalled too early."""
    return unknown(current_revisions(connection), plugins)


def unknown(revisions: Iterable[str], plugins: Mapping[str, Path]) -> set[str]:
    """Return those of ``revisions`` whose files are nowhere in this installation."""
    script = ScriptDirectory.from_config(configure(None, plugins))
    return set(revisions) - {revision.revision for revision in script.walk_revisions()}


def at_head(connection: sa.Connection, plugins: Mapping[str, Path]) -> bool:
    """Tell whether the database has every migration of the core and of the installed plugins."""
    if orphans(connection, plugins):
        return False
    script = ScriptDirectory.from_config(configure(None, plugins))
    return applied(connection, plugins) >= set(script.get_heads())


def applied(connection: sa.Connection, plugins: Mapping[str, Path]) -> set[str]:
    """Return the newest revision that the database has of each branch."""
    script = ScriptDirectory.from_config(configure(None, plugins))
    # A revision that another one depends on has no line of its own in the database.
    found = script.revision_map._get_all_current(tuple(current_revisions(connection)))
    return {revision.revision for revision in found if isinstance(revision, Revision)}


def upgrade(connection: sa.Connection, plugins: Mapping[str, Path]) -> None:
    """Bring the database to the newest schema of the core, then of every plugin.

    Raises:
        Misconfiguration: the database names revisions of a plugin that is no longer installed.
    """
    if lost := orphans(connection, plugins):
        slugs = sorted({name.rsplit("_", 1)[0] for name in lost})
        raise Misconfiguration(
            f"The database still holds tables of {', '.join(slugs)}, which is not installed any more "
            f"(revision {', '.join(sorted(lost))}). Install it again, or run "
            f"'together plugins forget {slugs[0]}'."
        )
    config = configure(connection, plugins)
    with _free_to_rebuild(connection):
        command.upgrade(config, f"{CORE}@head")
        command.upgrade(config, "heads")


def downgrade(connection: sa.Connection, plugins: Mapping[str, Path], target: str) -> None:
    """Go back to the revision ``target``, such as ``housing@base``."""
    with _free_to_rebuild(connection):
        command.downgrade(configure(connection, plugins), target)


@contextmanager
def _free_to_rebuild(connection: sa.Connection) -> Iterator[None]:
    """Let SQLite make tables anew that others refer to, and look afterwards that all of them still do.

    It changes a table by writing another one and dropping the first, which foreign keys would refuse.
    See https://www.sqlite.org/lang_altertable.html#otheralter
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    connection.commit()
    bare: Any = connection.connection.driver_connection
    bare.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        if lost := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(5):
            raise Misconfiguration(f"After the migration, rows refer to others that are gone: {lost}.")
        connection.commit()
    finally:
        connection.rollback()
        bare.execute("PRAGMA foreign_keys=ON")
