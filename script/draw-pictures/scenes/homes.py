"""Places to stay or to share."""
# ruff: noqa: D103  (the decorator says what a scene shows)

from brush import (
    at,
    blob,
    box,
    disc,
    inside,
    lighter,
    line,
    poly,
    shade,
    stroke,
)
from gallery import picture
from objects import basket, flower, leafy, mug
from places import (
    bush,
    cypress,
    ground,
    hills,
    room,
    sky,
    tiles,
    tree,
    window,
)


@picture(
    "garden-studio",
    "housing studio garden quiet",
    en="A small wooden studio at the end of a garden in flower",
    fr="Un petit studio en bois au fond d’un jardin fleuri",
)
def garden_studio() -> str:
    hut = box(400, 330, 470, 380, "wood", 0) + "".join(
        line(400 + k * 47, 335, 400 + k * 47, 708, "oak", 4, 0.6) for k in range(1, 10)
    )
    hut += (
        poly("350,345 470,190 950,190 920,345", "deep")
        + box(440, 420, 170, 290, "teal", 4)
        + box(462, 445, 126, 150, "straw", 2)
        + line(525, 445, 525, 595, "teal", 8)
    )
    hut += disc(590, 640, 9, "ochre") + window(680, 430, 130, 150) + box(400, 705, 500, 26, "sand", 2)
    path_ = blob("440,730 610,730 760,920 330,920", "paper") + "".join(
        disc(x, y, 52, "sand", 17) for x, y in ((530, 770), (500, 820), (570, 868))
    )
    flowers = "".join(
        flower(x, y, c, 0.9)
        for x, y, c in (
            (120, 800, "terra"),
            (200, 850, "rose"),
            (270, 790, "white"),
            (900, 830, "plum"),
            (980, 790, "white"),
            (1060, 850, "terra"),
            (1120, 780, "rose"),
            (60, 860, "white"),
        )
    )
    return (
        sky("haze", sun=None, seed=5)
        + hills(420, "mist", "sage")
        + tree(180, 690, 1.5, "leaf")
        + cypress(980, 700, 1.4)
        + tree(1110, 720, 1.1, "lime")
        + ground(690, "sage")
        + hut
        + path_
        + bush(320, 760, 1, "pine", "rose")
        + bush(960, 760, 0.9, "leaf", "white")
        + flowers
    )


@picture(
    "shared-kitchen",
    "housing kitchen food shared place",
    en="A shared kitchen with a tiled wall, pans and bowls on a shelf",
    fr="Une cuisine partagée : carrelage, casseroles et bols sur une étagère",
)
def shared_kitchen() -> str:
    shelf = box(120, 250, 520, 24, "wood") + "".join(
        at(
            190 + k * 110,
            250,
            blob("-44,-64 -36,-20 -16,0 16,0 36,-20 44,-64", c),
            disc(0, -64, 44, lighter(c), 9),
        )
        for k, c in enumerate(("terra", "cream", "ochre", "deep"))
    )
    rail = line(720, 180, 1120, 180, "iron", 10) + "".join(
        line(x, 180, x, 230, "iron", 6) for x in (780, 920, 1050)
    )
    pans = (
        disc(780, 310, 78, "ink")
        + disc(780, 306, 62, "iron")
        + disc(920, 290, 58, "terra")
        + disc(920, 286, 44, "clay")
        + line(1050, 230, 1050, 330, "wood", 12)
        + disc(1050, 365, 28, "pinewood", 42)
    )
    counter = box(-20, 560, 1240, 44, "pinewood", 4) + box(-20, 600, 1240, 340, "deep", 0)
    doors = "".join(
        box(x, 640, 260, 240, "teal", 8) + line(x + 110, 668, x + 150, 668, "straw", 12)
        for x in (40, 330, 620, 910)
    )
    pot = (
        shade(560, 562, 120, 12)
        + box(450, 430, 220, 130, "terra", 22)
        + box(436, 424, 248, 26, "rust", 12)
        + disc(560, 412, 18, "rust")
        + stroke("540,384 526,350 552,320 540,290", "white", 10, 0.7)
    )
    board = (
        box(780, 536, 250, 26, "oak", 10)
        + disc(850, 500, 38, "terra")
        + disc(920, 506, 32, "ochre")
        + blob("940,534 980,470 1010,490 1000,534", "leaf")
    )
    return (
        room("cream", "sand", 640, light=0)
        + tiles(290, 270, "8fb8ae")
        + shelf
        + rail
        + pans
        + counter
        + doors
        + pot
        + board
        + leafy(200, 562, 0.75, "leaf", "cream")
    )


@picture(
    "courtyard-house",
    "housing courtyard shared place neighbours",
    en="A stone house around a courtyard with a table under a tree",
    fr="Une maison en pierre autour d’une cour, une table sous un arbre",
)
def courtyard_house() -> str:
    wall = (
        box(-20, 200, 430, 460, "paper", 0)
        + box(400, 240, 820, 420, "cream", 0)
        + poly("-40,210 -20,90 380,90 430,210", "terra")
        + poly("380,250 420,130 1240,130 1240,250", "clay")
    )
    stones = "".join(
        box(x, y, 56, 26, "sand", 8, 0.7)
        for x, y in (
            (20, 260),
            (300, 330),
            (60, 520),
            (470, 300),
            (650, 480),
            (940, 320),
            (1120, 430),
            (1080, 560),
            (200, 600),
        )
    )
    arch = "M560 660V460C560 380 720 380 720 460V660Z"
    opening = f'<path d="{arch}" fill="#{"23373d"}" opacity=".75"/>' + inside(
        f'<path d="{arch}" fill="url(#g-6d8a60)"/>',
        disc(600, 520, 80, "lime"),
        box(540, 600, 200, 70, "straw"),
    )
    shutters = "".join(
        box(x, 330, 90, 130, "night", 3) + box(x - 46, 326, 44, 138, c, 3) + box(x + 92, 326, 44, 138, c, 3)
        for x, c in ((140, "teal"), (850, "plum"), (1050, "plum"))
    )
    door = box(120, 500, 120, 160, "teal", 4) + disc(220, 585, 7, "straw")
    cobbles = box(-20, 650, 1240, 290, "sand", 0) + "".join(
        disc(40 + (i * 137) % 1180, 680 + (i * 61) % 210, 44, "paper", 14, 0.8) for i in range(44)
    )
    furniture = (
        shade(560, 838, 260, 20)
        + box(340, 720, 420, 26, "wood")
        + line(390, 744, 370, 850, "oak", 20)
        + line(720, 744, 740, 850, "oak", 20)
        + box(300, 790, 500, 18, "pinewood")
    )
    cups = (
        mug(470, 722, "terra", 0.5)
        + mug(560, 722, "white", 0.5, steam=False)
        + basket(660, 722, 100, 46, handle=False)
    )
    return (
        sky("sky", sun=None, clouds=2, seed=8)
        + wall
        + stones
        + opening
        + shutters
        + door
        + cobbles
        + tree(960, 790, 1.75, "leaf")
        + furniture
        + cups
        + leafy(70, 720, 0.8)
        + leafy(300, 690, 0.6, "pine", "plum")
    )
