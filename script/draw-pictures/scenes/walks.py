"""Walks in company."""
# ruff: noqa: D103  (the decorator says what a scene shows)

from brush import (
    at,
    blob,
    box,
    darker,
    disc,
    line,
    path,
    pen,
    poly,
    shade,
    stroke,
    veil,
)
from gallery import picture
from objects import leafy, person
from places import (
    bush,
    cypress,
    ground,
    hills,
    row,
    sky,
    tree,
)


def dog(x: float, y: float, s: float, coat: str, ear: str, *, flip: bool = False) -> str:
    """Paint a dog from its side, heading right, its paws at (x, y)."""
    dark = darker(coat, 0.2)
    marks = (
        shade(10, 0, 150, 14)
        + stroke("-80,-90 -92,-40 -84,-10", dark, 32)
        + stroke("80,-90 86,-40 92,-10", dark, 32)
        + stroke("-120,-140 -170,-190 -180,-240", coat, 24)
    )
    marks += (
        blob("-140,-150 -110,-190 0,-194 90,-210 130,-170 120,-100 60,-74 -60,-74 -130,-90", coat)
        + stroke("-112,-110 -122,-50 -112,-10", coat, 36)
        + stroke("100,-120 112,-50 116,-10", coat, 36)
    )
    marks += (
        blob("70,-190 80,-270 130,-300 180,-280 236,-246 240,-220 190,-206 150,-190 120,-150", coat)
        + blob("96,-290 70,-250 76,-190 104,-186 124,-240 130,-290", ear)
        + disc(236, -240, 15, "ink", 12)
        + disc(168, -256, 8, "ink")
        + stroke("92,-186 120,-168 146,-178", "terra", 17)
    )
    return at(x, y, marks, s=s, flip=flip)


@picture(
    "dog-walk",
    "animals dog walk care help",
    en="Someone seen from behind walking a dog along a path of trees",
    fr="Quelqu’un, de dos, promène un chien dans une allée d’arbres",
)
def dog_walk() -> str:
    lane = path("M560 500C580 620 300 760 180 960H960C900 760 640 620 640 500Z", "sand")
    avenue = (
        tree(420, 560, 0.6, "ochre")
        + tree(780, 560, 0.6, "clay")
        + tree(250, 660, 1, "clay")
        + tree(950, 660, 1, "ochre")
        + tree(40, 820, 1.6, "ochre")
        + tree(1160, 820, 1.6, "terra")
    )
    fallen = "".join(
        disc((k * 173) % 1180 + 10, (k * 67) % 300 + 590, 13, ("terra", "ochre", "clay")[k % 3], 7)
        for k in range(36)
    )
    return (
        sky("haze", sun=(600, 230), clouds=2, seed=18)
        + hills(440, "mist", "sage")
        + ground(500, "lime", seed=9, tufts=14)
        + lane
        + avenue
        + fallen
        + person(490, 850, 1, "teal", "bark", "umber", "umber", hat="plum")
        + pen("M578 728C620 790 700 780 776 690", "rust", 6)
        + dog(690, 860, 0.85, "wood", "oak")
    )


@picture(
    "walk-park",
    "walk park company health outdoors",
    en="Three walkers seen from behind by a pond in a park",
    fr="Trois promeneurs, de dos, près d’un étang dans un parc",
)
def walk_park() -> str:
    pond = blob("560,560 760,520 1050,530 1260,560 1260,700 900,700 640,650", "blue") + "".join(
        line(x, y, x + 90, y, "haze", 6, 0.6)
        for x, y in ((700, 580), (900, 560), (820, 640), (1020, 610), (1080, 670))
    )
    ducks = "".join(
        at(
            x,
            y,
            blob("-44,0 -54,-20 -20,-22 10,-14 22,-44 44,-46 46,-26 36,-6 20,8 -20,10", c),
            poly("44,-36 66,-30 44,-26", "ochre"),
            disc(32, -34, 4, "ink"),
        )
        for x, y, c in ((820, 606, "white"), (930, 640, "oak"))
    )
    lane = path("M420 560C520 640 320 720 60 960H760C760 800 640 680 500 560Z", "paper")
    bench = (
        shade(1010, 842, 150, 12)
        + box(890, 760, 250, 18, "wood")
        + box(890, 700, 250, 18, "pinewood")
        + box(890, 728, 250, 16, "pinewood")
        + line(915, 770, 910, 842, "iron", 13)
        + line(1115, 770, 1120, 842, "iron", 13)
    )
    return (
        sky("straw", sun=(860, 190), clouds=2, seed=28)
        + hills(430, "clay", "sage")
        + row(500, seed=77, height=70)
        + ground(495, "lime", seed=12)
        + cypress(1120, 540, 0.9)
        + tree(980, 530, 0.8, "pine")
        + pond
        + ducks
        + lane
        + tree(120, 640, 1.5, "leaf")
        + bush(640, 730, 0.7, "pine", "rose")
        + bench
        + person(330, 840, 0.88, "plum", "deep", "pearl", hat="")
        + person(480, 850, 0.95, "terra", "bark", "night", "umber", long=True)
        + person(625, 845, 0.84, "deep", "oak", "oak", hat="ochre")
    )


@picture(
    "errand-bag",
    "errand shopping help older neighbours",
    en="A cloth bag of shopping left at a blue front door",
    fr="Un sac de courses en toile devant une porte bleue",
)
def errand_bag() -> str:
    door = (
        box(330, -20, 440, 740, "white", 4)
        + box(370, -20, 360, 740, "blue", 4)
        + box(410, 40, 280, 250, "haze", 6)
        + line(550, 40, 550, 290, "blue", 15)
        + box(410, 340, 120, 330, "4a849b", 6)
        + box(570, 340, 120, 330, "4a849b", 6)
        + disc(700, 420, 17, "straw")
        + box(470, 306, 160, 24, "straw", 6)
    )
    step = (
        box(-20, 710, 1240, 60, "pearl", 0)
        + box(-20, 766, 1240, 180, "sand", 0)
        + line(-20, 768, 1220, 768, "iron", 6, 0.4)
        + box(390, 700, 330, 30, "rust", 8)
    )
    goods = (
        stroke("830,440 800,260", "wood", 56)
        + stroke("880,440 890,240", "pinewood", 54)
        + blob("920,460 950,300 1000,240 1010,320 1060,280 1020,460", "leaf")
        + blob("960,460 1000,340 1070,330 1040,460", "pine")
        + disc(760, 430, 50, "terra")
        + disc(1040, 440, 44, "ochre")
        + box(690, 330, 80, 130, "white", 8)
        + poly("690,330 730,290 770,330", "haze")
        + box(690, 380, 80, 40, "teal", 0)
    )
    bag = (
        shade(890, 838, 250, 22)
        + pen("M740 470C720 300 840 300 850 460", "wood", 17)
        + goods
        + poly("660,440 1110,440 1080,830 690,830", "cream")
        + veil("960,450 1100,450 1070,820 1000,820", "3a2438", 0.16)
        + pen("M790 470C770 640 1000 640 980 470", "wood", 19)
        + at(
            885,
            690,
            disc(0, 0, 74, "terra", alpha=0.9),
            pen("M0 40C-60 0 -40 -44 -4 -20C34 -48 60 0 0 40Z", "cream", 9),
        )
    )
    return (
        box(-20, -20, 1240, 740, "straw", 0)
        + "".join(
            box(x, y, 90, 34, "ochre", 6, 0.4)
            for x, y in ((60, 100), (180, 160), (900, 80), (1060, 140), (1000, 300), (40, 420))
        )
        + veil("-20,-20 300,-20 120,710 -20,710", "fff3d0", 0.35)
        + door
        + step
        + leafy(180, 750, 1.15, "leaf", "terra")
        + bag
    )
