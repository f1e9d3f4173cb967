"""What a program looks for on the board: the filters of the search page, none of them left out quietly."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from app.api.cursors import Cursor
from app.api.listing_shapes import DIRECTIONS
from app.api.wrong import refuse_query
from app.geo.point import Point
from app.kernel.contributions import Filter
from app.listings.looking import LONGEST_TEXT, Ground, where
from app.listings.queries import Wanted
from app.text import _, language

FURTHEST_KM = 50
WHOLE = 10
"""Digits of the largest number that a filter takes."""


class ListingSearchSchema(Cursor):
    """What to look for; every filter may be left out."""

    q = fields.String(
        load_default="",
        validate=validate.Length(max=LONGEST_TEXT),
        metadata={"description": "Words; accents, plurals and endings are forgiven."},
    )
    direction = fields.String(load_default="", validate=validate.OneOf(("", *DIRECTIONS)))
    kind = fields.String(
        load_default="",
        validate=validate.Length(max=80),
        metadata={"description": "A kind such as `time_bank.garden`, or a plugin for all of its kinds."},
    )
    subnetwork = fields.String(
        load_default="", validate=validate.Length(max=80), metadata={"description": "Slug of a sub-network."}
    )
    member = fields.UUID(load_default=None, metadata={"description": "Only those that this member wrote."})
    terms = fields.String(
        load_default="",
        validate=validate.Length(max=80),
        metadata={"description": "`gift`, or a settlement method such as `time_bank.hours`."},
    )
    component = fields.String(
        load_default="",
        validate=validate.Regexp("^([A-Z]([0-9]{2})?)?$"),
        metadata={"description": "A dimension of well-being (`F`) or one of its components (`F07`)."},
    )
    near = fields.String(
        load_default="",
        validate=validate.Length(max=80),
        metadata={"description": "A town, a neighbourhood or a postcode to look around."},
    )
    lat = fields.Float(validate=validate.Range(-90, 90), metadata={"description": "With `lon`."})
    lon = fields.Float(validate=validate.Range(-180, 180), metadata={"description": "With `lat`."})
    within = fields.Integer(
        validate=validate.Range(1, FURTHEST_KM), metadata={"description": "Kilometres around that place."}
    )
    order = fields.String(load_default="newest", validate=validate.OneOf(("newest", "nearest")))
    filter = fields.List(
        fields.String(validate=(validate.Length(max=100), validate.Regexp("^[a-z0-9_]+:.+$"))),
        load_default=list,
        metadata={"description": "The kind's own filters, each as `name:value`; may come several times."},
    )


def wanted(session: Any, ground: Ground, query: dict[str, Any]) -> Wanted:
    """Read the filters against what there is here.

    Raises:
        UnprocessableEntity: a filter names what is not there.
    """
    terms, component = query["terms"], query["component"]
    if terms and terms != "gift" and terms not in ground.plugins.settlements:
        refuse_query("terms", _("There is no such settlement method."))
    if component and component not in {**ground.typology.dimensions, **ground.typology.components}:
        refuse_query("component", _("There is no such dimension or component."))
    near = _near(session, ground, query)
    within = query.get("within")
    return Wanted(
        text=query["q"],
        direction=query["direction"],
        kind=_kind(ground, query["kind"]),
        subnetwork_id=_subnetwork(ground, query["subnetwork"]),
        terms=terms,
        dimension=component,
        near=near,
        within=within * 1000 if within is not None else None,
        order=query["order"],
        filters=_filters(ground, query["kind"], query["filter"]),
        language=language(),
    )


def _kind(ground: Ground, given: str) -> str:
    if given and given not in ground.plugins.kinds and given not in ground.plugins.installed:
        refuse_query("kind", _("There is no such kind."))
    return given


def _subnetwork(ground: Ground, slug: str) -> UUID | None:
    if not slug:
        return None
    found = next((item.id for item in ground.subnetworks if item.slug == slug), None)
    if found is None:
        refuse_query("subnetwork", _("There is no such sub-network here."))
    return found


def _near(session: Any, ground: Ground, query: dict[str, Any]) -> Point | None:
    lat, lon = query.get("lat"), query.get("lon")
    if (lat is None) != (lon is None):
        refuse_query("lat" if lat is None else "lon", _("A point is made of both, lat and lon."))
    if lat is not None and lon is not None:
        return Point(lat, lon)
    far = "within" in query or query["order"] == "nearest"
    centre, _name, unknown = where(session, ground, query["near"], needed=far)
    if unknown:
        refuse_query("near", _("We know no place of this name."))
    return centre


def _filters(ground: Ground, kind: str, given: Iterable[str]) -> dict[str, str]:
    found = ground.plugins.kinds.get(kind)
    known = {item.name: item for item in found.filters} if found is not None else {}
    chosen = {}
    for line in given:
        name, _colon, value = line.partition(":")
        if name not in known:
            refuse_query("filter", _("This kind has no filter “%(name)s”.", name=name))
        if not _possible(known[name], value):
            refuse_query("filter", _("“%(value)s” is no value of “%(name)s”.", name=name, value=value))
        chosen[name] = value
    return chosen


def _possible(item: Filter, value: str) -> bool:
    if item.choices:
        return value in {str(key) for key, _label in item.choices}
    return value.isascii() and value.isdecimal() and len(value) < WHOLE
