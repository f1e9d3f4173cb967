"""Finding listings by programs: the filters of the page, page by page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.listings.models import Direction
from app.testing import factories
from tests.api.conftest import Program
from tests.api.neighbours import HOURS, Town, town, wrong


@pytest.fixture(name="town")
def talence(app: Flask, session: Session, program: Callable[..., Program]) -> Town:
    """Talence, with its time bank."""
    return town(app, session, program)


def titles(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.json
    return [listing["title"] for listing in answer.json["items"]]


@pytest.fixture
def board(town: Town) -> Town:
    """Talence with five listings, the last one of Ana's the nearest to Bilal."""
    session, now = town.session, clock.now()
    for number, (title, kind, direction, lat) in enumerate(
        (
            ("Bicycles are mended", "time_bank.repairs", Direction.OFFER, 44.83),
            ("Who prunes roses?", "time_bank.garden", Direction.REQUEST, 44.86),
            ("I read letters", "time_bank.paperwork", Direction.OFFER, 44.90),
            ("I mow lawns", "time_bank.garden", Direction.OFFER, 44.85),
            ("Nowhere at all", "time_bank.garden", Direction.OFFER, None),
        )
    ):
        factories.listing(
            session,
            town.ana,
            town.network,
            title,
            kind=kind,
            direction=direction,
            terms=["gift"] if number else [HOURS],
            public_lat=lat,
            public_lon=-0.57 if lat else None,
            published_at=now - timedelta(hours=number),
        )
    session.commit()
    return town


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Bicycles are mended", "Who prunes roses?", "I read letters", "I mow lawns", "Nowhere at all"]),
        ("direction=request", ["Who prunes roses?"]),
        ("kind=time_bank.garden&direction=offer", ["I mow lawns", "Nowhere at all"]),
        ("kind=housing", []),
        ("terms=time_bank.hours", ["Bicycles are mended"]),
        ("subnetwork=hours&kind=time_bank.repairs", ["Bicycles are mended"]),
        ("component=A", []),
        (
            "lat=44.84&lon=-0.57&order=nearest",
            ["I mow lawns", "Bicycles are mended", "Who prunes roses?", "I read letters", "Nowhere at all"],
        ),
        ("lat=44.84&lon=-0.57&within=2&order=nearest", ["I mow lawns", "Bicycles are mended"]),
        ("near=Talence&within=50&direction=request", ["Who prunes roses?"]),
    ],
)
def test_the_board_is_searched_by_the_filters_of_the_page(
    board: Town, query: str, expected: list[str]
) -> None:
    found = titles(board.program().get(board.path(f"listings?{query}")))

    assert found == expected


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("subnetwork=nowhere", "subnetwork"),
        ("kind=time_bank.flying", "kind"),
        ("terms=shells", "terms"),
        ("component=Z", "component"),
        ("component=f07", "component"),
        ("near=Xyzzyville", "near"),
        ("lat=44.8", "lon"),
        ("lat=NaN&lon=0", "lat"),
        ("within=0", "within"),
        ("within=99999999999999999999", "within"),
        ("order=dearest", "order"),
        ("kind=time_bank.garden&filter=colour:red", "filter"),
        ("filter=place:mine", "filter"),
        ("colour=red", "colour"),
        ("limit=101", "limit"),
    ],
)
def test_a_filter_that_is_none_is_refused_not_left_out(board: Town, query: str, name: str) -> None:
    refused = board.program().get(board.path(f"listings?{query}"))

    assert refused.status_code == 422
    assert [place.split("/")[0] for place in wrong(refused)] == [name]


@pytest.mark.parametrize("order", ["newest", "nearest"])
def test_pages_neither_repeat_nor_skip_while_others_write(board: Town, order: str) -> None:
    def page(cursor: str) -> tuple[list[str], str | None]:
        query = {"lat": 44.84, "lon": -0.57, "order": order, "limit": 2, "cursor": cursor}
        answer = board.program().get(board.path("listings"), query_string=query)
        return titles(answer), (answer.json or {})["next"]

    whole = titles(board.program().get(board.path(f"listings?lat=44.84&lon=-0.57&order={order}")))
    seen, cursor = page("")
    for title, lat in (("Just here", 44.84), ("Just there", 44.8401)):
        factories.listing(board.session, board.bilal, board.network, title, public_lat=lat, public_lon=-0.57)
    board.session.commit()
    while cursor is not None:
        more, cursor = page(cursor)
        seen += more

    assert seen == whole


def test_a_cursor_of_another_order_is_refused(board: Town) -> None:
    by_time = board.program().get(board.path("listings?limit=1")).json["next"]

    mixed = board.program().get(board.path(f"listings?order=nearest&lat=44.8&lon=0&cursor={by_time}"))

    assert mixed.status_code == 422


def test_a_kinds_own_filters_look_into_its_own_table(town: Town) -> None:
    town.lists(title="At my place", detail={"place": "mine", "minutes": 90})
    town.lists(title="At your place", detail={"place": "theirs", "minutes": 120})
    kind = "listings?kind=time_bank.garden"

    assert titles(town.program().get(town.path(f"{kind}&filter=place:mine"))) == ["At my place"]
    assert titles(town.program().get(town.path(f"{kind}&filter=place:mine&filter=length:60"))) == []


def test_a_search_may_be_asked_again_without_being_told_again(board: Town) -> None:
    first = board.program().get(board.path("listings"))

    again = board.program().get(board.path("listings"), headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.get_data()) == (304, b"")
