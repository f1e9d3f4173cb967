"""What people type for a duration is understood, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchanges.durations import LONGEST, minutes_from, minutes_in_words
from app.exchanges.quantities import amount_from, amount_in_words, as_typed, quantity_from, quantity_in_words


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("1 h 30", 90),
        ("1h30", 90),
        ("1 h 30 min", 90),
        ("1 hour and 30 minutes", 90),
        ("1 heure et 30 minutes", 90),
        ("1:30", 90),
        ("90 min", 90),
        ("90'", 90),
        ("1,5 h", 90),
        ("1.5", 90),
        ("1½ h", 90),
        ("½ h", 30),
        ("0,25 h", 15),
        ("2 h", 120),
        ("2", 120),
        ("  45\u00a0mn ", 45),
        ("0:05", 5),
    ],
)
def test_what_people_type_is_understood(typed: str, minutes: int) -> None:
    assert minutes_from(typed) == minutes


@pytest.mark.parametrize(
    "typed", ["", "soon", "1:75", "1 h 75", "-2 h", "1 h 30 h", "h", "two hours", "9999 h", "90"]
)
def test_what_is_no_duration_is_not_guessed(typed: str) -> None:
    assert minutes_from(typed) is None


@given(st.integers(min_value=0, max_value=60 * 999))
def test_a_duration_in_words_is_read_back_as_it_was(minutes: int) -> None:
    assert minutes <= LONGEST
    assert minutes_from(minutes_in_words(minutes)) == minutes


@given(st.integers(min_value=0, max_value=10**8), st.integers(min_value=0, max_value=3))
def test_an_amount_shown_again_in_a_form_is_read_back_as_it_was(amount: int, scale: int) -> None:
    assert amount_from(as_typed(amount, "grains", scale=scale), "grains", scale=scale) == amount


def test_amounts_are_whole_numbers_of_the_smallest_unit() -> None:
    assert amount_from("12,50", "cents") == 1250
    assert amount_from("12 €", "cents") == 1200
    assert amount_from("12,505", "cents") is None
    assert amount_from("1.5", "grains") is None
    assert amount_from("-3", "grains") is None
    assert quantity_from("2 nights", "nights") == 2


def test_quantities_are_said_as_people_say_them() -> None:
    assert quantity_in_words(90, "minutes") == "1 h 30"
    assert quantity_in_words(1, "nights") == "1 night"
    assert quantity_in_words(3, "nights") == "3 nights"
    assert quantity_in_words(1200, "km") == "1,200 km"
    assert amount_in_words(1250, "cents") == "€12.50"
    assert amount_in_words(150, "grains", scale=1) == "15.0 grains"
