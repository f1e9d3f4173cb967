"""Debts through the interface: noted, confirmed by who owes, paid once."""

from uuid import uuid4

import sqlalchemy as sa

from app.notifications.models import Notification
from app.testing import factories
from tests.api.purses import Purses, minutes


def note(purses: Purses, name: str, direction: str, other: str, /, key: str | None = None, **values: object):
    body = {
        "direction": direction,
        "ledger_id": str(purses.ledger.id),
        "other_member_id": purses.member_id(other),
        "amount": 90,
        "text": "The ladder",
        **values,
    }
    return purses.of(name).post(purses.path("debts"), json=body, key=key)


def reply(purses: Purses, name: str, debt_id: str, word: str):
    return purses.of(name).post(purses.path(f"debts/{debt_id}/{word}"))


def test_what_i_owe_counts_at_once_and_is_paid_once(purses: Purses) -> None:
    made = note(purses, "Ana", "i_owe", "Bea", key="ladder")
    again = note(purses, "Ana", "i_owe", "Bea", key="ladder")
    debt_id = made.json["id"]

    paid = reply(purses, "Ana", debt_id, "pay")
    twice = reply(purses, "Ana", debt_id, "pay")

    assert (made.status_code, made.json["state"], made.json["owed"]) == (201, "confirmed", minutes(90))
    assert (made.json["debtor"]["name"], made.json["creditor"]["name"], made.json["i_owe"]) == (
        "Ana",
        "Bea",
        True,
    )
    assert again.json == made.json
    assert (paid.json["state"], paid.json["owed"]) == ("settled", minutes(0))
    assert twice.json["reasons"] == ["There is nothing left to pay on this."]
    assert purses.balances() == {"Ana": -90, "Bea": 90, "Carl": 0}
    with purses.at_rest() as session:
        kinds = session.scalars(sa.select(Notification.kind).order_by(Notification.id)).all()
    assert kinds == ["clearing.owed_to_you", "clearing.pay"]


def test_what_i_am_owed_counts_when_the_other_says_so(purses: Purses) -> None:
    debt_id = note(purses, "Bea", "owed_to_me", "Ana").json["id"]

    early = reply(purses, "Ana", debt_id, "pay")
    by_who_is_owed = reply(purses, "Bea", debt_id, "confirm")
    confirmed = reply(purses, "Ana", debt_id, "confirm")
    let_go = reply(purses, "Bea", debt_id, "withdraw")

    assert early.json["reasons"] == ["There is nothing left to pay on this."]
    assert by_who_is_owed.status_code == 404
    assert (confirmed.json["state"], let_go.json["state"]) == ("confirmed", "withdrawn")
    assert purses.balances()["Ana"] == 0


def test_a_debt_is_listed_for_its_two_sides_and_not_found_by_others(purses: Purses) -> None:
    made = note(purses, "Ana", "i_owe", "Bea").json
    path = purses.path(f"debts/{made['id']}")

    lists = {name: purses.of(name).get(purses.path("debts")).json["items"] for name in ("Ana", "Bea", "Carl")}

    assert lists == {"Ana": [made], "Bea": [made | {"i_owe": False}], "Carl": []}
    assert purses.of("Carl").get(path).status_code == 404
    assert reply(purses, "Carl", made["id"], "pay").status_code == 404


def test_shared_costs_are_noted_as_paid_and_move_nothing(purses: Purses) -> None:
    session = purses.session
    for name in ("Ana", "Bea"):
        factories.takes_part(session, session.merge(purses.subnetwork), session.merge(purses.members[name]))
    session.commit()
    before = purses.transfers()

    made = note(purses, "Ana", "i_owe", "Bea", ledger_id=None, costs_of="hours", amount=1250)
    paid = reply(purses, "Ana", made.json["id"], "pay")

    assert made.json["amount"] == {"amount": 1250, "unit": "EUR", "scale": 2}
    assert paid.json["state"] == "settled"
    assert purses.transfers() == before


def test_wrong_values_are_named_each(purses: Purses) -> None:
    wrong = {
        "#/ledger_id": [{"ledger_id": None}, {"costs_of": "hours"}, {"ledger_id": str(uuid4())}],
        "#/costs_of": [{"ledger_id": None, "costs_of": "none"}],
        "#/other_member_id": [
            {"other_member_id": None},
            {"other_member_id": purses.member_id("Ana")},
            {"other_member_id": str(uuid4())},
        ],
        "#/other_account_id": [{"other_member_id": None, "other_account_id": purses.account_id("Bea")}],
        "#/for_account_id": [{"for_account_id": purses.account_id("Carl")}],
        "#/amount": [{"amount": 0}],
        "#/text": [{"text": ""}],
        "#/direction": [{"direction": "both"}],
    }

    for pointer, bodies in wrong.items():
        for body in bodies:
            response = note(purses, "Ana", "i_owe", "Bea", **body)
            assert response.status_code == 422, body
            assert [error["pointer"] for error in response.json["errors"]] == [pointer], body
