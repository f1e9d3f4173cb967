"""Bicycles to lend."""
# ruff: noqa: D103, E501  (the decorator says what a scene shows; an outline is one string)

from brush import (
    at,
    blob,
    box,
    darker,
    disc,
    line,
    pen,
    poly,
    shade,
    stroke,
    veil,
)
from gallery import picture
from objects import basket, flower, wheel
from places import (
    row,
    sky,
    tree,
)


def cycle(x: float, y: float, colour: str, s: float = 1, *, front: str = "") -> str:
    """Paint a bicycle from its side, heading right, its wheels at (x, y)."""
    marks = shade(30, 2, 290, 16) + wheel(-180, -125, 125, spokes=16) + wheel(200, -125, 125, spokes=16)
    marks += pen(
        "M-180 -125L-20 -125L-80 -310L-180 -125M-20 -125L150 -300L-72 -290M150 -300L200 -125M150 -300L138 -350",
        colour,
        17,
    )
    marks += (
        pen("M138 -350C160 -390 210 -380 208 -340", "bark", 14)
        + line(-80, -310, -88, -345, "iron", 11)
        + blob("-150,-352 -120,-368 -50,-358 -44,-344 -90,-334 -140,-338", "bark")
    )
    marks += (
        disc(-20, -125, 32, "iron")
        + line(-20, -125, 10, -80, "iron", 10)
        + line(-6, -76, 32, -76, "ink", 12)
        + pen("M-180 -112L-20 -98M-180 -138L-20 -152", "iron", 5)
    )
    marks += pen("M-310 -150C-290 -262 -180 -290 -100 -240", darker(colour), 11)
    return at(x, y, marks, front, s=s)


@picture(
    "bicycle",
    "transport bicycle bike loan",
    en="A green bicycle leaning against a sunny wall",
    fr="Un vélo vert appuyé contre un mur ensoleillé",
)
def bicycle() -> str:
    wall = box(-20, -20, 1240, 760, "ochre", 0) + "".join(
        box(x, y, 80, 30, "clay", 6, 0.45)
        for x, y in ((120, 120), (220, 170), (900, 90), (1010, 140), (700, 300), (90, 420), (1080, 480))
    )
    vine = stroke("1130,740 1090,500 1140,300 1080,100 1100,-20", "oak", 12) + "".join(
        disc(1090 + (k * 53) % 110 - 40, 40 + k * 46, 34, ("leaf", "pine", "sage")[k % 3], 26)
        for k in range(14)
    )
    door = (
        box(140, 200, 260, 545, "deep", 8)
        + box(168, 232, 204, 220, "teal", 4)
        + box(168, 480, 204, 220, "teal", 4)
        + disc(376, 470, 12, "straw")
    )
    pavement = (
        box(-20, 735, 1240, 210, "paper", 0)
        + line(-20, 738, 1220, 738, "sand", 10)
        + "".join(line(x, 745, x - 60, 910, "sand", 5) for x in range(80, 1300, 220))
    )
    return (
        wall
        + door
        + vine
        + veil("440,-20 760,-20 560,735 300,735", "fff3d0", 0.22)
        + pavement
        + cycle(
            640,
            830,
            "pine",
            1.4,
            front=at(
                225,
                -300,
                basket(0, 40, 150, 90, handle=False),
                flower(-30, -70, "white"),
                flower(20, -86, "rose"),
                flower(50, -60, "terra"),
            ),
        )
    )


@picture(
    "cargo-bike",
    "transport cargo-bike bike loan carry",
    en="A cargo bike with a wooden box full of shopping",
    fr="Un vélo cargo avec une caisse en bois pleine de courses",
)
def cargo_bike() -> str:
    marks = shade(40, 2, 430, 18) + wheel(-300, -120, 120, spokes=16) + wheel(330, -80, 80, spokes=12)
    marks += pen(
        "M-300 -120L-150 -110L-210 -320L-300 -120M-150 -110L-60 -250L-205 -290M-60 -250L-84 -370M-150 -110L-20 -70L200 -70L330 -80L290 -190",
        "terra",
        18,
    )
    marks += (
        pen("M-84 -370L-130 -382L-160 -374", "bark", 17)
        + line(-210, -320, -216, -350, "iron", 12)
        + blob("-280,-356 -250,-374 -180,-364 -174,-350 -220,-340 -270,-344", "bark")
        + disc(-150, -110, 30, "iron")
        + line(-135, -66, -95, -66, "ink", 12)
    )
    goods = (
        blob("20,-240 40,-330 90,-340 100,-240", "leaf")
        + stroke("150,-230 165,-350", "pinewood", 34)
        + stroke("195,-230 225,-335", "wood", 32)
        + disc(110, -262, 42, "terra")
        + disc(250, -260, 36, "ochre")
    )
    load = (
        goods
        + poly("-10,-250 300,-250 270,-90 20,-90", "wood")
        + "".join(line(-4 + k * 8, -208 + k * 40, 294 - k * 8, -208 + k * 40, "oak", 5) for k in range(3))
    )
    scene = (
        sky("mist", sun=(960, 170), seed=31)
        + row(560, seed=23, height=210)
        + box(-20, 555, 1240, 400, "paper", 0)
        + box(-20, 640, 1240, 300, "b3a89d", 0)
        + line(-20, 640, 1220, 640, "cream", 12)
    )
    return scene + tree(150, 640, 1.05, "leaf") + at(560, 820, marks, load, s=1.22)
