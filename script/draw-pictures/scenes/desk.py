"""Help with a computer and with letters."""
# ruff: noqa: D103  (the decorator says what a scene shows)

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
)
from gallery import picture
from objects import hand, leafy, mug, sleeve
from places import (
    table,
)


@picture(
    "computer-help",
    "knowledge computer digital help telephone",
    en="The hands of two people at a laptop",
    fr="Les mains de deux personnes devant un ordinateur portable",
)
def computer_help() -> str:
    screen = (
        lifted(box(300, 60, 600, 390, "ink", 22))
        + box(326, 84, 548, 340, "haze", 6)
        + box(326, 84, 548, 54, "teal", 6)
        + disc(356, 111, 11, "straw")
        + box(356, 166, 190, 130, "clay", 10)
        + disc(450, 230, 36, "straw")
        + "".join(line(580, 180 + k * 36, 830 - (k * 47) % 90, 180 + k * 36, "steel", 11) for k in range(4))
        + box(356, 330, 220, 56, "terra", 28)
        + box(600, 330, 160, 56, "white", 28)
    )
    base = (
        shade(600, 740, 440, 26)
        + poly("280,450 920,450 1000,720 200,720", "pearl")
        + poly("200,720 1000,720 996,744 204,744", "steel")
        + "".join(
            box(318 - k * 18 + i * (47 + k * 3), 474 + k * 38, 38 + k * 3, 27, "iron", 6)
            for k in range(4)
            for i in range(12)
        )
        + poly("500,640 700,640 712,708 488,708", "steel")
    )
    left = hand(270, 735, -38, "fair", s=1.3) + sleeve(-30, 930, 230, 760, "terra", 150)
    right = hand(930, 735, 38, "umber", s=1.3, flip=True) + sleeve(1230, 930, 970, 760, "deep", 150)
    return (
        table("pinewood", 400, wall="sage")
        + screen
        + base
        + lifted(left)
        + lifted(right)
        + mug(120, 560, "ochre", 0.9)
        + leafy(1090, 520, 0.85, "pine", "terra")
    )


@picture(
    "paperwork",
    "help paperwork forms letters rights",
    en="Letters, a form, a pen and glasses sorted on a desk",
    fr="Des lettres, un formulaire, un stylo et des lunettes sur un bureau",
)
def paperwork() -> str:
    form = lifted(
        at(
            520,
            450,
            box(-220, -300, 440, 600, "white", 6),
            box(-180, -260, 160, 44, "teal", 6),
            *(line(-180, y, 170 - (y % 70), y, "steel", 8) for y in range(-170, 60, 46)),
            *(
                box(-180, 80 + k * 56, 34, 34, "mist", 5)
                + line(-124, 98 + k * 56, 120 - k * 30, 98 + k * 56, "steel", 8)
                for k in range(3)
            ),
            pen("M-176 96l12 14l26 -34", "terra", 8),
            pen("M-176 152l12 14l26 -34", "terra", 8),
            stroke("60,250 90,220 110,256 140,230 180,240", "deep", 7),
            r=-5,
        )
    )
    letters = lifted(
        at(
            960,
            250,
            box(-180, -120, 360, 240, "cream", 8),
            pen("M-176 -112L0 30L176 -112", "sand", 8),
            box(100, -100, 60, 64, "terra", 3),
            r=9,
        )
    ) + lifted(
        at(
            1000,
            400,
            box(-170, -110, 340, 220, "paper", 8),
            line(-120, -30, 60, -30, "steel", 8),
            line(-120, 10, 20, 10, "steel", 8),
            disc(110, -60, 34, "mauve", alpha=0.7),
            r=-7,
        )
    )
    folder = lifted(
        at(
            180,
            330,
            path("M-150 -230H-20L20 -190H150V230H-150Z", "ochre"),
            path("M-150 -150H150V230H-150Z", "straw"),
            r=-3,
        )
    )
    pen_ = lifted(
        at(
            800,
            690,
            box(-200, -16, 300, 32, "deep", 14),
            poly("100,-16 160,-4 160,4 100,16", "straw"),
            box(-70, -17, 16, 34, "straw", 0),
            r=-30,
        )
    )
    glasses = lifted(
        at(
            1010,
            720,
            ring(-80, 0, 66, "rust", 12),
            ring(80, 0, 66, "rust", 12),
            stroke("-16,-8 0,-20 16,-8", "rust", 11),
            disc(-80, 0, 58, "haze", alpha=0.4),
            disc(80, 0, 58, "haze", alpha=0.4),
            r=-12,
        )
    )
    return (
        box(-20, -20, 1240, 940, "wood", 0)
        + "".join(
            stroke(f"-20,{y} 400,{y + 12} 800,{y - 8} 1220,{y + 6}", "oak", 5, 0.4)
            for y in range(90, 900, 170)
        )
        + folder
        + form
        + letters
        + pen_
        + glasses
        + at(
            190,
            720,
            disc(14, 18, 106, "3a2438", alpha=0.25),
            disc(0, 0, 104, "white"),
            disc(0, 0, 84, "haze"),
            disc(0, 0, 64, "terra"),
            disc(0, 0, 52, "oak"),
        )
    )
