"""Bodies that programs send by mistake, or to see what breaks: each is refused, none is guessed at."""

import pytest

from app.testing import factories

ASKING = b'{"email": "ana@example.org", "password": "x", "name": "t", "scopes": ["read"], "days": %s}'


@pytest.fixture
def ana(session):
    member = factories.member(session, factories.territory(session))
    session.commit()
    return member


@pytest.mark.parametrize("number", [b"1e400", b"-1e400", b"NaN", b"Infinity", b"-Infinity"])
def test_a_number_that_is_none_is_refused(program, number):
    answer = program().post("/tokens", data=ASKING % number, headers={"Content-Type": "application/json"})

    assert answer.status_code == 400


def test_a_name_that_stands_twice_is_refused(ana, program):
    mine = program(ana)

    answer = mine.patch(
        "/me",
        data=b'{"first_name": "Read by others", "first_name": "Read by us"}',
        headers={"Content-Type": "application/json"},
    )

    assert answer.status_code == 400
    assert mine.get("/me").json["first_name"] == "Ana"


def test_more_than_a_million_bytes_of_json_are_not_read(ana, program):
    lists = b"[" + b"[]," * 400_000 + b"[]]"

    asked = program().post("/tokens", data=lists, headers={"Content-Type": "application/json"})
    joined = program(ana).post(
        "/bordeaux/subnetworks/none/join", data=lists, headers={"Content-Type": "application/json"}, key="one"
    )

    assert (asked.status_code, joined.status_code) == (413, 413)
