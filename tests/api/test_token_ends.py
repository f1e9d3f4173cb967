"""Whoever changes a password that was seen shuts out every program, too, at its next request."""

import pytest
import sqlalchemy as sa

from app.notifications.models import OutgoingMail
from app.testing import factories
from app.testing.factories import PASSWORD, post, sign_in

NEW_PASSWORD = "trottinette verte du lundi"  # noqa: S105  # of nobody


@pytest.fixture
def ana(session):
    person = factories.person(session, "Ana", email="ana@example.org")
    session.commit()
    return person


def test_a_changed_password_ends_every_token(app, ana, program):
    client, mine = app.test_client(), program(ana)
    sign_in(client, ana)

    post(client, "/settings/password", password="not the one", new_password=NEW_PASSWORD)
    before = mine.get("/me").status_code
    post(client, "/settings/password", password=PASSWORD, new_password=NEW_PASSWORD)

    assert (before, mine.get("/me").status_code) == (200, 401)


def test_a_password_that_was_lost_ends_every_token(app, session, ana, program):
    client, mine = app.test_client(), program(ana)
    post(client, "/new-password", email="ana@example.org")
    before = mine.get("/me").status_code
    path = session.scalar(sa.select(OutgoingMail.path).where(OutgoingMail.recipient == "ana@example.org"))
    session.commit()

    post(client, path, password=NEW_PASSWORD)

    assert (before, mine.get("/me").status_code) == (200, 401)
