"""Finding harvests that are ripe and meals of the next days."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from app.plugin_api import Direction, Exchange, Installation, Listing, Member, on_board
from sqlalchemy.orm import Session

from together_plugin_food import portions, words
from together_plugin_food.conditions import REST_OF_WEEK, suits, without
from together_plugin_food.models import Meal, Surplus, Waiting

DAY = timedelta(days=1)
MOST_RIPE = 6
MOST_MEALS = 100


@dataclass(frozen=True, kw_only=True)
class Found:
    """A listing with the row of its kind."""

    listing: Listing
    row: Any

    @property
    def left(self) -> int:
        """What nobody has agreed to take yet."""
        return portions.left(self.row)


def _offered(table: Any, today: date) -> "sa.Select[Any]":
    """Select offers on the board, of people who are there, where the plugin is on."""
    places = sa.select(Installation.subnetwork_id).where(
        Installation.plugin == "food", Installation.enabled.is_(True)
    )
    return (
        sa.select(Listing, table)
        .join(table, table.listing_id == Listing.id)
        .join(Member, Member.id == Listing.member_id)
        .where(
            on_board(today),
            Listing.direction == Direction.OFFER,
            Listing.subnetwork_id.in_(places),
            Member.status == "active",
        )
    )


def harvests(today: date, *, subnetwork_id: UUID | None = None) -> "sa.Select[Any]":
    """Select the harvests that are ripe within a week, not past their day, of which something is left.

    Args:
        today: on the calendar of the territory.
        subnetwork_id: only those of this sub-network.
    """
    wanted = _offered(Surplus, today).where(
        Surplus.taken < Surplus.kilograms,
        sa.or_(Surplus.best_before.is_(None), Surplus.best_before >= today),
        sa.or_(Surplus.picked_on.is_(None), Surplus.picked_on <= today + REST_OF_WEEK),
    )
    return wanted if subnetwork_id is None else wanted.where(Listing.subnetwork_id == subnetwork_id)


def ripe(session: Session, today: date, *, subnetwork_id: UUID) -> Sequence[Found]:
    """Return some harvests of a sub-network, what spoils first at the top."""
    wanted = harvests(today, subnetwork_id=subnetwork_id).order_by(
        Surplus.best_before.is_(None), Surplus.best_before, Listing.published_at.desc(), Listing.id
    )
    return [Found(listing=listing, row=row) for listing, row in session.execute(wanted.limit(MOST_RIPE))]


def meals(
    today: date, *, diets: Collection[str] = (), avoided: Collection[str] = (), last: date | None = None
) -> "sa.Select[Any]":
    """Select the listings of meals until the day ``last``, the last of seven when it is not said.

    Args:
        today: first day, on the calendar of the territory.
        diets: which it must suit, all of them.
        avoided: allergens that must surely not be in it.
        last: last day.
    """
    return _offered(Meal, today).where(
        Meal.day.between(today, last or today + REST_OF_WEEK),
        *(suits(diet) for diet in sorted(set(diets) & dict(words.DIETS).keys())),
        *(without(name) for name in sorted(set(avoided) & dict(words.ALLERGENS).keys())),
    )


def meals_by_day(
    session: Session, today: date, *, diets: Collection[str] = (), avoided: Collection[str] = ()
) -> Mapping[date, list[Found]]:
    """Return the meals of the next seven days, in the order in which they are eaten."""
    wanted = meals(today, diets=diets, avoided=avoided)
    days: dict[date, list[Found]] = {}
    for listing, row in session.execute(wanted.order_by(Meal.day, Meal.hour, Listing.id).limit(MOST_MEALS)):
        days.setdefault(row.day, []).append(Found(listing=listing, row=row))
    return days


def number_of_meals(session: Session, today: date, *, subnetwork_id: UUID) -> int:
    """Return how many meals of a sub-network have a free seat in the next seven days."""
    wanted = meals(today).where(Listing.subnetwork_id == subnetwork_id, Meal.taken < Meal.seats)
    return int(session.scalar(sa.select(sa.func.count()).select_from(wanted.subquery())) or 0)


def meal_on_board(session: Session, listing_id: UUID, today: date) -> Listing | None:
    """Return the listing of an offered meal that others see."""
    return session.scalar(_offered(Meal, today).with_only_columns(Listing).where(Listing.id == listing_id))


def waits(session: Session, listing_id: UUID, member_id: UUID) -> bool:
    """Tell whether a member waits for a seat."""
    return session.get(Waiting, (listing_id, member_id)) is not None


def waiting(session: Session, listing_id: UUID) -> int:
    """Return how many wait for a seat."""
    wanted = sa.select(sa.func.count()).where(Waiting.listing_id == listing_id)
    return int(session.scalar(wanted) or 0)


def asks_already(session: Session, listing_id: UUID, member_id: UUID) -> bool:
    """Tell whether a member has an open exchange about a listing."""
    wanted = sa.select(Exchange.id).where(
        Exchange.listing_id == listing_id,
        Exchange.asker_id == member_id,
        Exchange.state.in_(("asked", "agreed", "done", "disputed")),
    )
    return session.scalar(wanted.limit(1)) is not None
