"""Days and hours for the tests: a coming week, far enough not to be touched by notice or by midnight."""

from datetime import date, datetime, timedelta
from typing import Any

from app.plugin_api import clock

from together_plugin_spaces.spans import Span, instant

ZONE = "Europe/Paris"
ALL_DAY: dict[str, Any] = dict.fromkeys(
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), "8:00-22:00"
)


def coming(weekday: int) -> date:
    """Return a Monday (0) or another day of the week after the next one."""
    today = clock.today(ZONE)
    return today - timedelta(days=today.weekday()) + timedelta(weeks=2, days=weekday)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return an instant on the clocks of Bordeaux; hour 24 is the next midnight."""
    return instant(day, hour * 60 + minute, ZONE)


def hours(day: date, start: int, end: int) -> dict[str, Any]:
    """Return the hours of a day as a wish takes them."""
    return {"starts_at": at(day, start), "ends_at": at(day, end)}


def span(day: date, start: int, end: int) -> Span:
    """Return the hours of a day."""
    return Span(at(day, start), at(day, end))
