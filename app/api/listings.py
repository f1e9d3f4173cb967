"""Listings: finding them, writing them, putting them on the board and taking them off."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import abort
from marshmallow import Schema, fields, validate

from app.api import cursors
from app.api.cursors import Cursor, Page, page_of
from app.api.fields import Text
from app.api.listing_search import ListingSearchSchema, wanted
from app.api.listing_shapes import ListingSchema, told_all
from app.api.listing_writing import ListingChangeSchema, ListingNewSchema, change, write_new
from app.api.operations import Operations
from app.api.scopes import Scope
from app.geo.point import Point
from app.listings import page_views, queries, services
from app.listings.models import Listing, ListingStatus
from app.listings.search_views import ground
from app.listings.writing_views import the_desk
from app.matching.queries import fits_of
from app.web.access import May
from app.web.context import here, the_member, the_plugins, the_territory
from app.web.database import db

bp = Operations("listings", __name__, description="What people offer and need.")
LONGEST_REASON = 300


class MineSchema(Cursor):
    """Which of my listings."""

    status = fields.String(load_default="", validate=validate.OneOf(("", *ListingStatus)))


class ListingMoveSchema(Schema):
    """What happens to my listing."""

    do = fields.String(
        required=True,
        validate=validate.OneOf(tuple(page_views.MOVES)),
        metadata={
            "description": "`pause` and `resume`; `renew` for three months; `keep` without an end; `end`."
        },
    )


class ListingHidingSchema(Schema):
    """Why a coordinator hides a listing."""

    reason = Text(
        required=True, metadata={"maxLength": LONGEST_REASON, "description": "Its author reads it."}
    )


class MatchSchema(Schema):
    """A listing of somebody else that fits mine."""

    listing = fields.Nested(ListingSchema, required=True)
    score = fields.Float(required=True, metadata={"description": "How well, from 0 to 1."})
    reasons = fields.List(fields.String(), required=True)


class MatchesSchema(Schema):
    """What fits a listing, the best first."""

    items = fields.List(fields.Nested(MatchSchema), required=True)


ListingPageSchema = page_of(ListingSchema)


@bp.operation("/<territory>/listings", may=May.LOOK, query=ListingSearchSchema, gives=ListingPageSchema)
def search(query: dict[str, Any]) -> Page[dict[str, Any]]:
    """Find offers and requests on the board, the newest or the nearest first."""
    look = wanted(db.session, ground(), query)
    found = queries.matching(db.session, the_plugins(), look, zone=the_territory().time_zone)
    if query["member"] is not None:
        if here.member is None:
            abort(403)  # a profile is for members, too
        found = found.where(Listing.member_id == query["member"])
    by: list[Any] = [
        (Listing.published_at, lambda line: line.published_at),
        (Listing.id, lambda line: line.id),
    ]
    nearest = look.order == "nearest" and look.near is not None
    if nearest and look.near is not None:
        away = queries.farness(look.near)
        by[0] = (away, lambda line: db.session.scalar(sa.select(away).where(Listing.id == line.id)))
    page = cursors.page(db.session, found, by, query, descending=not nearest)
    return Page(told_all(page.items, near=look.near), page.next)


@bp.operation("/<territory>/listings/mine", may=May.TAKE_PART, query=MineSchema, gives=ListingPageSchema)
def mine(query: dict[str, Any]) -> Page[dict[str, Any]]:
    """List my listings, the latest written first; drafts and what is off the board are among them."""
    written = queries.whole().where(Listing.member_id == the_member().id)
    if query["status"]:
        written = written.where(Listing.status == query["status"])
    page = cursors.page(db.session, written, [(Listing.id, lambda line: line.id)], query)
    return Page(told_all(page.items), page.next)


@bp.operation(
    "/<territory>/listings",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.LISTINGS,
    body=ListingNewSchema,
    gives=ListingSchema,
    status=201,
)
def create(body: dict[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Write an offer or a request."""
    listing = write_new(the_desk(csrf=False), body)
    told = _told(listing)
    return told, 201, {"Location": f"/api/v1/{the_territory().slug}/listings/{listing.id}"}


@bp.operation("/<territory>/listings/<uuid:listing_id>", may=May.LOOK, gives=ListingSchema)
def one(listing_id: UUID) -> dict[str, Any]:
    """Show a listing; a draft only to its author, a hidden one also to the coordinators."""
    return _told(page_views.readable(listing_id))


@bp.operation(
    "/<territory>/listings/<uuid:listing_id>",
    method="PATCH",
    may=May.TAKE_PART,
    scope=Scope.LISTINGS,
    body=ListingChangeSchema,
    gives=ListingSchema,
)
def edit(body: dict[str, Any], listing_id: UUID) -> dict[str, Any]:
    """Change my listing; what is not sent stays as it is."""
    return _told(change(the_desk(csrf=False), page_views.mine_or_404(listing_id), body))


@bp.operation(
    "/<territory>/listings/<uuid:listing_id>/moves",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.LISTINGS,
    body=ListingMoveSchema,
    gives=ListingSchema,
)
def move(body: dict[str, Any], listing_id: UUID) -> dict[str, Any]:
    """Pause, resume, renew, keep without an end, or end my listing."""
    listing = page_views.mine_or_404(listing_id)
    page_views.MOVES[body["do"]](listing)
    return _told(listing)


@bp.operation("/<territory>/listings/<uuid:listing_id>/matches", may=May.TAKE_PART, gives=MatchesSchema)
def matches(listing_id: UUID) -> dict[str, Any]:
    """Say what fits a listing of mine: those of others in the other direction, the best first."""
    listing, zone = page_views.mine_or_404(listing_id), the_territory().time_zone
    pairs = fits_of(db.session, the_plugins(), listing, zone=zone)
    whole = db.session.scalars(queries.whole().where(Listing.id.in_([pair.found.id for pair in pairs])))
    told = {each["id"]: each for each in told_all(whole.unique().all(), near=_home())}
    return {
        "items": [
            {"listing": told[pair.found.id], "score": pair.score, "reasons": pair.reasons} for pair in pairs
        ]
    }


@bp.operation(
    "/<territory>/listings/<uuid:listing_id>/hiding",
    method="PUT",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=ListingHidingSchema,
    gives=ListingSchema,
)
def hide(body: dict[str, Any], listing_id: UUID) -> dict[str, Any]:
    """Hide a listing of a sub-network that I look after; its author reads why."""
    listing = _looked_after(listing_id)
    services.hide(db.session, listing, reason=body["reason"])
    return _told(listing)


@bp.operation(
    "/<territory>/listings/<uuid:listing_id>/hiding",
    method="DELETE",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=ListingSchema,
)
def show_again(listing_id: UUID) -> dict[str, Any]:
    """Put a listing back on the board that was hidden."""
    listing = _looked_after(listing_id)
    services.show_again(db.session, listing)
    return _told(listing)


def _looked_after(listing_id: UUID) -> Listing:
    listing = page_views.readable(listing_id)
    if not page_views.looks_after(listing):
        abort(404)
    return listing


def _told(listing: Listing) -> dict[str, Any]:
    return told_all([listing], near=_home())[0]


def _home() -> Point | None:
    member = here.member
    if member is None or member.public_lat is None or member.public_lon is None:
        return None
    return Point(member.public_lat, member.public_lon)
