"""Every POST of the story sent again under its key: nothing happens twice, the answers are the same."""

from collections.abc import Callable

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.api.keys import REPLAYED
from app.web.database import db
from tests.api.conftest import Program
from tests.api.story import begin, tell


def rows(app: Flask) -> dict[str, list[str]]:
    """Return every row of every table."""
    with app.app_context(), db.engine.connect() as connection:
        tables = sa.MetaData()
        tables.reflect(connection)
        return {
            name: sorted(repr(tuple(row)) for row in connection.execute(sa.select(table)))
            for name, table in tables.tables.items()
        }


def test_a_story_told_twice_happened_once(
    app: Flask, session: Session, program: Callable[..., Program]
) -> None:
    story = begin(app, session, program)
    tell(story)
    before = rows(app)

    again = [sent.again() for sent in story.sent]

    assert len(again) == 16
    assert len(before["transfer"]) == 1
    assert rows(app) == before
    for sent, answer in zip(story.sent, again, strict=True):
        assert answer.headers[REPLAYED] == "true"
        assert answer.status_code == sent.answer.status_code
        assert answer.get_data() == sent.answer.get_data()
        assert answer.headers.get("Location") == sent.answer.headers.get("Location")
        assert answer.content_type == sent.answer.content_type
