"""Counts the SQL statements of a page, so that none grows with the number of its rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

__all__ = [
    "Statements",
    "count_queries",
]


@dataclass
class Statements:
    """The SQL statements that were sent, in order."""

    sent: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.sent)


@contextmanager
def count_queries(engine: sa.Engine) -> Iterator[Statements]:
    """Note every statement that the block sends over ``engine``; ``len()`` of it is their number."""
    statements = Statements()

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if not statement.startswith("BEGIN"):  # the start of a transaction asks the database nothing
            statements.sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
