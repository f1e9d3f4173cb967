"""Who gets to a workshop, and what happens around signing up, for pages and for programs."""

from datetime import UTC, datetime
from uuid import UUID

from flask import abort

from app.plugin_api import Member, Refusal, Subnetwork, _
from app.plugin_web import db, looks_after, the_member, the_territory
from plugins.time_bank import workshops
from plugins.time_bank.desks import enters_for, here_or_404
from plugins.time_bank.workshop_models import Attendance, Coming, WhoPays, Workshop, WorkshopState

LONGEST_TITLE = 120
LONGEST_WHERE = 160
LONGEST_TEXT = 2000
MOST_PLACES = 1000
A_DAY = 24 * 60
"""In minutes: nothing that is shown together takes longer."""


def workshop_or_404(subnetwork: Subnetwork, workshop_id: UUID) -> Workshop:
    """Return a workshop of a sub-network to every member."""
    found = db.session.get(Workshop, workshop_id)
    if found is None or found.subnetwork_id != subnetwork.id:
        abort(404)
    return found


def led_or_404(slug: str, workshop_id: UUID) -> Workshop:
    """Return a workshop that was not cancelled to who leads it, and to coordinators."""
    subnetwork = here_or_404(slug)
    found = workshop_or_404(subnetwork, workshop_id)
    if not leads(subnetwork, found) or found.state == WorkshopState.CANCELLED:
        abort(404)
    return found


def leads(subnetwork: Subnetwork, found: Workshop) -> bool:
    """Tell whether the reader leads a workshop or looks after the sub-network."""
    return found.leader_id == the_member().id or looks_after(subnetwork)


def plan(
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
    """Plan a workshop that the reader leads, or as a coordinator another member.

    Raises:
        Refusal: it has no name or no place, its moment has passed, or the reader may not plan for that
            member.
    """
    title, where = title.strip(), where.strip()
    if not title:
        raise Refusal(_("Give the workshop a name."), field="title")
    if not where:
        raise Refusal(_("Say where."), field="where")
    workshops.check_ahead(starts_at)
    if leader_id not in {member.id for member in enters_for(subnetwork)}:
        raise Refusal(_("You can plan it for yourself; who coordinates, for any member."), field="leader_id")
    return workshops.plan(
        db.session,
        subnetwork,
        leader_id=leader_id,
        title=title,
        text=text.strip(),
        where=where,
        starts_at=starts_at.astimezone(UTC),
        minutes=minutes,
        places=places,
        who_pays=who_pays,
    )


def sign_up(found: Workshop) -> Attendance:
    """Put the reader on the list, and tell who leads it."""
    attendance = workshops.sign_up(db.session, found, the_member())
    if attendance.state != Coming.WAITING:
        leader = db.session.get_one(Member, found.leader_id)
        workshops.tell(db.session, [leader], found, kind="somebody_comes", slug=the_territory().slug or "")
    return attendance


def leave(found: Workshop) -> None:
    """Take the reader off the list, and tell who has a place now."""
    next_one = workshops.leave(db.session, found, the_member().id)
    if next_one is not None:
        workshops.tell(db.session, [next_one], found, kind="place_free", slug=the_territory().slug or "")


def cancel(found: Workshop) -> None:
    """Cancel a workshop, and tell everybody on the list."""
    members = workshops.cancel(db.session, found)
    workshops.tell(db.session, members, found, kind="workshop_cancelled", slug=the_territory().slug or "")
