"""The gazetteer: where places are, from one small SQLite file, without any network."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from functools import lru_cache
from pathlib import Path

import h3.api.basic_int as h3

from app.errors import Misconfiguration
from app.geo.cells import FINEST
from app.geo.gazetteer_build import FORMAT, Built, build
from app.geo.gazetteer_queries import (
    COLUMNS,
    Place,
    matches,
    nearest_row,
    place_of,
    rows_around,
    with_postcode,
)
from app.geo.names import fold
from app.geo.point import BoundingBox, Point

__all__ = ["Built", "Gazetteer", "Place", "build"]

FARTHEST_OWNER = 30_000  # metres; no place reaches farther


class Gazetteer:
    """The places in the gazetteer file at ``path``.

    Each question opens the file anew (0.1 ms): nothing crosses a fork or a thread, and a file
    just rebuilt is seen at once.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._inhabitants = lru_cache(maxsize=4_096)(self._estimate)

    @property
    def version(self) -> str:
        """Return what the file was built from."""
        with closing(self._open()) as db:
            return str(db.execute("SELECT value FROM stamp WHERE key = 'version'").fetchone()[0])

    def find(self, text: str, near: Point | None = None, limit: int = 8) -> list[Place]:
        """Return the places whose name or postcode begins with ``text``, the likeliest first.

        Exact names come first, then the most inhabited, where those around ``near`` count for more.
        """
        words = fold(text).split()
        digits = next((word for word in words if word.isdigit() and len(word) >= 2), "")
        name = " ".join(word for word in words if word != digits)
        with closing(self._open()) as db:
            if digits and (found := matches(db, name, digits, near, limit)):
                return found
            if name and (found := matches(db, name, "", near, limit)):
                return found
            return matches(db, "", digits, near, limit) if digits else []

    def named(self, name: str, near: Point | None = None) -> Place | None:
        """Return the likeliest place that bears exactly this name, whatever its accents and capitals."""
        with closing(self._open()) as db:
            found = matches(db, fold(name), "", near, 1, exactly=True)
        return found[0] if found else None

    def nearest(self, point: Point) -> Place | None:
        """Return the place whose centre is nearest, None when there is none within 400 km."""
        with closing(self._open()) as db:
            row = nearest_row(db, point, COLUMNS)
        return place_of(row) if row else None

    def with_id(self, place_id: int) -> Place | None:
        """Return the place that was once found under ``place_id``."""
        with closing(self._open()) as db:
            row = db.execute(f"SELECT {COLUMNS} FROM place WHERE id = ?", (place_id,)).fetchone()  # noqa: S608  # constants only
        return place_of(row) if row else None

    def with_postcode(self, postcode: str) -> list[Place]:
        """Return the places that share exactly this postcode, the most inhabited first."""
        with closing(self._open()) as db:
            return with_postcode(db, postcode)

    def within(self, box: BoundingBox, limit: int = 100) -> list[Place]:
        """Return the counted places in ``box``, the most inhabited first; not across the 180th meridian."""
        centre = Point((box.south + box.north) / 2, (box.west + box.east) / 2)
        radius = centre.distance_to(Point(box.north, box.east))
        with closing(self._open()) as db:
            places = [place_of(row) for row in rows_around(db, centre, radius, COLUMNS, counted=True)]
        inside = [place for place in places if box.contains(place.point)]
        return sorted(inside, key=lambda place: (-place.population, place.id))[:limit]

    def population_within(self, point: Point, metres: float) -> int:
        """Return the inhabitants of the places whose centre lies within ``metres`` of ``point``."""
        with closing(self._open()) as db:
            return sum(
                population
                for lat, lon, population in rows_around(
                    db, point, metres, "lat, lon, population", counted=True
                )
                if point.distance_to(Point(lat, lon)) <= metres
            )

    def inhabitants(self, cell: int) -> float:
        """Return the inhabitants estimated in an H3 cell: the ``Count`` that ``cells.public_place`` takes.

        Each finest cell has the density of the place nearest to its centre, and nobody beyond
        that place's reach; a wider cell has the sum of its finest ones.
        """
        return self._inhabitants(cell, self.path.stat().st_mtime_ns)

    def _estimate(self, cell: int, _written: int) -> float:
        if h3.get_resolution(cell) >= FINEST:
            return self._estimates([cell])
        return self._estimates(h3.cell_to_children(cell, FINEST))

    def _estimates(self, cells: Iterable[int]) -> float:
        total = 0.0
        with closing(self._open()) as db:
            for cell in cells:
                centre = Point(*h3.cell_to_latlng(cell))
                row = nearest_row(db, centre, "lat, lon, density, reach", counted=True, within=FARTHEST_OWNER)
                if row and centre.distance_to(Point(row[0], row[1])) <= row[3]:
                    total += row[2] * h3.cell_area(cell, unit="km^2")
        return total

    def _open(self) -> sqlite3.Connection:
        try:
            db = sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        except sqlite3.OperationalError:
            raise Misconfiguration(f"There is no gazetteer at {self.path}; build it first.") from None
        if db.execute("PRAGMA user_version").fetchone()[0] != FORMAT:
            db.close()
            raise Misconfiguration(f"The gazetteer at {self.path} is of another version; build it again.")
        return db
