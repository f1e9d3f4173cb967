"""The statement of an account: what it held before a period, each movement, what it held after."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.ledgers.levies import REASON as LEVY
from app.ledgers.models import Account, AccountKind, Entry, Transfer, TransferMemo
from app.ledgers.naming import member_names, names_of
from app.ledgers.words import TOLD_IN_PUBLIC

MOST_LINES = 500
"""On a page; what is downloaded or printed has them all."""
USUAL_DAYS = 90


@dataclass(frozen=True, kw_only=True)
class Line:
    """One movement, seen from the account."""

    number: int
    at: datetime
    transfer_id: UUID
    head_id: UUID
    """The transfer that it was posted with, or itself: a levy's payment."""
    goes_with_last: bool
    """Whether it belongs to the line before it, as a levy does to its payment."""
    other: str
    """What the account of the other side is called."""
    reason: str
    memo: str
    amount: int
    balance_after: int
    exchange_id: UUID | None
    corrects: datetime | None
    """When the transfer was made that this one takes back."""
    corrected: datetime | None
    """When it was taken back itself."""
    recorded_by: str | None
    """Who entered it, when it was not the payer."""
    recorded_for: str | None
    """In whose place it was entered, from paper or by telephone."""


@dataclass(frozen=True, kw_only=True)
class AccountStatement:
    """The movements of an account in a period, the latest last; opening plus lines is closing."""

    since: date
    until: date
    opening: int
    closing: int
    lines: tuple[Line, ...]
    left_out: int
    """Older movements of the period that are not among the lines; ``opening`` is after them."""


def usual_period(today: date) -> tuple[date, date]:
    """Return the period shown when none was chosen."""
    return today - timedelta(days=USUAL_DAYS), today


def statement(
    session: Session,
    account_id: UUID,
    *,
    since: date,
    until: date,
    zone: str,
    most: int | None = None,
    public: bool = False,
) -> AccountStatement:
    """Return the statement of an account from the day ``since`` to the day ``until``, both included.

    Args:
        zone: the time zone in which the days begin and end.
        most: newest lines to keep; all of them when left out.
        public: nobody is named but organisations, and what members wrote is left out.
    """
    first, last = _numbers(
        session, account_id, _start_of(since, zone), _start_of(until + timedelta(days=1), zone)
    )
    left_out = max(0, last - first + 1 - most) if most is not None else 0
    lines = _lines(session, account_id, first + left_out, last, public=public)
    opening = lines[0].balance_after - lines[0].amount if lines else _balance_at(session, account_id, last)
    closing = lines[-1].balance_after if lines else opening
    return AccountStatement(
        since=since, until=until, opening=opening, closing=closing, lines=lines, left_out=left_out
    )


def periods(today: date) -> list[tuple[str, date, date]]:
    """Return the periods that people ask for most, each with its code, first and last day."""
    month = today.replace(day=1)
    last_of_former = month - timedelta(days=1)
    year = today.replace(month=1, day=1)
    return [
        ("this_month", month, today),
        ("last_month", last_of_former.replace(day=1), last_of_former),
        ("this_year", year, today),
        ("last_year", year.replace(year=year.year - 1), year - timedelta(days=1)),
    ]


def _start_of(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))


def _numbers(session: Session, account_id: UUID, since: datetime, before: datetime) -> tuple[int, int]:
    """Return the first number in the period and the last one before its end: lines without gaps between."""
    made = Transfer.created_at
    row = session.execute(
        sa.select(
            sa.func.coalesce(sa.func.max(sa.case((made < since, Entry.number))), 0),
            sa.func.coalesce(sa.func.max(sa.case((made < before, Entry.number))), 0),
        )
        .join(Transfer, Transfer.id == Entry.transfer_id)
        .where(Entry.account_id == account_id)
    ).one()
    return row[0] + 1, row[1]


def _balance_at(session: Session, account_id: UUID, number: int) -> int:
    if number == 0:
        return 0
    return session.scalars(
        sa.select(Entry.balance_after).where(Entry.account_id == account_id, Entry.number == number)
    ).one()


def _lines(session: Session, account_id: UUID, first: int, last: int, *, public: bool) -> tuple[Line, ...]:
    rows = session.execute(_movements(account_id, first, last)).all()
    names = names_of(session, {row.other_id for row in rows}, public=public)
    clerks = (
        {}
        if public
        else member_names(session, {one for row in rows for one in (row.entered_by_id, row.entered_for_id)})
    )
    lines: list[Line] = []
    for row in rows:
        head_id = row.part_of_id or row.id
        by_payer = row.entered_by_id == row.payer_member_id
        lines.append(
            Line(
                number=row.number,
                at=row.created_at,
                transfer_id=row.id,
                head_id=head_id,
                goes_with_last=bool(lines) and lines[-1].head_id == head_id,
                other=names[row.other_id],
                reason=row.reason,
                memo=_words(row) if public else row.text or "",
                amount=row.amount,
                balance_after=row.balance_after,
                exchange_id=None if public else row.exchange_id,
                corrects=row.corrects,
                corrected=row.corrected,
                recorded_by=None if by_payer else clerks.get(row.entered_by_id),
                recorded_for=clerks.get(row.entered_for_id),
            )
        )
    return tuple(lines)


def _words(row: Any) -> str:
    """Return the words on a movement as everybody may read them: none that could be about one person."""
    with_a_member = row.other_kind == AccountKind.MEMBER
    told = row.reason in TOLD_IN_PUBLIC and (not with_a_member or row.reason == LEVY)
    return row.text or "" if told else ""


def _movements(account_id: UUID, first: int, last: int) -> Any:
    payer, payee, undone, undoing = aliased(Account), aliased(Account), aliased(Transfer), aliased(Transfer)
    pays = Transfer.payer_id == account_id
    return (
        sa.select(
            Entry.number,
            Entry.amount,
            Entry.balance_after,
            Transfer.id,
            Transfer.part_of_id,
            Transfer.created_at,
            Transfer.reason,
            Transfer.exchange_id,
            Transfer.entered_by_id,
            Transfer.entered_for_id,
            TransferMemo.text,
            sa.case((pays, payee.id), else_=payer.id).label("other_id"),
            sa.case((pays, payee.kind), else_=payer.kind).label("other_kind"),
            payer.member_id.label("payer_member_id"),
            undone.created_at.label("corrects"),
            undoing.created_at.label("corrected"),
        )
        .join(Transfer, Transfer.id == Entry.transfer_id)
        .join(payer, payer.id == Transfer.payer_id)
        .join(payee, payee.id == Transfer.payee_id)
        .outerjoin(TransferMemo, TransferMemo.transfer_id == Transfer.id)
        .outerjoin(undone, undone.id == Transfer.reverses_id)
        .outerjoin(undoing, undoing.reverses_id == Transfer.id)
        .where(Entry.account_id == account_id, Entry.number.between(first, last))
        .order_by(Entry.number)
    )
