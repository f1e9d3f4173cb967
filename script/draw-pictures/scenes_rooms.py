"""Rooms and places to stay."""

from brush import at, blob, box, darker, disc, inside, lifted, lighter, line, pen, poly, shade, stroke, veil
from gallery import picture
from objects import basket, books, flower, frame, lamp, leafy, mug
from places import bush, cypress, ground, hills, house, room, row, sky, table, tree, water, window


def bed(x: float, y: float, w: float, quilt: str, wood: str = "oak", pillow: str = "white") -> str:
    """Paint a bed from its side, its head to the left, standing at (x, y)."""
    marks = shade(w / 2, 0, w * 0.55, 22) + box(12, -60, 26, 60, wood) + box(w - 40, -60, 26, 60, wood)
    marks += box(0, -290, 46, 250, wood, 14) + box(10, -110, w - 10, 52, darker(wood, 0.1), 8)
    marks += box(40, -175, w - 60, 80, "cream", 22)
    marks += blob("50,-180 44,-236 90,-256 190,-250 226,-214 214,-172", pillow)
    marks += stroke("80,-226 130,-236 180,-224", "sand", 7, 0.7)
    cover = blob(f"200,-190 250,-226 {w * .6},-232 {w - 30},-214 {w},-170 {w + 6},-66 {w * .7},-52 {w * .4},-60 216,-70", quilt)
    pattern = "".join(line(x0, -260, x0 - 70, -30, lighter(quilt, 0.5), 16, 0.6) for x0 in range(280, int(w) + 90, 92))
    fold = poly("190,-250 270,-250 236,-20 160,-20", "cream")
    return at(x, y, marks, inside(cover, pattern, fold))


@picture("guest-room", "housing room guest bed night", en="A made bed under a window with a patchwork quilt and a lamp",
         fr="Un lit fait sous une fenêtre, avec un couvre-lit rayé et une lampe")  # fmt: skip
def guest_room() -> str:
    rug = disc(620, 800, 470, "mauve", 62) + disc(620, 800, 420, "lilac", 48)
    bedside = box(75, 560, 170, 190, "wood") + box(95, 590, 130, 54, "pinewood") + disc(160, 617, 9, "oak")
    picture_ = frame(900, 150, 190, 230, "oak", blob("-20,200 20,120 80,90 140,130 190,110 190,230", "sage"), disc(60, 60, 28, "terra"))
    return (room("mist", "wood") + window(470, 110, 300, 290) + picture_ + rug + shade(170, 752, 110, 14) + bedside
            + lamp(160, 562, 0.95) + bed(290, 770, 780, "terra"))  # fmt: skip


@picture("attic-room", "housing room attic student bed", en="An attic room with sloping beams, a skylight and a small desk",
         fr="Une chambre sous les toits, avec des poutres, une lucarne et un petit bureau")  # fmt: skip
def attic_room() -> str:
    slope = poly("-20,-20 700,-20 1220,560 1220,-20", "cream") + poly("-20,-20 500,-20 -20,560", "paper")
    beams = poly("650,-20 730,-20 1230,540 1230,620", "oak") + poly("470,-20 540,-20 -20,600 -20,520", "wood")
    beams += poly("370,150 830,150 880,196 335,196", "oak") + veil("340,196 880,196 890,222 330,222", "3a2438", 0.25)
    skylight = poly("880,50 1030,50 1170,230 1030,230", "white") + poly("908,66 1020,66 1136,214 1040,214", "sky") + line(962, 62, 1088, 220, "white", 8)
    desk = box(760, 560, 350, 26, "wood") + line(790, 586, 780, 780, "oak", 20) + line(1080, 586, 1090, 780, "oak", 20)
    desk += books(790, 560, (34, 26, 40, 28), ("terra", "deep", "ochre", "plum"), 120) + lamp(1030, 560, 0.66, "mist")
    chair = line(700, 560, 706, 790, "bark", 14) + line(820, 660, 826, 800, "bark", 14) + box(690, 650, 150, 24, "terra", 10) + box(688, 500, 22, 160, "bark", 8)
    ray = veil("900,210 1000,210 760,800 400,800", "fff3d0", 0.35)
    return room("rose", "pinewood", 660, light=0) + slope + beams + skylight + shade(930, 782, 210, 16) + desk + chair + ray + bed(70, 800, 560, "teal", "wood")


@picture("sofa-bed", "housing sofa bed night", en="A sofa unfolded as a bed, with cushions and a blanket",
         fr="Un canapé déplié en lit, avec des coussins et une couverture")  # fmt: skip
def sofa_bed() -> str:
    couch = shade(600, 800, 480, 30) + box(130, 380, 900, 260, "deep", 60) + box(90, 470, 120, 290, "teal", 44) + box(960, 470, 120, 290, "teal", 44)
    couch += blob("196,650 240,610 950,610 980,650 1060,770 1040,820 150,820 120,780", "cream") + box(140, 780, 900, 50, "sand", 18)
    cover = blob("520,640 700,604 940,612 980,650 1062,770 1040,826 560,832", "ochre")
    lines = "".join(line(560 + k * 90, 590, 610 + k * 100, 850, "terra", 18, 0.75) for k in range(6))
    cushions = at(330, 590, box(-95, -85, 190, 150, "terra", 40), r=-10) + at(480, 590, box(-80, -70, 160, 130, "rose", 36), r=9)
    pictures = frame(190, 90, 170, 210, "pinewood", disc(70, 90, 44, "terra"), ground="rose") + frame(400, 130, 230, 160, "oak", blob("-30,80 60,40 130,70 220,30 240,160 -30,160", "teal"))
    return room("straw", "oak", 620, light=0.25) + pictures + leafy(1110, 720, 1.25, "pine", "plum") + lifted(couch) + inside(cover, lines) + cushions


@picture("garden-studio", "housing studio garden quiet", en="A small wooden studio at the end of a garden in flower",
         fr="Un petit studio en bois au fond d’un jardin fleuri")  # fmt: skip
def garden_studio() -> str:
    hut = box(400, 330, 470, 380, "wood", 0) + "".join(line(400 + k * 47, 335, 400 + k * 47, 708, "oak", 4, 0.6) for k in range(1, 10))
    hut += poly("350,345 470,190 950,190 920,345", "deep") + box(440, 420, 170, 290, "teal", 4) + box(462, 445, 126, 150, "straw", 2) + line(525, 445, 525, 595, "teal", 8)
    hut += disc(590, 640, 9, "ochre") + window(680, 430, 130, 150) + box(400, 705, 500, 26, "sand", 2)
    path_ = blob("440,730 610,730 760,920 330,920", "paper") + "".join(disc(x, y, 52, "sand", 17) for x, y in ((530, 770), (500, 820), (570, 868)))
    flowers = "".join(flower(x, y, c, 0.9) for x, y, c in ((120, 800, "terra"), (200, 850, "rose"), (270, 790, "white"), (900, 830, "plum"),
                                                          (980, 790, "white"), (1060, 850, "terra"), (1120, 780, "rose"), (60, 860, "white")))  # fmt: skip
    return (sky("haze", sun=None, seed=5) + hills(420, "mist", "sage") + tree(180, 690, 1.5, "leaf") + cypress(980, 700, 1.4) + tree(1110, 720, 1.1, "lime")
            + ground(690, "sage") + hut + path_ + bush(320, 760, 1, "pine", "rose") + bush(960, 760, 0.9, "leaf", "white") + flowers)  # fmt: skip


@picture("shared-kitchen", "housing kitchen food shared place", en="A shared kitchen with a tiled wall, pans and bowls on a shelf",
         fr="Une cuisine partagée : carrelage, casseroles et bols sur une étagère")  # fmt: skip
def shared_kitchen() -> str:
    from places import tiles

    shelf = box(120, 250, 520, 24, "wood") + "".join(at(190 + k * 110, 250, blob("-44,-64 -36,-20 -16,0 16,0 36,-20 44,-64", c), disc(0, -64, 44, lighter(c), 9))
                                                     for k, c in enumerate(("terra", "cream", "ochre", "deep")))  # fmt: skip
    rail = line(720, 180, 1120, 180, "iron", 10) + "".join(line(x, 180, x, 230, "iron", 6) for x in (780, 920, 1050))
    pans = disc(780, 310, 78, "ink") + disc(780, 306, 62, "iron") + disc(920, 290, 58, "terra") + disc(920, 286, 44, "clay") + line(1050, 230, 1050, 330, "wood", 12) + disc(1050, 365, 28, "pinewood", 42)
    counter = box(-20, 560, 1240, 44, "pinewood", 4) + box(-20, 600, 1240, 340, "deep", 0)
    doors = "".join(box(x, 640, 260, 240, "teal", 8) + line(x + 110, 668, x + 150, 668, "straw", 12) for x in (40, 330, 620, 910))
    pot = shade(560, 562, 120, 12) + box(450, 430, 220, 130, "terra", 22) + box(436, 424, 248, 26, "rust", 12) + disc(560, 412, 18, "rust") + stroke("540,384 526,350 552,320 540,290", "white", 10, 0.7)
    board = box(780, 536, 250, 26, "oak", 10) + disc(850, 500, 38, "terra") + disc(920, 506, 32, "ochre") + blob("940,534 980,470 1010,490 1000,534", "leaf")
    return room("cream", "sand", 640, light=0) + tiles(290, 270, "8fb8ae") + shelf + rail + pans + counter + doors + pot + board + leafy(200, 562, 0.75, "leaf", "cream")


@picture("courtyard-house", "housing courtyard shared place neighbours", en="A stone house around a courtyard with a table under a tree",
         fr="Une maison en pierre autour d’une cour, une table sous un arbre")  # fmt: skip
def courtyard_house() -> str:
    wall = box(-20, 200, 430, 460, "paper", 0) + box(400, 240, 820, 420, "cream", 0) + poly("-40,210 -20,90 380,90 430,210", "terra") + poly("380,250 420,130 1240,130 1240,250", "clay")
    stones = "".join(box(x, y, 56, 26, "sand", 8, 0.7) for x, y in ((20, 260), (300, 330), (60, 520), (470, 300), (650, 480), (940, 320), (1120, 430), (1080, 560), (200, 600)))
    arch = "M560 660V460C560 380 720 380 720 460V660Z"
    opening = f'<path d="{arch}" fill="#{"23373d"}" opacity=".75"/>' + inside(f'<path d="{arch}" fill="url(#g-6d8a60)"/>', disc(600, 520, 80, "lime"), box(540, 600, 200, 70, "straw"))
    shutters = "".join(box(x, 330, 90, 130, "night", 3) + box(x - 46, 326, 44, 138, c, 3) + box(x + 92, 326, 44, 138, c, 3) for x, c in ((140, "teal"), (850, "plum"), (1050, "plum")))
    door = box(120, 500, 120, 160, "teal", 4) + disc(220, 585, 7, "straw")
    cobbles = box(-20, 650, 1240, 290, "sand", 0) + "".join(disc(40 + (i * 137) % 1180, 680 + (i * 61) % 210, 44, "paper", 14, 0.8) for i in range(44))
    furniture = shade(560, 838, 260, 20) + box(340, 720, 420, 26, "wood") + line(390, 744, 370, 850, "oak", 20) + line(720, 744, 740, 850, "oak", 20) + box(300, 790, 500, 18, "pinewood")
    cups = mug(470, 722, "terra", 0.5) + mug(560, 722, "white", 0.5, steam=False) + basket(660, 722, 100, 46, handle=False)
    return sky("sky", sun=None, clouds=2, seed=8) + wall + stones + opening + shutters + door + cobbles + tree(960, 790, 1.75, "leaf") + furniture + cups + leafy(70, 720, 0.8) + leafy(300, 690, 0.6, "pine", "plum")


@picture("balcony-room", "housing room balcony town", en="An open French window onto a balcony above the roofs",
         fr="Une porte-fenêtre ouverte sur un balcon au-dessus des toits")  # fmt: skip
def balcony_room() -> str:
    view = box(380, 80, 460, 620, "haze", 0) + disc(480, 190, 56, "straw") + hills(380, "mist") + row(620, height=150, seed=6, start=360, end=800)
    rail = line(370, 490, 850, 490, "night", 14) + "".join(line(x, 490, x, 700, "night", 7) for x in range(392, 850, 38)) + line(370, 680, 850, 680, "night", 10)
    boxes = box(420, 500, 360, 56, "terra", 8) + "".join(flower(440 + k * 46, 480 - (k % 3) * 20, ("plum", "white", "terra", "rose")[k % 4], 0.9) for k in range(8))
    leaves = "".join(disc(440 + k * 40, 500, 26, "leaf", 16) for k in range(9))
    doors = poly("380,60 380,710 190,770 190,20", "white") + poly("356,100 356,560 214,590 214,70", "sky") + poly("840,60 840,710 1030,770 1030,20", "white") + poly("864,100 864,560 1006,590 1006,70", "sky")
    doors += line(285, 84, 285, 574, "white", 12) + line(935, 84, 935, 574, "white", 12)
    curtain = blob("40,-20 190,-20 200,300 170,560 210,800 60,800 30,400", "clay") + stroke("90,0 100,400 90,790", "terra", 12, 0.5) + stroke("150,0 150,380 150,780", "terra", 10, 0.4)
    curtain += blob("1030,-20 1190,-20 1200,400 1170,800 1020,800 1050,560 1020,300", "clay") + stroke("1090,0 1100,400 1090,790", "terra", 12, 0.5)
    frame_ = inside(box(380, 60, 460, 650, "haze", 0), view, leaves, boxes, rail)
    chair = shade(610, 838, 130, 16) + line(540, 730, 530, 838, "bark", 14) + line(680, 730, 692, 838, "bark", 14) + box(520, 712, 180, 26, "ochre", 10)
    return room("plum", "pinewood", 700, light=0) + frame_ + doors + curtain + veil("400,712 830,712 940,910 330,910", "fff3d0", 0.4) + chair + mug(600, 714, "teal", 0.6)


@picture("river-view-room", "housing room river view", en="A window over a river with boats, an armchair and books on the sill",
         fr="Une fenêtre sur un fleuve et ses bateaux, un fauteuil et des livres")  # fmt: skip
def river_view_room() -> str:
    boat = at(730, 420, blob("-90,0 90,0 60,40 -60,40", "rust"), line(0, 0, 0, -150, "oak", 8), poly("8,-145 90,-16 8,-16", "white"), poly("-8,-120 -62,-16 -8,-16", "cream"))
    view = box(230, 90, 760, 470, "clay", 0) + box(230, 90, 760, 160, "straw", 0, 0.8) + disc(420, 220, 58, "white") + hills(300, "mauve", seed=8) + row(352, height=55, seed=9, start=210, end=960)
    view += water(350, 230, "blue") + boat
    marks = room("deep", "oak", 740, light=0) + box(200, 60, 820, 530, "white", 6) + inside(box(230, 90, 760, 470, "clay", 0), view)
    marks += line(610, 90, 610, 560, "white", 18) + box(160, 575, 900, 40, "cream", 4) + veil("180,620 1040,620 1040,650 200,650", "3a2438", 0.3)
    marks += books(860, 576, (30, 40, 26, 34), ("ochre", "terra", "sage", "plum"), 130, 4) + leafy(270, 578, 0.62, "leaf", "terra")
    chair = shade(360, 870, 280, 24) + box(150, 540, 330, 290, "ochre", 70) + box(110, 650, 110, 200, "straw", 44) + box(410, 650, 110, 200, "ochre", 44) + box(190, 720, 250, 90, "straw", 30)
    cushion = at(310, 690, box(-80, -70, 160, 130, "terra", 36), r=8)
    lamp_ = line(960, 860, 960, 480, "bark", 12) + disc(960, 866, 70, "bark", 12) + poly("900,400 1020,400 1060,510 860,510", "straw")
    return marks + lamp_ + chair + cushion + shade(715, 872, 90, 12) + line(715, 770, 690, 868, "sand", 15) + line(715, 770, 745, 868, "sand", 15) + box(620, 750, 190, 24, "pinewood", 10) + mug(715, 752, "white", 0.6)
