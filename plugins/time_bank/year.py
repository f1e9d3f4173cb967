"""Use cases of time given to the association, and of absences."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import (
    Member,
    Refusal,
    Subnetwork,
    _,
    account_of,
    clock,
    community_account,
    transfer,
)
from plugins.time_bank.services import ledger, rules_of
from plugins.time_bank.year_models import Absence, Contribution, ContributionState

ASSOCIATION = "association"


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
