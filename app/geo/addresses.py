"""Addresses as services tell them, read into one value."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from geopy.location import Location

from app.geo.point import Point

CITY_PARTS = ("city", "town", "village", "municipality", "hamlet")
BAN_PRECISION = {"housenumber": "house", "street": "street", "locality": "locality"}


class Precision(StrEnum):
    """How closely an answer was found."""

    HOUSE = "house"
    STREET = "street"
    LOCALITY = "locality"
    TOWN = "town"


class Source(StrEnum):
    """Who answered; pages that show an answer show the source's attribution beside it."""

    BAN = "ban"
    NOMINATIM = "nominatim"
    GAZETTEER = "gazetteer"

    @property
    def attribution(self) -> str:
        """Return the words that the licence asks for."""
        return ATTRIBUTIONS[self]


ATTRIBUTIONS = {
    Source.BAN: "Base Adresse Nationale, Licence Ouverte",
    Source.NOMINATIM: "© OpenStreetMap contributors, ODbL",
    Source.GAZETTEER: "GeoNames, CC BY 4.0; INSEE, DGCL, La Poste, IGN Admin Express, Licence Ouverte",
}


@dataclass(frozen=True, slots=True)
class GeocodedAddress:
    """A true point and what it is called; personal when it is someone's, so keep it apart."""

    point: Point
    label: str
    precision: Precision
    city: str
    postcode: str
    citycode: str  # INSEE
    source: Source


def from_ban(found: Location) -> GeocodedAddress:
    """Read an answer in GeocodeJSON, as the BAN and addok give it."""
    told = found.raw["properties"]
    return GeocodedAddress(
        point=Point(found.latitude, found.longitude),
        label=str(told["label"]),
        precision=Precision(BAN_PRECISION.get(told.get("type", ""), "town")),
        city=str(told.get("city", "")),
        postcode=str(told.get("postcode", "")),
        citycode=str(told.get("citycode", "")),
        source=Source.BAN,
    )


def from_nominatim(found: Location) -> GeocodedAddress:
    """Read an answer of Nominatim with its parts."""
    told = found.raw.get("address", {})
    house, street = "house_number" in told, "road" in told
    return GeocodedAddress(
        point=Point(found.latitude, found.longitude),
        label=str(found.address),
        precision=Precision.HOUSE if house else Precision.STREET if street else Precision.TOWN,
        city=next((str(told[part]) for part in CITY_PARTS if part in told), ""),
        postcode=str(told.get("postcode", "")),
        citycode="",
        source=Source.NOMINATIM,
    )


def from_gazetteer(found: Location) -> GeocodedAddress:
    """Read an answer of the offline geocoder: a town, with its postcode when it has but one."""
    place = found.raw["place"]
    postcode = place.postcodes[0] if len(place.postcodes) == 1 else ""
    return GeocodedAddress(
        place.point, " ".join(filter(None, (postcode, place.name))), Precision.TOWN, place.name,
        postcode, place.code, Source.GAZETTEER,
    )  # fmt: skip


READERS: dict[Source, Callable[[Location], GeocodedAddress]] = {
    Source.BAN: from_ban,
    Source.NOMINATIM: from_nominatim,
}
