"""Rows of many tables, gathered first and written at once, each table after those it points to."""

from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db import Model

Row = dict[str, Any]
AT_ONCE = 2_000


class Rows:
    """Rows that wait to be written."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[Row]] = {}

    def add(self, table: str | type[Model], **values: Any) -> Row:
        """Let a row wait, to be changed until it is written; all rows of a table have the same columns."""
        name = table if isinstance(table, str) else table.__tablename__
        rows = self._waiting.setdefault(name, [])
        if rows and rows[0].keys() != values.keys():
            raise ValueError(f"two rows of {name} differ in {sorted(rows[0].keys() ^ values.keys())}")
        rows.append(values)
        return values

    def of(self, table: str | type[Model]) -> list[Row]:
        """Return the rows that wait for a table."""
        return self._waiting.get(table if isinstance(table, str) else table.__tablename__, [])

    def __len__(self) -> int:
        """Count the rows that wait."""
        return sum(len(rows) for rows in self._waiting.values())

    def write(self, session: Session, told: Callable[[int], None] = lambda count: None) -> None:
        """Write what waits, and tell how many rows were written after each part."""
        for table in Model.metadata.sorted_tables:
            for part in _parts(self._waiting.pop(table.name, [])):
                session.connection().execute(sa.insert(table), part)
                told(len(part))
        if self._waiting:
            raise ValueError(f"there are no tables {sorted(self._waiting)}")


def _parts(rows: list[Row]) -> Iterator[list[Row]]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]
