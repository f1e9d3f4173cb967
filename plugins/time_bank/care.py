"""Whom a coordinator may want to think of: who never receives, who is always asked, who has gone quiet."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.plugin_api import Account, AccountKind, Ledger, Member, Transfer, clock
from plugins.time_bank.rules import HOUR, Rules
from plugins.time_bank.year import away_on

Side = dict[UUID, tuple[int, int, datetime | None]]
Column = InstrumentedAttribute[UUID]
NOT_GIVEN = ("welcome", "correction", "opening", "levy", "clearing", "year_end")
"""Reasons of transfers that are no time given by one person to another."""
A_YEAR, HALF_A_YEAR = timedelta(days=365), timedelta(days=183)
ALWAYS_ASKED = 4
"""Who gives more than one hour in this many of the last year is asked always."""
FEW_HOURS = 5
"""Below this many hours given in a year nobody is asked too much."""
LITTLE_HOURS = 2
"""With less than this in a year it is too early to say that somebody never gives or receives."""
NEAR = 5
"""A limit is near within one part in this many of the room between zero and it."""


@dataclass(frozen=True, kw_only=True)
class Portrait:
    """What the ledger says about one member, over the last twelve months."""

    member: Member
    account: Account
    gave: int
    received: int
    partners: int
    last_at: datetime | None
    """Of their last exchange ever."""
    away_until: date | None


@dataclass(frozen=True, kw_only=True)
class Care:
    """Members by what a coordinator may do for them; nobody stands in two of the lists."""

    always_asked: list[Portrait]
    never_receive: list[Portrait]
    never_give: list[Portrait]
    near_floor: list[Portrait]
    near_ceiling: list[Portrait]
    quiet: list[Portrait]
    away: list[Portrait]


def care(session: Session, ledger: Ledger, rules: Rules, *, today: date) -> Care:
    """Sort the members of a ledger by what they may need; who is away is left in peace."""
    found = portraits(session, ledger, today=today)
    total = sum(one.gave for one in found)
    lists: dict[str, list[Portrait]] = {name: [] for name in Care.__dataclass_fields__}
    for one in found:
        name = _list_of(one, total, rules)
        if name:
            lists[name].append(one)
    for found in lists.values():
        found.sort(key=lambda one: -max(one.gave, one.received))
    return Care(**lists)


def _list_of(one: Portrait, total: int, rules: Rules) -> str:
    few, little = rules.units(FEW_HOURS * HOUR), rules.units(LITTLE_HOURS * HOUR)
    if one.away_until is not None:
        return "away"
    if one.gave >= few and one.gave * ALWAYS_ASKED > total:
        return "always_asked"
    if one.gave >= little and not one.received:
        return "never_receive"
    if one.received >= little and not one.gave:
        return "never_give"
    if is_near(one.account.balance - one.account.held, one.account.floor):
        return "near_floor"
    if is_near(one.account.balance + one.account.expected, one.account.ceiling):
        return "near_ceiling"
    if one.last_at is None or one.last_at < clock.now() - HALF_A_YEAR:
        return "quiet"
    return ""


def is_near(stands: int, limit: int | None) -> bool:
    """Tell whether an account stands near a limit, or beyond it."""
    if limit is None or limit == 0:
        return False
    return abs(limit - stands) * NEAR <= abs(limit) or (stands < limit if limit < 0 else stands > limit)


def portraits(session: Session, ledger: Ledger, *, today: date) -> list[Portrait]:
    """Return a portrait of every member with an account, by first name."""
    gave = _side(session, ledger, Transfer.payee_id, Transfer.payer_id)
    received = _side(session, ledger, Transfer.payer_id, Transfer.payee_id)
    rows = session.execute(
        sa.select(Account, Member)
        .join(Member, Member.id == Account.member_id)
        .where(
            Account.ledger_id == ledger.id,
            Account.kind == AccountKind.MEMBER,
            Account.name == "",
            Account.closed_at.is_(None),
            Member.left_at.is_(None),
        )
    ).all()
    away = away_on(session, ledger.territory_id, today)
    return sorted(
        (_portrait(account, member, gave, received, away) for account, member in rows),
        key=lambda one: (one.member.first_name.casefold(), one.account.id),
    )


def _side(session: Session, ledger: Ledger, mine: Column, other: Column) -> Side:
    """Return for each account the sum of the last year, with how many people, and when it was last."""
    lately = Transfer.created_at >= clock.now() - A_YEAR
    rows = session.execute(
        sa.select(
            mine,
            sa.func.sum(sa.case((lately, Transfer.amount), else_=0)),
            sa.func.count(sa.distinct(sa.case((lately, other)))),
            sa.func.max(Transfer.created_at),
        )
        .where(_is_given(ledger))
        .group_by(mine)
    )
    return {row[0]: (int(row[1]), row[2], row[3]) for row in rows}


def _is_given(ledger: Ledger) -> sa.ColumnElement[bool]:
    reversal = aliased(Transfer)
    return sa.and_(
        Transfer.ledger_id == ledger.id,
        Transfer.reason.not_in(NOT_GIVEN),
        ~sa.exists().where(reversal.reverses_id == Transfer.id),
    )


def _portrait(
    account: Account, member: Member, gave: Side, received: Side, away: dict[UUID, date]
) -> Portrait:
    given, givers, gave_at = gave.get(account.id, (0, 0, None))
    got, takers, got_at = received.get(account.id, (0, 0, None))
    return Portrait(
        member=member,
        account=account,
        gave=given,
        received=got,
        partners=max(givers, takers),
        last_at=max((at for at in (gave_at, got_at) if at is not None), default=None),
        away_until=away.get(member.id),
    )


def kind_word(account: Account) -> str:
    """Return which kind word an account deserves: ``ask``, ``give``, or none."""
    if is_near(account.balance + account.expected, account.ceiling):
        return "ask"
    if is_near(account.balance - account.held, account.floor):
        return "give"
    return ""
