"""The public point: the one point of a person that others see and that everything is computed from.

The earth is cut into H3 cells. A wide cell (resolution 5, some 18 km across) is divided into its
seven children (6, some 7 km), and these into theirs (7, some 2.5 km), only where *every* child is
well inhabited. So the cells in use never overlap, and a wide cell never says "in the empty part of
it", as it would if each home chose its own width.
"""

from collections.abc import Callable
from dataclasses import dataclass

import h3.api.basic_int as h3

from app.geo.point import Point

FINEST = 7
WIDEST = 5
ENOUGH_INHABITANTS = 500
ENOUGH_MEMBERS = 20

Count = Callable[[int], float]  # how many live (or are members) in the cell of this H3 index


def nobody_known(cell: int) -> float:
    """Return 0 for every cell: what is assumed where nothing is known, so that cells stay widest."""
    return 0


@dataclass(frozen=True, slots=True)
class PublicPlace:
    """Where a person may be said to be: a cell, by its H3 index as an integer (fits a BIGINT)."""

    cell: int

    @property
    def point(self) -> Point:
        """Return the public point, the centre of the cell, to five decimals (about 1 m)."""
        lat, lon = h3.cell_to_latlng(self.cell)
        return Point(round(lat, 5), round(lon, 5))

    @property
    def resolution(self) -> int:
        """Return the H3 resolution: 5 (widest) to 7."""
        return int(h3.get_resolution(self.cell))

    @property
    def radius(self) -> int:
        """Return the metres from the public point to the farthest corner, to draw the place as a circle."""
        centre = self.point
        return round(max(centre.distance_to(Point(*corner)) for corner in h3.cell_to_boundary(self.cell)))

    def covers(self, point: Point) -> bool:
        """Say whether a true ``point`` belongs to this place."""
        return bool(h3.cell_to_parent(cell_at(point, FINEST), self.resolution) == self.cell)


def cell_at(point: Point, resolution: int) -> int:
    """Return the H3 index of the cell of ``resolution`` (0 to 15) that holds ``point``."""
    return int(h3.latlng_to_cell(point.lat, point.lon, resolution))


def public_place(
    point: Point,
    inhabitants: Count,
    *,
    members: Count = nobody_known,
    stored: int | None = None,
) -> PublicPlace:
    """Return the public place of the true ``point``.

    A place already ``stored`` is kept as long as it covers the point, whatever became of the
    counts since: a place that narrows or moves by itself would tell more at each move.
    """
    if stored is not None and (kept := PublicPlace(stored)).covers(point):
        return kept
    finest = cell_at(point, FINEST)
    cell = h3.cell_to_parent(finest, WIDEST)
    while (resolution := h3.get_resolution(cell)) < FINEST:
        if not all(_peopled(child, inhabitants, members) for child in h3.cell_to_children(cell)):
            break
        cell = h3.cell_to_parent(finest, resolution + 1)
    return PublicPlace(int(cell))


def _peopled(cell: int, inhabitants: Count, members: Count) -> bool:
    return inhabitants(cell) >= ENOUGH_INHABITANTS or members(cell) >= ENOUGH_MEMBERS
