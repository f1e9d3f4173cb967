"""Rooms with a view."""
# ruff: noqa: D103  (the decorator says what a scene shows)

from brush import (
    at,
    blob,
    box,
    disc,
    inside,
    line,
    poly,
    shade,
    stroke,
    veil,
)
from gallery import picture
from objects import books as spines
from objects import flower, leafy, mug
from places import (
    hills,
    room,
    row,
    water,
)


@picture(
    "balcony-room",
    "housing room balcony town",
    en="An open French window onto a balcony above the roofs",
    fr="Une porte-fenêtre ouverte sur un balcon au-dessus des toits",
)
def balcony_room() -> str:
    view = (
        box(380, 80, 460, 620, "haze", 0)
        + disc(480, 190, 56, "straw")
        + hills(380, "mist")
        + row(620, height=150, seed=6, start=360, end=800)
    )
    rail = (
        line(370, 490, 850, 490, "night", 14)
        + "".join(line(x, 490, x, 700, "night", 7) for x in range(392, 850, 38))
        + line(370, 680, 850, 680, "night", 10)
    )
    boxes = box(420, 500, 360, 56, "terra", 8) + "".join(
        flower(440 + k * 46, 480 - (k % 3) * 20, ("plum", "white", "terra", "rose")[k % 4], 0.9)
        for k in range(8)
    )
    leaves = "".join(disc(440 + k * 40, 500, 26, "leaf", 16) for k in range(9))
    doors = (
        poly("380,60 380,710 190,770 190,20", "white")
        + poly("356,100 356,560 214,590 214,70", "sky")
        + poly("840,60 840,710 1030,770 1030,20", "white")
        + poly("864,100 864,560 1006,590 1006,70", "sky")
    )
    doors += line(285, 84, 285, 574, "white", 12) + line(935, 84, 935, 574, "white", 12)
    curtain = (
        blob("40,-20 190,-20 200,300 170,560 210,800 60,800 30,400", "clay")
        + stroke("90,0 100,400 90,790", "terra", 12, 0.5)
        + stroke("150,0 150,380 150,780", "terra", 10, 0.4)
    )
    curtain += blob("1030,-20 1190,-20 1200,400 1170,800 1020,800 1050,560 1020,300", "clay") + stroke(
        "1090,0 1100,400 1090,790", "terra", 12, 0.5
    )
    frame_ = inside(box(380, 60, 460, 650, "haze", 0), view, leaves, boxes, rail)
    chair = (
        shade(610, 838, 130, 16)
        + line(540, 730, 530, 838, "bark", 14)
        + line(680, 730, 692, 838, "bark", 14)
        + box(520, 712, 180, 26, "ochre", 10)
    )
    return (
        room("plum", "pinewood", 700, light=0)
        + frame_
        + doors
        + curtain
        + veil("400,712 830,712 940,910 330,910", "fff3d0", 0.4)
        + chair
        + mug(600, 714, "teal", 0.6)
    )


@picture(
    "river-view-room",
    "housing room river view",
    en="A window over a river with boats, an armchair and books on the sill",
    fr="Une fenêtre sur un fleuve et ses bateaux, un fauteuil et des livres",
)
def river_view_room() -> str:
    boat = at(
        730,
        420,
        blob("-90,0 90,0 60,40 -60,40", "rust"),
        line(0, 0, 0, -150, "oak", 8),
        poly("8,-145 90,-16 8,-16", "white"),
        poly("-8,-120 -62,-16 -8,-16", "cream"),
    )
    view = (
        box(230, 90, 760, 470, "clay", 0)
        + box(230, 90, 760, 160, "straw", 0, 0.8)
        + disc(420, 220, 58, "white")
        + hills(300, "mauve", seed=8)
        + row(352, height=55, seed=9, start=210, end=960)
    )
    view += water(350, 230, "blue") + boat
    marks = (
        room("deep", "oak", 740, light=0)
        + box(200, 60, 820, 530, "white", 6)
        + inside(box(230, 90, 760, 470, "clay", 0), view)
    )
    marks += (
        line(610, 90, 610, 560, "white", 18)
        + box(160, 575, 900, 40, "cream", 4)
        + veil("180,620 1040,620 1040,650 200,650", "3a2438", 0.3)
    )
    marks += spines(860, 576, (30, 40, 26, 34), ("ochre", "terra", "sage", "plum"), 130, 4) + leafy(
        270, 578, 0.62, "leaf", "terra"
    )
    chair = (
        shade(360, 870, 280, 24)
        + box(150, 540, 330, 290, "ochre", 70)
        + box(110, 650, 110, 200, "straw", 44)
        + box(410, 650, 110, 200, "ochre", 44)
        + box(190, 720, 250, 90, "straw", 30)
    )
    cushion = at(310, 690, box(-80, -70, 160, 130, "terra", 36), r=8)
    lamp_ = (
        line(960, 860, 960, 480, "bark", 12)
        + disc(960, 866, 70, "bark", 12)
        + poly("900,400 1020,400 1060,510 860,510", "straw")
    )
    return (
        marks
        + lamp_
        + chair
        + cushion
        + shade(715, 872, 90, 12)
        + line(715, 770, 690, 868, "sand", 15)
        + line(715, 770, 745, 868, "sand", 15)
        + box(620, 750, 190, 24, "pinewood", 10)
        + mug(715, 752, "white", 0.6)
    )
