"""Regular payments through the interface: made once, paused, followed again and ended by who pays."""

from datetime import timedelta

import sqlalchemy as sa

from app import clock
from app.ledgers.models import StandingOrder
from tests.api.purses import Purses, minutes


def make(purses: Purses, key: str | None = None, **values: object):
    body = {
        "to_account_id": purses.account_id("Bea"),
        "amount": 30,
        "text": "Eggs",
        "rhythm": "month",
        "first_on": clock.today("Europe/Paris").isoformat(),
        **values,
    }
    return purses.of("Ana").post(purses.path("standing-orders"), json=body, key=key)


def test_a_regular_payment_is_set_up_once_under_its_key(purses: Purses) -> None:
    made, again = make(purses, key="eggs"), make(purses, key="eggs")

    today = clock.today("Europe/Paris").isoformat()
    assert made.status_code == 201
    assert {name: made.json[name] for name in made.json if name != "id"} == {
        "ledger_id": str(purses.ledger.id),
        "from_account": {"account_id": purses.account_id("Ana"), "name": "Ana"},
        "to_account": {"account_id": purses.account_id("Bea"), "name": "Bea"},
        "amount": minutes(30),
        "text": "Eggs",
        "rhythm": "month",
        "first_on": today,
        "next_on": today,
        "until": None,
        "state": "active",
        "why_refused": "",
    }
    assert again.json == made.json
    with purses.at_rest() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(StandingOrder)) == 1
    path = made.headers["Location"].removeprefix("/api/v1")
    assert purses.of("Ana").get(path).json == made.json
    assert purses.of("Ana").get(purses.path("standing-orders")).json["items"] == [made.json]


def test_it_is_paused_followed_again_and_ended(purses: Purses) -> None:
    path = make(purses).headers["Location"].removeprefix("/api/v1")
    ana = purses.of("Ana")

    states = [ana.post(f"{path}/{move}").json.get("state") for move in ("pause", "resume", "end", "end")]

    assert states == ["active" if s == "resume" else s for s in ("paused", "resume", "ended", "ended")]
    after = ana.post(f"{path}/resume")
    assert after.json["reasons"] == ["This regular payment has ended. Set up a new one."]


def test_nobody_else_finds_it(purses: Purses) -> None:
    path = make(purses).headers["Location"].removeprefix("/api/v1")

    for name in ("Bea", "Carl", "Cora"):
        assert purses.of(name).get(path).status_code == 404
        assert purses.of(name).post(f"{path}/end").status_code == 404
    assert purses.of("Ana").get(path).json["state"] == "active"


def test_days_that_cannot_be_meant_are_named(purses: Purses) -> None:
    today = clock.today("Europe/Paris")
    wrong = {
        "#/first_on": [
            {"first_on": (today - timedelta(days=1)).isoformat()},
            {"first_on": "9999-12-31"},
            {"first_on": "soon"},
        ],
        "#/until": [{"until": (today - timedelta(days=1)).isoformat()}],
        "#/rhythm": [{"rhythm": "day"}],
        "#/amount": [{"amount": 0}],
    }

    for pointer, bodies in wrong.items():
        for body in bodies:
            response = make(purses, **body)
            assert response.status_code == 422, body
            assert [error["pointer"] for error in response.json["errors"]] == [pointer], body
