"""Exchanges by programs: from a question to what is paid, and everything that may come between."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.api.scopes import Scope
from app.exchanges.models import Exchange, ExchangeMove, Proposal
from app.ledgers.models import Hold
from app.testing import factories
from tests.api.conftest import Program
from tests.api.neighbours import HOURS, Town, town, wrong

NOBODY = "01900000-0000-7000-8000-000000000000"


@pytest.fixture(name="town")
def talence(app: Flask, session: Session, program: Callable[..., Program]) -> Town:
    """Talence, with its time bank."""
    return town(app, session, program)


@pytest.fixture
def exchange(town: Town) -> dict[str, Any]:
    """An hour that Bilal offers to Ana, who asked for help; it waits for her."""
    asked = town.asks((town.lists().json or {})["id"])
    assert asked.status_code == 201, asked.json
    return dict(asked.json or {})


def open_steps(exchange: Any) -> list[str]:
    return [step["do"] for step in exchange["next_steps"] if step["open"]]


def reasons(exchange: Any, do: str) -> list[str]:
    return next(list(step["reasons"]) for step in exchange["next_steps"] if step["do"] == do)


def count(town: Town, model: type) -> int:
    return town.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_an_exchange_goes_from_a_question_to_what_is_paid(town: Town, exchange: dict[str, Any]) -> None:
    accepted = town.moves(exchange["id"], town.of_ana, "accept", number=1)
    done = town.moves(exchange["id"], town.of_bilal, "done")
    confirmed = town.moves(exchange["id"], town.of_ana, "confirm")

    hour = {"amount": 60, "unit": "minutes", "scale": 0}
    assert [answer.status_code for answer in (accepted, done, confirmed)] == [200] * 3
    assert [answer.json["state"] for answer in (accepted, done, confirmed)] == ["agreed", "done", "confirmed"]
    assert [answer.json["held"] for answer in (accepted, done, confirmed)] == [hour, hour, None]
    assert confirmed.json["paid"] == hour
    assert [(move["was"], move["became"]) for move in confirmed.json["moves"]] == [
        ("asked", "agreed"),
        ("agreed", "done"),
        ("done", "confirmed"),
    ]
    read = town.of_bilal.get(town.path(f"exchanges/{exchange['id']}")).json
    same = ("state", "version", "proposals", "moves", "transfer", "paid", "sentence")
    assert {name: read[name] for name in same} == {name: confirmed.json[name] for name in same}


def test_each_side_reads_what_it_may_do_and_why_not(town: Town, exchange: dict[str, Any]) -> None:
    path = town.path(f"exchanges/{exchange['id']}")
    ana, bilal = (who.get(path).json for who in (town.of_ana, town.of_bilal))

    assert open_steps(ana) == ["propose", "accept", "decline"]
    assert open_steps(bilal) == ["propose", "cancel"]
    assert ana["awaits"] == str(town.ana.id)
    assert reasons(bilal, "accept") == ["You made this proposal; it is for the other side to agree."]
    assert reasons(ana, "cancel") == ["You were asked; you can say no, the other side can withdraw."]
    assert reasons(ana, "done") == ["This cannot be done now: the exchange is “Being discussed”."]
    for do in ("accept", "keep", "decline", "done", "confirm", "dispute", "show_address"):
        refused = town.moves(exchange["id"], town.of_bilal, do, note="Why not?")
        assert (refused.status_code, (refused.json or {})["reasons"]) == (409, reasons(bilal, do))


def test_what_a_plugin_objects_to_is_told_before_and_nothing_is_written(
    town: Town, exchange: dict[str, Any]
) -> None:
    path = town.path(f"exchanges/{exchange['id']}")
    version = exchange["version"]

    for _time in range(3):
        assert town.of_ana.get(path).json["version"] == version
    assert count(town, ExchangeMove) == 0


def test_a_proposal_is_refused_by_who_did_not_see_the_last_one(town: Town, exchange: dict[str, Any]) -> None:
    path, seen = town.path(f"exchanges/{exchange['id']}/proposals"), exchange["version"]
    another = {"quantity": 90, "terms": HOURS, "seen": seen}

    first = town.of_ana.post(path, another)
    late = town.of_bilal.post(path, {**another, "quantity": 45})
    accepted_late = town.moves(exchange["id"], town.of_bilal, "accept", number=1)

    told = ["The other side changed this a moment before you. Look again, then decide."]
    assert first.status_code == 201
    assert [(one["number"], one["quantity"]) for one in first.json["proposals"]] == [(1, 60), (2, 90)]
    assert [(late.status_code, late.json["reasons"])] == [(409, told)]
    assert [(accepted_late.status_code, accepted_late.json["reasons"])] == [(409, told)]


@pytest.mark.parametrize(
    ("values", "pointer", "sentence"),
    [
        ({"quantity": None}, "#/quantity", "Say how much, so that it can be counted."),
        ({"quantity": 0}, "#/quantity", "This must be more than nothing."),
        ({"quantity": -60}, "#/quantity", "This must be more than nothing."),
        ({"quantity": 10**12}, "#/quantity", "This must be more than nothing."),
        ({"quantity": 1.5}, "#/quantity", "Not a valid integer."),
        ({"quantity": "60"}, "#/quantity", "Not a valid integer."),
        ({"terms": "gift"}, "#/terms", "These terms are not among those of this listing."),
        ({"terms": "shells"}, "#/terms", "These terms are not among those of this listing."),
        ({"text": "  "}, "#/text", "Write a few words first."),
        ({"starts_at": "2031-01-01T10:00:00+00:00"}, "#/starts_at", "Is the year right?"),
        ({"starts_at": "0001-01-01T00:00:00+14:00"}, "#/starts_at", "Is the year right?"),
        ({"starts_at": "2026-01-01T10:00:00"}, "#/starts_at", "Not a valid aware datetime."),
        ({"day": "1999-01-01"}, "#/day", "Is the year right?"),
        ({"last_day": "2026-05-01"}, "#/day", "Say which day it begins."),
        ({"ends_at": "2026-05-01T10:00:00Z"}, "#/starts_at", "Say when it begins."),
        (
            {"what": "x" * 1001},
            "#/what",
            "This is too long: at most 1000 characters. The rest fits into a message.",
        ),
        ({"amount": -1}, "#/amount", "This amount cannot be used."),
        ({"colour": "red"}, "#/colour", "Unknown field."),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nobody_is_asked(
    town: Town, values: dict[str, Any], pointer: str, sentence: str
) -> None:
    refused = town.asks((town.lists().json or {})["id"], **values)

    assert refused.status_code == 422, refused.json
    assert wrong(refused) == {pointer: [sentence]}
    assert count(town, Exchange) == 0


def test_a_time_ends_by_its_length_and_a_day_is_a_day_of_the_town(town: Town) -> None:
    town.territory.time_zone = "Europe/Paris"
    town.session.commit()
    soon = clock.now() + timedelta(days=3)
    listing = (town.lists().json or {})["id"]

    timed = town.asks(listing, starts_at=soon.isoformat(), quantity=90).json or {}
    town.moves(timed["id"], town.of_bilal, "cancel")
    whole = town.asks(listing, day=soon.date().isoformat(), quantity=90).json or {}

    assert timed["proposal"]["ends_at"] == (soon + timedelta(minutes=90)).isoformat()
    assert (timed["proposal"]["whole_day"], whole["proposal"]["whole_day"]) == (False, True)
    assert whole["proposal"]["starts_at"][11:13] in ("22", "23")


def test_asked_again_it_is_the_same_exchange(town: Town, exchange: dict[str, Any]) -> None:
    again = town.asks(exchange["listing"]["id"], text="Me again.")

    assert (again.status_code, again.json["id"]) == (201, exchange["id"])
    assert count(town, Exchange) == 1


def test_a_third_member_a_coordinator_and_a_visitor_find_nothing_of_it(
    town: Town, exchange: dict[str, Any]
) -> None:
    path = town.path(f"exchanges/{exchange['id']}")

    for who in (town.of_chloe, town.of_dora):
        assert [
            who.get(path).status_code,
            who.get(f"{path}/messages").status_code,
            who.post(f"{path}/messages", {"text": "Hello"}).status_code,
            who.post(f"{path}/moves", {"do": "accept"}).status_code,
            who.post(f"{path}/proposals", {"terms": HOURS, "quantity": 5}).status_code,
            who.get(f"{path}/feeling").status_code,
            who.get(town.path("exchanges")).json["items"],
        ] == [404] * 6 + [[]]
    assert town.program().get(path).status_code == 401
    assert town.program(town.ana, Scope.READ).post(f"{path}/moves", {"do": "accept"}).status_code == 403


def test_nothing_of_another_territory_is_found_below_this_one(
    town: Town, exchange: dict[str, Any], app: Flask, session: Session, program: Callable[..., Program]
) -> None:
    lyon = factories.territory(session, "lyon")
    factories.member(session, lyon, town.ana.person)
    session.commit()

    assert town.of_ana.get(f"/lyon/exchanges/{exchange['id']}").status_code == 404
    assert town.of_ana.get("/lyon/exchanges").json == {"items": [], "next": None}
    assert town.of_ana.get(town.path(f"exchanges/{NOBODY}")).status_code == 404


def test_a_paused_listing_says_so_and_a_draft_is_not_there(town: Town) -> None:
    paused, draft = (town.lists().json or {})["id"], (town.lists(publish=False).json or {})["id"]
    town.of_ana.post(town.path(f"listings/{paused}/moves"), {"do": "pause"})

    refused = town.asks(paused)

    assert (refused.status_code, refused.json["reasons"]) == (
        409,
        ["“A hand with the hedge” is not on the board at the moment."],
    )
    assert town.asks(draft).status_code == 404
    assert town.asks(paused, town.of_ana).json["reasons"] == ["This is yours."]


def test_my_exchanges_are_listed_by_state_and_by_who_waits(town: Town, exchange: dict[str, Any]) -> None:
    def found(who: Program, query: str) -> list[str]:
        answer = who.get(town.path(f"exchanges?{query}"))
        assert answer.status_code == 200
        return [one["id"] for one in answer.json["items"]]

    second = town.asks((town.lists().json or {})["id"]).json["id"]
    town.moves(exchange["id"], town.of_ana, "accept")

    assert found(town.of_bilal, "") == [second, exchange["id"]]
    assert found(town.of_bilal, "state=agreed") == [exchange["id"]]
    assert found(town.of_ana, "waiting=true") == [second]
    assert found(town.of_bilal, "waiting=true") == []
    assert found(town.of_bilal, "unread=true") == [exchange["id"]]
    assert [one["unread"] for one in town.of_bilal.get(town.path("exchanges")).json["items"]] == [False, True]
    first = town.of_ana.get(town.path("exchanges?limit=1")).json
    town.asks((town.lists().json or {})["id"])
    rest = town.of_ana.get(town.path(f"exchanges?limit=1&cursor={first['next']}")).json
    assert [one["id"] for one in (*first["items"], *rest["items"])] == [second, exchange["id"]]
    assert town.of_ana.get(town.path("exchanges?state=happy")).status_code == 422


def test_accepting_many_times_at_once_agrees_once(town: Town, exchange: dict[str, Any]) -> None:
    answers: list[int] = []
    start = threading.Barrier(4, timeout=60)

    def accept(program: Program, key: str | None) -> None:
        start.wait()
        path = town.path(f"exchanges/{exchange['id']}/moves")
        answers.append(program.post(path, {"do": "accept", "number": 1}, key=key).status_code)

    threads = [
        threading.Thread(target=accept, args=(town.program(town.ana), key))
        for key in (None, "one", "one", "two")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert len(answers) == 4
    assert set(answers) <= {200, 409}
    assert 200 in answers
    assert (count(town, ExchangeMove), count(town, Hold), count(town, Proposal)) == (1, 1, 1)
