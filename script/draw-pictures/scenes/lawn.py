"""Tools of the garden."""
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
from objects import wheel
from places import (
    bush,
    cypress,
    ground,
    hills,
    house,
    sky,
    tree,
)


@picture(
    "lawn-mower",
    "tools garden mower loan",
    en="A lawn mower leaving a stripe in the grass",
    fr="Une tondeuse qui trace une bande dans l’herbe",
)
def lawn_mower() -> str:
    stripes = "".join(
        poly(f"{x},520 {x + 110},520 {x * 1.6 - 260},940 {x * 1.6 - 480},940", "lime", 0.6)
        for x in range(-100, 1400, 230)
    )
    fence = (
        "".join(
            poly(f"{x},540 {x},330 {x + 32},296 {x + 64},330 {x + 64},540", "white")
            for x in range(-10, 1220, 92)
        )
        + box(-20, 380, 1240, 22, "cream", 0)
        + box(-20, 480, 1240, 22, "cream", 0)
    )
    mower = (
        pen("M-60 -150L-360 -430L-420 -430", "iron", 19)
        + pen("M-420 -430L-440 -430", "ink", 32)
        + pen("M-10 -150L-310 -420", "iron", 15)
    )
    mower += (
        blob("-330,-250 -200,-240 -150,-110 -200,-50 -330,-60 -370,-150", "night")
        + blob("-190,-60 -170,-150 -60,-180 180,-170 280,-110 300,-50 280,-40 -180,-40", "terra")
        + box(-40, -250, 190, 90, "ink", 26)
        + box(0, -284, 110, 44, "terra", 16)
    )
    mower += (
        stroke("-150,-136 0,-152 180,-140", "clay", 14, 0.8)
        + wheel(-150, -50, 66, rim="straw")
        + wheel(220, -46, 54, rim="straw")
        + line(150, -214, 190, -214, "steel", 15)
    )
    return (
        sky("haze", sun=None, seed=14)
        + hills(380, "mist", "sage")
        + tree(150, 470, 1, "pine")
        + tree(1040, 480, 1.2, "ochre")
        + fence
        + ground(520, "leaf", tufts=0)
        + stripes
        + at(680, 790, shade(0, 0, 360, 26), mower, s=1.15)
    )


@picture(
    "hedge-trimmer",
    "tools garden hedge loan",
    en="A hedge trimmer resting before a half-trimmed hedge",
    fr="Un taille-haie devant une haie à moitié taillée",
)
def hedge_trimmer() -> str:
    hedge = box(-40, 300, 620, 400, "leaf", 30) + blob(
        "540,330 600,220 690,270 780,180 880,250 980,190 1080,260 1240,200 1260,700 540,700", "pine"
    )
    leaves = "".join(
        disc((k * 173) % 1240, 330 + (k * 89) % 340, 26, ("sage", "pine", "lime", "leaf")[k % 4], 15, 0.6)
        for k in range(70)
    )
    sprigs = "".join(
        stroke(f"{x},300 {x + 10},240 {x + 26},190", "pine", 8) + disc(x + 26, 186, 20, "lime", 12)
        for x in (640, 760, 860, 990, 1110)
    )
    cut = "".join(
        at(x, y, disc(0, 0, 30, c, 13), r=r)
        for x, y, c, r in (
            (90, 760, "leaf", 20),
            (200, 840, "pine", -30),
            (1050, 840, "lime", 10),
            (950, 760, "leaf", 50),
            (1140, 760, "pine", -20),
            (320, 740, "lime", 0),
        )
    )
    tool = (
        line(140, 0, 640, 0, "pearl", 40)
        + "".join(
            poly(f"{160 + k * 44},-18 {184 + k * 44},-46 {196 + k * 44},-18", "steel")
            + poly(f"{160 + k * 44},18 {184 + k * 44},46 {196 + k * 44},18", "steel")
            for k in range(11)
        )
        + line(150, 0, 630, 0, "iron", 6)
    )
    tool += (
        blob("-180,-50 -80,-84 120,-80 170,-50 170,54 100,80 -80,70 -190,50", "terra")
        + pen("M-150 -40C-330 -80 -340 70 -150 40", "ink", 34)
        + pen("M70 -70C80 -190 180 -190 180 -60", "ink", 24)
        + stroke("-70,-56 20,-62 110,-54", "clay", 14)
    )
    return (
        sky("straw", sun=(240, 170), clouds=1, seed=4)
        + hedge
        + leaves
        + sprigs
        + ground(680, "lime", tufts=16)
        + cut
        + at(430, 720, shade(150, 90, 420, 20), lifted(tool), r=-8, s=1.1)
    )


@picture(
    "wheelbarrow",
    "tools garden wheelbarrow loan",
    en="A wheelbarrow full of earth and young plants",
    fr="Une brouette pleine de terre et de jeunes plants",
)
def wheelbarrow() -> str:
    plants = "".join(
        at(
            x,
            y,
            stroke("0,0 4,-50 0,-90", "pine", 10),
            disc(-34, -74, 38, "leaf", 20),
            disc(36, -84, 38, "lime", 20),
            disc(0, -116, 24, "leaf", 34),
        )
        for x, y in ((-180, -330), (-60, -350), (60, -345), (170, -320))
    )
    barrow = (
        blob("-300,-300 -160,-370 0,-385 160,-370 290,-300 0,-270", "bark")
        + plants
        + poly("-330,-310 320,-310 200,-110 -200,-110", "teal")
        + box(-344, -328, 680, 34, "mist", 14)
    )
    barrow += (
        pen("M330 -70L-160 -110L-520 -250", "wood", 26)
        + pen("M-110 -110L-190 0M-60 -110L-40 0", "iron", 19)
        + stroke("-280,-270 -200,-150", "mist", 16, 0.6)
        + line(-520, -250, -430, -215, "ink", 34)
        + wheel(290, -80, 84, spokes=10, tyre="ink")
    )
    return (
        sky("clay", sun=(920, 210), seed=24)
        + hills(440, "mauve", "sage")
        + cypress(120, 620, 1)
        + bush(1080, 640, 1.1, "pine", "white")
        + house(560, 540, 170, 120)
        + ground(600, "leaf", seed=8)
        + at(640, 830, shade(0, 0, 400, 28), barrow, s=1.1)
    )
