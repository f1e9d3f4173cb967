"""How tokens end: revoked, with the password that was theirs, with the account, or simply old."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from flask_security import password_changed, password_reset
from sqlalchemy.orm import Session

from app import clock
from app.api.models import ApiToken, KeptAnswer
from app.members.models import Person
from app.web.database import db

KEPT_AFTER = timedelta(days=30)


def init_app(app: Flask) -> None:
    """Let no token outlive a password that was lost or changed."""
    password_reset.connect(_revoke_all, app)
    password_changed.connect(_revoke_all, app)


def _revoke_all(app: Flask, user: Person, **extra: Any) -> None:
    revoke_all(db.session, user.id)


def revoke(session: Session, person_id: UUID, token_id: UUID) -> bool:
    """Let a token of this person count no more, from the next request on; tells whether there was one."""
    revoked = session.execute(
        sa.update(ApiToken)
        .where(ApiToken.id == token_id, ApiToken.person_id == person_id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )
    return bool(revoked.rowcount)  # type: ignore[attr-defined]


def revoke_all(session: Session, person_id: UUID) -> int:
    """Let no token of this person count any more; returns how many did."""
    revoked = session.execute(
        sa.update(ApiToken)
        .where(
            ApiToken.person_id == person_id, ApiToken.revoked_at.is_(None), ApiToken.expires_at > clock.now()
        )
        .values(revoked_at=clock.now())
    )
    return int(getattr(revoked, "rowcount", 0))


def forget_all(session: Session, person: Person) -> None:
    """Delete the tokens of a person whose account goes, with every answer kept for their programs."""
    session.execute(sa.delete(ApiToken).where(ApiToken.person_id == person.id))
    session.execute(sa.delete(KeptAnswer).where(KeptAnswer.person_id == person.id))


def forget_old(session: Session) -> int:
    """Delete tokens that were revoked or ran out more than ``KEPT_AFTER`` ago; returns how many."""
    since = clock.now() - KEPT_AFTER
    gone = session.execute(
        sa.delete(ApiToken).where(sa.or_(ApiToken.revoked_at < since, ApiToken.expires_at < since))
    )
    return int(getattr(gone, "rowcount", 0))
