"""Visits and time together."""
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
    pen,
    poly,
    ring,
    shade,
    stroke,
)
from gallery import picture
from objects import flower, frame, hand, mug, sleeve
from places import (
    room,
)


@picture(
    "armchair-visit",
    "company visit older neighbours solidarity",
    en="Two armchairs by a lamp, tea on the table and a plaid",
    fr="Deux fauteuils près d’une lampe, du thé sur la table et un plaid",
)
def armchair_visit() -> str:
    def chair(x: float, c: str, flip: bool) -> str:
        seat = (
            shade(0, 0, 230, 20)
            + box(-170, -400, 330, 320, c, 80)
            + box(-200, -230, 110, 220, lighter(c), 48)
            + box(90, -230, 110, 220, darker(c, 0.1), 48)
            + box(-110, -190, 220, 90, lighter(c, 0.3), 32)
            + line(-150, -10, -156, 10, "bark", 22)
            + line(150, -10, 156, 10, "bark", 22)
        )
        return at(x, 830, seat, s=1.12, flip=flip)

    plaid = inside(
        blob("740,430 830,410 850,520 860,640 770,650 740,560", "cream"),
        *(line(720, y, 880, y, "terra", 13, 0.8) for y in range(430, 660, 44)),
        *(line(x, 400, x, 660, "teal", 9, 0.7) for x in (770, 820)),
    )
    tea = (
        shade(600, 842, 130, 12)
        + disc(600, 690, 120, "pinewood", 28)
        + line(600, 710, 600, 836, "oak", 22)
        + disc(600, 838, 76, "oak", 14)
        + at(
            600,
            690,
            blob("-56,-10 -60,-60 -30,-92 30,-92 60,-60 56,-10", "deep"),
            disc(0, -94, 22, "teal", 10),
            disc(0, -108, 9, "straw"),
            stroke("54,-40 84,-60 92,-84", "deep", 13),
            ring(-64, -50, 24, "deep", 10),
        )
        + mug(510, 700, "terra", 0.42)
        + mug(690, 700, "ochre", 0.42, flip=True)
    )
    standing = (
        line(600, 640, 600, 300, "bark", 10)
        + poly("530,190 670,190 720,320 480,320", "straw")
        + disc(600, 330, 270, "straw", alpha=0.22)
    )
    return (
        room("pine", "oak", 690, light=0.12)
        + frame(
            120,
            90,
            210,
            250,
            "ochre",
            disc(90, 90, 54, "clay"),
            blob("-20,190 80,130 200,180 200,260 -20,260", "deep"),
        )
        + frame(
            880,
            110,
            240,
            180,
            "wood",
            blob("-20,90 70,40 140,90 230,50 230,170 -20,170", "sage"),
            ground="sky",
        )
        + disc(600, 850, 560, "plum", 70, 0.7)
        + standing
        + chair(270, "terra", False)
        + chair(930, "ochre", True)
        + plaid
        + tea
        + at(300, 660, box(-60, -50, 120, 100, "straw", 26), r=10)
    )


@picture(
    "tea-company",
    "company tea visit conversation older",
    en="Two hands around cups of tea, a teapot and biscuits",
    fr="Des mains autour de tasses de thé, une théière et des biscuits",
)
def tea_company() -> str:
    pot = (
        shade(640, 420, 210, 20)
        + blob("440,400 430,290 500,210 640,190 770,220 830,300 820,400 740,430 520,430", "deep")
        + disc(630, 200, 90, "teal", 22)
        + disc(630, 172, 22, "straw")
        + stroke("820,340 900,300 930,210", "deep", 40)
        + pen("M440 330C330 360 330 210 460 240", "deep", 30)
        + stroke("490,280 480,340 500,390", "mist", 15, 0.7)
        + "".join(flower(x, y, "cream", 0.9) for x, y in ((600, 330), (680, 360), (710, 290)))
    )
    plate = (
        shade(620, 720, 190, 18)
        + disc(610, 680, 190, "white", 70)
        + disc(610, 674, 150, "haze", 52)
        + "".join(
            disc(x, y, 46, "wood", 30)
            + "".join(disc(x + dx, y + dy, 6, "bark") for dx, dy in ((-16, -4), (8, -10), (14, 8), (-6, 10)))
            for x, y in ((540, 670), (620, 650), (690, 680), (610, 700))
        )
    )
    left = hand(180, 625, -24, "fair", grip=True, s=1.5) + sleeve(-50, 780, 140, 650, "plum", 170)
    right = hand(1020, 625, 24, "umber", grip=True, s=1.5, flip=True) + sleeve(
        1250, 780, 1060, 650, "ochre", 170
    )
    cloth = (
        box(-20, -20, 1240, 940, "clay", 0)
        + "".join(line(x, -20, x, 920, "rose", 26, 0.5) for x in range(40, 1240, 150))
        + "".join(line(-20, y, 1220, y, "rose", 26, 0.5) for y in range(60, 920, 150))
    )
    return (
        cloth
        + pot
        + plate
        + mug(350, 640, "cream", 1.25)
        + mug(850, 640, "mist", 1.25, flip=True)
        + lifted(left)
        + lifted(right)
    )
