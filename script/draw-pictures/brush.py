"""The brush: marks of gouache (shapes, strokes, shadows) as SVG text, lit from the upper left."""

import re
import zlib
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass

WIDTH, HEIGHT = 1200, 900

PALETTE = {
    "white": "fbf6ea", "cream": "f5ead4", "paper": "ecdcbf", "sand": "dfc59a", "rose": "e8bfae",
    "deep": "1f4f55", "teal": "3b7778", "mist": "8fb8ae", "night": "23373d",
    "terra": "c8643f", "clay": "e0946c", "rust": "8f4029", "ochre": "dca035", "straw": "efca7c",
    "sage": "a3b58d", "leaf": "6d8a60", "pine": "3f634b", "lime": "bfc98f",
    "plum": "693b52", "mauve": "a67b90", "lilac": "cfb3bd",
    "sky": "a5cad5", "haze": "d6e6e3", "blue": "4f8aa3",
    "wood": "b67f4d", "oak": "7c5335", "pinewood": "d8ad79", "bark": "54392a",
    "ink": "2d3236", "steel": "aab4b3", "iron": "5d696b", "pearl": "d9ddd6",
    "skin": "e0a37c", "brown": "a66c49", "umber": "704832", "fair": "efc4a2",
}  # fmt: skip


def hexa(colour: str) -> str:
    """Give the six hexadecimal digits of a palette name (or of digits already given)."""
    return PALETTE.get(colour, colour)


def mix(colour: str, other: str, share: float) -> str:
    """Mix two colours; `share` is the part of the second, between 0 and 1."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def darker(colour: str, share: float = 0.22) -> str:
    """Shade a colour towards plum, as the shadows of all the pictures are."""
    return mix(colour, "3a2438", share)


def lighter(colour: str, share: float = 0.22) -> str:
    """Light a colour towards warm cream, as the lights of all the pictures are."""
    return mix(colour, "fff3d6", share)


def _channels(colour: str) -> tuple[int, int, int]:
    digits = hexa(colour)
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def _richer(colour: str) -> str:
    red, green, blue = (channel / 255 for channel in _channels(colour))
    hue, light, saturation = rgb_to_hls(red, green, blue)
    channels = hls_to_rgb(hue, light, min(1.0, saturation * 1.12))
    return "".join(f"{round(channel * 255):02x}" for channel in channels)


def paint(colour: str, alpha: float = 1) -> str:
    """Give the attributes that fill a shape with a colour, lighter at the upper left."""
    return f'fill="url(#g-{hexa(colour)})"' + (f' opacity="{alpha}"' if alpha < 1 else "")


def box(x: float, y: float, w: float, h: float, colour: str, r: float = 5, alpha: float = 1) -> str:
    """Paint a rectangle with corners rounded by `r`."""
    return f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="{r:g}" {paint(colour, alpha)}/>'


def disc(x: float, y: float, rx: float, colour: str, ry: float | None = None, alpha: float = 1) -> str:
    """Paint a disc, or an ellipse when `ry` is given."""
    high = rx if ry is None else ry
    return f'<ellipse cx="{x:g}" cy="{y:g}" rx="{rx:g}" ry="{high:g}" {paint(colour, alpha)}/>'


def poly(points: str, colour: str, alpha: float = 1) -> str:
    """Paint a shape with straight sides; `points` is "x,y x,y ..."."""
    return f'<polygon points="{points}" {paint(colour, alpha)}/>'


def path(d: str, colour: str, alpha: float = 1) -> str:
    """Paint a shape given as an SVG path."""
    return f'<path d="{d}" {paint(colour, alpha)}/>'


def blob(points: str, colour: str, alpha: float = 1) -> str:
    """Paint a closed, rounded shape that passes through the points."""
    return path(_through(_pairs(points), closed=True), colour, alpha)


def stroke(points: str, colour: str, width: float, alpha: float = 1) -> str:
    """Draw one rounded brush stroke through the points."""
    return pen(_through(_pairs(points), closed=False), colour, width, alpha)


def pen(d: str, colour: str, width: float, alpha: float = 1) -> str:
    """Draw the line of an SVG path."""
    look = f'stroke="#{hexa(colour)}" stroke-width="{width:g}" opacity="{alpha:g}"'
    return f'<path d="{d}" fill="none" stroke-linecap="round" stroke-linejoin="round" {look}/>'


def line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float, alpha: float = 1) -> str:
    """Draw a straight stroke."""
    return pen(f"M{x1:g} {y1:g}L{x2:g} {y2:g}", colour, width, alpha)


def ring(x: float, y: float, r: float, colour: str, width: float, ry: float | None = None) -> str:
    """Draw a circle (or ellipse) as a line."""
    look = f'fill="none" stroke="#{hexa(colour)}" stroke-width="{width:g}"'
    return f'<ellipse cx="{x:g}" cy="{y:g}" rx="{r:g}" ry="{r if ry is None else ry:g}" {look}/>'


def shade(x: float, y: float, rx: float, ry: float, alpha: float = 0.3) -> str:
    """Lay the soft shadow of something that stands on a ground."""
    where = f'cx="{x:g}" cy="{y:g}" rx="{rx:g}" ry="{ry:g}"'
    return f'<ellipse {where} fill="#3a2438" opacity="{alpha:g}" filter="url(#blur)"/>'


def veil(points: str, colour: str, alpha: float) -> str:
    """Lay a soft-edged patch of light or shade over what is painted."""
    return f'<polygon points="{points}" fill="#{hexa(colour)}" opacity="{alpha:g}" filter="url(#blur)"/>'


def at(x: float, y: float, *marks: str, s: float = 1, r: float = 0, flip: bool = False) -> str:
    """Place marks drawn around the origin: scaled by `s`, turned by `r` degrees, mirrored."""
    scale = f"scale({-s if flip else s:g} {s:g})"
    return f'<g transform="translate({x:g} {y:g}) rotate({r:g}) {scale}">{"".join(marks)}</g>'


def lifted(*marks: str) -> str:
    """Let marks cast one shadow together, to the lower right."""
    return f'<g filter="url(#cast)">{"".join(marks)}</g>'


def inside(shape: str, *marks: str) -> str:
    """Paint a shape, and marks only where the shape is."""
    content = "".join(marks)
    name = f"c-{zlib.crc32((shape + content).encode()):08x}"
    return f'<clipPath id="{name}">{shape}</clipPath>{shape}<g clip-path="url(#{name})">{content}</g>'


def _pairs(points: str) -> list[tuple[float, float]]:
    pairs = (point.split(",") for point in points.split())
    return [(float(x), float(y)) for x, y in pairs]


def _through(points: list[tuple[float, float]], *, closed: bool) -> str:
    """Write the Catmull-Rom curve through the points as cubic Bezier segments."""
    count = len(points)

    def point(i: int) -> tuple[float, float]:
        return points[i % count] if closed else points[min(max(i, 0), count - 1)]

    d = f"M{points[0][0]:g} {points[0][1]:g}"
    for i in range(count if closed else count - 1):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = (point(i + k) for k in (-1, 0, 1, 2))
        d += f"C{bx + (cx - ax) / 6:.1f} {by + (cy - ay) / 6:.1f}"
        d += f" {cx - (dx - bx) / 6:.1f} {cy - (dy - by) / 6:.1f} {cx:g} {cy:g}"
    return d + ("Z" if closed else "")


@dataclass(frozen=True)
class Sheet:
    """A finished drawing, ready to be laid on paper."""

    marks: str

    def svg(self, seed: int) -> str:
        """Give the whole SVG; `seed` makes the paper of each picture its own."""
        names = sorted(set(re.findall(r"url\(#g-([0-9a-f]{6})\)", self.marks)))
        size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
        defs = "".join(_gradient(name) for name in names) + _FILTERS.replace("SEED", str(seed))
        whole = f'width="{WIDTH}" height="{HEIGHT}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size}><defs>{defs}</defs>'
            f'<rect {whole} fill="#{PALETTE["paper"]}"/><g filter="url(#hand)">{self.marks}</g>'
            f'<g style="mix-blend-mode:soft-light"><rect {whole} filter="url(#wash)"/>'
            f'<rect {whole} filter="url(#streaks)"/></g>'
            f'<rect {whole} fill="url(#glow)" style="mix-blend-mode:soft-light"/></svg>'
        )


def _gradient(name: str) -> str:
    rich = _richer(name)
    stops = zip((0, 0.45, 1), (lighter(rich, 0.2), rich, darker(rich, 0.17)), strict=True)
    lines = "".join(f'<stop offset="{where}" stop-color="#{colour}"/>' for where, colour in stops)
    return f'<linearGradient id="g-{name}" x1="0" y1="0" x2="0.75" y2="1">{lines}</linearGradient>'


_FILTERS = """
<linearGradient id="dawn" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#fff6e0" stop-opacity="0"/>
  <stop offset="0.8" stop-color="#fff6e0" stop-opacity="0.6"/></linearGradient>
<filter id="blur" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="9"/></filter>
<filter id="cast" x="-20%" y="-20%" width="150%" height="150%">
  <feDropShadow dx="13" dy="15" stdDeviation="9" flood-color="#3a2438" flood-opacity="0.33"/></filter>
<filter id="hand" x="0" y="0" width="100%" height="100%">
  <feTurbulence type="fractalNoise" baseFrequency="0.013" numOctaves="3" seed="SEED"/>
  <feDisplacementMap in="SourceGraphic" scale="13" xChannelSelector="R" yChannelSelector="G"/></filter>
<filter id="wash" x="0" y="0" width="100%" height="100%">
  <feTurbulence type="fractalNoise" baseFrequency="0.004 0.006" numOctaves="3" seed="SEED"/>
  <feColorMatrix values="1.9 0 0 0 -0.45  1.9 0 0 0 -0.45  1.9 0 0 0 -0.45  0 0 0 0 0.5"/></filter>
<filter id="streaks" x="0" y="0" width="100%" height="100%">
  <feTurbulence type="fractalNoise" baseFrequency="0.012 0.11" numOctaves="2" seed="SEED"/>
  <feColorMatrix values="1.6 0 0 0 -0.3  1.6 0 0 0 -0.3  1.6 0 0 0 -0.3  0 0 0 0 0.2"/></filter>
<radialGradient id="glow" cx="0.22" cy="0.12" r="1.1"><stop offset="0" stop-color="#fff" stop-opacity="0.45"/>
  <stop offset="0.5" stop-color="#888" stop-opacity="0"/>
  <stop offset="1" stop-color="#22101c" stop-opacity="0.42"/></radialGradient>
"""
