"""Alembic, with one branch for the core and one for every installed plugin."""

from collections.abc import Callable, Iterable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

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
    prefixes = {f"{slug}_": slug for slug in plugins}

    def include(item: Any, name: str | None, kind: str, reflected: bool, other: Any) -> bool:
        table = name if kind == "table" else item.table.name
        if table.startswith("listing_words"):  # the full-text index is made by hand, per database
            return False
        found = next((slug for prefix, slug in prefixes.items() if table.startswith(prefix)), CORE)
        return found == owner

    return include


def current_revisions(connection: sa.Connection) -> set[str]:
    """Return the revisions recorded in the database."""
    return set(MigrationContext.configure(connection).get_current_heads())


def orphans(connection: sa.Connection, plugins: Mapping[str, Path]) -> set[str]:
    """Return recorded revisions whose files are nowhere: their plugin was uninstalled too early."""
    script = ScriptDirectory.from_config(configure(None, plugins))
    known = {revision.revision for revision in script.walk_revisions()}
    return current_revisions(connection) - known


def at_head(connection: sa.Connection, plugins: Mapping[str, Path]) -> bool:
    """Tell whether the database has every migration of the core and of the installed plugins."""
    script = ScriptDirectory.from_config(configure(None, plugins))
    applied: set[str] = set()
    for revision in current_revisions(connection):
        if script.get_revision(revision) is None:
            return False
        applied |= {found.revision for found in script.iterate_revisions(revision, "base")}
        applied |= _dependencies(script, revision)
    return all(head in applied for head in script.get_heads())


def _dependencies(script: ScriptDirectory, revision: str) -> set[str]:
    return {found.revision for found in script.revision_map._get_all_current((revision,))}


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
    command.upgrade(config, f"{CORE}@head")
    command.upgrade(config, "heads")


def downgrade(connection: sa.Connection, plugins: Mapping[str, Path], target: str) -> None:
    """Go back to the revision ``target``, such as ``housing@base``."""
    command.downgrade(configure(connection, plugins), target)
