"""Languages and school."""
# ruff: noqa: D103, E501  (the decorator says what a scene shows; an outline is one string)

from brush import (
    at,
    blob,
    box,
    disc,
    lifted,
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
from objects import mug
from places import (
    flat,
    room,
)


@picture(
    "language-notebook",
    "knowledge language learn conversation",
    en="A notebook, speech bubbles and a pencil on a pink ground",
    fr="Un cahier, des bulles de parole et un crayon sur fond rose",
)
def language_notebook() -> str:
    book = (
        lifted(box(150, 200, 560, 620, "deep", 20))
        + box(190, 180, 530, 620, "white", 10)
        + "".join(ring(190, y, 15, "iron", 8) for y in range(220, 790, 52))
        + line(270, 190, 270, 790, "clay", 4)
    )
    words = "".join(
        stroke(f"{300},{y} {340},{y - 10} {390},{y + 6} {440 + (y * 7) % 60},{y - 4}", c, 9)
        + stroke(f"{540},{y} {590},{y - 9} {640 + (y * 3) % 50},{y + 3}", d, 9)
        for y, c, d in (
            (270, "deep", "terra"),
            (350, "deep", "terra"),
            (430, "deep", "terra"),
            (510, "deep", "terra"),
            (590, "deep", "terra"),
            (670, "deep", "terra"),
        )
    )
    bubbles = lifted(
        path(
            "M800 120H1090C1130 120 1140 150 1140 180V290C1140 330 1120 340 1090 340H930L860 410L868 340H800C770 340 756 320 756 290V180C756 140 770 120 800 120Z",
            "ochre",
        )
    ) + "".join(disc(860 + k * 90, 230, 24, "cream") for k in range(3))
    bubbles += (
        lifted(
            path(
                "M850 450H1110C1140 450 1156 470 1156 500V590C1156 620 1140 640 1110 640H1060L1080 710L980 640H850C820 640 806 620 806 590V500C806 470 820 450 850 450Z",
                "teal",
            )
        )
        + stroke("870,520 940,508 1010,524 1090,512", "haze", 13)
        + stroke("870,580 940,570 1020,584", "haze", 13)
    )
    pencil = lifted(
        at(
            560,
            730,
            poly("-260,-26 180,-26 180,26 -260,26", "terra"),
            poly("180,-26 260,0 180,26", "straw"),
            poly("232,-9 260,0 232,9", "ink"),
            box(-300, -26, 44, 52, "rose", 10),
            box(-264, -27, 26, 54, "steel", 2),
            line(-230, -9, 176, -9, "clay", 9),
            r=-24,
        )
    )
    return (
        flat("rose", "e3ab9a") + book + words + bubbles + pencil + mug(1010, 860, "plum", 0.85, steam=False)
    )


@picture(
    "chalkboard",
    "knowledge lesson school support learn",
    en="A chalkboard with chalk drawings of a sun, a triangle and a leaf",
    fr="Un tableau noir avec un soleil, un triangle et une feuille à la craie",
)
def chalkboard() -> str:
    board = (
        lifted(box(130, 80, 940, 520, "wood", 10))
        + box(165, 115, 870, 450, "pine", 4)
        + blob("200,480 420,400 640,470 900,380 1010,540 200,550", "leaf", 0.25)
    )
    sun = ring(340, 270, 60, "straw", 10) + "".join(
        at(340, 270, line(0, -86, 0, -118, "straw", 10), r=k * 45) for k in range(8)
    )
    triangle = (
        pen("M520 380L640 180L770 380Z", "white", 10)
        + pen("M640 180V380", "rose", 7)
        + pen("M640 358h22v22", "rose", 6)
    )
    leaf = pen(
        "M850 400C800 280 870 180 970 170C990 290 950 390 850 400ZM850 400C880 320 910 260 960 190M880 330l50 -10M896 296l44 -14M866 360l60 0",
        "lime",
        9,
    )
    sums = (
        pen("M230 500c40 -50 70 50 110 0s70 50 110 0s70 50 110 0", "white", 9)
        + pen("M700 505c-26 -30 20 -60 46 -34c34 36 -20 86 -70 58c-60 -36 -30 -120 50 -116", "clay", 8)
        + "".join(disc(830 + k * 44, 500, 15, "white") for k in range(4))
    )
    ledge = (
        box(150, 590, 900, 30, "oak", 6)
        + box(330, 572, 70, 20, "white", 8)
        + box(430, 574, 56, 18, "clay", 8)
        + box(770, 556, 130, 36, "rust", 6)
    )
    desk = (
        box(60, 740, 1080, 44, "pinewood", 8)
        + line(110, 784, 100, 920, "oak", 26)
        + line(1090, 784, 1100, 920, "oak", 26)
        + spines(180, 742, (40, 32, 46), ("terra", "straw", "deep"), 130, 6)
        + at(
            960,
            742,
            disc(0, -50, 52, "terra", 48),
            line(0, -90, 10, -118, "bark", 8),
            disc(28, -106, 20, "leaf", 10),
        )
        + at(
            600,
            742,
            shade(10, 0, 80, 8),
            box(-50, -90, 100, 90, "mist", 10),
            line(-24, -90, -40, -170, "ochre", 12),
            line(4, -90, 6, -190, "plum", 12),
            line(26, -90, 50, -160, "terra", 12),
        )
    )
    return (
        room("straw", "wood", 830, light=0)
        + veil("-20,-20 340,-20 120,820 -20,820", "fff3d0", 0.4)
        + board
        + sun
        + triangle
        + leaf
        + sums
        + ledge
        + desk
    )
