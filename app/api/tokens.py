"""Tokens of programs: made once, shown once, kept as digests, looked up on every request.

A token speaks for one person, never for more than the person may do, and only within its scopes; in
a territory that it was not made for, its bearer is a visitor like any other.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import structlog
from babel import dates
from flask import Flask, Request, current_app, g
from sqlalchemy.orm import Session
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from app import clock
from app.api import rates
from app.api.models import ApiToken
from app.api.scopes import SCOPES, Scope
from app.db.engine import set_reading
from app.errors import Refusal
from app.lines import one_line
from app.members.models import Person
from app.notifications import outbox
from app.territories.models import Territory
from app.text import _, locale, speaking
from app.web.context import for_programs, here
from app.web.database import db
from app.web.requests import SAFE_METHODS

log = structlog.get_logger("together.api")
PREFIX = "tgr_"
HINT = 4
LONGEST_NAME = 80
LASTS_AT_MOST = timedelta(days=366)
MOST_TOKENS = 50


def create(
    session: Session,
    person: Person,
    *,
    name: str,
    scopes: Collection[Scope],
    lasts: timedelta,
    territory_id: UUID | None = None,
    text: str | None = None,
) -> tuple[ApiToken, str]:
    """Make a token; returns it with its secret text, which is kept nowhere.

    Args:
        lasts: how long it is good, at most a year.
        territory_id: the only territory where it speaks for the person.
        text: its secret text, when the caller can make the same again; at random otherwise.

    Raises:
        Refusal: no name, no scope, too long, or too many already.
    """
    name = one_line(name)
    if not 0 < len(name) <= LONGEST_NAME:
        raise Refusal(_("Give it a name of at most %(most)s characters.", most=LONGEST_NAME), field="name")
    if not scopes:
        raise Refusal(_("Choose what the program may do."), field="scopes")
    if not timedelta(0) < lasts <= LASTS_AT_MOST:
        raise Refusal(_("A token is good for a year at most."), field="expires_at")
    turn = sa.select(Person.id).where(Person.id == person.id)
    session.execute(turn.with_for_update(key_share=True))  # who asks at the same moment counts this one
    if len(of(session, person.id)) >= MOST_TOKENS:
        raise Refusal(_("You have %(most)s tokens; revoke one first.", most=MOST_TOKENS))
    text = text or PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        person_id=person.id,
        territory_id=territory_id,
        name=name,
        token_digest=_digest(text),
        hint=text[-HINT:],
        scopes=sorted({Scope(scope) for scope in scopes}),
        expires_at=clock.now() + lasts,
    )
    session.add(token)
    session.flush()
    return token, text


def of(session: Session, person_id: UUID) -> Sequence[ApiToken]:
    """Return the tokens of a person that still count, the newest first."""
    return session.scalars(_counting(person_id).order_by(ApiToken.id.desc())).all()


def _counting(person_id: UUID) -> "sa.Select[Any]":
    return sa.select(ApiToken).where(
        ApiToken.person_id == person_id, ApiToken.revoked_at.is_(None), ApiToken.expires_at > clock.now()
    )


def within_reach(person_id: UUID) -> "sa.Select[Any]":
    """Select the tokens that the program of this request may know: all, or those of its territory."""
    counting = _counting(person_id)
    if (territory_id := bound_to()) is not None:
        counting = counting.where(ApiToken.territory_id == territory_id)
    return counting


def text_for(person: Person, key: str) -> str:
    """Return the secret text of the token of a request: the same when it is sent again, kept nowhere."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    made = hmac.new(secret, f"token {person.id} {key}".encode(), hashlib.sha256).digest()
    return PREFIX + base64.urlsafe_b64encode(made).decode().rstrip("=")


def made_as(session: Session, text: str) -> ApiToken | None:
    """Return the token that was made with this text, whether or not it still counts."""
    return session.scalar(sa.select(ApiToken).where(ApiToken.token_digest == _digest(text)))


def tell_owner(session: Session, token: ApiToken) -> None:
    """Write to whom a token speaks for: who did not make it can revoke it."""
    person = token.person
    with speaking(person.language):
        outbox.write(
            session,
            kind="account.token",
            recipient=person.email,
            subject=_("A program can now act for you"),
            text=_(
                "Hello %(name)s,\n\na token called “%(token)s” was just made for your account. Until "
                "%(day)s a program that has it may do this for you:\n\n%(scopes)s\n\nIf that was you, all is "
                "well. If not, revoke it on the page below, then change your password.",
                name=person.first_name,
                token=token.name,
                day=dates.format_date(token.expires_at, "long", locale()),
                scopes="\n".join(f"- {SCOPES[Scope(scope)]}" for scope in token.scopes),
            ),
            path="/settings/tokens",
        )


def init_app(app: Flask) -> None:
    """Ask who sends a token."""
    app.login_manager.request_loader(bearer)  # type: ignore[attr-defined]


def bearer(request: Request) -> Person | None:
    """Return for whom the token of a request speaks; pages know of no tokens.

    Raises:
        Unauthorized: a token came that is none, or counts no more.
        TooManyRequests: too many of those came from the same address.
    """
    if not for_programs() or "Authorization" not in request.headers:
        return None
    try:
        given = request.authorization
    except ValueError:  # a password with letters that no header may have
        given = None
    if given is None or given.type != "bearer" or not given.token:
        rates.count(None)
        raise unauthorized(_("Send the token as “Authorization: Bearer …”."))
    token = find(db.session, given.token)
    if token is None:
        rates.count(None)  # who guesses is counted, too
        raise unauthorized(_("This token is not known, or counts no more."))
    g.api_token = token
    if token.used_on != clock.today():
        _note_use(token, safe=request.method in SAFE_METHODS)
    if here.territory is not None and token.territory_id not in (None, here.territory.id):
        return None
    return token.person


def find(session: Session, text: str) -> ApiToken | None:
    """Return the token of this text if it counts, and its owner's account does."""
    return session.scalar(
        sa.select(ApiToken)
        .join(Person, Person.id == ApiToken.person_id)
        .options(sa.orm.contains_eager(ApiToken.person))
        .where(
            ApiToken.token_digest == _digest(text),
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > clock.now(),
            Person.active,
        )
    )


def current() -> ApiToken | None:
    """Return the token of this request."""
    token: ApiToken | None = g.get("api_token")
    return token


def token_allows(scope: Scope) -> bool:
    """Tell whether the token of this request allows a scope; a page needs none."""
    token = current()
    return token is None or scope.value in token.scopes


def bound_to() -> UUID | None:
    """Return the only territory where the token of this request counts, ``None`` when it counts in all."""
    token = current()
    return token.territory_id if token is not None else None


def told(token: ApiToken) -> dict[str, Any]:
    """Return what may be told of a token."""
    territory = db.session.get(Territory, token.territory_id) if token.territory_id is not None else None
    names = ("id", "name", "hint", "scopes", "created_at", "expires_at", "used_on")
    return {
        **{name: getattr(token, name) for name in names},
        "territory": territory.slug if territory is not None else None,
    }


def unauthorized(sentence: str | None = None) -> Unauthorized:
    """Return the refusal of somebody who is not known, to be raised."""
    return Unauthorized(sentence, www_authenticate=WWWAuthenticate("bearer", {"realm": "together"}))


def _note_use(token: ApiToken, *, safe: bool) -> None:
    """Remember the day of the last use: once a day, and not at all rather than late."""
    used = sa.update(ApiToken).where(ApiToken.id == token.id).values(used_on=clock.today())
    if not safe:
        db.session.execute(used)
        return
    set_reading(False)  # a transaction of its own: that of a reading request writes nothing
    try:
        with db.engine.begin() as connection:
            connection.execute(used)
    except sa.exc.OperationalError:
        log.warning("use of a token not noted", token=str(token.id))
    finally:
        set_reading(True)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
