"""One's own sheet for programs, where each member notes what they gave and received."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from marshmallow import Schema, fields, validate

from app.plugin_web import (
    Cursor,
    May,
    Page,
    Scope,
    Text,
    Truth,
    Whole,
    a_day,
    cursor_page,
    db,
    id_of_request,
    page_of,
    the_member,
)
from plugins.time_bank import sheets
from plugins.time_bank.api_group import bp
from plugins.time_bank.models import SheetLine
from plugins.time_bank.sheet_reach import sheet_or_404
from plugins.time_bank.sheets import A_DAY, LONGEST_NAME, LONGEST_WORDS

GAVE, RECEIVED = "gave", "received"
SIDE = "What you did: `gave` or `received` time."


class HourSheetSchema(Schema):
    """Where one's own sheet stands; every figure in minutes."""

    is_open = Truth(
        required=True,
        metadata={"description": "Whether lines can be noted; otherwise it stays as it was, to be read."},
    )
    opening_minutes = Whole(required=True, metadata={"description": "What it opened with."})
    given_minutes = Whole(required=True)
    received_minutes = Whole(required=True)
    balance_minutes = Whole(
        required=True, metadata={"description": "Opening and given, less what was received."}
    )


class HourSheetLineSchema(Schema):
    """A line of one's own sheet."""

    id = fields.UUID(required=True)
    side = fields.String(
        required=True, validate=validate.OneOf([GAVE, RECEIVED]), metadata={"description": SIDE}
    )
    with_whom = fields.String(required=True)
    minutes = Whole(required=True)
    what = fields.String(required=True)
    day = fields.Date(required=True)
    exchange_id = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "The exchange that noted it, which is not struck off; null: by hand."},
    )


class HourSheetLineNewSchema(Schema):
    """What happened outside the platform."""

    side = fields.String(
        required=True, validate=validate.OneOf([GAVE, RECEIVED]), metadata={"description": SIDE}
    )
    with_whom = Text(required=True, least=1, most=LONGEST_NAME, metadata={"description": "A name."})
    minutes = Whole(required=True, validate=validate.Range(min=1, max=A_DAY), metadata={"examples": [45]})
    what = Text(load_default="", most=LONGEST_WORDS, metadata={"description": "What for."})
    day = a_day(required=True, metadata={"description": "Not to come."})


@bp.operation("/<slug>/sheet", may=May.TAKE_PART, gives=HourSheetSchema)
def sheet(slug: str) -> dict[str, Any]:
    """Say where one's own sheet stands; nobody else reads it."""
    subnetwork = sheet_or_404(slug)
    found = sheets.sheet_of(db.session, subnetwork, the_member().id)
    return {
        "is_open": sheets.are_kept(db.session, subnetwork),
        "opening_minutes": found.opening,
        "given_minutes": found.given,
        "received_minutes": found.received,
        "balance_minutes": found.stands_at,
    }


@bp.operation("/<slug>/sheet/lines", may=May.TAKE_PART, query=Cursor, gives=page_of(HourSheetLineSchema))
def sheet_lines(query: dict[str, Any], slug: str) -> Page[dict[str, Any]]:
    """List the lines of one's own sheet, the latest day first."""
    wanted = sheets.lines(sheet_or_404(slug).id, the_member().id)
    by = [(_number_of_day(), lambda line: _as_number(line.day)), (SheetLine.id, lambda line: line.id)]
    page = cursor_page(db.session, wanted, by, query)
    return Page([_shown(line) for line in page.items], page.next)


@bp.operation(
    "/<slug>/sheet/lines",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.EXCHANGES,
    body=HourSheetLineNewSchema,
    gives=HourSheetLineSchema,
    status=201,
)
def sheet_line_new(body: dict[str, Any], slug: str) -> dict[str, Any]:
    """Note what happened outside the platform; exchanges that both confirm are noted by themselves."""
    subnetwork = sheet_or_404(slug)
    minutes = body.pop("minutes") * (1 if body.pop("side") == GAVE else -1)
    made = sheets.note(
        db.session,
        subnetwork=subnetwork,
        member_id=the_member().id,
        line_id=id_of_request(f"sheet line:{subnetwork.id}"),
        minutes=minutes,
        **body,
    )
    return _shown(made)


@bp.operation(
    "/<slug>/sheet/lines/<uuid:line_id>",
    method="DELETE",
    may=May.TAKE_PART,
    scope=Scope.EXCHANGES,
    status=204,
)
def sheet_line_strike(slug: str, line_id: UUID) -> None:
    """Strike a line that was noted by hand off one's own sheet; again is no harm."""
    subnetwork = sheet_or_404(slug)
    sheets.strike(db.session, subnetwork=subnetwork, member_id=the_member().id, line_id=line_id)


def _shown(line: SheetLine) -> dict[str, Any]:
    names = ("id", "with_whom", "what", "day", "exchange_id")
    return {name: getattr(line, name) for name in names} | {
        "side": GAVE if line.minutes > 0 else RECEIVED,
        "minutes": abs(line.minutes),
    }


def _number_of_day() -> sa.ColumnElement[int]:
    """Write days as numbers such as 20260303, which a cursor can carry."""
    year, month, day = (sa.extract(part, SheetLine.day) for part in ("year", "month", "day"))
    return sa.cast(year * 10_000 + month * 100 + day, sa.BigInteger)  # a cursor may carry any number


def _as_number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
