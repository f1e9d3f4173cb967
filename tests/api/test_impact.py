"""Figures for programs: those of the page, hidden where they are about too few people."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.exchanges import services as exchanges
from app.exchanges.wishes import Wish
from app.impact import services as impact
from app.testing import factories
from tests.api.conftest import Program
from tests.api.neighbours import HOURS, Town, town, wrong


@pytest.fixture(name="town")
def talence(app: Flask, session: Session, program: Callable[..., Program]) -> Town:
    """Talence, with its time bank."""
    return town(app, session, program)


def help_of(town: Town, pairs: int, network: Any = None, minutes: int = 60) -> None:
    """Let so many pairs of new people exchange help and say what it brought."""
    for number in range(pairs):
        giver, receiver = (
            factories.member(town.session, town.territory, first_name=f"{side}{number}")
            for side in ("Giver", "Receiver")
        )
        listing = factories.listing(
            town.session, giver, network or town.network, kind="time_bank.garden", terms=[HOURS]
        )
        exchange = exchanges.ask(
            town.session,
            town.plugins,
            listing=listing,
            asker=receiver,
            text="Please.",
            wish=Wish(quantity=minutes, terms=HOURS),
        )
        exchanges.accept(town.session, town.plugins, exchange, by=giver)
        exchanges.mark_done(town.session, town.plugins, exchange, by=giver)
        exchanges.confirm(town.session, town.plugins, exchange, by=receiver)
        for side in (giver, receiver):
            impact.feel(
                town.session, exchange, side, felt={"F07": 1}, sentence=f"Number {number}.", public=True
            )
    town.session.commit()


def report(town: Town, **query: str) -> Any:
    answer = town.program().get(town.path("impact"), query_string=query)
    assert answer.status_code == 200, answer.json
    return answer.json


def test_figures_about_two_pairs_are_hidden_and_about_three_shown(town: Town) -> None:
    help_of(town, 2)
    hidden = report(town)
    help_of(town, 1)
    shown = report(town)

    quantities = [[(one["measure"], one["quantity"]) for one in each["measures"]] for each in (hidden, shown)]
    assert quantities == [[("time_bank.minutes", None)], [("time_bank.minutes", 180)]]
    assert [(each["exchanges"], each["people"]) for each in (hidden, shown)] == [(None, None), (3, 6)]
    assert (hidden["sentences"], len(shown["sentences"])) == ([], 6)
    assert [month["exchanges"] for each in (hidden, shown) for month in each["months"]] == [None, 3]
    felt = [
        each["dimensions"][[one["code"] for one in each["dimensions"]].index("F")]["felt"]
        for each in (hidden, shown)
    ]
    assert felt == [
        {"answers": None, "better": None, "worse": None},
        {"answers": 6, "better": 6, "worse": 0},
    ]
    assert shown["fewest_people"] == 6


def test_one_dimension_is_told_component_by_component(town: Town) -> None:
    help_of(town, 3)

    answer = town.program().get(town.path("impact/F"))

    beauty = next(one for one in answer.json["components"] if one["code"] == "F07")
    assert (beauty["levels"], beauty["meant"]) == ([0, 0, 0, 6, 0], 3)
    assert {one["code"][0] for one in answer.json["components"]} == {"F"}
    assert town.program().get(town.path("impact/Z")).status_code == 404


def test_a_report_is_about_whole_months_and_one_sub_network(town: Town) -> None:
    other = factories.subnetwork(town.session, town.territory, "more-hours")
    help_of(town, 3)
    help_of(town, 3, other, minutes=30)
    today = clock.today(town.territory.time_zone)

    here = report(town, subnetwork="more-hours", since=today.isoformat(), until=today.isoformat())

    assert (here["since"], here["until"]) == (today.replace(day=1).isoformat(), today.isoformat())
    assert (here["exchanges"], here["subnetwork"]) == (3, "more-hours")
    assert report(town)["exchanges"] == 6
    assert report(town, since="2019-01-01", until="2019-06-01")["exchanges"] == 0


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("since=yesterday", "since"),
        ("since=0001-01-01", "since"),
        ("until=9999-12-31", "until"),
        ("subnetwork=nowhere", "subnetwork"),
        ("network=hours", "network"),
    ],
)
def test_a_wrong_filter_is_named(town: Town, query: str, name: str) -> None:
    refused = town.program().get(town.path(f"impact?{query}"))

    assert (refused.status_code, list(wrong(refused))) == (422, [name])


def test_a_town_is_not_told_of_another(
    town: Town, app: Flask, session: Session, program: Callable[..., Program]
) -> None:
    help_of(town, 3)
    factories.territory(session, "lyon")
    session.commit()

    there = town.of_ana.get("/lyon/impact").json

    assert (there["exchanges"], there["measures"], there["sentences"]) == (0, [], [])
