"""Looks at the parts of a plugin, for the contract that every plugin must satisfy."""

import sys
from datetime import date, datetime
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from wtforms import Form

import app
from app import clock
from app.db import migrations
from app.db.base import Model
from app.kernel.registry import Installed, Plugins


def differences(connection: sa.Connection, owner: str, folders: dict[str, Path]) -> list[Any]:
    """Return what Alembic would change in the tables of ``owner``: nothing, when models equal migrations."""
    of_owner = migrations.table_filter(owner, folders)
    strangers = _tables_of_strangers(folders)

    def include(item: Any, name: str | None, kind: str, reflected: bool, other: Any) -> bool:
        table = name if kind == "table" else item.table.name
        return table not in strangers and of_owner(item, name, kind, reflected, other)

    context = MigrationContext.configure(
        connection,
        opts={"compare_type": True, "target_metadata": Model.metadata, "include_object": include},
    )
    return list(compare_metadata(context, Model.metadata))


def _tables_of_strangers(folders: dict[str, Path]) -> set[str]:
    """Return the names of tables whose models are loaded, but neither of the core nor under ``folders``."""
    homes = [Path(app.__file__).parent, *(folder.parent for folder in folders.values())]
    return {
        str(mapper.local_table.name)
        for mapper in Model.registry.mappers
        if isinstance(mapper.local_table, sa.Table)
        and not any(_file_of(mapper.class_).is_relative_to(home) for home in homes)
    }


def _file_of(model: type) -> Path:
    return Path(sys.modules[model.__module__].__file__ or "")


def plugins_of(app: Flask) -> Plugins:
    """Return the plugins of an application."""
    found: Plugins = app.extensions["together_plugins"]
    return found


def installed_in(app: Flask) -> Installed:
    """Return the one plugin of an application."""
    return next(iter(plugins_of(app).installed.values()))


def slug_of(plugin: ModuleType) -> str:
    """Return the slug that a plugin's module gives itself."""
    slug: str = plugin.manifest().slug
    return slug


def folder_of(plugin: ModuleType) -> Path:
    """Return the folder of a plugin's package."""
    assert plugin.__file__ is not None
    return Path(plugin.__file__).parent


def tables_of(plugin: ModuleType) -> set[sa.Table]:
    """Return the tables of the models in a plugin's package."""
    package = plugin.__name__.rpartition(".")[0]
    return {
        mapper.local_table
        for mapper in Model.registry.mappers
        if isinstance(mapper.local_table, sa.Table) and mapper.class_.__module__.startswith(f"{package}.")
    }


def tables_there(connection: sa.Connection, slug: str) -> set[str]:
    """Return the names of the tables of ``slug`` that the database has."""
    return {name for name in sa.inspect(connection).get_table_names() if name.startswith(f"{slug}_")}


def rendered(app: Flask, form: type[Form]) -> list[Any]:
    """Return the fields of a form, each of which renders with a label."""
    with app.test_request_context():
        fields = list(form())
        assert all(str(field()) and str(field.label.text) for field in fields)
    return fields


GIVEN = ("listing_id", "territory_id")
_VALUES: dict[type, Any] = {
    str: "x",
    int: 1,
    bool: False,
    list: [],
    dict: {},
    date: date(2026, 3, 1),
    datetime: partial(clock.now),
}


def least_of(detail: type[Model]) -> dict[str, Any]:
    """Return values for the columns that must be filled and have no default."""
    columns = sa.inspect(detail).columns
    needed = [
        column
        for column in columns
        if not column.nullable
        and column.default is None
        and column.name not in ("listing_id", "territory_id")
    ]
    return {column.key: _VALUES[column.type.python_type] for column in needed}


def example_of(detail: type[Model], *, full: bool = False) -> Any:
    """Return a row that is in no database: what must be said, or with ``full`` a value in every column."""
    row: Any = detail()
    for column in sa.inspect(detail).columns:
        if column.name in GIVEN:
            continue
        if column.default is not None and column.default.is_scalar:
            value = column.default.arg  # type: ignore[attr-defined]
        elif column.default is not None and column.default.is_callable:
            value = column.default.arg(None)  # type: ignore[attr-defined]
        elif column.nullable and not full:
            value = None
        else:
            value = _VALUES.get(column.type.python_type)
        setattr(row, column.key, value() if callable(value) else value)
    return row
