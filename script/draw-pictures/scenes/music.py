"""Music to learn and to play."""
# ruff: noqa: D103, E501  (the decorator says what a scene shows; an outline is one string)

from brush import (
    at,
    blob,
    box,
    disc,
    lifted,
    line,
    poly,
    ring,
    shade,
)
from gallery import picture
from objects import books as spines
from objects import frame, lamp, leafy
from places import (
    room,
)


@picture(
    "guitar",
    "knowledge music guitar learn",
    en="A guitar leaning on an armchair near a music stand",
    fr="Une guitare appuyée contre un fauteuil, près d’un pupitre",
)
def guitar() -> str:
    chair = (
        shade(330, 840, 280, 22)
        + box(110, 410, 380, 400, "plum", 80)
        + box(60, 560, 120, 260, "mauve", 50)
        + box(430, 560, 120, 260, "plum", 50)
        + box(150, 640, 300, 110, "mauve", 36)
    )
    body = (
        blob(
            "-150,120 -160,20 -110,-50 -110,-110 -130,-180 -90,-250 0,-270 90,-250 130,-180 110,-110 110,-50 160,20 150,120 80,170 -80,170",
            "clay",
        )
        + disc(0, -90, 62, "bark")
        + ring(0, -90, 70, "straw", 8)
        + box(-60, 60, 120, 26, "oak", 8)
    )
    neck = (
        box(-25, -640, 50, 540, "oak", 4)
        + box(-42, -740, 84, 116, "bark", 12)
        + "".join(line(-22, y, 22, y, "straw", 4) for y in range(-610, -170, 44))
        + "".join(line(x, -720, x, 72, "cream", 2.5) for x in (-15, -5, 5, 15))
        + "".join(disc(x, y, 10, "straw") for x in (-52, 52) for y in (-715, -680, -645))
    )
    stand = (
        line(990, 850, 990, 430, "ink", 14)
        + line(990, 790, 890, 860, "ink", 12)
        + line(990, 790, 1090, 860, "ink", 12)
        + poly("840,250 1130,230 1150,430 850,450", "night")
        + poly("870,230 980,224 990,420 876,428", "white")
        + poly("990,224 1100,216 1120,412 998,420", "cream")
    )
    notes = "".join(
        line(885, 262 + k * 34, 970, 258 + k * 34, "steel", 3)
        + line(1008, 256 + k * 34, 1100, 252 + k * 34, "steel", 3)
        + disc(900 + k * 16, 270 + k * 32, 8, "ink", 6)
        + disc(1030 + k * 14, 262 + k * 33, 8, "ink", 6)
        for k in range(5)
    )
    return (
        room("ochre", "oak", 690, light=0.32)
        + frame(150, 90, 190, 220, "cream", disc(80, 90, 56, "deep"), ground="clay")
        + chair
        + stand
        + notes
        + at(650, 715, shade(20, 170, 160, 20), lifted(body, neck), r=-9, s=0.9)
    )


@picture(
    "piano",
    "knowledge music piano learn",
    en="An upright piano with an open score and a lamp",
    fr="Un piano droit, une partition ouverte et une lampe",
)
def piano() -> str:
    case = (
        shade(600, 842, 520, 26)
        + box(110, 260, 980, 570, "oak", 18)
        + box(90, 240, 1020, 44, "wood", 10)
        + box(160, 310, 880, 170, "bark", 10)
        + box(80, 540, 1040, 110, "wood", 12)
    )
    keys = (
        box(130, 556, 940, 66, "white", 4)
        + "".join(line(130 + k * 39, 556, 130 + k * 39, 622, "steel", 4) for k in range(1, 24))
        + "".join(box(130 + k * 39 - 13, 552, 26, 42, "ink", 3) for k in range(1, 24) if k % 7 not in (0, 3))
    )
    score = (
        poly("420,500 430,330 600,340 600,510", "white")
        + poly("600,340 770,330 780,500 600,510", "cream")
        + "".join(
            line(445, 370 + k * 26, 580, 374 + k * 26, "steel", 3)
            + line(620, 374 + k * 26, 756, 370 + k * 26, "steel", 3)
            + disc(460 + k * 26, 380 + k * 24, 9, "ink", 7)
            + disc(640 + k * 24, 378 + k * 25, 9, "ink", 7)
            for k in range(5)
        )
    )
    stool = (
        shade(600, 880, 160, 14)
        + box(470, 740, 260, 50, "terra", 22)
        + line(510, 790, 490, 885, "bark", 18)
        + line(690, 790, 710, 885, "bark", 18)
    )
    low = (
        box(160, 680, 880, 130, "bark", 8)
        + box(150, 640, 44, 190, "wood", 6)
        + box(1006, 640, 44, 190, "wood", 6)
    )
    return (
        room("teal", "pinewood", 740, light=0.25)
        + case
        + low
        + keys
        + score
        + lamp(250, 242, 0.75, "straw", "terra")
        + spines(820, 242, (34, 26, 40, 30), ("terra", "sage", "ochre", "plum"), 120, 3)
        + leafy(1010, 242, 0.6, "leaf", "cream")
        + stool
    )
