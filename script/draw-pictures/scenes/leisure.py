"""Books, toys and games."""
# ruff: noqa: D103  (the decorator says what a scene shows)

from math import cos, pi, sin

from brush import (
    at,
    blob,
    box,
    disc,
    lifted,
    lighter,
    line,
    path,
    pen,
    poly,
    ring,
    shade,
    stroke,
    veil,
)
from gallery import picture
from objects import books as spines
from objects import leafy
from places import (
    room,
)


@picture(
    "books",
    "books reading give lend knowledge",
    en="Books standing on a shelf, one open, with a pair of glasses",
    fr="Des livres sur une étagère, un livre ouvert et une paire de lunettes",
)
def books() -> str:
    top = (
        spines(70, 330, (60, 44, 70, 52, 40, 66), ("terra", "deep", "straw", "plum", "sage", "rust"), 250, 2)
        + leafy(560, 330, 0.85, "leaf", "cream")
        + at(690, 330, spines(0, 0, (56, 46, 70), ("ochre", "teal", "rose"), 240, 5))
        + at(
            870,
            332,
            box(0, -44, 250, 44, "plum", 6),
            box(14, -86, 220, 42, "mist", 6),
            box(4, -126, 236, 40, "terra", 6),
        )
    )
    shelf = box(40, 328, 1120, 34, "pinewood", 4) + veil("50,364 1150,364 1150,400 50,400", "3a2438", 0.35)
    left = "M600 560C520 500 360 500 220 540L190 800C340 760 500 760 600 830Z"
    right = "M600 560C680 500 840 500 980 540L1010 800C860 760 700 760 600 830Z"
    opened = (
        shade(620, 830, 430, 24)
        + path("M170 560L160 830C340 800 500 800 600 860C700 800 860 800 1040 830L1030 560Z", "rust")
        + path(left, "white")
        + path(right, "cream")
        + line(600, 566, 600, 826, "sand", 6)
    )
    text = "".join(
        stroke(f"{260 - k * 4},{590 + k * 36} 400,{574 + k * 37} 550,{604 + k * 37}", "steel", 6, 0.7)
        + stroke(f"{650},{604 + k * 37} 800,{574 + k * 37} {940 + k * 4},{590 + k * 36}", "steel", 6, 0.7)
        for k in range(5)
    )
    glasses = (
        ring(800, 700, 62, "ink", 11)
        + ring(960, 716, 62, "ink", 11)
        + stroke("862,700 880,690 898,706", "ink", 10)
        + disc(800, 700, 56, "sky", alpha=0.35)
        + disc(960, 716, 56, "sky", alpha=0.35)
    )
    return (
        box(-20, -20, 1240, 500, "deep", 0)
        + box(-20, 470, 1240, 480, "wood", 0)
        + line(-20, 474, 1220, 474, "pinewood", 12)
        + shelf
        + top
        + opened
        + text
        + lifted(glasses)
    )


@picture(
    "toys",
    "toys children give lend",
    en="A wooden train, blocks and a teddy bear on a rug",
    fr="Un train en bois, des cubes et un ours en peluche sur un tapis",
)
def toys() -> str:
    bear = (
        shade(20, 0, 140, 18)
        + blob("-110,-20 -130,-120 -80,-200 80,-200 130,-120 110,-20 0,4", "wood")
        + disc(0, -90, 70, "pinewood", 76)
        + disc(-76, -340, 36, "wood")
        + disc(76, -340, 36, "wood")
        + disc(0, -270, 104, "wood", 94)
    )
    bear += (
        disc(0, -244, 44, "pinewood", 34)
        + disc(0, -258, 14, "bark", 10)
        + disc(-36, -290, 9, "bark")
        + disc(36, -290, 9, "bark")
        + disc(-126, -130, 36, "wood", 60)
        + disc(126, -130, 36, "wood", 60)
        + disc(-72, -10, 52, "wood", 40)
        + disc(72, -10, 52, "wood", 40)
        + disc(-72, -8, 26, "pinewood")
        + disc(72, -8, 26, "pinewood")
        + poly("-60,-190 0,-170 -60,-146", "terra")
        + poly("60,-190 0,-170 60,-146", "terra")
    )
    engine = (
        shade(20, 4, 220, 14)
        + box(-200, -80, 380, 50, "deep", 10)
        + box(-190, -220, 130, 150, "terra", 10)
        + box(-206, -240, 164, 30, "rust", 8)
        + box(-160, -196, 70, 60, "haze", 6)
        + box(-60, -160, 220, 90, "ochre", 44)
        + box(80, -230, 46, 80, "plum", 8)
        + "".join(disc(x, -34, 42, "oak") + disc(x, -34, 17, "straw") for x in (-140, -30, 110))
    )
    wagon = (
        shade(10, 4, 110, 12)
        + box(-100, -140, 200, 100, "sage", 10)
        + disc(-56, -34, 36, "oak")
        + disc(56, -34, 36, "oak")
        + disc(-56, -34, 14, "straw")
        + disc(56, -34, 14, "straw")
        + disc(-30, -150, 40, "terra")
        + disc(40, -150, 36, "mauve")
        + line(100, -60, 150, -60, "bark", 9)
    )
    blocks = "".join(
        box(x, y, 96, 96, c, 10) + box(x + 20, y + 20, 56, 56, lighter(c, 0.35), 28)
        for x, y, c in ((890, 590, "teal"), (1000, 590, "ochre"), (945, 490, "plum"))
    )
    return (
        room("rose", "sand", 600, boards=False, light=0.35)
        + disc(600, 780, 600, "teal", 150)
        + disc(600, 775, 540, "mist", 122)
        + shade(1000, 690, 140, 14)
        + blocks
        + at(200, 730, bear, s=1.15)
        + at(480, 830, wagon, s=1.1)
        + at(830, 850, engine, s=1.15)
    )


@picture(
    "board-games",
    "games play lend evening",
    en="A board game with dice, pawns and cards",
    fr="Un jeu de plateau, des dés, des pions et des cartes",
)
def board_games() -> str:
    squares = "".join(
        box(
            600 + 340 * cos(a * pi / 10) - 44,
            450 + 300 * sin(a * pi / 10) - 40,
            88,
            80,
            ("terra", "ochre", "teal", "plum", "sage")[a % 5],
            12,
        )
        for a in range(20)
    )
    centre = disc(600, 450, 190, "mist", 165) + pen(
        "M600 450c30 -40 80 10 40 60c-50 60 -150 20 -140 -70c10 -100 150 -140 220 -60", "deep", 16
    )

    def pawn(x: float, y: float, c: str) -> str:
        return at(
            x,
            y,
            shade(16, 0, 46, 10),
            blob("-44,0 -36,-30 -16,-60 -16,-96 16,-96 16,-60 36,-30 44,0 0,10", c),
            disc(0, -116, 34, c),
            disc(-10, -126, 9, lighter(c, 0.5)),
            s=1.25,
        )

    def die(x: float, y: float, turn: float, spots: tuple[tuple[int, int], ...]) -> str:
        return lifted(
            at(
                x,
                y,
                box(-52, -52, 104, 104, "white", 20),
                *(disc(dx * 27, dy * 27, 10, "ink") for dx, dy in spots),
                r=turn,
            )
        )

    cards = "".join(
        at(
            1050,
            850,
            lifted(box(-70, -210, 140, 200, c, 14)),
            box(-52, -192, 104, 164, "cream", 8),
            disc(0, -110, 34, c),
            r=r,
            s=1.15,
        )
        for r, c in ((-26, "teal"), (2, "terra"), (28, "plum"))
    )
    return (
        box(-20, -20, 1240, 940, "pine", 0)
        + disc(600, 460, 640, "leaf", 520, 0.35)
        + lifted(box(130, 60, 940, 780, "paper", 26))
        + squares
        + centre
        + pawn(330, 350, "terra")
        + pawn(620, 830, "ochre")
        + pawn(905, 420, "deep")
        + die(560, 440, 15, ((-1, -1), (0, 0), (1, 1), (-1, 1), (1, -1)))
        + die(690, 500, -20, ((-1, -1), (1, 1), (0, 0)))
        + cards
    )
