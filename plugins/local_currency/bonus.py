"""Bonus programmes: some people get more units than the euros they bring, from a named fund."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import (
    Account,
    Member,
    Refusal,
    Subnetwork,
    Territory,
    Transfer,
    _,
    account_of,
    clock,
    community_account,
    set_own_limits,
    transfer,
)
from plugins.local_currency import named_accounts, services
from plugins.local_currency.desk_models import Slip
from plugins.local_currency.programme_models import Admission, Programme
from plugins.local_currency.telling import tell

HUNDRED = 100


@dataclass(frozen=True, kw_only=True)
class Bonus:
    """What a person would get besides, and why it is not more."""

    programme: Programme
    amount: int
    is_empty: bool = False
    """The fund of the programme has not enough left."""
    is_capped: bool = False
    """The person has had what one person can have this month."""


def found(
    session: Session,
    subnetwork: Subnetwork,
    *,
    name: str,
    conditions: str,
    percent: int,
    monthly_cap: int | None,
) -> Programme:
    """Found a programme, with a fund of its own that never goes below zero.

    Args:
        percent: what is given besides: 50 makes 15 units of 10 euros.
        monthly_cap: for one person, in hundredths of units.

    Raises:
        Refusal: words are missing, or there is one of that name, or another common account.
    """
    name, conditions = " ".join(name.split()), conditions.strip()
    if not name:
        raise Refusal(_("Give it a name."), field="name")
    if not conditions:
        raise Refusal(_("Say for whom."), field="conditions")
    ledger = services.ledger(session, subnetwork)
    session.refresh(ledger, with_for_update=True)  # sent twice at once, the second finds the first
    if session.scalar(
        sa.select(Programme.id).where(Programme.subnetwork_id == subnetwork.id, Programme.name == name)
    ):
        raise Refusal(_("There is a programme of that name already."), field="name")
    taken = named_accounts.common_names(session, ledger.id)
    if name.casefold() in {one.casefold() for one in taken}:  # its money is not for bonuses
        raise Refusal(_("A common account is called so already. Choose another name."), field="name")
    account = community_account(session, ledger, name)
    set_own_limits(session, account, floor=0, ceiling=None)
    programme = Programme(
        territory_id=subnetwork.territory_id,
        subnetwork_id=subnetwork.id,
        name=name,
        conditions=conditions,
        percent=percent,
        monthly_cap=monthly_cap,
        account_id=account.id,
    )
    session.add(programme)
    session.flush()
    return programme


def end(session: Session, programme: Programme) -> None:
    """End a programme, or take it up again with who was in it; what is in its fund stays there.

    Raises:
        Refusal: somebody who was in it is in another one by now.
    """
    if programme.ended_at is None:
        programme.ended_at = clock.now()
    else:
        _alone(session, programme.subnetwork_id)
        for member in admitted(session, programme.id):
            _refuse_second(of_member(session, programme.subnetwork_id, member.id), programme, member)
        programme.ended_at = None
    session.flush()


def _alone(session: Session, subnetwork_id: UUID) -> None:
    """Let nobody else admit to a programme of a currency meanwhile: one is in one of them only."""
    session.execute(
        sa.select(Programme.id)
        .where(Programme.subnetwork_id == subnetwork_id)
        .order_by(Programme.id)
        .with_for_update()
    )


def _refuse_second(current: Programme | None, wanted: Programme, member: Member) -> None:
    if current is not None and current.id != wanted.id:
        raise Refusal(_("%(name)s is in another programme already.", name=member.first_name), field="member")


def admit(
    session: Session, subnetwork: Subnetwork, programme: Programme, member: Member, *, by: Member
) -> None:
    """Admit a member to a programme, and tell them alone.

    Raises:
        Refusal: they are in another one, or the programme is over.
    """
    if programme.ended_at is not None:
        raise Refusal(_("This programme is over."))
    _alone(session, subnetwork.id)
    _refuse_second(of_member(session, subnetwork.id, member.id), programme, member)
    admission = session.get(Admission, (programme.id, member.id))
    if admission is None:
        admission = Admission(
            territory_id=programme.territory_id, programme_id=programme.id, member_id=member.id
        )
        session.add(admission)
    elif admission.ended_at is None:
        return
    admission.admitted_by_id, admission.ended_at = by.id, None
    session.flush()
    tell(
        session,
        subnetwork,
        [member.id],
        "local_currency.bonus_given",
        page="units",
        values=lambda: {"programme": programme.name},
    )


def dismiss(session: Session, programme: Programme, member_id: UUID) -> None:
    """End a member's part in a programme; what they had stays theirs."""
    admission = session.get(Admission, (programme.id, member_id))
    if admission is not None and admission.ended_at is None:
        admission.ended_at = clock.now()
        session.flush()


def of_member(session: Session, subnetwork_id: UUID, member_id: UUID) -> Programme | None:
    """Return the programme that a member is in."""
    return session.scalar(
        sa.select(Programme)
        .join(Admission, Admission.programme_id == Programme.id)
        .where(
            Programme.subnetwork_id == subnetwork_id,
            Programme.ended_at.is_(None),
            Admission.member_id == member_id,
            Admission.ended_at.is_(None),
        )
    )


def offered(session: Session, subnetwork: Subnetwork, account: Account, euros: int) -> Bonus | None:
    """Return what the holder of an account gets besides for ``euros`` (cents); ``None``: no programme."""
    if account.member_id is None:
        return None
    programme = of_member(session, subnetwork.id, account.member_id)
    if programme is None:
        return None
    full = euros * programme.percent // HUNDRED
    left = left_this_month(session, subnetwork, programme, account.id)
    amount = full if left is None else min(full, left)
    there = session.get_one(Account, programme.account_id, populate_existing=True).balance
    if amount > there:
        return Bonus(programme=programme, amount=0, is_empty=True)
    return Bonus(programme=programme, amount=amount, is_capped=amount < full)


def left_this_month(
    session: Session, subnetwork: Subnetwork, programme: Programme, account_id: UUID | None
) -> int | None:
    """Return how much bonus an account may still get this calendar month; ``None``: there is no cap.

    Args:
        account_id: ``None`` where none was opened yet: nothing came in.
    """
    if programme.monthly_cap is None or account_id is None:
        return programme.monthly_cap
    had = session.scalar(
        sa.select(sa.func.coalesce(sa.func.sum(Slip.bonus), 0)).where(
            Slip.account_id == account_id,
            Slip.programme_id == programme.id,
            Slip.undone_at.is_(None),
            Slip.created_at >= _first_of_month(session, subnetwork),
        )
    )
    return max(0, programme.monthly_cap - int(had or 0))


def _first_of_month(session: Session, subnetwork: Subnetwork) -> datetime:
    zone = session.get_one(Territory, subnetwork.territory_id).time_zone
    first = clock.today(zone).replace(day=1)
    return datetime.combine(first, time(), ZoneInfo(zone)).astimezone(UTC)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A programme, what is in its fund, and how many are in it."""

    programme: Programme
    in_fund: int
    people: int


def standings(
    session: Session, subnetwork_id: UUID, programme_id: UUID | None = None, *, running_only: bool = False
) -> list[Standing]:
    """Return the programmes of a currency, or one of them, those that run first."""
    people = (
        sa.select(sa.func.count())
        .where(Admission.programme_id == Programme.id, Admission.ended_at.is_(None))
        .correlate(Programme)
        .scalar_subquery()
    )
    wanted = (
        sa.select(Programme, Account.balance, people)
        .join(Account, Account.id == Programme.account_id)
        .where(Programme.subnetwork_id == subnetwork_id)
    )
    if programme_id is not None:
        wanted = wanted.where(Programme.id == programme_id)
    if running_only:
        wanted = wanted.where(Programme.ended_at.is_(None))
    rows = session.execute(wanted.order_by(Programme.ended_at.is_not(None), Programme.name))
    return [
        Standing(programme=programme, in_fund=balance, people=count) for programme, balance, count in rows
    ]


def admitted(session: Session, programme_id: UUID) -> list[Member]:
    """Return who is in a programme, by first name; for coordinators only."""
    rows = session.scalars(
        sa.select(Member)
        .join(Admission, Admission.member_id == Member.id)
        .where(Admission.programme_id == programme_id, Admission.ended_at.is_(None))
    )
    return sorted(rows, key=lambda member: member.first_name.casefold())


def give(
    session: Session, subnetwork: Subnetwork, programme: Programme, member: Member, *, amount: int, key: str
) -> Transfer:
    """Give units of a member to the fund of a programme, once for each ``key``.

    Raises:
        Refusal: the programme is over, or there is not that much on the account.
    """
    if programme.ended_at is not None:
        raise Refusal(_("This programme is over."))
    ledger = services.ledger(session, subnetwork)
    return transfer(
        session,
        ledger=ledger,
        payer_id=account_of(session, ledger, member.id).id,
        payee_id=programme.account_id,
        amount=amount,
        reason="gift",
        key=f"gift:{key}",
        memo=programme.name,
        entered_by_id=member.id,
    )


def find(session: Session, subnetwork_id: UUID, programme_id: UUID) -> Programme | None:
    """Return a programme of a currency."""
    return session.scalar(
        sa.select(Programme).where(Programme.subnetwork_id == subnetwork_id, Programme.id == programme_id)
    )
