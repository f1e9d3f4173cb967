"""Stays are no longer than allowed, and nights are those of the place."""

from datetime import UTC, datetime, timedelta

import pytest

from app import clock
from app.errors import Refusal
from app.exchanges.models import State
from app.listings.models import Direction
from plugins.housing import services
from plugins.housing.models import Room


def test_a_card_says_how_many_sleep_there() -> None:
    assert services.card(Room(room_type="studio", sleeps=2, step_free=True)) == [
        "Studio",
        "2 people",
        "without steps",
    ]


def test_a_stay_longer_than_both_allow_gets_both_reasons(village) -> None:
    here = village("housing", longest_stay=10)
    exchange = here.ask(here.listing("housing.room", nights_max=3), quantity=11)
    with pytest.raises(Refusal) as refused:
        here.agree(exchange)

    assert refused.value.reasons == (
        "The host offers at most 3 nights.",
        "This sub-network allows stays of at most 10 nights.",
    )


def test_a_stay_as_long_as_allowed_is_agreed(village) -> None:
    here = village("housing", longest_stay=10)
    exchange = here.ask(here.listing("housing.room", nights_max=3), quantity=3)

    assert here.agree(exchange).state == State.AGREED


def test_nights_are_counted_by_the_clocks_of_the_place(village) -> None:
    here = village("housing")
    # In Bordeaux it is 1 June, 23:30, then 3 June, 01:30. Of next year, as nobody agrees on days long past.
    arrives = datetime(clock.now().year + 1, 6, 1, 21, 30, tzinfo=UTC)
    leaves = arrives + timedelta(hours=26)
    exchange = here.agree(here.ask(here.listing("housing.room"), starts_at=arrives, ends_at=leaves))

    assert here.measured("housing.nights", exchange) == 2


@pytest.mark.parametrize(("sleeps", "step_free", "score"), [(3, True, 1.0), (1, True, 0.0), (3, False, 0.0)])
def test_a_room_fits_when_it_is_large_enough_and_without_steps(
    village, sleeps: int, step_free: bool, score: float
) -> None:
    here = village("housing")
    offer = here.listing("housing.room", sleeps=sleeps, step_free=step_free)
    request = here.listing("housing.room", direction=Direction.REQUEST, sleeps=2, step_free=True)

    assert here.score("housing.room", offer, request)[0] == score
