"""Putting a home in order."""
# ruff: noqa: D103, E501  (the decorator says what a scene shows; an outline is one string)

from brush import (
    at,
    blob,
    box,
    darker,
    disc,
    lifted,
    lighter,
    line,
    pen,
    poly,
    shade,
    stroke,
    veil,
)
from gallery import picture
from objects import books as spines
from objects import flower, frame, hand, leafy, sleeve
from places import (
    room,
)


@picture(
    "painting-wall",
    "repair painting decorating help home",
    en="A hand rolling ochre paint onto a white wall",
    fr="Une main passe le rouleau de peinture ocre sur un mur blanc",
)
def painting_wall() -> str:
    paint_ = blob(
        "60,50 300,30 560,50 800,40 830,300 800,560 700,540 680,440 560,460 540,600 440,580 420,480 300,500 280,620 160,600 70,480",
        "ochre",
    ) + "".join(
        stroke(f"{x},70 {x + 10},260 {x - 4},460", "straw", 20, 0.35) for x in (140, 270, 400, 540, 690)
    )
    drips = stroke("210,600 212,660", "ochre", 15) + stroke("490,580 492,640", "ochre", 13)
    roller = (
        box(640, 210, 300, 104, "terra", 44)
        + box(640, 210, 50, 104, "rust", 30)
        + pen("M940 262H1000V400H800V470", "iron", 16)
        + line(800, 470, 800, 620, "wood", 42)
    )
    arm = hand(860, 720, 42, "skin", grip=True, s=1.55, flip=True) + sleeve(1180, 960, 900, 760, "teal", 170)
    pot = (
        shade(240, 862, 160, 16)
        + poly("110,700 370,700 350,860 130,860", "steel")
        + disc(240, 700, 130, "ochre", 30)
        + disc(240, 698, 106, "straw", 20)
        + line(300, 700, 400, 610, "wood", 24)
        + blob("130,716 150,790 172,722", "ochre")
    )
    return room("white", "pinewood", 730, light=0) + paint_ + drips + roller + lifted(arm) + pot


@picture(
    "shelf-fixing",
    "repair diy shelf help home",
    en="A hand with a screwdriver fixing a shelf, a level on it",
    fr="Une main fixe une étagère au tournevis, un niveau posé dessus",
)
def shelf_fixing() -> str:
    shelf = (
        lifted(box(130, 380, 860, 52, "pinewood", 6))
        + "".join(pen(f"M{x} 432V570M{x} 560L{x + 90} 436", "iron", 19) for x in (240, 820))
        + veil("150,440 1000,440 1000,480 170,480", "3a2438", 0.3)
    )
    level = (
        box(420, 326, 340, 54, "ochre", 10)
        + box(540, 336, 100, 32, "lime", 14)
        + disc(590, 352, 17, "white", 12)
        + line(570, 336, 570, 368, "ink", 4)
        + line(612, 336, 612, 368, "ink", 4)
    )
    things = spines(
        170, 382, (40, 30, 46, 34, 38), ("terra", "deep", "cream", "plum", "ochre"), 190, 7
    ) + leafy(880, 382, 0.72, "leaf", "terra")
    driver = (
        line(836, 556, 950, 620, "steel", 17)
        + line(950, 620, 1090, 698, "terra", 54)
        + line(970, 620, 1080, 682, "clay", 11)
    )
    arm = hand(1110, 780, 48, "skin", grip=True, s=1.5, flip=True) + sleeve(
        1280, 960, 1130, 800, "straw", 170
    )
    screws = "".join(disc(x, y, 12, "iron") for x, y in ((240, 470), (240, 540), (820, 470), (820, 540)))
    return (
        room("sage", "wood", 780, light=0.35)
        + shelf
        + things
        + level
        + screws
        + frame(
            330,
            60,
            230,
            180,
            "oak",
            disc(60, 60, 36, "straw"),
            blob("-20,120 70,60 140,100 220,60 220,190 -20,190", "teal"),
        )
        + driver
        + lifted(arm)
        + at(
            300,
            870,
            shade(10, 0, 160, 14),
            pen("M-60 -110C-60 -190 60 -190 60 -110", "ink", 15),
            box(-150, -120, 300, 120, "terra", 14),
            box(-160, -130, 320, 36, "rust", 10),
            box(-30, -90, 60, 34, "straw", 6),
        )
    )


@picture(
    "flower-pots",
    "garden flowers plants balcony give",
    en="Terracotta pots in flower on a step beside a green door",
    fr="Des pots de terre cuite fleuris sur une marche, près d’une porte verte",
)
def flower_pots() -> str:
    def pot(x: float, y: float, s: float, clay: str, bloom: str, leaves: str) -> str:
        stems = "".join(
            stroke(f"{dx * 0.2},-110 {dx * 0.7},-170 {dx},{-210 - dy}", darker(leaves), 8)
            + disc(dx * 0.7 + 20, -160 - dy * 0.3, 30, leaves, 15)
            + flower(dx, -220 - dy, bloom, 1.25)
            for dx, dy in ((-90, 0), (-46, 56), (0, 10), (46, 66), (92, 6))
        )
        return at(
            x,
            y,
            shade(26, 0, 90, 15),
            disc(0, -130, 95, leaves, 44),
            stems,
            poly("-82,-110 82,-110 58,0 -58,0", clay),
            box(-92, -134, 184, 40, lighter(clay, 0.15), 8),
            s=s,
        )

    door = (
        box(690, 60, 300, 600, "pine", 10)
        + box(724, 100, 232, 220, "leaf", 4)
        + box(724, 360, 232, 260, "leaf", 4)
        + disc(950, 340, 14, "straw")
    )
    step = (
        box(-20, 655, 1240, 60, "pearl", 0)
        + box(-20, 715, 1240, 230, "sand", 0)
        + line(-20, 717, 1220, 717, "iron", 6, 0.4)
    )
    return (
        box(-20, -20, 1240, 700, "rose", 0)
        + "".join(
            box(x, y, 86, 34, "clay", 6, 0.4)
            for x, y in ((60, 80), (160, 130), (480, 60), (1060, 120), (1100, 420), (40, 400))
        )
        + door
        + veil("60,-20 400,-20 240,660 -20,660", "fff3d0", 0.3)
        + step
        + pot(210, 690, 1.25, "terra", "plum", "leaf")
        + pot(470, 690, 0.95, "deep", "white", "pine")
        + pot(1090, 700, 1.15, "rust", "ochre", "sage")
        + pot(330, 860, 1.2, "clay", "terra", "pine")
        + pot(650, 860, 1.3, "teal", "rose", "leaf")
    )
