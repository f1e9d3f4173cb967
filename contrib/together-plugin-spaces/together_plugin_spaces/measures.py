"""What a confirmed booking brought: hours of use, and a space that was used for the first time."""

from app.plugin_api import Exchange, Territory
from sqlalchemy.orm import Session

from together_plugin_spaces import queries
from together_plugin_spaces.asked import pieces_of, span_of


def minutes_shared(session: Session, exchange: Exchange) -> int | None:
    """Return the minutes of the agreed hours, times the pieces; nothing when no hours were agreed."""
    zone = session.get_one(Territory, exchange.territory_id).time_zone
    span = span_of(exchange.proposal, exchange.kind, zone)
    return None if span is None else span.minutes * pieces_of(exchange.proposal, exchange.kind)


def opened(session: Session, exchange: Exchange) -> int | None:
    """Return 1 when this exchange is the first about its space that was confirmed."""
    return 1 if queries.is_the_first(session, exchange) else None
