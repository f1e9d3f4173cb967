"""Programmes of bonuses for programs: founded, given to, ended, and nobody else's business."""

import pytest

from app.api.scopes import Scope
from app.notifications.models import Notification
from app.testing import factories
from app.testing.program import Program
from plugins.local_currency import bonus, named_accounts, services
from tests.plugins.local_currency.counter import Counter
from tests.plugins.local_currency.test_bonus import balance, fill, programme

TYPED = {"name": " Coup  de pouce ", "conditions": " For some ", "percent": 50, "monthly_cap": 2_000}
ORDINARY = (Scope.READ, Scope.PAYMENTS, Scope.PROFILE)


@pytest.fixture
def counter(village) -> Counter:
    return Counter(village)


@pytest.fixture
def program(app):
    """``program(member, *scopes)``: a program of somebody who is committed."""
    return lambda *who: Program.of(app, *who)


def base(counter: Counter) -> str:
    return f"/bordeaux/local_currency/{counter.network.slug}/programmes"


def units(amount: int) -> dict[str, object]:
    return {"amount": amount, "unit": "GR", "scale": 2}


def names(answer) -> list[str]:
    return [one["name"] for one in answer.json["admitted"]]


def fresh(counter: Counter) -> list[bonus.Standing]:
    counter.session.rollback()
    return bonus.standings(counter.session, counter.network.id)


def test_a_programme_is_founded_once_and_one_is_admitted_and_told_alone(counter, program):
    ana = program(counter.ana)

    made = ana.post(base(counter), json=TYPED, key="one")
    again = ana.post(base(counter), json=TYPED, key="one")
    same_name = ana.post(base(counter), json=TYPED, key="two")
    path = f"{base(counter)}/{made.json['id']}"
    admitted = [ana.put(f"{path}/people/{counter.nour.id}") for _time in range(2)]
    listed = ana.get(base(counter)).json
    taken = ana.delete(f"{path}/people/{counter.nour.id}")

    assert made.status_code == 201
    assert made.headers["Location"].endswith(path)
    assert made.json == {
        "id": made.json["id"],
        "name": "Coup de pouce",
        "conditions": "For some",
        "percent": 50,
        "monthly_cap": units(2_000),
        "account_id": made.json["account_id"],
        "in_fund": units(0),
        "people": 0,
        "ended_at": None,
        "admitted": [],
    }
    assert again.json == made.json
    assert (same_name.status_code, same_name.json["errors"][0]["pointer"]) == (422, "#/name")
    assert same_name.json["errors"][0]["detail"] == "There is a programme of that name already."
    assert [[one["member_id"] for one in answer.json["admitted"]] for answer in admitted] == [
        [str(counter.nour.id)]
    ] * 2
    assert listed == [{name: value for name, value in admitted[0].json.items() if name != "admitted"}]
    assert listed[0]["people"] == 1
    assert taken.status_code == 204
    assert names(ana.get(path)) == []
    assert ana.delete(f"{path}/people/{counter.nour.id}").status_code == 204
    told = counter.session.query(Notification).filter_by(kind="local_currency.bonus_given").all()
    assert [one.person_id for one in told] == [counter.nour.person_id]


def test_who_is_in_a_programme_is_told_to_coordinators_and_to_nobody_else(counter, program):
    found = programme(counter)
    counter.desk()
    path = f"{base(counter)}/{found.id}"
    reads = [lambda who: who.get(base(counter)), lambda who: who.get(path)]
    moves = [
        lambda who: who.post(base(counter), json=TYPED),
        lambda who: who.put(f"{path}/people/{counter.kim.id}"),
        lambda who: who.delete(f"{path}/people/{counter.nour.id}"),
        lambda who: who.post(f"{path}/end"),
        lambda who: who.post(f"{path}/again"),
    ]

    for move in (*reads, *moves):
        assert move(program(counter.kim)).status_code in (403, 404)
        assert move(program(counter.nour)).status_code in (403, 404)
        assert move(program(counter.ana, *ORDINARY)).status_code == 403
        assert move(program()).status_code == 401
    assert names(program(counter.ana).get(path)) == [
        f"{counter.nour.person.first_name} {counter.nour.person.last_name}".strip()
    ]
    assert [(one.programme.name, one.people) for one in fresh(counter)] == [("Coup de pouce", 1)]


def test_who_coordinates_another_sub_network_finds_nothing_of_it(counter, program):
    found = programme(counter)
    other = factories.subnetwork(counter.session, counter.territory, "second", plugins=("local_currency",))
    factories.takes_part(counter.session, other, counter.kim, coordinates=True)
    counter.session.commit()
    kim, path = program(counter.kim), f"{base(counter)}/{found.id}"

    answers = [
        kim.get(base(counter)),
        kim.get(path),
        kim.post(base(counter), json=TYPED),
        kim.put(f"{path}/people/{counter.kim.id}"),
        kim.delete(f"{path}/people/{counter.nour.id}"),
        kim.post(f"{path}/end"),
        kim.post(f"{path}/again"),
    ]

    assert [one.status_code for one in answers] == [404] * 7
    assert [(one.people, one.programme.ended_at) for one in fresh(counter)] == [(1, None)]


def test_page_and_program_name_the_same_people(counter, program, client):
    found = programme(counter)
    factories.sign_in(client, counter.ana.person)

    page = client.get(f"{counter.base}/programmes/{found.id}").text
    (name,) = names(program(counter.ana).get(f"{base(counter)}/{found.id}"))

    assert f"<b>{name}</b>" in page


def test_one_is_in_one_programme_and_only_members_are_admitted(counter, program):
    programme(counter)
    ana = program(counter.ana)
    other = ana.post(base(counter), json={**TYPED, "name": "Other", "monthly_cap": None})
    path = f"{base(counter)}/{other.json['id']}"
    lyon = factories.member(counter.session, factories.territory(counter.session, "lyon"))
    counter.session.commit()

    in_two = ana.put(f"{path}/people/{counter.nour.id}")
    stranger = ana.put(f"{path}/people/{lyon.id}")

    assert other.json["monthly_cap"] is None
    assert (in_two.status_code, in_two.json["reasons"]) == (
        409,
        [f"{counter.nour.first_name} is in another programme already."],
    )
    assert (stranger.status_code, stranger.json["reasons"]) == (
        409,
        ["Choose somebody who is a member here."],
    )
    assert names(ana.get(path)) == []


def test_a_programme_ends_and_is_taken_up_again_with_who_was_in_it(counter, program):
    found = programme(counter)
    ana, path = program(counter.ana), f"{base(counter)}/{found.id}"

    ended = [ana.post(f"{path}/end") for _time in range(2)]
    admitted = ana.put(f"{path}/people/{counter.kim.id}")
    given = program(counter.kim).post(f"{path}/gifts", json={"amount": 100})
    again = [ana.post(f"{path}/again") for _time in range(2)]

    assert ended[0].json["ended_at"] is not None
    assert ended[1].json == ended[0].json
    assert [one.status_code for one in (admitted, given)] == [409, 409]
    assert admitted.json["reasons"] == given.json["reasons"] == ["This programme is over."]
    assert [one.json["ended_at"] for one in again] == [None, None]
    assert [one["member_id"] for one in again[0].json["admitted"]] == [str(counter.nour.id)]


def test_a_programme_is_not_taken_up_again_with_somebody_who_is_in_another_by_now(counter, program, client):
    found = programme(counter)
    ana, path = program(counter.ana), f"{base(counter)}/{found.id}"
    ana.post(f"{path}/end")
    other = ana.post(base(counter), json={**TYPED, "name": "Other"}).json["id"]
    ana.put(f"{base(counter)}/{other}/people/{counter.nour.id}")

    factories.sign_in(client, counter.ana.person)

    refused = ana.post(f"{path}/again")
    factories.post(client, f"{counter.base}/programmes/{found.id}/end")
    page = client.get(f"{counter.base}/programmes/{found.id}").text
    ana.delete(f"{base(counter)}/{other}/people/{counter.nour.id}")
    taken_up = ana.post(f"{path}/again")

    assert (refused.status_code, refused.json["reasons"]) == (
        409,
        [f"{counter.nour.first_name} is in another programme already."],
    )
    assert refused.json["reasons"][0] in page
    assert "This programme is over." in page
    assert (taken_up.status_code, taken_up.json["ended_at"]) == (200, None)


def test_members_give_to_a_fund_once_for_each_key_and_never_more_than_they_have(counter, program):
    found = programme(counter)
    counter.issue(counter.kim, 1_000)
    kim, path = program(counter.kim, Scope.READ, Scope.PAYMENTS), f"{base(counter)}/{found.id}/gifts"

    given = kim.post(path, json={"amount": 400}, key="gift")
    again = kim.post(path, json={"amount": 400}, key="gift")
    other = kim.post(path, json={"amount": 500}, key="gift")
    too_much = kim.post(path, json={"amount": 601})
    weak = program(counter.kim, Scope.READ, Scope.COORDINATE).post(path, json={"amount": 1})

    assert (given.status_code, again.json) == (201, given.json)
    assert (given.json["programme_id"], given.json["amount"]) == (str(found.id), units(400))
    assert kim.get(f"/bordeaux/transfers/{given.json['transfer_id']}").json["text"] == "Coup de pouce"
    assert [one.status_code for one in (other, too_much, weak)] == [422, 409, 403]
    assert balance(counter, counter.kim) == 600
    assert [one.in_fund for one in fresh(counter)] == [400]


def test_a_fund_shows_what_is_in_it_and_bonuses_take_from_it(counter, program):
    found = programme(counter)
    fill(counter, found, 10_000)
    counter.issue(counter.nour, 1_000)

    shown = program(counter.ana).get(f"{base(counter)}/{found.id}").json

    assert shown["in_fund"] == units(9_500)
    assert program(counter.ana).get(f"/bordeaux/accounts/{shown['account_id']}").status_code == 200
    assert program(counter.kim).get(f"/bordeaux/accounts/{shown['account_id']}").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"name": "  "}, "#/name"),
        ({"name": "x" * 61}, "#/name"),
        ({"conditions": " \n"}, "#/conditions"),
        ({"percent": 0}, "#/percent"),
        ({"percent": 1_001}, "#/percent"),
        ({"percent": "50"}, "#/percent"),
        ({"monthly_cap": 0}, "#/monthly_cap"),
        ({"monthly_cap": 10**30}, "#/monthly_cap"),
    ],
)
def test_what_cannot_be_a_programme_is_refused_with_its_place(counter, program, wrong, pointer):
    refused = program(counter.ana).post(base(counter), json=TYPED | wrong)

    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, pointer)
    assert fresh(counter) == []


@pytest.mark.parametrize("amount", [0, -1, 1.5, "400", 10**9, 10**30, None])
def test_what_cannot_be_given_is_refused(counter, program, amount):
    found = programme(counter)
    counter.issue(counter.kim, 1_000)

    refused = program(counter.kim).post(f"{base(counter)}/{found.id}/gifts", json={"amount": amount})

    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "#/amount")
    assert balance(counter, counter.kim) == 1_000


def test_a_programme_of_another_currency_is_not_found(counter, program):
    other = factories.subnetwork(counter.session, counter.territory, "second", plugins=("local_currency",))
    factories.takes_part(counter.session, other, counter.ana, coordinates=True)
    found = programme(counter)
    path = f"/bordeaux/local_currency/{other.slug}/programmes/{found.id}"
    ana = program(counter.ana)

    answers = [
        ana.get(path),
        ana.post(f"{path}/end"),
        ana.put(f"{path}/people/{counter.kim.id}"),
        ana.delete(f"{path}/people/{counter.nour.id}"),
        ana.post(f"{path}/gifts", json={"amount": 1}),
    ]

    assert [one.status_code for one in answers] == [404] * 5
    assert [(one.people, one.programme.ended_at) for one in fresh(counter)] == [(1, None)]


def test_a_programme_takes_no_account_of_paper_notes(counter, program):
    ledger = services.ledger(counter.session, counter.network)
    paper = named_accounts.find_or_open(counter.session, ledger, named_accounts.PAPER)
    counter.session.commit()

    refused = program(counter.ana).post(base(counter), json=TYPED | {"name": paper.name})

    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "#/name")
    assert fresh(counter) == []
