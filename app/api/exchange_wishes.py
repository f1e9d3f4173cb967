"""What a program proposes: the values of a proposal as JSON."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import Schema, ValidationError, fields, validates_schema

from app.api.fields import Instant, Text, Whole
from app.conversations.services import LONGEST as LONGEST_MESSAGE
from app.errors import Refusal
from app.exchanges.wishes import LONGEST_WHAT, Wish, filled_in
from app.text import _
from app.web.asked import FIRST_DAY, LAST_DAY
from app.web.context import the_plugins, the_territory

FIRST, LAST = (datetime.combine(day, time(), UTC) for day in (FIRST_DAY, LAST_DAY))


def likely(instant: datetime) -> None:
    """Refuse what no time zone can place."""
    if not FIRST <= instant <= LAST:
        raise ValidationError(_("Is the year right?"))


def likely_day(day: date) -> None:
    """Refuse what no time zone can place."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValidationError(_("Is the year right?"))


class WishSchema(Schema):
    """What, when, how much, on which terms."""

    what = Text(most=2 * LONGEST_WHAT, load_default="", metadata={"maxLength": LONGEST_WHAT})
    starts_at = Instant(
        load_default=None,
        allow_none=True,
        validate=likely,
        metadata={"description": "With an offset from UTC."},
    )
    ends_at = Instant(load_default=None, allow_none=True, validate=likely)
    day = fields.Date(
        validate=likely_day,
        load_default=None,
        allow_none=True,
        metadata={"description": "In place of `starts_at` when only the day matters."},
    )
    last_day = fields.Date(
        validate=likely_day,
        load_default=None,
        allow_none=True,
        metadata={"description": "With `day`; it counts, too."},
    )
    quantity = Whole(
        load_default=None,
        allow_none=True,
        metadata={"description": "In the unit of the kind: 90 for an hour and a half of help."},
    )
    terms = Text(
        most=80, required=True, metadata={"description": "One of the listing's: `gift`, or a method."}
    )
    amount = Whole(
        load_default=0,
        metadata={"description": "In the smallest unit; only where the terms ask for one."},
    )

    @validates_schema
    def _once(self, given: Mapping[str, Any], **_values: Any) -> None:
        if given["day"] is not None and given["starts_at"] is not None:
            raise ValidationError(_("Say either the day or the instant."), "day")
        if given["last_day"] is not None and given["day"] is None:
            raise ValidationError(_("Say which day it begins."), "day")
        if given["ends_at"] is not None and given["starts_at"] is None:
            raise ValidationError(_("Say when it begins."), "starts_at")


class AskSchema(WishSchema):
    """A first message and a first proposal."""

    text = Text(
        most=2 * LONGEST_MESSAGE,
        required=True,
        metadata={"minLength": 1, "maxLength": LONGEST_MESSAGE, "description": "Your first message."},
    )


class ProposalNewSchema(WishSchema):
    """Another proposal."""

    seen = Whole(
        load_default=None,
        allow_none=True,
        metadata={"description": "Version of the exchange that you looked at; if it changed, you are told."},
    )


def wish_of(body: Mapping[str, Any], kind: str) -> Wish:
    """Return what was proposed of a kind, with what follows from it; days are those of the territory."""
    zone = ZoneInfo(the_territory().time_zone)
    whole_day = body["day"] is not None
    found = the_plugins().kinds.get(kind)
    wish = Wish(
        what=body["what"],
        starts_at=_midnight(body["day"], zone) if whole_day else _utc(body["starts_at"]),
        ends_at=_midnight(body["last_day"], zone) if whole_day else _utc(body["ends_at"]),
        whole_day=whole_day,
        quantity=body["quantity"],
        terms=body["terms"],
        amount=body["amount"],
    )
    return filled_in(wish, found.unit if found is not None else "", zone.key)


@contextmanager
def about(body: Mapping[str, Any]) -> Iterator[None]:
    """Let refusals name the values as they were sent: days where days were.

    Raises:
        Refusal: the one that was raised, about the field that came.
    """
    try:
        yield
    except Refusal as refusal:
        names = {"starts_at": "day", "ends_at": "last_day"} if body["day"] is not None else {}
        raise Refusal(*refusal.reasons, field=names.get(refusal.field or "", refusal.field)) from refusal


def _midnight(day: date | None, zone: ZoneInfo) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), zone).astimezone(UTC)


def _utc(instant: datetime | None) -> datetime | None:
    return None if instant is None else instant.astimezone(UTC)
