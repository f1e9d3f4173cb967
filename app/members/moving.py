"""Saying where one is found: a place of the list, and everything that follows a member there."""

from sqlalchemy.orm import Session

from app.errors import Refusal
from app.geo import cells
from app.members import services
from app.members.models import Member
from app.members.personal import Personal
from app.territories import places
from app.territories.places import Found
from app.text import _


def move(session: Session, member: Member, key: str, personal: Personal) -> Found:
    """Keep the place behind ``key``: its name, and the public point of its centre; listings follow.

    Raises:
        Refusal: it is not in the list.
    """
    gazetteer = places.the_gazetteer()
    found = places.by_key(session, gazetteer, key)
    if found is None:
        raise Refusal(_("Choose one of the places in the list."), field="place")
    former = member.public_lat, member.public_lon
    inhabitants = gazetteer.inhabitants if gazetteer is not None else cells.nobody_known
    services.set_place(session, member, label=found.name, point=found.point, inhabitants=inhabitants)
    personal.moved(session, member, *former)
    return found
