"""Questions about spaces: which there are, whose hours are taken, who asked, who has the keys."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from app.plugin_api import Direction, Exchange, Listing, Member, State, Subnetwork, on_board
from sqlalchemy.orm import Session, selectinload

from together_plugin_spaces.models import (
    COMMON,
    KINDS,
    ROOM,
    Acceptance,
    Booking,
    Common,
    KeyLoan,
    Room,
    Slot,
    Space,
)
from together_plugin_spaces.spans import Span

S = TypeVar("S", Room, Common)

HERE = (State.AGREED, State.DONE, State.CONFIRMED, State.DISPUTED)
"""States in which an exchange has its hours."""


def space_of(
    session: Session, listing: Listing | UUID, kind: str = "", *, lock: bool = False
) -> Space | None:
    """Return the details of a listing of ours.

    Args:
        session: where to read.
        listing: the listing, or its id together with its ``kind``.
        kind: of the listing, when only its id is given.
        lock: let others who take hours of it wait until this transaction ends.
    """
    listing_id, kind = (listing.id, listing.kind) if isinstance(listing, Listing) else (listing, kind)
    wait = lock or None
    if kind == ROOM:
        return session.get(Room, listing_id, with_for_update=wait, populate_existing=lock)
    if kind == COMMON:
        return session.get(Common, listing_id, with_for_update=wait, populate_existing=lock)
    return None


def offers(
    session: Session, today: date, *, subnetwork_id: UUID | None = None
) -> list[tuple[Listing, Space]]:
    """Return the spaces on the board, rooms first, by title."""
    wanted = sa.select(Listing).where(
        Listing.kind.in_(KINDS), Listing.direction == Direction.OFFER, on_board(today), author_is_there()
    )
    if subnetwork_id is not None:
        wanted = wanted.where(Listing.subnetwork_id == subnetwork_id)
    listings = session.scalars(wanted.order_by(Listing.kind.desc(), Listing.title, Listing.id)).all()
    spaces = spaces_of(session, [listing.id for listing in listings])
    return [(listing, spaces[listing.id]) for listing in listings if listing.id in spaces]


def spaces_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, Space]:
    """Return the details of several listings of ours, by their ids."""
    spaces: dict[UUID, Space] = {}
    spaces.update((row.listing_id, row) for row in session.scalars(_among(Room, ids)))
    spaces.update((row.listing_id, row) for row in session.scalars(_among(Common, ids)))
    return spaces


def _among(model: type[S], ids: Sequence[UUID]) -> "sa.Select[S]":
    return sa.select(model).where(model.listing_id.in_(ids))


def find(session: Session, listing_id: UUID) -> Listing | None:
    """Return a listing of ours of the territory in scope, whoever may see it."""
    return session.scalar(
        sa.select(Listing)
        .where(Listing.id == listing_id, Listing.kind.in_(KINDS), Listing.direction == Direction.OFFER)
        .options(selectinload(Listing.member))
    )


def is_on_board(session: Session, listing: Listing, today: date) -> bool:
    """Tell whether everybody sees a listing."""
    wanted = sa.select(Listing.id).where(Listing.id == listing.id, on_board(today), author_is_there())
    return session.scalar(wanted) is not None


def author_is_there() -> sa.ColumnElement[bool]:
    """Return the condition that the author of a listing is an active member."""
    return Listing.member_id.in_(sa.select(Member.id).where(Member.status == "active"))


def bookings(session: Session, listing_id: UUID, within: Span) -> Sequence[Booking]:
    """Return what takes hours of a space within a stretch of time, in order."""
    return session.scalars(
        sa.select(Booking)
        .where(
            Booking.listing_id == listing_id,
            Booking.starts_at < within.ends_at,
            Booking.ends_at > within.starts_at,
        )
        .order_by(Booking.starts_at, Booking.id)
    ).all()


def bookings_of_many(session: Session, listing_ids: Sequence[UUID], within: Span) -> Sequence[Booking]:
    """Return what takes hours of several spaces within a stretch of time."""
    return session.scalars(
        sa.select(Booking).where(
            Booking.listing_id.in_(listing_ids),
            Booking.starts_at < within.ends_at,
            Booking.ends_at > within.starts_at,
        )
    ).all()


def booking_of(session: Session, exchange_id: UUID) -> Booking | None:
    """Return the hours that an exchange has."""
    return session.scalar(sa.select(Booking).where(Booking.exchange_id == exchange_id))


def closings(session: Session, listing_id: UUID, since: datetime) -> Sequence[Booking]:
    """Return the hours that are closed and not over yet."""
    return session.scalars(
        sa.select(Booking)
        .where(Booking.listing_id == listing_id, Booking.exchange_id.is_(None), Booking.ends_at > since)
        .order_by(Booking.starts_at, Booking.id)
    ).all()


def same_closing(session: Session, listing_id: UUID, span: Span, reason: str) -> Booking | None:
    """Return the closing that says just this, if there is one."""
    return session.scalar(
        sa.select(Booking).where(
            Booking.listing_id == listing_id,
            Booking.exchange_id.is_(None),
            Booking.starts_at == span.starts_at,
            Booking.ends_at == span.ends_at,
            Booking.reason == reason,
        )
    )


def first_full(session: Session, space: Space, span: Span, pieces: int, *, but: UUID | None) -> int | None:
    """Return the first quarter of an hour within a span in which fewer than ``pieces`` are free.

    Args:
        session: where to read.
        space: the room or the common good.
        span: the hours that are asked for.
        pieces: how many are asked for.
        but: a booking that does not count, for it is to be moved.
    """
    taken = sa.select(Slot.quarter).where(
        Slot.listing_id == space.listing_id,
        Slot.quarter >= span.quarters.start,
        Slot.quarter < span.quarters.stop,
    )
    if but is not None:
        taken = taken.where(Slot.booking_id != but)
    full = taken.group_by(Slot.quarter).having(sa.func.count() > space.pieces - pieces)
    return session.scalar(full.order_by(Slot.quarter).limit(1))


def asked_spans(session: Session, listing_id: UUID) -> Sequence[Exchange]:
    """Return the exchanges about a space that are asked for and not answered, with their proposals."""
    return session.scalars(
        sa.select(Exchange)
        .where(Exchange.listing_id == listing_id, Exchange.state == State.ASKED)
        .options(selectinload(Exchange.proposals))
    ).all()


def exchanges_by_id(session: Session, ids: Sequence[UUID]) -> dict[UUID, Exchange]:
    """Return exchanges by their ids."""
    found = session.scalars(sa.select(Exchange).where(Exchange.id.in_(ids)))
    return {exchange.id: exchange for exchange in found}


def mine(session: Session, member_id: UUID, exchange_id: UUID, *, lock: bool = False) -> Exchange | None:
    """Return an exchange about a space of which the member is one of the two sides.

    Args:
        session: where to read.
        member_id: one of the two.
        exchange_id: the exchange.
        lock: wait for others who change something of it.
    """
    wanted = (
        sa.select(Exchange)
        .where(
            Exchange.id == exchange_id,
            Exchange.kind.in_(KINDS),
            sa.or_(Exchange.asker_id == member_id, Exchange.owner_id == member_id),
        )
        .options(
            selectinload(Exchange.listing),
            selectinload(Exchange.asker),
            selectinload(Exchange.owner),
            selectinload(Exchange.proposals),
        )
    )
    return session.scalar(wanted.with_for_update(of=Exchange) if lock else wanted)


def acceptance(session: Session, exchange_id: UUID) -> Acceptance | None:
    """Return what the asker accepted."""
    return session.get(Acceptance, exchange_id)


def bookings_to_come(session: Session, listing_id: UUID, asker_id: UUID, since: datetime) -> int:
    """Count the bookings of a member in one space that are not over yet."""
    return (
        session.scalar(
            sa.select(sa.func.count())
            .select_from(Booking)
            .join(Exchange, Exchange.id == Booking.exchange_id)
            .where(Booking.listing_id == listing_id, Exchange.asker_id == asker_id, Booking.ends_at > since)
        )
        or 0
    )


def keys_out(session: Session, listing_id: UUID) -> Sequence[KeyLoan]:
    """Return who has keys of a space now, the longest first."""
    return session.scalars(
        sa.select(KeyLoan)
        .where(KeyLoan.listing_id == listing_id, KeyLoan.returned_on.is_(None))
        .order_by(KeyLoan.handed_on, KeyLoan.exchange_id)
    ).all()


def names_of(session: Session, member_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the first names of some members."""
    found = session.scalars(sa.select(Member).where(Member.id.in_(member_ids)))
    return {member.id: member.first_name for member in found}


def is_the_first(session: Session, exchange: Exchange) -> bool:
    """Tell whether no other exchange about the same listing was confirmed before."""
    earlier = sa.select(Exchange.id).where(
        Exchange.listing_id == exchange.listing_id,
        Exchange.state == State.CONFIRMED,
        Exchange.id != exchange.id,
    )
    return session.scalar(earlier.limit(1)) is None


def network_of(session: Session, listing: Listing) -> Subnetwork:
    """Return the sub-network of a listing."""
    return session.get_one(Subnetwork, listing.subnetwork_id)
