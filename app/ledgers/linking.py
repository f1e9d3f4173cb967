"""Links transfers soon after a request that may have posted, in a short transaction of its own.

The chain is a minute behind at most, by the job ``chain``; this makes it a second. People never wait for
it: it runs when their answer is on its way.
"""

import time
from functools import partial

import structlog
from flask import Flask, Response, request
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.config import Settings
from app.db.engine import reading
from app.ledgers import chain
from app.web.database import db
from app.web.requests import SAFE_METHODS

EVERY = 1.0  # second
MOST = 500
"""Transfers linked behind one request; more are left to the job."""
log = structlog.get_logger("together.ledgers")


class Linker:
    """Links at most once in ``EVERY`` seconds in this process."""

    def __init__(self) -> None:
        self._last = 0.0

    def after(self, engine: Engine) -> None:
        """Link what waits, if it is time; trouble is logged and left to the next one."""
        now = time.monotonic()
        if now - self._last < EVERY:
            return
        self._last = now
        try:
            self.link(engine)
        except SQLAlchemyError as error:
            log.warning("transfers wait for their place", error=type(error).__name__)

    def link(self, engine: Engine) -> None:
        """Link what waits; where nothing does, SQLite's one writer is not disturbed."""
        with Session(engine) as session:
            with reading():
                waits = chain.waits(session)
                session.rollback()
            if waits:
                chain.link(session, most=MOST)
                session.commit()


def init_app(app: Flask) -> None:
    """Link after every request that may have written. Tests post without it unless they call this."""
    settings: Settings = app.extensions["together_settings"]
    if not settings.testing:
        follow(app)


def follow(app: Flask) -> None:
    """Let a linker follow the requests of ``app``."""
    linker = Linker()

    @app.after_request
    def after(response: Response) -> Response:
        if request.method not in SAFE_METHODS:
            response.call_on_close(partial(linker.after, db.engine))
        return response
