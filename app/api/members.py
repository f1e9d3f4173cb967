"""Members of a territory, as far as other members see them; joining, and one's own place there."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import abort, current_app
from marshmallow import Schema, fields, validate

from app.api import cursors
from app.api.cursors import Cursor, Page, page_of
from app.api.fields import Instant, Text, Truth
from app.api.me import MembershipSchema, membership
from app.api.operations import Operations
from app.api.scopes import Scope
from app.members import addresses, farewell, moving, queries, services
from app.members.models import Member, MemberStatus
from app.members.personal import the_personal
from app.members.services import LONGEST_TEXT
from app.subnetworks.models import Subnetwork, SubnetworkMember
from app.territories import places
from app.web.access import May
from app.web.context import the_member, the_person, the_territory
from app.web.database import db

bp = Operations("members", __name__, description="Members of a territory, and one's own membership.")

LONGEST_ADDRESS, LONGEST_KEY, LONGEST_SEARCH, SUGGESTIONS = 300, 100, 80, 12


class MemberSchema(Schema):
    """A member as every other member sees them."""

    id = fields.UUID(required=True)
    first_name = fields.String(required=True)
    place = fields.String(required=True, metadata={"description": "Neighbourhood or commune."})
    about = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    joined_at = Instant(required=True, allow_none=True)


class MembersSchema(Cursor):
    """Which members."""

    subnetwork = fields.String(
        load_default="",
        validate=validate.Length(max=LONGEST_SEARCH),
        metadata={"description": "Slug of the sub-network they take part in."},
    )


class JoinSchema(Schema):
    """The wish to join a territory."""

    agree = Truth(
        required=True,
        validate=validate.Equal(True),
        metadata={"description": "One is 15 or older, or a parent agrees; and takes the rules as one's own."},
    )
    answers = fields.List(
        Text(most=LONGEST_TEXT),
        load_default=list,
        validate=validate.Length(max=20),
        metadata={"description": "One for each of the territory's questions where joining needs approval."},
    )


class MembershipChangeSchema(Schema):
    """What is to change about one's membership; what is left out stays."""

    about = Text(most=LONGEST_TEXT, metadata={"description": "A few words about oneself, as Markdown."})


class PlaceSchema(Schema):
    """A place to choose."""

    key = fields.String(required=True, metadata={"description": "To be sent back."})
    name = fields.String(required=True)
    more = fields.String(required=True, metadata={"description": "What tells it from others of that name."})


class PlacesSchema(Schema):
    """Places whose name or postcode begins as asked."""

    items = fields.List(fields.Nested(PlaceSchema), required=True)


class PlaceSearchSchema(Schema):
    """Which places; without a name the neighbourhoods of the territory."""

    name = fields.String(load_default="", validate=validate.Length(max=LONGEST_SEARCH))


class PlaceChoiceSchema(Schema):
    """The place where one is found."""

    place = Text(required=True, least=1, most=LONGEST_KEY, metadata={"description": "Key of a place."})


class AddressSchema(Schema):
    """One's exact address."""

    address = Text(required=True, most=LONGEST_ADDRESS, metadata={"description": "Empty: none is kept."})


@bp.operation("/<territory>/members", may=May.TAKE_PART, query=MembersSchema, gives=page_of(MemberSchema))
def members(query: dict[str, Any]) -> Page[Member]:
    """List the members who take part in sub-networks, as the pages of the sub-networks show them."""
    parts = sa.select(SubnetworkMember.member_id)
    if query["subnetwork"]:
        there = sa.select(Subnetwork.id).where(Subnetwork.slug == query["subnetwork"])
        parts = parts.where(SubnetworkMember.subnetwork_id.in_(there))
    wanted = sa.select(Member).where(Member.status == MemberStatus.ACTIVE, Member.id.in_(parts))
    return cursors.page(db.session, wanted, [(Member.id, lambda line: line.id)], query, descending=False)


@bp.operation("/<territory>/members/<uuid:member_id>", may=May.TAKE_PART, gives=MemberSchema)
def member(member_id: UUID) -> Member:
    """Show a member."""
    found = queries.active(db.session, member_id)
    if found is None:
        abort(404)
    return found


@bp.operation(
    "/<territory>/members",
    method="POST",
    may=May.OWN_ACCOUNT,
    scope=Scope.PROFILE,
    body=JoinSchema,
    gives=MembershipSchema,
    status=201,
)
def join(body: dict[str, Any]) -> dict[str, Any]:
    """Join: at once, or `pending` until an administrator has read the answers. Again is no harm."""
    joined = services.join(db.session, the_territory(), the_person(), answers=body["answers"])
    return membership(joined)


@bp.operation("/<territory>/me", may=May.TAKE_PART, gives=MembershipSchema)
def mine() -> dict[str, Any]:
    """Show one's own membership."""
    return membership(the_member())


@bp.operation(
    "/<territory>/me",
    method="PATCH",
    may=May.TAKE_PART,
    scope=Scope.PROFILE,
    body=MembershipChangeSchema,
    gives=MembershipSchema,
)
def change(body: dict[str, Any]) -> dict[str, Any]:
    """Write a few words about oneself."""
    if "about" in body:
        the_member().about = body["about"].strip()
        db.session.flush()
    return membership(the_member())


@bp.operation("/<territory>/me", method="DELETE", may=May.TAKE_PART, scope=Scope.PROFILE, status=204)
def leave() -> None:
    """Leave the territory: one's listings end, what is not done yet is called off."""
    farewell.leave(db.session, the_member(), the_personal())


@bp.operation("/<territory>/places", may=May.TAKE_PART, query=PlaceSearchSchema, gives=PlacesSchema)
def found_places(query: dict[str, Any]) -> dict[str, Any]:
    """Find places by name or postcode, to say where one is found."""
    if not query["name"].strip():
        return {"items": places.neighbourhoods(db.session, the_territory())}
    gazetteer = places.the_gazetteer()
    name = query["name"].strip()
    return {"items": places.find(db.session, gazetteer, name, near=the_territory(), limit=SUGGESTIONS)}


@bp.operation(
    "/<territory>/me/place",
    method="PUT",
    may=May.TAKE_PART,
    scope=Scope.PROFILE,
    body=PlaceChoiceSchema,
    gives=MembershipSchema,
)
def set_place(body: dict[str, Any]) -> dict[str, Any]:
    """Choose the place where others find one; only its centre, blurred, is kept."""
    moving.move(db.session, the_member(), body["place"], the_personal())
    return membership(the_member())


@bp.operation(
    "/<territory>/me/address",
    method="PUT",
    may=May.TAKE_PART,
    scope=Scope.PROFILE,
    body=AddressSchema,
    status=204,
)
def set_address(body: dict[str, Any]) -> None:
    """Keep one's exact address under lock, or forget it; no program reads it."""
    cipher = addresses.cipher(current_app.extensions["together_settings"].data_dir)
    addresses.keep(db.session, the_member(), body["address"], cipher)
