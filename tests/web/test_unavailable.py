"""The database does not answer: people are told so, soon, and in a page."""

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.testing import factories
from app.web.database import db

PATIENCE = 300  # milliseconds


@pytest.fixture
def locked(app: Flask, session: Session) -> Iterator[sqlite3.Connection]:
    """A connection that can keep everybody else from writing; nobody waits as long as in earnest."""
    engine = session.get_bind().engine
    if engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has one lock for all")

    def impatient(connection: Any, record: Any, proxy: Any) -> None:
        connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")

    with app.app_context():
        waiting = db.engine
    sa.event.listen(waiting, "checkout", impatient)
    other = sqlite3.connect(str(engine.url.database), isolation_level=None)
    yield other
    other.close()
    sa.event.remove(waiting, "checkout", impatient)
    waiting.dispose()


def test_who_writes_while_the_database_is_locked_is_asked_to_try_again(
    app: Flask, session: Session, client: FlaskClient, locked: sqlite3.Connection
) -> None:
    ana = factories.member(session, factories.territory(session), first_name="Ana")
    session.commit()
    factories.sign_in(client, ana.person)
    token = factories.csrf(client)
    locked.execute("BEGIN IMMEDIATE")

    answer = client.post("/theme", data={"theme": "dark", "csrf_token": token})

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert "We will be right back" in answer.text
    locked.execute("ROLLBACK")
    assert client.post("/theme", data={"theme": "dark", "csrf_token": token}).status_code == 302
