"""What waits for coordinators and at desks, for programs: requests, counts, who cannot spend."""

import pytest

from app.api.scopes import Scope
from app.ledgers.models import Account
from app.ledgers.services import take_right, transfer
from app.testing.program import Program
from app.testing.queries import count_queries
from plugins.local_currency import approvals, directory, issuing, reconversion
from plugins.local_currency.approvals import Words
from plugins.local_currency.desk_models import Means
from plugins.local_currency.models import Organisation, OrganisationKind
from plugins.local_currency.programme_models import Reconversion
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


def units(amount: int) -> dict[str, object]:
    return {"amount": amount, "unit": "GR", "scale": 2}


def ask(counter: Counter, shop: Organisation, amount: int, means: Means) -> Reconversion:
    """Let an organisation that has 100 units ask for so many of them back."""
    issuing.issue(
        counter.session,
        counter.network,
        counter.session.get_one(Account, shop.account_id),
        amount=10_000,
        means=Means.TRANSFER,
        memo="",
        key=f"{shop.id}-{amount}",
        by=counter.ana,
    )
    made = reconversion.ask(
        counter.session,
        counter.network,
        shop,
        amount=amount,
        means=means,
        iban=IBAN,
        key=f"ask-{amount}",
        by=counter.nour,
    )
    counter.session.commit()
    return made


def ids(answer) -> list[str]:
    return [one["id"] for one in answer.json]


def test_requests_of_an_organisation_are_read_by_who_uses_it_and_the_committee(counter, program):
    shop, other = counter.shop(), counter.shop("Mill")
    first, second = ask(counter, shop, 1_000, Means.TRANSFER), ask(counter, shop, 700, Means.CASH)
    ask(counter, other, 300, Means.CASH)
    path = f"{base(counter)}/organisations/{shop.id}/reconversions"

    mine = program(counter.nour).get(path)

    assert sorted(ids(mine)) == sorted([str(first.id), str(second.id)])
    assert {one["payout"]["amount"] for one in mine.json} == {950, 665}
    assert mine.json[0] == program(counter.nour).get(f"{base(counter)}/reconversions/{ids(mine)[0]}").json
    assert program(counter.ana).get(path).json == mine.json
    assert program(counter.kim).get(path).status_code == 404
    assert program().get(path).status_code == 401


def test_who_lost_the_account_of_an_organisation_no_longer_reads_its_requests(counter, program):
    shop = counter.shop()
    asked = ask(counter, shop, 700, Means.CASH)
    path = f"{base(counter)}/organisations/{shop.id}"
    before = program(counter.nour).get(f"{path}/reconversions").status_code

    take_right(counter.session, counter.session.get_one(Account, shop.account_id), counter.nour.id)
    counter.session.commit()

    assert before == 200
    assert program(counter.nour).get(path).status_code == 200
    assert program(counter.nour).get(f"{path}/reconversions").status_code == 404
    assert program(counter.nour).get(f"{base(counter)}/reconversions/{asked.id}").status_code == 404


def test_a_request_of_cash_is_read_over_the_counter_with_a_token_for_it_only(counter, program):
    shop = counter.shop()
    counter.desk()
    asked = ask(counter, shop, 700, Means.CASH)
    path = f"{base(counter)}/reconversions/{asked.id}"

    assert program(counter.kim, Scope.READ).get(path).status_code == 404
    assert program(counter.kim).get(path).status_code == 200


def test_who_holds_an_open_desk_sees_what_is_to_be_paid_there_in_cash(counter, program):
    shop, desk = counter.shop(), counter.desk()
    ask(counter, shop, 1_000, Means.TRANSFER)
    cash = ask(counter, shop, 700, Means.CASH)
    path = f"{base(counter)}/desks/{desk.id}/reconversions"
    kim = program(counter.kim)

    closed = ids(kim.get(path))
    counter.day(desk)
    opened = ids(kim.get(path))

    assert (closed, opened) == ([], [str(cash.id)])
    assert program(counter.nour).get(path).status_code == 404
    assert program(counter.kim, Scope.READ).get(path).status_code == 403


def test_many_requests_cost_as_few_questions_as_one(counter, program):
    shop = counter.shop()
    ana, path = program(counter.ana), f"{base(counter)}/reconversions"
    ask(counter, shop, 100, Means.CASH)
    ana.get(path)  # notes the first use of the token

    def cost() -> int:
        with count_queries(counter.session.get_bind()) as statements:
            assert ana.get(path).status_code == 200
        return len(statements)

    few = cost()
    for number in range(5):
        ask(counter, shop, 200 + number, Means.CASH)

    assert cost() == few


def test_coordinators_are_told_how_much_waits(counter, program):
    shop = counter.shop()
    ask(counter, shop, 700, Means.CASH)
    approvals.apply(
        counter.session,
        counter.network,
        kind=OrganisationKind.ASSOCIATION,
        name="Choir",
        words=Words(activity="Songs"),
        member=counter.nour,
    )
    counter.session.commit()
    path = f"{base(counter)}/waiting"

    told = program(counter.ana).get(path).json

    assert told == {"applications": 1, "reconversions": 1, "bank_lines": 0}
    assert program(counter.kim).get(path).status_code == 403
    assert program(counter.ana, Scope.READ).get(path).status_code == 403


def test_who_collects_and_cannot_spend_is_named_with_who_could_sell_to_them(counter, program):
    path = f"{base(counter)}/circulation/work"
    before = program(counter.ana).get(path).json
    bakery, mill = counter.shop("Bakery"), counter.shop("Mill")
    mill.activity, bakery.phone = "Flour of the valley", "05 56 00 00 00"
    directory.set_front(counter.session, bakery, days=[""] * 7, buys="flours, cleaning")
    counter.issue(counter.kim, 3_000)
    ledger = counter.units()
    transfer(
        counter.session,
        ledger=ledger,
        payer_id=counter.account(counter.kim).id,
        payee_id=bakery.account_id,
        amount=2_500,
        reason="payment",
        key="bread",
    )
    counter.session.commit()

    found = program(counter.ana).get(path)

    assert before == []
    assert found.json == [
        {
            "id": str(bakery.id),
            "name": "Bakery",
            "activity": "Bread",
            "phone": "05 56 00 00 00",
            "stock": units(2_500),
            "too_much": units(2_500),
            "days_of_stock": None,
            "received": units(2_500),
            "spent": units(0),
            "changed_back": units(0),
            "buys": "flours, cleaning",
            "sellers": [{"id": str(mill.id), "name": "Mill", "activity": "Flour of the valley"}],
        }
    ]
    assert program(counter.nour).get(path).status_code == 403
    assert program(counter.ana, Scope.READ, Scope.PAYMENTS).get(path).status_code == 403
