"""The plugin's share of the demonstration: spaces, bookings of this week and the next, keys that are out."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from app.plugin_api import (
    Direction,
    Exchange,
    Installation,
    Listing,
    Member,
    Refusal,
    Subnetwork,
    Territory,
    accept,
    clock,
    coordinator_ids,
    publish_listing,
    save_listing,
)
from sqlalchemy.orm import Session

from together_plugin_spaces import booking, keys, queries
from together_plugin_spaces.asking import ask_for
from together_plugin_spaces.demonstration_texts import PLACES, Place
from together_plugin_spaces.models import COMMON, Common, Room, Space
from together_plugin_spaces.opening import open_spans, week_of
from together_plugin_spaces.spans import Span, day_span
from together_plugin_spaces.words import DAYS

THEMES = ("shared_spaces", "common_goods")
WORDS = (
    "Bonjour, ce serait pour la répétition de la chorale.",
    "Bonjour ! Nous voudrions y tenir notre réunion de locataires.",
    "C’est pour l’anniversaire de ma mère, une vingtaine de personnes, sans musique.",
    "Un atelier de réparation avec les jeunes du quartier.",
    "Pour le repas de rue, si c’est encore libre.",
)
WORKS = "Travaux : peinture"
SOON = timedelta(days=3)
"""Keys are fetched so long before the hours."""


def build(session: Session, world: Any) -> None:
    """Open spaces in every sub-network of the demonstration that is about shared spaces or common goods."""
    for network in session.scalars(
        sa.select(Subnetwork)
        .where(Subnetwork.id.in_(list(world.subnetworks.values())), Subnetwork.theme.in_(THEMES))
        .order_by(Subnetwork.id)
    ):
        _Scene(session, network, world).play()


class _Scene:
    def __init__(self, session: Session, network: Subnetwork, world: Any) -> None:
        self.session, self.network, self.world = session, network, world
        self.random = world.random
        self.zone = session.get_one(Territory, network.territory_id).time_zone
        ids = next(
            ids for slug, ids in world.members.items() if world.territories[slug] == network.territory_id
        )
        self.members = [session.get_one(Member, member_id) for member_id in ids[:80]]

    def play(self) -> None:
        self._install()
        for place in PLACES:
            listing = self._open(place)
            self._book(listing)
        self._close()

    def _install(self) -> None:
        there = sa.select(Installation).where(
            Installation.subnetwork_id == self.network.id, Installation.plugin == "spaces"
        )
        if self.session.scalar(there) is None:
            self.session.add(
                Installation(
                    territory_id=self.network.territory_id, subnetwork_id=self.network.id, plugin="spaces"
                )
            )
            self.session.flush()

    def _open(self, place: Place) -> Listing:
        owner = self._owner()
        model: type[Space] = Common if place.kind == COMMON else Room
        named = dict(zip((slug for slug, _label in DAYS), place.week, strict=True))
        listing = Listing(
            territory_id=self.network.territory_id,
            member_id=owner.id,
            subnetwork_id=self.network.id,
            kind=place.kind,
            direction=Direction.OFFER,
            title=place.title,
            text=place.text,
            language="fr",
            terms=["gift"],
            place=place.place,
        )
        detail = model(**named, **place.detail, rules=place.rules, kept_by=place.kept_by)
        save_listing(
            self.session,
            self.world.plugins,
            listing=listing,
            detail=detail,
            components=place.components,
            pictures=(),
        )
        listing.published_at = self.world.now - timedelta(days=self.random.randint(5, 90))
        publish_listing(self.session, listing)
        return listing

    def _owner(self) -> Member:
        coordinators: list[UUID] = coordinator_ids(self.session, self.network.id)
        if coordinators and self.random.random() < 0.5:
            return self.session.get_one(Member, coordinators[0])
        found: Member = self.random.choice(self.members)
        return found

    def _book(self, listing: Listing) -> None:
        space = queries.space_of(self.session, listing)
        assert space is not None
        for number in range(self.random.randint(3, 5)):
            span = self._span(space)
            asker = self.random.choice([one for one in self.members if one.id != listing.member_id])
            if span is None:
                continue
            try:
                exchange = self._ask(listing, space, asker, span)
                if number or space.notice_days:
                    self._agree(listing, exchange, soon=span.starts_at < self.world.now + SOON)
            except Refusal:
                continue  # somebody was quicker, as in life

    def _span(self, space: Space) -> Span | None:
        first = clock.local(self.world.now, self.zone).date() + timedelta(days=1 + (space.notice_days or 0))
        whole = Span(
            day_span(first, self.zone).starts_at, day_span(first + timedelta(days=12), self.zone).ends_at
        )
        week = week_of(space.typed_week)
        opened = [one for one in open_spans(week, whole, self.zone) if one.starts_at > whole.starts_at]
        if len(opened) < 2:
            return None
        chosen = self.random.randrange(len(opened) - 1)
        if isinstance(space, Common):
            return Span(opened[chosen].starts_at, opened[chosen + 1].ends_at - timedelta(minutes=30))
        start = opened[chosen].starts_at + timedelta(hours=self.random.randint(0, 4))
        length = timedelta(minutes=self.random.choice((90, 120, 180)))
        return Span(start, start + max(length, timedelta(minutes=space.shortest or 60)))

    def _ask(self, listing: Listing, space: Space, asker: Member, span: Span) -> Exchange:
        with self.session.begin_nested():
            return ask_for(
                self.session,
                self.world.plugins,
                listing,
                span,
                asker=asker,
                text=self.random.choice(WORDS),
                people=self.random.randint(4, space.capacity) if isinstance(space, Room) else None,
                pieces=self.random.randint(1, min(3, space.pieces)),
                accepted=space.rules,
            )

    def _agree(self, listing: Listing, exchange: Exchange, *, soon: bool) -> None:
        owner = self.session.get_one(Member, listing.member_id)
        accept(self.session, self.world.plugins, exchange, by=owner)
        if soon:
            keys.hand_over(self.session, exchange, by=owner, day=self._today())

    def _close(self) -> None:
        hall = self.session.scalars(
            sa.select(Listing)
            .where(Listing.subnetwork_id == self.network.id, Listing.title == PLACES[0].title)
            .limit(1)
        ).one()
        day = self._today() + timedelta(days=30)
        owner = self.session.get_one(Member, hall.member_id)
        booking.close(self.session, hall, day_span(day, self.zone), by=owner, reason=WORKS)

    def _today(self) -> date:
        return clock.local(self.world.now, self.zone).date()
