"""The one source of time."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_shift = timedelta(0)


def now() -> datetime:
    """Return this instant, aware, in UTC."""
    return datetime.now(UTC) + _shift


def today(zone: str = "UTC") -> date:
    """Return the day it is in the time zone ``zone`` (an IANA name)."""
    return now().astimezone(ZoneInfo(zone)).date()


def local(instant: datetime, zone: str) -> datetime:
    """Return ``instant`` as the clocks of ``zone`` show it."""
    return instant.astimezone(ZoneInfo(zone))


def shift(by: timedelta) -> None:
    """Move the clock of this process by ``by`` from the real time; for tests and drills."""
    global _shift
    _shift = by
