"""The shape of the spiral: what each dimension of well-being receives, as SVG paths.

One turn of an outward Archimedean spiral carries one sector for each dimension, like the
chambers of a shell. In a sector three petals stand on the same line, one inside the other:
what exchanges were meant for, what people intended, what they felt. The sectors are cut so
that a full petal has the same area everywhere: the outer dimensions look no larger than the
inner ones. Lengths are in units of the drawing; angles in radians, clockwise from the top.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import ceil, cos, pi, sin, sqrt

TURN = 2 * pi
TOP = -pi / 2
LETTERS = "ABCDEFGHI"

HEIGHT = 96.0  # of a petal whose value is the whole
GAP = 5.0  # between two sectors, along the line
RIB = 7.5  # between two growth lines of what was intended
WIDTHS = {"meant": 1.0, "intended": 0.64, "felt": 0.3}  # shares of a sector's width


@dataclass(frozen=True, kw_only=True)
class Degrees:
    """What one dimension received, in one unit; ``None`` where no figure may or can be shown."""

    meant: float | None = None
    intended: float | None = None
    felt: float | None = None


@dataclass(frozen=True, kw_only=True)
class Point:
    """A place in the drawing."""

    x: float
    y: float


@dataclass(frozen=True, kw_only=True)
class Sector:
    """One dimension's part of the spiral; a path is empty where there is nothing to draw."""

    letter: str
    degrees: Degrees
    ground: str
    meant: str
    intended: str
    ribs: str
    felt: str
    felt_is_negative: bool
    missing: tuple[str, ...]
    label: Point
    foot: Point


@dataclass(frozen=True, kw_only=True)
class SpiralChart:
    """A whole spiral, ready for a template."""

    view_box: str
    whole: float
    tail: str
    line: str
    half: str
    rim: str
    sectors: tuple[Sector, ...]


@dataclass(frozen=True, kw_only=True)
class Segment:
    """One letter's stroke of the small spiral."""

    letter: str
    path: str
    served: bool


@dataclass(frozen=True, kw_only=True)
class Spiral:
    """The line r = inner + growth · angle / turn, angles counted from the top."""

    inner: float
    growth: float

    def radius(self, angle: float) -> float:
        """Return the distance of the line from the centre."""
        return self.inner + self.growth * angle / TURN

    def point(self, angle: float, offset: float = 0.0) -> Point:
        """Return the point that stands ``offset`` outside the line."""
        radius = self.radius(angle) + offset
        return Point(x=radius * cos(TOP + angle), y=radius * sin(TOP + angle))

    def slope(self, angle: float, offset: float) -> Point:
        """Return the derivative of ``point`` by the angle."""
        radius, growing = self.radius(angle) + offset, self.growth / TURN
        across, along = cos(TOP + angle), sin(TOP + angle)
        return Point(x=growing * across - radius * along, y=growing * along + radius * across)

    def curve(self, start: float, end: float, offset: float = 0.0) -> str:
        """Return cubic curves from ``start`` to ``end``, without the first move."""
        pieces = max(1, ceil(abs(end - start) / (pi / 6)))
        step = (end - start) / pieces
        return "".join(self._piece(start + k * step, step, offset) for k in range(pieces))

    def stroke(self, start: float, end: float, offset: float = 0.0) -> str:
        """Return an open path along the line."""
        return f"M{_pair(self.point(start, offset))}{self.curve(start, end, offset)}"

    def petal(self, start: float, end: float, height: float) -> str:
        """Return the closed shape between the line and ``height`` above it (below, if negative)."""
        rise = f"L{_pair(self.point(end, height))}"
        return f"{self.stroke(start, end)}{rise}{self.curve(end, start, height)}Z"

    def equal_cuts(self, count: int, end: float, height: float = 0.0) -> list[float]:
        """Return the angles that cut the band of ``height`` over the line into equal areas.

        The area up to ``angle`` grows as near · angle + growth / TURN · angle² / 2, with ``near``
        the radius of the middle of the band; for no height this divides the line instead.
        """
        near, growing = self.inner + height / 2, self.growth / TURN
        total = near * end + growing * end**2 / 2
        return [
            (sqrt(near**2 + 2 * growing * total * share / count) - near) / growing
            for share in range(count + 1)
        ]

    def _piece(self, start: float, step: float, offset: float) -> str:
        first, last = self.point(start, offset), self.point(start + step, offset)
        leaving, coming = self.slope(start, offset), self.slope(start + step, offset)
        one = Point(x=first.x + leaving.x * step / 3, y=first.y + leaving.y * step / 3)
        two = Point(x=last.x - coming.x * step / 3, y=last.y - coming.y * step / 3)
        return f"C{_pair(one)} {_pair(two)} {_pair(last)}"


SHELL = Spiral(inner=112.0, growth=92.0)
COIL = Spiral(inner=3.6, growth=10.2)  # of the small spiral, in a square of 48
COIL_END = 1.68 * TURN


def spiral_chart(values: Mapping[str, Degrees], *, whole: float | None = None) -> SpiralChart:
    """Draw the three degrees of evidence of each dimension, in the order of ``values``.

    Args:
        values: what each letter received, all in one unit.
        whole: the value of a full petal; by default the largest that is shown. Larger values are cut.
    """
    full = whole if whole is not None else _largest(values.values())
    cuts = SHELL.equal_cuts(len(values), TURN, HEIGHT) if values else []
    sectors = tuple(
        _sector(letter, degrees, full, start, end)
        for (letter, degrees), (start, end) in zip(values.items(), pairwise(cuts), strict=True)
    )
    inside = -SHELL.inner / SHELL.growth * TURN
    return SpiralChart(
        view_box=_view_box(sectors),
        whole=full,
        tail=SHELL.stroke(inside, 0),
        line=SHELL.stroke(0, TURN),
        half=SHELL.stroke(0, TURN, HEIGHT / 2),
        rim=SHELL.stroke(0, TURN, HEIGHT),
        sectors=sectors,
    )


def small_spiral(served: Iterable[str], letters: Iterable[str] = LETTERS) -> tuple[Segment, ...]:
    """Draw the spiral as one stroke for each letter, in a square from -24 to 24."""
    return _small_spiral(frozenset(served), tuple(letters))


@lru_cache(maxsize=1024)  # every card has one, and there are few different ones
def _small_spiral(wanted: frozenset[str], order: tuple[str, ...]) -> tuple[Segment, ...]:
    cuts = COIL.equal_cuts(len(order), COIL_END)
    return tuple(
        Segment(letter=letter, path=_spaced(start, end), served=letter in wanted)
        for letter, (start, end) in zip(order, pairwise(cuts), strict=True)
    )


def _spaced(start: float, end: float) -> str:
    """Leave the round ends of neighbouring strokes apart."""
    return COIL.stroke(start + 2.1 / COIL.radius(start), end - 2.1 / COIL.radius(end))


def _sector(letter: str, degrees: Degrees, full: float, start: float, end: float) -> Sector:
    middle = (start + end) / 2
    half = (end - start) / 2 - GAP / 2 / SHELL.radius(middle)
    heights = {name: _height(getattr(degrees, name), full) for name in WIDTHS}
    edges = {name: (middle - half * share, middle + half * share) for name, share in WIDTHS.items()}
    petals = {name: SHELL.petal(*edges[name], height) if height else "" for name, height in heights.items()}
    return Sector(
        letter=letter,
        degrees=degrees,
        ground=SHELL.petal(*edges["meant"], HEIGHT),
        ribs=_ribs(*edges["intended"], heights["intended"]),
        felt_is_negative=heights["felt"] < 0,
        missing=tuple(name for name in WIDTHS if getattr(degrees, name) is None),
        label=_rounded(SHELL.point(middle, HEIGHT + 24)),
        foot=_rounded(SHELL.point(middle, -11)),
        **petals,
    )


def _ribs(start: float, end: float, height: float) -> str:
    """Return growth lines inside a petal, the same distance apart whatever its height."""
    count = ceil(height / RIB) - 1 if height > 0 else 0
    return "".join(SHELL.stroke(start, end, RIB * number) for number in range(1, count + 1))


def _height(value: float | None, full: float) -> float:
    if not value or not full:
        return 0.0
    return max(-1.0, min(1.0, value / full)) * HEIGHT


def _largest(all_degrees: Iterable[Degrees]) -> float:
    shown = (
        abs(value)
        for one in all_degrees
        for value in (one.meant, one.intended, one.felt)
        if value is not None
    )
    return max(shown, default=0.0)


def _view_box(sectors: tuple[Sector, ...]) -> str:
    """Return the box around the rim and the labels."""
    rim = [SHELL.point(TURN * step / 72, HEIGHT) for step in range(73)]
    xs = [p.x for p in rim] + [s.label.x + side for s in sectors for side in (-19, 19)]
    ys = [p.y for p in rim] + [s.label.y + side for s in sectors for side in (-19, 19)]
    left, top = min(xs) - 4, min(ys) - 4
    return f"{left:.0f} {top:.0f} {max(xs) - left + 4:.0f} {max(ys) - top + 4:.0f}"


def _rounded(point: Point) -> Point:
    return Point(x=round(point.x, 1), y=round(point.y, 1))


def _pair(point: Point) -> str:
    return f"{point.x:.1f},{point.y:.1f}"
