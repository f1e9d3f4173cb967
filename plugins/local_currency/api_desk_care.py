"""Exchange desks for programs of who looks after a currency: founded, renamed, ended, and who holds them."""

from typing import Any
from uuid import UUID

from flask import abort
from marshmallow import Schema, fields

from app.plugin_api import Refusal, Subnetwork, _, active_member
from app.plugin_web import May, Scope, Text, db, the_member
from plugins.local_currency import desk as desks
from plugins.local_currency.api_desk import shown
from plugins.local_currency.api_desk_shapes import DeskSchema
from plugins.local_currency.api_group import bp
from plugins.local_currency.desk_models import Desk
from plugins.local_currency.forms_desk import LONGEST_HOURS, LONGEST_NAME, LONGEST_PLACE
from plugins.local_currency.guards import coordinated_currency


class DeskWordsSchema(Schema):
    """What is said of a desk, all of it."""

    name = Text(required=True, least=1, most=LONGEST_NAME, metadata={"examples": ["Café du port"]})
    place = Text(required=True, least=1, most=LONGEST_PLACE, metadata={"description": "Its address."})
    opening_hours = Text(load_default="", most=LONGEST_HOURS, metadata={"description": "In words."})


class DeskHolderSchema(Schema):
    """A member who holds a desk."""

    member_id = fields.UUID(required=True)
    first_name = fields.String(required=True)


@bp.operation(
    "/<slug>/desks",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=DeskWordsSchema,
    gives=DeskSchema,
    status=201,
)
def desk_new(body: dict[str, Any], slug: str) -> dict[str, Any]:
    """Found a desk, with an account for its cash in the fund."""
    return shown(desks.found(db.session, coordinated_currency(slug), **_words(body)))


@bp.operation(
    "/<slug>/desks/<uuid:desk_id>",
    method="PUT",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=DeskWordsSchema,
    gives=DeskSchema,
)
def desk_put(body: dict[str, Any], slug: str, desk_id: UUID) -> dict[str, Any]:
    """Change what is said of a desk."""
    subnetwork, found = _desk(slug, desk_id)
    desks.change(db.session, subnetwork, found, **_words(body))
    return shown(found)


@bp.operation(
    "/<slug>/desks/<uuid:desk_id>/end",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=DeskSchema,
)
def desk_end(slug: str, desk_id: UUID) -> dict[str, Any]:
    """Close a desk for good, once its cash is at the bank; again is no harm."""
    _subnetwork, found = _desk(slug, desk_id)
    if found.closed_at is None:
        desks.close_for_good(db.session, found)
    return shown(found)


@bp.operation(
    "/<slug>/desks/<uuid:desk_id>/again",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=DeskSchema,
)
def desk_again(slug: str, desk_id: UUID) -> dict[str, Any]:
    """Take up a desk again that was closed for good; again is no harm."""
    _subnetwork, found = _desk(slug, desk_id)
    if found.closed_at is not None:
        desks.close_for_good(db.session, found)
    return shown(found)


@bp.operation(
    "/<slug>/desks/<uuid:desk_id>/holders",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=DeskHolderSchema(many=True),
)
def desk_holders(slug: str, desk_id: UUID) -> list[dict[str, Any]]:
    """List who holds a desk."""
    return _holders(_desk(slug, desk_id)[1])


@bp.operation(
    "/<slug>/desks/<uuid:desk_id>/holders/<uuid:member_id>",
    method="PUT",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=DeskHolderSchema(many=True),
)
def desk_holder_put(slug: str, desk_id: UUID, member_id: UUID) -> list[dict[str, Any]]:
    """Let a member hold a desk."""
    _subnetwork, found = _desk(slug, desk_id)
    member = active_member(db.session, member_id)
    if member is None:
        raise Refusal(_("Choose somebody who is a member here."))
    desks.entrust(db.session, found, member, by=the_member())
    return _holders(found)


@bp.operation(
    "/<slug>/desks/<uuid:desk_id>/holders/<uuid:member_id>",
    method="DELETE",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    status=204,
)
def desk_holder_delete(slug: str, desk_id: UUID, member_id: UUID) -> None:
    """Take a desk from a member."""
    _subnetwork, found = _desk(slug, desk_id)
    desks.relieve(db.session, found, member_id)


def _desk(slug: str, desk_id: UUID) -> tuple[Subnetwork, Desk]:
    subnetwork = coordinated_currency(slug)
    found = desks.find(db.session, subnetwork.id, desk_id)
    return (subnetwork, found) if found is not None else abort(404)


def _words(body: dict[str, Any]) -> dict[str, str]:
    words = {name: body[name].strip() for name in ("name", "place", "opening_hours")}
    if not words["name"]:
        raise Refusal(_("Give the desk its name."), field="name")
    if not words["place"]:
        raise Refusal(_("Say where it is."), field="place")
    return words


def _holders(found: Desk) -> list[dict[str, Any]]:
    return [
        {"member_id": one.id, "first_name": one.first_name} for one in desks.keepers_of(db.session, found.id)
    ]
