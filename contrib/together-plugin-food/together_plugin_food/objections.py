"""Why a meal or a harvest cannot be agreed on: days that have passed, and what somebody must not eat."""

from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa
from app.plugin_api import Direction, Exchange, Listing, State, Territory, _, clock
from sqlalchemy.orm import Session

from together_plugin_food import portions, words
from together_plugin_food.models import Meal, Surplus
from together_plugin_food.portions import MEAL, SURPLUS
from together_plugin_food.telling import day_in_words


def objections(session: Session, exchange: Exchange, to: State) -> Iterable[str]:
    """Give every reason against asking or agreeing."""
    if exchange.kind not in (SURPLUS, MEAL) or to not in (State.ASKED, State.AGREED):
        return
    yield from portions.too_much(session, exchange, to)
    row = portions.row_of(session, exchange)
    if isinstance(row, Surplus):
        yield from _too_old(session, exchange, row)
    elif isinstance(row, Meal):
        yield from _on_another_day(session, exchange, row)
        if portions.is_given(exchange):
            yield from _must_not_eat(session, exchange, row, to)


def _handed_over_on(session: Session, exchange: Exchange) -> tuple[date | None, date]:
    """Return the proposed day, if one was said, and today, both on the calendar of the territory."""
    zone = session.get_one(Territory, exchange.territory_id).time_zone
    starts_at = exchange.proposal.starts_at
    return (None if starts_at is None else clock.local(starts_at, zone).date()), clock.today(zone)


def _too_old(session: Session, exchange: Exchange, row: Surplus) -> Iterable[str]:
    proposed, today = _handed_over_on(session, exchange)
    if row.best_before is not None and (proposed or today) > row.best_before:
        yield _(
            "It is good until %(day)s only. Agree on an earlier day, or look for something fresher.",
            day=day_in_words(row.best_before),
        )


def _on_another_day(session: Session, exchange: Exchange, row: Meal) -> Iterable[str]:
    proposed, today = _handed_over_on(session, exchange)
    if row.day is None:
        return
    if proposed is not None and proposed != row.day:
        yield _("The meal is on %(day)s, not on another day.", day=day_in_words(row.day))
    elif proposed is None and today > row.day:
        yield _("The meal was on %(day)s. It is over.", day=day_in_words(row.day))


def _must_not_eat(session: Session, exchange: Exchange, row: Meal, to: State) -> Iterable[str]:
    avoided = avoided_by(session, exchange)
    inside = words.words(words.ALLERGENS, set(avoided) & set(row.allergens))
    if inside:
        yield _(
            "In this dish there is: %(allergens)s. A request of who asks says that it must not be in it.",
            allergens=", ".join(inside),
        )
    elif avoided and not row.allergens_checked and to is State.AGREED:
        yield _(
            "Who asks has said what must not be in a meal, and it is not said yet whether it is in this one. "
            "Go through the fourteen allergens on the listing first."
        )


def avoided_by(session: Session, exchange: Exchange) -> Sequence[str]:
    """Return the allergens that the receiver's own requests on the board name."""
    requests = session.scalars(
        sa.select(Meal.allergens)
        .join(Listing, Listing.id == Meal.listing_id)
        .where(
            Listing.member_id == exchange.receiver_id,
            Listing.kind == MEAL,
            Listing.direction == Direction.REQUEST,
            Listing.status == "active",
        )
    )
    return sorted({name for names in requests for name in names})
