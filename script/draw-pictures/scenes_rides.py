"""Ways of getting about together."""

from brush import at, blob, box, darker, disc, inside, lighter, line, path, pen, poly, ring, shade, stroke, veil
from gallery import picture
from objects import basket, crate, flower, person, wheel
from places import bush, cypress, ground, hills, house, road, row, sky, tree, water


def car(x: float, y: float, colour: str, s: float = 1, *, rack: str = "", flip: bool = False) -> str:
    """Paint a small car from its side, its wheels at (x, y); `rack` is drawn on the roof."""
    body = "M-300 -60C-310 -130 -280 -165 -205 -175L-120 -268C-108 -282 -92 -288 -70 -288H90C112 -288 128 -280 142 -264L212 -182C270 -174 300 -158 304 -110L306 -60C306 -48 298 -42 286 -42H-284C-296 -42 -300 -48 -300 -60Z"
    glass = "M-176 -176L-104 -256H-18V-176Z" , "M4 -176V-256H84L158 -176Z"
    marks = shade(20, 0, 330, 22) + rack + path(body, colour) + "".join(path(d, "haze") for d in glass)
    marks += poly("-150,-178 -92,-252 -60,-252 -118,-178", "white", 0.55) + poly("30,-178 70,-252 90,-250 60,-178", "white", 0.5)
    marks += stroke("-290,-130 -100,-150 150,-148 298,-118", lighter(colour, 0.35), 8, 0.7) + line(-7, -170, -7, -60, darker(colour), 4)
    marks += line(-40, -140, -72, -140, darker(colour, 0.4), 8) + line(60, -140, 92, -140, darker(colour, 0.4), 8)
    marks += disc(290, -122, 16, "straw", 22) + disc(-292, -120, 11, "rust", 20) + box(-312, -66, 60, 20, "iron", 8) + box(256, -66, 60, 20, "iron", 8)
    marks += path("M-256 -42A76 80 0 0 1 -104 -42Z", darker(colour, 0.5)) + path("M108 -42A76 80 0 0 1 260 -42Z", darker(colour, 0.5)) + wheel(-180, -48, 62) + wheel(184, -48, 62)
    return at(x, y, marks, s=s, flip=flip)


def cycle(x: float, y: float, colour: str, s: float = 1, *, front: str = "") -> str:
    """Paint a bicycle from its side, heading right, its wheels at (x, y)."""
    marks = shade(30, 2, 290, 16) + wheel(-180, -125, 125, spokes=16) + wheel(200, -125, 125, spokes=16)
    marks += pen("M-180 -125L-20 -125L-80 -310L-180 -125M-20 -125L150 -300L-72 -290M150 -300L200 -125M150 -300L138 -350", colour, 17)
    marks += pen("M138 -350C160 -390 210 -380 208 -340", "bark", 14) + line(-80, -310, -88, -345, "iron", 11) + blob("-150,-352 -120,-368 -50,-358 -44,-344 -90,-334 -140,-338", "bark")
    marks += disc(-20, -125, 32, "iron") + line(-20, -125, 10, -80, "iron", 10) + line(-6, -76, 32, -76, "ink", 12) + pen("M-180 -112L-20 -98M-180 -138L-20 -152", "iron", 5)
    marks += pen("M-310 -150C-290 -262 -180 -290 -100 -240", darker(colour), 11)
    return at(x, y, marks, front, s=s)


@picture("car-road", "transport ride car commute", en="A small red car on a country road between fields",
         fr="Une petite voiture rouge sur une route entre les champs")  # fmt: skip
def car_road() -> str:
    scene = sky(sun=(880, 190), seed=2) + hills(430, "mist", "sage", "lime", seed=6) + tree(160, 620, 0.8, "pine") + tree(330, 610, 0.6, "leaf") + cypress(1040, 620, 0.8)
    scene += box(-20, 640, 1240, 190, "9b938f", 0) + "".join(line(x, 740, x + 90, 740, "white", 12) for x in range(20, 1200, 190))
    return scene + stroke("-20,640 600,634 1220,642", "cream", 8) + car(600, 770, "terra", 1.25) + ground(825, "leaf", tufts=14)


@picture("car-village", "transport ride car village errand", en="A blue car parked in front of village houses",
         fr="Une voiture bleue devant les maisons d’un village")  # fmt: skip
def car_village() -> str:
    scene = sky("straw", sun=None, clouds=2, seed=12) + hills(300, "clay", "mauve", seed=4) + row(650, seed=15, height=300)
    scene += box(-20, 645, 1240, 60, "paper", 0) + box(-20, 700, 1240, 240, "a49890", 0) + line(-20, 702, 1220, 702, "pearl", 12)
    return scene + tree(1080, 690, 1.25, "leaf") + car(520, 820, "blue", 1.2, flip=True) + bush(110, 700, 0.7, "leaf", "rose")


@picture("minibus", "transport ride minibus group outing", en="A village minibus waiting at a stop", fr="Un minibus de village à l’arrêt")
def minibus() -> str:
    body = shade(20, 0, 440, 24) + path("M-420 -70V-330C-420 -372 -400 -390 -360 -390H250C320 -390 350 -360 372 -300L410 -190C420 -160 424 -130 424 -70Z", "cream")
    body += box(-422, -190, 846, 60, "terra", 0) + "".join(box(x, -350, 126, 120, "haze", 12) + poly(f"{x + 14},-236 {x + 60},-344 {x + 96},-344 {x + 50},-236", "white", 0.5) for x in (-390, -250, -110))
    body += path("M180 -350H270C300 -350 316 -330 330 -296L352 -230H180Z", "haze") + box(38, -350, 118, 270, "pearl", 8) + box(50, -338, 94, 130, "haze", 8) + line(60, -170, 60, -140, "iron", 9)
    body += disc(408, -120, 16, "straw", 24) + wheel(-270, -62, 74) + wheel(270, -62, 74)
    post = line(1080, 820, 1080, 330, "iron", 16) + disc(1080, 320, 62, "deep") + disc(1080, 320, 46, "straw") + box(1046, 306, 68, 28, "deep", 8)
    scene = sky("haze", sun=None, seed=21) + hills(420, "mist", "leaf", "sage", seed=11) + house(120, 610, 210, 170) + tree(980, 640, 1.1, "ochre") + tree(60, 640, 0.9, "pine")
    return scene + box(-20, 640, 1240, 300, "c9b9a2", 0) + box(-20, 790, 1240, 150, "9b938f", 0) + line(-20, 792, 1220, 792, "cream", 12) + post + person(1010, 790, 0.62, "plum", hat="ochre") + at(520, 820, body, s=1.05)


@picture("bicycle", "transport bicycle bike loan", en="A green bicycle leaning against a sunny wall", fr="Un vélo vert appuyé contre un mur ensoleillé")
def bicycle() -> str:
    wall = box(-20, -20, 1240, 760, "ochre", 0) + "".join(box(x, y, 80, 30, "clay", 6, 0.45) for x, y in ((120, 120), (220, 170), (900, 90), (1010, 140), (700, 300), (90, 420), (1080, 480)))
    vine = stroke("1130,740 1090,500 1140,300 1080,100 1100,-20", "oak", 12) + "".join(disc(1090 + (k * 53) % 110 - 40, 40 + k * 46, 34, ("leaf", "pine", "sage")[k % 3], 26) for k in range(14))
    door = box(140, 200, 260, 545, "deep", 8) + box(168, 232, 204, 220, "teal", 4) + box(168, 480, 204, 220, "teal", 4) + disc(376, 470, 12, "straw")
    pavement = box(-20, 735, 1240, 210, "paper", 0) + line(-20, 738, 1220, 738, "sand", 10) + "".join(line(x, 745, x - 60, 910, "sand", 5) for x in range(80, 1300, 220))
    return wall + door + vine + veil("440,-20 760,-20 560,735 300,735", "fff3d0", 0.22) + pavement + cycle(640, 830, "pine", 1.4, front=at(225, -300, basket(0, 40, 150, 90, handle=False), flower(-30, -70, "white"), flower(20, -86, "rose"), flower(50, -60, "terra")))


@picture("cargo-bike", "transport cargo-bike bike loan carry", en="A cargo bike with a wooden box full of shopping", fr="Un vélo cargo avec une caisse en bois pleine de courses")
def cargo_bike() -> str:
    marks = shade(40, 2, 430, 18) + wheel(-300, -120, 120, spokes=16) + wheel(330, -80, 80, spokes=12)
    marks += pen("M-300 -120L-150 -110L-210 -320L-300 -120M-150 -110L-60 -250L-205 -290M-60 -250L-84 -370M-150 -110L-20 -70L200 -70L330 -80L290 -190", "terra", 18)
    marks += pen("M-84 -370L-130 -382L-160 -374", "bark", 17) + line(-210, -320, -216, -350, "iron", 12) + blob("-280,-356 -250,-374 -180,-364 -174,-350 -220,-340 -270,-344", "bark") + disc(-150, -110, 30, "iron") + line(-135, -66, -95, -66, "ink", 12)
    goods = blob("20,-240 40,-330 90,-340 100,-240", "leaf") + stroke("150,-230 165,-350", "pinewood", 34) + stroke("195,-230 225,-335", "wood", 32) + disc(110, -262, 42, "terra") + disc(250, -260, 36, "ochre")
    load = goods + poly("-10,-250 300,-250 270,-90 20,-90", "wood") + "".join(line(-4 + k * 8, -208 + k * 40, 294 - k * 8, -208 + k * 40, "oak", 5) for k in range(3))
    scene = sky("mist", sun=(960, 170), seed=31) + row(560, seed=23, height=210) + box(-20, 555, 1240, 400, "paper", 0) + box(-20, 640, 1240, 300, "b3a89d", 0) + line(-20, 640, 1220, 640, "cream", 12)
    return scene + tree(150, 640, 1.05, "leaf") + at(560, 820, marks, load, s=1.22)


@picture("tram-stop", "transport tram public ride town", en="A tram arriving at a stop under the plane trees", fr="Un tramway arrive à l’arrêt sous les platanes")
def tram_stop() -> str:
    tram = path("M-520 -70V-300C-520 -340 -490 -362 -450 -362H330C420 -362 470 -300 490 -210L506 -120C510 -90 500 -70 480 -70Z", "pearl") + box(-520, -150, 1024, 44, "plum", 0)
    tram += "".join(box(x, -318, 130, 130, "night", 14) + poly(f"{x + 16},-192 {x + 66},-314 {x + 96},-314 {x + 46},-192", "sky", 0.5) for x in (-490, -340, -40, 110)) + box(-190, -322, 130, 250, "steel", 10) + box(-176, -308, 48, 220, "night", 8) + box(-122, -308, 48, 220, "night", 8)
    tram += path("M270 -318H330C390 -318 430 -280 448 -190H270Z", "night") + poly("300,-200 340,-310 370,-300 336,-200", "sky", 0.5) + disc(472, -140, 16, "straw", 12) + box(-500, -76, 990, 30, "iron", 8)
    scene = sky("sky", sun=None, seed=41) + row(540, seed=33, height=240) + box(-20, 535, 1240, 420, "sand", 0)
    scene += line(-20, 120, 1220, 105, "iron", 5) + tree(110, 620, 1.4, "lime") + tree(1110, 610, 1.3, "leaf")
    rails = box(-20, 730, 1240, 26, "leaf", 0) + line(-20, 738, 1220, 738, "iron", 8) + box(-20, 770, 1240, 180, "paper", 0) + line(-20, 772, 1220, 772, "white", 14)
    return scene + shade(560, 738, 560, 20) + at(520, 790, line(0, -362, 60, -640, "iron", 9), tram) + rails + person(880, 880, 0.78, "ochre", hair="bark", skin="brown", long=True) + person(1020, 880, 0.74, "deep", legs="plum", hat="terra")


@picture("train-station", "transport train station ride meet", en="A small station with its clock, a train and a bench", fr="Une petite gare avec son horloge, un train et un banc")
def train_station() -> str:
    station = box(120, 240, 560, 400, "rose", 0) + poly("80,250 170,120 630,120 720,250", "deep") + box(330, 150, 140, 120, "cream", 8) + disc(400, 210, 46, "white") + ring(400, 210, 46, "bark", 9) + line(400, 210, 400, 180, "bark", 7) + line(400, 210, 422, 220, "bark", 7)
    station += "".join(path(f"M{x} 640V420C{x} 350 {x + 110} 350 {x + 110} 420V640Z", c) for x, c in ((170, "teal"), (345, "plum"), (520, "teal"))) + "".join(box(x + 20, 430, 70, 90, "haze", 4) for x in (170, 345, 520))
    train = poly("760,300 800,270 1040,300 1060,330 1060,640 760,640", "rust") + box(800, 250, 340, 430, "terra", 60) + box(800, 560, 340, 60, "cream", 0)
    train += box(836, 300, 268, 160, "night", 34) + poly("870,450 940,306 990,306 920,450", "sky", 0.5) + line(970, 300, 970, 460, "rust", 10) + disc(860, 520, 24, "straw") + disc(1080, 520, 24, "straw")
    train += box(820, 670, 300, 34, "iron", 10) + line(930, 520, 1010, 520, "rust", 14)
    platform = box(-20, 640, 790, 300, "paper", 0) + line(752, 645, 752, 940, "white", 16) + poly("762,640 1240,640 1240,940 762,940", "a1978f") + "".join(line(770 - k * 12, 740 + k * 62, 1190 + k * 12, 740 + k * 62, "oak", 20) for k in range(4)) + line(860, 680, 800, 940, "iron", 13) + line(1080, 680, 1150, 940, "iron", 13)
    bench = shade(290, 822, 170, 14) + box(140, 730, 290, 22, "wood") + box(140, 670, 290, 20, "pinewood") + box(140, 700, 290, 18, "pinewood") + line(170, 745, 165, 822, "iron", 13) + line(405, 745, 410, 822, "iron", 13)
    case = shade(560, 824, 70, 10) + box(500, 710, 120, 112, "ochre", 14) + pen("M535 710C535 670 585 670 585 710", "bark", 11) + line(525, 715, 525, 820, "bark", 6) + line(595, 715, 595, 820, "bark", 6)
    return sky("haze", sun=(940, 150), seed=51) + hills(400, "mist", "sage") + station + platform + shade(975, 704, 190, 18) + train + bench + case


@picture("country-road", "transport ride road country", en="A road winding through hills at sunset", fr="Une route qui serpente entre les collines au soleil couchant")
def country_road() -> str:
    scene = sky("clay", sun=(600, 300), clouds=4, seed=61) + hills(420, "mauve", "plum", seed=2) + hills(540, "pine", "leaf", seed=7)
    lane = path("M640 470C760 500 820 530 700 570C520 620 330 650 470 720C600 780 420 860 330 930L940 930C940 860 860 800 760 720C690 650 860 610 850 550C840 500 720 480 650 466Z", "sand")
    dash = pen("M700 500C800 530 800 560 720 590C590 640 520 660 600 720C690 790 660 860 630 930", "white", 9).replace("<path", '<path stroke-dasharray="40 34"')
    fence = "".join(box(60 + k * 90, 740 + k * 6, 18, 110, "oak", 4) for k in range(4)) + stroke("40,770 200,776 370,796", "oak", 11) + stroke("40,812 200,818 370,838", "oak", 11)
    return scene + lane + dash + cypress(980, 760, 1.25) + cypress(1070, 790, 1.5) + cypress(900, 690, 0.8) + tree(190, 660, 0.8, "ochre") + fence


@picture("bridge-river", "transport town river walk place", en="An old stone bridge with many arches over a wide river", fr="Un vieux pont de pierre aux nombreuses arches sur un large fleuve")
def bridge_river() -> str:
    scene = sky("sky", sun=(260, 200), clouds=4, seed=71) + row(470, seed=44, height=120) + poly("880,360 900,150 914,90 928,150 948,360", "sand") + poly("1040,380 1055,230 1068,180 1081,230 1096,380", "paper") + tree(90, 480, 0.6, "pine") + tree(250, 480, 0.5, "leaf")
    deck = poly("-20,430 600,400 1220,430 1220,660 -20,660", "clay")
    arches = "".join(path(f"M{x} 680V{560 + abs(x - 520) * .02}C{x} 460 {x + 150} 460 {x + 150} {560 + abs(x - 520) * .02}V680Z", "3b7778") for x in (-115, 75, 265, 455, 645, 835, 1025, 1215))
    rims = "".join(pen(f"M{x} 680V{560 + abs(x - 520) * .02}C{x} 460 {x + 150} 460 {x + 150} {560 + abs(x - 520) * .02}V680", "cream", 13) for x in (-115, 75, 265, 455, 645, 835, 1025, 1215))
    piers = "".join(box(x - 24, 560, 48, 130, "paper", 6) + poly(f"{x - 30},650 {x + 30},650 {x + 40},700 {x - 40},700", "sand") + disc(x, 520, 20, "cream") for x in (55, 245, 435, 625, 815, 1005, 1195))
    rail = stroke("-20,424 300,404 600,394 900,404 1220,424", "cream", 22) + "".join(line(x, 410, x, 320, "night", 7) + disc(x, 312, 13, "straw") for x in (150, 340, 530, 720, 910, 1100))
    glow = "".join(line(x, 720 + (x % 3) * 30, x + 60, 720 + (x % 3) * 30, "straw", 8, 0.6) for x in range(60, 1200, 140))
    quay = blob("-40,960 -40,850 200,830 430,860 520,960", "leaf") + person(200, 900, 0.4, "terra", long=True) + person(262, 905, 0.42, "ochre", hat="plum")
    return scene + deck + arches + rims + water(670, 280, "teal") + piers + rail + glow + quay


@picture("market-ride", "transport ride market errand older", en="Two neighbours seen from behind on the way to the market with baskets", fr="Deux voisines, de dos, en route pour le marché avec leurs paniers")
def market_ride() -> str:
    def stall(x: float, first: str, second: str) -> str:
        awning = "".join(poly(f"{x + k * 60},350 {x + k * 60 + 60},350 {x + k * 60 + 66},440 {x + k * 60 - 6},440", (first, second)[k % 2]) for k in range(6))
        goods = "".join(disc(x + 30 + k * 44, 560, 24, ("terra", "ochre", "leaf", "plum")[k % 4]) for k in range(8))
        return line(x + 10, 440, x + 10, 660, "oak", 12) + line(x + 350, 440, x + 350, 660, "oak", 12) + awning + goods + crate(x - 4, 660, 368, 94)

    scene = sky("sky", sun=None, seed=81) + hills(380, "mist", "sage") + tree(420, 520, 1.3, "pine") + tree(850, 520, 1.2, "leaf") + house(80, 520, 240, 250, "rose") + house(980, 520, 230, 270, "cream", "rust", "plum") + box(-20, 515, 1240, 440, "sand", 0) + stall(60, "terra", "cream") + stall(460, "teal", "white") + stall(860, "ochre", "cream")
    paving = "".join(disc((i * 151) % 1240, 690 + (i * 47) % 210, 60, "paper", 15, 0.6) for i in range(30))
    return scene + paving + person(480, 870, 1.12, "plum", "bark", "pearl") + person(740, 870, 1.15, "teal", "night", "bark", "brown", long=True) + at(600, 800, basket(-10, 0, 150, 82), blob("-60,-80 -40,-120 -10,-90", "leaf"), disc(20, -92, 24, "terra")) + basket(880, 800, 140, 80)
