"""The journal of a ledger: its latest movements, each with what was posted with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.ledgers.ledger_queries import PAGE, named
from app.ledgers.models import Account, Ledger, Transfer, TransferMemo
from app.ledgers.naming import member_names, names_of, with_names


@dataclass(frozen=True, kw_only=True)
class Movement:
    """One set of transfers in the journal of a ledger."""

    id: UUID
    at: datetime
    payer: str
    payee: str
    amount: int
    reason: str
    memo: str
    recorded_by: str | None
    recorded_for: str | None
    corrects: datetime | None
    corrected: datetime | None
    parts: Sequence[tuple[str, int]]
    """What was posted with it: where it went or what it is, and how much."""


@dataclass(frozen=True, kw_only=True)
class Journal:
    """One page of the latest movements of a ledger."""

    movements: Sequence[Movement]
    page: int
    is_last: bool


def heads(ledger_id: UUID) -> sa.Select[Any]:
    """Select the transfers of a ledger that are no part of another."""
    return sa.select(Transfer).where(Transfer.ledger_id == ledger_id, Transfer.part_of_id.is_(None))


def journal(
    session: Session,
    ledger: Ledger,
    *,
    zone: str,
    who: str = "",
    amount: int | None = None,
    day: date | None = None,
    page: int = 1,
) -> Journal:
    """Return the movements of a ledger, the latest first, each with what was posted with it."""
    undone, undoing = aliased(Transfer), aliased(Transfer)
    wanted = (
        sa.select(
            Transfer,
            TransferMemo.text,
            undone.created_at.label("corrects"),
            undoing.created_at.label("corrected"),
        )
        .outerjoin(TransferMemo, TransferMemo.transfer_id == Transfer.id)
        .outerjoin(undone, undone.id == Transfer.reverses_id)
        .outerjoin(undoing, undoing.reverses_id == Transfer.id)
        .where(Transfer.ledger_id == ledger.id, Transfer.part_of_id.is_(None))
        .order_by(Transfer.created_at.desc(), Transfer.id.desc())
    )
    if who.split():
        sides = with_names(sa.select(Account.id)).where(Account.ledger_id == ledger.id, *named(who))
        wanted = wanted.where(sa.or_(Transfer.payer_id.in_(sides), Transfer.payee_id.in_(sides)))
    if amount is not None:
        wanted = wanted.where(Transfer.amount == amount)
    if day is not None:
        begin, end = (datetime.combine(one, time(), ZoneInfo(zone)) for one in (day, day + timedelta(days=1)))
        wanted = wanted.where(Transfer.created_at >= begin, Transfer.created_at < end)
    rows = session.execute(wanted.limit(PAGE + 1).offset((page - 1) * PAGE)).all()
    return Journal(movements=_movements(session, rows[:PAGE]), page=page, is_last=len(rows) <= PAGE)


def _movements(session: Session, rows: Sequence[Any]) -> list[Movement]:
    transfers = [row[0] for row in rows]
    parts = _parts(session, [transfer.id for transfer in transfers])
    names = names_of(session, {side for one in transfers for side in (one.payer_id, one.payee_id)})
    clerks = member_names(
        session, {clerk for one in transfers for clerk in (one.entered_by_id, one.entered_for_id)}
    )
    return [
        Movement(
            id=transfer.id,
            at=transfer.created_at,
            payer=names[transfer.payer_id],
            payee=names[transfer.payee_id],
            amount=transfer.amount,
            reason=transfer.reason,
            memo=memo or "",
            recorded_by=clerks.get(transfer.entered_by_id) if transfer.entered_by_id else None,
            recorded_for=clerks.get(transfer.entered_for_id) if transfer.entered_for_id else None,
            corrects=corrects,
            corrected=corrected,
            parts=parts.get(transfer.id, ()),
        )
        for transfer, memo, corrects, corrected in rows
    ]


def _parts(session: Session, heads: Sequence[UUID]) -> dict[UUID, list[tuple[str, int]]]:
    columns = (
        Transfer.part_of_id,
        Transfer.payee_id,
        Transfer.payer_id,
        Transfer.amount,
        Transfer.reverses_id,
    )
    rows = session.execute(
        sa.select(*columns).where(Transfer.part_of_id.in_(heads)).order_by(Transfer.id)
    ).all()
    names = names_of(session, {row.payer_id if row.reverses_id else row.payee_id for row in rows})
    found: dict[UUID, list[tuple[str, int]]] = {}
    for row in rows:
        name = names[row.payer_id if row.reverses_id else row.payee_id]
        found.setdefault(row.part_of_id, []).append((name, row.amount))
    return found
