"""Runs a whole unit of work again when the database, not the domain, said no.

For commands and jobs. A web request is not repeated behind the back of the person who made it:
``app.web.errors`` says that they can try again.
"""

import random
import sqlite3
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

T = TypeVar("T")

# https://www.postgresql.org/docs/15/mvcc-serialization-failure-handling.html
TRY_AGAIN = frozenset({"40001", "40P01"})  # serialization failure, deadlock
SQLITE_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
FIRST_PAUSE, LONGEST_PAUSE = 0.01, 1.0  # seconds


def passes(error: DBAPIError) -> bool:
    """Tell whether the same work may well succeed when it is done again from the start."""
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        code: int = getattr(cause, "sqlite_errorcode", 0)
        return code & 0xFF in SQLITE_BUSY
    return getattr(cause, "sqlstate", None) in TRY_AGAIN


def in_one_go(sessions: Callable[[], Session], work: Callable[[Session], T], *, attempts: int = 10) -> T:
    """Run ``work`` in a session of its own and commit; after a passing conflict, all of it again.

    ``work`` must do nothing that a rollback does not undo.

    Raises:
        DBAPIError: the last attempt met a conflict too, or the error does not pass.
    """
    pause = FIRST_PAUSE
    for attempt in range(1, attempts + 1):
        with sessions() as session:
            try:
                answer = work(session)
                session.commit()
                return answer
            except DBAPIError as error:
                session.rollback()
                if attempt == attempts or not passes(error):
                    raise
        time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311  # spreads the rivals out, keeps no secret
        pause = min(2 * pause, LONGEST_PAUSE)
    raise AssertionError("unreachable")
