"""Time given to the association, and absences, for programs."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.api.scopes import Scope
from app.notifications.models import Notification
from app.testing.program import Program
from plugins.time_bank.year_models import Contribution

BASE = "/bordeaux/time_bank/time-bank"


@pytest.fixture
def program(app):
    """``program(member, *scopes)``: a program of somebody who is committed."""
    return lambda *who: Program.of(app, *who)


def stall(**values):
    return {"minutes": 90, "day": "2026-03-03", "what": " The stall ", **values}


def test_what_a_member_declares_once_is_counted_once_by_who_coordinates(valley, program):
    ana, carl, path = program(valley.ana), program(valley.carl), f"{BASE}/contributions"

    made = ana.post(path, json=stall(), key="stall")
    again = ana.post(path, json=stall(), key="stall")
    (waiting,) = carl.get(f"{path}/waiting").json
    here = f"{path}/{made.json['id']}"
    by_herself = ana.post(f"{here}/count")
    counted = carl.post(f"{here}/count")
    twice = carl.post(f"{here}/count")

    assert (made.status_code, again.json, waiting) == (201, made.json, made.json)
    assert (made.json["what"], made.json["state"], made.json["minutes"]) == ("The stall", "declared", 90)
    assert (by_herself.status_code, counted.json["state"]) == (403, "counted")
    assert counted.json["transfer_id"] is not None
    assert twice.json["reasons"] == ["This has already been answered."]
    assert ana.get(path).json == [counted.json]
    assert carl.get(f"{path}/waiting").json == []
    assert valley.balances() == {None: -90, "Ana": 90}


def test_a_refused_contribution_says_why_and_moves_nothing(valley, program):
    carl, path = program(valley.carl), f"{BASE}/contributions"
    here = f"{path}/{program(valley.ana).post(path, json=stall()).json['id']}"

    without = carl.post(f"{here}/refuse", json={"why": " "})
    refused = carl.post(f"{here}/refuse", json={"why": "It rained."})

    assert without.json["errors"][0]["pointer"] == "#/why"
    assert (refused.json["state"], refused.json["answer"]) == ("refused", "It rained.")
    with Session(valley.session.get_bind()) as session:
        kinds = session.scalars(sa.select(Notification.kind)).all()
    assert kinds == ["time_bank.contribution_refused"]
    assert valley.balances() == {}


def test_only_who_coordinates_notes_the_time_of_another_and_it_counts_at_once(valley, program):
    path, for_bea = f"{BASE}/contributions", stall(member_id=str(valley.bea.id))

    by_ana = program(valley.ana).post(path, json=for_bea)
    by_carl = program(valley.carl).post(path, json=for_bea)
    own = program(valley.carl).post(path, json=stall())
    own_counted = program(valley.carl).post(f"{path}/{own.json['id']}/count")

    assert by_ana.json["errors"][0]["pointer"] == "#/member_id"
    assert (by_carl.json["state"], own.json["state"]) == ("counted", "declared")
    assert own_counted.json["reasons"] == ["Nobody counts their own time: ask another coordinator."]
    for wrong in ({"minutes": 0}, {"minutes": 1441}, {"what": " "}, {"day": "0001-01-01"}):
        assert program(valley.ana).post(path, json=stall(**wrong)).status_code == 422, wrong
    with Session(valley.session.get_bind()) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Contribution)) == 2
    assert valley.balances() == {None: -90, "Bea": 90}


def test_a_token_that_may_not_coordinate_pays_nobody_from_the_common_account(valley, program):
    path, for_bea = f"{BASE}/contributions", stall(member_id=str(valley.bea.id))

    weak = program(valley.carl, Scope.READ, Scope.EXCHANGES, Scope.PAYMENTS).post(path, json=for_bea)

    assert (weak.status_code, weak.json["errors"][0]["pointer"]) == (422, "#/member_id")
    assert valley.balances() == {}


def test_a_member_goes_away_and_comes_back(valley, program):
    ana, path, today = program(valley.ana), f"{BASE}/absences", clock.today("Europe/Paris")
    days = {
        "since": (today - timedelta(days=2)).isoformat(),
        "until": (today + timedelta(days=9)).isoformat(),
    }

    wrong = ana.post(path, json={"since": days["until"], "until": days["since"]})
    away = ana.post(path, json=days)
    listed = ana.get(path).json
    by_bea = program(valley.bea).post(f"{path}/{away.json['id']}/end")
    back = ana.post(f"{path}/{away.json['id']}/end")

    assert wrong.json["errors"][0]["pointer"] == "#/until"
    assert (away.status_code, away.json | days, listed) == (201, away.json, [away.json])
    assert (by_bea.status_code, ana.post(f"{path}/{uuid4()}/end").status_code) == (404, 404)
    assert [one["until"] <= today.isoformat() for one in back.json] == [True]
