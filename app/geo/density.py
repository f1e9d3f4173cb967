"""How thickly people live around each settlement, estimated from how far its neighbours are.

A table of places gives inhabitants but no areas. We take it that the inhabitants of a place are
spread evenly over its share of the land, and that the share is ``SHARE`` times the square of the
mean distance to its six nearest neighbours.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from math import cos, floor, radians

from app.geo.point import Point

NEIGHBOURS = 6
SHARE = 0.95
LONELY = 30_000  # metres: the distance assumed where there are no neighbours that near
TILE = 0.15  # degrees


@dataclass(frozen=True, slots=True)
class Settlement:
    """A place that people live in."""

    key: int
    point: Point
    population: int


@dataclass(frozen=True, slots=True)
class Density:
    """Inhabitants per square kilometre, and the metres within which they may live."""

    density: float
    reach: float


def densities(settlements: Iterable[Settlement]) -> dict[int, Density]:
    """Return the estimate for each settlement, by its key."""
    tiles: dict[tuple[int, int], list[Settlement]] = defaultdict(list)
    for settlement in settlements:
        tiles[_tile(settlement.point)].append(settlement)
    return {one.key: _density(one, tiles) for tile in list(tiles.values()) for one in tile}


def _density(settlement: Settlement, tiles: dict[tuple[int, int], list[Settlement]]) -> Density:
    spacing = _spacing(settlement.point, tiles)
    area = SHARE * (spacing / 1000) ** 2
    return Density(settlement.population / area, spacing)


def _spacing(point: Point, tiles: dict[tuple[int, int], list[Settlement]]) -> float:
    """Return the mean distance in metres to the nearest neighbours."""
    for around in (1, 2):
        sure = around * TILE * 111_195 * cos(radians(min(abs(point.lat) + around * TILE, 89)))
        distances = (point.distance_to(other.point) for other in _around(point, around, tiles))
        nearest = nsmallest(NEIGHBOURS, (metres for metres in distances if metres > 1))
        if len(nearest) == NEIGHBOURS and nearest[-1] <= sure:
            break
    nearest += [LONELY] * (NEIGHBOURS - len(nearest))
    return sum(min(metres, LONELY) for metres in nearest) / NEIGHBOURS


def _around(point: Point, steps: int, tiles: dict[tuple[int, int], list[Settlement]]) -> Iterator[Settlement]:
    row, column = _tile(point)
    for north in range(-steps, steps + 1):
        for east in range(-steps, steps + 1):
            yield from tiles.get((row + north, column + east), ())


def _tile(point: Point) -> tuple[int, int]:
    return floor(point.lat / TILE), floor(point.lon / TILE)
