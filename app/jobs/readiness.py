"""Whether the platform can do its work."""

from datetime import timedelta

import structlog
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from app.db import durability, migrations
from app.db.engine import reading
from app.ledgers import watch
from app.notifications.delivery import stuck_count
from app.web.database import db

STUCK_AFTER = timedelta(minutes=30)
log = structlog.get_logger("together.readiness")


def failures(app: Flask) -> list[str]:
    """Return one sentence for each thing that keeps the platform from working."""
    plugins = app.extensions["together_plugins"].migrations
    try:
        with reading(), db.engine.connect() as connection:
            if migrations.orphans(connection, plugins):
                return ["the database holds tables of a plugin that is gone: run 'together db upgrade'"]
            if not migrations.at_head(connection, plugins):
                return ["the database lacks migrations: run 'together db upgrade'"]
            found = durability.weaknesses(connection)
        found += [
            f"the ledger {name} is stopped: run 'together ledgers verify'"
            for name in watch.stopped(db.session)
        ]
        waiting = stuck_count(db.session, older_than=STUCK_AFTER)
    except SQLAlchemyError as error:
        log.error("database out of reach", error=type(error).__name__)
        return ["the database cannot be reached"]
    return [*found, *([f"{waiting} mails have waited for more than half an hour"] if waiting else [])]
