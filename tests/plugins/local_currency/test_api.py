"""The currency for programs: directory and figures for everybody, tills, desks and requests for theirs."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.api.scopes import Scope
from app.ledgers.models import Account, Transfer
from app.testing import factories
from app.testing.program import Program
from plugins.local_currency import fund_check, issuing
from plugins.local_currency.desk_models import Slip
from tests.plugins.local_currency.counter import IBAN, Counter


@pytest.fixture
def counter(village) -> Counter:
    return Counter(village)


@pytest.fixture
def program(app):
    """``program(member, *scopes)``: a program of somebody who is committed."""
    return lambda *who: Program.of(app, *who)


def base(counter: Counter) -> str:
    return f"/bordeaux/local_currency/{counter.network.slug}"


def units(amount):
    return {"amount": amount, "unit": "GR", "scale": 2}


def euros(amount):
    return {"amount": amount, "unit": "EUR", "scale": 2}


def slips_and_transfers(counter: Counter) -> tuple[int, int]:
    with Session(counter.session.get_bind()) as session:
        return tuple(session.scalar(sa.select(sa.func.count()).select_from(one)) for one in (Slip, Transfer))


def test_the_directory_is_for_everybody_with_filters_and_points(counter, program):
    counter.shop("Bakery of the Port")
    choir = counter.shop("Choir", kind="association")
    choir.public_lat, choir.public_lon = 44.84, -0.57
    counter.session.commit()
    visitor, path = program(), f"{base(counter)}/professionals"

    first = visitor.get(path, query_string={"limit": 1}).json
    second = visitor.get(path, query_string={"limit": 1, "cursor": first["next"]}).json

    assert [one["name"] for one in first["items"] + second["items"]] == ["Bakery of the Port", "Choir"]
    assert second["next"] is None
    (found,) = visitor.get(path, query_string={"q": "bakery"}).json["items"]
    assert (found["activity"], found["accepts"], found["point"]) == ("Bread", 100, None)
    assert visitor.get(f"{path}/{found['id']}").json == found
    (only,) = visitor.get(path, query_string={"kind": "association"}).json["items"]
    assert only["point"] == {"lat": 44.84, "lon": -0.57}
    assert visitor.get(f"{path}/points").json == [
        {"lat": 44.84, "lon": -0.57, "professionals": [{"id": only["id"], "name": "Choir"}]}
    ]
    assert visitor.get(path, query_string={"open": "true"}).json["items"] == []
    assert visitor.get(path, query_string={"kind": "shop"}).status_code == 422


def test_everybody_can_check_that_each_unit_has_its_euro(counter, program):
    path = f"{base(counter)}/fund"
    before = program().get(path).json
    counter.issue(counter.nour, 5_000)

    after = program().get(path).json

    assert (before["issued"], before["fund"], before["is_equal"]) == (units(0), euros(0), True)
    assert (after["issued"], after["fund"], after["is_equal"]) == (units(5_000), euros(5_000), True)
    assert [one["amount"] for one in after["holdings"]] == [euros(5_000)]


def test_figures_about_few_accounts_are_not_told(counter, program):
    counter.issue(counter.nour, 5_000)

    shown = program().get(f"{base(counter)}/circulation")

    assert shown.status_code == 200
    assert (shown.json["issued"], shown.json["turnover"], shown.json["kinds"]) == (units(5_000), None, None)
    assert len(shown.json["months"]) == 12
    assert shown.json["months"][-1]["issued"] is None
    assert shown.json["months"][0]["issued"] == units(0)


def test_who_holds_a_desk_opens_it_issues_and_closes_it(counter, program):
    desk = counter.desk()
    kim, path = program(counter.kim), f"{base(counter)}/desks/{desk.id}"

    closed = kim.post(f"{path}/issue", json={"to": f"member:{counter.nour.id}", "amount": 2_000})
    opened = kim.post(f"{path}/open", json={"count": 0})
    (nour,) = kim.get(f"{path}/owners", query_string={"q": "Nour"}).json
    slip = kim.post(f"{path}/issue", json={"to": nour["key"], "amount": 2_000, "memo": "R 12"}, key="one")
    again = kim.post(f"{path}/issue", json={"to": nour["key"], "amount": 2_000, "memo": "R 12"}, key="one")
    banked = kim.post(f"{path}/deposit", json={"amount": 500})
    wrong = kim.post(f"{path}/close", json={"count": 2_000})
    done = kim.post(f"{path}/close", json={"count": 1_500})

    assert closed.json["reasons"] == ["Open the desk first."]
    assert opened.json["open_day"]["cash_in"] == euros(0)
    assert slip.status_code == 201
    assert (slip.json["kind"], slip.json["amount"], slip.json["means"]) == ("issue", euros(2_000), "cash")
    assert again.json == slip.json
    assert (banked.json["kind"], banked.json["amount"]) == ("deposit", euros(500))
    assert wrong.json["errors"][0]["pointer"] == "#/note"
    assert (done.json["open_day"], done.json["cash"]) == (None, euros(1_500))
    with Session(counter.session.get_bind()) as session:
        assert fund_check.check(session, counter.network.id).is_right
        assert session.scalar(sa.select(sa.func.count()).select_from(Slip)) == 2


def test_the_slips_of_the_open_day_are_listed_and_none_while_the_desk_is_closed(counter, program):
    desk = counter.desk()
    kim, path = program(counter.kim), f"{base(counter)}/desks/{desk.id}"

    before = kim.get(f"{path}/slips")
    kim.post(f"{path}/open", json={"count": 0})
    slip = kim.post(f"{path}/issue", json={"to": f"member:{counter.nour.id}", "amount": 2_000})

    assert (before.status_code, before.json) == (200, [])
    assert kim.get(f"{path}/slips").json == [slip.json]


def test_a_desk_is_not_found_by_others_and_not_used_by_a_token_that_may_not(counter, program):
    desk = counter.desk()
    counter.day(desk)
    path = f"{base(counter)}/desks/{desk.id}"
    body = {"to": f"member:{counter.nour.id}", "amount": 2_000}
    before = slips_and_transfers(counter)

    assert program(counter.nour).post(f"{path}/issue", json=body).status_code == 404
    assert program(counter.nour).get(path).status_code == 404
    assert program(counter.nour).get(f"{base(counter)}/desks").status_code == 404
    assert (
        program(counter.kim, Scope.READ, Scope.PAYMENTS).post(f"{path}/issue", json=body).status_code == 403
    )
    assert program().get(path).status_code == 401
    assert slips_and_transfers(counter) == before
    assert [one["id"] for one in program(counter.ana).get(f"{base(counter)}/desks").json] == [str(desk.id)]


def test_what_cannot_be_issued_is_named(counter, program):
    desk = counter.desk()
    counter.day(desk)
    kim, path = program(counter.kim), f"{base(counter)}/desks/{desk.id}/issue"
    nour = f"member:{counter.nour.id}"
    wrong = {
        "#/to": [
            {"to": "member:nobody", "amount": 5},
            {"to": f"organisation:{counter.nour.id}", "amount": 5},
            {"to": "", "amount": 5},
        ],
        "#/amount": [{"to": nour, "amount": amount} for amount in (0, -5, 1_000_001, 10**40, 1.5, "5")],
        "#/means": [{"to": nour, "amount": 5, "means": "statement"}],
    }

    for pointer, bodies in wrong.items():
        for body in bodies:
            response = kim.post(path, json=body)
            assert response.status_code == 422, body
            assert [error["pointer"] for error in response.json["errors"]] == [pointer], body
    with Session(counter.session.get_bind()) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Slip)) == 0


def test_a_till_takes_an_amount_and_sees_it_paid(counter, program):
    shop = counter.shop()
    counter.issue(counter.ana, 5_000)
    seller, till = program(counter.nour), f"{base(counter)}/organisations/{shop.id}/till"

    asked = seller.post(till, json={"amount": 350, "text": "Bread"}, key="bread")
    again = seller.post(till, json={"amount": 350, "text": "Bread"}, key="bread")
    request_id = asked.json["id"]
    paid = program(counter.ana).post(f"/bordeaux/payment-requests/{request_id}/pay", json={})
    seen = seller.get(asked.headers["Location"].removeprefix("/api/v1")).json
    day = seller.get(till).json

    assert (asked.status_code, asked.json["state"], asked.json["receipt"]) == (201, "open", None)
    assert asked.json["link"] == f"http://localhost/t/bordeaux/pay/request/{request_id}"
    assert again.json["id"] == request_id
    assert paid.status_code == 201
    assert (seen["state"], seen["receipt"]["payer"], seen["receipt"]["amount"]) == ("paid", "Ana", units(350))
    assert (day["total"], [one["transfer_id"] for one in day["receipts"]]) == (units(350), [paid.json["id"]])
    assert program(counter.kim).get(till).status_code == 404
    assert program(counter.ana).get(till).status_code == 404


def test_an_organisation_changes_units_back_and_the_coordinator_pays_it_out(counter, program):
    shop = counter.shop()
    _give(counter, shop, 10_000)
    path = f"{base(counter)}/organisations/{shop.id}/reconversions"
    nour, ana = program(counter.nour), program(counter.ana)
    body = {"amount": 10_000, "iban": IBAN}

    asked = nour.post(path, json=body, key="back")
    again = nour.post(path, json=body, key="back")
    wrong = nour.post(path, json={"amount": 5, "iban": "FR00"})
    where = asked.headers["Location"].removeprefix("/api/v1")
    listed = ana.get(f"{base(counter)}/reconversions").json
    done = ana.post(f"{where}/execute")
    twice = ana.post(f"{where}/execute")

    assert (asked.status_code, asked.json["state"]) == (201, "asked")
    assert (asked.json["amount"], asked.json["commission"], asked.json["payout"]) == (
        units(10_000),
        units(500),
        euros(9_500),
    )
    assert again.json == asked.json
    assert wrong.status_code in (409, 422)
    assert listed == [asked.json]
    assert IBAN not in nour.get(where).text
    assert (done.json["state"], done.json["slip_id"] is not None) == ("executed", True)
    assert twice.json["reasons"] == ["This request was decided already."]
    with Session(counter.session.get_bind()) as session:
        assert session.get_one(Account, shop.account_id).balance == 0
        assert fund_check.check(session, counter.network.id).is_right


def test_a_request_is_for_its_organisation_and_the_coordinators_alone(counter, program):
    shop = counter.shop()
    _give(counter, shop, 10_000)
    path = f"{base(counter)}/organisations/{shop.id}/reconversions"
    stranger = factories.member(counter.session, counter.territory, first_name="Zoe")
    counter.session.commit()
    asked = program(counter.nour).post(path, json={"amount": 5_000, "iban": IBAN})
    where = asked.headers["Location"].removeprefix("/api/v1")

    assert program(stranger).post(path, json={"amount": 5_000, "iban": IBAN}).status_code == 404
    for rest in ("", "/withdraw", "/execute"):
        send = program(stranger).post if rest else program(stranger).get
        assert send(f"{where}{rest}").status_code == 404
    assert program(counter.nour).post(f"{where}/execute").status_code == 404
    assert program(counter.nour).post(f"{where}/refuse", json={"reason": "No"}).status_code == 403
    refused = program(counter.ana).post(f"{where}/refuse", json={"reason": "Too soon"})
    assert (refused.json["state"], refused.json["reason"]) == ("refused", "Too soon")


def test_where_the_plugin_is_off_there_is_no_such_address(counter, program):
    other = factories.subnetwork(counter.session, counter.territory, "gardens", plugins=("goods",))
    counter.session.commit()

    for rest in ("professionals", "fund", "circulation"):
        assert program().get(f"/bordeaux/local_currency/{other.slug}/{rest}").status_code == 404


def _give(counter: Counter, shop, amount: int) -> None:
    """Let a shop have earned something."""
    account = counter.session.get_one(Account, shop.account_id)
    issuing.issue(
        counter.session,
        counter.network,
        account,
        amount=amount,
        means="transfer",
        memo="",
        key="earned",
        by=counter.ana,
    )
    counter.session.commit()
