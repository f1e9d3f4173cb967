"""Use cases of time given to the association, of absences, and of the end of the year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import (
    Account,
    AccountKind,
    Ledger,
    Member,
    Part,
    Refusal,
    Subnetwork,
    _,
    account_of,
    clock,
    community_account,
    transfer,
    transfer_together,
)
from plugins.time_bank.rules import Rules
from plugins.time_bank.services import ledger, rules_of
from plugins.time_bank.year_models import (
    Absence,
    AtYearEnd,
    Contribution,
    ContributionState,
    YearEnd,
    YearRule,
)

ASSOCIATION, MELTED = "association", "year_end"


def declare(
    session: Session, subnetwork: Subnetwork, member_id: UUID, *, minutes: int, day: date, what: str
) -> Contribution:
    """Note time that a member says they gave to the association; a coordinator counts it."""
    made = Contribution(
        territory_id=subnetwork.territory_id,
        subnetwork_id=subnetwork.id,
        member_id=member_id,
        minutes=minutes,
        day=day,
        what=what,
    )
    session.add(made)
    session.flush()
    return made


def count_contribution(session: Session, made: Contribution, *, by_id: UUID) -> None:
    """Let the community give a member the time that they gave the association.

    Raises:
        Refusal: it was answered before, it is the coordinator's own, or the account does not allow it.
    """
    if made.member_id == by_id:
        raise Refusal(_("Nobody counts their own time: ask another coordinator."))
    _answer(session, made, ContributionState.COUNTED, by_id=by_id)
    subnetwork = session.get_one(Subnetwork, made.subnetwork_id)
    book = ledger(session, subnetwork)
    if book is None:
        return
    paid = transfer(
        session,
        ledger=book,
        payer_id=community_account(session, book).id,
        payee_id=account_of(session, book, made.member_id).id,
        amount=rules_of(session, subnetwork).units(made.minutes),
        reason=ASSOCIATION,
        key=f"contribution:{made.id}",
        memo=made.what,
        entered_by_id=by_id,
    )
    made.transfer_id = paid.id
    session.flush()


def refuse_contribution(session: Session, made: Contribution, *, by_id: UUID, why: str) -> None:
    """Say that a declared time is not counted, and why.

    Raises:
        Refusal: it was answered before.
    """
    _answer(session, made, ContributionState.REFUSED, by_id=by_id, why=why)


def _answer(
    session: Session, made: Contribution, state: ContributionState, *, by_id: UUID, why: str = ""
) -> None:
    changed: Any = session.execute(
        sa.update(Contribution)
        .where(Contribution.id == made.id, Contribution.state == ContributionState.DECLARED)
        .values(state=state, answer=why, answered_by_id=by_id, answered_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    session.refresh(made)
    if changed.rowcount != 1:
        raise Refusal(_("This has already been answered."))


def contributions(
    session: Session, subnetwork_id: UUID, *, member_id: UUID | None = None, declared: bool = False
) -> list[tuple[Contribution, Member]]:
    """Return time given to the association, the latest first.

    Args:
        member_id: of one member only.
        declared: only what waits for an answer.
    """
    wanted = sa.select(Contribution, Member).join(Member, Member.id == Contribution.member_id)
    wanted = wanted.where(Contribution.subnetwork_id == subnetwork_id)
    if member_id is not None:
        wanted = wanted.where(Contribution.member_id == member_id)
    if declared:
        wanted = wanted.where(Contribution.state == ContributionState.DECLARED)
    rows = session.execute(wanted.order_by(Contribution.day.desc(), Contribution.id.desc()).limit(100))
    return [(made, member) for made, member in rows]


def go_away(session: Session, member: Member, *, since: date, until: date, by_id: UUID) -> Absence:
    """Note that a member is away; nothing melts and nobody wonders meanwhile.

    Raises:
        Refusal: it ends before it begins.
    """
    if until < since:
        raise Refusal(_("The last day comes before the first one."), field="until")
    away = Absence(
        territory_id=member.territory_id, member_id=member.id, since=since, until=until, noted_by_id=by_id
    )
    session.add(away)
    session.flush()
    return away


def come_back(session: Session, away: Absence, *, today: date) -> None:
    """End an absence today; one that has not begun is taken back."""
    if away.since > today:
        session.delete(away)
    else:
        away.until = min(away.until, today)
    session.flush()


def absences(session: Session, member_id: UUID, *, today: date) -> Sequence[Absence]:
    """Return a member's absences that are not over, the next one first."""
    return session.scalars(
        sa.select(Absence)
        .where(Absence.member_id == member_id, Absence.until >= today)
        .order_by(Absence.since)
    ).all()


def away_on(session: Session, territory_id: UUID, day: date) -> dict[UUID, date]:
    """Return who is away on a day, with the last day of it, by member."""
    rows = session.execute(
        sa.select(Absence.member_id, sa.func.max(Absence.until))
        .where(Absence.territory_id == territory_id, Absence.since <= day, Absence.until >= day)
        .group_by(Absence.member_id)
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True, kw_only=True)
class Melting:
    """What the end of a year does to one account."""

    account: Account
    member: Member
    before: int
    amount: int

    @property
    def after(self) -> int:
        """What stays on the account."""
        return self.before - self.amount


def melted(rule: YearRule | None, rules: Rules, balance: int) -> int:
    """Return how much of a balance goes to the community at the end of a year, in units of the ledger."""
    if rule is None or rule.what == AtYearEnd.CARRY:
        return 0
    over = balance - rules.units(rule.minutes or 0)
    if over <= 0:
        return 0
    return over if rule.what == AtYearEnd.CAP else over * (rule.percent or 0) // 100


def preview(session: Session, subnetwork: Subnetwork, book: Ledger, year: int) -> list[Melting]:
    """Return what the end of a year would do; who is away on its last day is spared."""
    rule = session.get(YearRule, subnetwork.id)
    rules = rules_of(session, subnetwork)
    away = away_on(session, subnetwork.territory_id, date(year, 12, 31))
    rows = session.execute(
        sa.select(Account, Member)
        .join(Member, Member.id == Account.member_id)
        .where(
            Account.ledger_id == book.id,
            Account.kind == AccountKind.MEMBER,
            Account.closed_at.is_(None),
            Account.balance > 0,
        )
        .order_by(Account.balance.desc(), Account.id)
    )
    found = []
    for account, member in rows:
        free = account.balance - account.held - max(account.floor or 0, 0)
        amount = min(melted(rule, rules, account.balance), max(free, 0))
        if amount and member.id not in away:
            found.append(Melting(account=account, member=member, before=account.balance, amount=amount))
    return found


def vote(
    session: Session,
    subnetwork: Subnetwork,
    *,
    what: AtYearEnd,
    minutes: int | None,
    percent: int | None,
    voted_on: date,
    decision: str,
    by_id: UUID,
) -> YearRule:
    """Keep what the members voted about the end of the year; without a vote everything is carried over."""
    rule = session.get(YearRule, subnetwork.id)
    if rule is None:
        rule = YearRule(subnetwork_id=subnetwork.id, territory_id=subnetwork.territory_id)
        session.add(rule)
    rule.what, rule.voted_on, rule.decision, rule.entered_by_id = what, voted_on, decision, by_id
    rule.minutes = None if what is AtYearEnd.CARRY else minutes or 0
    rule.percent = percent if what is AtYearEnd.MELT else None
    session.flush()
    return rule


def latest_year(today: date) -> int:
    """Return the latest year that is over; a year is over on its last day."""
    return today.year if (today.month, today.day) == (12, 31) else today.year - 1


def close_year(
    session: Session, subnetwork: Subnetwork, book: Ledger, year: int, *, today: date, by_id: UUID
) -> YearEnd:
    """Do what was voted for the end of a year, once: one set of transfers to the community.

    Raises:
        Refusal: it is not the latest year that is over, it was closed before, or no vote was noted.
    """
    rule = session.get(YearRule, subnetwork.id)
    if rule is None:
        raise Refusal(_("Nothing was voted about the end of the year. Note the vote first."))
    if year > latest_year(today):
        raise Refusal(_("The year %(year)s is not over yet.", year=year))
    if year < latest_year(today):
        raise Refusal(_("The time to close the year %(year)s is over.", year=year))
    if session.get(YearEnd, (subnetwork.id, year)) is not None:
        raise Refusal(_("The year %(year)s was closed before.", year=year))
    plan = preview(session, subnetwork, book, year)
    community = community_account(session, book)
    made = (
        transfer_together(
            session,
            ledger=book,
            parts=[
                Part(
                    payer_id=one.account.id,
                    payee_id=community.id,
                    amount=one.amount,
                    reason=MELTED,
                    memo=str(year),
                )
                for one in plan
            ],
            key=f"year-end:{year}",
            entered_by_id=by_id,
        )
        if plan
        else []
    )
    closed = YearEnd(
        territory_id=subnetwork.territory_id,
        subnetwork_id=subnetwork.id,
        year=year,
        transfer_id=made[0].id if made else None,
        amount=sum(one.amount for one in plan),
        accounts=len(plan),
        decision=rule.decision,
        made_by_id=by_id,
    )
    session.add(closed)
    session.flush()
    return closed


def closed_years(session: Session, subnetwork_id: UUID) -> Sequence[YearEnd]:
    """Return the years that were closed, the latest first."""
    return session.scalars(
        sa.select(YearEnd).where(YearEnd.subnetwork_id == subnetwork_id).order_by(YearEnd.year.desc())
    ).all()
