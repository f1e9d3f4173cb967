"""Melting for programs: everybody reads the rules, coordinators announce one and take it back."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app import clock
from app.api.scopes import Scope
from app.ledgers.services import community_account
from app.notifications.models import Notification
from app.testing import factories
from app.testing.program import Program
from app.testing.queries import count_queries
from plugins.local_currency import bonus
from plugins.local_currency.melting_models import MeltingRule
from tests.plugins.local_currency.currency import Currency


@pytest.fixture
def grain(village) -> Currency:
    here = Currency(village)
    here.issue(here.nour, 10_000)
    return here


@pytest.fixture
def program(app):
    """``program(member, *scopes)``: a program of somebody who is committed."""
    return lambda *who: Program.of(app, *who)


def path(here: Currency, rest: str = "") -> str:
    return f"/bordeaux/local_currency/{here.network.slug}/melting{rest}"


def in_days(days: int) -> str:
    return (clock.today("Europe/Paris") + timedelta(days=days)).isoformat()


def rule(**changed: Any) -> dict[str, Any]:
    words = {"rate": 50, "exempt": 5_000, "day": 1, "fund": " Projects ", "decided": "Assembly of 3 May"}
    return words | {"starts_on": in_days(40)} | changed


def in_force(here: Currency, since: date) -> MeltingRule:
    """Write down a rule that was announced long ago."""
    ana = here.ana
    made = MeltingRule(
        territory_id=here.territory.id,
        subnetwork_id=here.network.id,
        rate=25,
        exempt=0,
        day=1,
        starts_on=since,
        account_id=here.account(ana).id,
        decided="Assembly of last year",
        made_by_id=ana.id,
    )
    here.session.add(made)
    here.session.commit()
    return made


def test_nothing_melts_until_it_was_decided_and_everybody_may_know(grain, program):
    found = program().get(path(grain))

    assert found.status_code == 200
    assert found.json == {
        "in_force": None,
        "announced": None,
        "next_day": None,
        "notice_days": 7,
        "rules": [],
    }


def test_a_rule_is_announced_once_and_everybody_is_told(grain, program, client: FlaskClient):
    ana = program(grain.ana)
    made = ana.post(path(grain), json=rule(), key="r")
    again = ana.post(path(grain), json=rule(), key="r")
    second = ana.post(path(grain), json=rule())
    told = grain.session.scalars(
        sa.select(Notification.person_id).where(Notification.kind == "local_currency.melting_decided")
    ).all()
    grain.session.commit()
    read = program().get(path(grain)).json
    factories.sign_in(client, grain.nour.person)
    page = client.get(f"/t/bordeaux/local_currency/{grain.network.slug}/melting").text

    assert (made.status_code, again.json) == (201, made.json)
    assert {name: made.json[name] for name in ("rate", "day", "ends_on", "organisations_exempt", "fund")} == {
        "rate": 50,
        "day": 1,
        "ends_on": None,
        "organisations_exempt": False,
        "fund": "Projects",
    }
    assert made.json["exempt"] == {"amount": 5_000, "unit": "GR", "scale": 2}
    assert second.json["errors"][0]["pointer"] == "#/starts_on"
    assert told == [grain.nour.person_id]
    assert (read["announced"], read["in_force"], read["rules"]) == (made.json, None, [made.json])
    assert "0.5 % of what is above 50.00 GR melts from each account" in page


def test_an_announced_rule_is_taken_back_once(grain, program):
    ana = program(grain.ana)
    made = ana.post(path(grain), json=rule()).json

    ended = ana.post(path(grain, f"/{made['id']}/end"))
    again = ana.post(path(grain, f"/{made['id']}/end"))
    read = ana.get(path(grain)).json

    assert (ended.status_code, ended.json["ends_on"]) == (200, made["starts_on"])
    assert (again.status_code, again.json["reasons"]) == (409, ["This rule has ended already."])
    assert (read["announced"], [one["ends_on"] for one in read["rules"]]) == (None, [made["starts_on"]])


def test_a_rule_in_force_says_its_next_day_and_ends_today(grain, program):
    today = clock.today("Europe/Paris")
    held = in_force(grain, today - timedelta(days=100))
    before = program().get(path(grain)).json

    ended = program(grain.ana).post(path(grain, f"/{held.id}/end")).json
    after = program().get(path(grain)).json

    following = (today.replace(day=28) + timedelta(days=4)).replace(day=1)
    assert before["in_force"]["id"] == str(held.id)
    assert before["next_day"] == (today if today.day == 1 else following).isoformat()
    assert ended["ends_on"] == today.isoformat()
    assert (after["in_force"], after["next_day"]) == (None, None)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rate", 0),
        ("rate", 1_001),
        ("rate", "0.5"),
        ("exempt", -1),
        ("exempt", 100_000_001),
        ("day", 29),
        ("day", 0),
        ("starts_on", "2020-01-01"),
        ("starts_on", "9999-12-31"),
        ("starts_on", "soon"),
        ("organisations_exempt", "yes"),
        ("fund", " "),
        ("decided", ""),
        ("decided", "x" * 201),
    ],
)
def test_a_rule_that_cannot_be_is_refused_with_its_field(grain, program, field: str, value: Any):
    answer = program(grain.ana).post(path(grain), json=rule(**{field: value}))

    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, f"#/{field}")
    assert grain.session.scalars(sa.select(MeltingRule)).all() == []


def test_members_do_not_decide_nor_does_a_token_without_the_scope(grain, program):
    held = in_force(grain, date(2020, 1, 1))
    elsewhere = "01900000-0000-7000-8000-000000000000"

    for who in (program(grain.nour), program(grain.ana, Scope.READ, Scope.PAYMENTS)):
        assert who.post(path(grain), json=rule()).status_code == 403
        assert who.post(path(grain, f"/{held.id}/end")).status_code == 403
    assert program().post(path(grain), json=rule()).status_code == 401
    assert program(grain.ana).post(path(grain, f"/{elsewhere}/end")).status_code == 404
    grain.session.refresh(held)
    assert held.ends_on is None


def test_of_rules_that_are_over_no_more_is_given_than_the_page_says(grain, program):
    today = clock.today("Europe/Paris")
    first = in_force(grain, today - timedelta(days=100))
    ana = program(grain.ana)
    taken_back = ana.post(path(grain), json=rule()).json

    ended = ana.post(path(grain, f"/{taken_back['id']}/end")).json
    read = program().get(path(grain)).json

    assert ended == {
        "id": taken_back["id"],
        "rate": 50,
        "starts_on": taken_back["starts_on"],
        "ends_on": taken_back["starts_on"],
        "decided": "Assembly of 3 May",
        "exempt": None,
        "day": None,
        "organisations_exempt": None,
        "fund": None,
    }
    assert read["rules"] == [ended, read["in_force"]]
    assert (read["in_force"]["id"], read["in_force"]["ends_on"]) == (str(first.id), None)
    assert (read["in_force"]["day"], read["in_force"]["exempt"]["amount"]) == (1, 0)


def test_what_melts_goes_to_no_fund_of_a_programme(grain, program):
    bonus.found(
        grain.session, grain.network, name="Coup de pouce", conditions="Some", percent=50, monthly_cap=None
    )
    grain.session.commit()

    refused = program(grain.ana).post(path(grain), json=rule(fund="Coup de pouce"))

    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "#/fund")
    assert grain.session.scalars(sa.select(MeltingRule)).all() == []


def test_many_rules_cost_as_few_questions_as_one(grain, program):
    today = clock.today("Europe/Paris")
    reader = program()

    def cost(*days: int) -> tuple[int, int]:
        for day in days:
            made = in_force(grain, today - timedelta(days=day))
            made.account_id = community_account(grain.session, grain.ledger, f"Fund {day}").id
        grain.session.commit()
        with count_queries(grain.session.get_bind()) as statements:
            answer = reader.get(path(grain))
        return len(answer.json["rules"]), len(statements)

    (few, for_few), (many, for_many) = cost(100), cost(200, 300, 400, 500)

    assert many == few + 4
    assert for_many == for_few
