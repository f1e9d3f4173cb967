"""Declared sheets for programs: reading one's own, noting lines, striking them off."""

from datetime import timedelta
from uuid import uuid4

import pytest

from app import clock
from app.api import cursors
from app.api.scopes import Scope
from app.db import new_id
from app.testing import factories
from app.testing.program import Program
from plugins.time_bank import sheets
from plugins.time_bank.models import SheetLine

BASE = "/bordeaux/time_bank/time-bank"
SHEET = f"{BASE}/sheet"
LINES = f"{SHEET}/lines"
PAGE = f"/t{SHEET}"


@pytest.fixture
def program(app):
    """``program(member, *scopes)``: a program of somebody who is committed."""
    return lambda *who: Program.of(app, *who)


def bread(**values):
    said = {"side": "received", "with_whom": " Old Marcel ", "minutes": 45, "what": " Bread "}
    return {**said, "day": "2026-03-03", **values}


def rows(valley):
    valley.session.rollback()
    found = [(line.with_whom, line.minutes, line.what) for line in valley.session.query(SheetLine)]
    valley.session.rollback()
    return sorted(found)


def test_a_member_reads_notes_and_strikes_their_own_sheet(valley, program):
    valley.settings(mode="declared", welcome_minutes=900)
    valley.done(90)
    bea = program(valley.bea)

    made = bea.post(LINES, json=bread(), key="bread")
    again = bea.post(LINES, json=bread(), key="bread")
    stands, lines = bea.get(SHEET).json, bea.get(LINES).json
    by_exchange, by_hand = lines["items"]
    struck = [bea.delete(f"{LINES}/{made.json['id']}").status_code for _time in range(2)]
    confirmed = bea.delete(f"{LINES}/{by_exchange['id']}")

    assert (made.status_code, again.json, by_hand) == (201, made.json, made.json)
    assert made.json | bread(with_whom="Old Marcel", what="Bread", exchange_id=None) == made.json
    assert stands == {
        "is_open": True,
        "opening_minutes": 900,
        "given_minutes": 90,
        "received_minutes": 45,
        "balance_minutes": 945,
    }
    assert (by_exchange["side"], by_exchange["with_whom"], by_exchange["minutes"]) == ("gave", "Ana", 90)
    assert by_exchange["exchange_id"] is not None
    assert struck == [204, 204]
    assert confirmed.json["reasons"] == [
        "You both confirmed this exchange, and both sheets have it. It stays."
    ]
    assert rows(valley) == [("Ana", 90, "The brakes"), ("Bea", -90, "The brakes")]
    assert bea.get(SHEET).json["balance_minutes"] == 990


def test_page_and_program_write_on_the_same_sheet(client, valley, program):
    valley.settings(mode="declared", unit_name="grains", units_per_hour=20)
    program(valley.bea).post(LINES, json=bread())
    factories.sign_in(client, valley.bea.person)

    page = " ".join(client.get(PAGE).text.split())
    factories.post(client, f"{PAGE}/{program(valley.bea).get(LINES).json['items'][0]['id']}/strike")

    assert "<b>From Old Marcel</b>" in page
    assert '<p class="balance">\u221215 grains</p>' in page
    assert program(valley.bea).get(LINES).json == {"items": [], "next": None}


def test_lines_come_page_by_page_the_latest_day_first(valley, program):
    valley.settings(mode="declared")
    bea = program(valley.bea)
    for day in ("2025-12-31", "2026-03-03", "2026-01-10", "2026-03-03"):
        bea.post(LINES, json=bread(day=day))

    first = bea.get(LINES, query_string={"limit": 1}).json
    rest = bea.get(LINES, query_string={"limit": 3, "cursor": first["next"]}).json

    found = first["items"] + rest["items"]
    assert [one["day"] for one in found] == ["2026-03-03", "2026-03-03", "2026-01-10", "2025-12-31"]
    assert len({one["id"] for one in found}) == 4
    assert rest["next"] is None
    assert found == bea.get(LINES).json["items"]
    on_page = sheets.lines_of(valley.session, valley.subnetwork.id, valley.bea.id)
    assert [one["id"] for one in found] == [str(line.id) for line in on_page]


@pytest.mark.parametrize("number", [2**31, 2**40, 10**18, 2**63, -(10**30)])
def test_a_cursor_with_any_number_is_harmless(valley, program, number):
    valley.settings(mode="declared")
    bea = program(valley.bea)
    bea.post(LINES, json=bread(day="2026-03-03"))

    answer = bea.get(LINES, query_string={"cursor": cursors.encode([number, new_id()])})

    assert answer.status_code in (200, 422)


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"side": "lent"}, "#/side"),
        ({"minutes": 0}, "#/minutes"),
        ({"minutes": -45}, "#/minutes"),
        ({"minutes": 1441}, "#/minutes"),
        ({"minutes": 2**70}, "#/minutes"),
        ({"with_whom": "  "}, "#/with_whom"),
        ({"with_whom": "x" * 101}, "#/with_whom"),
        ({"what": "x" * 201}, "#/what"),
        ({"day": "2026-02-30"}, "#/day"),
        ({"day": "0001-01-01"}, "#/day"),
        ({"day": "tomorrow"}, "#/day"),
    ],
)
def test_a_line_that_cannot_be_is_refused_at_its_field(valley, program, wrong, pointer):
    valley.settings(mode="declared")
    tomorrow = (clock.today("Europe/Paris") + timedelta(days=1)).isoformat()
    sent = bread(**{name: tomorrow if value == "tomorrow" else value for name, value in wrong.items()})

    answer = program(valley.bea).post(LINES, json=sent)

    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert rows(valley) == []


def test_a_sheet_is_for_its_member_alone(valley, program):
    valley.settings(mode="declared")
    line = program(valley.bea).post(LINES, json=bread()).json
    stranger = factories.member(valley.session, factories.territory(valley.session, slug="foix"))
    valley.session.commit()
    carl, there = program(valley.carl), f"{LINES}/{line['id']}"
    reads_only = program(valley.bea, *(set(Scope) - {Scope.EXCHANGES}))

    assert (carl.get(SHEET).json["received_minutes"], carl.get(LINES).json["items"]) == (0, [])
    assert (carl.delete(there).status_code, carl.delete(f"{LINES}/{uuid4()}").status_code) == (204, 204)
    assert (program().get(SHEET).status_code, program(stranger).get(LINES).status_code) == (401, 403)
    assert (reads_only.post(LINES, json=bread()).status_code, reads_only.delete(there).status_code) == (
        403,
        403,
    )
    assert reads_only.get(LINES).json["items"] == [line]
    assert rows(valley) == [("Old Marcel", -45, "Bread")]


def test_two_members_may_use_the_same_key(valley, program):
    valley.settings(mode="declared")

    made = [program(who).post(LINES, json=bread(), key="one") for who in (valley.ana, valley.bea)]

    assert [answer.status_code for answer in made] == [201, 201]
    assert len(rows(valley)) == 2


def test_where_hours_are_counted_otherwise_by_now_a_sheet_can_only_be_read(client, valley, program):
    valley.settings(mode="declared")
    bea = program(valley.bea)
    line = bea.post(LINES, json=bread()).json
    valley.settings(mode="central")
    factories.sign_in(client, valley.bea.person)
    kept = ["This sub-network now counts differently. Your sheet stays as it was, to be read."]

    noted, struck = bea.post(LINES, json=bread()), bea.delete(f"{LINES}/{line['id']}")
    factories.post(client, f"{PAGE}/{line['id']}/strike")

    assert (noted.status_code, noted.json["reasons"]) == (409, kept)
    assert (struck.status_code, struck.json["reasons"]) == (409, kept)
    assert bea.get(SHEET).json["is_open"] is False
    assert bea.get(LINES).json["items"] == [line]
    ana = program(valley.ana)
    answers = [
        ana.get(SHEET),
        ana.get(LINES),
        ana.post(LINES, json=bread()),
        ana.delete(f"{LINES}/{uuid4()}"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
