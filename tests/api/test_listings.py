"""Listings by programs: the same rules as on the pages."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.api.conftest import Program
from tests.api.neighbours import HOURS, Town, town, wrong


@pytest.fixture(name="town")
def talence(app: Flask, session: Session, program: Callable[..., Program]) -> Town:
    """Talence, with its time bank."""
    return town(app, session, program)


def test_a_program_puts_a_request_on_the_board_and_everybody_reads_it(town: Town) -> None:
    written = town.lists(text="The hedge is *high*.", detail={"minutes": 90})

    assert written.status_code == 201, written.json
    listing = written.json or {}
    assert written.headers["Location"] == f"/api/v1/talence/listings/{listing['id']}"
    read = town.program().get(town.path(f"listings/{listing['id']}"))
    assert read.status_code == 200
    assert read.json == {**listing, "mine": False, "metres": None}
    assert (listing["status"], listing["on_board"], listing["mine"]) == ("active", True, True)
    assert listing["terms"] == [HOURS]
    assert listing["subnetwork"] == "hours"
    assert listing["detail"]["minutes"] == 90
    assert listing["member"] == {"id": str(town.ana.id), "first_name": "Ana"}


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
