"""How well an offered plot, harvest or meal fits what somebody looks for, with a reason to read."""

from math import cos, hypot, radians
from typing import Any

from app.plugin_api import Listing, Match, Territory, _, clock, ngettext
from sqlalchemy.orm import Session

from together_plugin_food import portions, words
from together_plugin_food.models import Meal, Plot, Surplus
from together_plugin_food.telling import day_in_words

PERFECT, PARTLY, UNSURE, NEVER = 1.0, 0.6, 0.3, 0.0
CLOSE_BY, FAR = 1.0, 15.0
"""Kilometres within which distance does not count, and from which it counts for half."""
KILOMETRES_OF_A_DEGREE = 111.195


def near(match: Match, offer: Listing, request: Listing) -> Match:
    """Take distance into account: food is for neighbours; what is ruled out stays so.

    Both points are those that everybody sees, blurred.
    """
    there, here = (offer.public_lat, offer.public_lon), (request.public_lat, request.public_lon)
    if match.score == NEVER or None in there or None in here:
        return match
    kilometres = _kilometres(there, here)
    beyond = min(1.0, max(0.0, (kilometres - CLOSE_BY) / (FAR - CLOSE_BY)))
    if kilometres < CLOSE_BY:
        away = _("less than 1 km away")
    else:
        away = _("about %(km)s km away", km=round(kilometres))
    reason = _("%(distance)s, %(reason)s", distance=away, reason=match.reason)
    return Match(score=match.score * (1 - beyond / 2), reason=reason)


def _kilometres(one: tuple[Any, Any], other: tuple[Any, Any]) -> float:
    """Return the distance of two points, as on a flat map: good enough for a town."""
    north = one[0] - other[0]
    east = (one[1] - other[1]) * cos(radians((one[0] + other[0]) / 2))
    return hypot(north, east) * KILOMETRES_OF_A_DEGREE


def months_of(plot: Plot) -> frozenset[int]:
    """Return the months of a season, which may go over the end of the year."""
    first, last = int(plot.first_month), int(plot.last_month)
    return frozenset((first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1))


def plot_fits(session: Session, offer: Listing, request: Listing) -> Match | None:
    """Score season, what may be grown, and steps."""
    match = _plot(session, offer, request)
    return None if match is None else near(match, offer, request)


def _plot(session: Session, offer: Listing, request: Listing) -> Match | None:
    there, wanted = session.get(Plot, offer.id), session.get(Plot, request.id)
    if there is None or wanted is None:
        return None
    if wanted.step_free and not there.step_free:
        return Match(score=NEVER, reason=_("with steps"))
    missing = set(wanted.grown) - set(there.grown)
    if there.grown and missing:
        first = words.words(words.GROWN, missing)[0]
        return Match(score=UNSURE, reason=_("not for everything: %(what)s", what=first.lower()))
    common = months_of(there) & months_of(wanted)
    if not common:
        return Match(score=NEVER, reason=_("in another season"))
    reason = ngettext("the same season, %(num)s month", "the same season, %(num)s months", len(common))
    return Match(score=PARTLY + (PERFECT - PARTLY) * len(common) / len(months_of(wanted)), reason=reason)


def surplus_fits(session: Session, offer: Listing, request: Listing) -> Match | None:
    """Score the kind of food, what is left of it, and until when it is good."""
    match = _surplus(session, offer, request)
    return None if match is None else near(match, offer, request)


def _surplus(session: Session, offer: Listing, request: Listing) -> Match | None:
    there, wanted = session.get(Surplus, offer.id), session.get(Surplus, request.id)
    if there is None or wanted is None or there.produce != wanted.produce:
        return None
    today = clock.today(session.get_one(Territory, offer.territory_id).time_zone)
    if there.best_before is not None and there.best_before < today:
        return Match(score=NEVER, reason=_("no longer fresh"))
    rest = portions.left(there)
    if not rest:
        return Match(score=NEVER, reason=_("all taken"))
    score = PERFECT if rest >= wanted.kilograms else PARTLY
    what = there.what or words.word(words.PRODUCE, there.produce)
    if there.best_before is not None:
        day = day_in_words(there.best_before)
        return Match(score=score, reason=_("ripe now: %(what)s, good until %(day)s", what=what, day=day))
    return Match(score=score, reason=_("ripe now: %(what)s", what=what))


def meal_fits(session: Session, offer: Listing, request: Listing) -> Match | None:
    """Score diet, allergens, seats and day; what somebody must not eat rules a meal out."""
    match = _meal(session, offer, request)
    return None if match is None else near(match, offer, request)


def _meal(session: Session, offer: Listing, request: Listing) -> Match | None:
    there, wanted = session.get(Meal, offer.id), session.get(Meal, request.id)
    if there is None or wanted is None:
        return None
    against = _against(there, wanted)
    if against:
        return Match(score=NEVER, reason=against)
    if wanted.allergens and not there.allergens_checked:
        return Match(score=UNSURE, reason=_("the cook has not said which allergens are in it: ask"))
    good = _reasons(there, wanted)
    return Match(score=PERFECT if good else PARTLY, reason=", ".join(good) or _("a seat at a table"))


def _against(there: Meal, wanted: Meal) -> str:
    inside = words.words(words.ALLERGENS, set(there.allergens) & set(wanted.allergens))
    if inside:
        return _("contains what must not be in it: %(what)s", what=", ".join(inside))
    lacking = words.words(words.DIETS, set(wanted.diets) - words.covered(there.diets))
    if lacking:
        return _("does not say that it suits: %(what)s", what=", ".join(lacking))
    if portions.left(there) < wanted.seats:
        return _("not enough seats are left")
    if wanted.day is not None and there.day is not None and wanted.day != there.day:
        return _("on another day")
    return ""


def _reasons(there: Meal, wanted: Meal) -> list[str]:
    found = [word.lower() for word in words.words(words.DIETS, wanted.diets)]
    if wanted.allergens:
        without = ", ".join(words.words(words.ALLERGENS, wanted.allergens))
        found.append(_("without %(allergens)s", allergens=without.lower()))
    if wanted.day is not None and wanted.day == there.day:
        found.append(_("on the same day"))
    return found
