"""The end of the year for programs: the vote, what it would do, and closing a year once."""

import pytest

from app import clock
from app.api.scopes import Scope
from app.roles import Role
from app.testing import factories
from app.testing.program import Program
from plugins.time_bank.year_models import YearEnd, YearRule

BASE = "/bordeaux/time_bank/time-bank"
PAGE = f"/t{BASE}"
YEAR_END = f"{BASE}/year-end"
PLAN, VOTE = f"{YEAR_END}/plan", f"{YEAR_END}/vote"


@pytest.fixture
def program(app):
    """``program(member, *scopes)``: a program of somebody who is committed."""
    return lambda *who: Program.of(app, *who)


@pytest.fixture
def last():
    """The latest year that is over."""
    today = clock.today("Europe/Paris")
    return today.year if (today.month, today.day) == (12, 31) else today.year - 1


def minutes(amount):
    return {"amount": amount, "unit": "minutes", "scale": 0}


def voted(**values):
    said = {"what": "cap", "minutes": 120, "percent": None, "voted_on": "2026-03-14"}
    return {**said, "decision": "31 for, 2 against.", **values}


def words(app, member, path):
    client = app.test_client()
    factories.sign_in(client, member.person)
    return client.get(PAGE + path).text


def rows(valley, model):
    valley.session.rollback()
    return valley.session.query(model).count()


def test_a_year_ends_from_the_vote_to_the_accounts_once(valley, program, last):
    valley.done(300)
    ana, carl = program(valley.ana), program(valley.carl)
    before = ana.get(YEAR_END).json

    noted = carl.put(VOTE, json=voted())
    again = carl.put(VOTE, json=voted())
    plan = carl.get(PLAN).json
    closed = carl.post(f"{YEAR_END}/{last}/close", key="the-year")
    replayed = carl.post(f"{YEAR_END}/{last}/close", key="the-year")
    twice = carl.post(f"{YEAR_END}/{last}/close")

    assert before == {"vote": None, "year": last, "is_open": True, "closed": []}
    assert (noted.status_code, noted.json, again.json) == (200, voted(), voted())
    account = valley.accounts()["Bea"]
    assert plan == {
        "year": last,
        "accounts": [
            {
                "member_id": str(valley.bea.id),
                "first_name": "Bea",
                "account_id": str(account.id),
                "amount": minutes(180),
                "after": minutes(120),
            }
        ],
    }
    line = {"year": last, "accounts": 1, "amount": minutes(180), "decision": "31 for, 2 against."}
    assert (closed.status_code, closed.json, replayed.json) == (200, line, line)
    assert (twice.status_code, twice.json["reasons"]) == (409, [f"The year {last} was closed before."])
    assert ana.get(YEAR_END).json == {"vote": voted(), "year": last, "is_open": False, "closed": [line]}
    assert carl.get(PLAN).json == {"year": last, "accounts": []}
    assert valley.balances() == {None: 180, "Ana": -300, "Bea": 120}
    assert rows(valley, YearEnd) == 1


def test_page_and_program_say_the_same(app, valley, program, last):
    valley.done(300)
    carl = program(valley.carl)
    carl.put(VOTE, json=voted(what="melt", minutes=60, percent=50))

    on_the_page = words(app, valley.carl, "/year-end")
    to_a_member = words(app, valley.ana, "/year-end")
    (one,) = carl.get(PLAN).json["accounts"]
    carl.post(f"{YEAR_END}/{last}/close")
    valley.settings(mode="declared")
    afterwards = words(app, valley.ana, "/year-end")

    assert (one["amount"], one["after"]) == (minutes(120), minutes(180))
    assert "Bea: 2 h, 3 h stay" in on_the_page
    assert "Bea" not in to_a_member
    assert "31 for, 2 against." in to_a_member
    assert "2 h from 1 account" in afterwards
    assert program(valley.ana).get(YEAR_END).json["closed"][0]["amount"] == minutes(120)
    assert carl.get(PLAN).json["accounts"] == []


def test_without_a_vote_or_out_of_time_no_year_is_closed(valley, program, last):
    valley.done(300)
    carl = program(valley.carl)

    unvoted = carl.post(f"{YEAR_END}/{last}/close")
    empty = carl.get(PLAN).json["accounts"]
    carl.put(VOTE, json=voted())
    others = {year: carl.post(f"{YEAR_END}/{year}/close") for year in (0, last - 1, last + 1, 10**30)}

    assert unvoted.json["reasons"] == ["Nothing was voted about the end of the year. Note the vote first."]
    assert empty == []
    assert {year: answer.status_code for year, answer in others.items()} == dict.fromkeys(others, 409)
    assert others[last + 1].json["reasons"] == [f"The year {last + 1} is not over yet."]
    assert others[last - 1].json["reasons"] == [f"The time to close the year {last - 1} is over."]
    assert valley.balances() == {"Ana": -300, "Bea": 300}


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"what": "burn"}, "#/what"),
        ({"minutes": None}, "#/minutes"),
        ({"minutes": 0}, "#/minutes"),
        ({"minutes": -1}, "#/minutes"),
        ({"minutes": 600_001}, "#/minutes"),
        ({"what": "melt"}, "#/percent"),
        ({"what": "melt", "percent": 0}, "#/percent"),
        ({"what": "melt", "percent": 101}, "#/percent"),
        ({"voted_on": "0001-01-01"}, "#/voted_on"),
        ({"voted_on": "2026-02-30"}, "#/voted_on"),
        ({"decision": "  "}, "#/decision"),
        ({"decision": "x" * 1001}, "#/decision"),
    ],
)
def test_a_vote_that_cannot_be_is_refused_at_its_field(valley, program, wrong, pointer):
    answer = program(valley.carl).put(VOTE, json=voted(**wrong))

    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert rows(valley, YearRule) == 0


def test_what_a_vote_does_not_need_is_not_kept(valley, program):
    carried = program(valley.carl).put(VOTE, json=voted(what="carry", minutes=60, percent=5))
    from_nothing = program(valley.carl).put(VOTE, json=voted(what="melt", minutes=None, percent=5))

    assert (carried.json["minutes"], carried.json["percent"]) == (None, None)
    assert (from_nothing.json["minutes"], from_nothing.json["percent"]) == (0, 5)


def test_members_read_the_vote_and_only_who_looks_after_the_hours_does_more(valley, program, last):
    valley.done(300)
    program(valley.carl).put(VOTE, json=voted())
    stranger = factories.member(valley.session, factories.territory(valley.session, slug="foix"))
    elsewhere = factories.subnetwork(valley.session, valley.territory, "choir")
    dora = factories.member(valley.session, valley.territory, first_name="Dora")
    factories.takes_part(valley.session, elsewhere, dora, coordinates=True)
    valley.session.commit()
    acts = [
        ("GET", PLAN, None),
        ("PUT", VOTE, voted(what="carry")),
        ("POST", f"{YEAR_END}/{last}/close", None),
    ]

    def statuses(*who):
        return [program(*who).send(method, path, json=body).status_code for method, path, body in acts]

    assert program(valley.ana).get(YEAR_END).status_code == 200
    assert (program().get(YEAR_END).status_code, program(stranger).get(YEAR_END).status_code) == (401, 403)
    assert statuses() == [401, 401, 401]
    assert statuses(stranger) == statuses(valley.ana) == [403, 403, 403]
    assert statuses(dora) == [404, 404, 404]
    assert statuses(valley.carl, *(set(Scope) - {Scope.COORDINATE})) == [403, 403, 403]
    assert program(valley.ana).get(YEAR_END).json["vote"] == voted()
    assert valley.balances() == {"Ana": -300, "Bea": 300}


def test_an_administrator_sees_the_plan_as_on_the_page(app, valley, program):
    valley.done(300)
    program(valley.carl).put(VOTE, json=voted())
    factories.grant(valley.session, valley.ana, Role.ADMINISTRATOR)
    valley.session.commit()

    on_the_page = words(app, valley.ana, "/year-end")
    plan = program(valley.ana).get(PLAN).json["accounts"]

    assert "Bea: 3 h, 2 h stay" in on_the_page
    assert [one["first_name"] for one in plan] == ["Bea"]


def test_where_nothing_is_counted_centrally_no_vote_is_noted(valley, program, last):
    valley.settings(mode="none")
    carl = program(valley.carl)

    answers = [carl.put(VOTE, json=voted()), carl.post(f"{YEAR_END}/{last}/close")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert carl.get(PLAN).json["accounts"] == []
    assert carl.get(YEAR_END).json["vote"] is None
