"""Distances and ages of listings as people say them."""

from datetime import date, datetime

from babel import dates

from app import amounts, clock
from app.geo.point import shown_distance
from app.text import _, by_skeleton, locale


def distance_in_words(metres: float) -> str:
    """Say how far apart two public points are: "about 2 km, 25 min on foot"."""
    shown = shown_distance(metres)
    if shown.near:
        return _("less than 1 km")
    if shown.minutes_on_foot is not None:
        return _(
            "about %(km)s km, %(time)s on foot",
            km=shown.kilometres,
            time=amounts.minutes(shown.minutes_on_foot),
        )
    return _("about %(km)s km", km=shown.kilometres)


def since_in_words(instant: datetime) -> str:
    """Say how long ago something was: "3 days ago"."""
    return dates.format_timedelta(instant - clock.now(), add_direction=True, locale=locale())


def month_in_words(day: date) -> str:
    """Say in which month a day is: "March 2026"."""
    return by_skeleton("yMMMM", day)
