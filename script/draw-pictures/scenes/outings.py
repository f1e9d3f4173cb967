"""What a feast or a night outdoors needs."""
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
    shade,
    stroke,
    veil,
)
from gallery import picture
from objects import basket, flower
from places import (
    cypress,
    ground,
    hills,
    sky,
    table,
    tree,
)


@picture(
    "tent",
    "tools tent camping loan outing",
    en="A tent at nightfall with a lantern and a starry sky",
    fr="Une tente à la tombée de la nuit, une lanterne et des étoiles",
)
def tent() -> str:
    night = (
        box(-20, -20, 1240, 940, "deep", 0)
        + '<rect x="-20" y="60" width="1240" height="600" fill="url(#dawn)" opacity=".4"/>'
        + path("M930 90A80 80 0 1 1 860 210A72 72 0 0 0 930 90Z", "cream")
        + "".join(disc((k * 211) % 1180 + 10, (k * 97) % 380 + 20, 3 + k % 4, "cream") for k in range(36))
    )
    land = (
        hills(500, "3b5a66", "pine", seed=9)
        + cypress(90, 650, 1.3, "night")
        + cypress(190, 660, 1, "night")
        + cypress(1090, 660, 1.5, "night")
        + cypress(1000, 650, 1, "night")
        + ground(640, "4c6f58", tufts=20)
    )
    shape = (
        poly("600,280 980,800 220,800", "ochre")
        + poly("600,280 780,800 980,800", "terra")
        + poly("600,290 520,800 690,800", "straw")
        + poly("600,420 560,800 650,800", "rust")
        + stroke("600,285 430,520 222,798", "straw", 12)
    )
    ropes = line(600, 285, 1110, 840, "cream", 5) + line(410, 540, 130, 840, "cream", 5)
    lantern = (
        disc(860, 830, 150, "straw", alpha=0.25)
        + box(820, 790, 80, 90, "straw", 10)
        + box(812, 775, 96, 20, "ink", 6)
        + box(812, 872, 96, 20, "ink", 6)
        + pen("M826 775C826 730 894 730 894 775", "ink", 7)
    )
    return (
        night
        + land
        + shade(600, 806, 430, 26)
        + shape
        + ropes
        + veil("540,800 680,800 800,900 440,900", "straw", 0.4)
        + lantern
    )


@picture(
    "trestle-table",
    "tools table party loan event",
    en="A long trestle table laid outdoors under paper garlands",
    fr="Une longue table sur tréteaux, dressée dehors sous des guirlandes",
)
def trestle_table() -> str:
    flags = "".join(
        poly(
            f"{x},{110 + 60 * (1 - ((x - 600) / 620) ** 2):.0f} {x + 56},{110 + 60 * (1 - ((x - 572) / 620) ** 2):.0f} {x + 28},{196 + 60 * (1 - ((x - 600) / 620) ** 2):.0f}",
            ("terra", "cream", "ochre", "teal", "plum")[k % 5],
        )
        for k, x in enumerate(range(10, 1180, 78))
    )
    rope = stroke("-20,100 300,150 600,170 900,150 1220,100", "bark", 6)
    legs = "".join(
        line(x, 590, x - 70, 850, "wood", 22)
        + line(x, 590, x + 70, 850, "oak", 22)
        + line(x - 40, 740, x + 40, 740, "wood", 14)
        for x in (280, 920)
    )
    cloth = (
        poly("70,560 1130,560 1170,690 30,690", "white")
        + "".join(line(x, 560, (x - 600) * 1.08 + 600, 690, "terra", 14, 0.55) for x in range(130, 1130, 105))
        + box(60, 540, 1080, 34, "cream", 8)
    )
    plates = (
        "".join(disc(x, 540, 58, "mist", 13) + disc(x, 536, 40, "white", 8) for x in (230, 970))
        + at(
            430,
            545,
            basket(0, 0, 190, 76, handle=False),
            disc(-44, -86, 40, "pinewood", 26),
            disc(30, -92, 46, "wood", 28),
        )
        + at(760, 545, disc(0, -60, 52, "ochre", 60), disc(0, -6, 36, "ochre", 10))
    )
    vase = at(
        610,
        545,
        box(-34, -110, 68, 110, "teal", 24),
        *(
            stroke(f"0,-100 {x * 0.6},-150 {x},-190", "leaf", 6) + flower(x, -200, c, 0.9)
            for x, c in ((-60, "terra"), (0, "white"), (58, "plum"))
        ),
    )
    return (
        sky("sky", sun=None, seed=3)
        + hills(430, "mist", "lime")
        + tree(90, 600, 1.35, "leaf")
        + tree(1120, 600, 1.35, "pine")
        + ground(580, "sage")
        + rope
        + flags
        + shade(600, 850, 560, 26)
        + legs
        + cloth
        + plates
        + vase
    )


@picture(
    "raclette",
    "tools kitchen raclette party loan",
    en="A raclette grill with melting cheese, potatoes and small pans",
    fr="Un appareil à raclette, du fromage fondu, des pommes de terre et des poêlons",
)
def raclette() -> str:
    grill = (
        shade(600, 720, 400, 30)
        + line(300, 640, 290, 715, "ink", 26)
        + line(900, 640, 910, 715, "ink", 26)
        + box(250, 590, 700, 64, "ink", 26)
        + box(220, 440, 760, 70, "terra", 34)
        + box(260, 500, 50, 100, "iron", 6)
        + box(890, 500, 50, 100, "iron", 6)
        + box(260, 418, 680, 34, "ink", 14)
    )
    heat = box(310, 510, 580, 80, "rust", 6) + box(310, 512, 580, 22, "ochre", 6, 0.8)
    pans = "".join(
        at(
            x,
            585,
            poly("-80,-34 80,-34 64,4 -64,4", "night"),
            blob("-70,-36 -30,-48 20,-40 68,-36 54,-14 30,-22 10,8 -14,-20 -50,-16", "straw"),
            line(0, 4, 0, 74, "oak", 24),
        )
        for x in (410, 600, 790)
    )
    top = "".join(
        blob(f"{x},418 {x + 6},372 {x + 60},356 {x + 110},374 {x + 116},418", c)
        for x, c in ((320, "clay"), (470, "sage"), (620, "clay"), (770, "terra"))
    )
    potatoes = shade(150, 800, 140, 16) + "".join(
        disc(x, y, 52, "pinewood", 40) + disc(x - 14, y - 12, 14, "straw", 9, 0.7)
        for x, y in ((90, 740), (180, 730), (130, 780), (220, 790))
    )
    cheese = (
        shade(1040, 800, 150, 16)
        + poly("920,800 1150,800 1150,700 920,760", "straw")
        + poly("920,760 1150,700 1090,680 930,735", "ochre")
        + disc(1060, 770, 15, "ochre")
        + disc(1110, 740, 10, "ochre")
    )
    steam = "".join(
        stroke(f"{x},340 {x - 18},290 {x + 14},240 {x - 6},180", "white", 11, 0.5) for x in (400, 600, 800)
    )
    return table("oak", 620, wall="plum") + steam + grill + heat + pans + top + potatoes + cheese
