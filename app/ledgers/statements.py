"""The tables of ledgers as Core sees them, and what it takes to write past loaded rows."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.db import Model
from app.ledgers.models import (
    Account,
    Entry,
    Hold,
    IdempotencyKey,
    Ledger,
    LinkQueue,
    Transfer,
    TransferMemo,
)

ACCOUNT, ENTRY, HOLD, KEY, LEDGER, MEMO, QUEUE, TRANSFER = (
    Model.metadata.tables[model.__tablename__]
    for model in (Account, Entry, Hold, IdempotencyKey, Ledger, TransferMemo, LinkQueue, Transfer)
)

_IDENTITY = Account.__mapper__.identity_key_from_primary_key
CHANGING = ("balance", "held", "expected", "entries_count", "floor", "ceiling")


def insert_once(session: Session, table: sa.Table, values: dict[str, Any]) -> bool:
    """Insert a row unless one with the same key exists; tell whether it was inserted.

    On PostgreSQL it waits for a concurrent transaction that inserts the same key.
    """
    if session.get_bind().dialect.name == "sqlite":
        statement: Any = sqlite.insert(table).on_conflict_do_nothing()
    else:
        statement = postgresql.insert(table).on_conflict_do_nothing()
    result: Any = session.connection().execute(
        statement, values, execution_options={"preserve_rowcount": True}
    )
    return bool(result.rowcount == 1)


def expire(session: Session, *account_ids: UUID) -> None:
    """Let what Core changed behind the back of loaded accounts be read again when it is asked for."""
    for account_id in account_ids:
        loaded = session.identity_map.get(_IDENTITY((account_id,)))
        if loaded is not None:
            session.expire(loaded, CHANGING)
