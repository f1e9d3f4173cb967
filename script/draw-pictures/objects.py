"""Things that come back from picture to picture: plants, wheels, crates, hands, people seen from behind."""
# ruff: noqa: E501  (an outline is one string)

from math import atan2, cos, degrees, hypot, radians, sin
from random import Random

from brush import at, blob, box, darker, disc, inside, lifted, lighter, line, pen, poly, ring, shade, stroke


def leafy(x: float, y: float, s: float = 1, leaves: str = "leaf", pot: str = "terra") -> str:
    """Paint a plant in its pot, standing at (x, y)."""
    marks = shade(20, 0, 70, 13)
    for lean, high in (
        (-95, -170),
        (-55, -235),
        (-8, -265),
        (45, -240),
        (95, -165),
        (-120, -110),
        (118, -105),
    ):
        tip, mid = f"{lean},{high}", f"{lean * 0.35:.0f},{high * 0.62:.0f}"
        marks += stroke(f"0,-80 {mid} {tip}", darker(leaves), 6)
        marks += at(
            lean * 0.75,
            high * 0.84,
            blob("-24,30 -20,-20 0,-52 20,-20 24,30 0,44", leaves),
            line(0, 36, 0, -40, lighter(leaves), 3, 0.6),
            r=lean * 0.5,
        )
    marks += poly("-58,-95 58,-95 42,0 -42,0", pot) + box(-66, -112, 132, 30, lighter(pot, 0.12), 6)
    return at(x, y, marks, s=s)


def mug(
    x: float, y: float, colour: str = "terra", s: float = 1, *, steam: bool = True, flip: bool = False
) -> str:
    """Paint a mug that stands at (x, y)."""
    marks = shade(18, 0, 70, 12) + ring(62, -52, 28, darker(colour, 0.1), 15)
    marks += blob("-60,-104 -58,-20 -40,-2 40,-2 58,-20 60,-104", colour) + disc(
        0, -104, 60, lighter(colour, 0.35), 15
    )
    marks += disc(0, -102, 50, "oak", 10)
    if steam:
        marks += stroke("-14,-130 -28,-165 -6,-190 -22,-230", "white", 8, 0.55) + stroke(
            "18,-132 6,-168 26,-196", "white", 8, 0.5
        )
    return at(x, y, marks, s=s, flip=flip)


def lamp(x: float, y: float, s: float = 1, shadeof: str = "straw", stem: str = "oak") -> str:
    """Paint a table lamp, lit, that stands at (x, y)."""
    glow = disc(0, -190, 210, "straw", alpha=0.22)
    return at(
        x,
        y,
        glow,
        shade(10, 0, 50, 9),
        blob("-42,0 -26,-18 -16,-60 -24,-100 0,-130 24,-100 16,-60 26,-18 42,0", stem),
        poly("-48,-250 48,-250 88,-125 -88,-125", shadeof),
        s=s,
    )


def frame(x: float, y: float, w: float, h: float, edge: str, *marks: str, ground: str = "cream") -> str:
    """Paint a framed picture on a wall; `marks` are inside, from its upper left corner."""
    return lifted(box(x, y, w, h, edge, 3)) + at(
        x + 16, y + 16, inside(box(0, 0, w - 32, h - 32, ground, 0), *marks)
    )


def wheel(x: float, y: float, r: float, *, spokes: int = 0, tyre: str = "ink", rim: str = "pearl") -> str:
    """Paint a wheel: a car's, or a bicycle's when it has spokes."""
    if not spokes:
        return (
            disc(x, y, r, tyre)
            + disc(x, y, r * 0.58, rim)
            + disc(x, y, r * 0.44, "steel")
            + disc(x, y, r * 0.15, "iron")
        )
    marks = ring(x, y, r, tyre, 15) + ring(x, y, r - 13, rim, 6)
    for i in range(spokes):
        turn = radians(360 * i / spokes)
        marks += line(x, y, x + (r - 15) * cos(turn), y + (r - 15) * sin(turn), "pearl", 2.5, 0.9)
    return marks + disc(x, y, 13, "iron")


def crate(x: float, y: float, w: float, h: float, colour: str = "pinewood") -> str:
    """Paint the front of an open wooden crate, its lower left corner at (x, y)."""
    marks, slats = "", 3
    for i in range(slats):
        marks += box(x, y - h + i * h / slats, w, h / slats - 9, colour, 4)
    for k in (0, w - 34):
        marks += box(x + k, y - h - 8, 34, h + 8, darker(colour, 0.12), 3)
        marks += "".join(disc(x + k + 17, y - h + h / slats * (i + 0.4), 4, "iron") for i in range(slats))
    return marks


def basket(x: float, y: float, w: float, h: float, colour: str = "wood", *, handle: bool = True) -> str:
    """Paint a woven basket standing at (x, y), its middle."""
    body = blob(
        f"{-w / 2},{-h} {-w / 2 + 6},{-h * 0.5} {-w * 0.4},-6 0,4 {w * 0.4},-6 {w / 2 - 6},{-h * 0.5} {w / 2},{-h} 0,{-h + 6}",
        colour,
    )
    weave = ""
    for i in range(6):
        for j in range(int(w / 44) + 1):
            dx = -w / 2 + j * 44 + (i % 2) * 22
            weave += stroke(
                f"{dx},{-h + 16 + i * h / 6} {dx + 17},{-h + 8 + i * h / 6} {dx + 36},{-h + 18 + i * h / 6}",
                darker(colour, 0.4) if i % 2 else lighter(colour, 0.35),
                8,
                0.75,
            )
    bow = (
        pen(
            f"M{-w * 0.42} {-h}C{-w * 0.4} {-h * 2.3} {w * 0.4} {-h * 2.3} {w * 0.42} {-h}",
            darker(colour),
            22,
        )
        if handle
        else ""
    )
    rim = stroke(f"{-w / 2 - 4},{-h} 0,{-h + 12} {w / 2 + 4},{-h}", lighter(colour, 0.2), 20)
    return at(x, y, shade(20, 0, w * 0.52, 18), bow, inside(body, weave), rim)


def jar(x: float, y: float, content: str, s: float = 1, lid: str = "terra", label: str = "cream") -> str:
    """Paint a full jar that stands at (x, y)."""
    marks = (
        shade(20, -2, 85, 14) + box(-74, -180, 148, 180, "haze", 30) + box(-66, -158, 132, 150, content, 26)
    )
    marks += box(-64, -224, 128, 46, lid, 8) + line(-58, -190, 58, -190, darker(lid), 4, 0.5)
    marks += (
        box(-48, -120, 96, 66, label, 5)
        + stroke("-28,-96 -5,-104 26,-94", darker(content, 0.3), 5)
        + stroke("-28,-76 0,-80 18,-74", darker(content, 0.3), 4, 0.7)
    )
    return at(x, y, marks, stroke("-54,-150 -58,-90 -54,-40", "white", 10, 0.6), s=s)


def flower(x: float, y: float, colour: str, s: float = 1, heart: str = "ochre") -> str:
    """Paint the head of a flower."""
    petals = "".join(at(0, 0, disc(0, -22, 14, colour, 20), r=i * 60) for i in range(6))
    return at(x, y, petals, disc(0, 0, 12, heart), s=s)


def hand(
    x: float,
    y: float,
    turn: float,
    skin: str = "skin",
    *,
    grip: bool = False,
    s: float = 1,
    flip: bool = False,
) -> str:
    """Paint a hand from its wrist at (x, y), pointing right before it is turned; `grip` closes it."""
    edge = darker(skin, 0.24)
    marks = stroke("-60,0 10,0", skin, 62) + blob("-12,-30 30,-42 82,-40 100,-4 84,38 30,40 -12,30", skin)
    ends = (
        ((62, -30, 40, 4), (72, -10, 44, 2), (70, 11, 42, -1), (58, 30, 36, -5))
        if grip
        else ((72, -31, 64, -16), (84, -11, 82, -4), (82, 10, 78, 8), (68, 29, 58, 20))
    )
    for fx, fy, length, drop in reversed(ends):
        marks += line(fx, fy, fx + length, fy + drop, edge, 30) + line(
            fx, fy, fx + length - 1, fy + drop - 1, skin, 25
        )
    thumb = "26,-30 62,-52 88,-42" if grip else "20,-28 50,-62 86,-80"
    marks += stroke(thumb, edge, 32) + stroke(thumb, skin, 27)
    return at(x, y, marks, s=s, r=turn, flip=flip)


def sleeve(x1: float, y1: float, x2: float, y2: float, colour: str, w: float = 120) -> str:
    """Paint a forearm in its sleeve, from the elbow to the cuff; the hand is painted before it."""
    length, turn = hypot(x2 - x1, y2 - y1), degrees(atan2(y2 - y1, x2 - x1))
    lit = -1 if x2 > x1 else 1  # the side that looks up, whichever way the arm points
    half = w / 2
    cloth = (
        poly(f"0,{-half} {length},{-half * 0.8} {length},{half * 0.8} 0,{half}", colour)
        + poly(
            f"0,{-lit * half * 0.5} {length},{-lit * half * 0.45} {length},{-lit * half * 0.8} 0,{-lit * half}",
            darker(colour, 0.3),
            0.55,
        )
        + line(0, lit * half * 0.55, length - 40, lit * half * 0.45, lighter(colour), w * 0.14, 0.6)
        + box(length - 30, -half * 0.92, 34, half * 1.84, darker(colour, 0.12), 10)
    )
    return at(x1, y1, cloth, r=turn)


def person(
    x: float,
    y: float,
    s: float = 1,
    coat: str = "terra",
    legs: str = "deep",
    hair: str = "oak",
    skin: str = "skin",
    *,
    long: bool = False,
    hat: str = "",
    seated: bool = False,
) -> str:
    """Paint someone seen from behind, 400 high at `s` 1, standing (or sitting) at (x, y)."""
    marks = shade(25, 0, 90, 16)
    if not seated:
        marks += line(-26, -170, -30, -14, legs, 46) + line(28, -170, 34, -14, legs, 46)
        marks += blob("-56,4 -52,-20 -26,-24 -8,-4 -10,6", "bark") + blob(
            "12,6 14,-16 38,-24 60,-6 58,6", "bark"
        )
    marks += box(-16, -330, 32, 50, darker(skin, 0.12), 10)
    low = -10 if seated else -130
    marks += stroke("-66,-270 -92,-200 -86,-140", coat, 42) + stroke(
        "66,-270 94,-200 88,-140", darker(coat, 0.15), 42
    )
    marks += disc(-86, -124, 18, skin) + disc(88, -124, 18, skin)
    marks += blob(
        f"-78,-270 -40,-302 0,-308 40,-302 80,-270 82,-190 86,{low} 0,{low + 12} -86,{low} -80,-190", coat
    )
    marks += stroke(f"0,-290 4,-220 0,{low}", darker(coat), 4, 0.4) + stroke(
        f"-58,-262 -64,-200 -66,{low - 20}", lighter(coat), 12, 0.5
    )
    marks += disc(-45, -350, 9, skin, 13) + disc(45, -350, 9, darker(skin), 13)
    marks += blob("-46,-350 -44,-392 0,-416 44,-392 46,-350 30,-312 0,-304 -30,-312", hair)
    marks += stroke("-28,-380 -8,-398 14,-398", lighter(hair, 0.3), 9, 0.6)
    if long:
        marks += blob("-48,-370 0,-330 48,-370 54,-290 40,-236 0,-226 -40,-236 -54,-290", hair)
    if hat:
        marks += blob("-50,-366 -40,-412 0,-430 40,-412 50,-366 0,-356", hat) + stroke(
            "-52,-364 0,-354 52,-364", darker(hat), 16
        )
    return at(x, y, marks, s=s)


def books(
    x: float, y: float, widths: tuple[int, ...], colours: tuple[str, ...], h: float = 180, seed: int = 1
) -> str:
    """Paint books standing side by side on a shelf, from (x, y)."""
    chance, marks = Random(seed), ""
    for i, w in enumerate(widths):
        colour, high = colours[i % len(colours)], h * chance.uniform(0.76, 1)
        marks += box(x, y - high, w - 3, high, colour, 4) + line(
            x + 5, y - high * 0.8, x + w - 9, y - high * 0.8, lighter(colour, 0.5), 5
        )
        marks += line(x + 5, y - high * 0.2, x + w - 9, y - high * 0.2, lighter(colour, 0.5), 5)
        x += w
    return marks
