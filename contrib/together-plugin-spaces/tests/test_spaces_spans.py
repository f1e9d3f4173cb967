"""Half-open stretches of time, also on the nights when the clocks change."""

from datetime import UTC, date, datetime, time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from spaces_story import ZONE, at, span

from together_plugin_spaces.spans import QUARTER, Span, day_span, instant, is_left_out, merged

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def stretch(start: int, length: int) -> Span:
    """Return a stretch of so many quarters of an hour."""
    return Span(*(datetime.fromtimestamp(1_790_000_100 + n * QUARTER, UTC) for n in (start, start + length)))


SPANS = st.builds(stretch, st.integers(0, 40), st.integers(1, 20))


def test_neighbours_have_no_quarter_in_common() -> None:
    morning, noon = span(SPRING, 9, 12), span(SPRING, 12, 14)

    assert not morning.overlaps(noon)
    assert set(morning.quarters) & set(noon.quarters) == set()
    assert morning.quarters.stop == noon.quarters.start


@given(SPANS, SPANS)
def test_spans_overlap_exactly_when_they_share_a_quarter(one: Span, other: Span) -> None:
    assert one.overlaps(other) == bool(set(one.quarters) & set(other.quarters))


@given(st.lists(SPANS, max_size=6))
def test_merging_keeps_every_quarter_and_leaves_gaps_between(spans: list[Span]) -> None:
    found = merged(spans)

    assert {q for one in found for q in one.quarters} == {q for one in spans for q in one.quarters}
    assert all(one.ends_at < other.starts_at for one, other in pairwise(found))


def test_the_night_in_spring_has_an_hour_less_and_that_in_autumn_one_more() -> None:
    nights = [Span(at(day, 0), at(day, 6)) for day in (SPRING, AUTUMN)]

    assert [night.minutes for night in nights] == [5 * 60, 7 * 60]
    assert [len(night.quarters) for night in nights] == [20, 28]
    assert [day_span(day, ZONE).minutes for day in (SPRING, AUTUMN)] == [23 * 60, 25 * 60]


def test_an_hour_that_the_clocks_jump_over_is_known() -> None:
    assert is_left_out(SPRING, time(2, 30), ZONE)
    assert not is_left_out(SPRING, time(3, 0), ZONE)
    assert not is_left_out(AUTUMN, time(2, 30), ZONE)


def test_twenty_four_hours_is_the_next_midnight() -> None:
    assert instant(AUTUMN, 24 * 60, ZONE) == instant(date(2026, 10, 26), 0, ZONE)
