"""Rooms to sleep in."""
# ruff: noqa: D103, E501  (the decorator says what a scene shows; an outline is one string)

from brush import (
    at,
    blob,
    box,
    darker,
    disc,
    inside,
    lifted,
    lighter,
    line,
    poly,
    shade,
    stroke,
    veil,
)
from gallery import picture
from objects import books as spines
from objects import frame, lamp, leafy
from places import (
    room,
    window,
)


def bed(x: float, y: float, w: float, quilt: str, wood: str = "oak", pillow: str = "white") -> str:
    """Paint a bed from its side, its head to the left, standing at (x, y)."""
    marks = shade(w / 2, 0, w * 0.55, 22) + box(12, -60, 26, 60, wood) + box(w - 40, -60, 26, 60, wood)
    marks += box(0, -290, 46, 250, wood, 14) + box(10, -110, w - 10, 52, darker(wood, 0.1), 8)
    marks += box(40, -175, w - 60, 80, "cream", 22)
    marks += blob("50,-180 44,-236 90,-256 190,-250 226,-214 214,-172", pillow)
    marks += stroke("80,-226 130,-236 180,-224", "sand", 7, 0.7)
    cover = blob(
        f"200,-190 250,-226 {w * 0.6},-232 {w - 30},-214 {w},-170 {w + 6},-66 {w * 0.7},-52 {w * 0.4},-60 216,-70",
        quilt,
    )
    pattern = "".join(
        line(x0, -260, x0 - 70, -30, lighter(quilt, 0.5), 16, 0.6) for x0 in range(280, int(w) + 90, 92)
    )
    fold = poly("190,-250 270,-250 236,-20 160,-20", "cream")
    return at(x, y, marks, inside(cover, pattern, fold))


@picture(
    "guest-room",
    "housing room guest bed night",
    en="A made bed under a window, with a striped quilt and a lamp",
    fr="Un lit fait sous une fenêtre, avec un couvre-lit rayé et une lampe",
)
def guest_room() -> str:
    rug = disc(620, 800, 470, "mauve", 62) + disc(620, 800, 420, "lilac", 48)
    bedside = box(75, 560, 170, 190, "wood") + box(95, 590, 130, 54, "pinewood") + disc(160, 617, 9, "oak")
    picture_ = frame(
        900,
        150,
        190,
        230,
        "oak",
        blob("-20,200 20,120 80,90 140,130 190,110 190,230", "sage"),
        disc(60, 60, 28, "terra"),
    )
    return (
        room("mist", "wood")
        + window(470, 110, 300, 290)
        + picture_
        + rug
        + shade(170, 752, 110, 14)
        + bedside
        + lamp(160, 562, 0.95)
        + bed(290, 770, 780, "terra")
    )


@picture(
    "attic-room",
    "housing room attic student bed",
    en="An attic room with sloping beams, a skylight and a small desk",
    fr="Une chambre sous les toits, avec des poutres, une lucarne et un petit bureau",
)
def attic_room() -> str:
    slope = poly("-20,-20 700,-20 1220,560 1220,-20", "cream") + poly("-20,-20 500,-20 -20,560", "paper")
    beams = poly("650,-20 730,-20 1230,540 1230,620", "oak") + poly("470,-20 540,-20 -20,600 -20,520", "wood")
    beams += poly("370,150 830,150 880,196 335,196", "oak") + veil(
        "340,196 880,196 890,222 330,222", "3a2438", 0.25
    )
    skylight = (
        poly("880,50 1030,50 1170,230 1030,230", "white")
        + poly("908,66 1020,66 1136,214 1040,214", "sky")
        + line(962, 62, 1088, 220, "white", 8)
    )
    desk = (
        box(760, 560, 350, 26, "wood")
        + line(790, 586, 780, 780, "oak", 20)
        + line(1080, 586, 1090, 780, "oak", 20)
    )
    desk += spines(790, 560, (34, 26, 40, 28), ("terra", "deep", "ochre", "plum"), 120) + lamp(
        1030, 560, 0.66, "mist"
    )
    chair = (
        line(700, 560, 706, 790, "bark", 14)
        + line(820, 660, 826, 800, "bark", 14)
        + box(690, 650, 150, 24, "terra", 10)
        + box(688, 500, 22, 160, "bark", 8)
    )
    ray = veil("900,210 1000,210 760,800 400,800", "fff3d0", 0.35)
    return (
        room("rose", "pinewood", 660, light=0)
        + slope
        + beams
        + skylight
        + shade(930, 782, 210, 16)
        + desk
        + chair
        + ray
        + bed(70, 800, 560, "teal", "wood")
    )


@picture(
    "sofa-bed",
    "housing sofa bed night",
    en="A sofa unfolded as a bed, with cushions and a blanket",
    fr="Un canapé déplié en lit, avec des coussins et une couverture",
)
def sofa_bed() -> str:
    couch = (
        shade(600, 800, 480, 30)
        + box(130, 380, 900, 260, "deep", 60)
        + box(90, 470, 120, 290, "teal", 44)
        + box(960, 470, 120, 290, "teal", 44)
    )
    couch += blob("196,650 240,610 950,610 980,650 1060,770 1040,820 150,820 120,780", "cream") + box(
        140, 780, 900, 50, "sand", 18
    )
    cover = blob("520,640 700,604 940,612 980,650 1062,770 1040,826 560,832", "ochre")
    lines = "".join(line(560 + k * 90, 590, 610 + k * 100, 850, "terra", 18, 0.75) for k in range(6))
    cushions = at(330, 590, box(-95, -85, 190, 150, "terra", 40), r=-10) + at(
        480, 590, box(-80, -70, 160, 130, "rose", 36), r=9
    )
    pictures = frame(190, 90, 170, 210, "pinewood", disc(70, 90, 44, "terra"), ground="rose") + frame(
        400, 130, 230, 160, "oak", blob("-30,80 60,40 130,70 220,30 240,160 -30,160", "teal")
    )
    return (
        room("straw", "oak", 620, light=0.25)
        + pictures
        + leafy(1110, 720, 1.25, "pine", "plum")
        + lifted(couch)
        + inside(cover, lines)
        + cushions
    )
