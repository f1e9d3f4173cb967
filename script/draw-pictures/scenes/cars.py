"""Cars and a minibus to share."""
# ruff: noqa: D103, E501  (the decorator says what a scene shows; an outline is one string)

from brush import (
    at,
    box,
    darker,
    disc,
    lighter,
    line,
    path,
    poly,
    shade,
    stroke,
)
from gallery import picture
from objects import person, wheel
from places import (
    bush,
    cypress,
    ground,
    hills,
    house,
    row,
    sky,
    tree,
)


def car(x: float, y: float, colour: str, s: float = 1, *, rack: str = "", flip: bool = False) -> str:
    """Paint a small car from its side, its wheels at (x, y); `rack` is drawn on the roof."""
    body = "M-300 -60C-310 -130 -280 -165 -205 -175L-120 -268C-108 -282 -92 -288 -70 -288H90C112 -288 128 -280 142 -264L212 -182C270 -174 300 -158 304 -110L306 -60C306 -48 298 -42 286 -42H-284C-296 -42 -300 -48 -300 -60Z"
    glass = "M-176 -176L-104 -256H-18V-176Z", "M4 -176V-256H84L158 -176Z"
    marks = shade(20, 0, 330, 22) + rack + path(body, colour) + "".join(path(d, "haze") for d in glass)
    marks += poly("-150,-178 -92,-252 -60,-252 -118,-178", "white", 0.55) + poly(
        "30,-178 70,-252 90,-250 60,-178", "white", 0.5
    )
    marks += stroke("-290,-130 -100,-150 150,-148 298,-118", lighter(colour, 0.35), 8, 0.7) + line(
        -7, -170, -7, -60, darker(colour), 4
    )
    marks += line(-40, -140, -72, -140, darker(colour, 0.4), 8) + line(
        60, -140, 92, -140, darker(colour, 0.4), 8
    )
    marks += (
        disc(290, -122, 16, "straw", 22)
        + disc(-292, -120, 11, "rust", 20)
        + box(-312, -66, 60, 20, "iron", 8)
        + box(256, -66, 60, 20, "iron", 8)
    )
    marks += (
        path("M-256 -42A76 80 0 0 1 -104 -42Z", darker(colour, 0.5))
        + path("M108 -42A76 80 0 0 1 260 -42Z", darker(colour, 0.5))
        + wheel(-180, -48, 62)
        + wheel(184, -48, 62)
    )
    return at(x, y, marks, s=s, flip=flip)


@picture(
    "car-road",
    "transport ride car commute",
    en="A small red car on a country road between fields",
    fr="Une petite voiture rouge sur une route entre les champs",
)
def car_road() -> str:
    scene = (
        sky(sun=(880, 190), seed=2)
        + hills(430, "mist", "sage", "lime", seed=6)
        + tree(160, 620, 0.8, "pine")
        + tree(330, 610, 0.6, "leaf")
        + cypress(1040, 620, 0.8)
    )
    scene += box(-20, 640, 1240, 190, "9b938f", 0) + "".join(
        line(x, 740, x + 90, 740, "white", 12) for x in range(20, 1200, 190)
    )
    return (
        scene
        + stroke("-20,640 600,634 1220,642", "cream", 8)
        + car(600, 770, "terra", 1.25)
        + ground(825, "leaf", tufts=14)
    )


@picture(
    "car-village",
    "transport ride car village errand",
    en="A blue car parked in front of village houses",
    fr="Une voiture bleue devant les maisons d’un village",
)
def car_village() -> str:
    scene = (
        sky("straw", sun=None, clouds=2, seed=12)
        + hills(300, "clay", "mauve", seed=4)
        + row(650, seed=15, height=300)
    )
    scene += (
        box(-20, 645, 1240, 60, "paper", 0)
        + box(-20, 700, 1240, 240, "a49890", 0)
        + line(-20, 702, 1220, 702, "pearl", 12)
    )
    return (
        scene
        + tree(1080, 690, 1.25, "leaf")
        + car(520, 820, "blue", 1.2, flip=True)
        + bush(110, 700, 0.7, "leaf", "rose")
    )


@picture(
    "minibus",
    "transport ride minibus group outing",
    en="A village minibus waiting at a stop",
    fr="Un minibus de village à l’arrêt",
)
def minibus() -> str:
    body = shade(20, 0, 440, 24) + path(
        "M-420 -70V-330C-420 -372 -400 -390 -360 -390H250C320 -390 350 -360 372 -300L410 -190C420 -160 424 -130 424 -70Z",
        "cream",
    )
    body += box(-422, -190, 846, 60, "terra", 0) + "".join(
        box(x, -350, 126, 120, "haze", 12)
        + poly(f"{x + 14},-236 {x + 60},-344 {x + 96},-344 {x + 50},-236", "white", 0.5)
        for x in (-390, -250, -110)
    )
    body += (
        path("M180 -350H270C300 -350 316 -330 330 -296L352 -230H180Z", "haze")
        + box(38, -350, 118, 270, "pearl", 8)
        + box(50, -338, 94, 130, "haze", 8)
        + line(60, -170, 60, -140, "iron", 9)
    )
    body += disc(408, -120, 16, "straw", 24) + wheel(-270, -62, 74) + wheel(270, -62, 74)
    post = (
        line(1080, 820, 1080, 330, "iron", 16)
        + disc(1080, 320, 62, "deep")
        + disc(1080, 320, 46, "straw")
        + box(1046, 306, 68, 28, "deep", 8)
    )
    scene = (
        sky("haze", sun=None, seed=21)
        + hills(420, "mist", "leaf", "sage", seed=11)
        + house(120, 610, 210, 170)
        + tree(980, 640, 1.1, "ochre")
        + tree(60, 640, 0.9, "pine")
    )
    return (
        scene
        + box(-20, 640, 1240, 300, "c9b9a2", 0)
        + box(-20, 790, 1240, 150, "9b938f", 0)
        + line(-20, 792, 1220, 792, "cream", 12)
        + post
        + person(1010, 790, 0.62, "plum", hat="ochre")
        + at(520, 820, body, s=1.05)
    )
