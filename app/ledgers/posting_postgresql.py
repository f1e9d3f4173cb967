"""Posting on PostgreSQL: one call of a function of the database (migrations ``core_0007``, ``core_0010``).

It goes past SQLAlchemy, straight to the driver; a plain payment goes together with the BEGIN before it.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.db import direct
from app.ledgers.models import Hold
from app.ledgers.movements import Answer, Claim, Posting, Step, steps_of


def _call(function: str, arguments: int) -> str:
    return f"SELECT {function}({', '.join(['%s'] * arguments)})"


CLAIM = _call("ledger_claim", 7)
PAY = "ledger_pay"
POST = _call("ledger_post", 24)
SET_ASIDE = _call("ledger_hold", 18)
MOVE = "SELECT said FROM ledger_move(%s, %s, %s, %s, %s, %s, 1)"


def claim(connection: sa.Connection, asked: Claim, transfer_id: UUID | None, hold_id: UUID | None) -> Answer:
    """Claim a key for an answer, or return the answer that it already has."""
    return _ask(connection, CLAIM, (*asked[:5], transfer_id, hold_id))


def post(connection: sa.Connection, asked: Claim, postings: Sequence[Posting]) -> Answer:
    """Make transfers, all or none, unless the key has an answer or a rule says no."""
    if asked.refused is None and len(postings) == 1 and _is_plain(postings[0]):
        said = direct.call(connection, PAY, paying(asked, postings[0]))
        return None if said is None else json.loads(said)
    return _ask(connection, POST, _posting(asked, postings))


def paying(asked: Claim, one: Posting) -> tuple[str | None, ...]:
    """Return what the function that makes a plain payment is called with.

    All of it is text: PostgreSQL knows the types, and turning text into them costs less than the driver
    takes to find out that they are the same.
    """
    return (
        asked.ledger_id.hex,
        asked.territory_id.hex,
        asked.at.isoformat(),
        asked.key,
        asked.digest,
        one.id.hex,
        one.payer_id.hex,
        one.payee_id.hex,
        str(one.amount),
        one.reason,
        one.memo,
        _hex(one.exchange_id),
        one.component,
        _hex(one.entered_by_id),
        _hex(one.entered_for_id),
    )


def _posting(asked: Claim, postings: Sequence[Posting]) -> tuple[Any, ...]:
    first = postings[0]
    return (
        *asked,
        first.hold.id if first.hold is not None else None,
        first.entered_by_id,
        *_columns(steps_of(postings)),
        _array(one.id for one in postings),
        _array(one.payer_id for one in postings),
        _array(one.payee_id for one in postings),
        _array(one.amount for one in postings),
        _array(one.part_of_id for one in postings),
        _array(one.reverses_id for one in postings),
        _array(one.exchange_id for one in postings),
        _array(one.entered_for_id for one in postings),
        [one.reason for one in postings],
        [one.component for one in postings],
        [one.memo for one in postings],
    )


def set_aside(connection: sa.Connection, asked: Claim, hold: Hold, steps: Sequence[Step]) -> Answer:
    """Open a hold, unless the key has an answer or a rule says no."""
    return _ask(
        connection,
        SET_ASIDE,
        (
            *asked,
            *_columns(steps),
            hold.id,
            hold.payer_id,
            hold.payee_id,
            hold.amount,
            hold.levies,
            hold.exchange_id,
            hold.expires_at,
        ),
    )


def move(connection: sa.Connection, ledger_id: UUID, steps: Sequence[Step]) -> Answer:
    """Change accounts, all or none, unless a limit says no."""
    return _ask(connection, MOVE, (ledger_id, *_columns(steps)))


def _ask(connection: sa.Connection, statement: str, values: tuple[Any, ...]) -> Answer:
    """Call a function; what fails is reported as SQLAlchemy reports it."""
    driver = connection.connection.driver_connection
    assert driver is not None
    try:
        (answer,) = driver.execute(statement, values).fetchone()
    except connection.dialect.loaded_dbapi.Error as error:
        if driver.closed:
            connection.invalidate(error)
        raise sa.exc.DBAPIError.instance(
            statement,
            None,
            error,
            connection.dialect.loaded_dbapi.Error,
            connection_invalidated=driver.closed,
            dialect=connection.dialect,
        ) from error
    told: Answer = answer
    return told


def _is_plain(one: Posting) -> bool:
    return one.hold is None and one.reverses_id is None and one.part_of_id is None


def _hex(value: UUID | None) -> str | None:
    return None if value is None else value.hex


def _columns(steps: Sequence[Step]) -> list[str]:
    return [_array(column) for column in zip(*steps, strict=True)]


def _array(values: Iterable[UUID | int | None]) -> str:
    """Write an array of ids or numbers as PostgreSQL reads it: five times quicker than the driver's own."""
    return "{" + ",".join("NULL" if value is None else str(value) for value in values) + "}"
