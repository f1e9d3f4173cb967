"""Places to put things in: rooms, tables, skies, grounds, trees, houses and water."""
# ruff: noqa: E501  (an outline is one string)

from random import Random

from brush import at, blob, box, darker, disc, inside, lighter, line, mix, pen, poly, shade, stroke, veil


def room(wall: str, floor: str, horizon: float = 640, *, boards: bool = True, light: float = 0.35) -> str:
    """Paint a wall, a skirting board, a floor, and the light of a window off to the left."""
    marks = box(-20, -20, 1240, horizon + 30, wall, 0) + box(-20, horizon, 1240, 930 - horizon, floor, 0)
    if boards:
        for y in (horizon + 55, horizon + 125, horizon + 215):
            marks += line(-20, y, 1220, y, darker(floor), 3, 0.5)
        for x, y, h in (
            (210, 0, 55),
            (760, 0, 55),
            (450, 55, 70),
            (1010, 55, 70),
            (140, 125, 90),
            (800, 125, 90),
        ):
            marks += line(x, horizon + y, x, horizon + y + h, darker(floor), 3, 0.45)
    marks += box(-20, horizon - 26, 1240, 30, lighter(wall, 0.45), 0)
    marks += line(-20, horizon + 5, 1220, horizon + 5, darker(floor, 0.5), 5, 0.4)
    if light:
        marks += veil(f"120,60 470,150 560,{horizon - 60} 210,{horizon - 90}", "fff3d0", light)
    return marks


def table(top: str, horizon: float = 600, *, wall: str = "mist", light: bool = True) -> str:
    """Paint the top of a table seen from a chair, before a plain wall."""
    marks = box(-20, -20, 1240, horizon + 40, wall, 0)
    if light:
        marks += veil("-40,120 330,-40 760,-40 120,620 -40,620", "fff3d0", 0.3)
    marks += box(-20, horizon, 1240, 940 - horizon, top, 0)
    marks += box(-20, horizon - 4, 1240, 14, lighter(top, 0.5), 0)
    for y in (horizon + 90, horizon + 200):
        marks += stroke(f"-20,{y} 300,{y + 8} 700,{y - 6} 1220,{y + 5}", darker(top), 4, 0.3)
    return marks


def flat(ground: str, accent: str) -> str:
    """Paint a plain ground seen from above, with one broad swept patch of a second colour."""
    sweep = blob("80,170 420,70 900,110 1130,330 1090,700 760,840 300,810 70,560", accent)
    return box(-20, -20, 1240, 940, ground, 0) + sweep


def window(x: float, y: float, w: float, h: float, frame: str = "white", view: str = "") -> str:
    """Paint a window with four panes; `view` is drawn behind the glass around (x, y)."""
    sky = box(x, y, w, h, "sky", 0)
    hills = blob(
        f"{x - 40},{y + h} {x - 20},{y + h * 0.62} {x + w * 0.35},{y + h * 0.5} {x + w * 0.7},"
        f"{y + h * 0.66} {x + w + 40},{y + h * 0.56} {x + w + 40},{y + h + 40}",
        "sage",
    )
    glow = disc(x + w * 0.3, y + h * 0.28, w * 0.13, "straw")
    marks = box(x - 20, y - 20, w + 40, h + 40, frame, 4) + inside(sky, glow, hills, view)
    marks += line(x + w / 2, y, x + w / 2, y + h, frame, 13) + line(
        x, y + h * 0.45, x + w, y + h * 0.45, frame, 11
    )
    marks += line(x + 8, y + 4, x + 8, y + h - 4, "3a2438", 12, 0.14)
    return (
        marks
        + box(x - 42, y + h + 16, w + 84, 24, frame, 4)
        + veil(
            f"{x - 30},{y + h + 44} {x + w + 50},{y + h + 44} {x + w + 40},{y + h + 62} {x - 20},{y + h + 62}",
            "3a2438",
            0.22,
        )
    )


def sky(
    top: str = "sky", *, sun: tuple[float, float] | None = (250, 190), clouds: int = 3, seed: int = 1
) -> str:
    """Paint a sky, its sun and a few clouds."""
    chance = Random(seed)
    marks = (
        box(-20, -20, 1240, 940, top, 0)
        + '<rect x="-20" y="60" width="1240" height="600" fill="url(#dawn)"/>'
    )
    if sun:
        marks += disc(*sun, 120, "straw", alpha=0.35) + disc(*sun, 74, "straw")
    for _ in range(clouds):
        x, y, s = chance.uniform(120, 1100), chance.uniform(70, 300), chance.uniform(0.7, 1.3)
        marks += at(
            x, y, blob("-120,20 -80,-18 -30,-20 10,-52 60,-26 110,-20 130,18 40,30", "white", 0.85), s=s
        )
    return marks


def hills(y: float, *colours: str, seed: int = 3) -> str:
    """Paint one behind the other, from far to near, hills from `y` down."""
    chance, marks = Random(seed), ""
    for i, colour in enumerate(colours):
        base = y + i * 70
        ridge = " ".join(f"{x},{base - chance.uniform(0, 75):.0f}" for x in range(-80, 1300, 230))
        marks += blob(f"-200,960 -160,{base} {ridge} 1360,{base} 1400,960", colour)
    return marks


def ground(y: float, colour: str, *, tufts: int = 26, seed: int = 5) -> str:
    """Paint a meadow from `y` down, with tufts of grass."""
    chance = Random(seed)
    marks = blob(f"-160,980 -120,{y + 10} 300,{y - 10} 700,{y + 12} 1320,{y - 6} 1360,980", colour)
    for _ in range(tufts):
        x, base = chance.uniform(0, 1200), chance.uniform(y + 40, 890)
        tone = chance.choice((darker(colour, 0.3), lighter(colour, 0.35), mix(colour, "pine", 0.4)))
        for lean in (-12, 0, 11):
            marks += stroke(
                f"{x:.0f},{base:.0f} {x + lean * 0.5:.0f},{base - 16:.0f} {x + lean:.0f},{base - 30:.0f}",
                tone,
                5,
                0.7,
            )
    return marks


def tree(x: float, y: float, s: float = 1, leaves: str = "leaf", trunk: str = "oak") -> str:
    """Paint a round tree that stands at (x, y)."""
    crown = blob("-130,-190 -120,-280 -50,-350 40,-352 120,-290 135,-200 80,-130 -70,-128", leaves)
    light = blob("-105,-215 -95,-275 -40,-325 20,-320 30,-270 -30,-230", lighter(leaves, 0.3), 0.75)
    dark = blob("-40,-140 60,-170 125,-235 128,-180 80,-132 0,-128", darker(leaves, 0.3), 0.55)
    stem = poly("-16,0 -10,-150 12,-150 18,0", trunk) + stroke("2,-110 40,-170 60,-200", trunk, 11)
    return at(x, y, shade(25, 0, 95, 15), stem, crown, dark, light, s=s)


def cypress(x: float, y: float, s: float = 1, leaves: str = "pine") -> str:
    """Paint a tall dark tree."""
    return at(
        x,
        y,
        shade(12, 0, 45, 10),
        blob("-34,-5 -40,-110 -16,-250 0,-300 18,-250 40,-110 34,-5", leaves),
        blob("-24,-40 -26,-120 -10,-220 -4,-120", lighter(leaves, 0.25), 0.6),
        s=s,
    )


def bush(x: float, y: float, s: float = 1, leaves: str = "leaf", dots: str = "") -> str:
    """Paint a bush, in flower when `dots` names a colour."""
    chance = Random(int(x * 7 + y))
    marks = blob("-95,0 -105,-50 -60,-95 0,-105 70,-90 105,-45 95,0", leaves)
    marks += blob("-80,-40 -50,-80 0,-88 -10,-50", lighter(leaves, 0.3), 0.7)
    for _ in range(16 if dots else 0):
        marks += disc(chance.uniform(-80, 80), chance.uniform(-85, -15), 8, dots)
    return at(x, y, shade(15, 2, 100, 14), marks, s=s)


def house(
    x: float, y: float, w: float, h: float, wall: str = "cream", roof: str = "terra", door: str = "teal"
) -> str:
    """Paint a village house that stands at (x, y), its left corner."""
    marks = box(x, y - h, w, h, wall, 0) + poly(
        f"{x + w * 0.78},{y - h} {x + w},{y - h} {x + w},{y} {x + w * 0.78},{y}", darker(wall, 0.2), 0.5
    )
    marks += poly(
        f"{x - 18},{y - h + 6} {x + w * 0.16},{y - h - w * 0.32} {x + w * 0.84},{y - h - w * 0.32} {x + w + 18},{y - h + 6}",
        roof,
    )
    for k in (0.25, 0.5, 0.75):
        marks += line(x + w * k, y - h - w * 0.3, x + w * k + (k - 0.5) * 26, y - h, darker(roof), 3, 0.4)
    marks += box(x + w * 0.14, y - h * 0.78, w * 0.2, h * 0.27, "deep", 2) + box(
        x + w * 0.62, y - h * 0.78, w * 0.2, h * 0.27, "deep", 2
    )
    for k in (0.1, 0.34, 0.58, 0.82):
        marks += box(x + w * k - 2, y - h * 0.79, w * 0.055, h * 0.29, door, 1)
    return (
        marks
        + box(x + w * 0.4, y - h * 0.42, w * 0.2, h * 0.42, door, 3)
        + box(x + w * 0.37, y - 8, w * 0.26, 8, "pearl", 1)
    )


def row(y: float, *, seed: int = 2, height: float = 190, start: float = -30, end: float = 1230) -> str:
    """Paint a row of village houses along a line at `y`."""
    chance, marks, x = Random(seed), "", start
    while x < end:
        w, h = chance.uniform(140, 210), chance.uniform(0.8, 1.2) * height
        marks += house(
            x,
            y,
            w,
            h,
            chance.choice(("cream", "paper", "rose", "straw", "haze")),
            chance.choice(("terra", "rust", "clay")),
            chance.choice(("teal", "plum", "blue", "pine")),
        )
        x += w + chance.choice((2, 2, 46))
    return marks


def water(y: float, h: float, colour: str = "teal", seed: int = 4) -> str:
    """Paint a stretch of water with its glints."""
    chance, marks = Random(seed), box(-20, y, 1240, h, colour, 0)
    for _ in range(26):
        x, at_y, w = chance.uniform(0, 1150), chance.uniform(y + 14, y + h - 10), chance.uniform(40, 150)
        marks += line(
            x, at_y, x + w, at_y, chance.choice((lighter(colour, 0.4), "haze", darker(colour))), 5, 0.55
        )
    return marks


def tiles(y: float, h: float, colour: str, size: float = 78) -> str:
    """Paint a wall of glazed tiles from `y`, `h` high."""
    chance, marks = Random(9), box(-20, y, 1240, h, darker(colour, 0.16), 0)
    for i in range(int(1260 / size) + 1):
        for j in range(int(h / size) + 1):
            tone = mix(colour, chance.choice(("white", "sky", "paper")), chance.uniform(0, 0.3))
            side = min(size - 5, h - j * size - 3)
            if side > 4:
                marks += f'<rect x="{-20 + i * size:g}" y="{y + j * size:g}" width="{size - 5:g}" height="{side:g}" rx="5" fill="#{tone}"/>'
    return marks


def road(horizon: float, far: float, near: float, bend: float = 0, colour: str = "9b938f") -> str:
    """Paint a road that comes from the horizon towards us, `far` and `near` wide."""
    x = 600 + bend
    left = f"M{x - far / 2} {horizon}C{x - far} {horizon + 120} {600 - near * 0.5} {horizon + 140} {600 - near / 2} 930"
    right = f"L{600 + near / 2} 930C{600 + near * 0.1} {horizon + 200} {x + far} {horizon + 120} {x + far / 2} {horizon}Z"
    centre = f"M{x} {horizon + 14}C{x} {horizon + 130} {600 - near * 0.12} {horizon + 160} 600 900"
    dashes = pen(centre, "white", 9).replace("<path", '<path stroke-dasharray="46 40"')
    return f'<path d="{left}{right}" fill="url(#g-{colour})"/>' + dashes
