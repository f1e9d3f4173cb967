"""How a listing is told to programs: what its page says to the same reader, no more."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from marshmallow import Schema, fields, validate

from app import clock
from app.api.details import told
from app.api.fields import Instant, Truth, Whole
from app.geo.point import Point
from app.kernel.registry import Plugins
from app.listings.cards import photo
from app.listings.models import Direction, Listing, ListingPicture, ListingStatus
from app.listings.page_views import is_mine, looks_after
from app.listings.queries import is_on_board
from app.subnetworks.models import Subnetwork
from app.web.context import here, the_plugins, the_territory
from app.web.database import db

DIRECTIONS = tuple(Direction)
SLUG = "^[a-z0-9_-]+$"
KIND = "^[a-z0-9_]+\\.[a-z0-9_]+$"


class SomebodySchema(Schema):
    """A member, as far as everybody sees them beside what they wrote."""

    id = fields.UUID(required=True)
    first_name = fields.String(required=True)


class ListingAuthorSchema(Schema):
    """Who wrote a listing."""

    id = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "Told to members of the territory; `null` to others."},
    )
    first_name = fields.String(required=True)


class PictureSchema(Schema):
    """A picture on a listing."""

    id = fields.UUID(required=True, metadata={"description": "To keep it when the listing is changed."})
    alt = fields.String(required=True, metadata={"description": "What it shows, in words."})
    width = Whole(required=True)
    height = Whole(required=True)
    colour = fields.String(required=True, metadata={"description": "Its dominant colour, `#rrggbb`."})
    path = fields.String(required=True, metadata={"description": "Of its JPEG copy, on this site."})
    widths = fields.List(Whole(), required=True, metadata={"description": "Also there as AVIF and WebP."})


class FactSchema(Schema):
    """One fact of a kind's own, in the language of the caller."""

    name = fields.String(required=True)
    text = fields.String(required=True)


class ListingSchema(Schema):
    """An offer or a request."""

    id = fields.UUID(required=True)
    path = fields.String(required=True, metadata={"description": "Of its page, on this site."})
    direction = fields.String(required=True, validate=validate.OneOf(DIRECTIONS))
    kind = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf(tuple(ListingStatus)))
    on_board = Truth(required=True, metadata={"description": "Whether everybody sees it today."})
    title = fields.String(required=True)
    text = fields.String(required=True, metadata={"description": "Markdown, as it was written."})
    language = fields.String(required=True)
    terms = fields.List(fields.String(), required=True, metadata={"description": "`gift`, and methods."})
    quantity = Whole(required=True, allow_none=True)
    unit = fields.String(required=True, metadata={"description": "What quantities of its kind count."})
    when_text = fields.String(required=True)
    starts_on = fields.Date(required=True, allow_none=True)
    ends_on = fields.Date(required=True, allow_none=True)
    place = fields.String(required=True)
    lat = fields.Float(required=True, allow_none=True, metadata={"description": "Of its blurred point."})
    lon = fields.Float(required=True, allow_none=True)
    metres = Whole(
        required=True,
        allow_none=True,
        metadata={"description": "From the place looked around, else from where you live, blurred."},
    )
    subnetwork = fields.String(required=True, metadata={"description": "Slug of its sub-network."})
    member = fields.Nested(ListingAuthorSchema, required=True)
    mine = Truth(required=True)
    components = fields.List(fields.String(), required=True, metadata={"description": "Of well-being."})
    pictures = fields.List(fields.Nested(PictureSchema), required=True)
    detail = fields.Dict(
        keys=fields.String(),
        required=True,
        allow_none=True,
        metadata={"description": "The kind's own fields; the kind describes them as JSON Schema."},
    )
    facts = fields.List(fields.Nested(FactSchema), required=True)
    published_at = Instant(required=True, allow_none=True)
    expires_on = fields.Date(
        required=True,
        allow_none=True,
        metadata={
            "description": "Its last day on the board, for its author; `null`: it does not end by itself."
        },
    )
    hidden_reason = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Why a coordinator hid it; for its author and the coordinators."},
    )


def told_all(listings: Sequence[Listing], *, near: Point | None = None) -> list[dict[str, Any]]:
    """Return listings that the caller may see, each with all that ``ListingSchema`` dumps.

    Args:
        near: where distances are counted from.
    """
    plugins = the_plugins()
    details = _details(plugins, listings)
    slugs = dict(
        db.session.execute(
            sa.select(Subnetwork.id, Subnetwork.slug).where(
                Subnetwork.id.in_({listing.subnetwork_id for listing in listings})
            )
        ).all()
    )
    return [
        _told(listing, details.get(listing.id), slugs[listing.subnetwork_id], near) for listing in listings
    ]


def _details(plugins: Plugins, listings: Sequence[Listing]) -> dict[UUID, Any]:
    """Read the kinds' own rows, one query for each table."""
    by_table: dict[Any, list[UUID]] = defaultdict(list)
    for listing in listings:
        kind = plugins.kinds.get(listing.kind)
        if kind is not None and kind.detail is not None:
            by_table[kind.detail].append(listing.id)
    return {
        row.listing_id: row
        for table, ids in by_table.items()
        for row in db.session.scalars(sa.select(table).where(table.listing_id.in_(ids)))
    }


def _told(listing: Listing, detail: Any | None, subnetwork: str, near: Point | None) -> dict[str, Any]:
    territory, kind = the_territory(), the_plugins().kinds.get(listing.kind)
    mine = is_mine(listing)
    facts = kind.facts(detail) if kind is not None and kind.facts is not None and detail is not None else ()
    plain = ("id", "direction", "kind", "status", "title", "text", "language", "terms", "quantity",
             "when_text", "starts_on", "ends_on", "place", "published_at")  # fmt: skip
    return {
        **{name: getattr(listing, name) for name in plain},
        "path": f"/t/{territory.slug}/listings/{listing.id}",
        "member": {
            "id": listing.member_id if here.member is not None else None,
            "first_name": listing.member.first_name,
        },
        "expires_on": listing.expires_on if mine else None,
        "on_board": is_on_board(listing, clock.today(territory.time_zone)),
        "unit": kind.unit if kind is not None else "",
        "lat": listing.public_lat,
        "lon": listing.public_lon,
        "metres": _metres(listing, near),
        "subnetwork": subnetwork,
        "mine": mine,
        "components": [item.code for item in listing.components],
        "pictures": [_picture(item) for item in listing.pictures],
        "detail": told(kind, detail, to_author=mine) if kind is not None else None,
        "facts": [{"name": str(name), "text": str(text)} for name, text in facts],
        "hidden_reason": listing.hidden_reason if mine or looks_after(listing) else None,
    }


def _metres(listing: Listing, near: Point | None) -> int | None:
    if near is None or listing.public_lat is None or listing.public_lon is None:
        return None
    return round(near.distance_to(Point(listing.public_lat, listing.public_lon)))


def _picture(item: ListingPicture) -> dict[str, Any]:
    row = item.picture
    shown = photo(row.digest, row.width, row.height, row.widths, item.alt, row.colour)
    return {
        "id": row.id,
        "alt": item.alt,
        "width": row.width,
        "height": row.height,
        "colour": row.colour,
        "path": shown.src,
        "widths": row.widths,
    }
