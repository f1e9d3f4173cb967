"""Pages on which people look at the tokens of their programs, make one and revoke one."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import auth_required
from sqlalchemy.exc import IntegrityError

from app.api import token_ends, tokens
from app.api.models import ApiToken
from app.api.scopes import SCOPES, Scope
from app.api.token_forms import TokenForm
from app.db import new_id
from app.errors import Refusal
from app.members import queries
from app.members.models import MemberStatus
from app.territories.models import Territory
from app.text import _
from app.web.access import May, allow
from app.web.context import the_person
from app.web.database import db

bp = Blueprint("tokens", __name__)

ASKED_AGAIN_AFTER = 15
"""Minutes after signing in: a token is a key to the account, so it takes more than an open browser."""


@bp.get("/settings/tokens")
@allow(May.OWN_ACCOUNT)
def page() -> ResponseReturnValue:
    """List the tokens of one's programs."""
    mine = tokens.of(db.session, the_person().id)
    rows = [(token, _scopes(token), _territory(token)) for token in mine]
    return render_template("tokens/page.html", rows=rows)


@bp.route("/settings/tokens/new", methods=["GET", "POST"])
@auth_required("session", within=ASKED_AGAIN_AFTER, grace=ASKED_AGAIN_AFTER)
@allow(May.OWN_ACCOUNT)
def new() -> ResponseReturnValue:
    """Make a token and show it, this once; whose sign-in is some time ago is asked for the password."""
    form, places = TokenForm(), _places()
    form.territory.choices = [("", _("Wherever I take part"))]
    form.territory.choices += [(str(place.id), place.name) for place in places]
    if not form.is_submitted():
        form.key.data = new_id().hex
    if form.validate_on_submit():
        try:
            token, text = _make(form)
        except Refusal as refusal:
            db.session.rollback()
            field = form[refusal.field] if refusal.field in ("name", "scopes") else form.name
            field.errors = [*field.errors, *refusal.reasons]
        else:
            return render_template(
                "tokens/made.html", token=token, text=text, scopes=_scopes(token), territory=_territory(token)
            )
    return render_template("tokens/new.html", form=form), 422 if form.is_submitted() else 200


@bp.post("/settings/tokens/<uuid:token_id>/revoke")
@allow(May.OWN_ACCOUNT)
def revoke(token_id: UUID) -> ResponseReturnValue:
    """Revoke a token: the program is out at its next request."""
    if not token_ends.revoke(db.session, the_person().id, token_id):
        abort(404)
    db.session.commit()
    flash(_("The token is revoked. The program that has it can no longer act for you."), "success")
    return redirect(url_for("tokens.page"))


def _make(form: TokenForm) -> tuple[ApiToken, str]:
    """Make the token of this form; sent twice, it is made once."""
    person = the_person()
    text = tokens.text_for(person, form.key.data or new_id().hex)
    if (made := tokens.made_as(db.session, text)) is not None:
        return made, text
    try:
        token, text = tokens.create(
            db.session,
            person,
            name=form.name.data or "",
            scopes=[Scope(scope) for scope in form.scopes.data or ()],
            lasts=timedelta(days=int(form.days.data)),
            territory_id=UUID(form.territory.data) if form.territory.data else None,
            text=text,
        )
        tokens.tell_owner(db.session, token)
        db.session.commit()
    except IntegrityError:  # the other of two clicks was faster
        db.session.rollback()
        made = tokens.made_as(db.session, text)
        if made is None:
            raise
        return made, text
    return token, text


def _places() -> list[Territory]:
    mine = queries.memberships(db.session, the_person().id)
    return [territory for member, territory in mine if member.status == MemberStatus.ACTIVE]


def _scopes(token: ApiToken) -> list[str]:
    return [str(words) for scope, words in SCOPES.items() if scope in token.scopes]


def _territory(token: ApiToken) -> Territory | None:
    return db.session.get(Territory, token.territory_id) if token.territory_id is not None else None
