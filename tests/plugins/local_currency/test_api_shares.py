"""The yearly share for programs: choosing, computing, posting once, and reading what everybody may know."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from app.api.scopes import Scope
from app.testing import factories
from app.testing.program import Program
from plugins.local_currency import shares
from tests.plugins.local_currency.posted import post
from tests.plugins.local_currency.test_shares import at
from tests.plugins.local_currency.test_shares_pages import year

__all__ = ["at", "year"]


@pytest.fixture
def program(app):
    """``program(member, *scopes)``: a program of somebody who is committed."""
    return lambda *who: Program.of(app, *who)


def base(year: Any, rest: str) -> str:
    return f"/bordeaux/local_currency/{year.network.slug}/{rest}"


def gr(amount: int) -> dict[str, Any]:
    return {"amount": amount, "unit": "GR", "scale": 2}


def euros(amount: int) -> dict[str, Any]:
    return {"amount": amount, "unit": "EUR", "scale": 2}


def test_a_member_reads_the_rules_and_chooses(year, program):
    nour = program(year.nour)
    before = nour.get(base(year, "share")).json
    chosen = nour.put(base(year, "share"), json={"association_id": str(year.choir.id)})
    nobody = nour.put(base(year, "share"), json={"association_id": None}).json
    kept = shares.choice_of(year.session, year.network.id, year.nour.id)

    assert (before["rate"], before["sponsors_needed"]) == (300, 5)
    assert before["association_id"] == str(year.garden.id)
    assert [(one["name"], one["sponsors"]) for one in before["associations"]] == [("Choir", 1), ("Garden", 5)]
    assert (before["posted"], before["due_year"]) == ([], None)
    assert (chosen.status_code, chosen.json["association_id"]) == (200, str(year.choir.id))
    assert [one["sponsors"] for one in chosen.json["associations"]] == [2, 4]
    assert (nobody["association_id"], kept) == (None, None)


def test_what_is_no_association_is_refused(year, program):
    bakery = year.organisation("Bakery")
    nour = program(year.nour)

    for wrong in (str(bakery.id), "01900000-0000-7000-8000-000000000000", "nonsense"):
        answer = nour.put(base(year, "share"), json={"association_id": wrong})
        assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "#/association_id")
    assert program(year.nour, Scope.READ).put(base(year, "share"), json={}).status_code == 403
    assert shares.choice_of(year.session, year.network.id, year.nour.id) == year.garden.id


def test_a_coordinator_previews_then_posts_once_and_everybody_reads_it(year, program, client: FlaskClient):
    ana, zoe = program(year.ana), program(year.zoe)
    due = ana.get(base(year, "share")).json["due_year"]
    preview = ana.get(base(year, "shares/2027/preview")).json
    early = zoe.get(base(year, "shares/2027")).status_code
    made = ana.post(base(year, "shares/2027/post"), json={"seen": 3_000}, key="p")
    again = ana.post(base(year, "shares/2027/post"), json={"seen": 3_000}, key="p")
    once_more = ana.post(base(year, "shares/2027/post"), json={"seen": 1})
    read = zoe.get(base(year, "shares/2027"))
    factories.sign_in(client, year.zoe.person)
    page = client.get(f"/t/bordeaux/local_currency/{year.network.slug}/shares/2027").text

    assert (due, early) == (2027, 404)
    assert preview["lines"] == [
        {
            "association_id": str(year.choir.id),
            "name": "Choir",
            "is_approved": True,
            "sponsors": 1,
            "base": euros(0),
            "amount": gr(0),
            "has_enough": False,
        },
        {
            "association_id": str(year.garden.id),
            "name": "Garden",
            "is_approved": True,
            "sponsors": 5,
            "base": euros(100_000),
            "amount": gr(3_000),
            "has_enough": True,
        },
    ]
    assert (preview["since"], preview["until"], preview["is_over"]) == ("2026-06-30", "2027-06-29", True)
    assert (preview["given"], preview["rest"], preview["there"]) == (gr(3_000), gr(0), gr(100_000))
    assert (made.status_code, again.json, once_more.json, read.json) == (200, made.json, made.json, made.json)
    assert (read.json["given"], read.json["rest"]) == (gr(3_000), None)
    assert year.account_of(year.garden).balance == 3_000
    assert ana.get(base(year, "share")).json["due_year"] is None
    assert ana.get(base(year, "shares/2027/preview")).status_code == 404
    assert "30.00 GR" in page


def test_figures_that_changed_are_not_posted(year, program):
    answer = program(year.ana).post(base(year, "shares/2027/post"), json={"seen": 2_999})

    assert answer.status_code == 409
    assert "The figures changed since you looked at them." in answer.json["reasons"][0]
    assert year.account_of(year.garden).balance == 0


def test_a_year_that_is_not_over_is_computed_and_not_posted(year, program):
    ana = program(year.ana)
    preview = ana.get(base(year, "shares/2028/preview")).json
    posted = ana.post(base(year, "shares/2028/post"), json={"seen": preview["given"]["amount"]})

    assert preview["is_over"] is False
    assert (posted.status_code, posted.json["reasons"]) == (
        409,
        ["The year of the share ends on 29 June. Come back on the 30th."],
    )


def test_nobody_reads_what_fewer_than_five_changed(year, program):
    post(year, 2025, (30, 100_000, True), (1, 7_000, False), needed=30)
    post(year, 2024, (30, 100_000, True), (3, 7_000, True), needed=2)

    for who in (year.nour, year.ana):
        latest = program(who).get(base(year, "shares/2025")).json
        older = program(who).get(base(year, "shares/2024")).json
        values = [(part["sponsors"], part["base"], part["amount"]) for part in latest["parts"]]

        assert values == [(30, euros(100_000), gr(10_000)), (None, None, gr(0))]
        assert (latest["given"], latest["rest"]) == (gr(10_000), None)
        assert [part["amount"] for part in older["parts"]] == [gr(10_000), None]
        assert (older["given"], older["rest"], older["sponsors_needed"]) == (None, gr(0), 5)
        for hidden in ("7000", "10700"):
            assert hidden not in str(latest) + str(older)


def test_what_is_not_posted_is_for_coordinators_with_a_token_for_it(year, program):
    for who in (program(year.nour), program(year.ana, Scope.READ, Scope.PROFILE)):
        assert who.get(base(year, "shares/2027/preview")).status_code == 403
        assert who.post(base(year, "shares/2027/post"), json={"seen": 3_000}).status_code == 403
        assert who.get(base(year, "shares/2027")).status_code == 404
        assert who.get(base(year, "share")).json["due_year"] is None
    for path in ("share", "shares/2027", "shares/2027/preview"):
        assert program().get(base(year, path)).status_code == 401
    assert year.account_of(year.garden).balance == 0


@pytest.mark.parametrize("never", ["0", "1066", "2029", "9" * 30])
def test_a_year_that_never_was_or_is_far_is_not_found(year, program, never: str):
    ana = program(year.ana)

    assert ana.get(base(year, f"shares/{never}")).status_code == 404
    assert ana.get(base(year, f"shares/{never}/preview")).status_code == 404
    assert ana.post(base(year, f"shares/{never}/post"), json={"seen": 0}).status_code == 404


@pytest.mark.parametrize("seen", [-1, 10**30, "3000", None])
def test_what_is_no_sum_posts_nothing(year, program, seen: Any):
    answer = program(year.ana).post(base(year, "shares/2027/post"), json={"seen": seen})

    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "#/seen")
