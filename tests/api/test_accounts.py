"""Accounts and their statements through the interface: who sees what, and that the sums are right."""

from datetime import timedelta

from app import clock
from app.ledgers import services
from app.ledgers.models import Right
from tests.api.purses import Purses, minutes


def test_an_account_says_what_stands_on_it_and_what_is_free(purses: Purses) -> None:
    purses.give("Ana", "Bea", 100)
    services.hold(
        purses.session,
        ledger=purses.session.merge(purses.ledger),
        payer_id=purses.accounts["Ana"].id,
        payee_id=purses.accounts["Bea"].id,
        amount=60,
        key="hold",
    )
    purses.session.commit()

    shown = purses.of("Ana").get(purses.path(f"accounts/{purses.account_id('Ana')}"))

    assert shown.status_code == 200
    assert shown.json == {
        "id": purses.account_id("Ana"),
        "ledger_id": str(purses.ledger.id),
        "ledger": "Hours",
        "subnetwork": "hours",
        "kind": "member",
        "name": "Ana",
        "member_id": purses.member_id("Ana"),
        "right": "own",
        "most": None,
        "balance": minutes(-100),
        "held": minutes(60),
        "expected": minutes(0),
        "floor": minutes(-600),
        "ceiling": shown.json["ceiling"],
        "advised_floor": None,
        "advised_ceiling": None,
        "free_to_spend": minutes(440),
        "free_to_receive": shown.json["free_to_receive"],
        "pay_code": f"http://localhost/t/bordeaux/pay/to/{purses.account_id('Ana')}",
        "closed_at": None,
    }
    assert shown.json["free_to_receive"]["amount"] == shown.json["ceiling"]["amount"] + 100


def test_what_is_free_to_spend_can_be_spent_and_not_one_minute_more(purses: Purses) -> None:
    ana = purses.of("Ana")
    free = ana.get(purses.path(f"accounts/{purses.account_id('Ana')}")).json["free_to_spend"]["amount"]
    to = {"to_account_id": purses.account_id("Bea")}

    assert ana.post(purses.path("transfers"), json={**to, "amount": free + 1}).status_code == 409
    assert ana.post(purses.path("transfers"), json={**to, "amount": free}).status_code == 201


def test_my_accounts_are_mine_and_those_i_hold_each_with_my_right(purses: Purses) -> None:
    account = purses.session.merge(purses.accounts["Bea"])
    services.give_right(
        purses.session, account, purses.members["Ana"].id, right=Right.PAY_UP_TO, most=50, given_by_id=None
    )
    purses.session.commit()

    mine = purses.of("Ana").get(purses.path("accounts")).json

    assert {(one["name"], one["right"], (one["most"] or {}).get("amount")) for one in mine["items"]} == {
        ("Ana", "own", None),
        ("Bea", "pay_up_to", 50),
    }
    assert mine["next"] is None


def test_an_account_is_not_found_by_those_who_may_not_see_it(purses: Purses) -> None:
    of_ana = f"accounts/{purses.account_id('Ana')}"
    paths = (of_ana, f"{of_ana}/statement", f"{of_ana}/statement.csv", f"{of_ana}/transfers")

    for path in map(purses.path, paths):
        statuses = {name: purses.of(name).get(path).status_code for name in ("Ana", "Bea", "Cora")}
        assert statuses == {"Ana": 200, "Bea": 404, "Cora": 200}, path
        assert purses.program().get(path).status_code == 401
    assert purses.of("Cora").get(purses.path(of_ana)).json["right"] == "coordinate"


def test_only_who_may_let_others_use_it_sees_who_uses_an_account(purses: Purses) -> None:
    account = purses.session.merge(purses.accounts["Ana"])
    services.give_right(
        purses.session, account, purses.members["Bea"].id, right=Right.SEE, most=None, given_by_id=None
    )
    purses.session.commit()
    path = purses.path(f"accounts/{purses.account_id('Ana')}/holders")

    assert purses.of("Ana").get(path).json == [
        {"member_id": purses.member_id("Bea"), "first_name": "Bea", "right": "see", "most": None}
    ]
    assert purses.of("Cora").get(path).status_code == 200
    assert purses.of("Bea").get(path).status_code == 404


def test_a_statement_is_opening_plus_lines_is_closing(purses: Purses) -> None:
    clock.shift(timedelta(days=-200))
    purses.give("Ana", "Bea", 100, memo="Long ago")
    clock.shift(timedelta(0))
    purses.give("Bea", "Ana", 30, memo="A cake")
    purses.give("Ana", "Carl", 5)

    shown = purses.of("Ana").get(purses.path(f"accounts/{purses.account_id('Ana')}/statement")).json

    today = clock.today("Europe/Paris")
    assert (shown["from"], shown["to"]) == ((today - timedelta(days=90)).isoformat(), today.isoformat())
    assert (shown["opening"], shown["closing"], shown["left_out"]) == (minutes(-100), minutes(-75), 0)
    lines = [
        (one["number"], one["other"], one["text"], one["amount"]["amount"], one["balance_after"]["amount"])
        for one in shown["lines"]
    ]
    assert lines == [(2, "Bea", "A cake", 30, -70), (3, "Carl", "", -5, -75)]


def test_a_statement_of_chosen_days_has_the_lines_of_those_days(purses: Purses) -> None:
    clock.shift(timedelta(days=-200))
    purses.give("Ana", "Bea", 100)
    day = clock.today("Europe/Paris").isoformat()
    clock.shift(timedelta(0))
    purses.give("Bea", "Ana", 30)
    path = purses.path(f"accounts/{purses.account_id('Ana')}/statement")

    shown = purses.of("Ana").get(path, query_string={"from": day, "to": day}).json

    assert [line["amount"]["amount"] for line in shown["lines"]] == [-100]
    assert (shown["opening"], shown["closing"]) == (minutes(0), minutes(-100))


def test_days_that_are_no_period_are_named(purses: Purses) -> None:
    ana, path = purses.of("Ana"), purses.path(f"accounts/{purses.account_id('Ana')}/statement")
    wrong = {
        "to": [
            {"from": "2026-03-02", "to": "2026-03-01"},
            {"to": "2026-02-30"},
            {"to": "9999-12-31"},
            {"to": "1850-01-01"},
            {"to": ""},
        ],
        "from": [{"from": "soon"}, {"from": "2999-01-01"}],
        "since": [{"since": "2026-01-01"}],
    }

    for parameter, queries in wrong.items():
        for query in queries:
            response = ana.get(path, query_string=query)
            assert response.status_code == 422, query
            assert [error["parameter"] for error in response.json["errors"]] == [parameter], query


def test_a_statement_can_be_had_as_a_table_and_as_pdf(purses: Purses) -> None:
    purses.give("Ana", "Bea", 100, memo="=1+1")
    ana, path = purses.of("Ana"), purses.path(f"accounts/{purses.account_id('Ana')}/statement")

    table, printed = ana.get(f"{path}.csv"), ana.get(f"{path}.pdf", query_string={"print": "large"})

    assert table.content_type.startswith("text/csv")
    assert ("'=1+1" in table.text, "-100" in table.text) == (True, True)
    assert (printed.status_code, printed.content_type, printed.data[:5]) == (200, "application/pdf", b"%PDF-")
