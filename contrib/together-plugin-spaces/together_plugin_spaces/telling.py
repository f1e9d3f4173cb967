"""Days, hours and stretches of time in words."""

from datetime import date, datetime
from typing import Any

from app.plugin_api import _, clock, locale
from babel import dates

from together_plugin_spaces.spans import Span

DAY = "EEEE d MMMM"


def day_in_words(day: date, style: str = DAY) -> str:
    """Write a day with its weekday: ``Saturday 28 November``."""
    return str(dates.format_date(day, style, locale=locale()))


def time_in_words(at: datetime, zone: str) -> str:
    """Write the time of day on the clocks of ``zone``: ``14:30``."""
    return str(dates.format_time(clock.local(at, zone), "short", locale=locale()))


def span_in_words(span: Span, zone: str, style: str = DAY) -> str:
    """Write a stretch of time, its end as a person says it: midnight belongs to the day before."""
    start, end = clock.local(span.starts_at, zone), clock.local(span.ends_at, zone)
    values: dict[str, Any] = {
        "day": day_in_words(start, style),
        "time": time_in_words(span.starts_at, zone),
        "end": until_in_words(span.ends_at, zone),
    }
    ends_at_midnight = (end.hour, end.minute) == (0, 0)
    if start.date() == end.date() or (ends_at_midnight and (end.date() - start.date()).days == 1):
        return _("%(day)s from %(time)s to %(end)s", **values)
    last = end.date() if not ends_at_midnight else date.fromordinal(end.date().toordinal() - 1)
    return _("%(day)s %(time)s to %(last)s %(end)s", **values, last=day_in_words(last, style))


def until_in_words(at: datetime, zone: str) -> str:
    """Write the time at which something ends; midnight is ``24:00``."""
    there = clock.local(at, zone)
    return "24:00" if (there.hour, there.minute) == (0, 0) else time_in_words(at, zone)
