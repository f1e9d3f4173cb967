"""Circles of debts through the interface: everybody in one is asked, and it is carried out when all agree."""

import pytest

from app.clearing import notices, services
from app.testing.program import Program
from tests.clearing.conftest import Hamlet, make_hamlet

PATH = "/bordeaux/clearing"


@pytest.fixture
def hamlet(session) -> Hamlet:
    return make_hamlet(session)


@pytest.fixture
def people(app, hamlet) -> dict[str, Program]:
    """The programs of everybody, and a round of three of them that is proposed."""
    hamlet.circle(120, 90, 200)
    proposed = services.propose(hamlet.session, hamlet.ledger, by_id=hamlet.members["Dina"].id)
    notices.tell_of_round(hamlet.session, proposed, kind="proposed")
    hamlet.session.commit()
    return {name: Program.of(app, member) for name, member in hamlet.members.items()}


def minutes(amount):
    return {"amount": amount, "unit": "minutes", "scale": 0}


def test_a_round_is_carried_out_when_the_last_one_agrees(people, hamlet) -> None:
    (asked,) = people["Ana"].get(PATH).json
    path = f"{PATH}/{asked['id']}"

    first = [people[name].post(f"{path}/agree").json for name in ("Ana", "Bea")]
    last = people["Carl"].post(f"{path}/agree").json
    late = people["Ana"].post(f"{path}/decline")

    assert (asked["state"], asked["total"], asked["accounts"], asked["my_answer"]) == (
        "proposed",
        minutes(270),
        3,
        None,
    )
    assert [(one["debtor"], one["creditor"], one["cleared"]["amount"]) for one in asked["mine"]] == [
        ("Ana", "Bea", 90),
        ("Carl", "Ana", 90),
    ]
    assert [(one["state"], one["agreed"], one["my_answer"]) for one in first] == [
        ("proposed", 1, True),
        ("proposed", 2, True),
    ]
    assert (last["state"], last["agreed"]) == ("posted", 3)
    assert late.json["reasons"] == ["This round is no longer open."]
    assert set(hamlet.balances().values()) == {0}
    assert people["Ana"].get(PATH).json == []


def test_who_says_no_is_left_alone(people) -> None:
    (asked,) = people["Bea"].get(PATH).json

    declined = people["Bea"].post(f"{PATH}/{asked['id']}/decline")

    assert (declined.status_code, declined.json["my_answer"]) == (200, False)
    assert declined.json["state"] != "proposed"
    assert people["Bea"].get(PATH).json == []


def test_who_has_no_part_in_it_finds_no_round(people) -> None:
    (asked,) = people["Ana"].get(PATH).json
    path = f"{PATH}/{asked['id']}"

    assert people["Dina"].get(PATH).json == []
    assert people["Dina"].get(path).status_code == 404
    for word in ("agree", "decline"):
        assert people["Dina"].post(f"{path}/{word}").status_code == 404
    assert people["Ana"].get(path).json["agreed"] == 0
