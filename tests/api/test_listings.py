"""Listings by programs: the same rules, and the same sentences, as on the pages."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.api.scopes import Scope
from app.listings.models import Listing, ListingStatus
from app.testing import factories
from tests.api.conftest import Program
from tests.api.neighbours import HOURS, Town, request_for_help, town, wrong

NOBODY = "01900000-0000-7000-8000-000000000000"


@pytest.fixture(name="town")
def talence(app: Flask, session: Session, program: Callable[..., Program]) -> Town:
    """Talence, with its time bank."""
    return town(app, session, program)


def titles(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.json
    return [listing["title"] for listing in answer.json["items"]]


def test_a_program_puts_a_request_on_the_board_and_everybody_reads_it(town: Town) -> None:
    written = town.lists(text="The hedge is *high*.", detail={"minutes": 90}, starts_on="2026-05-01")

    assert written.status_code == 201, written.json
    listing = written.json or {}
    assert written.headers["Location"] == f"/api/v1/talence/listings/{listing['id']}"
    read = town.program().get(town.path(f"listings/{listing['id']}"))
    assert read.status_code == 200
    author = {"id": None, "first_name": "Ana"}
    assert read.json == {**listing, "mine": False, "metres": None, "member": author, "expires_on": None}
    assert listing["expires_on"] is not None
    assert (listing["status"], listing["on_board"], listing["mine"]) == ("active", True, True)
    assert (listing["terms"], listing["unit"], listing["starts_on"]) == ([HOURS], "minutes", "2026-05-01")
    assert (listing["subnetwork"], listing["detail"]["minutes"]) == ("hours", 90)
    assert listing["member"] == {"id": str(town.ana.id), "first_name": "Ana"}
    assert listing["components"] == sorted(town.plugins.kinds["time_bank.garden"].components)


def test_all_that_one_person_wrote_is_found_by_members_only(town: Town) -> None:
    town.lists()
    path, hers = town.path("listings"), {"member": str(town.ana.id)}
    nobodys = {"member": "01900000-0000-7000-8000-000000000000"}

    assert town.program().get(path, query_string=hers).status_code == 403
    assert len(titles(town.program(town.ana).get(path, query_string=hers))) == 1
    assert titles(town.program(town.ana).get(path, query_string=nobodys)) == []


def test_wrong_values_are_all_named_with_the_sentences_of_the_page(town: Town) -> None:
    refused = town.lists(
        title="A", starts_on="2026-05-02", ends_on="2026-05-01", quantity=0, detail={"minutes": -1}
    )

    assert refused.status_code == 422
    assert wrong(refused) == {
        "#/title": ["Between 3 and 90 characters, please."],
        "#/ends_on": ["The last day comes before the first."],
        "#/quantity": ["A whole number from 1, please."],
        "#/detail/minutes": ["Not valid."],
    }
    assert town.session.scalar(sa.select(sa.func.count()).select_from(Listing)) == 0


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        ({"kind": "time_bank.flying"}, "#/kind"),
        ({"kind": "nonsense"}, "#/kind"),
        ({"direction": "both"}, "#/direction"),
        ({"terms": []}, "#/terms"),
        ({"terms": ["local_currency.units"]}, "#/terms"),
        ({"components": ["Z99"]}, "#/components"),
        ({"subnetwork": "gardens"}, "#/subnetwork"),
        ({"lasts": "day"}, "#/expires_on"),
        ({"lasts": "never", "expires_on": "2199-01-01"}, "#/expires_on"),
        ({"lasts": "day", "expires_on": "2020-01-01"}, "#/expires_on"),
        ({"pictures": [{"id": "nothing-of-mine"}]}, "#/pictures"),
        ({"pictures": [{"id": NOBODY}]}, "#/pictures"),
        ({"detail": {"colour": "red"}}, "#/detail/colour"),
        ({"detail": {"minutes": "90"}}, "#/detail/minutes"),
        ({"detail": {"place": "moon"}}, "#/detail/place"),
        ({"quantity": 2**70}, "#/quantity"),
        ({"title": "with a \0 in it"}, "#/title"),
        ({"title": "with a \ud800 in it"}, "#/title"),
        ({"text": "x" * 5001}, "#/text"),
        ({"colour": "red"}, "#/colour"),
        ({"starts_on": "01/05/2026"}, "#/starts_on"),
    ],
)
def test_a_wrong_value_is_named(town: Town, values: dict[str, Any], pointer: str) -> None:
    refused = town.lists(**values)

    assert refused.status_code == 422, refused.json
    assert list(wrong(refused)) == [pointer]
    assert town.session.scalar(sa.select(sa.func.count()).select_from(Listing)) == 0


def test_a_draft_is_its_authors_alone_until_it_is_published(town: Town) -> None:
    draft = town.lists(publish=False).json or {}
    path = town.path(f"listings/{draft['id']}")

    others = [
        who.get(path).status_code for who in (town.program(), town.of_bilal, town.of_chloe, town.of_dora)
    ]
    published = town.of_ana.patch(path, {"title": "Two hands", "publish": True})

    assert (draft["status"], draft["on_board"], draft["published_at"]) == ("draft", False, None)
    assert others == [404] * 4
    assert titles(town.of_ana.get(town.path("listings/mine?status=draft"))) == []
    assert (published.json or {})["status"] == "active"
    assert titles(town.program().get(town.path("listings"))) == ["Two hands"]


def test_what_is_not_sent_stays_as_it_is(town: Town) -> None:
    written = town.lists(text="As it was.", detail={"minutes": 45}, quantity=30, lasts="never").json or {}

    changed = town.of_ana.patch(town.path(f"listings/{written['id']}"), {"detail": {"rhythm": "every_week"}})

    assert changed.status_code == 200, changed.json
    expected = {**written, "detail": {**written["detail"], "rhythm": "every_week"}}
    assert {**(changed.json or {}), "facts": None} == {**expected, "facts": None}
    assert written["expires_on"] is None


def test_a_last_day_says_how_long_a_listing_lasts(town: Town) -> None:
    soon = (clock.today("Europe/Paris") + timedelta(days=9)).isoformat()
    listing = town.lists(expires_on=soon).json or {}
    path = town.path(f"listings/{listing['id']}")

    endless = town.of_ana.patch(path, {"expires_on": None}).json
    again = town.of_ana.patch(path, {"lasts": "months"}).json

    assert (listing["expires_on"], endless["expires_on"]) == (soon, None)
    assert again["expires_on"] == (clock.today("Europe/Paris") + timedelta(days=90)).isoformat()


def test_nobody_changes_what_is_not_theirs(town: Town) -> None:
    path = town.path(f"listings/{(town.lists().json or {})['id']}")

    answers = [
        (
            who.patch(path, {"title": "Mine now"}),
            who.post(f"{path}/moves", {"do": "end"}),
            who.get(f"{path}/matches"),
        )
        for who in (town.of_bilal, town.of_chloe, town.of_dora)
    ]

    assert {answer.status_code for each in answers for answer in each} == {404}
    assert (town.program().get(path).json or {})["status"] == "active"


def test_a_listing_is_paused_put_back_renewed_kept_and_ended(town: Town) -> None:
    path = town.path(f"listings/{(town.lists().json or {})['id']}")

    def after(do: str) -> Any:
        moved = town.of_ana.post(f"{path}/moves", {"do": do})
        return (moved.json or {}).get("status"), (moved.json or {}).get("expires_on") is None

    assert [after(do) for do in ("pause", "resume", "keep", "renew", "end")] == [
        ("paused", False),
        ("active", False),
        ("active", True),
        ("active", False),
        ("ended", False),
    ]
    refused = town.of_ana.post(f"{path}/moves", {"do": "pause"})
    assert (refused.status_code, refused.json["reasons"]) == (
        409,
        ["Only a listing on the board can be paused."],
    )
    assert town.program().get(path).status_code == 404
    assert town.of_bilal.get(path).status_code == 200


def test_a_coordinator_hides_a_listing_and_its_author_reads_why(town: Town) -> None:
    path = town.path(f"listings/{(town.lists().json or {})['id']}")

    without_a_word = town.of_chloe.put(f"{path}/hiding", {"reason": " "})
    hidden = town.of_chloe.put(f"{path}/hiding", {"reason": "Sells a car."})

    assert wrong(without_a_word) == {"#/reason": ["Say why: its author will read it."]}
    assert (hidden.json or {})["status"] == "hidden"
    assert (town.of_ana.get(path).json or {})["hidden_reason"] == "Sells a car."
    assert [who.get(path).status_code for who in (town.of_bilal, town.program())] == [404, 404]
    assert town.of_ana.post(f"{path}/moves", {"do": "resume"}).status_code == 409
    assert (town.of_chloe.delete(f"{path}/hiding").json or {})["status"] == "active"
    assert town.of_bilal.get(path).json["hidden_reason"] is None


def test_who_coordinates_another_sub_network_hides_nothing(town: Town) -> None:
    other = factories.subnetwork(town.session, town.territory, "gardens", plugins=("goods",))
    factories.takes_part(town.session, other, town.bilal, coordinates=True)
    town.session.commit()
    path = town.path(f"listings/{(town.lists().json or {})['id']}")

    assert town.of_bilal.put(f"{path}/hiding", {"reason": "No."}).status_code == 404
    assert town.of_ana.put(f"{path}/hiding", {"reason": "No."}).status_code == 403


def test_a_listing_of_another_territory_is_not_found_below_this_one(
    town: Town, app: Flask, session: Session, program: Callable[..., Program]
) -> None:
    town_of_lyon = globals()["town"](app, session, program, "lyon")
    there = (town_of_lyon.lists().json or {})["id"]

    for who in (town.of_ana, town.of_dora, town.program()):
        assert who.get(town.path(f"listings/{there}")).status_code == 404
    assert town.of_ana.patch(town.path(f"listings/{there}"), {"title": "Mine"}).status_code == 404
    assert town.of_dora.put(town.path(f"listings/{there}/hiding"), {"reason": "No."}).status_code == 404
    assert town.asks(there).status_code == 404
    assert titles(town.of_ana.get(town.path("listings"))) == []


def test_a_token_needs_the_scope_and_its_bearer_has_to_be_a_member(town: Town) -> None:
    stranger = factories.person(town.session, "Zoé")
    town.session.commit()
    request, path = request_for_help(), town.path("listings")

    assert town.program(town.ana, Scope.READ).post(path, request).status_code == 403
    assert town.program(stranger).post(path, request).status_code == 403
    assert town.program().post(path, request).status_code == 401


def test_the_same_request_under_one_key_makes_one_listing(town: Town) -> None:
    first = town.of_ana.post(town.path("listings"), request_for_help(), key="one")
    second = town.of_ana.post(town.path("listings"), request_for_help(), key="one")

    assert second.json == first.json
    assert len(titles(town.of_ana.get(town.path("listings/mine")))) == 1


def test_what_fits_a_listing_is_told_to_its_author(town: Town) -> None:
    factories.subnetwork(town.session, town.territory, "lessons", plugins=("skills",))
    town.session.commit()

    def lesson(who: Program, direction: str, subject: str) -> str:
        sent = {"direction": direction, "kind": "skills.lesson", "title": f"{subject}!", "terms": ["gift"]}
        written = who.post(town.path("listings"), {**sent, "detail": {"subject": subject}})
        assert written.status_code == 201, written.json
        return str(written.json["id"])

    mine = lesson(town.of_ana, "request", "Occitan")
    theirs = lesson(town.of_bilal, "offer", "Occitan")
    lesson(town.of_bilal, "offer", "Piano")

    fits = town.of_ana.get(town.path(f"listings/{mine}/matches"))

    assert fits.status_code == 200
    assert [(fit["listing"]["id"], fit["score"], fit["reasons"]) for fit in fits.json["items"]] == [
        (theirs, 1.0, ["the same subject: Occitan"])
    ]


def test_a_listing_whose_author_left_is_not_found(town: Town) -> None:
    listing = factories.listing(town.session, town.bilal, town.network, status=ListingStatus.ACTIVE)
    town.bilal.status = "left"
    town.session.commit()

    assert town.of_ana.get(town.path(f"listings/{listing.id}")).status_code == 404
    assert titles(town.of_ana.get(town.path("listings"))) == []
