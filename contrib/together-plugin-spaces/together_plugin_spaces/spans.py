"""Half-open stretches of time, and the quarters of an hour they are made of.

A stretch runs from its beginning up to, and not including, its end: who leaves at 18:00 and who comes at
18:00 do not meet. Quarters are counted from 1970 in UTC, so that the night on which the clocks change has as
many as it has; all time zones in use stand on a quarter of an hour.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

QUARTER = 15 * 60
"""Seconds in the smallest stretch that can be booked."""


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of time [from, until), both aware."""

    starts_at: datetime
    ends_at: datetime

    @property
    def minutes(self) -> int:
        """How long it is on the clock of somebody who waits, in whole minutes."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    @property
    def quarters(self) -> range:
        """The quarters of an hour that it touches."""
        return range(int(self.starts_at.timestamp()) // QUARTER, -(-int(self.ends_at.timestamp()) // QUARTER))

    @property
    def is_on_quarters(self) -> bool:
        """Whether it begins and ends on a quarter of an hour."""
        return all(moment.timestamp() % QUARTER == 0 for moment in (self.starts_at, self.ends_at))

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two have a moment in common."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def holds(self, other: "Span") -> bool:
        """Tell whether ``other`` lies within it."""
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at

    def cut_to(self, other: "Span") -> "Span | None":
        """Return the part of it that lies within ``other``, if there is one."""
        start, end = max(self.starts_at, other.starts_at), min(self.ends_at, other.ends_at)
        return Span(start, end) if start < end else None


def instant(day: date, minute: int, zone: str) -> datetime:
    """Return the instant at which the clocks of ``zone`` show so many minutes after midnight.

    1440 minutes are the next midnight. Of an hour that comes twice it is the first; an hour that is left out
    is taken as the one after it.
    """
    days, rest = divmod(minute, 24 * 60)
    there = datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), ZoneInfo(zone))
    return there.astimezone(UTC)


def is_left_out(day: date, at: time, zone: str) -> bool:
    """Tell whether the clocks of ``zone`` jump over this time of day, as they do in spring."""
    there = datetime.combine(day, at, ZoneInfo(zone))
    return there.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != there.replace(tzinfo=None)


def day_span(day: date, zone: str) -> Span:
    """Return a whole day; twice a year it has 23 or 25 hours."""
    return Span(instant(day, 0, zone), instant(day + timedelta(days=1), 0, zone))


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the same time as few stretches in order; neighbours become one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.starts_at <= found[-1].ends_at:
            found[-1] = Span(found[-1].starts_at, max(found[-1].ends_at, span.ends_at))
        else:
            found.append(span)
    return found
