"""Counts of tries in our own database, so that limits hold over every process and machine."""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app
from limits.storage import Storage
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app import clock
from app.members.models import RateCount
from app.web.database import db

SCHEME = "together"


class DatabaseStorage(Storage):
    """Fixed windows in the table ``rate_count``; keys are kept as keyed digests.

    It works in the session of the request, before the view has touched anything: on SQLite a second
    connection would wait for the lock this one holds.
    """

    STORAGE_SCHEME: Sequence[str] = [SCHEME]  # type: ignore[assignment]

    @property
    def base_exceptions(self) -> type[Exception]:
        """Return what a failing database raises."""
        return sa.exc.SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count a try under ``key`` and return how many there are in its window of ``expiry`` seconds."""
        tries = count(db.session, _digest(key), seconds=expiry, amount=amount)
        db.session.commit()
        return tries

    def get(self, key: str) -> int:
        """Return the tries in the running window."""
        row = db.session.get(RateCount, _digest(key), populate_existing=True)
        return row.tries if row is not None and row.expires_at > clock.now() else 0

    def get_expiry(self, key: str) -> float:
        """Return when the running window ends, in seconds since 1970."""
        row = db.session.get(RateCount, _digest(key), populate_existing=True)
        return (row.expires_at if row is not None else clock.now()).timestamp()

    def check(self) -> bool:
        """Say whether the table can be read."""
        db.session.execute(sa.select(RateCount.key).limit(1))
        return True

    def reset(self) -> int:
        """Forget every count."""
        gone = db.session.execute(sa.delete(RateCount))
        db.session.commit()
        return int(getattr(gone, "rowcount", 0))

    def clear(self, key: str) -> None:
        """Forget one count."""
        db.session.execute(sa.delete(RateCount).where(RateCount.key == _digest(key)))
        db.session.commit()


def _digest(key: str) -> bytes:
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"rate {key}".encode(), hashlib.sha256).digest()


def count(session: Session, key: bytes, *, seconds: int, amount: int = 1) -> int:
    """Count tries in one statement: none is lost between processes; a window that is over begins anew."""
    now = clock.now()
    over = RateCount.expires_at <= now
    ends = now + timedelta(seconds=seconds)
    insert: Any = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = (
        insert(RateCount)
        .values(key=key, tries=amount, expires_at=ends)
        .on_conflict_do_update(
            index_elements=[RateCount.key],
            set_={
                "tries": sa.case((over, amount), else_=RateCount.tries + amount),
                "expires_at": sa.case((over, ends), else_=RateCount.expires_at),
            },
        )
        .returning(RateCount.tries)
    )
    return int(session.execute(statement).scalar_one())


def forget_old(session: Session) -> int:
    """Delete the counts whose window is over; returns how many."""
    gone = session.execute(sa.delete(RateCount).where(RateCount.expires_at <= clock.now()))
    return int(getattr(gone, "rowcount", 0))
