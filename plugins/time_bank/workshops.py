"""Use cases of workshops: plan, sign up, leave, and count the time of all at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import (
    Account,
    Member,
    Part,
    Refusal,
    Subnetwork,
    _,
    account_of,
    clock,
    community_account,
    ngettext,
    notify,
    transfer_together,
)
from plugins.time_bank.rules import Mode
from plugins.time_bank.services import ledger, rules_of
from plugins.time_bank.workshop_models import Attendance, Coming, WhoPays, Workshop, WorkshopState

REASON = "workshop"
FARTHEST = timedelta(days=5 * 365)
"""What is planned for later is a slip of the pen in the year."""


@dataclass(frozen=True, kw_only=True)
class Guest:
    """Somebody on the list of a workshop."""

    attendance: Attendance
    member: Member


def coming_workshops(session: Session, subnetwork_id: UUID) -> Sequence[Workshop]:
    """Return the planned workshops, the next one first."""
    return session.scalars(
        sa.select(Workshop)
        .where(Workshop.subnetwork_id == subnetwork_id, Workshop.state == WorkshopState.PLANNED)
        .order_by(Workshop.starts_at)
    ).all()


def workshops_of(subnetwork_id: UUID, *, planned: bool) -> sa.Select[Any]:
    """Select the workshops of a sub-network that are planned, or those that were held or cancelled."""
    is_planned = Workshop.state == WorkshopState.PLANNED
    return sa.select(Workshop).where(
        Workshop.subnetwork_id == subnetwork_id, is_planned if planned else ~is_planned
    )


def past_workshops(session: Session, subnetwork_id: UUID, most: int = 30) -> Sequence[Workshop]:
    """Return the workshops that were held or cancelled, the latest first."""
    return session.scalars(
        sa.select(Workshop)
        .where(Workshop.subnetwork_id == subnetwork_id, Workshop.state != WorkshopState.PLANNED)
        .order_by(Workshop.starts_at.desc())
        .limit(most)
    ).all()


def guests(session: Session, workshop_id: UUID) -> list[Guest]:
    """Return who signed up and did not leave, in the order in which they did."""
    rows = session.execute(
        sa.select(Attendance, Member)
        .join(Member, Member.id == Attendance.member_id)
        .where(Attendance.workshop_id == workshop_id, Attendance.state != Coming.LEFT)
        .order_by(Attendance.asked_at, Attendance.member_id)
    )
    return [Guest(attendance=attendance, member=member) for attendance, member in rows]


def plan(
    session: Session,
    subnetwork: Subnetwork,
    *,
    leader_id: UUID,
    title: str,
    text: str,
    where: str,
    starts_at: datetime,
    minutes: int,
    places: int | None,
    who_pays: WhoPays,
) -> Workshop:
    """Plan a workshop.

    Args:
        minutes: how long it takes the leader and everybody who comes.
    """
    workshop = Workshop(
        territory_id=subnetwork.territory_id,
        subnetwork_id=subnetwork.id,
        leader_id=leader_id,
        title=title,
        text=text,
        where=where,
        starts_at=starts_at,
        minutes=minutes,
        places=places,
        who_pays=who_pays,
    )
    session.add(workshop)
    session.flush()
    return workshop


def sign_up(session: Session, workshop: Workshop, member: Member) -> Attendance:
    """Put a member on the list, or on the waiting list when all places are taken.

    Raises:
        Refusal: it is not planned any more, or the member leads it.
    """
    _locked(session, workshop)
    _is_planned(workshop)
    if workshop.leader_id == member.id:
        raise Refusal(_("You lead this workshop: you are there already."))
    found = session.get(Attendance, (workshop.id, member.id))
    if found is not None and found.state in (Coming.COMING, Coming.WAITING):
        return found
    state = Coming.WAITING if _is_full(session, workshop) else Coming.COMING
    if found is None:
        found = Attendance(workshop_id=workshop.id, member_id=member.id, territory_id=workshop.territory_id)
        session.add(found)
    found.asked_at, found.state = clock.now(), state
    session.flush()
    return found


def leave(session: Session, workshop: Workshop, member_id: UUID) -> Member | None:
    """Take a member off the list; who waits longest comes in their place.

    Returns:
        Who has a place now, ``None`` when nobody waited for it.

    Raises:
        Refusal: it is not planned any more.
    """
    _locked(session, workshop)
    _is_planned(workshop)
    found = session.get(Attendance, (workshop.id, member_id))
    if found is None or found.state not in (Coming.COMING, Coming.WAITING):
        return None
    found.state = Coming.LEFT
    session.flush()
    if _is_full(session, workshop):
        return None
    for guest in guests(session, workshop.id):
        if guest.attendance.state == Coming.WAITING:
            guest.attendance.state = Coming.COMING
            session.flush()
            return guest.member
    return None


def cancel(session: Session, workshop: Workshop) -> list[Member]:
    """Cancel a workshop; return who had signed up, to be told.

    Raises:
        Refusal: it was held.
    """
    _locked(session, workshop)
    _is_planned(workshop)
    workshop.state = WorkshopState.CANCELLED
    session.flush()
    return [guest.member for guest in guests(session, workshop.id)]


def shares(minutes: int, people: int) -> list[int]:
    """Share a time between people in whole units; the first ones carry what is left over.

    The parts add up to the whole.
    """
    each, over = divmod(minutes, people)
    return [each + (place < over) for place in range(people)]


def check_ahead(starts_at: datetime) -> None:
    """Refuse to plan for a moment that has passed, or that is years away.

    Raises:
        Refusal: it has, or it is.
    """
    now = clock.now()
    if starts_at < now:
        raise Refusal(_("This moment has passed. Choose a later one."), field="starts_at")
    if starts_at > now + FARTHEST:
        raise Refusal(_("Is the year right?"), field="starts_at")


def check_begun(workshop: Workshop) -> None:
    """Refuse to count a workshop before its time.

    Raises:
        Refusal: it has not begun yet.
    """
    if workshop.starts_at > clock.now():
        raise Refusal(_("It has not begun yet. Count it afterwards."))


def count(session: Session, workshop: Workshop, *, present: Collection[UUID], by_id: UUID) -> int:
    """Note who was there and let the time move, for everybody or for nobody.

    Returns:
        How many transfers were made.

    Raises:
        Refusal: nobody was there to pay, it was counted before, or somebody's account does not
            allow it: all of them are named.
    """
    _locked(session, workshop)
    _is_planned(workshop)
    came = [guest for guest in guests(session, workshop.id) if guest.member.id in present]
    subnetwork = session.get_one(Subnetwork, workshop.subnetwork_id)
    if not came and workshop.who_pays != WhoPays.COMMUNITY:
        raise Refusal(_("Tick who was there. If nobody came, cancel the workshop."))
    transfers = 0
    if rules_of(session, subnetwork).mode == Mode.CENTRAL:
        transfers = _post(session, workshop, subnetwork, came, by_id)
    for guest in guests(session, workshop.id):
        guest.attendance.state = Coming.CAME if guest.member.id in present else Coming.STAYED_AWAY
    workshop.state = WorkshopState.HELD
    session.flush()
    return transfers


def _post(
    session: Session, workshop: Workshop, subnetwork: Subnetwork, came: Sequence[Guest], by_id: UUID
) -> int:
    book = ledger(session, subnetwork)
    if book is None:
        return 0
    accounts = [account_of(session, book, guest.member.id) for guest in came]
    leader = account_of(session, book, workshop.leader_id)
    community = community_account(session, book)
    whole = rules_of(session, subnetwork).units(workshop.minutes)
    parts = _parts(workshop, whole, accounts, leader, community)
    _refuse_who_cannot(
        [(guest.member.first_name, account, part.amount)
         for guest, account, part in zip(came, accounts, parts, strict=False)
         if part.payer_id == account.id]
    )  # fmt: skip
    if not parts:
        return 0
    made = transfer_together(
        session, ledger=book, parts=parts, key=f"workshop:{workshop.id}", entered_by_id=by_id
    )
    workshop.transfer_id = made[0].id
    return len(made)


def _parts(
    workshop: Workshop, whole: int, accounts: Sequence[Account], leader: Account, community: Account
) -> list[Part]:
    """Return what each participant pays, in their order, then what the community pays."""
    to_leader = workshop.who_pays in (WhoPays.EACH, WhoPays.SHARED)
    amounts = {
        WhoPays.EACH: [whole] * len(accounts),
        WhoPays.THROUGH: [whole] * len(accounts),
        WhoPays.SHARED: shares(whole, len(accounts)) if accounts else [],
        WhoPays.COMMUNITY: [],
    }[WhoPays(workshop.who_pays)]
    payee = leader if to_leader else community
    found = [
        Part(payer_id=account.id, payee_id=payee.id, amount=amount, reason=REASON, memo=workshop.title)
        for account, amount in zip(accounts, amounts, strict=False)
        if amount
    ]
    if not to_leader:
        found.append(
            Part(payer_id=community.id, payee_id=leader.id, amount=whole, reason=REASON, memo=workshop.title)
        )
    return found


def _refuse_who_cannot(paying: Sequence[tuple[str, Account, int]]) -> None:
    short = [
        name
        for name, account, amount in paying
        if account.floor is not None and account.balance - account.held - amount < account.floor
    ]
    if short:
        raise Refusal(
            ngettext(
                "The account of %(names)s does not allow this: it would pass its lowest balance. "
                "Nothing was counted.",
                "The accounts of %(names)s do not allow this: they would pass their lowest balance. "
                "Nothing was counted.",
                len(short),
                names=", ".join(short),
            )
        )


def _locked(session: Session, workshop: Workshop) -> None:
    session.refresh(workshop, with_for_update=True)


def _is_planned(workshop: Workshop) -> None:
    if workshop.state == WorkshopState.HELD:
        raise Refusal(_("This workshop was held and counted."))
    if workshop.state == WorkshopState.CANCELLED:
        raise Refusal(_("This workshop was cancelled."))


def _is_full(session: Session, workshop: Workshop) -> bool:
    if workshop.places is None:
        return False
    taken = session.scalar(
        sa.select(sa.func.count()).where(
            Attendance.workshop_id == workshop.id, Attendance.state == Coming.COMING
        )
    )
    return (taken or 0) >= workshop.places


def tell(session: Session, members: Collection[Member], workshop: Workshop, *, kind: str, slug: str) -> None:
    """Tell members what happened to a workshop.

    Args:
        slug: of the territory.
    """
    subnetwork = session.get_one(Subnetwork, workshop.subnetwork_id)
    for member in members:
        notify(
            session,
            person_id=member.person_id,
            kind=f"time_bank.{kind}",
            path=f"/t/{slug}/time_bank/{subnetwork.slug}/workshops/{workshop.id}",
            territory_id=workshop.territory_id,
            values={"title": workshop.title},
        )
