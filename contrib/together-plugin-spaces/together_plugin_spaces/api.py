"""Spaces for programs: which there are, when each is free, asking for hours with the rules accepted."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from app.plugin_api import Direction, Listing, Subnetwork, _, clock, on_board
from app.plugin_web import (
    Cursor,
    Instant,
    May,
    Operations,
    Page,
    Scope,
    Text,
    Truth,
    Whole,
    cursor_page,
    db,
    enabled_or_404,
    page_of,
    the_member,
    the_plugins,
    the_territory,
)
from flask import abort
from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from together_plugin_spaces import asking, queries
from together_plugin_spaces.forms_booking import LONGEST_MESSAGE
from together_plugin_spaces.models import KINDS, Common, Room, Space
from together_plugin_spaces.opening import hours_in_words, week_of
from together_plugin_spaces.spans import Span
from together_plugin_spaces.week import Part, free_parts, soonest

bp = Operations("spaces", __name__, description="Rooms by the hour and common goods: when they are free.")

YEARS = range(2000, 2200)
LONGEST_LOOK = timedelta(days=92)


class SpaceSchema(Schema):
    """A room or a common good that is shared."""

    listing_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    title = fields.String(required=True)
    place = fields.String(required=True)
    pieces = Whole(required=True, metadata={"description": "How many there are; a room is one."})
    capacity = Whole(required=True, allow_none=True, metadata={"description": "People that a room holds."})
    step_free = Truth(required=True, allow_none=True)
    week = fields.List(
        fields.String(),
        required=True,
        metadata={
            "description": "Opening hours on the clocks of the territory, Monday first, such as "
            "`9:00-12:00`; empty: closed. All seven empty: any hour can be asked for. Of a common good, "
            "when it is handed over."
        },
    )
    shortest_minutes = Whole(required=True, allow_none=True)
    longest_minutes = Whole(required=True, allow_none=True)
    notice_days = Whole(required=True, allow_none=True)
    ahead_days = Whole(required=True, allow_none=True)
    deposit_cents = Whole(required=True, allow_none=True)
    rules = fields.String(required=True, metadata={"description": "Whoever asks accepts them."})


class StretchSchema(Schema):
    """Hours, from their beginning up to, not including, their end."""

    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    free = Whole(required=True, metadata={"description": "How many pieces are free; at least one."})


class FreeSchema(Schema):
    """The free hours of a space."""

    listing_id = fields.UUID(required=True)
    hours = fields.List(fields.Nested(StretchSchema), required=True)


class FreeQuerySchema(Schema):
    """Between which instants."""

    starts_at = Instant(
        required=True, data_key="from", metadata={"description": "An instant with its offset."}
    )
    ends_at = Instant(
        required=True, data_key="until", metadata={"description": "Not included; at most 92 days later."}
    )

    @validates_schema
    def check(self, given: dict[str, Any], **_more: Any) -> None:
        """Refuse an end before the beginning, and more than a quarter of a year."""
        _check_hours(given, "from", "until")
        if given["ends_at"] - given["starts_at"] > LONGEST_LOOK:
            raise ValidationError(_("At most 92 days at once."), "until")


class HoursNewSchema(Schema):
    """Hours that are asked for."""

    starts_at = Instant(required=True)
    ends_at = Instant(required=True, metadata={"description": "Not included."})
    pieces = Whole(
        required=False, load_default=1, validate=validate.Range(min=1, max=50),
        metadata={"description": "How many of a common good."},
    )  # fmt: skip
    people = Whole(
        required=False, load_default=None, allow_none=True, validate=validate.Range(min=1, max=10_000),
        metadata={"description": "How many come to a room."},
    )  # fmt: skip
    rules = Text(
        required=False, load_default="", most=4000,
        metadata={"description": "The rules of the space, word for word: so they are accepted."},
    )  # fmt: skip
    terms = Text(
        required=False, load_default="gift", most=80, metadata={"description": "One of the listing's."}
    )
    text = Text(required=True, least=1, most=LONGEST_MESSAGE, metadata={"description": "A first message."})

    @validates_schema
    def check(self, given: dict[str, Any], **_more: Any) -> None:
        """Refuse an end before the beginning."""
        _check_hours(given, "starts_at", "ends_at")


class AskedSchema(Schema):
    """What came of asking."""

    exchange_id = fields.UUID(required=True)
    state = fields.String(required=True)


def _check_hours(given: dict[str, Any], first: str, last: str) -> None:
    start, end = given["starts_at"], given["ends_at"]
    for name, at in ((first, start), (last, end)):
        if at.year not in YEARS:
            raise ValidationError(_("Is the year right?"), name)
    if start >= end:
        raise ValidationError(_("This is before the beginning."), last)


@bp.operation("/listings", may=May.LOOK, query=Cursor, gives=page_of(SpaceSchema))
def spaces(query: dict[str, Any]) -> Page[dict[str, Any]]:
    """List the rooms and common goods on the board, by title."""
    wanted = sa.select(Listing).where(
        Listing.kind.in_(KINDS),
        Listing.direction == Direction.OFFER,
        on_board(clock.today(the_territory().time_zone)),
        queries.author_is_there(),
    )
    by = [(Listing.title, lambda row: row.title), (Listing.id, lambda row: row.id)]
    found = cursor_page(db.session, wanted, by, query, descending=False)
    details = queries.spaces_of(db.session, [listing.id for listing in found.items])
    shown = [_told(listing, details[listing.id]) for listing in found.items if listing.id in details]
    return Page(shown, found.next)


@bp.operation("/listings/<uuid:listing_id>", may=May.LOOK, gives=SpaceSchema)
def space(listing_id: UUID) -> dict[str, Any]:
    """Show one space, with its rules and opening hours."""
    return _told(*_space_or_404(listing_id))


@bp.operation("/<uuid:listing_id>/free", may=May.LOOK, query=FreeQuerySchema, gives=FreeSchema)
def free(query: dict[str, Any], listing_id: UUID) -> dict[str, Any]:
    """Tell when a space is open and free between two instants, from now on; nobody is named."""
    listing, found = _space_or_404(listing_id)
    start, end = max(query["starts_at"], soonest()), query["ends_at"]
    parts = free_parts(db.session, found, Span(start, end), the_territory().time_zone) if start < end else []
    return {"listing_id": listing.id, "hours": [_stretch(part) for part in parts]}


@bp.operation(
    "/<uuid:listing_id>/ask",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.EXCHANGES,
    body=HoursNewSchema,
    gives=AskedSchema,
    status=201,
)
def ask(body: dict[str, Any], listing_id: UUID) -> dict[str, Any]:
    """Ask for hours and accept the rules; asked twice before it is answered, it is the same exchange."""
    listing, _found = _space_or_404(listing_id)
    exchange = asking.ask_for(
        db.session,
        the_plugins(),
        listing,
        Span(body["starts_at"], body["ends_at"]),
        asker=the_member(),
        text=body["text"],
        pieces=body["pieces"],
        people=body["people"],
        accepted=body["rules"],
        terms=body["terms"],
    )
    return {"exchange_id": exchange.id, "state": exchange.state}


def _space_or_404(listing_id: UUID) -> tuple[Listing, Space]:
    listing = queries.find(db.session, listing_id)
    found = queries.space_of(db.session, listing) if listing is not None else None
    if listing is None or found is None:
        abort(404)
    enabled_or_404(db.session.get_one(Subnetwork, listing.subnetwork_id), "spaces")
    if not queries.is_on_board(db.session, listing, clock.today(the_territory().time_zone)):
        abort(404)
    return listing, found


def _stretch(part: Part) -> dict[str, Any]:
    return {"starts_at": part.span.starts_at, "ends_at": part.span.ends_at, "free": part.free}


def _told(listing: Listing, found: Space) -> dict[str, Any]:
    room = found if isinstance(found, Room) else None
    longest = (found.longest_days or 0) * 24 * 60 if isinstance(found, Common) else found.longest
    return {
        "listing_id": listing.id,
        "kind": listing.kind,
        "title": listing.title,
        "place": listing.place,
        "pieces": found.pieces,
        "capacity": room.capacity if room else None,
        "step_free": room.step_free if room else None,
        "week": [hours_in_words(hours) for hours in week_of(found.typed_week)],
        "shortest_minutes": room.shortest if room else None,
        "longest_minutes": longest or None,
        "notice_days": found.notice_days,
        "ahead_days": found.ahead_days,
        "deposit_cents": found.deposit,
        "rules": found.rules,
    }
