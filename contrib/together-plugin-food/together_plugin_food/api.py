"""Food for programs: meals of the next days, ripe harvests, waiting for a seat."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from app.plugin_api import Listing, Subnetwork, clock
from app.plugin_web import (
    Cursor,
    May,
    Operations,
    Page,
    Scope,
    Truth,
    Whole,
    cursor_page,
    db,
    enabled_or_404,
    page_of,
    the_member,
    the_territory,
)
from flask import abort
from marshmallow import Schema, fields, validate

from together_plugin_food import portions, queries, telling, words
from together_plugin_food.models import Meal, Surplus

bp = Operations("food", __name__, description="Meals with free seats, and harvests that are ripe.")

DIETS = tuple(name for name, _label in words.DIETS)
ALLERGENS = tuple(name for name, _label in words.ALLERGENS)
LAST = "9999-12-31"


class MealsQuerySchema(Cursor):
    """Which meals."""

    days = fields.Integer(
        load_default=7,
        validate=validate.Range(min=1, max=31),
        metadata={"description": "How many days from today on."},
    )
    diet = fields.List(
        fields.String(validate=validate.OneOf(DIETS)),
        load_default=(),
        metadata={"description": "Which diets it must suit, all of them."},
    )
    without = fields.List(
        fields.String(validate=validate.OneOf(ALLERGENS)),
        load_default=(),
        metadata={"description": "Surely without these: the cook has gone through the fourteen."},
    )


class MealSchema(Schema):
    """A meal with seats for others."""

    listing_id = fields.UUID(required=True, metadata={"description": "To ask for a seat: ask for it."})
    title = fields.String(required=True)
    dish = fields.String(required=True)
    day = fields.Date(required=True)
    hour = fields.String(
        required=True, metadata={"description": "On the clocks of the territory; empty: not said."}
    )
    place = fields.String(required=True)
    seats = Whole(required=True)
    free = Whole(required=True, metadata={"description": "Seats that nobody has agreed to take yet."})
    diets = fields.List(fields.String(validate=validate.OneOf(DIETS)), required=True)
    allergens = fields.List(fields.String(validate=validate.OneOf(ALLERGENS)), required=True)
    allergens_checked = Truth(
        required=True, metadata={"description": "Only then what is not named is not in the dish."}
    )
    share_cents = Whole(
        required=True,
        allow_none=True,
        metadata={"description": "Most that a seat may pay of the ingredients, in cents of a euro."},
    )
    step_free = Truth(required=True)


class HarvestSchema(Schema):
    """A harvest that is too much for one."""

    listing_id = fields.UUID(required=True)
    title = fields.String(required=True)
    what = fields.String(required=True)
    produce = fields.String(required=True, validate=validate.OneOf([name for name, _label in words.PRODUCE]))
    place = fields.String(required=True)
    kilograms = Whole(required=True, metadata={"description": "In all."})
    left = Whole(required=True, metadata={"description": "Kilograms nobody has agreed to take yet."})
    picked_on = fields.Date(required=True, allow_none=True)
    best_before = fields.Date(required=True, allow_none=True)
    way = fields.String(required=True, validate=validate.OneOf([name for name, _label in words.WAYS]))


class SeatWaitingSchema(Schema):
    """Waiting for a seat."""

    waits = Truth(required=True, metadata={"description": "Whether I do."})
    number = Whole(required=True, metadata={"description": "How many do, me included."})


@bp.operation("/meals", may=May.LOOK, query=MealsQuerySchema, gives=page_of(MealSchema))
def meals(query: dict[str, Any]) -> Page[dict[str, Any]]:
    """List the meals of the next days, the first one first."""
    today = clock.today(the_territory().time_zone)
    last = today + (queries.DAY * (query["days"] - 1))
    wanted = queries.meals(today, diets=query["diet"], avoided=query["without"], last=last)
    by = [
        (sa.cast(Meal.day, sa.UnicodeText), lambda meal: meal.day.isoformat()),
        (Meal.hour, lambda meal: meal.hour),
        (Meal.listing_id, lambda meal: meal.listing_id),
    ]
    found = cursor_page(db.session, wanted.with_only_columns(Meal), by, query, descending=False)
    return Page([_meal(listing, row) for listing, row in _with_listings(found.items)], found.next)


@bp.operation("/harvests", may=May.LOOK, query=Cursor, gives=page_of(HarvestSchema))
def harvests(query: dict[str, Any]) -> Page[dict[str, Any]]:
    """List the harvests of which something is left, what spoils first at the beginning."""
    today = clock.today(the_territory().time_zone)
    spoils = sa.func.coalesce(sa.cast(Surplus.best_before, sa.UnicodeText), LAST)
    by = [
        (spoils, lambda row: row.best_before.isoformat() if row.best_before else LAST),
        (Surplus.listing_id, lambda row: row.listing_id),
    ]
    wanted = queries.harvests(today).with_only_columns(Surplus)
    found = cursor_page(db.session, wanted, by, query, descending=False)
    return Page([_harvest(listing, row) for listing, row in _with_listings(found.items)], found.next)


@bp.operation(
    "/meals/<uuid:listing_id>/waiting",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.EXCHANGES,
    gives=SeatWaitingSchema,
)
def wait(listing_id: UUID) -> dict[str, Any]:
    """Wait for a seat at a meal that is full: who has waited longest is told of the next free one."""
    listing = _meal_or_404(listing_id)
    portions.wait(db.session, listing, the_member())
    return {"waits": True, "number": queries.waiting(db.session, listing_id)}


@bp.operation(
    "/meals/<uuid:listing_id>/waiting",
    method="DELETE",
    may=May.TAKE_PART,
    scope=Scope.EXCHANGES,
    status=204,
)
def wait_no_longer(listing_id: UUID) -> None:
    """Wait for a seat no longer."""
    portions.stop_waiting(db.session, _meal_or_404(listing_id), the_member())


def _meal_or_404(listing_id: UUID) -> Listing:
    listing = queries.meal_on_board(db.session, listing_id, clock.today(the_territory().time_zone))
    if listing is None:
        abort(404)
    enabled_or_404(db.session.get_one(Subnetwork, listing.subnetwork_id), "food")
    return listing


def _with_listings(rows: Sequence[Any]) -> list[tuple[Listing, Any]]:
    ids = [row.listing_id for row in rows]
    known = {one.id: one for one in db.session.scalars(sa.select(Listing).where(Listing.id.in_(ids)))}
    return [(known[row.listing_id], row) for row in rows]


def _meal(listing: Listing, meal: Meal) -> dict[str, Any]:
    return {
        "listing_id": listing.id,
        "title": listing.title,
        "dish": meal.dish,
        "day": meal.day,
        "hour": meal.hour,
        "place": listing.place,
        "seats": meal.seats,
        "free": portions.left(meal),
        "diets": meal.diets,
        "allergens": meal.allergens,
        "allergens_checked": meal.allergens_checked,
        "share_cents": telling.share_in_cents(meal, 1) if meal.ingredients else None,
        "step_free": meal.step_free,
    }


def _harvest(listing: Listing, surplus: Surplus) -> dict[str, Any]:
    return {
        "listing_id": listing.id,
        "title": listing.title,
        "what": surplus.what,
        "produce": surplus.produce,
        "place": listing.place,
        "kilograms": surplus.kilograms,
        "left": portions.left(surplus),
        "picked_on": surplus.picked_on,
        "best_before": surplus.best_before,
        "way": surplus.way,
    }
