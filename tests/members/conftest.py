"""What the tests about people share: the mails that wait, and switches for limits."""

import re

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.notifications.models import OutgoingMail


@pytest.fixture
def mails(session):
    """Return the mails in the outbox, the oldest first, as they are in the database now."""

    def read():
        return look(session, sa.select(OutgoingMail).order_by(OutgoingMail.created_at, OutgoingMail.id))

    return read


@pytest.fixture
def limits(app):
    """Switch the limits on tries on for one test."""
    limiter = app.extensions["together_limiter"]
    limiter.enabled = True
    yield limiter
    limiter.enabled = False


@pytest.fixture
def even(app):
    """Let answers take the same time for one test, as they do in service."""
    app.extensions["together_even_seconds"] = 0.3
    yield
    app.extensions["together_even_seconds"] = 0.0


def look(session, statement):
    """Return what is in the database now; the test's own session stays as it is, without a lock."""
    with Session(session.get_bind(), expire_on_commit=False) as own:
        return own.scalars(statement).all()


def words(response):
    """Return the words of a page, without its tags, spaces in a row as one."""
    body = re.sub(r"(?s)<(script|head).*?</\1>", " ", response.text)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def stays_here(location):
    """Tell whether a browser that follows ``location`` stays on this site."""
    plain = location.replace("\\", "/")
    return plain.startswith("/") and not plain.startswith("//") and "\n" not in plain and "\r" not in plain
