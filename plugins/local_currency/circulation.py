"""How a currency goes round: turnover, hand-overs, what was issued and came back month by month.

Totals are for everybody: nothing about fewer than ``FEWEST`` accounts is told; a hidden figure is
``None``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
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
    """What moved in one direction in one month, ``None`` when too few accounts took part."""

    amount: int | None
    accounts: int


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


def months(session: Session, ledger: Ledger, *, today: date, zone: str) -> list[Month]:
    """Return the flows of the twelve latest months, corrected ones left out; small ones are hidden."""
    starts = month_starts(today)
    flows: dict[int, dict[str, Flow]] = {}
    for row in session.execute(_flows(ledger.id, [start_of(day, zone) for day in starts])):
        flows.setdefault(row.month, {})[row.way] = told(int(row.amount), row.accounts)
    return [Month(starts_on=start, **flows.get(number, {})) for number, start in enumerate(starts)]


def told(amount: int, accounts: int) -> Flow:
    """Return a flow, without its amount when it is about too few accounts."""
    return Flow(amount=amount if accounts == 0 or accounts >= FEWEST else None, accounts=accounts)


def start_of(day: date, zone: str) -> datetime:
    """Return the instant at which a day begins in a time zone."""
    return datetime.combine(day, time(), ZoneInfo(zone))


def _number(instants: Sequence[datetime]) -> Any:
    """Number the stretches between instants, the first from 0, as an SQL expression."""
    later = list(enumerate(instants))[:0:-1]
    whens = [(Transfer.created_at >= instant, number) for number, instant in later]
    return sa.case(*whens, else_=0) if whens else sa.literal(0)


def kept(transfer: Any = Transfer) -> sa.ColumnElement[bool]:
    """Return the condition that a transfer stands: it corrects nothing and was not corrected."""
    reversal = aliased(Transfer)
    return sa.and_(
        transfer.reverses_id.is_(None),
        ~sa.exists().where(reversal.reverses_id == transfer.id).correlate(transfer),
    )


def _flows(ledger_id: UUID, starts: Sequence[datetime]) -> sa.Select[Any]:
    payer, payee = aliased(Account), aliased(Account)
    way = sa.case(
        (payer.kind == AccountKind.ISSUANCE, "issued"),
        (payee.kind == AccountKind.ISSUANCE, "returned"),
        (Transfer.reason == MELTING, "melted"),
        (sa.and_(payer.kind.in_(PEOPLES), payee.kind.in_(PEOPLES)), "paid"),
    )
    whose = sa.case(
        (payer.kind == AccountKind.ISSUANCE, sa.func.coalesce(Transfer.entered_for_id, Transfer.payee_id)),
        else_=Transfer.payer_id,
    )
    moved = (
        sa.select(
            _number(starts).label("month"),
            way.label("way"),
            whose.label("whose"),
            Transfer.amount.label("amount"),
        )
        .join(payer, payer.id == Transfer.payer_id)
        .join(payee, payee.id == Transfer.payee_id)
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
    """How fast the currency went round in the twelve latest months."""

    turnover: int
    stock: float
    a_year: float | None
    hand_overs: tuple[float, float] | None


def speed(session: Session, ledger: Ledger, *, today: date, zone: str) -> Speed | None:
    """Return how fast the currency went round in a year, ``None`` where too few accounts paid."""
    since = today - timedelta(days=365)
    rows = session.execute(_flows(ledger.id, [start_of(since, zone)]))
    year = {row.way: row for row in rows}
    if "paid" not in year or year["paid"].accounts < FEWEST:
        return None
    turnover = int(year["paid"].amount)
    stands = _stands(session, ledger, today=today, zone=zone, since=since)
    stock = average_stock(stands)
    issued, returned = (int(year[way].amount) if way in year else 0 for way in ("issued", "returned"))
    few = "returned" in year and year["returned"].accounts < FEWEST
    return Speed(
        turnover=turnover,
        stock=stock,
        a_year=velocity(turnover, stock, 1),
        hand_overs=None if few else hand_overs(turnover, issued, returned),
    )


def _stands(session: Session, ledger: Ledger, *, today: date, zone: str, since: date) -> list[int]:
    """Return how much was out at the ends of the weeks since a day, corrections included as they came."""
    issuance = session.scalar(
        sa.select(Account).where(Account.ledger_id == ledger.id, Account.kind == AccountKind.ISSUANCE)
    )
    if issuance is None:
        return [0, 0]
    weeks = (today - since).days // 7
    starts = [start_of(today - timedelta(weeks=back), zone) for back in range(weeks, -1, -1)]
    number = _number(starts)
    net = sa.func.sum(sa.case((Transfer.payer_id == issuance.id, Transfer.amount), else_=-Transfer.amount))
    rows = session.execute(
        sa.select(number, net)
        .where(
            Transfer.ledger_id == ledger.id,
            Transfer.created_at >= starts[0],
            sa.or_(Transfer.payer_id == issuance.id, Transfer.payee_id == issuance.id),
        )
        .group_by(number)
    )
    by_week = {index: int(amount) for index, amount in rows}
    stands = [-issuance.balance]
    for index in range(len(starts) - 1, -1, -1):
        stands.append(stands[-1] - by_week.get(index, 0))
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
