"""Names that would change how the words around them look: on pages, in mails and in a terminal."""

import pytest

from app.api.models import ApiToken
from app.lines import one_line
from app.testing import factories

SPOOF = "Ana\u202e\u2066 \x1b[2J\x07 \n Zoé"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (SPOOF, "Ana [2J Zoé"),
        (" a \t b\r\nc\u2028d ", "a b c d"),
        ("\ud800\x00", ""),
        ("نور 👩‍👧", "نور 👩‍👧"),
    ],
)
def test_one_line_keeps_what_is_seen(typed, kept):
    assert one_line(typed) == kept


def test_the_names_of_people_and_of_tokens_are_one_line(session, program):
    member = factories.member(session, factories.territory(session))
    session.commit()

    program(member).patch("/me", json={"first_name": SPOOF})
    program().post(
        "/tokens",
        json={
            "email": member.person.email,
            "password": factories.PASSWORD,
            "name": SPOOF,
            "scopes": ["read"],
        },
    )

    session.expire_all()
    assert member.person.first_name == "Ana [2J Zoé"
    assert {token.name for token in session.query(ApiToken)} == {"A program of the tests", "Ana [2J Zoé"}
