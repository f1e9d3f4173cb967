"""Posting on SQLite: a few short statements, past SQLAlchemy, which would cost more than they do.

``BEGIN IMMEDIATE`` came first (``app.db.engine``): nobody else writes in between.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.ledgers.models import Hold
from app.ledgers.movements import Answer, Claim, Posting, Step, steps_of

CLAIM = """
INSERT INTO idempotency_key (scope, key, territory_id, request_digest, transfer_id, hold_id, created_at)
VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
"""
ANSWERED = (
    "SELECT request_digest, refusal, transfer_id, hold_id FROM idempotency_key WHERE scope = ? AND key = ?"
)
REMEMBER = """
UPDATE idempotency_key SET refusal = ?, transfer_id = NULL, hold_id = NULL WHERE scope = ? AND key = ?
"""
STOPPED = "SELECT stopped_at FROM ledger WHERE id = ?"
MOVE = """
UPDATE account SET balance = balance + ?2, held = held + ?3, expected = expected + ?4,
    entries_count = entries_count + ?5
WHERE id = ?1 AND ledger_id = ?6 AND closed_at IS NULL
    AND (floor IS NULL OR balance + ?2 - held - ?3 >= floor)
    AND (ceiling IS NULL OR balance + ?2 + expected + ?4 <= ceiling)
RETURNING balance, entries_count
"""
WHY = """
SELECT closed_at, floor, ceiling, balance + ?2 - held - ?3 < floor FROM account
WHERE id = ?1 AND ledger_id = ?4
"""
CLOSE_HOLD = "UPDATE hold SET state = 'posted', resolved_at = ? WHERE id = ? AND state = 'open'"
REOPEN_HOLD = "UPDATE hold SET state = 'open', resolved_at = NULL WHERE id = ?"
REVERSED = "SELECT 1 FROM transfer WHERE reverses_id = ?"
TRANSFER = """
INSERT INTO transfer (id, territory_id, ledger_id, payer_id, payee_id, amount, reason, exchange_id, component,
    entered_by_id, entered_for_id, part_of_id, hold_id, reverses_id, created_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
ENTRIES = """
INSERT INTO entry (account_id, number, territory_id, transfer_id, amount, balance_after)
VALUES (?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?)
"""
QUEUE = "INSERT INTO link_queue (transfer_id, ledger_id, territory_id) VALUES (?, ?, ?)"
MEMO = "INSERT INTO transfer_memo (transfer_id, text, territory_id) VALUES (?, ?, ?)"
HOLD = """
INSERT INTO hold (id, territory_id, ledger_id, payer_id, payee_id, amount, levies, exchange_id, state,
    expires_at, created_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?)
"""

Execute = Callable[..., sqlite3.Cursor]
Said = dict[str, Any]


def claim(connection: sa.Connection, asked: Claim, transfer_id: UUID | None, hold_id: UUID | None) -> Answer:
    """Claim a key for an answer, or return the answer that it already has."""
    with _straight(connection) as execute:
        return _claim(execute, asked, transfer_id, hold_id)


def post(connection: sa.Connection, asked: Claim, postings: Sequence[Posting]) -> Answer:
    """Make transfers, all or none, unless the key has an answer or a rule says no."""
    first = postings[0]
    with _straight(connection) as execute:
        answer = _claim(execute, asked, first.id, None)
        if answer is not None:
            return answer
        said = (
            _refused(execute, asked) or _reversed(execute, first) or _close_hold(execute, asked, first.hold)
        )
        if said is None:
            stands, said = _move(execute, asked.ledger_id, steps_of(postings))
            if said is None:
                _write(execute, asked, postings, stands)
                return None
            if first.hold is not None:
                execute(REOPEN_HOLD, (first.hold.id.hex,))
        return _remember(execute, asked, said)


def set_aside(connection: sa.Connection, asked: Claim, hold: Hold, steps: Sequence[Step]) -> Answer:
    """Open a hold, unless the key has an answer or a rule says no."""
    with _straight(connection) as execute:
        answer = _claim(execute, asked, None, hold.id)
        if answer is not None:
            return answer
        said = _refused(execute, asked) or _move(execute, asked.ledger_id, steps)[1]
        if said is not None:
            return _remember(execute, asked, said)
        execute(
            HOLD,
            (
                hold.id.hex,
                asked.territory_id.hex,
                asked.ledger_id.hex,
                hold.payer_id.hex,
                hold.payee_id.hex,
                hold.amount,
                hold.levies,
                _hex(hold.exchange_id),
                None if hold.expires_at is None else _instant(hold.expires_at),
                _instant(asked.at),
            ),
        )
        return None


def move(connection: sa.Connection, ledger_id: UUID, steps: Sequence[Step]) -> Answer:
    """Change accounts, all or none, unless a limit says no."""
    with _straight(connection) as execute:
        return _move(execute, ledger_id, steps)[1]


@contextmanager
def _straight(connection: sa.Connection) -> Iterator[Execute]:
    """Yield the ``execute`` of the connection itself; what fails is reported as SQLAlchemy reports it."""
    raw = connection.connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)
    try:
        yield raw.execute
    except sqlite3.Error as error:
        raise sa.exc.DBAPIError.instance(
            "posting", None, error, sqlite3.Error, dialect=connection.dialect
        ) from error


def _claim(execute: Execute, asked: Claim, transfer_id: UUID | None, hold_id: UUID | None) -> Answer:
    scope = asked.scope
    values = (scope, asked.key, asked.territory_id.hex, asked.digest, _hex(transfer_id), _hex(hold_id))
    if execute(CLAIM, (*values, _instant(asked.at))).rowcount == 1:
        return None
    digest, refusal, transfer, hold = execute(ANSWERED, (scope, asked.key)).fetchone()
    if digest != asked.digest:
        return {"code": "other_request"}
    said: Answer = json.loads(refusal) if refusal is not None else None
    return said or {"transfer": transfer, "hold": hold}


def _remember(execute: Execute, asked: Claim, said: Said) -> Said:
    execute(REMEMBER, (json.dumps(said), asked.scope, asked.key))
    return said


def _refused(execute: Execute, asked: Claim) -> Said | None:
    if asked.refused is not None:
        return {"code": asked.refused}
    stopped_at = execute(STOPPED, (asked.ledger_id.hex,)).fetchone()[0]
    return {"code": "stopped"} if stopped_at is not None else None


def _reversed(execute: Execute, first: Posting) -> Said | None:
    if first.reverses_id is None or execute(REVERSED, (first.reverses_id.hex,)).fetchone() is None:
        return None
    return {"code": "reversed"}


def _close_hold(execute: Execute, asked: Claim, hold: Hold | None) -> Said | None:
    if hold is None or execute(CLOSE_HOLD, (_instant(asked.at), hold.id.hex)).rowcount == 1:
        return None
    return {"code": "hold_closed"}


def _move(
    execute: Execute, ledger_id: UUID, steps: Sequence[Step]
) -> tuple[dict[UUID, list[int]], Said | None]:
    """Change accounts in order; return where they stood before, or why nothing was changed."""
    stands: dict[UUID, list[int]] = {}
    for done, (account_id, balance, held, expected, entries) in enumerate(steps):
        row = execute(MOVE, (account_id.hex, balance, held, expected, entries, ledger_id.hex)).fetchone()
        if row is None:
            said = _why(execute, ledger_id, steps[done])
            for former in steps[:done]:
                back = [-change for change in former[1:]]
                execute(MOVE, (former.account_id.hex, *back, ledger_id.hex)).fetchone()
            return {}, said
        stands[account_id] = [row[0] - balance, row[1] - entries]
    return stands, None


def _why(execute: Execute, ledger_id: UUID, step: Step) -> Said:
    row = execute(WHY, (step.account_id.hex, step.balance, step.held, ledger_id.hex)).fetchone()
    if row is None:
        return {"code": "other_ledger"}
    closed_at, floor, ceiling, is_below = row
    if closed_at is not None:
        return {"code": "closed"}
    if is_below:
        return {"code": "below_floor", "account": str(step.account_id), "limit": floor}
    return {"code": "above_ceiling", "account": str(step.account_id), "limit": ceiling}


def _write(
    execute: Execute, asked: Claim, postings: Sequence[Posting], stands: dict[UUID, list[int]]
) -> None:
    """Write transfers, each with the entries of its two sides, where the chain will find them."""
    territory, ledger, at = asked.territory_id.hex, asked.ledger_id.hex, _instant(asked.at)
    for one in postings:
        made, payer, payee = one.id.hex, one.payer_id.hex, one.payee_id.hex
        hold_id = one.hold.id if one.hold is not None else None
        others = (one.entered_by_id, one.entered_for_id, one.part_of_id, hold_id, one.reverses_id)
        what = (one.amount, one.reason, _hex(one.exchange_id), one.component)
        execute(TRANSFER, (made, territory, ledger, payer, payee, *what, *map(_hex, others), at))
        gives, gets = stands[one.payer_id], stands[one.payee_id]
        gives[0], gives[1] = gives[0] - one.amount, gives[1] + 1
        gets[0], gets[1] = gets[0] + one.amount, gets[1] + 1
        execute(
            ENTRIES,
            (payer, gives[1], territory, made, -one.amount, gives[0],
             payee, gets[1], territory, made, one.amount, gets[0]),
        )  # fmt: skip
        execute(QUEUE, (made, ledger, territory))
        if one.memo:
            execute(MEMO, (made, one.memo, territory))


def _hex(value: UUID | None) -> str | None:
    return None if value is None else value.hex


def _instant(value: datetime) -> str:
    """Write an instant as SQLAlchemy does: UTC, without its zone."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
