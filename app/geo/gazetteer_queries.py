"""Questions to the gazetteer file, in SQL."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from app.geo.gazetteer_build import tile_column, tile_row
from app.geo.point import BoundingBox, Point

COLUMNS = "lat, lon, id, name, country, admin, code, population, postcodes"
RINGS = (3_000, 10_000, 30_000, 100_000, 400_000)  # metres: looked through from the nearest outwards
LAST = "\U0010ffff"  # sorts after every key
NEIGHBOURHOOD = 15  # km: at this distance from where one stands a place counts for half
OF_POSTCODE = "SELECT place_id FROM postcode WHERE postcode >= :postcode AND postcode < :postcode || :end"
BY_POSTCODE = (
    f"SELECT {COLUMNS} FROM place WHERE id IN ({OF_POSTCODE}) ORDER BY population DESC, id LIMIT :limit"  # noqa: S608  # constants only
)
MATCHES = f"""
SELECT {COLUMNS} FROM place JOIN (
  SELECT place_id, max(main = 2 AND key = :key) AS exact, max(key = :key) AS exactly, max(main > 0) AS main
  FROM name WHERE key >= :key AND key < :last GROUP BY place_id
) ON place_id = id
WHERE (exactly OR NOT :exactly) AND (:postcode = '' OR id IN ({OF_POSTCODE}))
ORDER BY exact DESC, (population + 100) * (1 + 4 * main) / (1 + :pull * (
  (lat - :lat) * (lat - :lat) + (lon - :lon) * (lon - :lon) * :shrink)) DESC, id
LIMIT :limit
"""  # noqa: S608  # constants only

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A populated place.

    ``admin`` is its department (France) or first-level region, ``code`` its INSEE code or "".
    """

    id: int
    name: str
    country: str
    admin: str
    code: str
    point: Point
    population: int
    postcodes: tuple[str, ...]


def place_of(row: Row) -> Place:
    """Return the place that a row of ``COLUMNS`` describes."""
    lat, lon, key, name, country, admin, code, population, postcodes = row
    return Place(key, name, country, admin, code, Point(lat, lon), population, tuple(postcodes.split()))


def matches(
    db: sqlite3.Connection,
    key: str,
    postcode: str,
    near: Point | None,
    limit: int,
    *,
    exactly: bool = False,
) -> list[Place]:
    """Return the places of which a folded name begins with ``key`` and a postcode with ``postcode``."""
    if not key:
        return with_postcode(db, postcode, limit=limit)
    here = near or Point(0, 0)
    values = {
        "key": key,
        "last": key + LAST,
        "exactly": exactly,
        "postcode": postcode,
        "end": LAST,
        "pull": (111.2 / NEIGHBOURHOOD) ** 2 if near else 0,
        "lat": here.lat,
        "lon": here.lon,
        "shrink": cos(radians(here.lat)) ** 2,
        "limit": limit,
    }
    return [place_of(row) for row in db.execute(MATCHES, values)]


def with_postcode(db: sqlite3.Connection, beginning: str, *, limit: int = 100) -> list[Place]:
    """Return the places that have a postcode with this beginning, the most inhabited first."""
    rows = db.execute(BY_POSTCODE, {"postcode": beginning, "end": LAST, "limit": limit})
    return [place_of(row) for row in rows]


def rows_around(
    db: sqlite3.Connection, centre: Point, metres: float, columns: str, *, counted: bool = False
) -> Iterator[Row]:
    """Yield ``columns`` of the places in the tiles within ``metres`` of ``centre`` (and a little beyond)."""
    box = BoundingBox.around(centre, metres)
    sql = f"SELECT {columns} FROM place WHERE tile BETWEEN ? AND ?" + " AND counted" * counted  # noqa: S608
    for row in range(tile_row(box.south), tile_row(box.north) + 1):
        for west, east in box.longitudes():
            yield from db.execute(sql, (row * 1440 + tile_column(west), row * 1440 + tile_column(east)))


def nearest_row(
    db: sqlite3.Connection,
    point: Point,
    columns: str,
    *,
    counted: bool = False,
    within: float = RINGS[-1],
) -> Row | None:
    """Return ``columns``, of which the first two are lat and lon, of the place nearest to ``point``."""
    for ring in RINGS:
        found = [
            (point.distance_to(Point(row[0], row[1])), row)
            for row in rows_around(db, point, ring, columns, counted=counted)
        ]
        best = min(found, default=None)
        if best and best[0] <= ring:
            return best[1] if best[0] <= within else None
        if ring >= within:
            break
    return None
