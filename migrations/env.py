"""Run by Alembic: migrates over the connection that app.db.migrations hands in."""

from typing import Any, Literal

from alembic import context

from app.db.base import Model

config = context.config
connection = config.attributes["connection"]

PORTABLE = {"UtcDateTime": "sa.DateTime(timezone=True)", "AsaList": "sa.UnicodeText()"}


def render_item(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Write types of our own as what they are in the database: a revision outlives our modules."""
    return PORTABLE.get(type(item).__name__, False) if kind == "type" else False


context.configure(
    connection=connection,
    target_metadata=Model.metadata,
    include_object=config.attributes["include_object"],
    compare_type=True,
    render_item=render_item,
    render_as_batch=connection.dialect.name == "sqlite",
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
