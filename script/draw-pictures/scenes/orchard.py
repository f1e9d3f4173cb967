"""The orchard, the vine and the henhouse."""
# ruff: noqa: D103, E501  (the decorator says what a scene shows; an outline is one string)

from random import Random

from brush import (
    at,
    blob,
    box,
    darker,
    disc,
    lighter,
    line,
    path,
    pen,
    poly,
    shade,
    stroke,
)
from gallery import picture
from objects import basket
from places import (
    cypress,
    ground,
    hills,
    house,
    sky,
    tree,
)


@picture(
    "hens",
    "garden hens eggs animals care",
    en="Three hens and a henhouse in an orchard",
    fr="Trois poules et un poulailler dans un verger",
)
def hens() -> str:
    def hen(x: float, y: float, s: float, body: str, wing: str, flip: bool = False) -> str:
        return at(
            x,
            y,
            shade(10, 0, 120, 14),
            line(-20, -50, -26, 0, "ochre", 11)
            + line(30, -50, 34, 0, "ochre", 11)
            + pen("M-46 0H-10M14 0H52", "ochre", 9),
            blob(
                "-170,-250 -190,-200 -150,-100 -60,-40 50,-40 120,-110 128,-200 130,-260 100,-300 60,-280 40,-210 -40,-170 -110,-190",
                body,
            ),
            blob("-110,-160 -40,-170 40,-140 20,-90 -60,-80", wing),
            stroke("-80,-140 -20,-130 20,-120", darker(wing), 6, 0.6),
            blob("66,-290 60,-330 84,-316 94,-344 110,-316 128,-330 126,-286", "terra"),
            poly("126,-262 172,-244 126,-230", "ochre"),
            disc(122, -216, 13, "terra", 22),
            disc(104, -262, 8, "ink"),
            s=s,
            flip=flip,
        )

    coop = (
        box(760, 300, 320, 230, "teal", 0)
        + "".join(line(760 + k * 46, 304, 760 + k * 46, 528, "deep", 4, 0.5) for k in range(1, 7))
        + poly("730,310 920,190 1110,310", "rust")
        + path("M870 530V430C870 390 960 390 960 430V530Z", "night")
        + poly("870,530 960,530 900,640 790,640", "wood")
        + "".join(
            line(862 - k * 22, 552 + k * 24, 944 - k * 16, 552 + k * 24, "pinewood", 8) for k in range(4)
        )
        + line(780, 528, 780, 620, "oak", 22)
        + line(1060, 528, 1060, 620, "oak", 22)
    )
    grain = "".join(disc((k * 97) % 520 + 330, (k * 41) % 80 + 790, 7, "straw", 5) for k in range(22))
    eggs = shade(160, 848, 120, 12) + at(
        150,
        845,
        disc(-40, -66, 34, "cream", 42),
        disc(30, -70, 34, "clay", 42),
        disc(0, -74, 32, "white", 42),
        basket(0, 0, 190, 70, handle=False),
    )
    return (
        sky("straw", sun=(260, 180), seed=29)
        + hills(420, "lime", "sage")
        + tree(120, 560, 1.2, "leaf")
        + tree(560, 530, 0.9, "pine")
        + coop
        + ground(600, "lime", seed=6)
        + grain
        + hen(350, 720, 0.92, "cream", "sand")
        + hen(610, 820, 1.1, "rust", "terra")
        + hen(1000, 800, 1, "ink", "iron", True)
        + eggs
    )


@picture(
    "apple-tree",
    "garden fruit apples harvest share",
    en="An apple tree laden with red apples, a ladder and a basket",
    fr="Un pommier chargé de pommes rouges, une échelle et un panier",
)
def apple_tree() -> str:
    chance = Random(4)
    trunk = (
        blob("540,820 560,640 540,520 580,430 660,430 690,520 670,640 700,820 620,800", "oak")
        + stroke("610,560 480,440 400,380", "oak", 34)
        + stroke("640,540 760,430 860,370", "oak", 30)
        + stroke("590,660 584,740", "wood", 10)
    )
    crown = (
        blob(
            "180,380 150,240 260,110 430,60 640,20 830,70 990,140 1060,290 1000,430 840,500 700,470 560,510 400,490 260,480",
            "leaf",
        )
        + blob("220,330 220,230 330,130 500,100 560,160 460,260 320,300", "sage", 0.8)
        + blob("560,500 760,380 1020,270 1010,420 850,490 700,460", "pine", 0.55)
    )
    leaves = "".join(
        disc(
            chance.uniform(230, 980),
            chance.uniform(110, 450),
            30,
            chance.choice(("sage", "pine", "lime")),
            15,
            0.55,
        )
        for _ in range(40)
    )
    apples = "".join(
        disc(x, y, 38, "terra", 36)
        + disc(x - 12, y - 12, 10, "rose", 8)
        + line(x, y - 32, x + 7, y - 48, "bark", 6)
        for x, y in (
            (300, 330),
            (400, 200),
            (480, 370),
            (560, 240),
            (650, 380),
            (700, 170),
            (790, 300),
            (880, 210),
            (930, 370),
            (260, 210),
            (840, 430),
            (390, 430),
        )
    )
    ladder = (
        line(300, 850, 420, 300, "pinewood", 20)
        + line(400, 850, 500, 310, "pinewood", 20)
        + "".join(
            line(312 + k * 24, 790 - k * 108, 408 + k * 20, 790 - k * 108, "wood", 15) for k in range(5)
        )
    )
    haul = (
        at(
            880,
            840,
            *(
                disc(x, y, 40, c)
                for x, y, c in (
                    (-80, -110, "terra"),
                    (0, -126, "ochre"),
                    (78, -110, "terra"),
                    (-38, -136, "clay"),
                    (44, -142, "terra"),
                )
            ),
            basket(0, 0, 270, 104),
        )
        + disc(1070, 840, 32, "terra", 30)
        + disc(720, 860, 30, "clay", 28)
    )
    return (
        sky("mist", sun=None, seed=39)
        + hills(520, "sage", "lime")
        + ground(640, "lime", seed=8)
        + shade(640, 815, 260, 20)
        + trunk
        + crown
        + leaves
        + ladder
        + apples
        + haul
    )


@picture(
    "vine-row",
    "garden vineyard harvest work land",
    en="Rows of vines in autumn running towards a stone house",
    fr="Des rangs de vigne en automne, vers une maison de pierre",
)
def vine_row() -> str:
    chance, rows = Random(12), ""
    for k, x in enumerate((-260, 60, 400, 800, 1140, 1460)):
        top = 600 + (x - 600) * 0.22
        rows += poly(f"{top - 10},520 {top + 14},520 {x + 120},930 {x - 120},930", "pinewood")
        for i in range(15):
            share = (i / 14) ** 1.7
            cx, cy, r = top + (x - top) * share, 520 + 400 * share, 11 + 74 * share
            tone = ("leaf", "ochre", "pine", "sage", "leaf", "ochre")[k]
            rows += line(cx, cy, cx, cy - r * 1.7, "oak", 3 + 9 * share)
            for _ in range(7):
                dx, dy = chance.uniform(-0.8, 0.8) * r, chance.uniform(-1.5, 0.1) * r
                leaf_ = chance.choice(
                    (tone, darker(tone, 0.15), lighter(tone), "terra" if chance.random() < 0.25 else tone)
                )
                rows += disc(cx + dx, cy + dy, r * 0.42, leaf_, r * 0.34)
            if i > 8 and i % 2:
                rows += "".join(
                    disc(cx + dx * r * 0.15, cy + dy * r * 0.15, r * 0.11, "plum")
                    for dx, dy in ((-1.2, -1), (0, -1), (1.2, -1), (-0.6, 0), (0.6, 0), (0, 1))
                )
    return (
        sky("clay", sun=(330, 210), clouds=4, seed=49)
        + hills(400, "mauve", "sage", "pine", seed=16)
        + house(640, 470, 230, 150, "paper", "rust")
        + cypress(910, 490, 0.9)
        + cypress(970, 495, 0.7)
        + cypress(600, 480, 0.6)
        + poly("-20,510 1220,510 1220,940 -20,940", "sand")
        + rows
    )
