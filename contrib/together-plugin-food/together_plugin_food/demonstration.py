"""The plugin's share of the demonstration: gardens, harvests and tables where healthy eating is the theme."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from app.plugin_api import (
    Direction,
    Installation,
    Listing,
    Member,
    Refusal,
    Subnetwork,
    Territory,
    Wish,
    accept,
    ask,
    clock,
    publish_listing,
    save_listing,
)
from sqlalchemy.orm import Session

from together_plugin_food import portions
from together_plugin_food.demonstration_texts import SAID, TEXTS, Text
from together_plugin_food.models import Meal, Plot, Surplus

THEME = "healthy_eating"
MODELS: dict[str, type[Plot] | type[Surplus] | type[Meal]] = {
    "food.plot": Plot,
    portions.SURPLUS: Surplus,
    portions.MEAL: Meal,
}
DAYS = ("day", "picked_on", "best_before")
"""Columns that the texts give in days from today."""
NEWEST, OLDEST = 3, 60  # hours


def build(session: Session, world: Any) -> None:
    """Put them on the board of every sub-network of that theme, and let neighbours agree on some."""
    networks = session.scalars(
        sa.select(Subnetwork)
        .where(Subnetwork.id.in_(list(world.subnetworks.values())), Subnetwork.theme == THEME)
        .order_by(Subnetwork.slug)
    ).all()
    for network in networks:
        _switch_on(session, network)
        members = _members(session, world, network)
        today = clock.local(world.now, session.get_one(Territory, network.territory_id).time_zone).date()
        for text in (text for text in TEXTS if today.month in text.months):
            owner, *others = world.random.sample(members, 1 + len(text.asked) + text.waiting)
            listing = _listed(session, world, network, owner, text, today)
            _taken(session, world, listing, owner, others, text)


def _switch_on(session: Session, network: Subnetwork) -> None:
    there = sa.select(Installation).where(
        Installation.subnetwork_id == network.id, Installation.plugin == "food"
    )
    if session.scalar(there) is None:
        note = "Le frigo partagé est dans la cour de la maison de quartier, ouvert de 9 h à 19 h."
        session.add(
            Installation(
                territory_id=network.territory_id,
                subnetwork_id=network.id,
                plugin="food",
                settings={"note": note},
            )
        )
        session.flush()


def _members(session: Session, world: Any, network: Subnetwork) -> Sequence[Member]:
    slug = next(slug for slug, id_ in world.territories.items() if id_ == network.territory_id)
    return [session.get_one(Member, member_id) for member_id in world.members[slug]]


def _listed(
    session: Session, world: Any, network: Subnetwork, owner: Member, text: Text, today: date
) -> Listing:
    listing = Listing(
        territory_id=network.territory_id,
        member_id=owner.id,
        subnetwork_id=network.id,
        kind=text.kind,
        direction=Direction.REQUEST if text.wanted else Direction.OFFER,
        title=text.title,
        text=text.text,
        language="fr",
        terms=list(text.terms),
    )
    columns = {
        name: today + timedelta(days=value) if name in DAYS else value for name, value in text.row.items()
    }
    save_listing(
        session,
        world.plugins,
        listing=listing,
        detail=MODELS[text.kind](**columns),
        components=text.components,
        pictures=(),
    )
    listing.published_at = world.now - timedelta(hours=world.random.randint(NEWEST, OLDEST))
    publish_listing(session, listing)
    return listing


def _taken(
    session: Session, world: Any, listing: Listing, owner: Member, others: Sequence[Member], text: Text
) -> None:
    for asker, quantity in zip(others, text.asked, strict=False):
        said = world.random.choice(SAID)
        try:
            exchange = ask(
                session,
                world.plugins,
                listing=listing,
                asker=asker,
                text=said,
                wish=Wish(quantity=abs(quantity)),
            )
            if quantity > 0:
                accept(session, world.plugins, exchange, by=owner)
        except Refusal:  # its day has passed in the demonstration's own time
            continue
    for waiting in others[len(text.asked) :]:
        portions.wait(session, listing, waiting)
