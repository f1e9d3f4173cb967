"""The bytes of a transfer that its ledger's chain is made of, read as the database holds them.

One line of JSON, UTF-8, keys sorted, without spaces:

``amount``; ``at``, the instant it was recorded, in microseconds since 1970 UTC; ``component``;
``entered_by`` and ``entered_for``, ids of members; ``exchange``; ``hold``; ``id``; ``ledger``; ``number``,
its place in the chain; ``part_of``; ``payee`` and ``payer``, ids of accounts; ``payee_entry`` and
``payer_entry``, each ``[number on the account, balance after]``; ``reason``; ``reverses``.

Ids are UUIDs in lower case with hyphens, what is missing is ``null``. Names and memos are no part of it:
they can be erased and the chain still holds.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.ledgers.statements import ENTRY, TRANSFER

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LINE = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
AS_IT_IS = sa.types.NullType()
"""No conversion: what a stranger wrote into the database must be seen, not break the reading."""

PAYER, PAYEE = ENTRY.alias("payer"), ENTRY.alias("payee")


def raw(column: sa.ColumnElement[Any], label: str) -> sa.Label[Any]:
    """Return a column as its driver gives it."""
    return sa.type_coerce(column, AS_IT_IS).label(label)


COLUMNS = (
    *(raw(column, column.name) for column in TRANSFER.c),
    *(
        raw(side.c[name], f"{side.name}_{label}")
        for side in (PAYER, PAYEE)
        for name, label in (
            ("number", "number"),
            ("balance_after", "after"),
            ("amount", "signed"),
            ("territory_id", "territory"),
        )
    ),
)


def with_entries(source: sa.FromClause) -> sa.Join:
    """Join to the transfers that ``source`` names those and their two entries; any may be missing."""
    return (
        sa.join(source, TRANSFER, TRANSFER.c.id == source.c.transfer_id, isouter=True)
        .join(PAYER, _side(PAYER, TRANSFER.c.payer_id), isouter=True)
        .join(PAYEE, _side(PAYEE, TRANSFER.c.payee_id), isouter=True)
    )


def _side(entry: sa.FromClause, account_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    return sa.and_(entry.c.transfer_id == TRANSFER.c.id, entry.c.account_id == account_id)


def shape(row: Any, number: int) -> dict[str, Any]:
    """Return what the canonical form of a transfer says, as plain values.

    Args:
        row: one with ``COLUMNS``.
        number: its place in the chain of its ledger.
    """
    return {
        "amount": row.amount,
        "at": microseconds(row.created_at),
        "component": row.component,
        "entered_by": name_of(row.entered_by_id),
        "entered_for": name_of(row.entered_for_id),
        "exchange": name_of(row.exchange_id),
        "hold": name_of(row.hold_id),
        "id": name_of(row.id),
        "ledger": name_of(row.ledger_id),
        "number": number,
        "part_of": name_of(row.part_of_id),
        "payee": name_of(row.payee_id),
        "payee_entry": [row.payee_number, row.payee_after],
        "payer": name_of(row.payer_id),
        "payer_entry": [row.payer_number, row.payer_after],
        "reason": row.reason,
        "reverses": name_of(row.reverses_id),
    }


def canonical(said: dict[str, Any]) -> bytes:
    """Return the bytes of a transfer that are hashed."""
    return LINE.encode(said).encode("utf-8", "surrogatepass")


def name_of(value: Any) -> str | None:
    """Return an id in the form of the chain; SQLite keeps it as 32 letters without hyphens."""
    if value is None:
        return None
    text = str(value)
    if len(text) != 32:
        return text
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def microseconds(value: Any) -> Any:
    """Return an instant in microseconds since 1970 UTC; what is no instant of ours stays as it is.

    SQLite keeps instants as text, in one way of writing them.
    """
    if isinstance(value, datetime):
        return (value - EPOCH) // MICROSECOND
    try:
        instant = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return value
    if instant.tzinfo is not None or instant.isoformat(" ", "microseconds") != value:
        return value
    return (instant.replace(tzinfo=UTC) - EPOCH) // MICROSECOND
