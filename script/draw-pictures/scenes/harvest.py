"""What the garden gives."""
# ruff: noqa: D103  (the decorator says what a scene shows)

from brush import (
    at,
    blob,
    box,
    disc,
    inside,
    lifted,
    lighter,
    line,
    poly,
    shade,
    stroke,
    veil,
)
from gallery import picture
from objects import jar
from places import (
    room,
    table,
)
from vegetables import tomato


@picture(
    "tomatoes",
    "garden food tomatoes harvest share",
    en="Ripe tomatoes on the vine against a blue wall",
    fr="Des tomates mûres sur pied devant un mur bleu",
)
def tomatoes() -> str:
    stakes = line(300, -20, 320, 920, "pinewood", 20) + line(870, -20, 860, 920, "pinewood", 20)
    vines = stroke("310,930 330,700 270,500 340,300 290,60 330,-20", "pine", 17) + stroke(
        "870,930 840,700 900,480 840,260 890,60 870,-20", "pine", 17
    )
    leaf = "".join(
        at(
            x,
            y,
            blob("-14,60 -60,40 -50,0 -70,-30 -30,-50 0,-100 30,-50 70,-30 50,0 60,40 14,60", c),
            line(0, 60, 0, -60, lighter(c, 0.4), 5, 0.6),
            r=r,
            s=1.25,
        )
        for x, y, r, c in (
            (170, 170, -60, "leaf"),
            (440, 110, 50, "pine"),
            (130, 470, -80, "sage"),
            (470, 420, 70, "leaf"),
            (180, 780, -70, "pine"),
            (450, 730, 60, "sage"),
            (730, 160, -60, "pine"),
            (1010, 200, 60, "leaf"),
            (720, 480, -70, "leaf"),
            (1040, 560, 70, "pine"),
            (730, 800, -60, "sage"),
            (1010, 860, 70, "leaf"),
        )
    )
    stalks = "".join(
        line(x, y, 310 if x < 600 else 865, y + 60, "pine", 10)
        for x, y in (
            (170, 170),
            (440, 110),
            (130, 470),
            (470, 420),
            (180, 780),
            (450, 730),
            (730, 160),
            (1010, 200),
            (720, 480),
            (1040, 560),
            (730, 800),
            (1010, 860),
        )
    )
    stems = stalks + "".join(
        stroke(f"{x},{y} {x + dx},{y + 30} {x + dx},{y + 70}", "pine", 9)
        for x, y, dx in ((320, 250, 70), (290, 500, -50), (850, 320, -60), (880, 560, 60), (330, 640, 70))
    )
    fruit = "".join(
        tomato(x, y, r, c)
        for x, y, r, c in (
            (400, 340, 74, "terra"),
            (300, 400, 62, "terra"),
            (440, 470, 56, "clay"),
            (230, 600, 72, "terra"),
            (320, 680, 60, "ochre"),
            (410, 760, 66, "terra"),
            (780, 420, 72, "terra"),
            (880, 470, 64, "clay"),
            (770, 560, 58, "terra"),
            (950, 660, 76, "terra"),
            (850, 730, 60, "terra"),
            (960, 800, 56, "lime"),
        )
    )
    return (
        box(-20, -20, 1240, 940, "blue", 0)
        + veil("-20,-20 420,-20 80,920 -20,920", "fff3d0", 0.3)
        + stakes
        + vines
        + stems
        + leaf
        + lifted(fruit)
    )


@picture(
    "vegetable-crate",
    "food vegetables crate producer share",
    en="A crate of leeks, carrots, squash and lettuce",
    fr="Une caisse de poireaux, carottes, courge et salade",
)
def vegetable_crate() -> str:
    def carrot(x: float, y: float, r: float) -> str:
        return at(
            x,
            y,
            stroke("0,-150 -30,-230 -50,-260", "pine", 13)
            + stroke("0,-150 10,-250 6,-290", "leaf", 13)
            + stroke("0,-150 40,-220 66,-250", "sage", 13),
            blob("-36,-150 0,-166 36,-150 26,-40 6,90 -6,90 -26,-40", "clay"),
            line(-22, -100, 4, -98, "terra", 5),
            line(24, -50, 2, -48, "terra", 5),
            r=r,
        )

    leek = "".join(
        at(
            x,
            520,
            poly("-26,40 26,40 34,-180 -34,-180", "cream"),
            blob("-34,-170 -80,-360 -40,-300 -6,-400 16,-300 70,-380 34,-170", "leaf"),
            stroke("0,-180 6,-260 -4,-360", "pine", 8),
            r=r,
        )
        for x, r in ((290, -16), (380, -4))
    )
    lettuce = at(
        840,
        520,
        *(
            at(
                0,
                0,
                blob("-60,40 -110,-60 -60,-150 0,-170 60,-150 110,-60 60,40", c),
                stroke("0,30 4,-60 0,-130", lighter(c, 0.5), 9),
                r=r,
                s=s,
            )
            for r, s, c in (
                (-56, 1.15, "pine"),
                (56, 1.15, "pine"),
                (-26, 1.2, "leaf"),
                (28, 1.2, "leaf"),
                (0, 1.15, "lime"),
            )
        ),
    )
    squash = at(
        620,
        500,
        *(disc(dx, 0, 66, "ochre", 104) for dx in (-90, 90, -48, 48, 0)),
        line(0, -96, 14, -140, "pine", 22),
        stroke("-40,-60 -50,0 -40,60", "straw", 10, 0.6),
    )
    front = (
        shade(600, 820, 470, 24)
        + box(190, 520, 820, 280, "bark", 4)
        + box(170, 510, 860, 90, "pinewood", 6)
        + box(170, 615, 860, 90, "pinewood", 6)
        + box(170, 720, 860, 90, "pinewood", 6)
        + box(160, 470, 60, 345, "wood", 5)
        + box(980, 470, 60, 345, "wood", 5)
        + "".join(disc(x, y, 7, "iron") for x in (190, 1010) for y in (555, 660, 765))
    )
    return (
        table("teal", 640, wall="rose")
        + leek
        + carrot(490, 420, -14)
        + carrot(540, 440, 8)
        + lettuce
        + squash
        + tomato(960, 500, 70)
        + front
        + tomato(130, 800, 60)
        + at(1020, 850, carrot(0, 0, 80), s=0.8)
    )


@picture(
    "jam-jars",
    "food jam preserve share",
    en="Four jars of jam on a shelf with checked cloth lids",
    fr="Quatre pots de confiture sur une étagère, coiffés de tissu",
)
def jam_jars() -> str:
    def capped(x: float, content: str, cloth: str) -> str:
        cap = blob(
            "-100,-190 -86,-250 -40,-282 40,-282 86,-250 100,-190 60,-204 20,-186 -20,-204 -60,-186", cloth
        )
        checks = "".join(
            line(k, -300, k, -180, lighter(cloth, 0.5), 9, 0.7)
            + line(-110, -300 + k + 90, 110, -300 + k + 90, lighter(cloth, 0.5), 9, 0.7)
            for k in range(-90, 100, 34)
        )
        return at(
            x, 700, jar(0, 0, content), inside(cap, checks), line(-72, -210, 72, -210, "cream", 8), s=1.45
        )

    shelf = box(-20, 696, 1240, 50, "pinewood", 4) + veil("-20,748 1220,748 1220,800 -20,800", "3a2438", 0.35)
    fruit = "".join(
        disc(x, 672, 26, c) + stroke(f"{x},650 {x + 8},632", "leaf", 5)
        for x, c in ((315, "plum"), (890, "terra"))
    )
    return (
        room("mist", "mist", 1200, light=0.35)
        + box(-20, 100, 1240, 30, "teal", 0, 0.5)
        + box(-20, 750, 1240, 200, "teal", 0, 0.55)
        + shelf
        + capped(170, "rust", "terra")
        + capped(450, "ochre", "deep")
        + capped(735, "plum", "mauve")
        + capped(1030, "clay", "leaf")
        + fruit
    )
