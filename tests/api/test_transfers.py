"""Paying through the interface: who may pay whom, once whatever is sent again, and reading it."""

from uuid import uuid4

import sqlalchemy as sa

from app.api.models import KeptAnswer
from app.api.scopes import Scope
from app.db import new_id
from app.ledgers import services
from app.ledgers.models import AccountKind, Right
from app.ledgers.verification import faults
from app.notifications.models import Notification
from app.testing import factories
from tests.api.purses import Purses, minutes


def test_a_payment_moves_the_amount_and_says_where_to_read_it(purses: Purses) -> None:
    ana = purses.of("Ana")

    response = ana.post(
        purses.path("transfers"),
        json={"to_account_id": purses.account_id("Bea"), "amount": 90, "text": " Bread  and butter "},
    )

    assert response.status_code == 201
    made = response.json
    assert response.headers["Location"] == f"/api/v1/bordeaux/transfers/{made['id']}"
    assert {name: made[name] for name in made if name not in ("id", "at")} == {
        "ledger_id": str(purses.ledger.id),
        "from_account": {"account_id": purses.account_id("Ana"), "name": "Ana"},
        "to_account": {"account_id": purses.account_id("Bea"), "name": "Bea"},
        "amount": minutes(90),
        "reason": "payment",
        "text": "Bread and butter",
        "levies": [],
        "exchange_id": None,
        "part_of_id": None,
        "reverses_id": None,
        "reversed_by_id": None,
        "entered_by": "Ana",
        "entered_for": None,
    }
    assert ana.get(purses.path(f"transfers/{made['id']}")).json == made
    assert purses.balances() == {"Ana": -90, "Bea": 90, "Carl": 0}
    assert purses.session.scalars(sa.select(Notification.kind)).all() == ["payment.received"]
    assert faults(purses.session, purses.ledger.id) == []


def test_sent_again_under_its_key_it_is_the_same_payment_for_ever(purses: Purses) -> None:
    ana = purses.of("Ana")
    body = {"to_account_id": purses.account_id("Bea"), "amount": 90}
    first = ana.post(purses.path("transfers"), json=body, key="bread")

    again = ana.post(purses.path("transfers"), json=body, key="bread")
    purses.session.execute(sa.delete(KeptAnswer))  # a week later
    purses.session.commit()
    much_later = ana.post(purses.path("transfers"), json=body, key="bread")

    assert (first.status_code, again.status_code, much_later.status_code) == (201, 201, 201)
    assert first.json == again.json == much_later.json
    assert again.headers["Idempotency-Replayed"] == "true"
    assert purses.balances()["Ana"] == -90
    assert purses.session.scalars(sa.select(Notification.kind)).all() == ["payment.received"]


def test_a_key_with_another_payment_is_refused_also_after_its_answer_was_forgotten(purses: Purses) -> None:
    ana, path = purses.of("Ana"), purses.path("transfers")
    body = {"to_account_id": purses.account_id("Bea"), "amount": 90}
    ana.post(path, json=body, key="bread")

    at_once = ana.post(path, json={**body, "amount": 91}, key="bread")
    purses.session.execute(sa.delete(KeptAnswer))
    purses.session.commit()
    much_later = ana.post(path, json={**body, "amount": 91}, key="bread")

    assert (at_once.status_code, much_later.status_code) == (422, 409)
    assert purses.balances()["Ana"] == -90


def test_the_same_key_of_two_people_is_two_keys_and_a_long_one_is_a_key_too(purses: Purses) -> None:
    path, body = purses.path("transfers"), {"to_account_id": purses.account_id("Carl"), "amount": 10}
    ana = purses.of("Ana")

    for one in (ana, purses.of("Bea"), ana):
        one.post(path, json=body, key="k" * 255)
    ana.post(path, json=body, key="k" * 254)

    assert purses.balances() == {"Ana": -20, "Bea": -10, "Carl": 30}


def test_without_a_key_each_request_is_a_payment(purses: Purses) -> None:
    ana = purses.of("Ana")

    for _time in range(2):
        ana.post(purses.path("transfers"), json={"to_account_id": purses.account_id("Bea"), "amount": 90})

    assert purses.balances()["Ana"] == -180


def test_a_member_without_an_account_is_paid_and_pays(purses: Purses) -> None:
    cora = {"to_member_id": purses.member_id("Cora"), "ledger_id": str(purses.ledger.id)}

    paid = purses.of("Ana").post(purses.path("transfers"), json={**cora, "amount": 30})
    back = purses.of("Cora").post(
        purses.path("transfers"), json={"to_account_id": purses.account_id("Ana"), "amount": 20}
    )

    assert (paid.status_code, back.status_code) == (201, 201)
    assert back.json["from_account"] == paid.json["to_account"]
    assert purses.balances()["Ana"] == -10


def test_what_a_limit_forbids_is_refused_with_its_sentence_and_moves_nothing(purses: Purses) -> None:
    purses.give("Bea", "Ana", 1)
    body = {"to_account_id": purses.account_id("Bea"), "amount": 602}
    ana = purses.of("Ana")

    refused = ana.post(purses.path("transfers"), json=body, key="much")

    assert (refused.status_code, refused.content_type) == (409, "application/problem+json")
    (reason,) = refused.json["reasons"]
    assert reason.startswith("This would take Ana's account below −10 h.")
    assert ana.post(purses.path("transfers"), json=body, key="much").json == refused.json
    assert purses.balances() == {"Ana": 1, "Bea": -1, "Carl": 0}


def test_a_preview_says_what_it_costs_and_moves_nothing(purses: Purses) -> None:
    ledger = purses.session.merge(purses.ledger)
    common = services.community_account(purses.session, ledger, "For all")
    services.set_levy(purses.session, ledger, name="For all", account=common, rate=1000)
    purses.session.commit()
    ana, body = purses.of("Ana"), {"to_account_id": purses.account_id("Bea"), "amount": 90}
    before = purses.transfers()

    seen = ana.post(purses.path("transfers/preview"), json=body)

    assert (seen.status_code, purses.transfers()) == (200, before)
    assert seen.json == {
        "amount": minutes(90),
        "levies": [{"name": "For all", "amount": minutes(9)}],
        "total": minutes(99),
        "balance_after": minutes(-99),
        "advised_floor": None,
        "opens_account": False,
    }
    paid = ana.post(purses.path("transfers"), json=body).json
    assert [(levy["name"], levy["amount"], levy["paid_by"]) for levy in paid["levies"]] == [
        ("For all", minutes(9), "payer")
    ]
    too_much = ana.post(purses.path("transfers/preview"), json={**body, "amount": 601})
    assert too_much.json["errors"] == [
        {"detail": "Your account cannot go below −10 h.", "pointer": "#/amount"}
    ]


def test_a_preview_opens_no_account(purses: Purses) -> None:
    seen = purses.of("Cora").post(
        purses.path("transfers/preview"), json={"to_account_id": purses.account_id("Ana"), "amount": 20}
    )

    assert (seen.json["opens_account"], seen.json["balance_after"]) == (True, minutes(-20))
    assert purses.of("Cora").get(purses.path("accounts")).json["items"] == []


def test_nobody_pays_from_an_account_of_others(purses: Purses) -> None:
    body = {"to_account_id": purses.account_id("Carl"), "amount": 5}
    theirs, nobodys = purses.account_id("Bea"), str(uuid4())

    answers = [
        purses.of("Ana").post(purses.path("transfers"), json={**body, "from_account_id": account_id})
        for account_id in (theirs, nobodys)
    ]

    for response in answers:
        assert response.status_code == 422
        assert response.json["errors"] == [
            {"detail": "You may not pay from this account.", "pointer": "#/from_account_id"}
        ]
    assert purses.balances() == {"Ana": 0, "Bea": 0, "Carl": 0}


def test_a_holder_pays_up_to_the_amount_they_may(purses: Purses) -> None:
    account = purses.session.merge(purses.accounts["Bea"])
    services.give_right(
        purses.session, account, purses.members["Ana"].id, right=Right.PAY_UP_TO, most=50, given_by_id=None
    )
    purses.session.commit()
    ana, path = purses.of("Ana"), purses.path("transfers")
    body = {"from_account_id": purses.account_id("Bea"), "to_account_id": purses.account_id("Carl")}

    within = ana.post(path, json={**body, "amount": 50})
    above = ana.post(path, json={**body, "amount": 51})

    assert within.status_code == 201
    assert above.json["reasons"] == ["You may not pay that much from this account."]
    assert purses.balances() == {"Ana": 0, "Bea": -50, "Carl": 50}


def test_a_coordinator_pays_in_a_members_place_with_a_token_that_says_so(purses: Purses) -> None:
    body = {
        "from_account_id": purses.account_id("Ana"),
        "to_account_id": purses.account_id("Bea"),
        "amount": 15,
    }
    path = purses.path("transfers")

    only_payments = purses.of("Cora", Scope.PAYMENTS).post(path, json=body)
    administers = purses.of("Cora", Scope.PAYMENTS, Scope.ADMINISTER).post(path, json=body)
    both = purses.of("Cora", Scope.PAYMENTS, Scope.COORDINATE).post(path, json=body)

    assert only_payments.status_code == 422
    assert only_payments.json["reasons"] == ["You may not pay from this account."]
    assert administers.status_code == 403
    assert administers.json["detail"] == "This token does not allow “coordinate”."
    assert (both.status_code, both.json["entered_by"], both.json["entered_for"]) == (201, "Cora", "Ana")
    assert purses.balances()["Ana"] == -15
    kinds = purses.session.scalars(sa.select(Notification.kind).order_by(Notification.kind)).all()
    assert kinds == ["payment.entered", "payment.received"]


def test_a_coordinator_pays_from_a_common_account_with_a_token_that_says_so(purses: Purses) -> None:
    common = services.community_account(purses.session, purses.session.merge(purses.ledger), "Tools")
    purses.session.commit()
    body = {"from_account_id": str(common.id), "to_account_id": purses.account_id("Bea"), "amount": 15}

    refused = [
        purses.of("Cora", Scope.PAYMENTS).post(purses.path(path), json=body).status_code
        for path in ("transfers", "transfers/preview")
    ]
    moved = purses.transfers()
    both = purses.of("Cora", Scope.PAYMENTS, Scope.COORDINATE).post(purses.path("transfers"), json=body)

    assert (refused, moved) == ([403, 403], 0)
    assert (both.status_code, purses.balances()["Bea"]) == (201, 15)


def test_an_exchange_is_told_to_the_two_who_agreed_it_alone(purses: Purses) -> None:
    exchange_id = uuid4()
    made = purses.give("Ana", "Bea", 15, exchange_id=exchange_id)
    account = purses.session.merge(purses.accounts["Ana"])
    services.give_right(
        purses.session, account, purses.members["Carl"].id, right=Right.SEE, most=None, given_by_id=None
    )
    purses.session.commit()

    def told(name: str, account: str) -> list[str | None]:
        program, path = purses.of(name), purses.path(f"accounts/{purses.account_id(account)}")
        (listed,) = program.get(f"{path}/transfers").json["items"]
        (line,) = program.get(f"{path}/statement").json["lines"]
        one = program.get(purses.path(f"transfers/{made.id}")).json
        return [answer["exchange_id"] for answer in (listed, line, one)]

    assert told("Ana", "Ana") == told("Bea", "Bea") == [str(exchange_id)] * 3
    assert told("Carl", "Ana") == told("Cora", "Ana") == told("Cora", "Bea") == [None] * 3


def test_levies_are_told_to_the_side_that_bore_them_and_to_coordinators(purses: Purses) -> None:
    ledger = purses.session.merge(purses.ledger)
    common = services.community_account(purses.session, ledger, "Tools")
    services.set_levy(purses.session, ledger, name="For all", account=common, rate=1000)
    purses.session.commit()
    body = {"to_account_id": purses.account_id("Bea"), "amount": 90}

    made = purses.of("Ana").post(purses.path("transfers"), json=body).json

    def told(name: str) -> list[str]:
        shown = purses.of(name).get(purses.path(f"transfers/{made['id']}")).json
        return [levy["name"] for levy in shown["levies"]]

    assert [levy["name"] for levy in made["levies"]] == ["For all"]
    assert (told("Ana"), told("Bea"), told("Cora")) == (["For all"], [], ["For all"])


def test_a_token_without_the_scope_pays_nothing(purses: Purses) -> None:
    every_other = set(Scope) - {Scope.PAYMENTS}
    body = {"to_account_id": purses.account_id("Bea"), "amount": 15}

    for path in ("transfers", "transfers/preview"):
        response = purses.of("Ana", *every_other).post(purses.path(path), json=body)
        assert response.status_code == 403
    assert purses.balances()["Ana"] == 0


def test_wrong_values_are_named_each(purses: Purses) -> None:
    bea, ledger = purses.account_id("Bea"), str(purses.ledger.id)
    ana = purses.of("Ana")
    wrong = {
        "#/amount": [
            {"to_account_id": bea, "amount": amount}
            for amount in (0, -5, 1.5, "90", 10**12 + 1, 10**30, None, True)
        ],
        "#/text": [{"to_account_id": bea, "amount": 5, "text": text} for text in ("x" * 141, "a\u0000", 5)],
        "#/to_account_id": [
            {"amount": 5},
            {"amount": 5, "to_account_id": bea, "to_member_id": purses.member_id("Bea")},
            {"amount": 5, "to_account_id": str(uuid4())},
            {"amount": 5, "to_account_id": "Bea"},
        ],
        "#/ledger_id": [
            {"amount": 5, "to_member_id": purses.member_id("Bea")},
            {"amount": 5, "to_member_id": purses.member_id("Bea"), "ledger_id": str(uuid4())},
        ],
        "#/to_member_id": [{"amount": 5, "to_member_id": str(uuid4()), "ledger_id": ledger}],
        "#/sum": [{"to_account_id": bea, "amount": 5, "sum": 5}],
    }

    for pointer, bodies in wrong.items():
        for body in bodies:
            response = ana.post(purses.path("transfers"), json=body)
            assert response.status_code == 422, body
            assert [error["pointer"] for error in response.json["errors"]] == [pointer], body
    assert purses.balances()["Ana"] == 0


def test_one_does_not_pay_oneself_nor_the_books(purses: Purses) -> None:
    ana, path = purses.of("Ana"), purses.path("transfers")
    ledger = purses.session.merge(purses.ledger)
    issuance = services.open_account(purses.session, ledger, kind=AccountKind.ISSUANCE, name="")
    purses.session.commit()

    oneself = ana.post(path, json={"to_account_id": purses.account_id("Ana"), "amount": 5})
    books = ana.post(path, json={"to_account_id": str(issuance.id), "amount": 5})

    assert oneself.json["reasons"] == ["This is your own account: ask somebody else to pay."]
    assert books.json["reasons"] == ["This account takes no payments."]


def test_a_transfer_is_not_found_by_those_whom_it_does_not_concern(purses: Purses) -> None:
    moved = purses.give("Ana", "Bea", 30)
    path = purses.path(f"transfers/{moved.id}")

    found = {name: purses.of(name).get(path).status_code for name in ("Ana", "Bea", "Carl", "Cora")}

    assert found == {"Ana": 200, "Bea": 200, "Carl": 404, "Cora": 200}
    assert purses.program().get(path).status_code == 401
    assert purses.of("Ana").get(purses.path(f"transfers/{new_id()}")).status_code == 404


def test_a_territory_knows_nothing_of_the_transfers_of_another(purses: Purses) -> None:
    elsewhere = factories.territory(purses.session, "lyon")
    factories.member(purses.session, elsewhere, purses.session.merge(purses.members["Ana"].person))
    purses.session.commit()
    moved = purses.give("Ana", "Bea", 30)
    ana = purses.of("Ana")

    paid = ana.post("/lyon/transfers", json={"to_account_id": purses.account_id("Bea"), "amount": 5})

    assert ana.get(f"/lyon/transfers/{moved.id}").status_code == 404
    assert ana.get(f"/lyon/accounts/{purses.account_id('Ana')}/transfers").status_code == 404
    assert paid.status_code == 422
    assert purses.balances()["Ana"] == -30


def test_the_transfers_of_an_account_come_page_by_page_the_latest_first(purses: Purses) -> None:
    for amount in (1, 2, 3):
        purses.give("Ana", "Bea", amount)
    ana, path = purses.of("Ana"), purses.path(f"accounts/{purses.account_id('Ana')}/transfers")
    first = ana.get(path, query_string={"limit": 2}).json
    purses.give("Bea", "Ana", 4)

    second = ana.get(path, query_string={"limit": 2, "cursor": first["next"]}).json

    assert [one["amount"]["amount"] for one in first["items"] + second["items"]] == [3, 2, 1]
    assert second["next"] is None
