"""What is wrong with the tables and the migrations of a plugin."""

from collections.abc import Iterator
from pathlib import Path

from app.db import migrations
from app.db.base import Model
from app.kit.subject import Subject
from app.testing.plugin_faults import differs, keys_to_nowhere, unfilled_columns
from app.testing.plugin_parts import differences
from app.web.database import db

FIRST_OF_CORE = "core_0001"


def tables(subject: Subject) -> Iterator[str]:
    """Find tables of a wrong name, of no territory, and what points to them from outside."""
    own = subject.tables
    for table in sorted(own, key=lambda table: table.name):
        if not table.name.startswith(f"{subject.slug}_"):
            yield f"The table {table.name} must be called {subject.slug}_<noun>."
        if "territory_id" not in table.columns:
            yield f"The table {table.name} belongs to no territory: let its model descend from Scoped."
    yield from keys_to_nowhere(own)
    names = {table.name for table in own}
    for table in Model.metadata.tables.values():
        for key in table.foreign_keys if table not in own else ():
            target = key.target_fullname.rpartition(".")[0]
            if target in names:
                yield f"{table.name} points to {target}; nothing outside the plugin may."


def branch(subject: Subject) -> Iterator[str]:
    """Find revisions that are not on the plugin's own branch."""
    folder, revisions = subject.plugin.manifest.migrations, subject.revisions
    if subject.tables and not revisions:
        where = f"no revisions in {folder}" if folder else "no migrations in its manifest"
        yield f"It has tables and {where}: run 'together db revision {subject.slug} ...'."
    heads = [revision.revision for revision in revisions if revision.is_head]
    if len(heads) > 1:
        yield f"Its revisions {' and '.join(heads)} both claim to be the newest."
    for revision in revisions:
        name = revision.revision
        if not name.startswith(f"{subject.slug}_"):
            yield f"The revision {name} must be called {subject.slug}_<number>."
        if revision.down_revision is not None:
            yield from unfilled_columns(Path(revision.path))
            if revision.dependencies is not None:
                yield f"The revision {name} depends on {revision.dependencies}; only the first may."
            continue
        if subject.slug not in revision.branch_labels:
            yield f"The revision {name} is on no branch of its own: branch_labels = ({subject.slug!r},)."
        if revision.dependencies != FIRST_OF_CORE:
            yield f"The revision {name} must depend on {FIRST_OF_CORE}, not on {revision.dependencies}."


def applied(subject: Subject) -> Iterator[str]:
    """Find migrations that the database lacks, and models that no migration brings about."""
    if not subject.revisions:
        return
    folders = subject.plugins.migrations
    with db.engine.connect() as connection:
        heads = {revision.revision for revision in subject.revisions if revision.is_head}
        if not heads <= migrations.applied(connection, folders):
            yield "The database lacks migrations of it: run 'together db upgrade'."
            return
        if not any(keys_to_nowhere(Model.metadata.tables.values())):
            yield from differs(subject.slug, differences(connection, subject.slug, folders))
        connection.rollback()
