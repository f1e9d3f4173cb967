"""The person for whom a program acts: who they are, and where they take part."""

from typing import Any

import sqlalchemy as sa
from flask import abort
from marshmallow import Schema, fields, validate

from app import text
from app.api import cursors, tokens
from app.api.cursors import Cursor, Page, page_of
from app.api.fields import Instant, Text
from app.api.operations import Operations
from app.api.scopes import Scope
from app.members import services
from app.members.models import Member, MemberStatus, Person
from app.members.services import LONGEST_NAME
from app.territories.models import Territory
from app.text import _
from app.web.access import May
from app.web.context import the_person
from app.web.database import db
from app.web.views import THEMES

bp = Operations("me", __name__, description="The person for whom the program acts.")

SHOWN = (MemberStatus.ACTIVE, MemberStatus.PENDING, MemberStatus.SUSPENDED)


class TokenInUseSchema(Schema):
    """The token of this very request."""

    id = fields.UUID(required=True)
    scopes = fields.List(fields.String(validate=validate.OneOf([*Scope])), required=True)
    territory = fields.String(
        required=True, allow_none=True, metadata={"description": "The only territory where it counts."}
    )
    expires_at = Instant(required=True)


class MeSchema(Schema):
    """The person for whom the program acts; nobody else is told more than the first name."""

    id = fields.UUID(required=True)
    email = fields.String(required=True)
    first_name = fields.String(required=True)
    last_name = fields.String(required=True)
    language = fields.String(required=True)
    theme = fields.String(required=True, metadata={"description": "Look of the pages."})
    is_operator = fields.Boolean(required=True)
    token = fields.Nested(TokenInUseSchema, required=True)


class MeChangeSchema(Schema):
    """What is to change about oneself; what is left out stays."""

    first_name = Text(least=1, most=LONGEST_NAME)
    last_name = Text(most=LONGEST_NAME)
    language = fields.String(validate=validate.OneOf(list(text.LANGUAGES)))
    theme = fields.String(validate=validate.OneOf(list(THEMES)))


class MembershipSchema(Schema):
    """A territory that one is in, or asked to join."""

    member_id = fields.UUID(required=True, attribute="id", metadata={"description": "Who one is there."})
    territory = fields.String(required=True, metadata={"description": "Slug of the territory."})
    territory_name = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf([*MemberStatus]))
    reason = fields.String(
        required=True, metadata={"description": "Why, in the words of an administrator who decided so."}
    )
    place = fields.String(required=True, metadata={"description": "Where others find one."})
    about = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    joined_at = Instant(required=True, allow_none=True)


def membership(member: Member) -> dict[str, Any]:
    """Return a membership as its own person sees it."""
    territory = db.session.get_one(Territory, member.territory_id)
    values = {
        name: getattr(member, name) for name in ("id", "status", "reason", "place", "about", "joined_at")
    }
    return {
        **values,
        "territory": territory.slug,
        "territory_name": territory.name,
        "roles": sorted(member.roles),
    }


@bp.operation("/me", may=May.OWN_ACCOUNT, gives=MeSchema)
def show() -> dict[str, Any]:
    """Show who one is, and what the token allows."""
    return _told(the_person())


@bp.operation(
    "/me", method="PATCH", may=May.OWN_ACCOUNT, scope=Scope.PROFILE, body=MeChangeSchema, gives=MeSchema
)
def change(body: dict[str, Any]) -> dict[str, Any]:
    """Change one's name, language or look; not with a token that counts in one territory only."""
    if tokens.bound_to() is not None:
        abort(403, description=_("This token counts in one territory only."))
    services.change_profile(db.session, the_person(), **body)
    return _told(the_person())


def _told(person: Person) -> dict[str, Any]:
    token = tokens.current()
    assert token is not None  # nobody comes here without one
    names = ("id", "email", "first_name", "last_name", "language", "theme", "is_operator")
    return {**{name: getattr(person, name) for name in names}, "token": tokens.told(token)}


@bp.operation("/me/memberships", may=May.OWN_ACCOUNT, query=Cursor, gives=page_of(MembershipSchema))
def memberships(query: dict[str, Any]) -> Page[dict[str, Any]]:
    """List the territories that one is in or asked to join; a token of one territory lists that one."""
    mine = sa.select(Member).where(Member.person_id == the_person().id, Member.status.in_(SHOWN))
    if (territory_id := tokens.bound_to()) is not None:
        mine = mine.where(Member.territory_id == territory_id)
    found = cursors.page(db.session, mine, [(Member.id, lambda line: line.id)], query, descending=False)
    return Page([membership(member) for member in found.items], found.next)
