"""Sentences about what is wrong with a plugin, for its contract and for ``together plugins check``."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask, url_for
from werkzeug.routing import BuildError

from app.kernel.contributions import Manifest


def menu_faults(app: Flask, manifest: Manifest) -> Iterator[str]:
    """Find menu entries whose page does not exist, or has an address that a menu cannot fill in."""
    with app.test_request_context():
        for entry in manifest.menu:
            try:
                url_for(entry.endpoint, territory="here")
            except BuildError:
                needed = {
                    name
                    for rule in app.url_map.iter_rules()
                    for name in rule.arguments
                    if rule.endpoint == entry.endpoint and name != "territory"
                }
                why = (
                    f"whose address needs {' and '.join(sorted(needed))}, which a menu cannot say"
                    if needed
                    else "which does not exist"
                )
                yield f"Its menu entry {entry.label} leads to {entry.endpoint}, {why}."


def keys_to_nowhere(tables: Iterable[sa.Table]) -> Iterator[str]:
    """Find foreign keys to tables that no model has."""
    for table in sorted(tables, key=lambda table: table.name):
        for key in sorted(table.foreign_keys, key=lambda key: key.target_fullname):
            target = key.target_fullname.rpartition(".")[0]
            if target not in table.metadata.tables:
                yield f"{table.name}.{key.parent.name} points to the table {target}, which does not exist."


def unfilled_columns(revision: Path) -> Iterator[str]:
    """Find columns that a later revision adds and that the rows there already could not have."""
    tree = ast.parse(revision.read_text("utf-8"))
    upgrades = [one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == "upgrade"]
    for call in (node for one in upgrades for node in ast.walk(one) if isinstance(node, ast.Call)):
        if not (isinstance(call.func, ast.Attribute) and call.func.attr == "add_column"):
            continue
        for column in (one for one in call.args if isinstance(one, ast.Call) and one.args):
            said = {keyword.arg: ast.unparse(keyword.value) for keyword in column.keywords}
            if said.get("nullable") == "False" and "server_default" not in said:
                yield (
                    f"{revision.name} adds the column {ast.literal_eval(column.args[0])} with nullable=False "
                    "and without server_default: it fails where the table has rows."
                )


def differs(slug: str, changes: Iterable[object]) -> list[str]:
    """Say what Alembic would change so that the migrations end at the models, and what to do."""
    next_step = f'together db upgrade && together db revision {slug} "what changed" --id {slug}_<number>'
    return [
        f"Its models and its migrations differ: {_in_words(change)}. Run '{next_step}'." for change in changes
    ]


def _in_words(change: object) -> str:
    parts: Any = change[0] if isinstance(change, list) and change else change
    match parts:
        case ("add_table", table):
            return f"the table {table.name} is in no migration"
        case ("remove_table", table):
            return f"the table {table.name} is in the migrations and in no model"
        case ("add_column", _, table, column):
            return f"the column {table}.{column.name} is in no migration"
        case ("remove_column", _, table, column):
            return f"the column {table}.{column.name} is in the migrations and not in the model"
        case ("modify_type", _, table, column, _, was, now):
            return f"{table}.{column} is {was} by the migrations and {now} by the model"
        case ("modify_nullable", _, table, column, _, _, now):
            return f"{table}.{column} {'may be' if now else 'must not be'} empty by the model only"
        case tuple():
            return " ".join(str(part) for part in parts if part is not None)
    return str(parts)
