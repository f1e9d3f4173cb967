"""Tools of the workshop."""
# ruff: noqa: D103  (the decorator says what a scene shows)

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
    path,
    pen,
    poly,
    shade,
    stroke,
)
from gallery import picture
from objects import flower
from places import (
    room,
    table,
)


def pegboard(colour: str) -> str:
    """Paint the wall of a workshop, with its rows of holes."""
    holes = "".join(
        disc(x, y, 5, darker(colour, 0.4), alpha=0.5) for x in range(40, 1200, 80) for y in range(50, 600, 80)
    )
    return box(-20, -20, 1240, 680, colour, 0) + holes


@picture(
    "drill",
    "tools drill diy loan",
    en="A power drill and its bits on a workbench",
    fr="Une perceuse et ses mèches sur un établi",
)
def drill() -> str:
    body = blob(
        "300,-70 250,-96 60,-100 -120,-92 -170,-60 -170,10 -120,44 60,40 250,20 300,-4", "terra"
    ) + poly("-110,20 10,20 -30,260 -160,260", "terra")
    body += (
        box(-190, 240, 200, 96, "ink", 16)
        + box(290, -74, 60, 74, "iron", 8)
        + poly("350,-62 410,-52 410,-20 350,-12", "ink")
        + line(410, -36, 560, -36, "steel", 17)
    )
    body += "".join(line(430 + k * 34, -44, 446 + k * 34, -28, "iron", 5) for k in range(4)) + path(
        "M24 46C60 60 60 110 10 110L0 60Z", "night"
    )
    body += (
        "".join(line(-130 + k * 28, -60, -130 + k * 28, 0, darker("terra", 0.45), 9) for k in range(4))
        + stroke("40,-76 150,-78 270,-70", "clay", 13, 0.8)
        + stroke("-90,70 -105,150 -120,220", "rust", 26, 0.45)
    )
    case = "".join(
        box(740 + k * 62, 690 - k * 10, 17, 90 + k * 12, "steel", 6)
        + box(730 + k * 62, 780, 38, 34, "iron", 4)
        for k in range(6)
    )
    wood_ = (
        box(80, 770, 520, 60, "pinewood", 8) + disc(300, 800, 16, "oak", 10) + disc(430, 800, 16, "oak", 10)
    )
    return (
        table("wood", 620, wall="mist")
        + shade(500, 752, 260, 22)
        + lifted(at(500, 410, body, s=1))
        + shade(900, 820, 210, 14)
        + wood_
        + box(710, 800, 400, 40, "deep", 8)
        + case
    )


@picture(
    "ladder",
    "tools ladder diy loan",
    en="A wooden stepladder in a freshly painted room",
    fr="Un escabeau en bois dans une pièce fraîchement peinte",
)
def ladder() -> str:
    back = (
        line(700, 130, 860, 820, "oak", 26)
        + line(520, 130, 600, 790, "oak", 24)
        + line(640, 470, 800, 480, "oak", 14)
    )
    front = (
        line(500, 120, 330, 850, "pinewood", 34)
        + line(690, 120, 680, 860, "pinewood", 34)
        + "".join(box(478 - k * 33, 230 + k * 122, 212 + k * 32, 34, "wood", 6) for k in range(5))
        + box(470, 90, 250, 44, "wood", 8)
    )
    patch = blob("60,80 300,40 520,70 760,50 940,90 900,320 700,360 520,330 300,380 90,350", "teal") + stroke(
        "760,250 980,240 1080,260", "teal", 60, 0.85
    )
    tin = (
        shade(960, 835, 110, 16)
        + box(860, 690, 190, 145, "pearl", 14)
        + disc(955, 692, 95, "teal", 24)
        + pen("M862 700C860 580 1050 580 1048 700", "iron", 6)
        + blob("866,700 880,780 900,706 930,750 950,706", "teal")
    )
    return room("cream", "pinewood", 660, light=0) + patch + shade(600, 850, 320, 20) + back + front + tin


@picture(
    "toolbox",
    "tools diy repair loan",
    en="An open toolbox with hammer, pliers and screwdrivers",
    fr="Une boîte à outils ouverte : marteau, pinces et tournevis",
)
def toolbox() -> str:
    hammer = line(0, 0, 0, -330, "pinewood", 36) + blob(
        "-90,-370 -70,-400 60,-396 96,-372 96,-330 60,-310 -60,-316 -120,-300 -130,-318", "iron"
    )
    drivers = "".join(
        at(
            x,
            500,
            line(0, 0, 0, -130, "steel", 14),
            box(-26, -290, 52, 170, c, 22),
            stroke("-10,-270 -10,-150", lighter(c, 0.4), 8),
        )
        for x, c in ((690, "terra"), (770, "ochre"), (850, "plum"))
    )
    saw = (
        poly("300,520 360,180 460,180 520,520", "steel")
        + blob("330,190 320,100 400,70 480,110 480,200 400,215", "wood")
        + disc(404, 140, 30, darker("mist"), 22)
    )
    box_ = (
        shade(600, 800, 420, 26)
        + poly("180,480 1020,480 980,790 220,790", "deep")
        + box(160, 450, 880, 66, "teal", 14)
        + box(540, 560, 120, 70, "straw", 10)
        + line(570, 595, 630, 595, "ochre", 12)
        + stroke("240,560 250,660 262,760", "mist", 14, 0.5)
    )
    bow = pen("M250 450C250 200 950 200 950 450", "night", 30)
    nails = "".join(
        line(x, y, x + 34, y - 12, "iron", 8) + disc(x, y, 9, "iron")
        for x, y in ((100, 850), (180, 870), (1050, 850), (1110, 820))
    )
    return (
        pegboard("rose")
        + box(-20, 640, 1240, 300, "wood", 0)
        + line(-20, 645, 1220, 645, "pinewood", 14)
        + bow
        + saw
        + at(580, 560, hammer, r=7)
        + drivers
        + box_
        + nails
    )


@picture(
    "sewing-machine",
    "tools sewing repair clothes loan",
    en="A sewing machine at work on a flowered cloth",
    fr="Une machine à coudre sur un tissu à fleurs",
)
def sewing_machine() -> str:
    cloth = blob("40,720 200,650 560,660 700,690 660,800 420,860 150,850 60,800", "terra")
    dots = "".join(
        flower(80 + (k * 127) % 580, 690 + (k * 53) % 150, ("cream", "rose", "straw")[k % 3], 0.7)
        for k in range(13)
    )
    body = (
        box(230, 640, 780, 90, "deep", 20)
        + blob("760,650 750,330 790,260 900,250 980,280 1000,400 990,650", "teal")
        + blob(
            "250,260 330,230 900,240 960,290 900,390 420,400 390,430 390,500 290,500 260,420 240,330", "teal"
        )
    )
    body += (
        stroke("300,268 500,258 860,268", "mist", 16, 0.7)
        + line(340, 500, 340, 640, "steel", 14)
        + box(300, 610, 80, 18, "steel", 6)
        + disc(1018, 350, 42, "night", 80)
        + disc(880, 540, 58, "straw")
        + disc(880, 540, 34, "ochre")
    )
    body += (
        line(700, 250, 700, 170, "iron", 10)
        + box(664, 130, 72, 100, "terra", 10)
        + "".join(line(668, 146 + k * 18, 732, 152 + k * 18, "rust", 4) for k in range(5))
        + pen("M664 180C560 120 420 160 350 240L340 500", "rust", 4)
    )
    spools = "".join(
        at(
            x,
            800,
            shade(10, 6, 50, 10),
            box(-40, -96, 80, 84, c, 6),
            box(-48, -108, 96, 18, "pinewood", 6),
            box(-48, -16, 96, 18, "pinewood", 6),
        )
        for x, c in ((830, "plum"), (960, "ochre"), (1080, "sage"))
    )
    return (
        table("pinewood", 560, wall="lilac") + shade(640, 735, 440, 22) + body + inside(cloth, dots) + spools
    )
