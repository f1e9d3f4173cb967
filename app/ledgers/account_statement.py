"""The statement of an account: what it held before a period, each movement, what it held after."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.ledgers.models import Account, Entry, Transfer, TransferMemo
from app.members.models import Member, Person

MOST_LINES = 500
USUAL_DAYS = 90


@dataclass(frozen=True, kw_only=True)
class Line:
    """One movement, seen from the account."""

    number: int
    at: datetime
    other_name: str | None
    """First name of the other side, ``None`` when it is the community."""
    reason: str
    memo: str
    amount: int
    balance_after: int
    exchange_id: UUID | None
    is_reversal: bool
    recorded_by: str | None
    """Who entered it for the two, when it was not one of them."""


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
) -> AccountStatement:
    """Return the statement of an account from the day ``since`` to the day ``until``, both included.

    Args:
        zone: the time zone in which the days begin and end.
        most: newest lines to keep; all of them when left out.
    """
    first, last = _numbers(
        session, account_id, _start_of(since, zone), _start_of(until + timedelta(days=1), zone)
    )
    left_out = max(0, last - first + 1 - most) if most is not None else 0
    lines = _lines(session, account_id, first + left_out, last)
    opening = lines[0].balance_after - lines[0].amount if lines else _balance_at(session, account_id, last)
    closing = lines[-1].balance_after if lines else opening
    return AccountStatement(
        since=since, until=until, opening=opening, closing=closing, lines=lines, left_out=left_out
    )


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


def _lines(session: Session, account_id: UUID, first: int, last: int) -> tuple[Line, ...]:
    other_account, other_member, other = aliased(Account), aliased(Member), aliased(Person)
    clerk_member, clerk = aliased(Member), aliased(Person)
    other_side = sa.case((Transfer.payer_id == account_id, Transfer.payee_id), else_=Transfer.payer_id)
    rows = session.execute(
        sa.select(
            Entry.number,
            Entry.amount,
            Entry.balance_after,
            Transfer.created_at,
            Transfer.reason,
            Transfer.exchange_id,
            Transfer.reverses_id,
            TransferMemo.text,
            other.first_name,
            clerk.first_name.label("recorded_by"),
        )
        .join(Transfer, Transfer.id == Entry.transfer_id)
        .join(other_account, other_account.id == other_side)
        .outerjoin(other_member, other_member.id == other_account.member_id)
        .outerjoin(other, other.id == other_member.person_id)
        .outerjoin(TransferMemo, TransferMemo.transfer_id == Transfer.id)
        .outerjoin(clerk_member, clerk_member.id == Transfer.entered_by_id)
        .outerjoin(clerk, clerk.id == clerk_member.person_id)
        .where(Entry.account_id == account_id, Entry.number.between(first, last))
        .order_by(Entry.number)
    )
    return tuple(
        Line(
            number=row.number,
            at=row.created_at,
            other_name=row.first_name,
            reason=row.reason,
            memo=row.text or "",
            amount=row.amount,
            balance_after=row.balance_after,
            exchange_id=row.exchange_id,
            is_reversal=row.reverses_id is not None,
            recorded_by=row.recorded_by,
        )
        for row in rows
    )
