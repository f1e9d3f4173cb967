"""Planning a workshop for programs, with the rules of the page."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.testing.program import Program
from plugins.time_bank.workshop_models import Workshop
from tests.plugins.time_bank.conftest import Valley

PATH = "/bordeaux/time_bank/time-bank/workshops"


@pytest.fixture
def program(app):
    """``program(member, *scopes)``: a program of somebody who is committed."""
    return lambda *who: Program.of(app, *who)


def bread(**values):
    starts_at = (clock.now() + timedelta(days=3)).replace(microsecond=0).isoformat()
    return {"title": " Bread ", "where": "The mill", "starts_at": starts_at, "minutes": 120, **values}


def workshops_of(valley: Valley) -> int:
    with Session(valley.session.get_bind()) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Workshop)) or 0


def test_a_member_plans_a_workshop_once_under_its_key_and_others_sign_up(valley, program):
    ana, body = program(valley.ana), bread(places=2)

    made = ana.post(PATH, json=body, key="bread")
    again = ana.post(PATH, json=body, key="bread")

    assert (made.status_code, again.json) == (201, made.json)
    assert made.location.endswith(f"{PATH}/{made.json['id']}")
    assert {
        name: made.json[name] for name in ("title", "text", "minutes", "places", "who_pays", "state")
    } == {
        "title": "Bread",
        "text": "",
        "minutes": 120,
        "places": 2,
        "who_pays": "each",
        "state": "planned",
    }
    assert datetime.fromisoformat(made.json["starts_at"]) == datetime.fromisoformat(body["starts_at"])
    assert (made.json["leader_id"], made.json["leads"]) == (str(valley.ana.id), True)
    assert program(valley.bea).post(f"{PATH}/{made.json['id']}/sign-up").json["mine"] == "coming"
    assert workshops_of(valley) == 1


def test_only_who_coordinates_plans_it_for_another(valley, program):
    for_bea = bread(leader_id=str(valley.bea.id))

    by_ana = program(valley.ana).post(PATH, json=for_bea)
    by_carl = program(valley.carl).post(PATH, json=for_bea)
    for_nobody = program(valley.carl).post(PATH, json=bread(leader_id=str(uuid4())))

    assert by_ana.json["errors"] == [
        {
            "detail": "You can plan it for yourself; who coordinates, for any member.",
            "pointer": "#/leader_id",
        }
    ]
    assert (by_carl.status_code, by_carl.json["leader"]) == (201, valley.bea.first_name)
    assert for_nobody.json["errors"][0]["pointer"] == "#/leader_id"
    assert workshops_of(valley) == 1


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"title": "  "}, "#/title"),
        ({"where": " "}, "#/where"),
        ({"starts_at": "2020-01-01T10:00:00+00:00"}, "#/starts_at"),
        ({"starts_at": "0001-01-01T00:00:00+14:00"}, "#/starts_at"),
        ({"starts_at": "9999-12-31T23:59:59-12:00"}, "#/starts_at"),
        ({"minutes": 0}, "#/minutes"),
        ({"minutes": 1441}, "#/minutes"),
        ({"places": 0}, "#/places"),
        ({"who_pays": "nobody"}, "#/who_pays"),
    ],
)
def test_what_the_page_refuses_is_refused_with_its_place(valley, program, wrong, pointer):
    refused = program(valley.ana).post(PATH, json=bread(**wrong))

    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, pointer)
    assert workshops_of(valley) == 0
