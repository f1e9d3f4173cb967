"""What a family hands on, and what helps someone move."""
# ruff: noqa: D103, E501  (the decorator says what a scene shows; an outline is one string)

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
    ring,
    shade,
    stroke,
    veil,
)
from gallery import picture
from objects import flower, leafy, wheel
from places import (
    room,
)


@picture(
    "cot",
    "children baby cot lend family",
    en="A white baby cot with a mobile of moons and stars",
    fr="Un lit de bébé blanc sous un mobile d’étoiles et de lunes",
)
def cot() -> str:
    def star(x: float, y: float, c: str) -> str:
        return at(x, y, poly("0,-38 11,-12 38,-10 16,8 24,36 0,20 -24,36 -16,8 -38,-10 -11,-12", c))

    mobile = (
        line(560, -20, 560, 110, "oak", 7)
        + stroke("380,140 560,108 740,140", "oak", 11)
        + line(390, 140, 390, 220, "cream", 4)
        + line(500, 118, 500, 260, "cream", 4)
        + line(620, 118, 620, 200, "cream", 4)
        + line(730, 140, 730, 250, "cream", 4)
    )
    mobile += (
        star(390, 250, "straw")
        + disc(500, 290, 36, "white")
        + disc(516, 280, 30, "8a6480")
        + star(620, 236, "clay")
        + disc(730, 280, 34, "straw")
        + disc(746, 270, 28, "8a6480")
    )
    inside_ = (
        box(260, 600, 680, 60, "cream", 20)
        + blob("290,610 300,560 400,546 440,590 420,620", "white")
        + blob("470,620 520,560 900,566 930,620", "ochre")
        + "".join(disc(540 + k * 70, 594, 13, "cream") for k in range(6))
    )
    bars = (
        "".join(line(x, 400, x, 740, "white", 17) for x in range(300, 930, 70))
        + box(230, 376, 740, 38, "white", 16)
        + box(230, 720, 740, 36, "white", 14)
        + box(220, 320, 44, 500, "white", 18)
        + box(936, 320, 44, 500, "white", 18)
        + disc(242, 316, 32, "straw")
        + disc(958, 316, 32, "straw")
    )
    return (
        room("8a6480", "pinewood", 690, light=0.22)
        + mobile
        + disc(600, 840, 480, "sage", 50)
        + shade(610, 822, 400, 20)
        + inside_
        + bars
        + at(
            1080,
            830,
            shade(10, 0, 70, 10),
            disc(0, -50, 60, "clay", 50),
            disc(-6, -130, 44, "clay"),
            disc(-24, -196, 16, "clay", 46),
            disc(16, -196, 16, "clay", 46),
            disc(0, -46, 32, "rose", 28),
        )
    )


@picture(
    "clothes",
    "clothes give swap textile",
    en="Clothes on a wooden rail above a pile of folded jumpers",
    fr="Des vêtements sur un portant, et une pile de pulls pliés",
)
def clothes() -> str:
    def shirt(x: float, c: str, low: int) -> str:
        hook = pen("M0 -60C0 -90 26 -88 22 -66M0 -60L-84 -10M0 -60L84 -10", "oak", 8)
        return at(
            x,
            250,
            hook,
            lifted(
                path(
                    f"M-40 -30C-20 -6 20 -6 40 -30L96 -4L150 110L96 140L82 96V{low}H-82V96L-96 140L-150 110L-96 -4Z",
                    c,
                )
            ),
            stroke(f"-50,20 -56,120 -54,{low - 20}", lighter(c, 0.35), 13, 0.5),
            stroke(f"30,60 36,160 30,{low - 10}", darker(c), 8, 0.4),
        )

    dress = at(
        980,
        250,
        pen("M0 -60C0 -90 26 -88 22 -66M0 -60L-60 -10M0 -60L60 -10", "oak", 8),
        lifted(
            path(
                "M-60 -30C-30 10 30 10 60 -30L86 0L60 130L150 400C60 430 -60 430 -150 400L-60 130L-86 0Z",
                "plum",
            )
        ),
        *(disc((k * 67) % 180 - 90, 200 + (k * 41) % 190, 11, "straw") for k in range(14)),
    )
    stripes = inside(
        path("M-82 96V300H82V96Z", "cream"), *(line(-90, y, 90, y, "deep", 15) for y in range(60, 310, 46))
    )
    rail = (
        line(70, 180, 1130, 180, "pinewood", 26)
        + line(90, 180, 60, 860, "wood", 24)
        + line(1110, 180, 1140, 860, "wood", 24)
    )
    pile = shade(420, 842, 260, 18) + "".join(
        box(220 + (k % 2) * 14, 770 - k * 62, 400 - (k % 2) * 20, 62, c, 28)
        + stroke(f"240,{800 - k * 62} 400,{806 - k * 62} 600,{800 - k * 62}", darker(c), 5, 0.5)
        for k, c in enumerate(("ochre", "teal", "rose"))
    )
    shoes = shade(850, 852, 130, 12) + "".join(
        at(x, 846, blob("-60,0 -66,-60 -26,-70 0,-40 60,-26 74,0", "rust"), line(-62, -2, 74, -2, "bark", 12))
        for x in (770, 910)
    )
    return (
        room("haze", "wood", 690, light=0.4)
        + rail
        + shirt(250, "terra", 320)
        + shirt(490, "cream", 300)
        + at(490, 250, stripes)
        + shirt(730, "sage", 350)
        + dress
        + pile
        + shoes
    )


@picture(
    "wheelchair",
    "mobility wheelchair lend health",
    en="A wheelchair with an ochre cushion by a garden door",
    fr="Un fauteuil roulant au coussin ocre près d’une porte de jardin",
)
def wheelchair() -> str:
    view = (
        box(740, 90, 330, 610, "sky", 0)
        + disc(840, 200, 50, "straw")
        + blob("700,520 800,440 920,480 1100,420 1100,720 700,720", "sage")
        + blob("700,620 860,570 1100,600 1100,720 700,720", "leaf")
        + "".join(
            flower(770 + k * 52, 640 + (k % 2) * 26, ("terra", "white", "rose")[k % 3], 0.9) for k in range(6)
        )
    )
    door = (
        box(710, 60, 390, 650, "white", 4)
        + inside(box(740, 90, 330, 610, "sky", 0), view)
        + line(905, 90, 905, 700, "white", 16)
        + line(740, 430, 1070, 430, "white", 12)
    )
    chair = (
        at(
            -128,
            -380,
            box(-34, -140, 64, 290, "terra", 26),
            stroke("-14,-110 -18,0 -14,120", "clay", 12, 0.7),
            r=-6,
        )
        + pen("M-250 -520L-165 -510L-110 -220L180 -220L230 -40L320 -36", "iron", 22)
        + line(-262, -522, -190, -514, "ink", 36)
        + box(-130, -290, 330, 66, "ochre", 28)
        + pen("M-120 -400H140L160 -270", "iron", 19)
        + line(-90, -404, 130, -404, "ink", 36)
    )
    chair += (
        wheel(-60, -170, 170, spokes=18)
        + ring(-60, -170, 140, "steel", 6)
        + wheel(210, -50, 50, rim="straw")
        + line(250, -34, 350, -34, "ink", 26)
    )
    return (
        room("cream", "pinewood", 700, light=0.3)
        + door
        + veil("740,710 1070,710 900,900 480,900", "fff3d0", 0.5)
        + leafy(1140, 760, 0.8, "pine", "plum")
        + at(430, 850, shade(20, 0, 330, 24), chair, s=1.12)
    )
