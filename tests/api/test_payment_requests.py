"""Payment requests through the interface: asked once, answered once, by whom they ask."""

from datetime import timedelta

import sqlalchemy as sa

from app import clock
from app.api.scopes import Scope
from app.ledgers import services
from app.ledgers.models import PaymentRequest
from tests.api.purses import Purses, minutes


def ask(purses: Purses, name: str = "Bea", key: str | None = None, **values: object):
    body = {"to_account_id": purses.account_id(name), "text": "Eggs", **values}
    return purses.of(name).post(purses.path("payment-requests"), json=body, key=key)


def pay(purses: Purses, name: str, request_id: str, **values: object):
    return purses.of(name).post(purses.path(f"payment-requests/{request_id}/pay"), json=values)


def test_who_is_asked_pays_once_and_both_see_it(purses: Purses) -> None:
    asked = ask(purses, amount=90, from_member_id=purses.member_id("Ana"))
    request_id = asked.json["id"]

    paid = pay(purses, "Ana", request_id)
    again = pay(purses, "Ana", request_id)

    assert asked.status_code == 201
    assert asked.headers["Location"] == f"/api/v1/bordeaux/payment-requests/{request_id}"
    assert asked.json["from_account"] == {"account_id": purses.account_id("Ana"), "name": "Ana"}
    assert (asked.json["state"], asked.json["amount"]) == ("open", minutes(90))
    assert asked.json["link"] == f"http://localhost/t/bordeaux/pay/request/{request_id}"
    assert (paid.status_code, paid.json["amount"], paid.json["text"]) == (201, minutes(90), "Eggs")
    assert again.json["id"] == paid.json["id"]
    seen = purses.of("Bea").get(purses.path(f"payment-requests/{request_id}")).json
    assert (seen["state"], seen["transfer_id"]) == ("paid", paid.json["id"])
    assert purses.balances() == {"Ana": -90, "Bea": 90, "Carl": 0}


def test_asked_again_under_its_key_it_is_one_request_for_ever(purses: Purses) -> None:
    first = ask(purses, key="eggs", amount=90)
    again = ask(purses, key="eggs", amount=90)

    assert again.json == first.json
    with purses.at_rest() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(PaymentRequest)) == 1


def test_a_request_by_link_is_paid_by_whoever_comes_first_but_not_by_who_asks(purses: Purses) -> None:
    request_id = ask(purses).json["id"]

    by_who_asks = pay(purses, "Bea", request_id, amount=10)
    without_amount = pay(purses, "Carl", request_id)
    first = pay(purses, "Carl", request_id, amount=10)
    late = pay(purses, "Ana", request_id, amount=10)

    assert by_who_asks.json["reasons"] == ["This asks for a payment from another account."]
    assert without_amount.json["errors"][0]["pointer"] == "#/amount"
    assert first.status_code == 201
    assert late.json["reasons"] == ["This was paid already."]
    assert purses.balances() == {"Ana": 0, "Bea": 10, "Carl": -10}


def test_only_who_is_asked_may_pay_or_decline(purses: Purses) -> None:
    request_id = ask(purses, amount=90, from_member_id=purses.member_id("Ana")).json["id"]
    decline = purses.path(f"payment-requests/{request_id}/decline")

    assert pay(purses, "Carl", request_id).status_code == 404
    assert purses.of("Carl").post(decline, json={}).status_code == 404
    assert purses.of("Bea").post(decline, json={}).status_code == 409
    assert pay(purses, "Bea", request_id).status_code == 409
    assert purses.balances()["Ana"] == 0


def test_a_coordinator_pays_in_the_place_of_who_is_asked(purses: Purses) -> None:
    request_id = ask(purses, amount=90, from_member_id=purses.member_id("Ana")).json["id"]

    paid = pay(purses, "Cora", request_id)

    assert (paid.status_code, paid.json["entered_by"], paid.json["entered_for"]) == (201, "Cora", "Ana")


def test_no_is_said_once_and_a_request_is_taken_back_once(purses: Purses) -> None:
    declined = ask(purses, amount=90, from_member_id=purses.member_id("Ana")).json["id"]
    withdrawn = ask(purses, amount=90, from_member_id=purses.member_id("Ana")).json["id"]
    ana, bea = purses.of("Ana"), purses.of("Bea")

    no = ana.post(purses.path(f"payment-requests/{declined}/decline"), json={"text": "Not today"})
    back = bea.post(purses.path(f"payment-requests/{withdrawn}/withdraw"))

    assert (no.json["state"], back.json["state"]) == ("declined", "withdrawn")
    assert pay(purses, "Ana", declined).json["reasons"] == ["The answer to this was no."]
    assert pay(purses, "Ana", withdrawn).json["reasons"] == ["Who asked for this has taken it back."]
    assert purses.balances()["Ana"] == 0


def test_lists_have_what_waits_for_me_and_what_i_asked(purses: Purses) -> None:
    asked = ask(purses, amount=90, from_member_id=purses.member_id("Ana")).json
    by_link = ask(purses).json
    path = purses.path("payment-requests")

    waiting = purses.of("Ana").get(path).json["items"]
    made = purses.of("Bea").get(path, query_string={"which": "made"}).json["items"]

    assert waiting == [asked]
    assert made == [by_link, asked]
    assert purses.of("Carl").get(path, query_string={"which": "made"}).json["items"] == []


def test_after_its_time_it_cannot_be_paid(purses: Purses) -> None:
    request_id = ask(purses, amount=90, days=1).json["id"]

    clock.shift(timedelta(days=2))

    assert purses.of("Ana").get(purses.path(f"payment-requests/{request_id}")).json["state"] == "expired"
    assert pay(purses, "Ana", request_id).json["reasons"] == ["The time for this is over. Ask for a new one."]


def test_one_asks_for_ones_own_account_alone(purses: Purses) -> None:
    body = {"to_account_id": purses.account_id("Ana"), "amount": 5}

    refused = purses.of("Bea").post(purses.path("payment-requests"), json=body)
    usual = purses.of("Cora").post(
        purses.path("payment-requests"), json={"ledger_id": str(purses.ledger.id), "amount": 5}
    )

    assert refused.json["reasons"] == ["You may not ask for payments to this account."]
    assert usual.json["to_account"]["name"] == "Cora"


def test_a_request_by_link_that_is_paid_tells_others_no_more_than_that(purses: Purses) -> None:
    request_id = ask(purses, amount=10).json["id"]
    path = purses.path(f"payment-requests/{request_id}")
    open_to_ana = purses.of("Ana").get(path).json
    paid = pay(purses, "Carl", request_id).json

    to_ana, *to_those_concerned = [purses.of(name).get(path).json for name in ("Ana", "Bea", "Carl", "Cora")]

    assert (open_to_ana["amount"], open_to_ana["text"]) == (minutes(10), "Eggs")
    hidden = {"amount": None, "text": "", "resolved_at": None, "transfer_id": None}
    assert to_ana == open_to_ana | hidden | {"state": "paid"}
    for seen in to_those_concerned:
        assert (seen["amount"], seen["text"], seen["transfer_id"]) == (minutes(10), "Eggs", paid["id"])
        assert seen["resolved_at"] is not None


def test_a_coordinator_asks_for_common_accounts_and_not_for_those_of_members(purses: Purses) -> None:
    common = services.community_account(purses.session, purses.session.merge(purses.ledger), "Tools")
    purses.session.commit()
    path, cora = purses.path("payment-requests"), purses.of("Cora")
    for_tools = {"to_account_id": str(common.id), "amount": 5}

    for_ana = cora.post(path, json={"to_account_id": purses.account_id("Ana"), "amount": 5})
    by_payments_alone = purses.of("Cora", Scope.READ, Scope.PAYMENTS).post(path, json=for_tools)
    by_ana = purses.of("Ana").post(path, json=for_tools)
    asked = cora.post(path, json=for_tools)

    assert for_ana.json["reasons"] == ["You may not ask for payments to this account."]
    assert for_ana.status_code == by_ana.status_code == 422
    assert by_payments_alone.status_code == 403
    assert (asked.status_code, asked.json["to_account"]["name"]) == (201, "Tools")


def test_a_token_that_may_only_pay_takes_back_nothing_that_others_ask(purses: Purses) -> None:
    path = purses.path(f"payment-requests/{ask(purses, amount=10).json['id']}/withdraw")

    refused = purses.of("Cora", Scope.READ, Scope.PAYMENTS).post(path)
    taken_back = purses.of("Cora").post(path)

    assert refused.status_code == 403
    assert taken_back.json["state"] == "withdrawn"
