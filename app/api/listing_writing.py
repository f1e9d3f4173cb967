"""A listing that a program writes: its values go through the form of the page, so that one rule holds."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, after_this_request
from marshmallow import Schema, ValidationError, fields, validate, validates_schema
from werkzeug.datastructures import MultiDict

from app.api.details import detail_values, typed
from app.api.fields import Text, Truth, Whole
from app.api.listing_shapes import DIRECTIONS
from app.api.wrong import refuse_body
from app.db import new_id
from app.errors import Refusal
from app.kernel.contributions import ResourceKind
from app.listings import queries, services
from app.listings.forms import LASTS, LONGEST_TEXT, LONGEST_TITLE
from app.listings.models import Listing, ListingStatus
from app.listings.services import MOST_PICTURES
from app.listings.writing import DETAIL, LONGEST_ALT, Desk, Writing
from app.subnetworks.models import Subnetwork
from app.text import _, language
from app.web.context import the_member, the_plugins, the_territory
from app.web.database import db

MOST_CODES = 100
NAMES = {"subnetwork_id": "subnetwork"}
"""Fields of refusals that programs know under another name."""


class PictureChosenSchema(Schema):
    """A picture to show: one that was just sent, or one that the listing has already."""

    id = Text(most=100, least=1, required=True)
    alt = Text(most=LONGEST_ALT, load_default="", metadata={"description": "What it shows, in words."})


class ListingChangeSchema(Schema):
    """What of a listing is to be changed."""

    title = Text(metadata={"minLength": 3, "maxLength": LONGEST_TITLE})
    text = Text(
        most=2 * LONGEST_TEXT, metadata={"maxLength": LONGEST_TEXT, "description": "Markdown, without HTML."}
    )
    terms = fields.List(
        Text(most=80),
        validate=validate.Length(max=MOST_CODES),
        metadata={"description": "How it may be settled: `gift`, and methods of its kind; at least one."},
    )
    when_text = Text(metadata={"maxLength": 120, "description": "When, in words."})
    starts_on = fields.Date(allow_none=True)
    ends_on = fields.Date(allow_none=True)
    quantity = Whole(
        allow_none=True,
        metadata={"description": "In the unit of its kind.", "minimum": 1, "maximum": 1_000_000},
    )
    place = Text(metadata={"maxLength": 80, "description": "A public place, never an address."})
    subnetwork = Text(most=80, metadata={"description": "Slug; without it the likeliest one."})
    lasts = fields.String(
        validate=validate.OneOf([value for value, _label in LASTS]),
        metadata={"description": "Three months, until the `day` in `expires_on`, or never ending."},
    )
    expires_on = fields.Date(allow_none=True, metadata={"description": "`null`: it never ends by itself."})
    components = fields.List(
        Text(most=10),
        validate=validate.Length(max=MOST_CODES),
        metadata={"description": "Those that its author hopes to serve; usually those of its kind."},
    )
    pictures = fields.List(
        fields.Nested(PictureChosenSchema),
        validate=validate.Length(max=4 * MOST_PICTURES),
        metadata={"maxItems": MOST_PICTURES, "description": "All of them, in their order."},
    )
    detail = fields.Dict(
        keys=Text(most=80),
        metadata={"description": "Fields of the kind's own, as the kind describes them; others stay."},
    )
    publish = Truth(
        load_default=False, metadata={"description": "Whether a draft goes on the board with this change."}
    )

    @validates_schema
    def _one_end(self, given: Mapping[str, Any], **_values: Any) -> None:
        if given.get("expires_on") is not None and given.get("lasts", "day") != "day":
            raise ValidationError(_("A last day goes with “day” only."), "expires_on")


class ListingNewSchema(ListingChangeSchema):
    """A new offer or request."""

    direction = fields.String(required=True, validate=validate.OneOf(DIRECTIONS))
    kind = Text(most=80, required=True, metadata={"description": "Such as `time_bank.garden`."})
    title = Text(required=True, metadata={"minLength": 3, "maxLength": LONGEST_TITLE})
    terms = fields.List(
        Text(most=80),
        required=True,
        validate=validate.Length(max=MOST_CODES),
        metadata={"description": "How it may be settled: `gift`, and methods of its kind; at least one."},
    )
    publish = Truth(
        load_default=True, metadata={"description": "Whether it goes on the board now; else it is a draft."}
    )


def write_new(desk: Desk, body: Mapping[str, Any]) -> Listing:
    """Write a new listing down, and publish it unless it is to be a draft.

    Raises:
        Refusal: a rule of the whole says no.
        UnprocessableEntity: by field, everything that is not as it should be.
    """
    listing = Listing(
        id=new_id(),
        territory_id=the_territory().id,
        member_id=the_member().id,
        kind=body["kind"],
        direction=body["direction"],
        language=language(),
    )
    given = {"place": the_member().place, "lasts": "months", **_lasting(body)}
    writing = desk.open(_values(desk, body["kind"], given, None))
    if "components" not in body:
        writing.form.components.data = list(writing.proposed)
    return _written(desk, writing, listing, None, given, publish=body["publish"])


def change(desk: Desk, listing: Listing, body: Mapping[str, Any]) -> Listing:
    """Write a listing down again with what was changed.

    Raises:
        Refusal: a rule of the whole says no, or its kind is no longer possible here.
        UnprocessableEntity: by field, everything that is not as it should be.
    """
    if listing.kind not in the_plugins().kinds:
        raise Refusal(_("This kind of listing is no longer possible here, so it cannot be changed."))
    if body["publish"] and listing.status != ListingStatus.DRAFT:
        raise Refusal(_("Only a draft is published; what is off the board is put back."))
    detail = queries.detail_of(db.session, the_plugins(), listing)
    given = {**_as_it_is(listing), **_lasting(body)}
    writing = desk.open(_values(desk, listing.kind, given, detail), listing=listing, detail=detail)
    return _written(desk, writing, listing, detail, given, publish=body["publish"])


def _lasting(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a body whose last day, or ``null``, says how long the listing lasts where nothing else does."""
    if "expires_on" not in body or "lasts" in body:
        return body
    return {**body, "lasts": "never" if body["expires_on"] is None else "day"}


def _as_it_is(listing: Listing) -> dict[str, Any]:
    names = ("direction", "kind", "title", "text", "terms", "when_text", "starts_on", "ends_on", "quantity",
             "place", "expires_on")  # fmt: skip
    subnetwork = db.session.get_one(Subnetwork, listing.subnetwork_id)
    return {
        **{name: getattr(listing, name) for name in names},
        "subnetwork": subnetwork.slug,
        "lasts": "never" if listing.expires_on is None else "day",
        "components": [item.code for item in listing.components],
        "pictures": [{"id": str(item.picture_id), "alt": item.alt} for item in listing.pictures],
    }


def _values(desk: Desk, kind: str, given: Mapping[str, Any], detail: Any | None) -> MultiDict[str, str]:
    """Write JSON as a person would type it into the three steps of the page."""
    values: MultiDict[str, str] = MultiDict({"described": kind, "placed": kind})
    for name in ("direction", "kind", "title", "text", "when_text", "place", "lasts"):
        values[name] = given.get(name) or ""
    for name in ("starts_on", "ends_on", "expires_on", "quantity"):
        values[name] = "" if given.get(name) is None else str(given[name])
    for name in ("terms", "components"):
        values.setlist(name, given.get(name, ()))
    if "subnetwork" in given:
        found = next((item.id for item in desk.subnetworks if item.slug == given["subnetwork"]), None)
        values["subnetwork"] = str(found or "")
    for picture in given.get("pictures", ()):
        values.add("photo", _ref(picture["id"]))
        values.add("photo_alt", picture["alt"])
    values.update(_detail(kind, given.get("detail", {}), detail))
    return values


def _ref(picture_id: str) -> str:
    """Say where a picture is: on the listing, by its id, or staged, by the token that it was given."""
    try:
        return f"kept:{UUID(picture_id)}"
    except ValueError:
        return f"staged:{picture_id}"


def _detail(slug: str, given: Mapping[str, Any], row: Any | None) -> MultiDict[str, str]:
    kind = the_plugins().kinds.get(slug)
    if kind is None or kind.form is None:
        return MultiDict()
    try:
        return typed(kind.form, given, row=row, prefix=DETAIL)
    except ValidationError:  # told with everything else that is not as it should be
        return MultiDict()


def _wrong_detail(kind: ResourceKind, given: Mapping[str, Any], row: Any | None) -> Any:
    try:
        detail_values(kind, given, row=row)
    except ValidationError as wrong:
        return wrong.messages
    return {}


def _written(
    desk: Desk,
    writing: Writing,
    listing: Listing,
    detail: Any | None,
    given: Mapping[str, Any],
    *,
    publish: bool,
) -> Listing:
    _check(writing, given, detail)
    try:
        with db.session.no_autoflush:
            desk.write(writing, listing, detail)
        if publish:
            services.require_place(db.session, the_plugins(), listing)
            services.publish(db.session, listing)
    except Refusal as refusal:
        raise Refusal(*refusal.reasons, field=NAMES.get(refusal.field or "", refusal.field)) from refusal
    _release_once_committed(desk, writing)
    db.session.expire(listing)
    return queries.find(db.session, listing.id) or listing


def _check(writing: Writing, given: Mapping[str, Any], detail: Any | None) -> None:
    """Refuse everything that is not as it should be at once, each value with the sentence of its field."""
    form, kind = writing.form, writing.kind
    for step in (1,) if kind is None else (1, 2, 3):
        writing.check(step)
    said: dict[str, Any] = {str(name): list(map(str, found)) for name, found in form.errors.items() if found}
    if kind is not None and (wrong := _wrong_detail(kind, given.get("detail", {}), detail)):
        said["detail"] = wrong
    if kind is not None and "subnetwork" in given and form.subnetwork.data != writing.values["subnetwork"]:
        said["subnetwork"] = [
            _("No sub-network here takes this kind of listing.")
        ]  # the page would take another
    if len(writing.photos) < len(set(writing.values.getlist("photo"))):
        said["pictures"] = [_("A picture waited too long. Please choose it again.")]
    if said:
        refuse_body(said)


def _release_once_committed(desk: Desk, writing: Writing) -> None:
    @after_this_request
    def release(response: Response) -> Response:
        if response.status_code < HTTPStatus.BAD_REQUEST:
            desk.release(writing.photos)
        return response
