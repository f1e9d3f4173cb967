"""Time given to the association: who notes it for whom and who answers, for pages and for programs."""

from datetime import date
from uuid import UUID

from flask import abort

from app.plugin_api import Member, Refusal, Subnetwork, _, notify
from app.plugin_web import db, looks_after, the_member, the_territory
from plugins.time_bank import year
from plugins.time_bank.desks import enters_for, here_or_404
from plugins.time_bank.year_models import Absence, Contribution

LONGEST_WORDS = 200
A_DAY = 24 * 60
"""In minutes: nobody gives more in one."""


def declare(subnetwork: Subnetwork, member_id: UUID, *, minutes: int, day: date, what: str) -> Contribution:
    """Note time that the reader gave, or that another gave: what a coordinator notes is counted at once.

    Raises:
        Refusal: nobody says what for, the reader may not note it for that member, or the account does
            not allow it.
    """
    what, me = what.strip(), the_member()
    if not what:
        raise Refusal(_("Say in a few words what it was."), field="what")
    if member_id not in {member.id for member in enters_for(subnetwork)}:
        raise Refusal(
            _("You can note your own time; who coordinates, that of any member."), field="member_id"
        )
    made = year.declare(db.session, subnetwork, member_id, minutes=minutes, day=day, what=what)
    if member_id != me.id:
        year.count_contribution(db.session, made, by_id=me.id)
    return made


def contribution_or_404(slug: str, contribution_id: UUID) -> Contribution:
    """Return time that somebody declared to who looks after the sub-network."""
    subnetwork = here_or_404(slug)
    made = db.session.get(Contribution, contribution_id)
    if made is None or made.subnetwork_id != subnetwork.id or not looks_after(subnetwork):
        abort(404)
    return made


def count(made: Contribution, slug: str) -> None:
    """Count time that somebody declared, and tell them."""
    year.count_contribution(db.session, made, by_id=the_member().id)
    _tell(made, slug)


def refuse(made: Contribution, slug: str, why: str) -> None:
    """Say why time is not counted, and tell who declared it.

    Raises:
        Refusal: nobody says why, or it was answered before.
    """
    if not why.strip():
        raise Refusal(_("Say in a few words why."), field="why")
    year.refuse_contribution(db.session, made, by_id=the_member().id, why=why.strip())
    _tell(made, slug)


def _tell(made: Contribution, slug: str) -> None:
    member = db.session.get_one(Member, made.member_id)
    notify(
        db.session,
        person_id=member.person_id,
        kind=f"time_bank.contribution_{made.state}",
        path=f"/t/{the_territory().slug}/time_bank/{slug}/contributions",
        territory_id=made.territory_id,
        values={"what": made.what, "why": made.answer},
    )


def absence_or_404(absence_id: UUID) -> Absence:
    """Return an absence of the reader."""
    away = db.session.get(Absence, absence_id)
    if away is None or away.member_id != the_member().id:
        abort(404)
    return away
