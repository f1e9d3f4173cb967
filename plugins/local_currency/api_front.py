"""What an organisation adds to its line in the directory, for programs: hours of each day, what it buys."""

from typing import Any
from uuid import UUID

from flask import abort
from marshmallow import Schema, fields, validate

from app.plugin_api import Refusal
from app.plugin_web import May, Scope, Text, Whole, db, refuse_body, the_territory
from plugins.local_currency import directory
from plugins.local_currency.api_group import bp
from plugins.local_currency.directory import LONGEST_BUYS, Entry
from plugins.local_currency.directory_hours import DAYS, MIDNIGHT, MOST_RANGES, day_in_words
from plugins.local_currency.guards import organisation_or_404


class OpenSchema(Schema):
    """Times between which it is open, in minutes after midnight."""

    opens = Whole(
        required=True, validate=validate.Range(min=0, max=MIDNIGHT - 1), metadata={"examples": [540]}
    )
    closes = Whole(required=True, validate=validate.Range(min=1, max=MIDNIGHT), metadata={"examples": [1080]})


class FrontSchema(Schema):
    """What an organisation adds to its line in the directory."""

    week = fields.List(
        fields.List(fields.Nested(OpenSchema), validate=validate.Length(max=MOST_RANGES)),
        required=True,
        validate=validate.Length(equal=DAYS),
        metadata={"description": "Monday first; a day without times is closed, all seven: nothing is known."},
    )
    buys = Text(
        required=True,
        most=LONGEST_BUYS,
        metadata={"description": "What it pays others for, in words. The coordinators alone see it."},
    )


@bp.operation("/<slug>/organisations/<uuid:organisation_id>/front", may=May.TAKE_PART, gives=FrontSchema)
def front(slug: str, organisation_id: UUID) -> dict[str, Any]:
    """Show hours and purchases to who asked for the organisation or uses its account, and the committee."""
    return _shown(_entry(slug, organisation_id))


@bp.operation(
    "/<slug>/organisations/<uuid:organisation_id>/front",
    method="PUT",
    may=May.TAKE_PART,
    scope=Scope.PROFILE,
    body=FrontSchema,
    gives=FrontSchema,
)
def front_put(body: dict[str, Any], slug: str, organisation_id: UUID) -> dict[str, Any]:
    """Change the hours of each day and what the organisation buys."""
    organisation = _entry(slug, organisation_id).organisation
    days = [day_in_words(tuple((one["opens"], one["closes"]) for one in day)) for day in body["week"]]
    try:
        directory.set_front(db.session, organisation, days=days, buys=body["buys"].strip())
    except Refusal as refusal:
        number = int((refusal.field or "").rpartition("_")[2])
        refuse_body({"week": {number: list(refusal.reasons)}})
    return _shown(_entry(slug, organisation_id))


def _entry(slug: str, organisation_id: UUID) -> Entry:
    subnetwork, organisation = organisation_or_404(slug, organisation_id)
    one = directory.entry(db.session, subnetwork.id, organisation.id, zone=the_territory().time_zone)
    return one if one is not None else abort(404)


def _shown(one: Entry) -> dict[str, Any]:
    week = [[{"opens": opens, "closes": closes} for opens, closes in day] for day in one.week]
    return {"week": week, "buys": one.buys}
