"""Taking pictures and showing them."""
# ruff: noqa: D103  (the decorator says what a scene shows)

from brush import (
    at,
    blob,
    box,
    disc,
    inside,
    lifted,
    line,
    path,
    pen,
    poly,
    shade,
    veil,
)
from gallery import picture
from objects import mug
from places import (
    flat,
)


@picture(
    "camera",
    "camera photo lend culture",
    en="A camera with its strap on a table among small prints",
    fr="Un appareil photo et sa courroie parmi des tirages",
)
def camera() -> str:
    def print_(x: float, y: float, turn: float, ground_: str, hill: str, sun: str) -> str:
        return at(
            x,
            y,
            lifted(box(-130, -150, 260, 300, "white", 4)),
            inside(
                box(-108, -128, 216, 200, ground_, 0),
                disc(-40, -60, 34, sun),
                blob("-130,40 -40,-20 40,10 140,-40 140,100 -130,100", hill),
            ),
            r=turn,
        )

    strap = pen("M300 430C100 380 60 700 240 760C420 820 560 800 700 850", "terra", 36) + pen(
        "M300 430C100 380 60 700 240 760C420 820 560 800 700 850", "clay", 8
    )
    body = (
        box(270, 300, 660, 400, "deep", 46)
        + box(270, 300, 660, 100, "pearl", 40)
        + box(270, 372, 660, 30, "pearl", 0)
        + path("M460 310L500 220H700L740 310Z", "pearl")
        + box(540, 244, 120, 50, "night", 10)
        + box(320, 270, 90, 40, "iron", 10)
        + disc(840, 292, 46, "terra", 18)
        + box(800, 330, 84, 50, "haze", 8)
    )
    lens = (
        disc(600, 520, 170, "ink")
        + disc(600, 520, 140, "iron")
        + disc(600, 520, 116, "night")
        + disc(600, 520, 78, "blue")
        + disc(600, 520, 44, "night")
        + disc(560, 474, 26, "white", alpha=0.8)
        + disc(640, 566, 13, "haze", alpha=0.6)
    )
    return (
        flat("ochre", "straw")
        + print_(180, 210, -14, "sky", "leaf", "straw")
        + print_(1030, 700, 12, "clay", "plum", "cream")
        + print_(1020, 190, 9, "haze", "teal", "terra")
        + lifted(strap)
        + lifted(body)
        + lens
    )


@picture(
    "projector",
    "projector film lend evening event",
    en="A projector throwing a sunset onto a sheet in a dark room",
    fr="Un projecteur montre un coucher de soleil sur un drap",
)
def projector() -> str:
    film = (
        box(270, 110, 660, 400, "clay", 0)
        + disc(600, 380, 100, "straw")
        + blob("240,400 420,340 560,400 760,330 960,390 960,540 240,540", "plum")
        + blob("240,470 500,430 720,480 960,440 960,540 240,540", "deep")
    )
    screen = (
        disc(600, 310, 620, "mauve", 400, 0.35)
        + box(240, 80, 720, 460, "white", 6)
        + inside(box(270, 110, 660, 400, "clay", 0), film)
        + line(230, 76, 970, 76, "wood", 18)
    )
    beam = veil("560,650 270,120 930,120 640,650", "fff3d0", 0.22)
    device = (
        shade(610, 840, 270, 24)
        + box(380, 640, 440, 180, "pearl", 34)
        + box(380, 740, 440, 40, "steel", 0)
        + disc(600, 690, 80, "ink")
        + disc(600, 690, 54, "straw")
        + disc(584, 674, 20, "white")
        + disc(760, 690, 13, "leaf")
        + "".join(line(420, 680 + k * 20, 480, 680 + k * 20, "iron", 7) for k in range(3))
        + line(430, 820, 430, 842, "ink", 22)
        + line(770, 820, 770, 842, "ink", 22)
    )
    bowl = at(
        1000,
        840,
        shade(10, 0, 100, 12),
        *(disc(x, y, 26, "cream") for x, y in ((-50, -110), (0, -124), (46, -108), (-20, -96), (24, -92))),
        poly("-100,-100 100,-100 70,0 -70,0", "terra"),
        *(line(x, -96, x * 0.72, -4, "cream", 13) for x in (-60, 0, 60)),
    )
    return (
        box(-20, -20, 1240, 720, "plum", 0)
        + screen
        + box(-20, 690, 1240, 260, "oak", 0)
        + line(-20, 694, 1220, 694, "wood", 10)
        + beam
        + device
        + bowl
        + mug(180, 840, "ochre", 0.95)
    )
