"""Opening hours as people type them, laid over real days."""

from datetime import date

import pytest
from spaces_story import ZONE, at, span

from together_plugin_spaces.opening import hours_in_words, open_spans, read_hours, week_of
from together_plugin_spaces.spans import Span

MONDAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("9-12:30, 14h-19h30", "9:00-12:30, 14:00-19:30"),
        ("9h à 12h et 14h à 18h", "9:00-12:00, 14:00-18:00"),
        ("0-24", "0:00-24:00"),
        ("20:00-2:00", "20:00-2:00"),
        (" 8.15 – 9.45 ", "8:15-9:45"),
    ],
)
def test_hours_are_read_as_people_type_them(typed: str, kept: str) -> None:
    assert hours_in_words(read_hours(typed)) == kept
    assert read_hours(hours_in_words(read_hours(typed))) == read_hours(typed)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("morning", "Write the hours like this: 9:00-12:30, 14:00-22:00."),
        ("9-25", "There is no such time of day."),
        ("9:75-12", "There is no such time of day."),
        ("14-18, 9-12", "The times of a day stand in order and do not overlap."),
        ("20-2, 23-24", "The times of a day stand in order and do not overlap."),
        ("8-9,9-10,10-11,11-12,12-13", "At most four times of opening a day, please."),
    ],
)
def test_what_cannot_be_meant_is_said(typed: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        read_hours(typed)

    assert str(refused.value) == sentence


def test_a_feast_past_midnight_is_one_stretch_of_two_days() -> None:
    week = week_of(["", "", "", "", "20:00-2:00", "", ""])
    friday = date(2026, 12, 4)

    found = open_spans(week, span(friday, 21, 23), ZONE)

    assert found == [Span(at(friday, 20), at(date(2026, 12, 5), 2))]


def test_days_that_are_open_all_night_follow_each_other_without_a_gap() -> None:
    week = week_of(["0-24", "0-24", "", "", "", "", ""])

    found = open_spans(week, span(MONDAY, 22, 24), ZONE)

    assert found == [Span(at(MONDAY, 0), at(date(2026, 12, 2), 0))]


def test_a_week_without_hours_is_open_to_any_question() -> None:
    found = open_spans(week_of([""] * 7), span(MONDAY, 3, 4), ZONE)

    assert any(one.holds(span(MONDAY, 3, 4)) for one in found)
