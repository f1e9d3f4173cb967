"""The days on which a regular payment is due."""

from calendar import monthrange
from datetime import date, timedelta

A_WEEK = timedelta(days=7)
MONTHS = {"month": 1, "quarter": 3, "year": 12}
RHYTHMS = ("week", *MONTHS)


def due_after(first_on: date, rhythm: str, day: date) -> date:
    """Return the first due day after ``day``."""
    if day < first_on:
        return first_on
    if rhythm == "week":
        return first_on + A_WEEK * ((day - first_on) // A_WEEK + 1)
    months = MONTHS[rhythm]
    times = ((day.year - first_on.year) * 12 + day.month - first_on.month) // months
    found = _months_later(first_on, times * months)
    return found if found > day else _months_later(first_on, (times + 1) * months)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
