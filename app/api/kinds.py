"""Kinds of listings: what each is about, how it is settled, and its own fields as JSON Schema."""

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from app.api.cursors import Cursor, Page, page_of, page_of_values
from app.api.details import detail_schema
from app.api.operations import Operations
from app.kernel.contributions import Filter, ResourceKind
from app.listings.cards import term_label
from app.listings.services import terms_among
from app.subnetworks import queries
from app.web.access import May
from app.web.context import the_plugins
from app.web.database import db

bp = Operations("kinds", __name__, description="Kinds of listings.")

LONGEST_SLUG = 80


class ChoiceSchema(Schema):
    """One of several values."""

    value = fields.String(required=True)
    label = fields.String(required=True)


class FilterSchema(Schema):
    """A filter that a kind brings to the search."""

    name = fields.String(required=True)
    label = fields.String(required=True)
    choices = fields.List(
        fields.Nested(ChoiceSchema),
        required=True,
        metadata={"description": "Empty for a whole number of one's own."},
    )


class KindSchema(Schema):
    """A kind of listing, in the language of the caller."""

    slug = fields.String(required=True, metadata={"description": "`<plugin>.<noun>`."})
    plugin = fields.String(required=True)
    label = fields.String(required=True)
    offer_label = fields.String(required=True)
    request_label = fields.String(required=True)
    directions = fields.List(fields.String(validate=validate.OneOf(("offer", "request"))), required=True)
    unit = fields.String(required=True, metadata={"description": "What a quantity counts."})
    default_quantity = fields.Integer(required=True, allow_none=True)
    components = fields.List(
        fields.String(), required=True, metadata={"description": "Components of well-being it serves."}
    )
    terms = fields.List(
        fields.Nested(ChoiceSchema), required=True, metadata={"description": "Ways to settle it."}
    )
    filters = fields.List(fields.Nested(FilterSchema), required=True)
    detail = fields.Dict(required=True, metadata={"description": "JSON Schema of its own fields."})


class PlaceOfKindSchema(Schema):
    """A sub-network in which a kind is switched on."""

    subnetwork = fields.String(required=True, metadata={"description": "Its slug."})
    terms = fields.List(
        fields.String(), required=True, metadata={"description": "Ways to settle it that are possible there."}
    )


class KindHereSchema(KindSchema):
    """A kind of listing that is switched on in the territory."""

    subnetworks = fields.List(fields.Nested(PlaceOfKindSchema), required=True)


class KindsHereSchema(Cursor):
    """Which kinds."""

    subnetwork = fields.String(
        load_default="",
        validate=validate.Length(max=LONGEST_SLUG),
        metadata={"description": "Slug of the sub-network where it is switched on."},
    )


@bp.operation("/kinds", may=May.LOOK, query=Cursor, gives=page_of(KindSchema))
def kinds(query: dict[str, Any]) -> Page[dict[str, Any]]:
    """List the kinds that the plugins of this platform bring."""
    found = page_of_values(the_plugins().kinds, query)
    return Page([_told(kind) for kind in found.items], found.next)


@bp.operation("/<territory>/kinds", may=May.LOOK, query=KindsHereSchema, gives=page_of(KindHereSchema))
def kinds_here(query: dict[str, Any]) -> Page[dict[str, Any]]:
    """List the kinds that are switched on in the territory, and where."""
    places = [
        place for place in queries.subnetworks_of(db.session) if query["subnetwork"] in ("", place.slug)
    ]
    enabled = queries.enabled_by_ids(db.session, [place.id for place in places])
    switched_on = frozenset().union(*enabled.values())
    found = page_of_values(the_plugins().of(the_plugins().kinds, switched_on), query)
    slugs = {place.id: str(place.slug) for place in places}
    return Page([_told_here(kind, slugs, enabled) for kind in found.items], found.next)


def _told_here(
    kind: ResourceKind, slugs: dict[UUID, str], enabled: dict[UUID, frozenset[str]]
) -> dict[str, Any]:
    plugins, plugin = the_plugins(), kind.slug.split(".")[0]
    there = {slugs[place]: slugs_on for place, slugs_on in enabled.items() if plugin in slugs_on}
    return {
        **_told(kind),
        "subnetworks": [
            {"subnetwork": slug, "terms": terms_among(plugins, kind.slug, on)}
            for slug, on in sorted(there.items())
        ],
    }


def _told(kind: ResourceKind) -> dict[str, Any]:
    plugins = the_plugins()
    plain = ("slug", "unit", "default_quantity", "directions", "components")
    return {
        **{name: getattr(kind, name) for name in plain},
        **{name: str(getattr(kind, name)) for name in ("label", "offer_label", "request_label")},
        "plugin": kind.slug.split(".")[0],
        "terms": [
            {"value": term, "label": term_label(plugins, term)}
            for term in kind.terms
            if term == "gift" or plugins.suits(term, kind.slug)
        ],
        "filters": [_filter(item) for item in kind.filters],
        "detail": detail_schema(kind.form),
    }


def _filter(item: Filter) -> dict[str, Any]:
    choices = [{"value": value, "label": str(label)} for value, label in item.choices]
    return {"name": item.name, "label": str(item.label), "choices": choices}
