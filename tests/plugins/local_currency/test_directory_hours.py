"""Opening hours are read as people write them, and say whether it is open now."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.local_currency.directory_hours import (
    MIDNIGHT,
    Day,
    Standing,
    day_in_words,
    read_day,
    read_week,
    standing,
)
from tests.plugins.local_currency.unhurried import unhurried

NINE_TO_NOON, AFTERNOON = (540, 720), (840, 1140)


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("", ()),
        ("9-12", (NINE_TO_NOON,)),
        ("9:00-12:00, 14:00-19:00", (NINE_TO_NOON, AFTERNOON)),
        ("9h-12h et 14h00-19h", (NINE_TO_NOON, AFTERNOON)),
        ("9 h 00 – 12 h 00 ; 14 h – 19 h", (NINE_TO_NOON, AFTERNOON)),
        ("0-24", ((0, MIDNIGHT),)),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, hours: Day) -> None:
    assert read_day(typed) == hours


@pytest.mark.parametrize(
    "typed", ["morning", "9", "25-26", "9:75-12", "12-9", "9-12, 11-14", "14-19, 9-12", "22-2"]
)
def test_what_is_no_time_of_opening_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"\."):
        read_day(typed)


DAY = st.lists(st.integers(0, MIDNIGHT), min_size=0, max_size=8, unique=True).map(
    lambda times: tuple(zip(sorted(times)[0::2], sorted(times)[1::2], strict=False))
)


@unhurried
@given(DAY)
def test_what_is_said_can_be_read_again(day: Day) -> None:
    assert read_day(day_in_words(day)) == day


@unhurried
@given(st.lists(DAY, min_size=7, max_size=7), st.integers(0, 6), st.integers(0, MIDNIGHT - 1))
def test_it_is_open_exactly_within_its_hours(days: list[Day], weekday: int, minute: int) -> None:
    week = read_week(days)
    found = standing(week, weekday, minute)
    inside = any(opens <= minute < closes for opens, closes in days[weekday])

    assert (found is not None and found.is_open) is inside
    assert (found is None) is (not any(days))


def test_it_says_what_comes_next() -> None:
    week = read_week([[NINE_TO_NOON, AFTERNOON], [], [], [], [(540, 600), (600, 660)]])

    assert standing(week, 0, 600) == Standing(is_open=True, until=720)
    assert standing(week, 0, 720) == Standing(is_open=False, opens_in_days=0, opens_at=840)
    assert standing(week, 0, 1140) == Standing(is_open=False, opens_in_days=4, opens_at=540)
    assert standing(week, 4, 550) == Standing(is_open=True, until=660)
    assert standing(week, 4, 700) == Standing(is_open=False, opens_in_days=3, opens_at=540)
    assert standing(read_week([[NINE_TO_NOON]]), 0, 720) == Standing(
        is_open=False, opens_in_days=7, opens_at=540
    )
