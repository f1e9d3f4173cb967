"""Where a tram or a train is met."""
# ruff: noqa: D103, E501  (the decorator says what a scene shows; an outline is one string)

from brush import (
    at,
    box,
    disc,
    line,
    path,
    pen,
    poly,
    ring,
    shade,
)
from gallery import picture
from objects import person
from places import (
    hills,
    row,
    sky,
    tree,
)


@picture(
    "tram-stop",
    "transport tram public ride town",
    en="A tram arriving at a stop under the plane trees",
    fr="Un tramway arrive à l’arrêt sous les platanes",
)
def tram_stop() -> str:
    tram = path(
        "M-520 -70V-300C-520 -340 -490 -362 -450 -362H330C420 -362 470 -300 490 -210L506 -120C510 -90 500 -70 480 -70Z",
        "pearl",
    ) + box(-520, -150, 1024, 44, "plum", 0)
    tram += (
        "".join(
            box(x, -318, 130, 130, "night", 14)
            + poly(f"{x + 16},-192 {x + 66},-314 {x + 96},-314 {x + 46},-192", "sky", 0.5)
            for x in (-490, -340, -40, 110)
        )
        + box(-190, -322, 130, 250, "steel", 10)
        + box(-176, -308, 48, 220, "night", 8)
        + box(-122, -308, 48, 220, "night", 8)
    )
    tram += (
        path("M270 -318H330C390 -318 430 -280 448 -190H270Z", "night")
        + poly("300,-200 340,-310 370,-300 336,-200", "sky", 0.5)
        + disc(472, -140, 16, "straw", 12)
        + box(-500, -76, 990, 30, "iron", 8)
    )
    scene = (
        sky("sky", sun=None, seed=41) + row(540, seed=33, height=240) + box(-20, 535, 1240, 420, "sand", 0)
    )
    scene += line(-20, 120, 1220, 105, "iron", 5) + tree(110, 620, 1.4, "lime") + tree(1110, 610, 1.3, "leaf")
    rails = (
        box(-20, 730, 1240, 26, "leaf", 0)
        + line(-20, 738, 1220, 738, "iron", 8)
        + box(-20, 770, 1240, 180, "paper", 0)
        + line(-20, 772, 1220, 772, "white", 14)
    )
    return (
        scene
        + shade(560, 738, 560, 20)
        + at(520, 790, line(0, -362, 60, -640, "iron", 9), tram)
        + rails
        + person(880, 880, 0.78, "ochre", hair="bark", skin="brown", long=True)
        + person(1020, 880, 0.74, "deep", legs="plum", hat="terra")
    )


@picture(
    "train-station",
    "transport train station ride meet",
    en="A small station with its clock, a train and a bench",
    fr="Une petite gare avec son horloge, un train et un banc",
)
def train_station() -> str:
    station = (
        box(120, 240, 560, 400, "rose", 0)
        + poly("80,250 170,120 630,120 720,250", "deep")
        + box(330, 150, 140, 120, "cream", 8)
        + disc(400, 210, 46, "white")
        + ring(400, 210, 46, "bark", 9)
        + line(400, 210, 400, 180, "bark", 7)
        + line(400, 210, 422, 220, "bark", 7)
    )
    station += "".join(
        path(f"M{x} 640V420C{x} 350 {x + 110} 350 {x + 110} 420V640Z", c)
        for x, c in ((170, "teal"), (345, "plum"), (520, "teal"))
    ) + "".join(box(x + 20, 430, 70, 90, "haze", 4) for x in (170, 345, 520))
    train = (
        poly("760,300 800,270 1040,300 1060,330 1060,640 760,640", "rust")
        + box(800, 250, 340, 430, "terra", 60)
        + box(800, 560, 340, 60, "cream", 0)
    )
    train += (
        box(836, 300, 268, 160, "night", 34)
        + poly("870,450 940,306 990,306 920,450", "sky", 0.5)
        + line(970, 300, 970, 460, "rust", 10)
        + disc(860, 520, 24, "straw")
        + disc(1080, 520, 24, "straw")
    )
    train += box(820, 670, 300, 34, "iron", 10) + line(930, 520, 1010, 520, "rust", 14)
    platform = (
        box(-20, 640, 790, 300, "paper", 0)
        + line(752, 645, 752, 940, "white", 16)
        + poly("762,640 1240,640 1240,940 762,940", "a1978f")
        + "".join(line(770 - k * 12, 740 + k * 62, 1190 + k * 12, 740 + k * 62, "oak", 20) for k in range(4))
        + line(860, 680, 800, 940, "iron", 13)
        + line(1080, 680, 1150, 940, "iron", 13)
    )
    bench = (
        shade(290, 822, 170, 14)
        + box(140, 730, 290, 22, "wood")
        + box(140, 670, 290, 20, "pinewood")
        + box(140, 700, 290, 18, "pinewood")
        + line(170, 745, 165, 822, "iron", 13)
        + line(405, 745, 410, 822, "iron", 13)
    )
    case = (
        shade(560, 824, 70, 10)
        + box(500, 710, 120, 112, "ochre", 14)
        + pen("M535 710C535 670 585 670 585 710", "bark", 11)
        + line(525, 715, 525, 820, "bark", 6)
        + line(595, 715, 595, 820, "bark", 6)
    )
    return (
        sky("haze", sun=(940, 150), seed=51)
        + hills(400, "mist", "sage")
        + station
        + platform
        + shade(975, 704, 190, 18)
        + train
        + bench
        + case
    )
