"""The public directory of those who take the currency, for programs."""

from itertools import groupby
from typing import Any
from uuid import UUID

from flask import abort
from marshmallow import Schema, fields, validate

from app.plugin_api import Subnetwork
from app.plugin_web import Cursor, May, Page, Text, Whole, db, page_of, page_of_values, the_territory
from plugins.local_currency import directory
from plugins.local_currency.api_group import bp
from plugins.local_currency.directory import Entry
from plugins.local_currency.guards import currency
from plugins.local_currency.models import OrganisationKind

LONGEST = 100


class ProfessionalsAskedSchema(Schema):
    """Who is looked for."""

    q = Text(most=LONGEST, load_default="", metadata={"description": "Words, each of which occurs."})
    kind = fields.String(
        load_default="", validate=validate.OneOf(["", *(kind.value for kind in OrganisationKind)])
    )
    open = fields.Boolean(load_default=False, metadata={"description": "Only those that are open now."})


class ProfessionalsSchema(Cursor, ProfessionalsAskedSchema):
    """Who is looked for, page by page."""


class ProfessionalPointSchema(Schema):
    """The public point of somebody, as the map shows it."""

    lat = fields.Float(required=True)
    lon = fields.Float(required=True)


class ProfessionalHoursSchema(Schema):
    """Times between which it is open, in minutes after midnight."""

    opens = Whole(required=True, metadata={"examples": [540]})
    closes = Whole(required=True, metadata={"examples": [1080]})


class ProfessionalSchema(Schema):
    """One who takes the currency."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf([kind.value for kind in OrganisationKind]))
    activity = fields.String(required=True)
    description = fields.String(required=True)
    accepts = Whole(required=True, metadata={"description": "Percent of a bill that may be paid in it."})
    place = fields.String(required=True)
    phone = fields.String(required=True)
    website = fields.String(required=True)
    opening_hours = fields.String(required=True, metadata={"description": "In words."})
    week = fields.List(
        fields.List(fields.Nested(ProfessionalHoursSchema)),
        required=True,
        metadata={"description": "Monday first; empty days, all seven, when they are not known."},
    )
    is_open = fields.Boolean(
        required=True, allow_none=True, metadata={"description": "Null: its hours are not known."}
    )
    point = fields.Nested(ProfessionalPointSchema, required=True, allow_none=True)


class ProfessionalNameSchema(Schema):
    """The id and the name of one who takes the currency."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


class ProfessionalsPointSchema(ProfessionalPointSchema):
    """A point of the map, with those who are there."""

    professionals = fields.List(fields.Nested(ProfessionalNameSchema), required=True)


@bp.operation(
    "/<slug>/professionals",
    may=May.LOOK,
    query=ProfessionalsSchema,
    gives=page_of(ProfessionalSchema),
)
def professionals(query: dict[str, Any], slug: str) -> Page[dict[str, Any]]:
    """List who takes the currency, by name."""
    found = _looked_for(currency(slug), query)
    values = {f"{one.organisation.name_key} {one.organisation.id}": one for one in found}
    page = page_of_values(values, query)
    return Page([_shown(one) for one in page.items], page.next)


@bp.operation(
    "/<slug>/professionals/points",
    may=May.LOOK,
    query=ProfessionalsAskedSchema,
    gives=ProfessionalsPointSchema(many=True),
)
def professional_points(query: dict[str, Any], slug: str) -> list[dict[str, Any]]:
    """List where those are who are looked for, as the map shows them."""
    found = [one for one in _looked_for(currency(slug), query) if one.organisation.public_lat is not None]
    return [
        {"lat": lat, "lon": lon, "professionals": [one.organisation for one in there]}
        for (lat, lon), there in groupby(sorted(found, key=_point_of), key=_point_of)
    ]


@bp.operation("/<slug>/professionals/<uuid:organisation_id>", may=May.LOOK, gives=ProfessionalSchema)
def professional(slug: str, organisation_id: UUID) -> dict[str, Any]:
    """Show one who takes the currency."""
    subnetwork = currency(slug)
    one = directory.entry(db.session, subnetwork.id, organisation_id, zone=the_territory().time_zone)
    return _shown(one) if one is not None else abort(404)


def _looked_for(subnetwork: Subnetwork, query: dict[str, Any]) -> list[Entry]:
    everybody = directory.directory(db.session, subnetwork.id, zone=the_territory().time_zone)
    return directory.found(everybody, words=query["q"], kind=query["kind"], open_now=query["open"])


def _point_of(one: Entry) -> tuple[float, float]:
    return one.organisation.public_lat or 0.0, one.organisation.public_lon or 0.0


def _shown(one: Entry) -> dict[str, Any]:
    said = one.organisation
    point = None if said.public_lat is None else {"lat": said.public_lat, "lon": said.public_lon}
    return {
        "id": said.id,
        "name": said.name,
        "kind": said.kind,
        "activity": said.activity,
        "description": said.description,
        "accepts": said.accepts,
        "place": said.place,
        "phone": said.phone,
        "website": said.website,
        "opening_hours": said.opening_hours,
        "week": [[{"opens": opens, "closes": closes} for opens, closes in day] for day in one.week],
        "is_open": None if one.standing is None else one.is_open,
        "point": point,
    }
