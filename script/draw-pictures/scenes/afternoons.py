"""Quiet afternoons: a game of chess, a cat to look after."""
# ruff: noqa: D103, E501  (the decorator says what a scene shows; an outline is one string)

from brush import (
    at,
    blob,
    box,
    disc,
    inside,
    lifted,
    lighter,
    line,
    path,
    poly,
    shade,
    stroke,
    veil,
)
from gallery import picture
from objects import hand, leafy, sleeve
from places import (
    hills,
    house,
    table,
)


@picture(
    "chess",
    "games chess play company learn",
    en="A hand moving a knight on a chessboard",
    fr="Une main déplace un cavalier sur un échiquier",
)
def chess() -> str:
    squares = ""
    for i in range(8):
        for j in range(6):
            y1, y2 = 430 + j * j * 9 + j * 36, 430 + (j + 1) ** 2 * 9 + (j + 1) * 36
            w1, w2 = 92 + (y1 - 430) * 0.09, 92 + (y2 - 430) * 0.09
            squares += poly(
                f"{600 + (i - 4) * w1:.0f},{y1} {600 + (i - 3) * w1:.0f},{y1} {600 + (i - 3) * w2:.0f},{y2} {600 + (i - 4) * w2:.0f},{y2}",
                "pinewood" if (i + j) % 2 else "oak",
            )

    def pawn(x: float, y: float, c: str, s: float) -> str:
        return at(
            x,
            y,
            shade(20, 0, 56, 10),
            blob("-54,0 -50,-24 -22,-46 -16,-110 16,-110 22,-46 50,-24 54,0 0,10", c),
            disc(0, -112, 30, c, 9),
            disc(0, -142, 36, c),
            stroke("-16,-152 -8,-164", lighter(c, 0.6), 9),
            s=s,
        )

    def rook(x: float, y: float, c: str, s: float) -> str:
        return at(
            x,
            y,
            shade(24, 0, 66, 10),
            blob("-64,0 -60,-26 -36,-50 -32,-150 32,-150 36,-50 60,-26 64,0 0,10", c),
            path("M-48 -150V-210H-26V-190H-10V-210H10V-190H26V-210H48V-150Z", c),
            s=s,
        )

    knight = at(
        560,
        690,
        shade(24, 0, 76, 12),
        blob("-70,0 -64,-30 -44,-54 44,-54 64,-30 70,0 0,12", "deep"),
        blob(
            "-46,-50 -40,-120 20,-170 -30,-166 -84,-140 -100,-172 -60,-226 -30,-262 -14,-286 6,-262 50,-236 66,-150 46,-50",
            "deep",
        ),
        disc(-28, -220, 7, "straw"),
        stroke("40,-220 54,-150 40,-70", "teal", 10),
        s=1.2,
    )
    arm = hand(775, 372, -30, "brown", grip=True, s=1.55, flip=True) + sleeve(
        1240, 90, 830, 340, "terra", 170
    )
    return (
        table("wood", 380, wall="ochre")
        + lifted(poly("200,412 1000,412 1150,910 50,910", "bark"))
        + squares
        + pawn(300, 560, "cream", 0.85)
        + rook(400, 500, "cream", 0.7)
        + pawn(890, 720, "cream", 1.1)
        + pawn(250, 820, "night", 1.3)
        + rook(960, 850, "night", 1.2)
        + lifted(knight)
        + lifted(arm)
    )


@picture(
    "cat",
    "animals cat care holiday home",
    en="A cat asleep on a window sill in the sun",
    fr="Un chat endormi au soleil sur un rebord de fenêtre",
)
def cat() -> str:
    view = (
        hills(330, "mist", "sage", "leaf", seed=27)
        + house(640, 480, 130, 90)
        + house(790, 490, 120, 80, "rose", "rust")
    )
    frame_ = (
        box(130, -20, 940, 620, "white", 4)
        + inside(box(170, -20, 860, 580, "sky", 0), disc(360, 160, 74, "straw"), view)
        + line(600, -20, 600, 570, "white", 22)
    )
    sill = box(60, 590, 1080, 56, "cream", 6) + veil("80,650 1120,650 1120,690 100,690", "3a2438", 0.3)
    kitty = (
        shade(560, 594, 320, 16)
        + blob("250,590 250,500 310,410 430,360 580,360 700,410 760,500 770,590", "clay")
        + "".join(
            stroke(p, "rust", 19, 0.65)
            for p in (
                "440,372 450,420 440,460",
                "510,360 522,410 512,450",
                "580,364 594,410 588,446",
                "650,394 664,430 662,460",
            )
        )
    )
    kitty += (
        blob(
            "300,590 240,560 200,520 210,460 196,400 240,420 290,414 330,396 340,450 360,500 350,560 330,590",
            "clay",
        )
        + poly("202,452 190,382 246,420", "clay")
        + poly("296,420 344,380 346,456", "clay")
        + poly("208,440 202,400 234,422", "rose")
        + poly("310,424 336,400 338,440", "rose")
    )
    kitty += (
        stroke("234,492 246,502 258,492", "bark", 6)
        + stroke("296,490 308,500 320,488", "bark", 6)
        + poly("266,516 288,516 277,530", "terra")
        + "".join(
            line(x, y, x2, y2, "cream", 3)
            for x, y, x2, y2 in (
                (240, 526, 170, 516),
                (240, 536, 174, 544),
                (318, 524, 390, 512),
                (318, 536, 388, 544),
            )
        )
    )
    kitty += (
        stroke("740,560 660,590 520,584 400,590", "rust", 40)
        + stroke("420,588 390,590", "cream", 36)
        + blob("310,594 320,556 380,556 396,594", "fair")
    )
    return (
        box(-20, -20, 1240, 940, "mauve", 0)
        + frame_
        + sill
        + kitty
        + leafy(980, 592, 1.05, "pine", "terra")
        + blob("-20,-20 160,-20 170,300 120,640 -20,660", "straw")
        + stroke("40,-20 60,300 40,640", "ochre", 13, 0.5)
        + stroke("110,-20 120,280 90,630", "ochre", 11, 0.5)
        + blob("1040,-20 1240,-20 1240,660 1110,640 1050,300", "straw")
        + stroke("1130,-20 1120,300 1160,640", "ochre", 13, 0.5)
        + veil("170,650 700,650 560,920 20,920", "fff3d0", 0.4)
    )
