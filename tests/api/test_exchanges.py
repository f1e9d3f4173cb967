"""Exchanges by programs: from a question to what is paid."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.api.conftest import Program
from tests.api.neighbours import Town, town


@pytest.fixture(name="town")
def talence(app: Flask, session: Session, program: Callable[..., Program]) -> Town:
    """Talence, with its time bank."""
    return town(app, session, program)


def test_an_exchange_goes_from_a_question_to_what_is_paid(town: Town) -> None:
    listing = town.lists().json or {}

    asked = town.asks(listing["id"])
    assert asked.status_code == 201, asked.json
    exchange = asked.json or {}
    accepted = town.moves(exchange["id"], town.of_ana, "accept", number=1)
    done = town.moves(exchange["id"], town.of_bilal, "done")
    confirmed = town.moves(exchange["id"], town.of_ana, "confirm")

    assert [answer.status_code for answer in (accepted, done, confirmed)] == [200] * 3
    assert accepted.json["held"] == {"amount": 60, "unit": "minutes", "scale": 0}
    assert confirmed.json["state"] == "confirmed"
    assert confirmed.json["paid"] == {"amount": 60, "unit": "minutes", "scale": 0}
    assert confirmed.json["held"] is None
