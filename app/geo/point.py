"""Points on the earth, how far apart they are, and how a distance is told to people."""

from dataclasses import dataclass
from math import asin, ceil, cos, degrees, isfinite, radians, sin, sqrt

EARTH_RADIUS = 6_371_008.8  # metres, mean radius (IUGG)
METRES_ON_FOOT = 80  # a minute, 4.8 km/h: "about 2 km, 25 min on foot"
METRES_BY_BICYCLE = 250  # a minute, 15 km/h
WALKABLE = 5_000  # metres; beyond, minutes on foot help nobody
CYCLABLE = 20_000


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the earth in degrees (WGS 84).

    Raises:
        ValueError: a coordinate is not a number or not on the earth.
    """

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not (isfinite(self.lat) and -90 <= self.lat <= 90):
            raise ValueError("a latitude lies between -90 and 90 degrees")
        if not (isfinite(self.lon) and -180 <= self.lon <= 180):
            raise ValueError("a longitude lies between -180 and 180 degrees")

    def distance_to(self, other: "Point") -> float:
        """Return the great-circle distance in metres (haversine, within 0.6 % of the ellipsoid)."""
        north, south = radians(self.lat), radians(other.lat)
        chord = (
            sin((north - south) / 2) ** 2
            + cos(north) * cos(south) * sin(radians(self.lon - other.lon) / 2) ** 2
        )
        return 2 * EARTH_RADIUS * asin(min(1.0, sqrt(chord)))


@dataclass(frozen=True, slots=True)
class BoundingBox:
    """A rectangle of latitudes and longitudes; it crosses the 180th meridian when west > east."""

    south: float
    west: float
    north: float
    east: float

    @classmethod
    def around(cls, centre: Point, metres: float) -> "BoundingBox":
        """Return the smallest box that holds every point within ``metres`` of ``centre``."""
        angle = metres / EARTH_RADIUS
        south, north = centre.lat - degrees(angle), centre.lat + degrees(angle)
        if south <= -90 or north >= 90 or sin(angle) >= cos(radians(centre.lat)):
            return cls(max(south, -90.0), -180.0, min(north, 90.0), 180.0)
        span = degrees(asin(sin(angle) / cos(radians(centre.lat))))
        return cls(south, _wrapped(centre.lon - span), north, _wrapped(centre.lon + span))

    def contains(self, point: Point) -> bool:
        """Say whether ``point`` lies in the box, its edges included."""
        return self.south <= point.lat <= self.north and any(
            west <= point.lon <= east for west, east in self.longitudes()
        )

    def longitudes(self) -> tuple[tuple[float, float], ...]:
        """Return the ranges of longitude of the box: one, or two when it crosses the 180th meridian."""
        if self.west <= self.east:
            return ((self.west, self.east),)
        return ((self.west, 180.0), (-180.0, self.east))


@dataclass(frozen=True, slots=True)
class ShownDistance:
    """A distance as it may be shown: rounded, with the minutes it takes where that helps.

    When ``near``, say "less than 1 km" rather than a figure; ``metres`` is then 1,000.
    """

    metres: int
    near: bool
    minutes_on_foot: int | None
    minutes_by_bicycle: int | None

    @property
    def kilometres(self) -> int:
        """Return the rounded distance in whole kilometres."""
        return self.metres // 1_000


def shown_distance(metres: float) -> ShownDistance:
    """Round ``metres`` to the band in which it is shown: 1 km steps, 5 from 10 km, 10 from 50 km.

    Give it the distance between *public* points only: rounding hides nothing by itself.
    """
    step = 1_000 if metres < 10_000 else 5_000 if metres < 50_000 else 10_000
    rounded = max(1_000, int(metres / step + 0.5) * step)
    return ShownDistance(
        metres=rounded,
        near=metres < 1_000,
        minutes_on_foot=_minutes(rounded, METRES_ON_FOOT) if rounded <= WALKABLE else None,
        minutes_by_bicycle=_minutes(rounded, METRES_BY_BICYCLE) if rounded <= CYCLABLE else None,
    )


def _minutes(metres: int, a_minute: int) -> int:
    """Return the minutes it takes, rounded up to the next five."""
    return 5 * ceil(metres / a_minute / 5)


def _wrapped(longitude: float) -> float:
    if longitude < -180:
        return longitude + 360
    return longitude - 360 if longitude > 180 else longitude
