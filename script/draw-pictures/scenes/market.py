"""The market, honey and the cafe."""
# ruff: noqa: D103  (the decorator says what a scene shows)

from brush import (
    at,
    blob,
    box,
    disc,
    inside,
    lighter,
    line,
    pen,
    poly,
    shade,
    stroke,
)
from gallery import picture
from objects import basket, flower, jar, leafy, mug
from places import (
    table,
)
from vegetables import tomato


@picture(
    "market-basket",
    "food market errand shopping share",
    en="A market basket with bread, leeks, apples and flowers",
    fr="Un panier de marché : pain, poireaux, pommes et fleurs",
)
def market_basket() -> str:
    goods = "".join(
        at(
            x,
            470,
            stroke("0,40 0,-240", c, 66),
            *(line(-22, -40 - k * 70, 22, -70 - k * 70, "straw", 10) for k in range(3)),
            r=r,
        )
        for x, c, r in ((430, "wood", -16), (510, "pinewood", -4))
    )
    goods += "".join(
        at(
            x,
            480,
            poly("-24,40 24,40 30,-150 -30,-150", "cream"),
            blob("-30,-140 -76,-330 -34,-270 0,-370 20,-270 66,-350 30,-140", c),
            r=r,
        )
        for x, r, c in ((620, 2, "leaf"), (700, 14, "pine"))
    )
    goods += "".join(
        stroke(f"790,460 {x},{y}", "leaf", 8) + flower(x, y, c, 1.4)
        for x, y, c in ((840, 250, "plum"), (910, 320, "terra"), (780, 300, "white"), (870, 390, "rose"))
    )
    goods += "".join(
        disc(x, y, 60, c, 56) + disc(x - 18, y - 18, 14, "rose", 10)
        for x, y, c in (
            (390, 450, "terra"),
            (500, 460, "lime"),
            (620, 450, "terra"),
            (740, 460, "ochre"),
            (830, 460, "terra"),
        )
    )
    return (
        table("clay", 640, wall="deep")
        + goods
        + at(600, 800, basket(0, 0, 620, 330, handle=False))
        + pen("M300 480C270 300 330 60 600 60C870 60 930 300 900 480", "oak", 30)
        + at(1060, 830, shade(10, 0, 80, 10), disc(0, -58, 62, "ochre", 58), disc(-20, -78, 14, "straw"))
        + tomato(160, 800, 64)
    )


@picture(
    "honey",
    "food honey bees producer share",
    en="Jars of honey, a dipper and a piece of comb",
    fr="Des pots de miel, une cuillère à miel et un rayon de cire",
)
def honey() -> str:
    comb = inside(
        poly("720,560 1120,520 1160,770 760,820", "ochre"),
        *(
            at(
                740 + i * 64 + (j % 2) * 32,
                560 + j * 56,
                poly("0,-32 28,-16 28,16 0,32 -28,16 -28,-16", "straw" if (i + j) % 3 else "rust"),
                poly("0,-20 18,-10 18,10 0,20 -18,10 -18,-10", "ochre"),
            )
            for i in range(8)
            for j in range(6)
        ),
    )
    dipper = (
        line(560, 560, 900, 300, "pinewood", 24)
        + at(540, 576, *(disc(0, k * 19, 44 - abs(k) * 6, "wood", 12) for k in range(-3, 4)), r=52)
        + stroke("520,600 514,660 526,720", "ochre", 17)
    )
    bees = "".join(
        at(
            x,
            y,
            disc(-12, -26, 24, "white", 15, 0.85),
            disc(14, -28, 22, "white", 14, 0.85),
            inside(
                disc(0, 0, 40, "ochre", 26), box(-16, -30, 14, 60, "bark", 0), box(10, -30, 14, 60, "bark", 0)
            ),
            r=r,
        )
        for x, y, r in ((700, 150, -14), (960, 210, 12), (560, 250, 20))
    )
    trail = pen(
        "M660 160C600 190 640 240 600 250M1000 220C1080 250 1090 160 1180 180", "bark", 4, 0.6
    ).replace("<path", '<path stroke-dasharray="10 13"')
    return (
        table("wood", 620, wall="sky")
        + trail
        + bees
        + jar(190, 770, "ochre", 1.75, "cream", "white")
        + jar(430, 700, "d08a28", 1.35, "terra", "straw")
        + shade(960, 812, 230, 18)
        + comb
        + dipper
        + "".join(
            flower(x, y, c, 1.2)
            for x, y, c in ((620, 850, "white"), (700, 866, "mauve"), (1120, 850, "white"))
        )
    )


@picture(
    "cafe-counter",
    "place cafe meeting neighbours shared",
    en="The counter of a neighbourhood cafe with cups and cakes",
    fr="Le comptoir d’un café de quartier, des tasses et des gâteaux",
)
def cafe_counter() -> str:
    shelves = (
        "".join(box(560, y, 560, 20, "pinewood", 4) for y in (190, 340))
        + "".join(
            at(
                600 + k * 84,
                190,
                blob("-30,-60 -26,-10 0,0 26,-10 30,-60", c),
                disc(0, -60, 30, lighter(c), 7),
            )
            for k, c in enumerate(("terra", "cream", "ochre", "mist", "rose", "straw"))
        )
        + "".join(
            jar(610 + k * 110, 340, c, 0.5, "oak")
            for k, c in enumerate(("rust", "ochre", "leaf", "bark", "clay"))
        )
    )
    lamps = "".join(
        line(x, -20, x, 90, "ink", 5)
        + poly(f"{x - 30},84 {x + 30},84 {x + 70},150 {x - 70},150", "ochre")
        + disc(x, 156, 24, "white")
        + disc(x, 200, 130, "straw", alpha=0.2)
        for x in (170, 400)
    )
    machine = (
        box(110, 310, 340, 250, "terra", 24)
        + box(90, 290, 380, 50, "rust", 16)
        + box(150, 390, 260, 130, "night", 10)
        + line(220, 400, 220, 440, "steel", 26)
        + line(340, 400, 340, 440, "steel", 26)
        + line(220, 436, 180, 456, "ink", 15)
        + line(340, 436, 300, 456, "ink", 15)
        + box(194, 476, 56, 42, "white", 8)
        + box(314, 476, 56, 42, "white", 8)
        + "".join(disc(x, 365, 13, c) for x, c in ((180, "straw"), (230, "leaf"), (280, "cream")))
        + at(280, 292, *(box(-110 + k * 76, -40, 60, 40, "white", 10) for k in range(3)))
    )
    glass = (
        disc(720, 460, 150, "haze", 110, 0.45)
        + poly("560,546 880,546 870,560 570,560", "white")
        + at(
            720,
            545,
            disc(-70, -30, 50, "wood", 34),
            disc(40, -34, 56, "pinewood", 38),
            disc(-14, -74, 46, "clay", 34),
            disc(84, -20, 34, "wood", 26),
        )
        + disc(720, 346, 16, "steel")
        + stroke("600,470 620,410 680,372", "white", 9, 0.8)
    )
    counter = (
        box(-20, 556, 1240, 56, "pinewood", 6)
        + box(-20, 606, 1240, 340, "deep", 0)
        + "".join(box(x, 640, 130, 230, "teal", 6) for x in range(20, 1200, 158))
        + box(-20, 880, 1240, 60, "night", 0)
    )
    stools = "".join(
        shade(x, 898, 90, 10)
        + line(x, 740, x - 40, 900, "bark", 15)
        + line(x, 740, x + 40, 900, "bark", 15)
        + disc(x, 730, 84, "ochre", 24)
        for x in (330, 900)
    )
    return (
        box(-20, -20, 1240, 700, "plum", 0)
        + lamps
        + shelves
        + counter
        + machine
        + glass
        + mug(990, 560, "white", 0.75)
        + leafy(1120, 558, 0.7, "leaf", "cream")
        + stools
    )
