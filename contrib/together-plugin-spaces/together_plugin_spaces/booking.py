"""Taking hours, giving them back, closing them. They flush; the caller commits.

Whoever takes hours waits for others who take hours of the same space (a lock on its row), so that the one who
comes second reads a sentence. What makes a double booking impossible is the key of ``spaces_slot``.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from app.plugin_api import Exchange, Listing, Member, Refusal, State, Territory, _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from together_plugin_spaces import queries, rules
from together_plugin_spaces.asked import pieces_of, span_of
from together_plugin_spaces.models import KINDS, Booking, Slot, Space
from together_plugin_spaces.spans import Span

AT_ONCE = 1000
"""Slots written in one statement."""


def follow(session: Session, exchange: Exchange, was: State) -> None:
    """Take the hours of an exchange that was agreed, anew when it changed; free those of one that is off."""
    if exchange.kind not in KINDS or exchange.listing.direction != "offer":
        return
    if exchange.state == State.AGREED:
        take(session, exchange)
    elif exchange.state in (State.CANCELLED, State.DECLINED):
        free(session, queries.booking_of(session, exchange.id))


def take(session: Session, exchange: Exchange) -> Booking | None:
    """Take the hours that were agreed, in place of those taken before.

    Raises:
        Refusal: somebody else has them.
    """
    space = queries.space_of(session, exchange.listing_id, exchange.kind, lock=True)
    zone = session.get_one(Territory, exchange.territory_id).time_zone
    span = span_of(exchange.proposal, exchange.kind, zone)
    if space is None or span is None:
        return None
    pieces = pieces_of(exchange.proposal, exchange.kind)
    booking = queries.booking_of(session, exchange.id)
    if booking is None:
        booking = Booking(
            territory_id=exchange.territory_id,
            listing_id=exchange.listing_id,
            exchange_id=exchange.id,
            made_by_id=exchange.asker_id,
        )
    if reasons := list(rules.against(session, space, span, pieces, zone, but=booking.id)):
        raise Refusal(*reasons)
    booking.starts_at, booking.ends_at, booking.pieces = span.starts_at, span.ends_at, pieces
    session.add(booking)
    write_slots(session, space.pieces, booking)
    return booking


def close(
    session: Session, listing: Listing, span: Span, *, by: Member, reason: str, pieces: int | None = None
) -> Booking:
    """Close hours of a space, for works or a feast of its own; sent twice, they are closed once.

    Raises:
        Refusal: somebody has these hours already.
    """
    space = queries.space_of(session, listing, lock=True)
    if space is None:
        raise Refusal(_("This is no longer offered."))
    zone = session.get_one(Territory, listing.territory_id).time_zone
    wanted = min(pieces or space.pieces, space.pieces)
    if (same := queries.same_closing(session, listing.id, span, reason.strip())) is not None:
        return same
    _check_closing(session, space, span, wanted, zone)
    booking = Booking(
        territory_id=listing.territory_id,
        listing_id=listing.id,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        pieces=wanted,
        reason=reason.strip(),
        made_by_id=by.id,
    )
    session.add(booking)
    write_slots(session, space.pieces, booking)
    return booking


def _check_closing(session: Session, space: Space, span: Span, pieces: int, zone: str) -> None:
    if not span.is_on_quarters:
        raise Refusal(_("Hours begin and end on a quarter of an hour, such as 14:00 or 14:15."))
    if rules.too_large(span, pieces):
        raise Refusal(_("So much cannot be closed at once. Close fewer hours, or pause the listing."))
    if reasons := list(rules.taken(session, space, span, pieces, zone)):
        raise Refusal(*reasons, _("Agree with them first, or close other hours."))


def free(session: Session, booking: Booking | None) -> None:
    """Give hours back; twice does no harm."""
    if booking is not None:
        session.execute(sa.delete(Slot).where(Slot.booking_id == booking.id))
        session.execute(sa.delete(Booking).where(Booking.id == booking.id))


def write_slots(session: Session, pieces: int, booking: Booking) -> None:
    """Write the slots of a booking in place of those it had; ``pieces`` is how many the space has.

    Raises:
        Refusal: a slot is somebody else's, as the database says.
    """
    session.flush()
    session.execute(sa.delete(Slot).where(Slot.booking_id == booking.id))
    try:
        with session.begin_nested():
            rows = list(_slots(session, pieces, booking))
            for first in range(0, len(rows), AT_ONCE):
                session.execute(sa.insert(Slot), rows[first : first + AT_ONCE])
    except IntegrityError as error:
        raise Refusal(_("Somebody took these hours a moment before you.")) from error


def _slots(session: Session, pieces: int, booking: Booking) -> Iterator[dict[str, Any]]:
    """Yield a row for each piece and quarter of an hour; pieces are alike, so any free number will do."""
    quarters = Span(booking.starts_at, booking.ends_at).quarters
    rows = session.execute(
        sa.select(Slot.quarter, Slot.number).where(
            Slot.listing_id == booking.listing_id,
            Slot.quarter >= quarters.start,
            Slot.quarter < quarters.stop,
        )
    )
    taken = defaultdict(set)
    for quarter, number in rows:
        taken[quarter].add(number)
    for quarter in quarters:
        numbers = [one for one in range(1, pieces + 1) if one not in taken[quarter]]
        if len(numbers) < booking.pieces:
            raise Refusal(_("Somebody took these hours a moment before you."))
        for number in numbers[: booking.pieces]:
            yield {
                "territory_id": booking.territory_id,
                "listing_id": booking.listing_id,
                "quarter": quarter,
                "number": number,
                "booking_id": booking.id,
            }
