"""Opening hours of a week: read from what people type, said again, and asked whether it is open now."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.plugin_api import _

Range = tuple[int, int]
"""From and until, in minutes after midnight."""
Day = tuple[Range, ...]
Week = tuple[Day, ...]
"""Monday first; seven days."""

DAYS = 7
MIDNIGHT = 24 * 60
MOST_RANGES = 4
_TIME = r"(\d{1,2})(?:\s*[:hH.]\s*(\d{2})?)?"
_RANGE = re.compile(rf"^\s*{_TIME}\s*(?:-|–|—|à|to|a)\s*{_TIME}\s*$")


def read_day(typed: str) -> Day:
    """Read the hours of one day, such as ``9-12:30, 14h00-19h``; nothing typed is closed.

    Raises:
        ValueError: with a sentence that says what could not be read.
    """
    ranges = [_read_range(part) for part in re.split(r"[,;]| et | and ", typed) if part.strip()]
    if len(ranges) > MOST_RANGES:
        raise ValueError(_("At most four times of opening a day, please."))
    for before, after in pairwise(ranges):
        if after[0] < before[1]:
            raise ValueError(_("The times of a day stand in order and do not overlap."))
    return tuple(ranges)


def _read_range(part: str) -> Range:
    found = _RANGE.match(part)
    if found is None:
        raise ValueError(_("Write the hours like this: 9:00-12:30, 14:00-19:00."))
    hours, minutes, until_hours, until_minutes = (int(number or 0) for number in found.groups())
    opens, closes = hours * 60 + minutes, until_hours * 60 + until_minutes
    if max(minutes, until_minutes) > 59 or closes > MIDNIGHT:
        raise ValueError(_("There is no such time of day."))
    if opens >= closes:
        raise ValueError(_("It must close after it opens. After midnight belongs to the next day."))
    return opens, closes


def time_in_words(minute: int) -> str:
    """Write a time of day: ``9:00``."""
    return f"{minute // 60}:{minute % 60:02}"


def day_in_words(day: Day) -> str:
    """Write the hours of a day as ``read_day`` reads them; a closed day is empty."""
    return ", ".join(f"{time_in_words(opens)}-{time_in_words(closes)}" for opens, closes in day)


def read_week(kept: Sequence[Sequence[Sequence[int]]]) -> Week:
    """Read a week from what was kept as JSON; whatever is missing is closed."""
    days = [tuple((int(opens), int(closes)) for opens, closes in day) for day in kept[:DAYS]]
    return tuple(days + [()] * (DAYS - len(days)))


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Whether it is open at an instant, and what comes next."""

    is_open: bool
    until: int | None = None
    """Minute at which it closes, while it is open."""
    opens_in_days: int | None = None
    opens_at: int | None = None


def standing(week: Week, weekday: int, minute: int) -> Standing | None:
    """Tell whether it is open on a weekday (0 is Monday) at a minute; ``None`` when no hours are known."""
    for opens, closes in week[weekday]:
        if opens <= minute < closes:
            return Standing(is_open=True, until=_closing(week, weekday, closes))
    for ahead in range(DAYS + 1):
        for opens, _closes in week[(weekday + ahead) % DAYS]:
            if ahead or opens > minute:
                return Standing(is_open=False, opens_in_days=ahead, opens_at=opens)
    return None


def _closing(week: Week, weekday: int, closes: int) -> int:
    """Return when it really closes: hours that touch each other are one."""
    for opens, later in week[weekday]:
        if opens == closes:
            return _closing(week, weekday, later)
    return closes
