"""Crafts of the hand."""
# ruff: noqa: D103  (the decorator says what a scene shows)

from brush import (
    at,
    blob,
    box,
    darker,
    disc,
    inside,
    lifted,
    line,
    path,
    pen,
    ring,
    shade,
    stroke,
)
from gallery import picture
from objects import hand, sleeve
from places import (
    flat,
    room,
    table,
    window,
)


@picture(
    "hands-knitting",
    "knowledge knitting textile hands learn",
    en="Two hands knitting a striped scarf, a ball of wool beside",
    fr="Deux mains tricotent une écharpe rayée, une pelote à côté",
)
def hands_knitting() -> str:
    scarf = path("M470 470H760C770 600 740 700 780 960H440C480 780 450 600 470 470Z", "ochre")
    bands = "".join(
        box(420, y, 400, 52, c, 0) for y, c in ((520, "terra"), (640, "cream"), (760, "plum"), (860, "terra"))
    )
    stitches = "".join(
        pen(f"M{x} {y}l15 16l15 -16", darker("ochre", 0.35), 4).replace('opacity="1"', 'opacity=".4"')
        for x in range(445, 790, 36)
        for y in range(490, 900, 34)
    )
    loops = "".join(ring(490 + k * 30, 466, 15, "rust", 9) for k in range(10))
    needles = (
        line(250, 640, 730, 400, "pinewood", 20)
        + line(960, 640, 500, 400, "wood", 20)
        + disc(250, 640, 22, "terra")
        + disc(960, 640, 22, "terra")
    )
    strands = "".join(
        pen(f"M{x - 150} {y}Q{x} {y + 70} {x + 150} {y - 20}", c, 9, 0.7)
        for x, y, c in ((960, 100, "lilac"), (960, 128, "plum"), (960, 156, "lilac"), (960, 184, "mauve"))
    )
    strands += "".join(
        at(985, 215, pen(f"M-90 {k * 24}Q0 {k * 24 + 60} 130 {k * 24 - 60}", c, 10, 0.8), r=62)
        for k, c in ((-2, "lilac"), (-1, "plum"), (0, "lilac"), (1, "plum"), (2, "lilac"))
    )
    strands += "".join(
        at(930, 260, pen(f"M-110 {k * 24}Q0 {k * 24 + 40} 110 {k * 24}", c, 10, 0.8), r=-28)
        for k, c in ((-1, "plum"), (0, "lilac"), (1, "plum"), (2, "lilac"), (3, "plum"))
    )
    wool = (
        shade(990, 330, 140, 18)
        + inside(disc(970, 210, 135, "mauve"), strands)
        + pen("M900 322C800 420 820 380 760 440", "mauve", 9)
    )
    left = hand(280, 690, -36, "fair", grip=True, s=1.5) + sleeve(-40, 900, 240, 720, "deep", 170)
    right = hand(920, 690, 36, "fair", grip=True, s=1.5, flip=True) + sleeve(1240, 900, 960, 720, "deep", 170)
    return (
        flat("mist", "haze")
        + wool
        + lifted(inside(scarf, bands, stitches))
        + loops
        + needles
        + lifted(left)
        + lifted(right)
    )


@picture(
    "pottery",
    "knowledge pottery craft clay learn",
    en="Hands shaping a bowl on a potter's wheel",
    fr="Des mains façonnent un bol sur un tour de potier",
)
def pottery() -> str:
    shelf = (
        box(120, 230, 420, 24, "oak", 4)
        + at(210, 230, blob("-50,-90 -44,-20 -24,0 24,0 44,-20 50,-90", "deep"), disc(0, -90, 50, "teal", 12))
        + at(
            340,
            230,
            blob("-30,-150 -50,-70 -30,0 30,0 50,-70 30,-150", "terra"),
            disc(0, -150, 30, "rust", 8),
        )
        + at(460, 230, blob("-46,-70 -36,-12 0,0 36,-12 46,-70", "cream"), disc(0, -70, 46, "sand", 11))
    )
    wheel_ = (
        shade(600, 800, 400, 26)
        + disc(600, 740, 380, "oak", 84)
        + disc(600, 716, 360, "iron", 76)
        + disc(600, 706, 330, "steel", 66)
        + ring(600, 706, 240, "pearl", 5, 46)
    )
    bowl = (
        blob("360,430 380,560 450,680 520,710 680,710 750,680 820,560 840,430", "clay")
        + disc(600, 430, 240, "fair", 54)
        + disc(600, 436, 206, "rust", 40)
        + "".join(
            stroke(
                f"{380 + k * 26},{500 + k * 64} 600,{540 + k * 62} {820 - k * 26},{500 + k * 64}",
                "fair",
                8,
                0.6,
            )
            for k in range(3)
        )
    )
    left = hand(215, 610, -26, "umber", s=1.55) + sleeve(-40, 780, 170, 640, "pine", 170)
    right = hand(985, 610, 26, "umber", s=1.55, flip=True) + sleeve(1240, 780, 1030, 640, "pine", 170)
    return (
        room("paper", "wood", 640, light=0.3, boards=False)
        + shelf
        + window(760, 60, 300, 260)
        + wheel_
        + bowl
        + lifted(left)
        + lifted(right)
    )


@picture(
    "soap",
    "craft soap body reuse share",
    en="Bars of handmade soap tied with string, with lavender",
    fr="Des savons faits main noués de ficelle, et de la lavande",
)
def soap() -> str:
    def bar(x: float, y: float, c: str, turn: float) -> str:
        return lifted(
            at(
                x,
                y,
                box(-150, -40, 300, 90, darker(c, 0.15), 20),
                box(-150, -70, 300, 90, c, 24),
                stroke("-120,-50 -20,-56 100,-50", "white", 9, 0.6),
                box(-22, -72, 44, 122, "cream", 2),
                line(0, -72, 0, 50, "wood", 5),
                stroke("0,-70 -36,-100 -44,-70 0,-70 36,-104 44,-72 0,-70", "wood", 6),
                r=turn,
            )
        )

    lavender = (
        "".join(
            at(
                x,
                640,
                stroke("0,260 4,80 0,-80", "leaf", 8),
                *(disc((-1) ** k * 15, -100 - k * 30, 18, ("mauve", "plum")[k % 2], 21) for k in range(8)),
                r=r,
            )
            for x, r in ((870, -18), (910, -8), (960, 2), (1000, 12), (1040, 22))
        )
        + box(890, 740, 130, 30, "cream", 12)
        + stroke("950,750 900,800 880,770", "cream", 10)
        + stroke("960,750 1010,806 1036,772", "cream", 10)
    )
    dish = (
        shade(400, 800, 330, 20)
        + blob("70,720 110,790 400,820 690,790 730,720 400,740", "white")
        + disc(400, 716, 330, "haze", 44)
    )
    bubbles = "".join(
        ring(x, y, r, "white", 5) + disc(x - r * 0.3, y - r * 0.3, r * 0.22, "white")
        for x, y, r in (
            (180, 200, 46),
            (300, 130, 30),
            (120, 330, 26),
            (560, 180, 40),
            (680, 110, 22),
            (480, 90, 17),
        )
    )
    return (
        table("paper", 600, wall="mauve")
        + bubbles
        + dish
        + bar(280, 690, "sage", 0)
        + bar(550, 690, "clay", 0)
        + bar(410, 570, "straw", -4)
        + lavender
    )
