"""Cooking and baking."""
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
from objects import hand, mug, sleeve
from places import (
    table,
    tiles,
)


@picture(
    "cooking-pot",
    "food kitchen cooking soup share meal",
    en="A big pot of soup steaming on a stove, with a ladle",
    fr="Une grande marmite de soupe fumante et sa louche",
)
def cooking_pot() -> str:
    pot = (
        shade(600, 720, 330, 24)
        + box(300, 380, 600, 330, "terra", 50)
        + disc(600, 384, 300, "clay", 52)
        + disc(600, 388, 272, "rust", 40)
        + disc(600, 394, 256, "ochre", 34)
        + "".join(
            disc(x, y, 26, c, 12)
            for x, y, c in (
                (480, 390, "clay"),
                (560, 404, "leaf"),
                (660, 384, "cream"),
                (730, 398, "terra"),
                (430, 400, "lime"),
            )
        )
    )
    pot += (
        pen("M300 470H240C210 470 210 530 240 530H300", "rust", 30)
        + pen("M900 470H960C990 470 990 530 960 530H900", "rust", 30)
        + stroke("340,450 350,560 370,660", "rose", 19, 0.6)
    )
    ladle = line(690, 390, 880, 90, "steel", 22) + ring(890, 72, 18, "steel", 10)
    steam = "".join(
        stroke(
            f"{x},{330 - k * 16} {x - 34},{260 - k * 16} {x + 22},{180 - k * 10} {x - 14},{90 - k * 8}",
            "white",
            15,
            0.55,
        )
        for k, x in enumerate((430, 540, 640))
    )
    stove = (
        box(-20, 700, 1240, 250, "ink", 0)
        + box(-20, 690, 1240, 40, "iron", 6)
        + box(250, 690, 700, 24, "night", 8)
        + "".join(disc(x, 810, 46, "pearl") + line(x, 810, x, 776, "iron", 10) for x in (220, 420, 780, 980))
    )
    side = at(
        130,
        692,
        *(disc(0, -k * 16, 110 - k * 2, c, 20) for k, c in enumerate(("white", "mist", "white", "mist"))),
    )
    return (
        tiles(-20, 720, "efca7c", 110)
        + veil("-20,-20 460,-20 120,690 -20,690", "fff3d0", 0.25)
        + steam
        + stove
        + pot
        + ladle
        + side
        + at(
            1070,
            692,
            shade(10, 0, 70, 9),
            box(-55, -150, 110, 150, "pine", 20),
            line(-20, -150, -50, -280, "pinewood", 17),
            line(10, -150, 14, -310, "wood", 17),
            disc(14, -320, 24, "wood", 36),
            line(30, -150, 66, -270, "oak", 15),
        )
    )


@picture(
    "bread",
    "food bread baking hands learn",
    en="Hands kneading dough beside a golden loaf",
    fr="Des mains pétrissent la pâte près d’une miche dorée",
)
def bread() -> str:
    flour = blob("220,620 420,520 760,520 1010,620 960,800 620,860 280,800", "white", 0.7)
    dough = (
        shade(630, 740, 300, 24)
        + blob("350,700 380,580 500,520 620,540 750,516 880,580 910,690 800,760 620,770 440,760", "cream")
        + stroke("460,590 560,570 650,600", "sand", 13, 0.7)
        + stroke("640,690 740,680 820,640", "sand", 13, 0.6)
    )
    loaf = (
        shade(940, 420, 210, 20)
        + blob("740,390 750,280 850,210 960,200 1070,230 1150,300 1150,400 1050,430 840,430", "wood")
        + "".join(
            stroke(f"{x},{300 - k * 10} {x + 30},{260 - k * 6} {x + 80},{250 - k * 2}", "straw", 19)
            for k, x in enumerate((800, 900, 1000))
        )
        + stroke("770,380 940,410 1120,384", "oak", 13, 0.5)
    )
    bowl = (
        shade(230, 430, 180, 18)
        + blob("60,240 80,360 160,430 280,430 360,360 380,240", "deep")
        + disc(220, 240, 160, "teal", 36)
        + disc(220, 244, 134, "white", 25)
        + line(250, 240, 400, 110, "pinewood", 24)
    )
    wheat = "".join(
        at(
            600,
            330,
            line(0, 40, 0, -160, "ochre", 7),
            *(
                disc(dx, dy, 10, "ochre", 20)
                for dx, dy in ((-12, -120), (12, -130), (-12, -160), (12, -168), (0, -196))
            ),
            r=r,
        )
        for r in (-24, 0, 22)
    )
    left = hand(310, 740, -30, "fair", s=1.5) + sleeve(-40, 930, 260, 770, "plum", 170)
    right = hand(910, 730, 32, "fair", s=1.5, flip=True) + sleeve(1240, 930, 960, 760, "plum", 170)
    return (
        table("pinewood", 300, wall="sage")
        + flour
        + bowl
        + wheat
        + loaf
        + dough
        + lifted(left)
        + lifted(right)
    )


@picture(
    "cake",
    "food cake baking celebration share",
    en="A layered cake with berries on a stand, one slice cut",
    fr="Un gâteau à étages et aux fruits rouges sur un plat, une part coupée",
)
def cake() -> str:
    stand = (
        shade(560, 800, 240, 22)
        + poly("500,640 620,640 650,780 470,780", "white")
        + disc(560, 786, 160, "pearl", 26)
        + disc(560, 640, 350, "white", 50)
        + disc(560, 632, 320, "haze", 38)
    )
    body = (
        path("M310 380V600C310 650 810 650 810 600V380Z", "straw")
        + path("M310 480C400 520 720 520 810 480V530C720 570 400 570 310 530Z", "terra")
        + disc(560, 380, 250, "cream", 60)
    )
    body += path(
        "M310 380C310 300 810 300 810 380C812 420 800 470 770 470C750 470 750 430 720 430C690 430 700 510 660 510C630 510 640 450 600 450C560 450 570 490 530 490C490 490 500 440 460 440C430 440 430 480 390 480C350 480 310 430 310 380Z",
        "white",
    )
    berries = "".join(
        disc(x, y, 36, c, 34) + disc(x - 11, y - 11, 9, "white", 7, 0.8)
        for x, y, c in (
            (430, 345, "terra"),
            (500, 325, "plum"),
            (570, 318, "terra"),
            (640, 326, "plum"),
            (700, 348, "terra"),
            (540, 366, "terra"),
            (620, 370, "plum"),
        )
    ) + at(560, 290, blob("-6,0 -50,-20 -70,-60 -20,-50", "leaf"), blob("6,0 50,-20 70,-60 20,-50", "pine"))
    slice_ = (
        shade(990, 824, 160, 16)
        + disc(980, 800, 180, "mist", 34)
        + disc(980, 794, 150, "white", 24)
        + poly("870,780 1100,790 1100,650 870,640", "straw")
        + poly("870,700 1100,712 1100,740 870,728", "terra")
        + poly("870,640 1100,650 1060,600", "white")
        + poly("870,660 870,636 1060,596 1104,646 1104,670", "white")
        + disc(1050, 612, 28, "plum")
    )
    garland = "".join(
        poly(
            f"{x},{60 + (k % 2) * 12} {x + 70},{64 + (k % 2) * 10} {x + 36},{150}",
            ("ochre", "teal", "cream", "terra")[k % 4],
        )
        for k, x in enumerate(range(20, 1180, 98))
    ) + line(-20, 62, 1220, 66, "bark", 5)
    return (
        table("plum", 660, wall="rose")
        + garland
        + stand
        + body
        + berries
        + slice_
        + at(150, 820, shade(10, 0, 90, 12), mug(0, 0, "ochre", 1.15))
    )
