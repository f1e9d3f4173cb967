"""Ways through the country and the town."""
# ruff: noqa: D103, E501  (the decorator says what a scene shows; an outline is one string)

from brush import (
    at,
    blob,
    box,
    disc,
    line,
    path,
    pen,
    poly,
    stroke,
)
from gallery import picture
from objects import basket, crate, person
from places import (
    cypress,
    hills,
    house,
    row,
    sky,
    tree,
    water,
)


@picture(
    "country-road",
    "transport ride road country",
    en="A road winding through hills at sunset",
    fr="Une route qui serpente entre les collines au soleil couchant",
)
def country_road() -> str:
    scene = (
        sky("clay", sun=(600, 300), clouds=4, seed=61)
        + hills(420, "mauve", "plum", seed=2)
        + hills(540, "pine", "leaf", seed=7)
    )
    lane = path(
        "M640 470C760 500 820 530 700 570C520 620 330 650 470 720C600 780 420 860 330 930L940 930C940 860 860 800 760 720C690 650 860 610 850 550C840 500 720 480 650 466Z",
        "sand",
    )
    dash = pen(
        "M700 500C800 530 800 560 720 590C590 640 520 660 600 720C690 790 660 860 630 930", "white", 9
    ).replace("<path", '<path stroke-dasharray="40 34"')
    fence = (
        "".join(box(60 + k * 90, 740 + k * 6, 18, 110, "oak", 4) for k in range(4))
        + stroke("40,770 200,776 370,796", "oak", 11)
        + stroke("40,812 200,818 370,838", "oak", 11)
    )
    return (
        scene
        + lane
        + dash
        + cypress(980, 760, 1.25)
        + cypress(1070, 790, 1.5)
        + cypress(900, 690, 0.8)
        + tree(190, 660, 0.8, "ochre")
        + fence
    )


@picture(
    "bridge-river",
    "transport town river walk place",
    en="An old stone bridge with many arches over a wide river",
    fr="Un vieux pont de pierre aux nombreuses arches sur un large fleuve",
)
def bridge_river() -> str:
    scene = (
        sky("sky", sun=(260, 200), clouds=4, seed=71)
        + row(470, seed=44, height=120)
        + poly("880,360 900,150 914,90 928,150 948,360", "sand")
        + poly("1040,380 1055,230 1068,180 1081,230 1096,380", "paper")
        + tree(90, 480, 0.6, "pine")
        + tree(250, 480, 0.5, "leaf")
    )
    deck = poly("-20,430 600,400 1220,430 1220,660 -20,660", "clay")
    arches = "".join(
        path(
            f"M{x} 680V{560 + abs(x - 520) * 0.02}C{x} 460 {x + 150} 460 {x + 150} {560 + abs(x - 520) * 0.02}V680Z",
            "3b7778",
        )
        for x in (-115, 75, 265, 455, 645, 835, 1025, 1215)
    )
    rims = "".join(
        pen(
            f"M{x} 680V{560 + abs(x - 520) * 0.02}C{x} 460 {x + 150} 460 {x + 150} {560 + abs(x - 520) * 0.02}V680",
            "cream",
            13,
        )
        for x in (-115, 75, 265, 455, 645, 835, 1025, 1215)
    )
    piers = "".join(
        box(x - 24, 560, 48, 130, "paper", 6)
        + poly(f"{x - 30},650 {x + 30},650 {x + 40},700 {x - 40},700", "sand")
        + disc(x, 520, 20, "cream")
        for x in (55, 245, 435, 625, 815, 1005, 1195)
    )
    rail = stroke("-20,424 300,404 600,394 900,404 1220,424", "cream", 22) + "".join(
        line(x, 410, x, 320, "night", 7) + disc(x, 312, 13, "straw") for x in (150, 340, 530, 720, 910, 1100)
    )
    glow = "".join(
        line(x, 720 + (x % 3) * 30, x + 60, 720 + (x % 3) * 30, "straw", 8, 0.6) for x in range(60, 1200, 140)
    )
    quay = (
        blob("-40,960 -40,850 200,830 430,860 520,960", "leaf")
        + person(200, 900, 0.4, "terra", long=True)
        + person(262, 905, 0.42, "ochre", hat="plum")
    )
    return scene + deck + arches + rims + water(670, 280, "teal") + piers + rail + glow + quay


@picture(
    "market-ride",
    "transport ride market errand older",
    en="Two neighbours seen from behind on the way to the market with baskets",
    fr="Deux voisines, de dos, en route pour le marché avec leurs paniers",
)
def market_ride() -> str:
    def stall(x: float, first: str, second: str) -> str:
        awning = "".join(
            poly(
                f"{x + k * 60},350 {x + k * 60 + 60},350 {x + k * 60 + 66},440 {x + k * 60 - 6},440",
                (first, second)[k % 2],
            )
            for k in range(6)
        )
        goods = "".join(
            disc(x + 30 + k * 44, 560, 24, ("terra", "ochre", "leaf", "plum")[k % 4]) for k in range(8)
        )
        return (
            line(x + 10, 440, x + 10, 660, "oak", 12)
            + line(x + 350, 440, x + 350, 660, "oak", 12)
            + awning
            + goods
            + crate(x - 4, 660, 368, 94)
        )

    scene = (
        sky("sky", sun=None, seed=81)
        + hills(380, "mist", "sage")
        + tree(420, 520, 1.3, "pine")
        + tree(850, 520, 1.2, "leaf")
        + house(80, 520, 240, 250, "rose")
        + house(980, 520, 230, 270, "cream", "rust", "plum")
        + box(-20, 515, 1240, 440, "sand", 0)
        + stall(60, "terra", "cream")
        + stall(460, "teal", "white")
        + stall(860, "ochre", "cream")
    )
    paving = "".join(disc((i * 151) % 1240, 690 + (i * 47) % 210, 60, "paper", 15, 0.6) for i in range(30))
    return (
        scene
        + paving
        + person(480, 870, 1.12, "plum", "bark", "pearl")
        + person(740, 870, 1.15, "teal", "night", "bark", "brown", long=True)
        + at(
            600,
            800,
            basket(-10, 0, 150, 82),
            blob("-60,-80 -40,-120 -10,-90", "leaf"),
            disc(20, -92, 24, "terra"),
        )
        + basket(880, 800, 140, 80)
    )
