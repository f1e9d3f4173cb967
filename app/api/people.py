"""Signing up by a program: the same rules, limits and silence as on the page."""

from typing import Any

from flask import session
from flask_security.confirmable import confirm_email_token_status, confirm_user
from flask_security.registerable import register_existing, register_user
from marshmallow import Schema, fields, validate
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict

from app import text
from app.api.details import invalid_fields
from app.api.fields import Text
from app.api.operations import Operations
from app.errors import Refusal
from app.members import guards
from app.members.forms import RegisterForm
from app.members.passwords import LONGEST
from app.text import _
from app.web.access import May
from app.web.database import db

bp = Operations("people", __name__, description="Signing up.")

LONGEST_MAIL = 254
LONGEST_TOKEN = 500


class SignUpSchema(Schema):
    """Somebody new."""

    first_name = Text(required=True, least=1, most=200, metadata={"description": "The only name others see."})
    email = Text(required=True, least=3, most=LONGEST_MAIL, metadata={"examples": ["ana@example.org"]})
    password = Text(required=True, least=1, most=2 * LONGEST, metadata={"format": "password"})
    language = fields.String(validate=validate.OneOf(list(text.LANGUAGES)))


class SignedUpSchema(Schema):
    """What to do next; the same whether or not the address was known."""

    email = fields.String(required=True)
    next = fields.String(required=True, metadata={"description": "A sentence for the person."})


class ConfirmationSchema(Schema):
    """The end of the link in the mail that asks whether this is one's address."""

    token = Text(required=True, least=1, most=LONGEST_TOKEN)


@bp.operation("/people", method="POST", may=May.SIGN_IN, body=SignUpSchema, gives=SignedUpSchema, status=202)
def sign_up(body: dict[str, Any]) -> dict[str, str]:
    """Sign up. A mail goes to the address; whoever reads it confirms, then asks for a token.

    An address that is known gets a mail that says so; the answer here is the same. Sent twice it does
    no harm, so no idempotency key is kept for somebody who is not known yet.
    """
    guards.count("register")
    with text.speaking(body.get("language") or text.language()):
        _register(body)
    _leave_no_cookie()
    return {
        "email": body["email"],
        "next": _("We have written to you. Open the mail and confirm your address."),
    }


@bp.operation("/people/confirm", method="POST", may=May.SIGN_IN, body=ConfirmationSchema, status=204)
def confirm(body: dict[str, Any]) -> None:
    """Say that the address is one's own, with the token of the mail; again is no harm."""
    expired, invalid, person = confirm_email_token_status(body["token"])  # type: ignore[no-untyped-call]
    if person is None or expired or invalid:
        raise Refusal(_("This link is too old or is not complete. Ask for a new one."), field="token")
    confirm_user(person)  # type: ignore[no-untyped-call]


def _register(body: dict[str, Any]) -> None:
    form = RegisterForm(MultiDict(body), meta={"csrf": False})
    if form.validate():
        try:
            with db.session.begin_nested():
                register_user(form)  # type: ignore[no-untyped-call]
            return
        except IntegrityError:  # somebody signs up with this very address
            form = RegisterForm(MultiDict(body), meta={"csrf": False})
            form.validate()
    if not register_existing(form):
        raise invalid_fields(form.errors)


def _leave_no_cookie() -> None:
    """Forget what the library wants to say on the next page: a program has none."""
    session.clear()
    session.modified = False
