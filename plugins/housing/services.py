"""What the core asks about rooms."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.plugin_api import Exchange, Listing, Match, State, Territory, _, clock, ngettext, settings_of
from plugins.housing.models import Room
from plugins.housing.words import ROOM_TYPES


def card(room: Room) -> list[str]:
    """Return the short facts of a room."""
    facts = [
        str(dict(ROOM_TYPES).get(room.room_type, room.room_type)),
        ngettext("%(num)s person", "%(num)s people", room.sleeps),
    ]
    if room.step_free:
        facts.append(_("without steps"))
    return facts


def facts(room: Room) -> list[tuple[str, str]]:
    """Return every fact of a room with its name."""
    found = [
        (_("Kind of place"), str(dict(ROOM_TYPES).get(room.room_type, room.room_type))),
        (_("Sleeps"), ngettext("%(num)s person", "%(num)s people", room.sleeps)),
    ]
    if room.nights_max:
        found.append((_("Longest stay"), ngettext("%(num)s night", "%(num)s nights", room.nights_max)))
    found.append((_("Without steps"), _("yes") if room.step_free else _("no")))
    found.append((_("Pets are welcome"), _("yes") if room.pets_welcome else _("no")))
    return found


def nights(session: Session, exchange: Exchange) -> int:
    """Return the nights of a stay: as agreed, else from the first to the last day, else one."""
    wanted = exchange.proposal
    if wanted.quantity:
        return wanted.quantity
    if wanted.starts_at is None or wanted.ends_at is None:
        return 1
    zone = session.get_one(Territory, exchange.territory_id).time_zone
    first, last = (clock.local(instant, zone).date() for instant in (wanted.starts_at, wanted.ends_at))
    return max(1, (last - first).days)


def too_long(session: Session, exchange: Exchange, to: State) -> Iterable[str]:
    """Object to a stay that is longer than the host or the sub-network allow."""
    if exchange.kind != "housing.room" or to is not State.AGREED:
        return
    asked = nights(session, exchange)
    room = session.get(Room, exchange.listing_id)
    limit = settings_of(session, exchange.subnetwork_id, "housing").get("longest_stay")
    if room is not None and room.nights_max and asked > room.nights_max:
        yield ngettext(
            "The host offers at most %(num)s night.",
            "The host offers at most %(num)s nights.",
            room.nights_max,
        )
    if limit and asked > limit:
        yield ngettext(
            "This sub-network allows stays of at most %(num)s night.",
            "This sub-network allows stays of at most %(num)s nights.",
            limit,
        )


def room_enough(session: Session, offer: Listing, request: Listing) -> Match | None:
    """Score whether a room is large enough for who looks for one."""
    there, wanted = session.get(Room, offer.id), session.get(Room, request.id)
    if there is None or wanted is None:
        return None
    if there.sleeps < wanted.sleeps or (wanted.step_free and not there.step_free):
        return Match(score=0.0, reason=_("too small, or with steps"))
    return Match(
        score=1.0, reason=ngettext("room for %(num)s person", "room for %(num)s people", there.sleeps)
    )
