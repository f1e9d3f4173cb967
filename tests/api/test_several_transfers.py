"""Several payments at once through the interface: all or none, and who may enter them."""

from uuid import uuid4

from app.api.scopes import Scope
from tests.api.purses import Purses, minutes


def several(purses: Purses, account: str, way: str, **amounts: int) -> dict[str, object]:
    shares = [{"member_id": purses.member_id(name), "amount": amount} for name, amount in amounts.items()]
    return {"account_id": purses.account_id(account), "way": way, "shares": shares, "text": "Workshop"}


def test_one_account_pays_several_members_at_once(purses: Purses) -> None:
    ana, body = purses.of("Ana"), several(purses, "Ana", "to_each", Bea=30, Carl=20)

    made = ana.post(purses.path("transfers/several"), json=body, key="workshop")
    again = ana.post(purses.path("transfers/several"), json=body, key="workshop")

    assert made.status_code == 201
    assert made.json["total"] == minutes(50)
    sides = [(one["to_account"]["name"], one["amount"]["amount"]) for one in made.json["transfers"]]
    assert sides == [("Bea", 30), ("Carl", 20)]
    assert again.json == made.json
    assert purses.balances() == {"Ana": -50, "Bea": 30, "Carl": 20}


def test_all_are_named_whose_account_does_not_allow_it_and_nothing_moves(purses: Purses) -> None:
    body = several(purses, "Carl", "from_each", Ana=601, Bea=601)
    cora = purses.of("Cora")

    seen = cora.post(purses.path("transfers/several/preview"), json=body)
    refused = cora.post(purses.path("transfers/several"), json=body)

    sentences = [
        "The account of Ana cannot go below −10 h.",
        "The account of Bea cannot go below −10 h.",
    ]
    assert seen.json["problems"][:2] == sentences
    assert seen.json["total"] == minutes(1202)
    assert (refused.status_code, refused.json["reasons"][:2]) == (409, sentences)
    assert purses.balances() == {"Ana": 0, "Bea": 0, "Carl": 0}


def test_only_a_coordinator_whose_token_says_so_lets_others_pay(purses: Purses) -> None:
    path, body = purses.path("transfers/several"), several(purses, "Carl", "from_each", Ana=10, Bea=10)

    by_carl = purses.of("Carl").post(path, json=body)
    by_payments_alone = purses.of("Cora", Scope.PAYMENTS).post(path, json=body)
    made = purses.of("Cora").post(path, json=body)

    assert by_carl.json["reasons"] == ["Only a coordinator can enter what others pay."]
    assert by_payments_alone.status_code == 403
    assert [one["entered_for"] for one in made.json["transfers"]] == ["Ana", "Bea"]
    assert purses.balances() == {"Ana": -10, "Bea": -10, "Carl": 20}


def test_nobody_learns_by_a_preview_what_stands_on_the_accounts_of_others(purses: Purses) -> None:
    for way in ("to_each", "from_each"):
        body = several(purses, "Bea", way, Carl=601)
        answer = purses.of("Ana").post(purses.path("transfers/several/preview"), json=body)
        assert (answer.status_code, "Bea" in answer.text, "Carl" in answer.text) in (
            (409, False, False),
            (422, False, False),
        )


def test_wrong_shares_are_refused(purses: Purses) -> None:
    good = several(purses, "Ana", "to_each", Bea=30)
    wrong = {
        "#/shares": [
            good | {"shares": []},
            good | {"shares": [*good["shares"], *good["shares"]]},
            good | {"shares": [{"member_id": str(uuid4()), "amount": 5}]},
        ],
        "#/shares/0/amount": [good | {"shares": [{"member_id": purses.member_id("Bea"), "amount": 0}]}],
        "#/way": [good | {"way": "both"}],
        "#/account_id": [good | {"account_id": str(uuid4())}],
    }

    for pointer, bodies in wrong.items():
        for body in bodies:
            response = purses.of("Ana").post(purses.path("transfers/several"), json=body)
            assert response.status_code == 422, body
            assert [error["pointer"] for error in response.json["errors"]] == [pointer], body
    assert purses.transfers() == 0
