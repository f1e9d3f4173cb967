"""When things happen: more each month, less in August and at Christmas, most of it at weekends."""

from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Paris")
MONTHS = (0.95, 0.95, 1.1, 1.15, 1.2, 1.05, 0.8, 0.5, 1.25, 1.15, 1.0, 0.65)
WEEKDAYS = (1.0, 0.95, 1.1, 0.95, 0.9, 1.15, 1.3)
HOURS = (0, 0, 0, 0, 0, 0, 1, 3, 4, 4, 4, 3, 4, 3, 3, 3, 4, 6, 8, 9, 8, 5, 2, 0)
MEETING_HOURS = (9, 9, 10, 10, 11, 14, 14, 15, 16, 17, 18, 18)
FIRST_DAYS = 0.3
"""How much happens at the beginning, compared with today."""


def instants(random: Random, count: int, *, since: datetime, until: datetime) -> list[datetime]:
    """Draw ``count`` instants, in order."""
    first, last = since.astimezone(ZONE).date(), until.astimezone(ZONE).date()
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    weights = [_weight(day, number / len(days)) for number, day in enumerate(days)]
    drawn: list[datetime] = []
    while len(drawn) < count:
        for day in random.choices(days, weights, k=count - len(drawn)):
            instant = at_hour(day, random.choices(range(24), HOURS)[0], random.randrange(60))
            if since <= instant < until:
                drawn.append(instant)
    return sorted(drawn)


def _weight(day: date, passed: float) -> float:
    growth = FIRST_DAYS + (1 - FIRST_DAYS) * passed
    festive = 0.4 if (day.month, day.day) in ((12, 24), (12, 25), (12, 31), (1, 1)) else 1
    return growth * MONTHS[day.month - 1] * WEEKDAYS[day.weekday()] * festive


def at_hour(day: date, hour: int, minute: int = 0) -> datetime:
    """Return the instant at which the clocks of the territory show this hour."""
    return datetime.combine(day, time(hour, minute), ZONE)


def meeting(random: Random, after: datetime, *, days: int = 12) -> datetime:
    """Draw when two people meet: in the next ``days``, rather at a weekend, at an hour that suits."""
    start = after.astimezone(ZONE).date()
    able = [start + timedelta(days=number) for number in range(1, days + 1)]
    day = random.choices(
        able, [(2.2 if day.weekday() >= 5 else 1) / (1 + n / 4) for n, day in enumerate(able)]
    )[0]
    return at_hour(day, random.choice(MEETING_HOURS), random.choice((0, 0, 0, 30)))


def waking(random: Random, instant: datetime) -> datetime:
    """Move an instant out of the night."""
    local = instant.astimezone(ZONE)
    if 7 <= local.hour < 23:
        return local
    day = local.date() + timedelta(days=local.hour >= 23)
    return at_hour(day, random.randint(7, 9), random.randrange(60))


def hours(random: Random, median: float, most: float, spread: float = 1.0) -> timedelta:
    """Draw how long people take: ``median`` hours for half of them, never more than ``most``."""
    return timedelta(hours=min(most, median * random.lognormvariate(0, spread)))
