"""Who is signed in on which device. A sign-in lives on the server: ended there, it is over everywhere.

The cookie holds a random token of 256 bits; the table holds its digest. Signing in always makes a
new token, so a token planted beforehand is worth nothing.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask, g, request, session
from flask_login import user_logged_in, user_logged_out
from flask_security import password_changed, password_reset
from flask_security.utils import set_request_attr
from sqlalchemy.orm import Session

from app import clock
from app.members.models import Person, SignIn
from app.web.context import for_programs
from app.web.database import db
from app.web.requests import SAFE_METHODS

SIGN_IN_LASTS = timedelta(days=30)
SESSION_KEY = "sign_in"
LONGEST_DEVICE = 300


def init_app(app: Flask) -> None:
    """Let Flask-Login ask us who is signed in; no other way in (tokens in headers, passwords in URLs)."""
    app.login_manager.user_loader(load_person)  # type: ignore[attr-defined]
    app.login_manager.request_loader(lambda request: None)  # type: ignore[attr-defined]
    user_logged_in.connect(_begin, app)
    user_logged_out.connect(_end, app)
    password_changed.connect(_end_others, app)
    password_reset.connect(_end_all, app)


def load_person(uniquifier: str) -> Person | None:
    """Return who is signed in on this device; an ended or expired sign-in counts no more.

    Only pages know of sign-ins: a program comes with a token, so that no foreign page can act for anybody.
    """
    if for_programs():
        return None
    digest = digest_of(session.get(SESSION_KEY))
    if digest is None:
        return None
    found = db.session.execute(
        sa.select(Person, SignIn.id, SignIn.seen_on)
        .join(SignIn, SignIn.person_id == Person.id)
        .where(
            Person.fs_uniquifier == uniquifier,
            Person.active,
            SignIn.token_digest == digest,
            SignIn.ended_at.is_(None),
            SignIn.expires_at > clock.now(),
        )
    ).first()
    if found is None:
        return None
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    g.sign_in_id = found[1]
    if request.method not in SAFE_METHODS and found[2] != clock.today():
        db.session.execute(sa.update(SignIn).where(SignIn.id == found[1]).values(seen_on=clock.today()))
    person: Person = found[0]
    return person


def digest_of(token: str | None) -> bytes | None:
    """Return what the table keeps of a token."""
    return hashlib.sha256(token.encode()).digest() if token else None


def current() -> UUID | None:
    """Return the id of the sign-in this request comes from."""
    found: UUID | None = g.get("sign_in_id")
    return found


def _begin(app: Flask, user: Person, **extra: Any) -> None:
    _end_token(session.pop(SESSION_KEY, None))
    token = secrets.token_urlsafe(32)
    session[SESSION_KEY] = token
    session.permanent = True
    session.pop("csrf_token", None)  # a form token from before the sign-in goes, too
    g.pop("csrf_token", None)
    made = SignIn(
        person_id=user.id,
        token_digest=digest_of(token),
        device=request.user_agent.string[:LONGEST_DEVICE],
        seen_on=clock.today(),
        expires_at=clock.now() + SIGN_IN_LASTS,
    )
    db.session.add(made)
    db.session.flush()
    g.sign_in_id = made.id


def _end(app: Flask, user: Person, **extra: Any) -> None:
    _end_token(session.pop(SESSION_KEY, None))
    db.session.commit()


def _end_others(app: Flask, user: Person, **extra: Any) -> None:
    end(db.session, user.id, but=current())


def _end_all(app: Flask, user: Person, **extra: Any) -> None:
    end(db.session, user.id)


def _end_token(token: str | None) -> None:
    if (digest := digest_of(token)) is not None:
        db.session.execute(
            sa.update(SignIn)
            .where(SignIn.token_digest == digest, SignIn.ended_at.is_(None))
            .values(ended_at=clock.now())
        )


def devices(session: Session, person_id: UUID) -> list[SignIn]:
    """Return the sign-ins of a person that still count, the newest first."""
    return list(
        session.scalars(
            sa.select(SignIn)
            .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.expires_at > clock.now())
            .order_by(SignIn.created_at.desc())
        )
    )


def end(session: Session, person_id: UUID, *, only: UUID | None = None, but: UUID | None = None) -> int:
    """End the sign-ins of a person: all, ``only`` one, or all ``but`` one; returns how many."""
    ended = sa.update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    if only is not None:
        ended = ended.where(SignIn.id == only)
    if but is not None:
        ended = ended.where(SignIn.id != but)
    result = session.execute(ended.values(ended_at=clock.now()))
    return int(getattr(result, "rowcount", 0))
