"""Pages of a list by cursor: what is added meanwhile neither repeats nor skips a line."""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar
from uuid import UUID

import sqlalchemy as sa
from flask import abort
from marshmallow import Schema, fields, validate
from sqlalchemy.orm import Session

from app.text import _

USUAL, MOST = 20, 100
BEYOND = 2**63
T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page: its lines, and the cursor of the next page, ``None`` on the last."""

    items: Sequence[T]
    next: str | None


class Cursor(Schema):
    """Parameters of every list."""

    limit = fields.Integer(
        load_default=USUAL,
        validate=validate.Range(min=1, max=MOST),
        metadata={"description": "How many lines a page has at most."},
    )
    cursor = fields.String(
        load_default="",
        validate=[validate.Length(max=500), validate.Regexp("^[A-Za-z0-9_-]*$")],
        metadata={"description": "`next` of the page before; leave it out for the first page."},
    )


def page_of(item: type[Schema]) -> type[Schema]:
    """Return the shape of a page of ``item``."""
    name = f"{item.__name__.removesuffix('Schema')}PageSchema"
    return type(
        name,
        (Schema,),
        {
            "__doc__": f"A page of a list ({item.__name__.removesuffix('Schema')}).",
            "items": fields.List(fields.Nested(item), required=True),
            "next": fields.String(
                required=True, allow_none=True, metadata={"description": "Cursor of the next page."}
            ),
        },
    )


def page(
    session: Session,
    select: "sa.Select[Any]",
    by: Sequence[tuple[Any, Callable[[Any], Any]]],
    query: dict[str, Any],
    *,
    descending: bool = True,
) -> Page[Any]:
    """Read a page of ``select``, ordered by columns that together tell every line from every other.

    Args:
        session: where to read.
        select: of one entity; without an order or a limit of its own.
        by: the columns of the order, each with what reads its value off a line; the last one is unique.
        query: ``limit`` and ``cursor`` as ``Cursor`` loads them.
        descending: the greatest first.
    """
    columns = [column for column, read in by]
    if query["cursor"]:
        values = decode(query["cursor"], [_type_of(column) for column in columns])
        after = sa.tuple_(
            *(sa.literal(value, column.type) for value, column in zip(values, columns, strict=True))
        )
        here = sa.tuple_(*columns)
        select = select.where(here < after if descending else here > after)
    ordered = select.order_by(*(column.desc() if descending else column.asc() for column in columns))
    lines = session.scalars(ordered.limit(query["limit"] + 1)).unique().all()
    shown = lines[: query["limit"]]
    following = encode([read(shown[-1]) for column, read in by]) if len(lines) > len(shown) else None
    return Page(shown, following)


def page_of_values(values: Mapping[str, T], query: dict[str, Any]) -> Page[T]:
    """Return a page of what is no table: ``values`` by name, in the order of their names."""
    after = decode(query["cursor"], [str])[0] if query["cursor"] else ""
    names = sorted(name for name in values if name > str(after))
    shown = names[: query["limit"]]
    following = encode([shown[-1]]) if len(names) > len(shown) else None
    return Page([values[name] for name in shown], following)


def encode(values: Sequence[Any]) -> str:
    """Write the place of a line as a cursor; it says nothing to anybody but us."""
    plain = [_plain(value) for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def decode(cursor: str, types: Sequence[type]) -> list[Any]:
    """Read a cursor that holds values of these types.

    Raises:
        UnprocessableEntity: it was not made by us.
    """
    try:
        read = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        values = [_value(kind, text) for kind, text in read]
        good = all(_fits(value, wanted) for value, wanted in zip(values, types, strict=True))
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        good = False
    if not good:
        abort(422, description=_("This cursor is not one of ours; begin with the first page."))
    return values


def _type_of(column: Any) -> type:
    try:
        found: type = column.type.python_type
    except NotImplementedError:  # what is computed, such as a distance
        return float
    return found


def _fits(value: Any, wanted: type) -> bool:
    if isinstance(value, str):
        value.encode()  # half a character is no text
        return wanted is str and "\0" not in value
    if isinstance(value, bool) or wanted is str:
        return False
    if isinstance(value, int | float):
        return wanted in (int, float, Decimal) and abs(value) < BEYOND
    return isinstance(value, wanted)


def _plain(value: Any) -> tuple[str, Any]:
    if isinstance(value, UUID):
        return "id", value.hex
    if isinstance(value, datetime):
        return "at", value.astimezone(UTC).isoformat()
    return "is", value


def _value(kind: str, text: Any) -> Any:
    if kind == "id":
        return UUID(hex=text)
    if kind == "at":
        return datetime.fromisoformat(text).astimezone(UTC)
    if kind == "is" and isinstance(text, (str, int, float)):
        return text
    raise ValueError(kind)
