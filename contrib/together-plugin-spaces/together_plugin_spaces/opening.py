"""Opening hours of a week: read from what people type, written again, and laid over real days."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from app.plugin_api import _, clock

from together_plugin_spaces.spans import Span, day_span, instant, merged

Hours = tuple[tuple[int, int], ...]
"""From and until of each opening, in minutes after midnight; past 1440 is the next day."""

DAY = 24 * 60
MOST_OPENINGS = 4
_TIME = r"(\d{1,2})(?:\s*[:hH.]\s*(\d{2})?)?"
_RANGE = re.compile(rf"^\s*{_TIME}\s*(?:-|–|—|à|to|a)\s*{_TIME}\s*$")


def read_hours(typed: str) -> Hours:
    """Read the hours of one day, such as ``9-12:30, 14h-22h``; until a smaller hour is until the next day.

    Raises:
        ValueError: with a sentence that says what could not be read.
    """
    found = tuple(_read(part) for part in re.split(r"[,;]| et | and ", typed) if part.strip())
    if len(found) > MOST_OPENINGS:
        raise ValueError(_("At most four times of opening a day, please."))
    for before, after in pairwise(found):
        if after[0] < before[1]:
            raise ValueError(_("The times of a day stand in order and do not overlap."))
    return found


def _read(part: str) -> tuple[int, int]:
    found = _RANGE.match(part)
    if found is None:
        raise ValueError(_("Write the hours like this: 9:00-12:30, 14:00-22:00."))
    hours, minutes, until_hours, until_minutes = (int(number or 0) for number in found.groups())
    opens, closes = hours * 60 + minutes, until_hours * 60 + until_minutes
    if max(minutes, until_minutes) > 59 or opens >= DAY or closes > DAY:
        raise ValueError(_("There is no such time of day."))
    return opens, closes if closes > opens else closes + DAY


def hours_in_words(hours: Hours) -> str:
    """Write the hours of a day as ``read_hours`` reads them; a closed day is empty."""
    return ", ".join(f"{_time(opens)}-{_time(closes)}" for opens, closes in hours)


def _time(minute: int) -> str:
    minute = minute - DAY if minute > DAY else minute
    return f"{minute // 60}:{minute % 60:02}"


def week_of(typed: Sequence[str]) -> tuple[Hours, ...]:
    """Read seven days that were checked before, Monday first; what cannot be read is closed."""
    days = []
    for text in typed:
        try:
            days.append(read_hours(text))
        except ValueError:
            days.append(())
    return tuple(days)


def open_spans(week: Sequence[Hours], around: Span, zone: str) -> list[Span]:
    """Return when it is open in and about ``around``, as stretches that are not cut.

    A week without any hours is one in which every hour can be asked for.
    """
    first, last = (clock.local(at, zone).date() for at in (around.starts_at, around.ends_at))
    days = [first + timedelta(days=n) for n in range(-1, (last - first).days + 2)]
    if not any(week):
        return merged(day_span(day, zone) for day in days)
    return merged(span for day in days for span in _of_day(week[day.weekday()], day, zone))


def _of_day(hours: Hours, day: date, zone: str) -> list[Span]:
    found = [Span(instant(day, opens, zone), instant(day, closes, zone)) for opens, closes in hours]
    return [span for span in found if span.starts_at < span.ends_at]
