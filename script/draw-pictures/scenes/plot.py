"""The vegetable plot and its care."""
# ruff: noqa: D103  (the decorator says what a scene shows)

from brush import (
    at,
    blob,
    box,
    disc,
    lifted,
    line,
    pen,
    poly,
    shade,
    stroke,
)
from gallery import picture
from objects import hand, sleeve
from places import (
    ground,
    hills,
    sky,
    tree,
)
from vegetables import seedling


@picture(
    "garden-beds",
    "garden vegetables plot share land",
    en="Raised vegetable beds in rows, with a garden shed behind",
    fr="Des carrés de potager alignés devant un cabanon",
)
def garden_beds() -> str:
    def bed(y: float, x1: float, x2: float, h: float, s: float, colours: tuple[str, ...]) -> str:
        count = int((x2 - x1) / (110 * s))
        plants = "".join(
            seedling(x1 + (k + 0.5) * (x2 - x1) / count, y + 6, s, colours[k % len(colours)])
            for k in range(count)
        )
        return (
            shade((x1 + x2) / 2 + 20, y + h, (x2 - x1) * 0.52, 16)
            + poly(f"{x1},{y - 26 * s} {x2},{y - 26 * s} {x2 + 14},{y + 10} {x1 - 14},{y + 10}", "bark")
            + plants
            + box(x1 - 18, y + 6, x2 - x1 + 36, h, "wood", 4)
            + line(x1 - 10, y + h / 2 + 6, x2 + 10, y + h / 2 + 6, "oak", 4, 0.5)
        )

    shed = (
        box(820, 300, 250, 230, "teal", 0)
        + "".join(line(820 + k * 42, 305, 820 + k * 42, 528, "deep", 4, 0.5) for k in range(1, 6))
        + poly("790,310 945,210 1100,310", "terra")
        + box(900, 390, 90, 140, "straw", 4)
    )
    canes = "".join(
        pen(f"M{x} 560L{x + 50} 330L{x + 100} 560", "pinewood", 9)
        + "".join(
            disc(x + 50 + dx, y, 22, "pine", 16)
            for dx, y in ((-10, 380), (14, 430), (-24, 460), (26, 500), (-34, 520))
        )
        for x in (120, 250, 380)
    )
    return (
        sky("sky", sun=(560, 160), seed=15)
        + hills(400, "mist", "sage")
        + tree(60, 520, 1.1, "leaf")
        + shed
        + ground(510, "lime", seed=3, tufts=10)
        + canes
        + bed(590, 80, 560, 40, 0.7, ("lime", "leaf"))
        + bed(590, 680, 1120, 40, 0.7, ("mauve", "plum"))
        + bed(790, 40, 570, 60, 1.15, ("leaf", "lime"))
        + bed(790, 670, 1170, 60, 1.15, ("sage", "pine"))
    )


@picture(
    "watering",
    "garden watering help plants holiday",
    en="A hand tilting a watering can over a row of young plants",
    fr="Une main incline un arrosoir au-dessus de jeunes plants",
)
def watering() -> str:
    can = (
        poly("-150,-120 130,-120 160,140 -180,140", "teal")
        + disc(-10, -120, 140, "deep", 26)
        + pen("M-170 90L-330 -70L-380 -120", "teal", 44)
        + disc(-392, -128, 30, "deep", 62)
        + pen("M-110 -120C-100 -280 110 -280 150 -90C170 0 190 60 150 90", "deep", 24)
        + stroke("-120,-70 -136,20 -140,110", "mist", 16, 0.6)
    )
    drops = "".join(
        line(x, y, x - 10, y + 26, "white", 7, 0.85)
        for x, y in (
            (250, 440),
            (290, 480),
            (220, 500),
            (320, 440),
            (260, 560),
            (200, 590),
            (300, 580),
            (240, 640),
            (180, 660),
        )
    )
    soil = blob("-100,960 -80,720 300,700 760,716 1300,700 1300,960", "bark") + "".join(
        seedling(x, y, s, c)
        for x, y, s, c in (
            (130, 770, 1.1, "leaf"),
            (330, 780, 1.2, "lime"),
            (560, 770, 1.1, "leaf"),
            (790, 780, 1.2, "lime"),
            (1020, 772, 1.1, "leaf"),
            (1180, 790, 1, "lime"),
        )
    )
    arm = hand(975, 300, -6, "brown", grip=True, s=1.35, flip=True) + sleeve(
        1290, 250, 1010, 296, "terra", 140
    )
    return (
        box(-20, -20, 1240, 940, "straw", 0)
        + disc(240, 170, 120, "cream", alpha=0.8)
        + hills(560, "lime", "sage", "leaf", seed=13)
        + soil
        + drops
        + at(680, 420, lifted(can), r=-22)
        + arm
    )


@picture(
    "compost",
    "garden compost soil recycle",
    en="A wooden compost bin with peelings and a fork",
    fr="Un bac à compost en bois, des épluchures et une fourche",
)
def compost() -> str:
    heap = blob("230,500 300,380 430,330 560,350 700,310 820,360 900,420 950,500", "bark") + "".join(
        disc(x, y, 30, c, 16)
        for x, y, c in (
            (360, 410, "leaf"),
            (460, 360, "ochre"),
            (620, 370, "lime"),
            (740, 350, "terra"),
            (820, 410, "sage"),
            (540, 430, "clay"),
        )
    )
    peel = (
        stroke("420,420 470,400 480,440 520,430", "terra", 15)
        + stroke("650,430 690,410 720,440 760,430", "ochre", 15)
        + blob("300,470 330,420 370,440 360,480", "white")
        + seedling(690, 330, 0.6, "lime")
    )
    slats = (
        "".join(
            box(200, 490 + k * 84, 780, 66, "wood", 6)
            + line(220, 530 + k * 84, 960, 524 + k * 84, "oak", 4, 0.5)
            for k in range(4)
        )
        + box(190, 420, 60, 420, "oak", 6)
        + box(930, 420, 60, 420, "oak", 6)
    )
    fork = (
        line(1095, 640, 1080, 260, "pinewood", 24)
        + pen("M1040 250H1120", "pinewood", 26)
        + pen("M1050 640H1140M1050 640V800M1095 640V810M1140 640V800", "iron", 13)
    )
    pail = (
        shade(130, 842, 100, 14)
        + poly("40,680 220,680 195,840 65,840", "mist")
        + disc(130, 680, 90, "deep", 20)
        + blob("50,680 90,630 130,650 180,626 212,680", "lime")
        + disc(120, 650, 24, "terra")
        + pen("M44 690C50 560 210 560 216 690", "iron", 7)
    )
    return (
        sky("haze", sun=None, seed=19)
        + hills(350, "mist", "sage")
        + tree(1080, 560, 1.2, "ochre")
        + tree(120, 540, 1.1, "pine")
        + ground(560, "leaf", seed=21)
        + shade(600, 845, 450, 26)
        + heap
        + peel
        + slats
        + fork
        + pail
    )
