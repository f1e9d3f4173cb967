"""Memberships of a territory, for its administrators: requests, decisions, roles."""

from typing import Any
from uuid import UUID

from flask import abort
from marshmallow import Schema, fields, validate

from app.api import cursors
from app.api.cursors import Cursor, Page, page_of
from app.api.fields import Instant, Text
from app.api.operations import Operations
from app.api.scopes import Scope
from app.errors import Refusal
from app.members import queries, services
from app.members.models import Member, MemberStatus
from app.members.services import GIVEN, LONGEST_TEXT
from app.text import _
from app.web.access import May
from app.web.context import the_member, the_territory
from app.web.database import db

bp = Operations("memberships", __name__, description="Who asks to join, decisions and roles.")

ONE = "/<territory>/memberships/<uuid:member_id>"
LONGEST_SEARCH = 80
SHORTEST_REASON = 3


class AnswerSchema(Schema):
    """What somebody who asks to join answered."""

    question = fields.String(required=True)
    answer = fields.String(required=True)


class AdministeredSchema(Schema):
    """A membership as administrators see it."""

    member_id = fields.UUID(required=True, attribute="id")
    first_name = fields.String(required=True)
    last_name = fields.String(required=True)
    email = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf([*MemberStatus]))
    place = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    answers = fields.List(
        fields.Nested(AnswerSchema),
        required=True,
        metadata={"description": "While the request waits for a decision; empty afterwards."},
    )
    reason = fields.String(required=True, metadata={"description": "Why, as the person was told."})
    joined_at = Instant(required=True, allow_none=True)
    decided_at = Instant(required=True, allow_none=True)


class MembershipsSchema(Cursor):
    """Which memberships; without a status those that are active or suspended."""

    status = fields.String(load_default="", validate=validate.OneOf(("", *MemberStatus)))
    q = fields.String(
        load_default="",
        validate=validate.Length(max=LONGEST_SEARCH),
        metadata={"description": "Parts of a name or mail address."},
    )


class ReasonSchema(Schema):
    """A decision about a member, with the reason they will read."""

    reason = Text(required=True, least=SHORTEST_REASON, most=LONGEST_TEXT)


class RolesSchema(Schema):
    """Every role that a member is to have in the territory."""

    roles = fields.List(fields.String(validate=validate.OneOf([str(role) for role in GIVEN])), required=True)


def _told(member: Member) -> dict[str, Any]:
    names = ("id", "first_name", "status", "place", "reason", "joined_at", "decided_at")
    answers = member.answers if member.status == MemberStatus.PENDING else []
    pairs = zip(the_territory().questions, answers, strict=False)
    return {
        **{name: getattr(member, name) for name in names},
        "last_name": member.person.last_name,
        "email": member.person.email,
        "roles": sorted(member.roles),
        "answers": [{"question": question, "answer": answer} for question, answer in pairs],
    }


def _reason(body: dict[str, Any]) -> str:
    reason = str(body["reason"]).strip()
    if len(reason) < SHORTEST_REASON:
        raise Refusal(_("Give the reason; the person reads it."), field="reason")
    return reason


def _found(member_id: UUID) -> Member:
    member = queries.find(db.session, member_id)
    if member is None or member.person.erased_at is not None:
        abort(404)
    return member


@bp.operation(
    "/<territory>/memberships",
    may=May.ADMINISTER,
    scope=Scope.ADMINISTER,
    query=MembershipsSchema,
    gives=page_of(AdministeredSchema),
)
def memberships(query: dict[str, Any]) -> Page[dict[str, Any]]:
    """List memberships; `status=pending` are those who ask to join."""
    wanted = queries.people_wanted(text=query["q"], status=query["status"])
    found = cursors.page(db.session, wanted, [(Member.id, lambda line: line.id)], query, descending=False)
    return Page([_told(member) for member in found.items], found.next)


@bp.operation(ONE, may=May.ADMINISTER, scope=Scope.ADMINISTER, gives=AdministeredSchema)
def show(member_id: UUID) -> dict[str, Any]:
    """Show what an administrator may know about a member."""
    return _told(_found(member_id))


@bp.operation(
    f"{ONE}/approve", method="POST", may=May.ADMINISTER, scope=Scope.ADMINISTER, gives=AdministeredSchema
)
def approve(member_id: UUID) -> dict[str, Any]:
    """Welcome somebody who asked to join."""
    member = _found(member_id)
    services.approve(db.session, member, the_territory(), by=the_member())
    return _told(member)


@bp.operation(
    f"{ONE}/refuse",
    method="POST",
    may=May.ADMINISTER,
    scope=Scope.ADMINISTER,
    body=ReasonSchema,
    gives=AdministeredSchema,
)
def refuse(body: dict[str, Any], member_id: UUID) -> dict[str, Any]:
    """Say no to somebody who asked to join."""
    member = _found(member_id)
    services.refuse(db.session, member, the_territory(), by=the_member(), reason=_reason(body))
    return _told(member)


@bp.operation(
    f"{ONE}/suspend",
    method="POST",
    may=May.ADMINISTER,
    scope=Scope.ADMINISTER,
    body=ReasonSchema,
    gives=AdministeredSchema,
)
def suspend(body: dict[str, Any], member_id: UUID) -> dict[str, Any]:
    """Keep a member out until further notice."""
    member = _found(member_id)
    services.suspend(db.session, member, the_territory(), by=the_member(), reason=_reason(body))
    return _told(member)


@bp.operation(
    f"{ONE}/reinstate", method="POST", may=May.ADMINISTER, scope=Scope.ADMINISTER, gives=AdministeredSchema
)
def reinstate(member_id: UUID) -> dict[str, Any]:
    """Let a suspended member back in."""
    member = _found(member_id)
    services.reinstate(db.session, member, the_territory(), by=the_member())
    return _told(member)


@bp.operation(
    f"{ONE}/roles",
    method="PUT",
    may=May.ADMINISTER,
    scope=Scope.ADMINISTER,
    body=RolesSchema,
    gives=AdministeredSchema,
)
def set_roles(body: dict[str, Any], member_id: UUID) -> dict[str, Any]:
    """Give the roles of the list and take back the others."""
    member = _found(member_id)
    services.set_roles(db.session, member, the_territory(), body["roles"], by=the_member())
    return _told(member)
