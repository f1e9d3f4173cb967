"""Cooking, baking and good things to share."""

from brush import at, blob, box, darker, disc, inside, lifted, lighter, line, path, pen, poly, ring, shade, stroke, veil
from gallery import picture
from objects import basket, flower, hand, jar, leafy, mug, sleeve
from places import flat, room, row, sky, table, tiles, tree, window
from scenes_garden import tomato


@picture("cooking-pot", "food kitchen cooking soup share meal", en="A big pot of soup steaming on a stove, with a ladle", fr="Une grande marmite de soupe fumante et sa louche")
def cooking_pot() -> str:
    pot = shade(600, 720, 330, 24) + box(300, 380, 600, 330, "terra", 50) + disc(600, 384, 300, "clay", 52) + disc(600, 388, 272, "rust", 40) + disc(600, 394, 256, "ochre", 34) + "".join(disc(x, y, 26, c, 12) for x, y, c in ((480, 390, "clay"), (560, 404, "leaf"), (660, 384, "cream"), (730, 398, "terra"), (430, 400, "lime")))
    pot += pen("M300 470H240C210 470 210 530 240 530H300", "rust", 30) + pen("M900 470H960C990 470 990 530 960 530H900", "rust", 30) + stroke("340,450 350,560 370,660", "rose", 19, 0.6)
    ladle = line(690, 390, 880, 90, "steel", 22) + ring(890, 72, 18, "steel", 10)
    steam = "".join(stroke(f"{x},{330 - k * 16} {x - 34},{260 - k * 16} {x + 22},{180 - k * 10} {x - 14},{90 - k * 8}", "white", 15, 0.55) for k, x in enumerate((430, 540, 640)))
    stove = box(-20, 700, 1240, 250, "ink", 0) + box(-20, 690, 1240, 40, "iron", 6) + box(250, 690, 700, 24, "night", 8) + "".join(disc(x, 810, 46, "pearl") + line(x, 810, x, 776, "iron", 10) for x in (220, 420, 780, 980))
    side = at(130, 692, *(disc(0, -k * 16, 110 - k * 2, c, 20) for k, c in enumerate(("white", "mist", "white", "mist"))))
    return tiles(-20, 720, "efca7c", 110) + veil("-20,-20 460,-20 120,690 -20,690", "fff3d0", 0.25) + steam + stove + pot + ladle + side + at(1070, 692, shade(10, 0, 70, 9), box(-55, -150, 110, 150, "pine", 20), line(-20, -150, -50, -280, "pinewood", 17), line(10, -150, 14, -310, "wood", 17), disc(14, -320, 24, "wood", 36), line(30, -150, 66, -270, "oak", 15))


@picture("bread", "food bread baking hands learn", en="Hands kneading dough beside a golden loaf", fr="Des mains pétrissent la pâte près d’une miche dorée")
def bread() -> str:
    flour = blob("220,620 420,520 760,520 1010,620 960,800 620,860 280,800", "white", 0.7)
    dough = shade(630, 740, 300, 24) + blob("350,700 380,580 500,520 620,540 750,516 880,580 910,690 800,760 620,770 440,760", "cream") + stroke("460,590 560,570 650,600", "sand", 13, 0.7) + stroke("640,690 740,680 820,640", "sand", 13, 0.6)
    loaf = shade(940, 420, 210, 20) + blob("740,390 750,280 850,210 960,200 1070,230 1150,300 1150,400 1050,430 840,430", "wood") + "".join(stroke(f"{x},{300 - k * 10} {x + 30},{260 - k * 6} {x + 80},{250 - k * 2}", "straw", 19) for k, x in enumerate((800, 900, 1000))) + stroke("770,380 940,410 1120,384", "oak", 13, 0.5)
    bowl = shade(230, 430, 180, 18) + blob("60,240 80,360 160,430 280,430 360,360 380,240", "deep") + disc(220, 240, 160, "teal", 36) + disc(220, 244, 134, "white", 25) + line(250, 240, 400, 110, "pinewood", 24)
    wheat = "".join(at(600, 330, line(0, 40, 0, -160, "ochre", 7), *(disc(dx, dy, 10, "ochre", 20) for dx, dy in ((-12, -120), (12, -130), (-12, -160), (12, -168), (0, -196))), r=r) for r in (-24, 0, 22))
    left = sleeve(-40, 930, 260, 770, "plum", 170) + hand(310, 740, -30, "fair", s=1.5)
    right = sleeve(1240, 930, 960, 760, "plum", 170) + hand(910, 730, 32, "fair", s=1.5, flip=True)
    return table("pinewood", 300, wall="sage") + flour + bowl + wheat + loaf + dough + lifted(left) + lifted(right)


@picture("market-basket", "food market errand shopping share", en="A market basket with bread, leeks, apples and flowers", fr="Un panier de marché : pain, poireaux, pommes et fleurs")
def market_basket() -> str:
    goods = "".join(at(x, 470, stroke("0,40 0,-240", c, 66), *(line(-22, -40 - k * 70, 22, -70 - k * 70, "straw", 10) for k in range(3)), r=r) for x, c, r in ((430, "wood", -16), (510, "pinewood", -4)))
    goods += "".join(at(x, 480, poly("-24,40 24,40 30,-150 -30,-150", "cream"), blob("-30,-140 -76,-330 -34,-270 0,-370 20,-270 66,-350 30,-140", c), r=r) for x, r, c in ((620, 2, "leaf"), (700, 14, "pine")))
    goods += "".join(stroke(f"790,460 {x},{y}", "leaf", 8) + flower(x, y, c, 1.4) for x, y, c in ((840, 250, "plum"), (910, 320, "terra"), (780, 300, "white"), (870, 390, "rose")))
    goods += "".join(disc(x, y, 60, c, 56) + disc(x - 18, y - 18, 14, "rose", 10) for x, y, c in ((390, 450, "terra"), (500, 460, "lime"), (620, 450, "terra"), (740, 460, "ochre"), (830, 460, "terra")))
    return table("clay", 640, wall="deep") + goods + at(600, 800, basket(0, 0, 620, 330, handle=False)) + pen("M300 480C270 300 330 60 600 60C870 60 930 300 900 480", "oak", 30) + at(1060, 830, shade(10, 0, 80, 10), disc(0, -58, 62, "ochre", 58), disc(-20, -78, 14, "straw")) + tomato(160, 800, 64)


@picture("cake", "food cake baking celebration share", en="A layered cake with berries on a stand, one slice cut", fr="Un gâteau à étages et aux fruits rouges sur un plat, une part coupée")
def cake() -> str:
    stand = shade(560, 800, 240, 22) + poly("500,640 620,640 650,780 470,780", "white") + disc(560, 786, 160, "pearl", 26) + disc(560, 640, 350, "white", 50) + disc(560, 632, 320, "haze", 38)
    body = path("M310 380V600C310 650 810 650 810 600V380Z", "straw") + path("M310 480C400 520 720 520 810 480V530C720 570 400 570 310 530Z", "terra") + disc(560, 380, 250, "cream", 60)
    body += path("M310 380C310 300 810 300 810 380C812 420 800 470 770 470C750 470 750 430 720 430C690 430 700 510 660 510C630 510 640 450 600 450C560 450 570 490 530 490C490 490 500 440 460 440C430 440 430 480 390 480C350 480 310 430 310 380Z", "white")
    berries = "".join(disc(x, y, 36, c, 34) + disc(x - 11, y - 11, 9, "white", 7, 0.8) for x, y, c in ((430, 345, "terra"), (500, 325, "plum"), (570, 318, "terra"), (640, 326, "plum"), (700, 348, "terra"), (540, 366, "terra"), (620, 370, "plum"))) + at(560, 290, blob("-6,0 -50,-20 -70,-60 -20,-50", "leaf"), blob("6,0 50,-20 70,-60 20,-50", "pine"))
    slice_ = shade(990, 824, 160, 16) + disc(980, 800, 180, "mist", 34) + disc(980, 794, 150, "white", 24) + poly("870,780 1100,790 1100,650 870,640", "straw") + poly("870,700 1100,712 1100,740 870,728", "terra") + poly("870,640 1100,650 1060,600", "white") + poly("870,660 870,636 1060,596 1104,646 1104,670", "white") + disc(1050, 612, 28, "plum")
    garland = "".join(poly(f"{x},{60 + (k % 2) * 12} {x + 70},{64 + (k % 2) * 10} {x + 36},{150}", ("ochre", "teal", "cream", "terra")[k % 4]) for k, x in enumerate(range(20, 1180, 98))) + line(-20, 62, 1220, 66, "bark", 5)
    return table("plum", 660, wall="rose") + garland + stand + body + berries + slice_ + at(150, 820, shade(10, 0, 90, 12), mug(0, 0, "ochre", 1.15))


@picture("honey", "food honey bees producer share", en="Jars of honey, a dipper and a piece of comb", fr="Des pots de miel, une cuillère à miel et un rayon de cire")
def honey() -> str:
    comb = inside(poly("720,560 1120,520 1160,770 760,820", "ochre"), *(at(740 + i * 64 + (j % 2) * 32, 560 + j * 56, poly("0,-32 28,-16 28,16 0,32 -28,16 -28,-16", "straw" if (i + j) % 3 else "rust"), poly("0,-20 18,-10 18,10 0,20 -18,10 -18,-10", "ochre")) for i in range(8) for j in range(6)))
    dipper = line(560, 560, 900, 300, "pinewood", 24) + at(540, 576, *(disc(0, k * 19, 44 - abs(k) * 6, "wood", 12) for k in range(-3, 4)), r=52) + stroke("520,600 514,660 526,720", "ochre", 17)
    bees = "".join(at(x, y, disc(-12, -26, 24, "white", 15, 0.85), disc(14, -28, 22, "white", 14, 0.85), inside(disc(0, 0, 40, "ochre", 26), box(-16, -30, 14, 60, "bark", 0), box(10, -30, 14, 60, "bark", 0)), r=r) for x, y, r in ((700, 150, -14), (960, 210, 12), (560, 250, 20)))
    trail = pen("M660 160C600 190 640 240 600 250M1000 220C1080 250 1090 160 1180 180", "bark", 4, 0.6).replace("<path", '<path stroke-dasharray="10 13"')
    return table("wood", 620, wall="sky") + trail + bees + jar(190, 770, "ochre", 1.75, "cream", "white") + jar(430, 700, "d08a28", 1.35, "terra", "straw") + shade(960, 812, 230, 18) + comb + dipper + "".join(flower(x, y, c, 1.2) for x, y, c in ((620, 850, "white"), (700, 866, "mauve"), (1120, 850, "white")))


@picture("soap", "craft soap body reuse share", en="Bars of handmade soap tied with string, with lavender", fr="Des savons faits main noués de ficelle, et de la lavande")
def soap() -> str:
    def bar(x: float, y: float, c: str, turn: float) -> str:
        return lifted(at(x, y, box(-150, -40, 300, 90, darker(c, 0.15), 20), box(-150, -70, 300, 90, c, 24), stroke("-120,-50 -20,-56 100,-50", "white", 9, 0.6), box(-22, -72, 44, 122, "cream", 2), line(0, -72, 0, 50, "wood", 5), stroke("0,-70 -36,-100 -44,-70 0,-70 36,-104 44,-72 0,-70", "wood", 6), r=turn))

    lavender = "".join(at(x, 640, stroke("0,260 4,80 0,-80", "leaf", 8), *(disc((-1) ** k * 15, -100 - k * 30, 18, ("mauve", "plum")[k % 2], 21) for k in range(8)), r=r) for x, r in ((870, -18), (910, -8), (960, 2), (1000, 12), (1040, 22))) + box(890, 740, 130, 30, "cream", 12) + stroke("950,750 900,800 880,770", "cream", 10) + stroke("960,750 1010,806 1036,772", "cream", 10)
    dish = shade(400, 800, 330, 20) + blob("70,720 110,790 400,820 690,790 730,720 400,740", "white") + disc(400, 716, 330, "haze", 44)
    bubbles = "".join(ring(x, y, r, "white", 5) + disc(x - r * 0.3, y - r * 0.3, r * 0.22, "white") for x, y, r in ((180, 200, 46), (300, 130, 30), (120, 330, 26), (560, 180, 40), (680, 110, 22), (480, 90, 17)))
    return table("paper", 600, wall="mauve") + bubbles + dish + bar(280, 690, "sage", 0) + bar(550, 690, "clay", 0) + bar(410, 570, "straw", -4) + lavender


@picture("cafe-counter", "place cafe meeting neighbours shared", en="The counter of a neighbourhood cafe with cups and cakes", fr="Le comptoir d’un café de quartier, des tasses et des gâteaux")
def cafe_counter() -> str:
    shelves = "".join(box(560, y, 560, 20, "pinewood", 4) for y in (190, 340)) + "".join(at(600 + k * 84, 190, blob("-30,-60 -26,-10 0,0 26,-10 30,-60", c), disc(0, -60, 30, lighter(c), 7)) for k, c in enumerate(("terra", "cream", "ochre", "mist", "rose", "straw"))) + "".join(jar(610 + k * 110, 340, c, 0.5, "oak") for k, c in enumerate(("rust", "ochre", "leaf", "bark", "clay")))
    lamps = "".join(line(x, -20, x, 90, "ink", 5) + poly(f"{x - 30},84 {x + 30},84 {x + 70},150 {x - 70},150", "ochre") + disc(x, 156, 24, "white") + disc(x, 200, 130, "straw", alpha=0.2) for x in (170, 400))
    machine = box(110, 310, 340, 250, "terra", 24) + box(90, 290, 380, 50, "rust", 16) + box(150, 390, 260, 130, "night", 10) + line(220, 400, 220, 440, "steel", 26) + line(340, 400, 340, 440, "steel", 26) + line(220, 436, 180, 456, "ink", 15) + line(340, 436, 300, 456, "ink", 15) + box(194, 476, 56, 42, "white", 8) + box(314, 476, 56, 42, "white", 8) + "".join(disc(x, 365, 13, c) for x, c in ((180, "straw"), (230, "leaf"), (280, "cream"))) + at(280, 292, *(box(-110 + k * 76, -40, 60, 40, "white", 10) for k in range(3)))
    glass = disc(720, 460, 150, "haze", 110, 0.45) + poly("560,546 880,546 870,560 570,560", "white") + at(720, 545, disc(-70, -30, 50, "wood", 34), disc(40, -34, 56, "pinewood", 38), disc(-14, -74, 46, "clay", 34), disc(84, -20, 34, "wood", 26)) + disc(720, 346, 16, "steel") + stroke("600,470 620,410 680,372", "white", 9, 0.8)
    counter = box(-20, 556, 1240, 56, "pinewood", 6) + box(-20, 606, 1240, 340, "deep", 0) + "".join(box(x, 640, 130, 230, "teal", 6) for x in range(20, 1200, 158)) + box(-20, 880, 1240, 60, "night", 0)
    stools = "".join(shade(x, 898, 90, 10) + line(x, 740, x - 40, 900, "bark", 15) + line(x, 740, x + 40, 900, "bark", 15) + disc(x, 730, 84, "ochre", 24) for x in (330, 900))
    return box(-20, -20, 1240, 700, "plum", 0) + lamps + shelves + counter + machine + glass + mug(990, 560, "white", 0.75) + leafy(1120, 558, 0.7, "leaf", "cream") + stools
