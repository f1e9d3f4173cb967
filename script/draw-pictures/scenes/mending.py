"""Mending what is broken."""
# ruff: noqa: D103, E501  (the decorator says what a scene shows; an outline is one string)

from brush import (
    at,
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
from objects import hand, sleeve, wheel
from places import (
    tiles,
)


@picture(
    "bike-repair",
    "repair bike bicycle workshop knowledge",
    en="Hands mending a bicycle wheel held on a stand",
    fr="Des mains réparent une roue de vélo sur un pied d’atelier",
)
def bike_repair() -> str:
    wall = box(-20, -20, 1240, 940, "deep", 0)
    tools = (
        line(980, 90, 980, 250, "steel", 22)
        + ring(980, 76, 28, "steel", 17)
        + line(1070, 70, 1070, 180, "terra", 34)
        + line(1070, 180, 1070, 270, "steel", 13)
        + "".join(
            line(x, 90, x, 90 + h, "steel", 20)
            + disc(x, 84, 30, "steel")
            + disc(x, 70, 15, "deep")
            + ring(x, 100 + h, 20, "steel", 13)
            for x, h in ((90, 200), (170, 160), (245, 125))
        )
        + box(40, 46, 260, 16, "wood", 4)
    )
    wheel_ = at(
        600,
        420,
        disc(20, 30, 320, "3a2438", alpha=0.2),
        wheel(0, 0, 310, spokes=20),
        ring(0, 0, 282, "terra", 12),
        disc(0, 0, 34, "steel"),
        disc(0, 0, 15, "ink"),
        poly("190,210 250,250 276,216 216,182", "straw"),
    )
    stand = line(600, 420, 600, 880, "ochre", 26) + line(600, 420, 560, 420, "ochre", 26)
    bench = (
        box(-20, 790, 1240, 160, "wood", 0)
        + line(-20, 794, 1220, 794, "pinewood", 14)
        + box(930, 740, 160, 56, "terra", 10)
        + disc(180, 776, 50, "iron", 16)
        + line(280, 780, 430, 776, "steel", 20)
    )
    left = hand(230, 490, -14, "umber", grip=True, s=1.45) + sleeve(-60, 560, 190, 500, "ochre", 150)
    right = (
        line(930, 640, 700, 520, "steel", 20)
        + hand(920, 628, 20, "umber", grip=True, s=1.45, flip=True)
        + sleeve(1260, 720, 960, 640, "ochre", 150)
    )
    return wall + tools + stand + wheel_ + bench + lifted(left) + lifted(right)


@picture(
    "plumbing",
    "repair plumbing help home",
    en="A wrench on a pipe under a sink, with a bucket",
    fr="Une clé sur un tuyau sous un évier, avec un seau",
)
def plumbing() -> str:
    basin = (
        path("M180 60H1020C1020 200 900 290 780 300H420C300 290 180 200 180 60Z", "white")
        + box(140, 30, 920, 56, "cream", 22)
        + stroke("240,110 270,180 340,240", "white", 16)
    )
    pipe = (
        pen("M600 300V470C600 600 800 600 800 480C800 420 860 410 900 410H1240", "steel", 64)
        + pen("M584 310V470C590 560 650 590 700 580", "pearl", 13)
        + box(552, 380, 96, 44, "iron", 10)
        + box(552, 300, 96, 40, "iron", 10)
        + box(880, 364, 44, 92, "iron", 10)
    )
    wrench = lifted(
        at(
            600,
            402,
            path("M-60 -70L-20 -90L-10 -40H50L64 -84L100 -60L90 10L40 50H-30L-64 0Z", "terra"),
            line(-4, 40, -260, 230, "terra", 56),
            line(-60, 76, -250, 216, "clay", 12),
            r=6,
        )
    )
    bucket = (
        shade(690, 862, 170, 18)
        + poly("560,660 820,660 790,860 590,860", "ochre")
        + disc(690, 660, 130, "deep", 30)
        + disc(690, 664, 106, "blue", 20)
        + pen("M566 670C570 500 810 500 814 670", "iron", 8)
    )
    drops = "".join(
        path(
            f"M{x} {y}C{x + 16} {y + 24} {x + 10} {y + 40} {x} {y + 40}C{x - 10} {y + 40} {x - 16} {y + 24} {x} {y}Z",
            "sky",
        )
        for x, y in ((700, 590), (690, 620))
    )
    arm = hand(220, 710, -40, "brown", grip=True, s=1.5) + sleeve(-60, 900, 180, 740, "plum", 170)
    return (
        tiles(-20, 780, "e0946c", 104)
        + box(-20, 750, 1240, 200, "haze", 0)
        + line(-20, 754, 1220, 754, "white", 12)
        + veil("200,300 1000,300 940,420 260,420", "3a2438", 0.35)
        + pipe
        + basin
        + bucket
        + drops
        + wrench
        + lifted(arm)
    )
