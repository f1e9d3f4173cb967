"""Sub-networks by programs: seeing, joining, founding, and the plugins switched on there."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.api.scopes import Scope
from app.roles import Role
from app.subnetworks.models import Installation
from app.testing import factories

ALL = "/bordeaux/subnetworks"
HOURS = f"{ALL}/hours"
GOODS = f"{HOURS}/plugins/goods"


@pytest.fixture
def place(session):
    return factories.territory(session)


@pytest.fixture
def hours(session, place):
    return factories.subnetwork(session, place, "hours", name="Hours", description="A hand for a hand.")


@pytest.fixture
def ana(session, place):
    member = factories.member(session, place)
    session.commit()
    return member


@pytest.fixture
def cem(session, place, hours):
    """Who coordinates the hours."""
    member = factories.member(session, place, first_name="Cem")
    factories.takes_part(session, hours, member, coordinates=True)
    session.commit()
    return member


@pytest.fixture
def ada(session, place):
    member = factories.member(session, place, first_name="Ada", roles=[Role.ADMINISTRATOR])
    session.commit()
    return member


def test_everybody_sees_a_sub_network_and_members_who_looks_after_it(hours, ana, cem, program):
    public = program().get(HOURS).json
    inside = program(ana).get(HOURS).json

    assert public == {
        "id": str(hours.id),
        "slug": "hours",
        "name": "Hours",
        "theme": "exchange_systems",
        "description": "A hand for a hand.",
        "rules": "",
        "plugins": ["time_bank"],
        "people": 1,
        "coordinators": [{"first_name": "Cem", "member_id": None}],
        "joined": False,
        "closed": False,
    }
    assert inside["coordinators"] == [{"first_name": "Cem", "member_id": str(cem.id)}]
    assert program(cem).get(HOURS).json["joined"] is True


def test_taking_part_and_leaving_again(ana, cem, program):
    mine = program(ana)

    joined = [mine.post(f"{HOURS}/join", key=key).json for key in ("one", "one", "two")]
    left = mine.post(f"{HOURS}/leave").json
    only_one = program(cem).post(f"{HOURS}/leave")

    assert [answer["joined"] for answer in joined] == [True] * 3
    assert [answer["people"] for answer in joined] == [2] * 3
    assert (left["joined"], left["people"]) == (False, 1)
    assert only_one.status_code == 409
    assert mine.post(f"{ALL}/none/join").status_code == 404


def test_an_administrator_founds_and_names_who_looks_after_it(session, ana, ada, program):
    mine = program(ada)

    own = mine.post(ALL, json={"theme": "mobility", "name": " Lifts in the valley "})
    hers = mine.post(ALL, json={"theme": "free", "name": "Chess", "coordinator_id": str(ana.id)})
    again = mine.post(ALL, json={"theme": "free", "name": "Chess"})

    assert (own.status_code, hers.status_code) == (201, 201)
    assert (own.json["slug"], own.json["name"]) == ("lifts-in-the-valley", "Lifts in the valley")
    assert own.json["coordinators"][0]["first_name"] == "Ada"
    assert hers.json["coordinators"][0]["first_name"] == "Ana"
    assert (hers.json["slug"], again.json["slug"]) == ("chess", "chess-2")


def test_nobody_of_elsewhere_is_named(session, ada, cem, program):
    lyon = factories.territory(session, "lyon")
    other = factories.member(session, lyon, first_name="Max")
    session.commit()
    mine = program(ada)

    founded = mine.post(ALL, json={"theme": "free", "name": "Chess", "coordinator_id": str(other.id)})
    named = mine.post(f"{HOURS}/coordinators", json={"member_id": str(other.id)})

    assert (founded.status_code, named.status_code) == (422, 422)
    assert mine.get(f"{ALL}/chess").status_code == 404
    assert program(cem).get(HOURS).json["people"] == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"theme": "none"}, "theme"),
        ({"name": ""}, "name"),
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"description": "x" * 2001}, "description"),
        ({"rules": "a\0b"}, "rules"),
        ({"slug": "mine"}, "slug"),
        ({"coordinator_id": "me"}, "coordinator_id"),
    ],
)
def test_a_sub_network_has_a_theme_and_a_name(ada, program, wrong, field):
    answer = program(ada).post(ALL, json={"theme": "free", "name": "Chess", **wrong})

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [f"#/{field}"]


def test_its_coordinator_changes_its_words_and_another_does_not_find_it(session, place, cem, program):
    gardens = factories.subnetwork(session, place, "gardens")
    other = factories.member(session, place, first_name="Gus")
    factories.takes_part(session, gardens, other, coordinates=True)
    session.commit()

    changed = program(cem).patch(HOURS, json={"rules": " Be kind. "})
    empty = program(cem).patch(HOURS, json={"name": " "})
    stranger = program(other).patch(HOURS, json={"rules": "Be mine."})
    reader = program(cem, Scope.READ).patch(HOURS, json={"rules": "Be mine."})

    assert (changed.json["rules"], changed.json["name"]) == ("Be kind.", "Hours")
    assert (empty.status_code, stranger.status_code, reader.status_code) == (422, 404, 403)
    assert program().get(HOURS).json["rules"] == "Be kind."


def test_the_coordination_is_handed_on_and_never_dropped(ana, cem, program):
    his = program(cem)

    alone = his.delete(f"{HOURS}/coordinators/{cem.id}")
    named = his.post(f"{HOURS}/coordinators", json={"member_id": str(ana.id)})
    down = his.delete(f"{HOURS}/coordinators/{cem.id}")

    assert alone.status_code == 409
    assert [one["first_name"] for one in named.json["coordinators"]] == ["Cem", "Ana"]
    assert down.status_code == 204
    assert his.post(f"{HOURS}/coordinators", json={"member_id": str(cem.id)}).status_code == 403
    assert program(ana).delete(f"{HOURS}/coordinators/{cem.id}").status_code == 404


def test_closing_and_opening_again(ada, cem, program):
    mine = program(ada)

    closed = mine.post(f"{HOURS}/close").json
    listed = mine.get(ALL).json["items"]
    opened = mine.post(f"{HOURS}/reopen").json

    assert (closed["closed"], opened["closed"]) == (True, False)
    assert listed == []
    assert program(cem).post(f"{HOURS}/close").status_code == 403


def test_a_plugin_is_switched_on_with_the_values_of_its_own_form(session, cem, program):
    his = program(cem)

    before = his.get(GOODS).status_code
    proposed = his.put(GOODS, json={})
    changed = his.put(GOODS, json={"settings": {"longest_loan": 30}})
    kept = his.put(GOODS, json={"settings": {}})
    off = his.delete(GOODS)

    assert before == 404
    assert proposed.json == {"plugin": "goods", "enabled": True, "settings": {"longest_loan": None}}
    assert changed.json["settings"] == kept.json["settings"] == {"longest_loan": 30}
    assert off.status_code == 204
    assert his.get(GOODS).json == {"plugin": "goods", "enabled": False, "settings": {"longest_loan": 30}}
    assert his.get(HOURS).json["plugins"] == ["time_bank"]
    assert [one["plugin"] for one in his.get(f"{HOURS}/plugins").json["items"]] == ["goods", "time_bank"]
    with Session(session.get_bind()) as own:
        installed = own.scalar(sa.select(Installation).where(Installation.plugin == "goods"))
        assert installed.installed_by_id == cem.id


@pytest.mark.parametrize(
    ("settings", "pointer"),
    [
        ({"longest_loan": "30"}, "#/settings/longest_loan"),
        ({"longest_loan": 0}, "#/settings/longest_loan"),
        ({"longest_loan": 10**30}, "#/settings/longest_loan"),
        ({"longest_loan": True}, "#/settings/longest_loan"),
        ({"longest_loan": 1.5}, "#/settings/longest_loan"),
        ({"longest_loan": [[[]]]}, "#/settings/longest_loan"),
        ({"shortest_loan": 1}, "#/settings/shortest_loan"),
        ("none", "#/settings"),
    ],
)
def test_settings_that_the_page_refuses_are_refused(cem, program, settings, pointer):
    answer = program(cem).put(GOODS, json={"settings": settings})

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]
    assert program(cem).get(GOODS).status_code == 404


def test_a_rule_of_the_plugin_may_refuse_a_change(session, cem, program):
    his = program(cem)
    his.put(f"{HOURS}/plugins/time_bank", json={"settings": {"unit_name": "grains"}})

    too_much = his.put(
        f"{HOURS}/plugins/time_bank",
        json={"settings": {"welcome_minutes": 120, "highest_balance_minutes": 60}},
    )
    fine = his.put(
        f"{HOURS}/plugins/time_bank",
        json={
            "settings": {
                "welcome_minutes": 30,
                "lowest_balance_minutes": -45,
                "highest_balance_minutes": None,
            }
        },
    )

    assert too_much.status_code == 422
    assert [error["pointer"] for error in too_much.json["errors"]] == ["#/settings/welcome_minutes"]
    assert fine.json["settings"]["unit_name"] == "grains"
    assert fine.json["settings"]["welcome_minutes"] == 30
    assert fine.json["settings"]["lowest_balance_minutes"] == -45
    assert fine.json["settings"]["highest_balance_minutes"] is None


def test_only_who_looks_after_it_sees_settings(session, place, ana, cem, ada, program):
    path = f"{HOURS}/plugins"

    assert program().get(path).status_code == 401
    assert program(ana).get(path).status_code == 403
    assert program(cem, Scope.READ).get(path).status_code == 403
    assert program(cem).get(path).status_code == 200
    assert program(ada).get(path).status_code == 200
    assert program(cem).put(f"{path}/none", json={}).status_code == 404
    assert program(cem).delete(f"{path}/none").status_code == 404
