"""Tokens by a program: asking for one with mail address and password, looking at them, revoking."""

import hashlib
import json
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from flask import abort, request
from marshmallow import Schema, fields, validate
from werkzeug.datastructures import MultiDict

from app.api import cursors, keys, token_ends, tokens
from app.api.cursors import Cursor, Page, page_of
from app.api.fields import Instant, Text, Whole
from app.api.models import ApiToken, KeptAnswer
from app.api.operations import KEY_PARAMETER, Operations
from app.api.people import LONGEST_MAIL
from app.api.scopes import Scope
from app.members import guards
from app.members.forms import LoginForm
from app.members.models import Person
from app.members.passwords import LONGEST
from app.members.security import security_of
from app.territories import queries as territories
from app.text import _
from app.web.access import May
from app.web.context import here, the_person
from app.web.database import db

bp = Operations("tokens", __name__, description="Tokens by which programs act for people.")


class TokenSchema(Schema):
    """A token, without its secret text."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    hint = fields.String(required=True, metadata={"description": "Its last characters."})
    scopes = fields.List(fields.String(validate=validate.OneOf([*Scope])), required=True)
    territory = fields.String(
        required=True, allow_none=True, metadata={"description": "The only territory where it counts."}
    )
    created_at = Instant(required=True)
    expires_at = Instant(required=True)
    used_on = fields.Date(required=True, allow_none=True, metadata={"description": "Day of the last use."})


class TokenMadeSchema(TokenSchema):
    """A new token, with its secret text: it is told this once, and kept nowhere."""

    token = fields.String(required=True, metadata={"description": "Send it as `Authorization: Bearer …`."})


class TokenNewSchema(Schema):
    """Who asks for a token, and what it may do."""

    email = Text(required=True, least=3, most=LONGEST_MAIL)
    password = Text(required=True, least=1, most=2 * LONGEST, metadata={"format": "password"})
    name = Text(required=True, least=1, most=tokens.LONGEST_NAME, metadata={"description": "What it is for."})
    scopes = fields.List(
        fields.String(validate=validate.OneOf([*Scope])),
        required=True,
        validate=validate.Length(min=1, max=len(Scope)),
    )
    days = Whole(
        load_default=90,
        validate=validate.Range(min=1, max=tokens.LASTS_AT_MOST.days),
        metadata={"description": "How long it is good."},
    )
    territory = Text(
        most=80, allow_none=True, load_default=None, metadata={"description": "The only one where it counts."}
    )


@bp.operation(
    "/tokens", method="POST", may=May.SIGN_IN, body=TokenNewSchema, gives=TokenMadeSchema, status=201
)
@bp.doc(parameters=[KEY_PARAMETER])  # type: ignore[untyped-decorator]
def make(body: dict[str, Any]) -> Any:
    """Ask for a token with mail address and password, as on the page where one signs in.

    An account with a second step makes its tokens on the page: a program has no phone.
    """
    if here.person is not None:
        abort(403, description=_("Ask for a new token with the password alone, without a token."))
    person = _signed_in(body.pop("email"), body.pop("password"))
    territory = territories.by_slug(db.session, body["territory"]) if body["territory"] else None
    if body["territory"] and (territory is None or not territory.active):
        abort(404, description=_("There is no such territory."))
    text = None
    if (key := request.headers.get(keys.HEADER)) is not None:
        if not keys.is_key(key):
            return keys.not_a_key()
        text = tokens.text_for(person, key)
        former = keys.claim(db.session, person.id, key, _digest(body))
        if former is not None:
            return _again(former, body, text)
        if tokens.made_as(db.session, text) is not None:  # a key of long ago; what it said is forgotten
            db.session.rollback()
            return keys.another_request()
    token, text = tokens.create(
        db.session,
        person,
        name=body["name"],
        scopes=[Scope(scope) for scope in body["scopes"]],
        lasts=timedelta(days=body["days"]),
        territory_id=territory.id if territory is not None else None,
        text=text,
    )
    tokens.tell_owner(db.session, token)
    return {**tokens.told(token), "token": text}


@bp.operation("/tokens", may=May.OWN_ACCOUNT, scope=Scope.PROFILE, query=Cursor, gives=page_of(TokenSchema))
def mine(query: dict[str, Any]) -> Page[dict[str, Any]]:
    """List one's tokens that still count; a token of one territory sees those of that territory."""
    by = [(ApiToken.id, lambda line: line.id)]
    found = cursors.page(db.session, tokens.within_reach(the_person().id), by, query)
    return Page([tokens.told(token) for token in found.items], found.next)


@bp.operation(
    "/tokens/<uuid:token_id>", method="DELETE", may=May.OWN_ACCOUNT, scope=Scope.PROFILE, status=204
)
def revoke(token_id: UUID) -> None:
    """Revoke a token: it counts no more, from the next request on."""
    reach = tokens.within_reach(the_person().id).where(ApiToken.id == token_id)
    if db.session.scalar(reach) is None:
        abort(404)
    token_ends.revoke(db.session, the_person().id, token_id)


def _signed_in(email: str, password: str) -> Person:
    """Return whose address and password these are; known or not, the answer and its time are the same."""
    guards.count("login")
    form = LoginForm(MultiDict({"email": email, "password": password}), meta={"csrf": False})
    if not form.validate():
        guards.count_failure("login")
        raise tokens.unauthorized(
            _("Mail address and password do not go together, or the address is not confirmed yet.")
        )
    person = cast(Person, form.user)
    methods = security_of().two_factor_plugins.get_setup_tf_methods(person)
    if person.check_tf_required(methods, False)[0]:
        abort(403, description=_("Your account asks for a second step: make the token in your settings."))
    return person


def _digest(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(["tokens", body], sort_keys=True).encode()).hexdigest()


def _again(former: KeptAnswer, body: dict[str, Any], text: str) -> Any:
    token = tokens.made_as(db.session, text)
    if former.request_digest != _digest(body) or token is None:
        return keys.another_request()
    told = {**tokens.told(token), "used_on": None, "token": text}  # as it was told when it was new
    return told, 201, {keys.REPLAYED: "true"}
