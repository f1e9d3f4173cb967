"""The blocks that the plugin adds to pages of the core."""

from collections.abc import Mapping
from typing import Any

from app.plugin_api import Direction, Exchange, Listing, Member, State, Subnetwork, Territory, clock
from sqlalchemy.orm import Session

from together_plugin_spaces import queries
from together_plugin_spaces.asked import span_of
from together_plugin_spaces.asking import needs_rules
from together_plugin_spaces.models import KeyLoan
from together_plugin_spaces.picture import WORDS
from together_plugin_spaces.spans import Span
from together_plugin_spaces.week import free_today as left_today
from together_plugin_spaces.week import week

MOST_TODAY = 8


def week_of_listing(session: Session, listing: Listing, reader: Member | None) -> Mapping[str, Any] | None:
    """Return the coming seven days of a space, without names."""
    space = queries.space_of(session, listing)
    if space is None or listing.direction != Direction.OFFER:
        return None
    zone = _zone(session, listing)
    return WORDS | {
        "listing": listing,
        "space": space,
        "days": week(session, space, clock.today(zone), zone),
        "zone": zone,
        "mine": reader is not None and reader.id == listing.member_id,
    }


def booking_of_exchange(
    session: Session, exchange: Exchange, reader: Member | None
) -> Mapping[str, Any] | None:
    """Return what stands around an exchange: its hours, the rules, the keys."""
    space = queries.space_of(session, exchange.listing_id, exchange.kind)
    if space is None or exchange.listing.direction != Direction.OFFER or reader is None:
        return None
    said = queries.acceptance(session, exchange.id)
    booked = queries.booking_of(session, exchange.id)
    return WORDS | {
        "exchange": exchange,
        "space": space,
        "zone": _zone(session, exchange),
        "hours": Span(booked.starts_at, booked.ends_at) if booked is not None else None,
        "span": span_of(exchange.proposal, exchange.kind, _zone(session, exchange)),
        "said": said,
        "needs_rules": needs_rules(space, said),
        "asks": reader.id == exchange.asker_id,
        "loan": session.get(KeyLoan, exchange.id),
        "is_open": exchange.state in (State.ASKED, State.AGREED),
    }


def free_today(session: Session, subnetwork: Subnetwork, reader: Member | None) -> Mapping[str, Any] | None:
    """Return the spaces of a sub-network that have a free hour before midnight."""
    zone = _zone(session, subnetwork)
    spaces = queries.offers(session, clock.today(zone), subnetwork_id=subnetwork.id)[:MOST_TODAY]
    found = [(listing, parts) for listing, _space, parts in left_today(session, spaces, zone) if parts]
    return WORDS | {"found": found, "zone": zone}


def _zone(session: Session, scoped: Any) -> str:
    return session.get_one(Territory, scoped.territory_id).time_zone
