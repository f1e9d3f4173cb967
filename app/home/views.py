"""The front door, and the pages about the platform."""

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from app.config import Settings
from app.members import queries as members
from app.members.models import Member, MemberStatus
from app.territories import queries as territories
from app.web.access import May, allow
from app.web.context import here
from app.web.database import db

bp = Blueprint("home", __name__)


@bp.get("/")
@allow(May.LOOK)
def index() -> ResponseReturnValue:
    """Say what this is and lead to the territories, one's own first."""
    active = list(territories.active(db.session))
    mine: dict[object, Member] = {}
    if here.person is not None:
        mine = {
            member.territory_id: member for member, _place in members.memberships(db.session, here.person.id)
        }
    counts = members.count_members(db.session, [place.id for place in active])
    return render_template(
        "home/index.html",
        my_places=[(place, mine[place.id]) for place in active if place.id in mine],
        places=[place for place in active if place.id not in mine],
        counts=counts,
        active_status=MemberStatus.ACTIVE,
    )


@bp.get("/help")
@allow(May.LOOK)
def help() -> ResponseReturnValue:  # noqa: A001  # the page is called so
    """Answer the first questions."""
    return render_template("home/help.html")


@bp.get("/accessibility")
@allow(May.LOOK)
def accessibility() -> ResponseReturnValue:
    """Declare how accessible the platform is, and to whom to turn."""
    return render_template("home/accessibility.html", operator=_operator())


@bp.get("/legal")
@allow(May.LOOK)
def legal() -> ResponseReturnValue:
    """Say who runs the platform, on which terms, and what becomes of people's data."""
    return render_template("home/legal.html", operator=_operator())


def _operator() -> dict[str, str]:
    """Return what the operator said about themselves; what they did not say is missing."""
    settings: Settings = current_app.extensions["together_settings"]
    return {
        "name": settings.operator_name,
        "address": settings.operator_address,
        "mail": settings.operator_mail,
        "host": settings.operator_host,
    }
