"""Sub-networks: what they are for, who looks after them, taking part in them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import abort
from marshmallow import Schema, fields, validate

from app.api import cursors
from app.api.cursors import Cursor, Page, page_of
from app.api.fields import Text
from app.api.operations import Operations
from app.api.scopes import Scope
from app.errors import Refusal
from app.members import queries as people
from app.members.models import Member
from app.subnetworks import queries, services
from app.subnetworks.models import Subnetwork
from app.subnetworks.services import LONGEST_DESCRIPTION, LONGEST_NAME, LONGEST_RULES
from app.subnetworks.themes import THEMES
from app.subnetworks.views import coordinated
from app.text import _
from app.web.access import May
from app.web.context import here, the_member, the_plugins, the_territory
from app.web.database import db

bp = Operations("subnetworks", __name__, description="Thematic communities inside a territory.")

ONE = "/<territory>/subnetworks/<slug>"


class CoordinatorSchema(Schema):
    """Who looks after a sub-network."""

    first_name = fields.String(required=True)
    member_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "Told to members of the territory only."}
    )


class SubnetworkSchema(Schema):
    """A sub-network."""

    id = fields.UUID(required=True)
    slug = fields.String(required=True, metadata={"description": "Its part of every address."})
    name = fields.String(required=True)
    theme = fields.String(required=True)
    description = fields.String(required=True, metadata={"description": "Markdown."})
    rules = fields.String(required=True, metadata={"description": "Markdown."})
    plugins = fields.List(fields.String(), required=True, metadata={"description": "Those switched on."})
    people = fields.Integer(required=True, metadata={"description": "How many take part."})
    coordinators = fields.List(fields.Nested(CoordinatorSchema), required=True)
    joined = fields.Boolean(required=True, metadata={"description": "Whether one takes part oneself."})
    closed = fields.Boolean(required=True, metadata={"description": "Nothing new is listed there."})


class SubnetworkChangeSchema(Schema):
    """What is to change about a sub-network; what is left out stays."""

    theme = fields.String(validate=validate.OneOf(tuple(THEMES)))
    name = Text(least=1, most=LONGEST_NAME)
    description = Text(most=LONGEST_DESCRIPTION, metadata={"description": "Markdown."})
    rules = Text(most=LONGEST_RULES, metadata={"description": "Markdown."})


class SubnetworkNewSchema(Schema):
    """A sub-network to be founded."""

    theme = fields.String(required=True, validate=validate.OneOf(tuple(THEMES)))
    name = Text(required=True, least=1, most=LONGEST_NAME)
    description = Text(most=LONGEST_DESCRIPTION, load_default="", metadata={"description": "Markdown."})
    rules = Text(most=LONGEST_RULES, load_default="", metadata={"description": "Markdown."})
    coordinator_id = fields.UUID(
        load_default=None, metadata={"description": "Id of its first coordinator; oneself when left out."}
    )


class CoordinatorChoiceSchema(Schema):
    """Who is to coordinate, too."""

    member_id = fields.UUID(required=True)


@bp.operation("/<territory>/subnetworks", may=May.LOOK, query=Cursor, gives=page_of(SubnetworkSchema))
def subnetworks(query: dict[str, Any]) -> Page[dict[str, Any]]:
    """List the open sub-networks of the territory, by name."""
    wanted = sa.select(Subnetwork).where(Subnetwork.closed_at.is_(None))
    by = [(Subnetwork.name, lambda line: line.name), (Subnetwork.id, lambda line: line.id)]
    found = cursors.page(db.session, wanted, by, query, descending=False)
    return Page(_told(found.items), found.next)


@bp.operation(ONE, may=May.LOOK, gives=SubnetworkSchema)
def show(slug: str) -> dict[str, Any]:
    """Show a sub-network, open or closed."""
    return told(found_here(slug))


@bp.operation(
    "/<territory>/subnetworks",
    method="POST",
    may=May.ADMINISTER,
    scope=Scope.ADMINISTER,
    body=SubnetworkNewSchema,
    gives=SubnetworkSchema,
    status=201,
)
def found(body: dict[str, Any]) -> dict[str, Any]:
    """Found a sub-network and name its first coordinator."""
    coordinator_id = body.pop("coordinator_id")
    coordinator = _member(coordinator_id, "coordinator_id") if coordinator_id else the_member()
    made = services.create(db.session, territory_id=the_territory().id, coordinators=(coordinator,), **body)
    return told(made)


@bp.operation(
    ONE,
    method="PATCH",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=SubnetworkChangeSchema,
    gives=SubnetworkSchema,
)
def change(body: dict[str, Any], slug: str) -> dict[str, Any]:
    """Change the words of a sub-network that one looks after."""
    subnetwork = coordinated(slug)
    names = ("theme", "name", "description", "rules")
    services.describe(db.session, subnetwork, **{name: getattr(subnetwork, name) for name in names} | body)
    return told(subnetwork)


@bp.operation(f"{ONE}/join", method="POST", may=May.TAKE_PART, scope=Scope.PROFILE, gives=SubnetworkSchema)
def join(slug: str) -> dict[str, Any]:
    """Take part in a sub-network; again is no harm."""
    subnetwork = found_here(slug)
    services.join(db.session, subnetwork, the_member())
    return told(subnetwork)


@bp.operation(f"{ONE}/leave", method="POST", may=May.TAKE_PART, scope=Scope.PROFILE, gives=SubnetworkSchema)
def leave(slug: str) -> dict[str, Any]:
    """Leave a sub-network; its only coordinator cannot."""
    subnetwork = found_here(slug)
    services.leave(db.session, subnetwork, the_member())
    return told(subnetwork)


@bp.operation(
    f"{ONE}/coordinators",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=CoordinatorChoiceSchema,
    gives=SubnetworkSchema,
)
def name_coordinator(body: dict[str, Any], slug: str) -> dict[str, Any]:
    """Name another coordinator, who is told so."""
    subnetwork = coordinated(slug)
    services.name_coordinator(db.session, subnetwork, _member(body["member_id"], "member_id"))
    return told(subnetwork)


@bp.operation(
    f"{ONE}/coordinators/<uuid:member_id>",
    method="DELETE",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    status=204,
)
def step_down(slug: str, member_id: UUID) -> None:
    """Take the coordination from a member; the last one keeps it."""
    subnetwork = coordinated(slug)
    part = queries.is_in(db.session, subnetwork.id, member_id)
    if part is None or not part.coordinates:
        abort(404)
    services.step_down(db.session, subnetwork, db.session.get_one(Member, member_id))


@bp.operation(
    f"{ONE}/close", method="POST", may=May.ADMINISTER, scope=Scope.ADMINISTER, gives=SubnetworkSchema
)
def close(slug: str) -> dict[str, Any]:
    """Close a sub-network: nothing new is listed there, everything stays readable."""
    subnetwork = found_here(slug)
    services.close(db.session, subnetwork)
    return told(subnetwork)


@bp.operation(
    f"{ONE}/reopen", method="POST", may=May.ADMINISTER, scope=Scope.ADMINISTER, gives=SubnetworkSchema
)
def reopen(slug: str) -> dict[str, Any]:
    """Open a closed sub-network again."""
    subnetwork = found_here(slug)
    services.reopen(db.session, subnetwork)
    return told(subnetwork)


def found_here(slug: str) -> Subnetwork:
    """Return a sub-network of the territory; another is not found."""
    subnetwork = queries.find(db.session, slug)
    if subnetwork is None:
        abort(404)
    return subnetwork


def told(subnetwork: Subnetwork) -> dict[str, Any]:
    """Return what is told of a sub-network to the person of this request."""
    return _told([subnetwork])[0]


def _told(subnetworks: Sequence[Subnetwork]) -> list[dict[str, Any]]:
    ids = [subnetwork.id for subnetwork in subnetworks]
    counted = queries.people_counted(db.session, ids)
    coordinators = queries.coordinators(db.session, ids)
    enabled = queries.enabled_by_ids(db.session, ids)
    mine = queries.subnetworks_joined(db.session, here.member.id) if here.member else frozenset()
    names = ("id", "slug", "name", "theme", "description", "rules")
    return [
        {
            **{name: getattr(subnetwork, name) for name in names},
            "plugins": sorted(enabled.get(subnetwork.id, frozenset()) & the_plugins().installed.keys()),
            "people": counted.get(subnetwork.id, 0),
            "coordinators": [
                {"first_name": member.first_name, "member_id": member.id if here.member else None}
                for member in coordinators.get(subnetwork.id, ())
            ],
            "joined": subnetwork.id in mine,
            "closed": subnetwork.closed_at is not None,
        }
        for subnetwork in subnetworks
    ]


def _member(member_id: UUID, field: str) -> Member:
    member = people.active(db.session, member_id)
    if member is None:
        raise Refusal(_("Only an active member of the territory can coordinate."), field=field)
    return member
