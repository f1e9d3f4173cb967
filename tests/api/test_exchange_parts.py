"""What belongs to an exchange, by programs: messages, disagreements, addresses, calendar, feelings."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.api.scopes import Scope
from app.media.views import data_dir
from app.members import addresses
from app.testing import factories
from tests.api.conftest import Program
from tests.api.neighbours import Town, town, wrong

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


def test_messages_are_told_newest_first_and_marked_as_read_when_asked(
    town: Town, exchange: dict[str, Any]
) -> None:
    path = town.path(f"exchanges/{exchange['id']}/messages")

    written = town.of_ana.post(path, {"text": "  Thank you!  "})
    twice = town.of_ana.post(path, {"text": "Thank you!"})
    empty = town.of_ana.post(path, {"text": " "})
    thread = town.of_bilal.get(path).json["items"]

    assert (written.status_code, written.json["text"]) == (201, "Thank you!")
    assert twice.json["id"] == written.json["id"]
    assert wrong(empty) == {"#/text": ["Write a few words first."]}
    assert [(one["author"]["first_name"], one["text"]) for one in thread] == [
        ("Ana", "Thank you!"),
        ("Bilal", "Hello Ana, I have shears."),
    ]
    assert town.of_bilal.put(f"{path}/read", {}).status_code == 204
    assert town.of_bilal.put(f"{path}/read", {"until": thread[0]["created_at"]}).status_code == 204
    assert wrong(town.of_bilal.put(f"{path}/read", {"until": "9999-12-31T23:59:59-12:00"})) == {
        "#/until": ["Is the year right?"]
    }


def test_a_disagreement_is_settled_by_the_coordinator_with_another_amount(
    town: Town, exchange: dict[str, Any]
) -> None:
    town.moves(exchange["id"], town.of_ana, "accept")
    town.moves(exchange["id"], town.of_bilal, "done")
    without_words = town.moves(exchange["id"], town.of_ana, "dispute")
    town.moves(exchange["id"], town.of_ana, "dispute", note="Half of the hedge stands.")
    path = town.path(f"disputes/{exchange['id']}")

    listed = town.of_chloe.get(town.path("disputes")).json["items"]
    dispute = town.of_chloe.get(path).json
    silent = town.of_chloe.post(f"{path}/settlement", {"to": "confirmed", "note": " "})
    settled = town.of_chloe.post(
        f"{path}/settlement", {"to": "confirmed", "note": "Half an hour.", "amount": 30}
    )

    assert wrong(without_words) == {"#/note": ["Say in a few words what the problem is."]}
    assert [one["id"] for one in listed] == [exchange["id"]]
    assert [(one["member"]["first_name"], one["text"]) for one in dispute["explanations"]] == [
        ("Ana", "Half of the hedge stands.")
    ]
    assert list(wrong(silent)) == ["#/note"]
    assert (settled.status_code, settled.json["state"]) == (200, "confirmed")
    assert town.of_ana.get(town.path(f"exchanges/{exchange['id']}")).json["paid"]["amount"] == 30
    assert town.of_chloe.get(path).status_code == 404


def test_who_does_not_look_after_it_settles_nothing(town: Town, exchange: dict[str, Any]) -> None:
    other = factories.subnetwork(town.session, town.territory, "gardens", plugins=("goods",))
    emma = factories.member(town.session, town.territory, first_name="Emma")
    factories.takes_part(town.session, other, emma, coordinates=True)
    town.session.commit()
    town.moves(exchange["id"], town.of_ana, "accept")
    town.moves(exchange["id"], town.of_ana, "dispute", note="Nobody came.")
    path = town.path(f"disputes/{exchange['id']}")
    of_emma = town.program(emma)

    assert of_emma.get(town.path("disputes")).json["items"] == []
    assert of_emma.get(path).status_code == 404
    assert of_emma.post(f"{path}/settlement", {"to": "cancelled", "note": "No."}).status_code == 404
    assert [who.get(path).status_code for who in (town.of_ana, town.program())] == [403, 401]
    assert town.program(town.chloe, Scope.READ, Scope.EXCHANGES).get(path).status_code == 403
    assert town.of_dora.get(path).status_code == 200


def test_an_agreed_exchange_stands_in_a_calendar(town: Town) -> None:
    soon = (clock.now() + timedelta(days=3)).isoformat()
    exchange = town.asks((town.lists().json or {})["id"], starts_at=soon).json
    path = town.path(f"exchanges/{exchange['id']}/calendar")

    early = town.of_ana.get(path)
    town.moves(exchange["id"], town.of_ana, "accept")
    entry = town.of_ana.get(path)

    assert early.status_code == 404
    assert (entry.status_code, entry.mimetype) == (200, "text/calendar")
    assert f"UID:{exchange['id']}@localhost" in entry.get_data(as_text=True).replace("\r\n ", "")
    assert f"/t/talence/exchanges/{exchange['id']}" in entry.get_data(as_text=True).replace("\r\n ", "")


def test_an_address_is_shown_to_the_other_side_only_once_it_is_agreed(
    town: Town, exchange: dict[str, Any]
) -> None:
    early = town.moves(exchange["id"], town.of_ana, "show_address")
    with town.app.app_context():
        addresses.keep(town.session, town.ana, "1 rue des Haies", addresses.cipher(data_dir()))
    town.session.commit()
    town.moves(exchange["id"], town.of_ana, "accept")
    shown = town.moves(exchange["id"], town.of_ana, "show_address")
    path = town.path(f"exchanges/{exchange['id']}")

    assert early.json["reasons"] == ["An address can be shown once you have agreed."]
    assert (shown.json["address_shown"], shown.json["address"]) == (True, None)
    assert town.of_bilal.get(path).json["address"] == "1 rue des Haies"
    assert town.moves(exchange["id"], town.of_ana, "hide_address").json["address_shown"] is False
    assert town.of_bilal.get(path).json["address"] is None


def test_a_feeling_is_said_once_it_is_confirmed_and_said_again_replaces_it(
    town: Town, exchange: dict[str, Any]
) -> None:
    path = town.path(f"exchanges/{exchange['id']}/feeling")
    early = town.of_ana.put(path, {"felt": {"F07": 2}})
    for who, do in ((town.of_ana, "accept"), (town.of_bilal, "done"), (town.of_ana, "confirm")):
        town.moves(exchange["id"], who, do)

    before = town.of_ana.get(path).json
    town.of_ana.put(path, {"felt": {"F07": 2}, "sentence": "Lovely.", "public": True})
    again = town.of_ana.put(path, {"felt": {"F07": -1, "A09": 0}})

    assert early.status_code == 404
    assert (before["said"], before["felt"], "F07" in before["proposed"]) == (False, {}, True)
    assert (again.json["felt"], again.json["sentence"], again.json["public"]) == (
        {"F07": -1, "A09": 0},
        "",
        False,
    )
    assert town.of_bilal.get(path).json["said"] is False
    assert list(wrong(town.of_ana.put(path, {"felt": {"F07": 3}}))) == ["#/felt/F07/value"]
    assert town.of_ana.put(path, {"felt": {"Z99": 1}}).json["reasons"] == [
        "Choose from the list what it touched, and how."
    ]
