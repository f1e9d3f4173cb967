"""Know-how: hands at work, and the things they work with."""

from brush import at, blob, box, darker, disc, inside, lifted, lighter, line, path, pen, poly, ring, shade, stroke, veil
from gallery import picture
from objects import books as spines
from objects import flower, frame, hand, lamp, leafy, mug, sleeve, wheel
from places import bush, flat, ground, hills, room, row, sky, table, tiles, window


@picture("hands-knitting", "knowledge knitting textile hands learn", en="Two hands knitting a striped scarf, a ball of wool beside", fr="Deux mains tricotent une écharpe rayée, une pelote à côté")
def hands_knitting() -> str:
    scarf = path("M470 470H760C770 600 740 700 780 960H440C480 780 450 600 470 470Z", "ochre")
    bands = "".join(box(420, y, 400, 52, c, 0) for y, c in ((520, "terra"), (640, "cream"), (760, "plum"), (860, "terra")))
    stitches = "".join(pen(f"M{x} {y}l15 16l15 -16", darker("ochre", 0.35), 4).replace("opacity=\"1\"", 'opacity=".4"') for x in range(445, 790, 36) for y in range(490, 900, 34))
    loops = "".join(ring(490 + k * 30, 466, 15, "rust", 9) for k in range(10))
    needles = line(250, 640, 730, 400, "pinewood", 20) + line(960, 640, 500, 400, "wood", 20) + disc(250, 640, 22, "terra") + disc(960, 640, 22, "terra")
    strands = "".join(pen(f"M{x - 150} {y}Q{x} {y + 70} {x + 150} {y - 20}", c, 9, 0.7) for x, y, c in ((960, 100, "lilac"), (960, 128, "plum"), (960, 156, "lilac"), (960, 184, "mauve")))
    strands += "".join(at(985, 215, pen(f"M-90 {k * 24}Q0 {k * 24 + 60} 130 {k * 24 - 60}", c, 10, 0.8), r=62) for k, c in ((-2, "lilac"), (-1, "plum"), (0, "lilac"), (1, "plum"), (2, "lilac")))
    strands += "".join(at(930, 260, pen(f"M-110 {k * 24}Q0 {k * 24 + 40} 110 {k * 24}", c, 10, 0.8), r=-28) for k, c in ((-1, "plum"), (0, "lilac"), (1, "plum"), (2, "lilac"), (3, "plum")))
    wool = shade(990, 330, 140, 18) + inside(disc(970, 210, 135, "mauve"), strands) + pen("M900 322C800 420 820 380 760 440", "mauve", 9)
    left = sleeve(-40, 900, 240, 720, "deep", 170) + hand(280, 690, -36, "fair", grip=True, s=1.5)
    right = sleeve(1240, 900, 960, 720, "deep", 170) + hand(920, 690, 36, "fair", grip=True, s=1.5, flip=True)
    return flat("mist", "haze") + wool + lifted(inside(scarf, bands, stitches)) + loops + needles + lifted(left) + lifted(right)


@picture("guitar", "knowledge music guitar learn", en="A guitar leaning on an armchair near a music stand", fr="Une guitare appuyée contre un fauteuil, près d’un pupitre")
def guitar() -> str:
    chair = shade(330, 840, 280, 22) + box(110, 410, 380, 400, "plum", 80) + box(60, 560, 120, 260, "mauve", 50) + box(430, 560, 120, 260, "plum", 50) + box(150, 640, 300, 110, "mauve", 36)
    body = blob("-150,120 -160,20 -110,-50 -110,-110 -130,-180 -90,-250 0,-270 90,-250 130,-180 110,-110 110,-50 160,20 150,120 80,170 -80,170", "clay") + disc(0, -90, 62, "bark") + ring(0, -90, 70, "straw", 8) + box(-60, 60, 120, 26, "oak", 8)
    neck = box(-25, -640, 50, 540, "oak", 4) + box(-42, -740, 84, 116, "bark", 12) + "".join(line(-22, y, 22, y, "straw", 4) for y in range(-610, -170, 44)) + "".join(line(x, -720, x, 72, "cream", 2.5) for x in (-15, -5, 5, 15)) + "".join(disc(x, y, 10, "straw") for x in (-52, 52) for y in (-715, -680, -645))
    stand = line(990, 850, 990, 430, "ink", 14) + line(990, 790, 890, 860, "ink", 12) + line(990, 790, 1090, 860, "ink", 12) + poly("840,250 1130,230 1150,430 850,450", "night") + poly("870,230 980,224 990,420 876,428", "white") + poly("990,224 1100,216 1120,412 998,420", "cream")
    notes = "".join(line(885, 262 + k * 34, 970, 258 + k * 34, "steel", 3) + line(1008, 256 + k * 34, 1100, 252 + k * 34, "steel", 3) + disc(900 + k * 16, 270 + k * 32, 8, "ink", 6) + disc(1030 + k * 14, 262 + k * 33, 8, "ink", 6) for k in range(5))
    return room("ochre", "oak", 690, light=0.32) + frame(150, 90, 190, 220, "cream", disc(80, 90, 56, "deep"), ground="clay") + chair + stand + notes + at(650, 715, shade(20, 170, 160, 20), lifted(body, neck), r=-9, s=0.9)


@picture("piano", "knowledge music piano learn", en="An upright piano with an open score and a lamp", fr="Un piano droit, une partition ouverte et une lampe")
def piano() -> str:
    case = shade(600, 842, 520, 26) + box(110, 260, 980, 570, "oak", 18) + box(90, 240, 1020, 44, "wood", 10) + box(160, 310, 880, 170, "bark", 10) + box(80, 540, 1040, 110, "wood", 12)
    keys = box(130, 556, 940, 66, "white", 4) + "".join(line(130 + k * 39, 556, 130 + k * 39, 622, "steel", 4) for k in range(1, 24)) + "".join(box(130 + k * 39 - 13, 552, 26, 42, "ink", 3) for k in range(1, 24) if k % 7 not in (0, 3))
    score = poly("420,500 430,330 600,340 600,510", "white") + poly("600,340 770,330 780,500 600,510", "cream") + "".join(line(445, 370 + k * 26, 580, 374 + k * 26, "steel", 3) + line(620, 374 + k * 26, 756, 370 + k * 26, "steel", 3) + disc(460 + k * 26, 380 + k * 24, 9, "ink", 7) + disc(640 + k * 24, 378 + k * 25, 9, "ink", 7) for k in range(5))
    stool = shade(600, 880, 160, 14) + box(470, 740, 260, 50, "terra", 22) + line(510, 790, 490, 885, "bark", 18) + line(690, 790, 710, 885, "bark", 18)
    low = box(160, 680, 880, 130, "bark", 8) + box(150, 640, 44, 190, "wood", 6) + box(1006, 640, 44, 190, "wood", 6)
    return room("teal", "pinewood", 740, light=0.25) + case + low + keys + score + lamp(250, 242, 0.75, "straw", "terra") + spines(820, 242, (34, 26, 40, 30), ("terra", "sage", "ochre", "plum"), 120, 3) + leafy(1010, 242, 0.6, "leaf", "cream") + stool


@picture("language-notebook", "knowledge language learn conversation", en="A notebook, speech bubbles and a pencil on a pink ground", fr="Un cahier, des bulles de parole et un crayon sur fond rose")
def language_notebook() -> str:
    book = lifted(box(150, 200, 560, 620, "deep", 20)) + box(190, 180, 530, 620, "white", 10) + "".join(ring(190, y, 15, "iron", 8) for y in range(220, 790, 52)) + line(270, 190, 270, 790, "clay", 4)
    words = "".join(stroke(f"{300},{y} {340},{y - 10} {390},{y + 6} {440 + (y * 7) % 60},{y - 4}", c, 9) + stroke(f"{540},{y} {590},{y - 9} {640 + (y * 3) % 50},{y + 3}", d, 9) for y, c, d in ((270, "deep", "terra"), (350, "deep", "terra"), (430, "deep", "terra"), (510, "deep", "terra"), (590, "deep", "terra"), (670, "deep", "terra")))
    bubbles = lifted(path("M800 120H1090C1130 120 1140 150 1140 180V290C1140 330 1120 340 1090 340H930L860 410L868 340H800C770 340 756 320 756 290V180C756 140 770 120 800 120Z", "ochre")) + "".join(disc(860 + k * 90, 230, 24, "cream") for k in range(3))
    bubbles += lifted(path("M850 450H1110C1140 450 1156 470 1156 500V590C1156 620 1140 640 1110 640H1060L1080 710L980 640H850C820 640 806 620 806 590V500C806 470 820 450 850 450Z", "teal")) + stroke("870,520 940,508 1010,524 1090,512", "haze", 13) + stroke("870,580 940,570 1020,584", "haze", 13)
    pencil = lifted(at(560, 730, poly("-260,-26 180,-26 180,26 -260,26", "terra"), poly("180,-26 260,0 180,26", "straw"), poly("232,-9 260,0 232,9", "ink"), box(-300, -26, 44, 52, "rose", 10), box(-264, -27, 26, 54, "steel", 2), line(-230, -9, 176, -9, "clay", 9), r=-24))
    return flat("rose", "e3ab9a") + book + words + bubbles + pencil + mug(1010, 860, "plum", 0.85, steam=False)


@picture("chalkboard", "knowledge lesson school support learn", en="A chalkboard with chalk drawings of a sun, a triangle and a leaf", fr="Un tableau noir avec un soleil, un triangle et une feuille à la craie")
def chalkboard() -> str:
    board = lifted(box(130, 80, 940, 520, "wood", 10)) + box(165, 115, 870, 450, "pine", 4) + blob("200,480 420,400 640,470 900,380 1010,540 200,550", "leaf", 0.25)
    sun = ring(340, 270, 60, "straw", 10) + "".join(at(340, 270, line(0, -86, 0, -118, "straw", 10), r=k * 45) for k in range(8))
    triangle = pen("M520 380L640 180L770 380Z", "white", 10) + pen("M640 180V380", "rose", 7) + pen("M640 358h22v22", "rose", 6)
    leaf = pen("M850 400C800 280 870 180 970 170C990 290 950 390 850 400ZM850 400C880 320 910 260 960 190M880 330l50 -10M896 296l44 -14M866 360l60 0", "lime", 9)
    sums = pen("M230 500c40 -50 70 50 110 0s70 50 110 0s70 50 110 0", "white", 9) + pen("M700 505c-26 -30 20 -60 46 -34c34 36 -20 86 -70 58c-60 -36 -30 -120 50 -116", "clay", 8) + "".join(disc(830 + k * 44, 500, 15, "white") for k in range(4))
    ledge = box(150, 590, 900, 30, "oak", 6) + box(330, 572, 70, 20, "white", 8) + box(430, 574, 56, 18, "clay", 8) + box(770, 556, 130, 36, "rust", 6)
    desk = box(60, 740, 1080, 44, "pinewood", 8) + line(110, 784, 100, 920, "oak", 26) + line(1090, 784, 1100, 920, "oak", 26) + spines(180, 742, (40, 32, 46), ("terra", "straw", "deep"), 130, 6) + at(960, 742, disc(0, -50, 52, "terra", 48), line(0, -90, 10, -118, "bark", 8), disc(28, -106, 20, "leaf", 10)) + at(600, 742, shade(10, 0, 80, 8), box(-50, -90, 100, 90, "mist", 10), line(-24, -90, -40, -170, "ochre", 12), line(4, -90, 6, -190, "plum", 12), line(26, -90, 50, -160, "terra", 12))
    return room("straw", "wood", 830, light=0) + veil("-20,-20 340,-20 120,820 -20,820", "fff3d0", 0.4) + board + sun + triangle + leaf + sums + ledge + desk


@picture("computer-help", "knowledge computer digital help telephone", en="Two pairs of hands, young and old, at a laptop", fr="Deux paires de mains, jeunes et âgées, devant un ordinateur portable")
def computer_help() -> str:
    screen = lifted(box(300, 60, 600, 390, "ink", 22)) + box(326, 84, 548, 340, "haze", 6) + box(326, 84, 548, 54, "teal", 6) + disc(356, 111, 11, "straw") + box(356, 166, 190, 130, "clay", 10) + disc(450, 230, 36, "straw") + "".join(line(580, 180 + k * 36, 830 - (k * 47) % 90, 180 + k * 36, "steel", 11) for k in range(4)) + box(356, 330, 220, 56, "terra", 28) + box(600, 330, 160, 56, "white", 28)
    base = shade(600, 740, 440, 26) + poly("280,450 920,450 1000,720 200,720", "pearl") + poly("200,720 1000,720 996,744 204,744", "steel") + "".join(box(318 - k * 18 + i * (47 + k * 3), 474 + k * 38, 38 + k * 3, 27, "iron", 6) for k in range(4) for i in range(12)) + poly("500,640 700,640 712,708 488,708", "steel")
    left = sleeve(-30, 930, 230, 760, "terra", 150) + hand(270, 735, -38, "fair", s=1.3)
    right = sleeve(1230, 930, 970, 760, "deep", 150) + hand(930, 735, 38, "umber", s=1.3, flip=True)
    return table("pinewood", 400, wall="sage") + screen + base + lifted(left) + lifted(right) + mug(120, 560, "ochre", 0.9) + leafy(1090, 520, 0.85, "pine", "terra")


@picture("paperwork", "help paperwork forms letters rights", en="Letters, a form, a pen and glasses sorted on a desk", fr="Des lettres, un formulaire, un stylo et des lunettes sur un bureau")
def paperwork() -> str:
    form = lifted(at(520, 450, box(-220, -300, 440, 600, "white", 6), box(-180, -260, 160, 44, "teal", 6), *(line(-180, y, 170 - (y % 70), y, "steel", 8) for y in range(-170, 60, 46)), *(box(-180, 80 + k * 56, 34, 34, "mist", 5) + line(-124, 98 + k * 56, 120 - k * 30, 98 + k * 56, "steel", 8) for k in range(3)), pen("M-176 96l12 14l26 -34", "terra", 8), pen("M-176 152l12 14l26 -34", "terra", 8), stroke("60,250 90,220 110,256 140,230 180,240", "deep", 7), r=-5))
    letters = lifted(at(960, 250, box(-180, -120, 360, 240, "cream", 8), pen("M-176 -112L0 30L176 -112", "sand", 8), box(100, -100, 60, 64, "terra", 3), r=9)) + lifted(at(1000, 400, box(-170, -110, 340, 220, "paper", 8), line(-120, -30, 60, -30, "steel", 8), line(-120, 10, 20, 10, "steel", 8), disc(110, -60, 34, "mauve", alpha=0.7), r=-7))
    folder = lifted(at(180, 330, path("M-150 -230H-20L20 -190H150V230H-150Z", "ochre"), path("M-150 -150H150V230H-150Z", "straw"), r=-3))
    pen_ = lifted(at(800, 690, box(-200, -16, 300, 32, "deep", 14), poly("100,-16 160,-4 160,4 100,16", "straw"), box(-70, -17, 16, 34, "straw", 0), r=-30))
    glasses = lifted(at(1010, 720, ring(-80, 0, 66, "rust", 12), ring(80, 0, 66, "rust", 12), stroke("-16,-8 0,-20 16,-8", "rust", 11), disc(-80, 0, 58, "haze", alpha=0.4), disc(80, 0, 58, "haze", alpha=0.4), r=-12))
    return box(-20, -20, 1240, 940, "wood", 0) + "".join(stroke(f"-20,{y} 400,{y + 12} 800,{y - 8} 1220,{y + 6}", "oak", 5, 0.4) for y in range(90, 900, 170)) + folder + form + letters + pen_ + glasses + at(190, 720, disc(14, 18, 106, "3a2438", alpha=0.25), disc(0, 0, 104, "white"), disc(0, 0, 84, "haze"), disc(0, 0, 64, "terra"), disc(0, 0, 52, "oak"))


@picture("bike-repair", "repair bike bicycle workshop knowledge", en="Hands mending a bicycle wheel held on a stand", fr="Des mains réparent une roue de vélo sur un pied d’atelier")
def bike_repair() -> str:
    wall = box(-20, -20, 1240, 940, "deep", 0)
    tools = line(980, 90, 980, 250, "steel", 22) + ring(980, 76, 28, "steel", 17) + line(1070, 70, 1070, 180, "terra", 34) + line(1070, 180, 1070, 270, "steel", 13) + "".join(line(x, 90, x, 90 + h, "steel", 20) + disc(x, 84, 30, "steel") + disc(x, 70, 15, "deep") + ring(x, 100 + h, 20, "steel", 13) for x, h in ((90, 200), (170, 160), (245, 125))) + box(40, 46, 260, 16, "wood", 4)
    wheel_ = at(600, 420, disc(20, 30, 320, "3a2438", alpha=0.2), wheel(0, 0, 310, spokes=20), ring(0, 0, 282, "terra", 12), disc(0, 0, 34, "steel"), disc(0, 0, 15, "ink"), poly("190,210 250,250 276,216 216,182", "straw"))
    stand = line(600, 420, 600, 880, "ochre", 26) + line(600, 420, 560, 420, "ochre", 26)
    bench = box(-20, 790, 1240, 160, "wood", 0) + line(-20, 794, 1220, 794, "pinewood", 14) + box(930, 740, 160, 56, "terra", 10) + disc(180, 776, 50, "iron", 16) + line(280, 780, 430, 776, "steel", 20)
    left = sleeve(-60, 560, 190, 500, "ochre", 150) + hand(230, 490, -14, "umber", grip=True, s=1.45)
    right = sleeve(1260, 720, 960, 640, "ochre", 150) + line(930, 640, 700, 520, "steel", 20) + hand(920, 628, 20, "umber", grip=True, s=1.45, flip=True)
    return wall + tools + stand + wheel_ + bench + lifted(left) + lifted(right)


@picture("painting-wall", "repair painting decorating help home", en="A hand rolling ochre paint onto a white wall", fr="Une main passe le rouleau de peinture ocre sur un mur blanc")
def painting_wall() -> str:
    paint_ = blob("60,50 300,30 560,50 800,40 830,300 800,560 700,540 680,440 560,460 540,600 440,580 420,480 300,500 280,620 160,600 70,480", "ochre") + "".join(stroke(f"{x},70 {x + 10},260 {x - 4},460", "straw", 20, 0.35) for x in (140, 270, 400, 540, 690))
    drips = stroke("210,600 212,660", "ochre", 15) + stroke("490,580 492,640", "ochre", 13)
    roller = box(640, 210, 300, 104, "terra", 44) + box(640, 210, 50, 104, "rust", 30) + pen("M940 262H1000V400H800V470", "iron", 16) + line(800, 470, 800, 620, "wood", 42)
    arm = sleeve(1180, 960, 900, 760, "teal", 170) + hand(860, 720, 42, "skin", grip=True, s=1.55, flip=True)
    pot = shade(240, 862, 160, 16) + poly("110,700 370,700 350,860 130,860", "steel") + disc(240, 700, 130, "ochre", 30) + disc(240, 698, 106, "straw", 20) + line(300, 700, 400, 610, "wood", 24) + blob("130,716 150,790 172,722", "ochre")
    return room("white", "pinewood", 730, light=0) + paint_ + drips + roller + lifted(arm) + pot


@picture("plumbing", "repair plumbing help home", en="A wrench on a pipe under a sink, with a bucket", fr="Une clé sur un tuyau sous un évier, avec un seau")
def plumbing() -> str:
    basin = path("M180 60H1020C1020 200 900 290 780 300H420C300 290 180 200 180 60Z", "white") + box(140, 30, 920, 56, "cream", 22) + stroke("240,110 270,180 340,240", "white", 16)
    pipe = pen("M600 300V470C600 600 800 600 800 480C800 420 860 410 900 410H1240", "steel", 64) + pen("M584 310V470C590 560 650 590 700 580", "pearl", 13) + box(552, 380, 96, 44, "iron", 10) + box(552, 300, 96, 40, "iron", 10) + box(880, 364, 44, 92, "iron", 10)
    wrench = lifted(at(600, 402, path("M-60 -70L-20 -90L-10 -40H50L64 -84L100 -60L90 10L40 50H-30L-64 0Z", "terra"), line(-4, 40, -260, 230, "terra", 56), line(-60, 76, -250, 216, "clay", 12), r=6))
    bucket = shade(690, 862, 170, 18) + poly("560,660 820,660 790,860 590,860", "ochre") + disc(690, 660, 130, "deep", 30) + disc(690, 664, 106, "blue", 20) + pen("M566 670C570 500 810 500 814 670", "iron", 8)
    drops = "".join(path(f"M{x} {y}C{x + 16} {y + 24} {x + 10} {y + 40} {x} {y + 40}C{x - 10} {y + 40} {x - 16} {y + 24} {x} {y}Z", "sky") for x, y in ((700, 590), (690, 620)))
    arm = sleeve(-60, 900, 180, 740, "plum", 170) + hand(220, 710, -40, "brown", grip=True, s=1.5)
    return tiles(-20, 780, "e0946c", 104) + box(-20, 750, 1240, 200, "haze", 0) + line(-20, 754, 1220, 754, "white", 12) + veil("200,300 1000,300 940,420 260,420", "3a2438", 0.35) + pipe + basin + bucket + drops + wrench + lifted(arm)


@picture("shelf-fixing", "repair diy shelf help home", en="A hand with a screwdriver fixing a shelf, a level on it", fr="Une main fixe une étagère au tournevis, un niveau posé dessus")
def shelf_fixing() -> str:
    shelf = lifted(box(130, 380, 860, 52, "pinewood", 6)) + "".join(pen(f"M{x} 432V570M{x} 560L{x + 90} 436", "iron", 19) for x in (240, 820)) + veil("150,440 1000,440 1000,480 170,480", "3a2438", 0.3)
    level = box(420, 326, 340, 54, "ochre", 10) + box(540, 336, 100, 32, "lime", 14) + disc(590, 352, 17, "white", 12) + line(570, 336, 570, 368, "ink", 4) + line(612, 336, 612, 368, "ink", 4)
    things = spines(170, 382, (40, 30, 46, 34, 38), ("terra", "deep", "cream", "plum", "ochre"), 190, 7) + leafy(880, 382, 0.72, "leaf", "terra")
    driver = line(836, 556, 950, 620, "steel", 17) + line(950, 620, 1090, 698, "terra", 54) + line(970, 620, 1080, 682, "clay", 11)
    arm = sleeve(1280, 960, 1130, 800, "straw", 170) + hand(1110, 780, 48, "skin", grip=True, s=1.5, flip=True)
    screws = "".join(disc(x, y, 12, "iron") for x, y in ((240, 470), (240, 540), (820, 470), (820, 540)))
    return room("sage", "wood", 780, light=0.35) + shelf + things + level + screws + frame(330, 60, 230, 180, "oak", disc(60, 60, 36, "straw"), blob("-20,120 70,60 140,100 220,60 220,190 -20,190", "teal")) + driver + lifted(arm) + at(300, 870, shade(10, 0, 160, 14), pen("M-60 -110C-60 -190 60 -190 60 -110", "ink", 15), box(-150, -120, 300, 120, "terra", 14), box(-160, -130, 320, 36, "rust", 10), box(-30, -90, 60, 34, "straw", 6))


@picture("pottery", "knowledge pottery craft clay learn", en="Hands shaping a bowl on a potter's wheel", fr="Des mains façonnent un bol sur un tour de potier")
def pottery() -> str:
    shelf = box(120, 230, 420, 24, "oak", 4) + at(210, 230, blob("-50,-90 -44,-20 -24,0 24,0 44,-20 50,-90", "deep"), disc(0, -90, 50, "teal", 12)) + at(340, 230, blob("-30,-150 -50,-70 -30,0 30,0 50,-70 30,-150", "terra"), disc(0, -150, 30, "rust", 8)) + at(460, 230, blob("-46,-70 -36,-12 0,0 36,-12 46,-70", "cream"), disc(0, -70, 46, "sand", 11))
    wheel_ = shade(600, 800, 400, 26) + disc(600, 740, 380, "oak", 84) + disc(600, 716, 360, "iron", 76) + disc(600, 706, 330, "steel", 66) + ring(600, 706, 240, "pearl", 5, 46)
    bowl = blob("360,430 380,560 450,680 520,710 680,710 750,680 820,560 840,430", "clay") + disc(600, 430, 240, "fair", 54) + disc(600, 436, 206, "rust", 40) + "".join(stroke(f"{380 + k * 26},{500 + k * 64} 600,{540 + k * 62} {820 - k * 26},{500 + k * 64}", "fair", 8, 0.6) for k in range(3))
    left = sleeve(-40, 780, 170, 640, "pine", 170) + hand(215, 610, -26, "umber", s=1.55)
    right = sleeve(1240, 780, 1030, 640, "pine", 170) + hand(985, 610, 26, "umber", s=1.55, flip=True)
    return room("paper", "wood", 640, light=0.3, boards=False) + shelf + window(760, 60, 300, 260) + wheel_ + bowl + lifted(left) + lifted(right)
