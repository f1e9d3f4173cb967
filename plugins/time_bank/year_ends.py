"""Use cases of the end of the year: what was voted about it, what it would do, doing it once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
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
    community_account,
    transfer_together,
)
from plugins.time_bank.rules import Rules
from plugins.time_bank.services import rules_of
from plugins.time_bank.year import away_on
from plugins.time_bank.year_models import AtYearEnd, YearEnd, YearRule

MELTED = "year_end"
LONGEST_DECISION = 1000
MOST_STAYING = 10_000 * 60
"""In minutes."""


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
    rule = voted(session, subnetwork.id)
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
    """Keep what the members voted about the end of the year; without a vote everything is carried over.

    Raises:
        Refusal: nobody says what stays under a cap, how much melts, or what was decided.
    """
    decision = decision.strip()
    if what is AtYearEnd.CAP and not minutes:
        raise Refusal(_("Write how much stays with everybody."), field="minutes")
    if what is AtYearEnd.MELT and not percent:
        raise Refusal(_("Write how much melts, in percent."), field="percent")
    if not decision:
        raise Refusal(_("Write down what was voted."), field="decision")
    rule = voted(session, subnetwork.id)
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


def voted(session: Session, subnetwork_id: UUID) -> YearRule | None:
    """Return what was voted, ``None`` while nothing was noted."""
    return session.get(YearRule, subnetwork_id)


def is_closed(session: Session, subnetwork_id: UUID, year: int) -> bool:
    """Tell whether a year was closed."""
    return session.get(YearEnd, (subnetwork_id, year)) is not None


def close_year(
    session: Session, subnetwork: Subnetwork, book: Ledger, year: int, *, today: date, by_id: UUID
) -> YearEnd:
    """Do what was voted for the end of a year, once: one set of transfers to the community.

    Raises:
        Refusal: it is not the latest year that is over, it was closed before, or no vote was noted.
    """
    rule = voted(session, subnetwork.id)
    if rule is None:
        raise Refusal(_("Nothing was voted about the end of the year. Note the vote first."))
    if year > latest_year(today):
        raise Refusal(_("The year %(year)s is not over yet.", year=year))
    if year < latest_year(today):
        raise Refusal(_("The time to close the year %(year)s is over.", year=year))
    if is_closed(session, subnetwork.id, year):
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
