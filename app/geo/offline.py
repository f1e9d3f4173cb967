"""Geocoding without a network: the town an address names, found in the gazetteer."""

import re
from typing import Any

from geopy.geocoders.base import Geocoder
from geopy.location import Location

from app.geo.gazetteer import Gazetteer, Place
from app.geo.names import fold
from app.geo.point import Point

POSTCODE = re.compile(r"\b\d{5}\b")
LONGEST_NAME = 8  # words
LINKS = frozenset({
    "a", "au", "aux", "d", "da", "das", "de", "del", "dei", "den", "der", "des", "di", "do", "dos",
    "du", "e", "et", "l", "la", "las", "le", "les", "of", "von",
})  # fmt: skip

STREETS = frozenset({
    "allee", "avenue", "av", "bd", "boulevard", "chemin", "cours", "impasse", "place", "quai", "route",
    "rue", "sentier", "square", "street", "road", "lane", "strasse", "via", "calle", "rua",
})  # fmt: skip


class OfflineGeocoder(Geocoder):
    """A geopy geocoder that answers with towns and villages of the gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__()
        self._gazetteer = gazetteer

    def geocode(self, query: str, *, near: Point | None = None, **_options: Any) -> Location | None:
        """Return the town that ``query`` names, with the ``Place`` in ``raw["place"]``."""
        return _location(town_of(query, self._gazetteer, near))

    def reverse(self, query: tuple[float, float], **_options: Any) -> Location | None:
        """Return the town whose centre is nearest."""
        return _location(self._gazetteer.nearest(Point(*query)))


def town_of(address: str, gazetteer: Gazetteer, near: Point | None = None) -> Place | None:
    """Return the town that an address on one line names, None rather than the name in "rue de Paris"."""
    if code := POSTCODE.findall(address):
        sharing = gazetteer.with_postcode(code[-1])
        words = f" {fold(POSTCODE.sub(' ', address) + ' .')} "
        named = [place for place in sharing if f" {fold(place.name)} " in words]
        if sharing:
            # The longest name: "Saint-Martin-d'Hères" also holds the name of "Saint-Martin".
            return max(named, key=lambda place: len(place.name)) if named else sharing[0]
    parts = [part for part in re.split(r"[,;\n]", POSTCODE.sub(" ", address)) if part.strip()]
    for part in reversed(parts):
        if town := _at_the_end(fold(part), gazetteer, near):
            return town
    return None


def _at_the_end(part: str, gazetteer: Gazetteer, near: Point | None) -> Place | None:
    """Return the town that the last words of ``part`` name, the longest name first."""
    words = part.split()
    street = any(word in STREETS or word[0].isdigit() for word in words)
    for start in range(max(0, len(words) - LONGEST_NAME), len(words)):
        if street and start and words[start - 1] in LINKS:
            continue  # "12 rue de Grenoble" is in any town but Grenoble
        if town := gazetteer.named(" ".join(words[start:]), near):
            return town
    return None


def _location(place: Place | None) -> Location | None:
    if place is None:
        return None
    return Location(place.name, (place.point.lat, place.point.lon), {"place": place})
