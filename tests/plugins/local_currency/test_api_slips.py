"""Slips for programs: who sees one, what it tells about a bonus, how a mistake is undone."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.api.scopes import Scope
from app.ledgers.models import Transfer
from app.testing import factories
from app.testing.program import Program
from app.testing.queries import count_queries
from plugins.local_currency import bonus, fund_check
from plugins.local_currency.owners import name_of
from tests.plugins.local_currency.counter import Counter
from tests.plugins.local_currency.test_bonus import balance, fill, programme


@pytest.fixture
def counter(village) -> Counter:
    return Counter(village)


@pytest.fixture
def program(app):
    """``program(member, *scopes)``: a program of somebody who is committed."""
    return lambda *who: Program.of(app, *who)


def base(counter: Counter) -> str:
    return f"/bordeaux/local_currency/{counter.network.slug}"


def test_a_bonus_is_told_to_who_got_it_and_to_coordinators_and_not_over_the_counter(counter, program):
    fill(counter, programme(counter), 10_000)
    slip = counter.issue(counter.nour, 1_000, counter.day(counter.desk()))
    path = f"{base(counter)}/slips/{slip.id}"
    stranger = factories.member(counter.session, counter.territory, first_name="Lou")
    counter.session.commit()
    told = {"amount": 500, "unit": "GR", "scale": 2}

    seen = {who.first_name: program(who).get(path) for who in (counter.nour, counter.ana, counter.kim)}
    over_the_counter = program(counter.kim).get(f"{base(counter)}/desks/{slip.desk_id}/slips").json

    assert slip.bonus == 500
    assert {name: answer.json["bonus"] for name, answer in seen.items()} == {
        counter.nour.first_name: told,
        counter.ana.first_name: told,
        "Kim": None,
    }
    assert [one["bonus"] for one in over_the_counter] == [None]
    assert program(stranger).get(path).status_code == 404
    assert program().get(path).status_code == 401


def test_many_slips_cost_as_few_questions_as_two(counter, program):
    """Those of others and one's own: whoever holds a desk may also get units there."""
    desk = counter.desk()
    day = counter.day(desk)
    kim, path = program(counter.kim), f"{base(counter)}/desks/{desk.id}/slips"

    def cost(issued: int) -> tuple[int, int]:
        for number in range(issued):
            other = factories.member(counter.session, counter.territory, first_name=f"P{number}")
            counter.issue(other, 1_000, day)
            counter.issue(counter.kim, 1_000, day)
        with count_queries(counter.session.get_bind()) as statements:
            answer = kim.get(path)
        return len(answer.json), len(statements)

    kim.get(path)  # notes the first use of the token
    (few, for_few), (many, for_many) = cost(1), cost(6)

    assert (few, many) == (2, 14)
    assert for_many == for_few


def test_a_mistake_is_undone_once_with_its_reason_while_the_desk_is_open(counter, program):
    slip = counter.issue(counter.nour, 1_000, counter.day(counter.desk()))
    kim, path = program(counter.kim), f"{base(counter)}/slips/{slip.id}"

    own = program(counter.nour).post(f"{path}/undo", json={"why": "Mine"})
    weak = program(counter.kim, Scope.READ, Scope.PAYMENTS).post(f"{path}/undo", json={"why": "Weak"})
    blank = kim.post(f"{path}/undo", json={"why": "  "})
    undone = kim.post(f"{path}/undo", json={"why": "Wrong person"}, key="one")
    again = kim.post(f"{path}/undo", json={"why": "Wrong person"}, key="one")
    twice = kim.post(f"{path}/undo", json={"why": "Wrong person"}, key="two")

    assert [one.status_code for one in (own, weak, blank, twice)] == [404, 403, 422, 404]
    assert blank.json["errors"][0]["pointer"] == "#/why"
    assert (undone.json["undone_why"], undone.json["undone_by"]) == ("Wrong person", "Kim")
    assert (undone.json["by"], undone.json["desk_id"]) == ("Kim", str(slip.desk_id))
    assert undone.json["who"] == name_of(counter.nour)
    assert undone.json["undone_at"] is not None
    assert again.json == undone.json
    with Session(counter.session.get_bind()) as session:
        assert fund_check.check(session, counter.network.id).is_right
    assert balance(counter, counter.nour) == 0


def test_cash_goes_back_only_at_a_desk_that_is_open(counter, program):
    desk = counter.desk()
    slip = counter.issue(counter.nour, 1_000, counter.day(desk))
    kim = program(counter.kim)
    kim.post(f"{base(counter)}/desks/{desk.id}/close", json={"count": 1_000})

    refused = kim.post(f"{base(counter)}/slips/{slip.id}/undo", json={"why": "Wrong person"})

    assert (refused.status_code, refused.json["reasons"]) == (
        409,
        ["Cash goes to and fro only while the desk is open. Open the desk first."],
    )
    assert balance(counter, counter.nour) == 1_000


def test_words_of_a_receipt_stand_in_no_public_statement(counter, program):
    slip = counter.issue(counter.nour, 1_000, counter.day(counter.desk()))
    program(counter.kim).post(f"{base(counter)}/slips/{slip.id}/undo", json={"why": "Nour had no money"})

    visitor = program()
    lines = [
        line
        for account in visitor.get("/bordeaux/common-accounts").json["items"]
        for line in visitor.get(f"/bordeaux/common-accounts/{account['id']}/statement").json["lines"]
    ]

    assert len(lines) >= 4
    assert {line["text"] for line in lines} == {""}


def test_who_entered_a_bonus_over_the_counter_does_not_find_its_transfer(counter, program):
    fill(counter, programme(counter), 10_000)
    counter.issue(counter.nour, 1_000, counter.day(counter.desk()))
    (given,) = counter.session.scalars(sa.select(Transfer).where(Transfer.reason == "bonus"))
    path = f"/bordeaux/transfers/{given.id}"
    counter.session.commit()

    found = {who.first_name: program(who).get(path).status_code for who in (counter.kim, counter.nour)}

    assert found == {"Kim": 404, counter.nour.first_name: 200}


def test_the_fund_of_a_programme_that_ended_gets_no_units(counter, program):
    ended = programme(counter)
    bonus.end(counter.session, ended)
    counter.session.commit()
    desk = counter.desk()
    counter.day(desk)

    refused = program(counter.kim).post(
        f"{base(counter)}/desks/{desk.id}/issue", json={"to": f"programme:{ended.id}", "amount": 500}
    )

    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "#/to")


def test_a_token_without_the_scope_acts_and_reads_as_an_ordinary_member(counter, program):
    shop = counter.shop()
    slip = counter.issue(counter.nour, 1_000, counter.day(counter.desk()))
    ana = program(counter.ana, Scope.READ, Scope.PROFILE, Scope.EXCHANGES)
    path = f"{base(counter)}/organisations/{shop.id}"

    answers = [
        ana.get(path),
        ana.get(f"{path}/front"),
        ana.put(f"{path}/front", json={"week": [[]] * 7, "buys": "flour"}),
        ana.get(f"{base(counter)}/slips/{slip.id}"),
    ]

    assert [one.status_code for one in answers] == [404] * 4
    assert program(counter.ana).get(path).status_code == 200


def test_who_holds_a_desk_reads_its_slips_with_a_token_for_it_only(counter, program):
    slip = counter.issue(counter.nour, 1_000, counter.day(counter.desk()))
    path = f"{base(counter)}/slips/{slip.id}"

    assert program(counter.kim, Scope.READ, Scope.PAYMENTS).get(path).status_code == 404
    assert program(counter.kim, Scope.READ, Scope.COORDINATE).get(path).status_code == 200
    assert program(counter.nour, Scope.READ).get(path).status_code == 200
