"""Workshops, contributions, absences, care and the end of the year on their pages."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.members.models import Member
from app.notifications.models import Notification
from app.testing import factories
from plugins.time_bank.workshop_models import Workshop
from plugins.time_bank.year_models import Absence, Contribution, YearEnd, YearRule
from tests.plugins.time_bank.conftest import Valley

HERE = "/t/bordeaux/time_bank/time-bank"


def words(client: FlaskClient, path: str, status: int = 200) -> str:
    response = client.get(HERE + path)
    assert response.status_code == status
    return " ".join(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)).split())


def signed_in(app: Flask, member: Member) -> FlaskClient:
    client = app.test_client()
    factories.sign_in(client, member.person)
    return client


def press(client: FlaskClient, path: str, **typed: Any) -> int:
    return factories.post(client, HERE + path, **typed).status_code


def only_id(session: Session, model: Any) -> Any:
    """Return the id of the only row, and leave no transaction open beside the pages."""
    session.rollback()
    found = session.query(model).one().id
    session.rollback()
    return found


def told(session: Session, member: Member) -> list[str]:
    session.rollback()
    found = [one.kind for one in session.query(Notification).filter_by(person_id=member.person_id)]
    session.rollback()
    return found


def balances(valley: Valley) -> dict[str | None, int]:
    valley.session.rollback()
    found = valley.balances()
    valley.session.rollback()
    return found


def workshop(valley: Valley, leader: Member, **typed: str) -> dict[str, str]:
    tomorrow = clock.today("Europe/Paris") + timedelta(days=1)
    return {
        "title": "Bread",
        "text": "Bring **flour**.",
        "where": "The mill",
        "day": tomorrow.isoformat(),
        "time": "14:00",
        "minutes": "1 h 30",
        "places": "1",
        "who_pays": "each",
        "leader": str(leader.id),
    } | typed


def test_a_workshop_from_its_plan_to_the_statements(app: Flask, valley: Valley) -> None:
    bea, ana = (signed_in(app, member) for member in (valley.bea, valley.ana))

    present = [str(valley.ana.id)]
    press(bea, "/workshops/new", **workshop(valley, valley.bea))
    workshop_id = only_id(valley.session, Workshop)
    press(ana, f"/workshops/{workshop_id}/sign_up")
    planned = words(ana, f"/workshops/{workshop_id}")
    early = press(bea, f"/workshops/{workshop_id}/count", present=present)
    clock.shift(timedelta(days=2))
    stranger = press(ana, f"/workshops/{workshop_id}/count", present=present)
    counted = press(bea, f"/workshops/{workshop_id}/count", present=present)

    assert "Who comes gives 1 h 30 to Bea." in planned
    assert "1 of 1 taken" in planned
    assert (early, stranger, counted) == (302, 404, 302)
    assert balances(valley)["Bea"] == 90
    assert balances(valley)["Ana"] == -90
    assert told(valley.session, valley.bea) == ["time_bank.somebody_comes"]
    assert "Who was there Ana" in words(bea, f"/workshops/{workshop_id}")


def test_a_free_place_is_told_to_who_waits(app: Flask, valley: Valley) -> None:
    bea, ana, carl = (signed_in(app, member) for member in (valley.bea, valley.ana, valley.carl))
    press(bea, "/workshops/new", **workshop(valley, valley.bea))
    workshop_id = only_id(valley.session, Workshop)
    press(ana, f"/workshops/{workshop_id}/sign_up")
    press(carl, f"/workshops/{workshop_id}/sign_up")
    waits = words(carl, f"/workshops/{workshop_id}")

    press(ana, f"/workshops/{workshop_id}/leave")

    assert "You are on the waiting list." in waits
    assert "You are on the list." in words(carl, f"/workshops/{workshop_id}")
    assert told(valley.session, valley.carl) == ["time_bank.place_free"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": ""}, "Give the workshop a name."),
        ({"minutes": "soon"}, "Write a duration such as 45 min, 1 h or 1 h 30."),
        ({"places": "0"}, "Between 1 and 1,000."),
        ({"day": "2020-01-01"}, "This moment has passed. Choose a later one."),
    ],
)
def test_a_plan_that_cannot_be_is_said_and_kept(
    app: Flask, valley: Valley, typed: dict[str, str], said: str
) -> None:
    bea = signed_in(app, valley.bea)

    response = factories.post(bea, f"{HERE}/workshops/new", **workshop(valley, valley.bea, **typed))

    assert response.status_code == 422
    assert said in response.get_data(as_text=True)
    assert "The mill" in response.get_data(as_text=True)
    assert valley.session.query(Workshop).count() == 0


def test_only_coordinators_plan_for_others(app: Flask, valley: Valley) -> None:
    ana = signed_in(app, valley.ana)

    status = press(ana, "/workshops/new", **workshop(valley, valley.bea))

    assert status == 422


def test_time_for_the_association_is_noted_and_counted(app: Flask, valley: Valley) -> None:
    ana, carl = (signed_in(app, member) for member in (valley.ana, valley.carl))
    typed = {"member": str(valley.ana.id), "minutes": "2 h", "day": "2026-05-02", "what": "The stall"}

    press(ana, "/contributions", **typed)
    made_id = only_id(valley.session, Contribution)
    mine = press(ana, f"/contributions/{made_id}/count")
    waiting = words(carl, "/contributions")
    press(carl, f"/contributions/{made_id}/count")

    assert mine == 404
    assert "Ana · 2 h" in waiting
    assert balances(valley)["Ana"] == 120
    assert told(valley.session, valley.ana) == ["time_bank.contribution_counted"]


def test_a_coordinator_says_why_time_is_not_counted(app: Flask, valley: Valley) -> None:
    ana, carl = (signed_in(app, member) for member in (valley.ana, valley.carl))
    typed = {"member": str(valley.ana.id), "minutes": "2 h", "day": "2026-05-02", "what": "Board"}
    press(ana, "/contributions", **typed)
    made_id = only_id(valley.session, Contribution)

    silent = press(carl, f"/contributions/{made_id}/refuse", why="")
    press(carl, f"/contributions/{made_id}/refuse", why="A meeting of the board.")

    assert silent == 422
    assert "not counted A meeting of the board." in words(ana, "/contributions")


def test_an_absence_is_told_and_ended(app: Flask, valley: Valley) -> None:
    ana, bea = (signed_in(app, member) for member in (valley.ana, valley.bea))
    today = clock.today("Europe/Paris")

    wrong = press(ana, "/absence", since=today.isoformat(), until="2020-01-01")
    press(ana, "/absence", since=today.isoformat(), until=(today + timedelta(days=60)).isoformat())
    away_id = only_id(valley.session, Absence)
    foreign = press(bea, f"/absence/{away_id}/end")
    press(ana, f"/absence/{away_id}/end")

    assert (wrong, foreign) == (422, 404)
    assert valley.session.get_one(Absence, away_id).until == today


def test_the_end_of_a_year_from_the_vote_to_the_accounts(app: Flask, valley: Valley) -> None:
    valley.done(300)
    ana, carl = (signed_in(app, member) for member in (valley.ana, valley.carl))
    last = clock.today("Europe/Paris").year - 1
    voted = {"what": "cap", "minutes": "2 h", "voted_on": f"{last}-03-14", "decision": "31 for, 2 against."}

    empty = press(carl, "/year-end/vote", **(voted | {"minutes": ""}))
    press(carl, "/year-end/vote", **voted)
    shown = words(carl, "/year-end")
    refused = press(ana, f"/year-end/{last}")
    press(carl, f"/year-end/{last}")

    assert (empty, refused) == (422, 404)
    assert "What is above 2 h goes to the community." in shown
    assert "Bea: 3 h, 2 h stay" in shown
    assert balances(valley)["Bea"] == 120
    assert valley.session.query(YearEnd).one().amount == 180
    assert valley.session.query(YearRule).one().decision == "31 for, 2 against."
    valley.session.rollback()
    assert "3 h from 1 account" in words(ana, "/year-end")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"minutes": ""}, "Write how much stays with everybody."),
        ({"what": "melt"}, "Write how much melts, in percent."),
        ({"decision": "  "}, "Write down what was voted."),
    ],
)
def test_a_vote_that_cannot_be_is_said_and_kept(
    app: Flask, valley: Valley, typed: dict[str, str], said: str
) -> None:
    carl = signed_in(app, valley.carl)
    voted = {"what": "cap", "minutes": "2 h 15", "voted_on": "2026-03-14", "decision": "31 for, 2 against."}

    response = factories.post(carl, f"{HERE}/year-end/vote", **(voted | typed))

    assert response.status_code == 422
    assert said in response.text
    assert ("2 h 15" if "minutes" not in typed else "31 for") in response.text
    assert valley.session.query(YearRule).count() == 0


def test_whom_to_think_of_is_for_coordinators(app: Flask, valley: Valley) -> None:
    valley.done(300)
    ana, carl = (signed_in(app, member) for member in (valley.ana, valley.carl))

    shown = words(carl, "/care").replace("\u00a0", " ")

    assert "Always asked" in shown
    assert "Bea" in shown
    assert "gave 5 h, received 0 min, with 1 person" in shown
    words(ana, "/care", 404)
