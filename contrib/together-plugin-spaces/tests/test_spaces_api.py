"""What programs see of spaces, and how they ask for hours."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from app.plugin_api import Exchange, Member, clock
from app.plugin_web import Scope
from app.testing.program import Program
from app.testing.village import Settle, Village
from spaces_story import at, coming, hours

from together_plugin_spaces import plugin
from together_plugin_spaces.models import Acceptance

DAY = coming(1)
RULES = "Sweep the floor."


def program(here: Village, member: Member | None = None, *scopes: Scope) -> Program:
    """Return a program of a member, or one without a token."""
    here.session.commit()
    return Program.of(here.app, member, *scopes, territory=here.territory)


def wish(**values: Any) -> dict[str, Any]:
    """Return what a program sends to ask for two hours."""
    start, end = (at(DAY, hour).isoformat() for hour in (14, 16))
    return {"starts_at": start, "ends_at": end, "text": "Our choir", "rules": RULES, "people": 12} | values


def test_anybody_may_ask_when_a_space_is_free_and_nobody_is_named(village: Settle) -> None:
    here = village(plugin)
    room = here.listing("spaces.room", tuesday="9:00-22:00")
    here.agree(here.ask(room, **hours(DAY, 14, 16)))
    between = {"from": at(DAY, 0).isoformat(), "until": at(DAY, 24).isoformat()}

    answer = program(here).get(f"/bordeaux/spaces/{room.id}/free", query_string=between)

    assert answer.status_code == 200
    assert answer.json == {
        "listing_id": str(room.id),
        "hours": [
            {"starts_at": at(DAY, 9).isoformat(), "ends_at": at(DAY, 14).isoformat(), "free": 1},
            {"starts_at": at(DAY, 16).isoformat(), "ends_at": at(DAY, 22).isoformat(), "free": 1},
        ],
    }


def test_what_was_taken_in_the_past_is_told_to_nobody(village: Settle) -> None:
    here = village(plugin)
    room = here.listing("spaces.room", tuesday="9:00-22:00")
    here.agree(here.ask(room, **hours(DAY, 14, 16)))
    between = {"from": at(DAY, 0).isoformat(), "until": at(DAY, 24).isoformat()}
    path = f"/bordeaux/spaces/{room.id}/free"

    until_then = at(DAY, 17) - clock.now()
    clock.shift(until_then)
    same_day = program(here).get(path, query_string=between).json or {}
    clock.shift(until_then + timedelta(days=1))
    afterwards = program(here).get(path, query_string=between).json or {}

    assert [one["ends_at"] for one in same_day["hours"]] == [at(DAY, 22).isoformat()]
    assert same_day["hours"][0]["starts_at"] >= at(DAY, 17).isoformat()
    assert afterwards["hours"] == []


def test_who_keeps_the_keys_is_told_to_the_author_alone_before_an_agreement(village: Settle) -> None:
    here = village(plugin)
    room = here.listing("spaces.room", kept_by="Under the third pot, code 4711")
    path = f"/bordeaux/listings/{room.id}"

    visitor, asker, author = program(here), program(here, here.nour), program(here, here.ana)

    for reader in (visitor, asker):
        assert "third pot" not in reader.get(path).text + reader.get("/bordeaux/listings").text
    assert author.get(path).json["detail"]["kept_by"] == "Under the third pot, code 4711"


def test_hours_that_cannot_be_meant_are_unprocessable(village: Settle) -> None:
    here = village(plugin)
    room, reader = here.listing("spaces.room"), program(here)
    path = f"/bordeaux/spaces/{room.id}/free"
    noon, later = "2026-12-01T12:00:00+00:00", "2027-12-01T12:00:00+00:00"

    for first, last in (
        (later, noon),
        (noon, later),
        ("0001-01-01T00:00:00+23:59", noon),
        (noon, "9999-12-31T23:59:59-23:59"),
        ("2026-12-01T12:00:00", noon),
        ("noon", noon),
        ("", ""),
    ):
        assert reader.get(path, query_string={"from": first, "until": last}).status_code == 422


def test_a_program_asks_for_hours_and_accepts_the_rules(village: Settle) -> None:
    here = village(plugin)
    room = here.listing("spaces.room", rules=RULES, capacity=20)
    nour, path = program(here, here.nour), f"/bordeaux/spaces/{room.id}/ask"

    unread = nour.post(path, json=wish(rules=""))
    crowded = nour.post(path, json=wish(people=21))
    asked = nour.post(path, json=wish())
    again = nour.post(path, json=wish())

    exchange = here.session.scalars(sa.select(Exchange)).one()
    assert [unread.status_code, crowded.status_code, asked.status_code] == [422, 422, 201]
    assert asked.json == again.json == {"exchange_id": str(exchange.id), "state": "asked"}
    assert here.session.get_one(Acceptance, exchange.id).rules == RULES
    assert here.agree(exchange).state == "agreed"


def test_hours_of_others_are_a_conflict_with_its_reason(village: Settle) -> None:
    here = village(plugin)
    room = here.listing("spaces.room")
    here.agree(here.ask(room, **hours(DAY, 15, 17)))

    answer = program(here, here.zoe).post(f"/bordeaux/spaces/{room.id}/ask", json=wish(rules="", people=5))

    assert answer.status_code == 409
    assert answer.json is not None
    assert [reason[:22] for reason in answer.json["reasons"]] == ["These hours are taken:"]


def test_spaces_are_listed_page_by_page_without_who_keeps_the_keys(village: Settle) -> None:
    here = village(plugin)
    room = here.listing("spaces.room", tuesday="9:00-12:00", kept_by="Number 14", shortest=60)
    common = here.listing("spaces.common", pieces=3, longest_days=2)
    request = here.listing("spaces.room")
    request.status = "paused"
    reader = program(here)

    first = reader.get("/bordeaux/spaces/listings", query_string={"limit": 1}).json or {}
    second = (
        reader.get("/bordeaux/spaces/listings", query_string={"limit": 1, "cursor": first["next"]}).json or {}
    )
    one = reader.get(f"/bordeaux/spaces/listings/{room.id}")

    items = [*first["items"], *second["items"]]
    assert [item["listing_id"] for item in items] == [str(room.id), str(common.id)]
    assert second["next"] is None
    assert one.json == items[0]
    assert "Number 14" not in one.text
    assert items[0]["week"] == ["", "9:00-12:00", "", "", "", "", ""]
    assert (items[1]["pieces"], items[1]["longest_minutes"], items[1]["capacity"]) == (3, 2880, None)
    assert reader.get(f"/bordeaux/spaces/listings/{request.id}").status_code == 404


def test_asking_wants_a_token_with_the_right_scope(village: Settle) -> None:
    here = village(plugin)
    path = f"/bordeaux/spaces/{here.listing('spaces.room').id}/ask"

    assert program(here).post(path, json=wish()).status_code == 401
    assert program(here, here.nour, Scope.READ).post(path, json=wish()).status_code == 403
