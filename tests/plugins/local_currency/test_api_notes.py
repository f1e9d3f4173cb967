"""Paper notes for programs: the same counter, the same rules, and nobody sees another desk's movements."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from app.api.scopes import Scope
from app.testing import factories
from app.testing.program import Program
from app.testing.queries import count_queries
from plugins.local_currency import desk as desks
from plugins.local_currency import notes
from tests.plugins.local_currency.test_notes_pages import Counter


@pytest.fixture
def counter(village) -> Counter:
    return Counter(village)


@pytest.fixture
def program(app):
    """``program(member, *scopes)``: a program of somebody who is committed."""
    return lambda *who: Program.of(app, *who)


def base(counter: Counter) -> str:
    return f"/bordeaux/local_currency/{counter.network.slug}/notes"


def at(counter: Counter, move: str = "", place: Any = None) -> str:
    return f"{base(counter)}/places/{(place or counter.desk).id}/{move}"


def of(counter: Counter, fives: int = 0, tens: int = 0) -> list[dict[str, Any]]:
    pairs = ((counter.fives, fives), (counter.tens, tens))
    return [{"series_id": str(one.id), "quantity": quantity} for one, quantity in pairs if quantity]


def nour_key(counter: Counter) -> str:
    return f"member:{counter.nour.id}"


def gr(amount: int) -> dict[str, Any]:
    return {"amount": amount, "unit": "GR", "scale": 2}


def listed(who: Program, counter: Counter) -> list[tuple[str, int]]:
    found = who.get(f"{base(counter)}/operations").json
    return [(one["kind"], one["amount"]["amount"]) for one in found]


def test_what_is_out_and_where_the_others_are_is_what_the_page_says(counter, program, client: FlaskClient):
    counter.issue(counter.nour, 3_000)
    nour, key = program(counter.nour), nour_key(counter)
    nour.post(at(counter, "issue"), json={"to": key, "notes": of(counter, 2, 1)})

    found = nour.get(base(counter)).json
    everything = program(counter.ana).get(base(counter)).json
    factories.sign_in(client, counter.nour.person)
    page = client.get(counter.path("")).text

    assert (found["issued"], found["by_notes"], found["by_ledger"]) == (gr(3_000), gr(2_000), gr(2_000))
    assert found["is_right"] is True
    assert found["series"][0] == {
        "id": str(counter.fives.id),
        "name": "A",
        "value": gr(500),
        "first_number": 1,
        "last_number": 100,
        "printed": 100,
        "out": 2,
        "gone": 0,
        "counted": 0,
    }
    assert [(one["name"], one["is_mine"]) for one in found["places"]] == [("Desk", True), ("Safe", False)]
    assert [one["is_mine"] for one in everything["places"]] == [True, True]
    stock = {one["series_id"]: one["quantity"] for one in found["places"][0]["stock"]}
    assert stock == {str(counter.fives.id): 18, str(counter.tens.id): 9}
    assert "20.00 GR are out on paper. With what is on accounts, 30.00 GR are out." in page


def test_units_become_notes_and_notes_become_units_once_each(counter, program):
    counter.issue(counter.nour, 3_000)
    nour, key = program(counter.nour), nour_key(counter)
    out = {"to": key, "notes": of(counter, 2, 1)}

    handed = nour.post(at(counter, "issue"), json=out, key="out")
    again = nour.post(at(counter, "issue"), json=out, key="out")
    back = nour.post(at(counter, "return"), json={"to": key, "notes": of(counter, 1)}, key="back")
    twice = nour.post(at(counter, "return"), json={"to": key, "notes": of(counter, 1)}, key="back")
    counter.session.expire_all()

    assert (handed.status_code, again.json) == (201, handed.json)
    assert (handed.json["kind"], handed.json["amount"]) == ("issued", gr(2_000))
    assert (handed.json["from_place_id"], handed.json["to_place_id"]) == (str(counter.desk.id), None)
    assert handed.json["holder"].startswith("Nour")
    assert (back.json["kind"], twice.json) == ("returned", back.json)
    assert counter.account(counter.nour).balance == 1_500
    assert counter.paper() == (1_500, 1_500, True)


def test_a_desk_that_is_open_hands_out_notes_for_cash(counter, program):
    nour = program(counter.nour)
    body = {"to": nour_key(counter), "notes": of(counter, 2, 1), "means": "cash"}
    at_the_safe = program(counter.ana).post(at(counter, "issue", counter.safe), json=body)

    paid = nour.post(at(counter, "issue"), json=body, key="cash")
    nour.post(at(counter, "issue"), json=body, key="cash")
    counter.session.expire_all()

    assert (at_the_safe.status_code, at_the_safe.json["reasons"]) == (409, ["Open the desk first."])
    assert paid.status_code == 201
    assert desks.cash_of(counter.session, counter.counter) == 2_000
    assert counter.account(counter.nour).balance == 0


def test_who_gets_notes_is_found_by_name_or_reference(counter, program):
    nour = program(counter.nour)
    found = nour.get(f"{base(counter)}/owners", query_string={"q": "nour"}).json
    nobody = nour.post(at(counter, "issue"), json={"to": "member:nobody", "notes": of(counter, 1)})

    assert [one["key"] for one in found] == [nour_key(counter)]
    assert nobody.status_code == 422
    assert nobody.json["errors"][0]["pointer"] == "#/to"


def test_a_count_is_entered_once_with_a_word_on_its_difference(counter, program):
    nour = program(counter.nour)
    counted = [{**of(counter, 19)[0], "seen": 20}]
    same = [{**of(counter, 20)[0], "seen": 20}]

    silent = nour.post(at(counter, "count"), json={"notes": counted})
    right = nour.post(at(counter, "count"), json={"notes": same})
    said = nour.post(at(counter, "count"), json={"notes": counted, "memo": "behind the drawer"}, key="c")
    again = nour.post(at(counter, "count"), json={"notes": counted, "memo": "behind the drawer"}, key="c")
    late = nour.post(at(counter, "count"), json={"notes": counted, "memo": "once more"})

    assert silent.json["errors"][0] == {
        "detail": "There is a difference: say what may explain it.",
        "pointer": "#/memo",
    }
    assert (right.status_code, said.status_code, again.json) == (200, 200, said.json)
    stock = {one["series_id"]: one["quantity"] for one in said.json["stock"]}
    assert stock == {str(counter.fives.id): 19, str(counter.tens.id): 10}
    assert late.status_code == 409
    assert "Notes were moved since this page was opened." in late.json["reasons"][0]
    assert listed(nour, counter)[0] == ("counted", 500)


def test_coordinators_bring_notes_elsewhere_destroy_and_lose_them(counter, program):
    ana = program(counter.ana)
    there = str(counter.safe.id)

    moved = ana.post(at(counter, "move"), json={"to_place_id": there, "notes": of(counter, 3)}, key="m")
    ana.post(at(counter, "move"), json={"to_place_id": there, "notes": of(counter, 3)}, key="m")
    torn = ana.post(at(counter, "destroy"), json={"notes": of(counter, 2), "memo": "torn"})
    lost = ana.post(at(counter, "lose"), json={"notes": of(counter, 0, 1), "memo": "rain"})
    blank = ana.post(at(counter, "lose"), json={"notes": of(counter, 0, 1), "memo": " "})
    nowhere = ana.post(
        at(counter, "move"), json={"to_place_id": str(counter.desk.id), "notes": of(counter, 1)}
    )
    counter.session.expire_all()

    assert [one.json["kind"] for one in (moved, torn, lost)] == ["moved", "destroyed", "lost"]
    assert (moved.json["to_place_id"], lost.json["memo"]) == (there, "rain")
    assert blank.json["errors"][0]["pointer"] == "#/memo"
    assert nowhere.json["errors"][0]["pointer"] == "#/to_place_id"
    assert counter.stock(counter.desk) == (15, 9)
    assert counter.paper() == (0, 0, True)


def test_a_movement_is_undone_once(counter, program):
    counter.issue(counter.nour, 3_000)
    ana = program(counter.ana)
    out = {"to": nour_key(counter), "notes": of(counter, 2, 1)}
    made = ana.post(at(counter, "issue"), json=out).json
    undo = f"{base(counter)}/operations/{made['id']}/undo"

    undone = ana.post(undo, json={"why": "the wrong Nour"}, key="u")
    again = ana.post(undo, json={"why": "the wrong Nour"}, key="u")
    other = ana.post(undo, json={"why": "once more"}, key="v")
    counter.session.expire_all()
    latest = ana.get(f"{base(counter)}/operations").json

    assert (undone.status_code, again.json) == (201, undone.json)
    assert (undone.json["undoes_id"], undone.json["memo"]) == (made["id"], "the wrong Nour")
    assert (other.status_code, other.json["reasons"]) == (409, ["This was undone before."])
    assert [(one["id"], one["was_undone"]) for one in latest[:2]] == [
        (undone.json["id"], False),
        (made["id"], True),
    ]
    assert counter.account(counter.nour).balance == 3_000
    assert counter.paper() == (0, 0, True)


def test_series_and_places_are_entered_once(counter, program):
    ana = program(counter.ana)
    place = ana.post(f"{base(counter)}/places", json={"name": " Printer "}, key="p")
    same_name = ana.post(f"{base(counter)}/places", json={"name": "Printer"})
    nameless = ana.post(f"{base(counter)}/places", json={})
    has_one = ana.post(f"{base(counter)}/places", json={"desk_id": str(counter.counter.id)})
    series = {
        "value": 250,
        "name": "B",
        "printed_on": "2027-01-01",
        "last_number": 500,
        "note_place_id": place.json["id"],
    }
    made = ana.post(f"{base(counter)}/series", json=series, key="s")
    again = ana.post(f"{base(counter)}/series", json=series, key="s")
    twin = ana.post(f"{base(counter)}/series", json=series, key="t")
    backwards = ana.post(f"{base(counter)}/series", json={**series, "first_number": 501, "name": "C"})
    kept = next(one for one in ana.get(base(counter)).json["places"] if one["name"] == "Printer")

    assert (place.status_code, place.json["name"], place.json["stock"]) == (201, "Printer", [])
    assert [one.json["errors"][0]["pointer"] for one in (same_name, nameless, has_one, twin, backwards)] == [
        "#/name",
        "#/name",
        "#/desk_id",
        "#/name",
        "#/last_number",
    ]
    assert (made.status_code, again.json) == (201, made.json)
    assert (made.json["printed"], made.json["value"], made.json["first_number"]) == (500, gr(250), 1)
    assert kept["stock"] == [{"series_id": made.json["id"], "quantity": 500}]


def test_who_holds_a_desk_sees_the_movements_of_that_desk_only(counter, program):
    other = counter.place("Harbour")
    counter.session.commit()
    notes.move(
        counter.session,
        counter.network,
        {counter.tens.id: 7},
        from_place=counter.safe,
        to_place=other,
        key="harbour",
        by=counter.ana,
    )
    counter.hand_out_at(other, 2)
    counter.session.commit()

    assert listed(program(counter.nour), counter) == [("moved", 20_000)]
    assert listed(program(counter.ana), counter)[:3] == [
        ("issued", 2_000),
        ("moved", 7_000),
        ("moved", 20_000),
    ]
    assert len(listed(program(counter.ana), counter)) == 5


def test_who_holds_a_desk_does_there_what_the_page_lets_them_do_and_no_more(counter, program):
    stranger = counter.member("Zoe")
    gone = {"notes": of(counter, 1), "memo": "torn"}
    elsewhere = {"notes": of(counter, 1), "to_place_id": str(counter.safe.id)}
    out = {"to": nour_key(counter), "notes": of(counter, 1)}
    made = counter.carry(1, 0, key="more")
    counter.session.commit()
    nour, zoe = program(counter.nour), program(stranger)

    assert nour.post(at(counter, "issue", counter.safe), json=out).status_code == 404
    for who in (nour, program(counter.ana, Scope.READ, Scope.PAYMENTS), zoe):
        for path, body in (
            (at(counter, "destroy"), gone),
            (at(counter, "lose"), gone),
            (at(counter, "move"), elsewhere),
            (f"{base(counter)}/places", {"name": "Mine"}),
            (f"{base(counter)}/operations/{made.id}/undo", {"why": "so"}),
        ):
            assert who.post(path, json=body).status_code == 403
    for path in (base(counter), f"{base(counter)}/operations", f"{base(counter)}/owners"):
        assert zoe.get(path).status_code == 404
        assert program(counter.nour, Scope.READ).get(path).status_code == 403
        assert program().get(path).status_code == 401
    for move, body in (
        ("issue", out),
        ("return", out),
        ("count", {"notes": [{**of(counter, 1)[0], "seen": 1}]}),
    ):
        assert zoe.post(at(counter, move), json=body).status_code == 404
    assert counter.paper() == (0, 0, True)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"quantity": 0}, "#/notes/0/quantity"),
        ({"quantity": -1}, "#/notes/0/quantity"),
        ({"quantity": 10**30}, "#/notes/0/quantity"),
        ({"quantity": "5"}, "#/notes/0/quantity"),
        ({"series_id": "01900000-0000-7000-8000-000000000000"}, "#/notes/0/series_id"),
    ],
)
def test_what_is_no_number_of_notes_is_refused(counter, program, change, pointer):
    one = {**of(counter, 1)[0], **change}
    sent = program(counter.nour).post(at(counter, "issue"), json={"to": nour_key(counter), "notes": [one]})

    assert (sent.status_code, sent.json["errors"][0]["pointer"]) == (422, pointer)
    assert counter.paper() == (0, 0, True)


def test_a_series_stands_once_in_a_movement_and_none_moves_nothing(counter, program):
    nour = program(counter.nour)
    twice = nour.post(at(counter, "return"), json={"to": nour_key(counter), "notes": of(counter, 1) * 2})
    none = nour.post(at(counter, "return"), json={"to": nour_key(counter), "notes": []})
    not_out = nour.post(at(counter, "return"), json={"to": nour_key(counter), "notes": of(counter, 1)})

    assert twice.json["errors"][0] == {"detail": "Name each series once.", "pointer": "#/notes/1/series_id"}
    assert none.json["errors"][0]["pointer"] == "#/notes"
    assert not_out.status_code == 409
    assert "More notes of a series would come back than are out." in not_out.json["reasons"][0]


def test_many_movements_cost_as_few_questions_as_one(counter, program):
    counter.issue(counter.nour, 9_000)
    nour, path = program(counter.nour), f"{base(counter)}/operations"

    def cost(issued: int) -> tuple[int, int]:
        for _number in range(issued):
            given = nour.post(at(counter, "issue"), json={"to": nour_key(counter), "notes": of(counter, 1)})
            assert given.status_code == 201
        with count_queries(counter.session.get_bind()) as statements:
            answer = nour.get(path)
        return len(answer.json), len(statements)

    (few, for_few), (many, for_many) = cost(1), cost(6)

    assert many == few + 6
    assert for_many == for_few


def test_many_places_cost_as_few_questions_as_two(counter, program):
    ana = program(counter.ana)

    def cost() -> tuple[int, int]:
        with count_queries(counter.session.get_bind()) as statements:
            answer = ana.get(base(counter))
        return len(answer.json["places"]), len(statements)

    cost()  # notes the first use of the token
    few, for_few = cost()
    for number in range(5):
        assert ana.post(f"{base(counter)}/places", json={"name": f"Safe {number}"}).status_code == 201
    many, for_many = cost()

    assert many == few + 5
    assert for_many == for_few
