"""Founding desks, who holds them, and hours of the directory, for programs."""

import pytest

from app.api.scopes import Scope
from app.testing.program import Program
from plugins.local_currency import desk_days, directory
from tests.plugins.local_currency.counter import Counter

WORDS = {"name": "Café du port", "place": "2 quai des Chartrons", "opening_hours": "Sat 10-12"}


@pytest.fixture
def counter(village) -> Counter:
    return Counter(village)


@pytest.fixture
def program(app):
    """``program(member, *scopes)``: a program of somebody who is committed."""
    return lambda *who: Program.of(app, *who)


def base(counter: Counter) -> str:
    return f"/bordeaux/local_currency/{counter.network.slug}"


def names(answer) -> list[str]:
    return [one["first_name"] for one in answer.json]


def test_a_desk_is_founded_once_renamed_and_given_to_somebody(counter, program):
    ana, kim, path = program(counter.ana), program(counter.kim), f"{base(counter)}/desks"

    made = ana.post(path, json=WORDS, key="one")
    again = ana.post(path, json=WORDS, key="one")
    same_name = ana.post(path, json=WORDS, key="two")
    blank = ana.post(path, json={**WORDS, "name": " "})
    desk = f"{path}/{made.json['id']}"
    renamed = ana.put(desk, json={"name": "Port", "place": "3 quai des Chartrons"})
    before = kim.get(desk).status_code
    given = ana.put(f"{desk}/holders/{counter.kim.id}")
    seen = kim.get(desk)
    taken = ana.delete(f"{desk}/holders/{counter.kim.id}")

    assert (made.status_code, again.json) == (201, made.json)
    assert {name: made.json[name] for name in WORDS} == WORDS
    assert (same_name.status_code, blank.status_code) == (422, 422)
    assert same_name.json["errors"][0]["pointer"] == blank.json["errors"][0]["pointer"] == "#/name"
    assert (renamed.json["name"], renamed.json["opening_hours"]) == ("Port", "")
    assert (before, names(given), seen.json["name"]) == (404, ["Kim"], "Port")
    assert taken.status_code == 204
    assert (kim.get(desk).status_code, names(ana.get(f"{desk}/holders"))) == (404, [])


def test_a_desk_ends_once_its_cash_is_at_the_bank_and_can_be_taken_up_again(counter, program):
    desk = counter.desk()
    day = counter.day(desk)
    counter.issue(counter.nour, 2_000, day)
    ana, path = program(counter.ana), f"{base(counter)}/desks/{desk.id}"

    with_day = ana.post(f"{path}/end")
    desk_days.finish(counter.session, counter.network, desk, day, count=2_000, note="", by=counter.kim)
    counter.session.commit()
    with_cash = ana.post(f"{path}/end")
    ana.post(f"{path}/open", json={"count": 2_000})
    ana.post(f"{path}/deposit", json={"amount": 2_000})
    ana.post(f"{path}/close", json={"count": 0})
    ended = ana.post(f"{path}/end")
    twice = ana.post(f"{path}/end")
    listed = ana.get(f"{base(counter)}/desks").json
    back = ana.post(f"{path}/again")

    assert [one.status_code for one in (with_day, with_cash)] == [409, 409]
    assert with_day.json["reasons"] == ["Close the day first."]
    assert ended.json["ended_at"] is not None
    assert twice.json == ended.json
    assert listed == []
    assert back.json["ended_at"] is None


def test_desks_are_looked_after_by_coordinators_with_a_token_for_it(counter, program):
    desk = counter.desk()
    path = f"{base(counter)}/desks"
    moves = [
        lambda who: who.post(path, json=WORDS),
        lambda who: who.put(f"{path}/{desk.id}", json=WORDS),
        lambda who: who.post(f"{path}/{desk.id}/end"),
        lambda who: who.post(f"{path}/{desk.id}/again"),
        lambda who: who.get(f"{path}/{desk.id}/holders"),
        lambda who: who.put(f"{path}/{desk.id}/holders/{counter.nour.id}"),
        lambda who: who.delete(f"{path}/{desk.id}/holders/{counter.kim.id}"),
    ]

    for move in moves:
        assert move(program(counter.kim)).status_code in (403, 404)
        assert move(program(counter.ana, Scope.READ, Scope.PAYMENTS)).status_code == 403
        assert move(program()).status_code == 401
    assert names(program(counter.ana).get(f"{path}/{desk.id}/holders")) == ["Kim"]


def test_hours_of_a_week_stand_in_the_directory_and_what_is_bought_does_not(counter, program):
    shop = counter.shop()
    path = f"{base(counter)}/organisations/{shop.id}/front"
    mornings = [{"opens": 540, "closes": 750}]
    week = [mornings, mornings, [], mornings, mornings, [{"opens": 0, "closes": 1440}], []]
    nour = program(counter.nour)

    before = nour.get(path)
    kept = nour.put(path, json={"week": week, "buys": " flour, printing "})
    public = program().get(f"{base(counter)}/professionals/{shop.id}").json

    assert before.json == {"week": [[]] * 7, "buys": ""}
    assert kept.json == {"week": week, "buys": "flour, printing"}
    assert public["week"] == week
    assert "flour" not in str(public)
    assert program(counter.ana).get(path).json == kept.json
    assert program(counter.kim).get(path).status_code == 404
    assert program(counter.kim).put(path, json=kept.json).status_code == 404


@pytest.mark.parametrize(
    ("week", "pointer"),
    [
        ([[]] * 6, "#/week"),
        ([[{"opens": 600, "closes": 540}], *[[]] * 6], "#/week/0"),
        ([[], [{"opens": 540, "closes": 720}, {"opens": 700, "closes": 800}], *[[]] * 5], "#/week/1"),
        ([*[[]] * 6, [{"opens": 540, "closes": 1441}]], "#/week/6/0/closes"),
        ([[{"opens": 60 * n, "closes": 60 * n + 30} for n in range(5)], *[[]] * 6], "#/week/0"),
    ],
)
def test_hours_that_cannot_be_are_refused_with_their_place(counter, program, week, pointer):
    shop = counter.shop()
    path = f"{base(counter)}/organisations/{shop.id}/front"

    refused = program(counter.nour).put(path, json={"week": week, "buys": "flour"})

    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, pointer)
    one = directory.entry(counter.session, counter.network.id, shop.id, zone="Europe/Paris")
    assert (one.hours, one.buys) == ([""] * 7, "")
