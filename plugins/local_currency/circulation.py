"""How a currency goes round: turnover, hand-overs, what was issued and came back month by month.

Totals are for everybody: nothing about fewer than ``FEWEST`` accounts is told; a hidden figure is
``None``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.plugin_api import Account, AccountKind, Ledger, Transfer

FEWEST = 5
"""Accounts below which a figure is not told."""
MONTHS = 12
PEOPLES = (AccountKind.MEMBER, AccountKind.ORGANISATION, AccountKind.SUBNETWORK)
MELTING = "melting"


def average_stock(stands: Sequence[int]) -> float:
    """Return the mean of what was out, from how much was out at equal steps of time (trapezoid rule)."""
    if len(stands) < 2:
        raise ValueError("a mean over time takes a beginning and an end")
    return (sum(stands) - (stands[0] + stands[-1]) / 2) / (len(stands) - 1)


def velocity(turnover: int, stock: float, years: float) -> float | None:
    """Return how often a unit changed hands in a year: turnover over average stock, over the years."""
    return turnover / stock / years if stock > 0 and years > 0 else None


def hand_overs(turnover: int, issued: int, returned: int) -> tuple[float, float] | None:
    """Return the fewest and the most hand-overs between issue and return, ``None`` if nothing came back.

    Units bear no names, so it is a mean of flows: what was paid over what was issued, and over what came
    back. The two are equal when the stock is; while a currency grows, the truth lies between them.
    """
    if issued <= 0 or returned <= 0:
        return None
    return turnover / max(issued, returned), turnover / min(issued, returned)


@dataclass(frozen=True, kw_only=True)
class Flow:
    """What moved in one direction in one month, and on how many accounts it came about."""

    amount: int
    accounts: int

    @property
    def told(self) -> int | None:
        """What may be told: nothing about few accounts."""
        return self.amount if self.accounts == 0 or self.accounts >= FEWEST else None


NOTHING = Flow(amount=0, accounts=0)


@dataclass(frozen=True, kw_only=True)
class Month:
    """The flows of one month."""

    starts_on: date
    issued: Flow = NOTHING
    returned: Flow = NOTHING
    melted: Flow = NOTHING
    paid: Flow = NOTHING


def month_starts(today: date, months: int = MONTHS) -> list[date]:
    """Return the first days of the ``months`` latest months, the present one last."""
    last = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(last - months + 1, last + 1)]


def start_of(day: date, zone: str) -> datetime:
    """Return the instant at which a day begins in a time zone."""
    return datetime.combine(day, time(), ZoneInfo(zone))


def months(session: Session, ledger: Ledger, *, today: date, zone: str) -> list[Month]:
    """Return the flows of the twelve latest months, corrected transfers left out; one pass over them."""
    starts = month_starts(today)
    flows: dict[int, dict[str, Flow]] = {}
    for row in session.execute(_flows(session, ledger.id, [start_of(day, zone) for day in starts])):
        flows.setdefault(row.month, {})[row.way] = Flow(amount=int(row.amount), accounts=row.accounts)
    return [Month(starts_on=start, **flows.get(number, {})) for number, start in enumerate(starts)]


def kept() -> sa.ColumnElement[bool]:
    """Return the condition that a transfer stands: it corrects nothing and was not corrected."""
    reversal = aliased(Transfer)
    corrected = sa.select(reversal.reverses_id).where(reversal.reverses_id.is_not(None))
    return sa.and_(Transfer.reverses_id.is_(None), Transfer.id.not_in(corrected))


def _flows(session: Session, ledger_id: UUID, starts: Sequence[datetime]) -> sa.Select[Any]:
    """Add up transfers by month and way; the community's own accounts are few and named one by one."""
    common = session.execute(
        sa.select(Account.id, Account.kind).where(
            Account.ledger_id == ledger_id, Account.kind.not_in(PEOPLES)
        )
    ).all()
    own = [account_id for account_id, _kind in common]
    issuance = [account_id for account_id, kind in common if kind == AccountKind.ISSUANCE]
    way = sa.case(
        (Transfer.payer_id.in_(issuance), "issued"),
        (Transfer.payee_id.in_(issuance), "returned"),
        (Transfer.reason == MELTING, "melted"),
        (sa.or_(Transfer.payer_id.in_(own), Transfer.payee_id.in_(own)), None),
        else_="paid",
    )
    later = list(enumerate(starts))[:0:-1]
    month = sa.case(*((Transfer.created_at >= instant, number) for number, instant in later), else_=0)
    whose = sa.case((Transfer.payer_id.in_(issuance), Transfer.payee_id), else_=Transfer.payer_id)
    moved = (
        sa.select(month.label("month"), way.label("way"), whose.label("whose"), Transfer.amount)
        .where(Transfer.ledger_id == ledger_id, Transfer.created_at >= starts[0], kept())
        .subquery()
    )
    return (
        sa.select(
            moved.c.month,
            moved.c.way,
            sa.func.sum(moved.c.amount).label("amount"),
            sa.func.count(sa.distinct(moved.c.whose)).label("accounts"),
        )
        .where(moved.c.way.is_not(None))
        .group_by(moved.c.month, moved.c.way)
    )


@dataclass(frozen=True, kw_only=True)
class Speed:
    """How fast the currency went round in the months looked at."""

    turnover: int
    stock: float
    a_year: float | None
    hand_overs: tuple[float, float] | None


def speed(found: Sequence[Month], *, out: int, today: date) -> Speed | None:
    """Return how fast the currency went round, ``None`` where no month had enough accounts that paid.

    Months of fewer accounts do not count: what was paid in them would be the rest of the sum.

    Args:
        out: what is out now, from which the stock at each turn of the month follows.
    """
    if max(month.paid.accounts for month in found) < FEWEST:
        return None
    turnover = sum(month.paid.amount for month in found if month.paid.accounts >= FEWEST)
    issued = sum(month.issued.amount for month in found)
    returned = sum(month.returned.amount for month in found)
    stock = average_stock(_stands(found, out))
    years = ((today - found[0].starts_on).days + 1) / 365.25
    few = 0 < max(month.returned.accounts for month in found) < FEWEST
    return Speed(
        turnover=turnover,
        stock=stock,
        a_year=velocity(turnover, stock, years),
        hand_overs=None if few else hand_overs(turnover, issued, returned),
    )


def _stands(found: Sequence[Month], out: int) -> list[int]:
    """Return how much was out at the turns of the months, the present last."""
    stands = [out]
    for month in reversed(found):
        stands.append(stands[-1] - month.issued.amount + month.returned.amount)
    return stands[::-1]


def by_kind(session: Session, ledger: Ledger) -> dict[str, tuple[int, int]] | None:
    """Return accounts with something on them and their sum by kind, ``None`` if a kind has too few.

    One hidden kind could be computed from the others and the total, so all are hidden together.
    """
    rows = session.execute(
        sa.select(Account.kind, sa.func.count(), sa.func.sum(Account.balance))
        .where(Account.ledger_id == ledger.id, Account.balance != 0, Account.kind != AccountKind.ISSUANCE)
        .group_by(Account.kind)
    )
    found = {kind: (count, int(amount)) for kind, count, amount in rows}
    few = any(count < FEWEST for kind, (count, _sum) in found.items() if kind in PEOPLES)
    return None if few else found
