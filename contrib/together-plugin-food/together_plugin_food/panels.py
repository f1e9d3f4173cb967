"""What food adds to the page of a sub-network, to that of a meal, and to that of what two agreed."""

from collections.abc import Mapping
from typing import Any

from app.plugin_api import Direction, Exchange, Listing, Member, Subnetwork, Territory, clock, settings_of
from sqlalchemy.orm import Session

from together_plugin_food import portions, queries, telling
from together_plugin_food.models import Meal, Surplus


def ripe(session: Session, subnetwork: Subnetwork, reader: Member | None) -> Mapping[str, Any] | None:
    """Show what is ripe this week, and how many meals have a free seat."""
    today = clock.today(session.get_one(Territory, subnetwork.territory_id).time_zone)
    return {
        "found": queries.ripe(session, today, subnetwork_id=subnetwork.id),
        "meals": queries.number_of_meals(session, today, subnetwork_id=subnetwork.id),
        "note": settings_of(session, subnetwork.id, "food").get("note") or "",
        "left_in_words": telling.left_in_words,
        "day_in_words": telling.day_in_words,
        "subnetwork": subnetwork,
        "reader": reader,
        "today": today,
    }


def seats(session: Session, listing: Listing, reader: Member | None) -> Mapping[str, Any] | None:
    """Show who may wait for a seat at a meal that is full, and how many do."""
    meal = session.get(Meal, listing.id) if listing.kind == portions.MEAL else None
    if meal is None or listing.direction != Direction.OFFER:
        return None
    today = clock.today(session.get_one(Territory, listing.territory_id).time_zone)
    if portions.left(meal) or (meal.day is not None and meal.day < today):
        return None
    mine = reader is not None and reader.id == listing.member_id
    return {
        "listing": listing,
        "mine": mine,
        "number": queries.waiting(session, listing.id),
        "may_wait": reader is not None
        and not mine
        and not queries.asks_already(session, listing.id, reader.id),
        "waits": reader is not None and queries.waits(session, listing.id, reader.id),
    }


def to_remember(session: Session, exchange: Exchange, reader: Member | None) -> Mapping[str, Any] | None:
    """Show what both need on the day: when, what is in the dish, what to bring."""
    offered = exchange.listing.direction == Direction.OFFER
    meal = session.get(Meal, exchange.listing_id) if exchange.kind == portions.MEAL else None
    harvest = session.get(Surplus, exchange.listing_id) if exchange.kind == portions.SURPLUS else None
    if meal is not None and offered:
        return {"facts": telling.on_the_day_of_a_meal(meal)}
    if harvest is not None and offered:
        return {"facts": telling.on_the_day_of_a_harvest(harvest)}
    return None
