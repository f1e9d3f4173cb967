"""Company: visits, walks, games and animals to look after."""

from brush import at, blob, box, darker, disc, inside, lifted, lighter, line, path, pen, poly, ring, shade, stroke, veil
from gallery import picture
from objects import basket, books, flower, frame, hand, lamp, leafy, mug, person, sleeve
from places import bush, cypress, flat, ground, hills, house, road, room, row, sky, table, tree, water, window


def dog(x: float, y: float, s: float, coat: str, ear: str, *, flip: bool = False) -> str:
    """Paint a dog from its side, heading right, its paws at (x, y)."""
    dark = darker(coat, 0.2)
    marks = shade(10, 0, 150, 14) + stroke("-80,-90 -92,-40 -84,-10", dark, 32) + stroke("80,-90 86,-40 92,-10", dark, 32) + stroke("-120,-140 -170,-190 -180,-240", coat, 24)
    marks += blob("-140,-150 -110,-190 0,-194 90,-210 130,-170 120,-100 60,-74 -60,-74 -130,-90", coat) + stroke("-112,-110 -122,-50 -112,-10", coat, 36) + stroke("100,-120 112,-50 116,-10", coat, 36)
    marks += blob("70,-190 80,-270 130,-300 180,-280 236,-246 240,-220 190,-206 150,-190 120,-150", coat) + blob("96,-290 70,-250 76,-190 104,-186 124,-240 130,-290", ear) + disc(236, -240, 15, "ink", 12) + disc(168, -256, 8, "ink") + stroke("92,-186 120,-168 146,-178", "terra", 17)
    return at(x, y, marks, s=s, flip=flip)


@picture("dog-walk", "animals dog walk care help", en="Someone seen from behind walking a dog along a path of trees", fr="Quelqu’un, de dos, promène un chien dans une allée d’arbres")
def dog_walk() -> str:
    lane = path("M560 500C580 620 300 760 180 960H960C900 760 640 620 640 500Z", "sand")
    avenue = tree(420, 560, 0.6, "ochre") + tree(780, 560, 0.6, "clay") + tree(250, 660, 1, "clay") + tree(950, 660, 1, "ochre") + tree(40, 820, 1.6, "ochre") + tree(1160, 820, 1.6, "terra")
    fallen = "".join(disc((k * 173) % 1180 + 10, (k * 67) % 300 + 590, 13, ("terra", "ochre", "clay")[k % 3], 7) for k in range(36))
    return sky("haze", sun=(600, 230), clouds=2, seed=18) + hills(440, "mist", "sage") + ground(500, "lime", seed=9, tufts=14) + lane + avenue + fallen + person(490, 850, 1, "teal", "bark", "umber", "umber", hat="plum") + pen("M578 728C620 790 700 780 776 690", "rust", 6) + dog(690, 860, 0.85, "wood", "oak")


@picture("cat", "animals cat care holiday home", en="A cat asleep on a window sill in the sun", fr="Un chat endormi au soleil sur un rebord de fenêtre")
def cat() -> str:
    view = hills(330, "mist", "sage", "leaf", seed=27) + house(640, 480, 130, 90) + house(790, 490, 120, 80, "rose", "rust")
    frame_ = box(130, -20, 940, 620, "white", 4) + inside(box(170, -20, 860, 580, "sky", 0), disc(360, 160, 74, "straw"), view) + line(600, -20, 600, 570, "white", 22)
    sill = box(60, 590, 1080, 56, "cream", 6) + veil("80,650 1120,650 1120,690 100,690", "3a2438", 0.3)
    kitty = shade(560, 594, 320, 16) + blob("250,590 250,500 310,410 430,360 580,360 700,410 760,500 770,590", "clay") + "".join(stroke(p, "rust", 19, 0.65) for p in ("440,372 450,420 440,460", "510,360 522,410 512,450", "580,364 594,410 588,446", "650,394 664,430 662,460"))
    kitty += blob("300,590 240,560 200,520 210,460 196,400 240,420 290,414 330,396 340,450 360,500 350,560 330,590", "clay") + poly("202,452 190,382 246,420", "clay") + poly("296,420 344,380 346,456", "clay") + poly("208,440 202,400 234,422", "rose") + poly("310,424 336,400 338,440", "rose")
    kitty += stroke("234,492 246,502 258,492", "bark", 6) + stroke("296,490 308,500 320,488", "bark", 6) + poly("266,516 288,516 277,530", "terra") + "".join(line(x, y, x2, y2, "cream", 3) for x, y, x2, y2 in ((240, 526, 170, 516), (240, 536, 174, 544), (318, 524, 390, 512), (318, 536, 388, 544)))
    kitty += stroke("740,560 660,590 520,584 400,590", "rust", 40) + stroke("420,588 390,590", "cream", 36) + blob("310,594 320,556 380,556 396,594", "fair")
    return box(-20, -20, 1240, 940, "mauve", 0) + frame_ + sill + kitty + leafy(980, 592, 1.05, "pine", "terra") + blob("-20,-20 160,-20 170,300 120,640 -20,660", "straw") + stroke("40,-20 60,300 40,640", "ochre", 13, 0.5) + stroke("110,-20 120,280 90,630", "ochre", 11, 0.5) + blob("1040,-20 1240,-20 1240,660 1110,640 1050,300", "straw") + stroke("1130,-20 1120,300 1160,640", "ochre", 13, 0.5) + veil("170,650 700,650 560,920 20,920", "fff3d0", 0.4)


@picture("armchair-visit", "company visit older neighbours solidarity", en="Two armchairs by a lamp, tea on the table and a plaid", fr="Deux fauteuils près d’une lampe, du thé sur la table et un plaid")
def armchair_visit() -> str:
    def chair(x: float, c: str, flip: bool) -> str:
        seat = shade(0, 0, 230, 20) + box(-170, -400, 330, 320, c, 80) + box(-200, -230, 110, 220, lighter(c), 48) + box(90, -230, 110, 220, darker(c, 0.1), 48) + box(-110, -190, 220, 90, lighter(c, 0.3), 32) + line(-150, -10, -156, 10, "bark", 22) + line(150, -10, 156, 10, "bark", 22)
        return at(x, 830, seat, s=1.12, flip=flip)

    plaid = inside(blob("740,430 830,410 850,520 860,640 770,650 740,560", "cream"), *(line(720, y, 880, y, "terra", 13, 0.8) for y in range(430, 660, 44)), *(line(x, 400, x, 660, "teal", 9, 0.7) for x in (770, 820)))
    tea = shade(600, 842, 130, 12) + disc(600, 690, 120, "pinewood", 28) + line(600, 710, 600, 836, "oak", 22) + disc(600, 838, 76, "oak", 14) + at(600, 690, blob("-56,-10 -60,-60 -30,-92 30,-92 60,-60 56,-10", "deep"), disc(0, -94, 22, "teal", 10), disc(0, -108, 9, "straw"), stroke("54,-40 84,-60 92,-84", "deep", 13), ring(-64, -50, 24, "deep", 10)) + mug(510, 700, "terra", 0.42) + mug(690, 700, "ochre", 0.42, flip=True)
    standing = line(600, 640, 600, 300, "bark", 10) + poly("530,190 670,190 720,320 480,320", "straw") + disc(600, 330, 270, "straw", alpha=0.22)
    return room("pine", "oak", 690, light=0.12) + frame(120, 90, 210, 250, "ochre", disc(90, 90, 54, "clay"), blob("-20,190 80,130 200,180 200,260 -20,260", "deep")) + frame(880, 110, 240, 180, "wood", blob("-20,90 70,40 140,90 230,50 230,170 -20,170", "sage"), ground="sky") + disc(600, 850, 560, "plum", 70, 0.7) + standing + chair(270, "terra", False) + chair(930, "ochre", True) + plaid + tea + at(300, 660, box(-60, -50, 120, 100, "straw", 26), r=10)


@picture("tea-company", "company tea visit conversation older", en="Two hands around cups of tea, a teapot and biscuits", fr="Des mains autour de tasses de thé, une théière et des biscuits")
def tea_company() -> str:
    pot = shade(640, 420, 210, 20) + blob("440,400 430,290 500,210 640,190 770,220 830,300 820,400 740,430 520,430", "deep") + disc(630, 200, 90, "teal", 22) + disc(630, 172, 22, "straw") + stroke("820,340 900,300 930,210", "deep", 40) + pen("M440 330C330 360 330 210 460 240", "deep", 30) + stroke("490,280 480,340 500,390", "mist", 15, 0.7) + "".join(flower(x, y, "cream", 0.9) for x, y in ((600, 330), (680, 360), (710, 290)))
    plate = shade(620, 720, 190, 18) + disc(610, 680, 190, "white", 70) + disc(610, 674, 150, "haze", 52) + "".join(disc(x, y, 46, "wood", 30) + "".join(disc(x + dx, y + dy, 6, "bark") for dx, dy in ((-16, -4), (8, -10), (14, 8), (-6, 10))) for x, y in ((540, 670), (620, 650), (690, 680), (610, 700)))
    left = sleeve(-50, 780, 140, 650, "plum", 170) + hand(180, 625, -24, "fair", grip=True, s=1.5)
    right = sleeve(1250, 780, 1060, 650, "ochre", 170) + hand(1020, 625, 24, "umber", grip=True, s=1.5, flip=True)
    cloth = box(-20, -20, 1240, 940, "clay", 0) + "".join(line(x, -20, x, 920, "rose", 26, 0.5) for x in range(40, 1240, 150)) + "".join(line(-20, y, 1220, y, "rose", 26, 0.5) for y in range(60, 920, 150))
    return cloth + pot + plate + mug(350, 640, "cream", 1.25) + mug(850, 640, "mist", 1.25, flip=True) + lifted(left) + lifted(right)


@picture("chess", "games chess play company learn", en="A hand moving a knight on a chessboard", fr="Une main déplace un cavalier sur un échiquier")
def chess() -> str:
    squares = ""
    for i in range(8):
        for j in range(6):
            y1, y2 = 430 + j * j * 9 + j * 36, 430 + (j + 1) ** 2 * 9 + (j + 1) * 36
            w1, w2 = 92 + (y1 - 430) * 0.09, 92 + (y2 - 430) * 0.09
            squares += poly(f"{600 + (i - 4) * w1:.0f},{y1} {600 + (i - 3) * w1:.0f},{y1} {600 + (i - 3) * w2:.0f},{y2} {600 + (i - 4) * w2:.0f},{y2}", "cream" if (i + j) % 2 else "oak")

    def pawn(x: float, y: float, c: str, s: float) -> str:
        return at(x, y, shade(20, 0, 56, 10), blob("-54,0 -50,-24 -22,-46 -16,-110 16,-110 22,-46 50,-24 54,0 0,10", c), disc(0, -112, 30, c, 9), disc(0, -142, 36, c), stroke("-16,-152 -8,-164", lighter(c, 0.6), 9), s=s)

    def rook(x: float, y: float, c: str, s: float) -> str:
        return at(x, y, shade(24, 0, 66, 10), blob("-64,0 -60,-26 -36,-50 -32,-150 32,-150 36,-50 60,-26 64,0 0,10", c), path("M-48 -150V-210H-26V-190H-10V-210H10V-190H26V-210H48V-150Z", c), s=s)

    knight = at(560, 690, shade(24, 0, 76, 12), blob("-70,0 -64,-30 -44,-54 44,-54 64,-30 70,0 0,12", "deep"), blob("-46,-50 -40,-120 20,-170 -30,-166 -84,-140 -100,-172 -60,-226 -30,-262 -14,-286 6,-262 50,-236 66,-150 46,-50", "deep"), disc(-28, -220, 7, "straw"), stroke("40,-220 54,-150 40,-70", "teal", 10), s=1.2)
    arm = sleeve(1240, 60, 900, 300, "terra", 170) + hand(850, 335, -34, "brown", grip=True, s=1.55, flip=True)
    return table("wood", 380, wall="ochre") + lifted(poly("200,412 1000,412 1150,910 50,910", "bark")) + squares + pawn(300, 560, "cream", 0.85) + rook(400, 500, "cream", 0.7) + pawn(890, 720, "cream", 1.1) + pawn(250, 820, "night", 1.3) + rook(960, 850, "night", 1.2) + lifted(knight) + at(0, 0, lifted(arm))


@picture("walk-park", "walk park company health outdoors", en="Three walkers seen from behind by a pond in a park", fr="Trois promeneurs, de dos, près d’un étang dans un parc")
def walk_park() -> str:
    pond = blob("560,560 760,520 1050,530 1260,560 1260,700 900,700 640,650", "blue") + "".join(line(x, y, x + 90, y, "haze", 6, 0.6) for x, y in ((700, 580), (900, 560), (820, 640), (1020, 610), (1080, 670)))
    ducks = "".join(at(x, y, blob("-44,0 -54,-20 -20,-22 10,-14 22,-44 44,-46 46,-26 36,-6 20,8 -20,10", c), poly("44,-36 66,-30 44,-26", "ochre"), disc(32, -34, 4, "ink")) for x, y, c in ((820, 606, "white"), (930, 640, "oak")))
    lane = path("M420 560C520 640 320 720 60 960H760C760 800 640 680 500 560Z", "paper")
    bench = shade(1010, 842, 150, 12) + box(890, 760, 250, 18, "wood") + box(890, 700, 250, 18, "pinewood") + box(890, 728, 250, 16, "pinewood") + line(915, 770, 910, 842, "iron", 13) + line(1115, 770, 1120, 842, "iron", 13)
    return sky("straw", sun=(860, 190), clouds=2, seed=28) + hills(430, "clay", "sage") + row(500, seed=77, height=70) + ground(495, "lime", seed=12) + cypress(1120, 540, 0.9) + tree(980, 530, 0.8, "pine") + pond + ducks + lane + tree(120, 640, 1.5, "leaf") + bush(640, 730, 0.7, "pine", "rose") + bench + person(330, 840, 0.88, "plum", "deep", "pearl", hat="") + person(480, 850, 0.95, "terra", "bark", "night", "umber", long=True) + person(625, 845, 0.84, "deep", "oak", "oak", hat="ochre")


@picture("errand-bag", "errand shopping help older neighbours", en="A cloth bag of shopping left at a blue front door", fr="Un sac de courses en toile devant une porte bleue")
def errand_bag() -> str:
    door = box(330, -20, 440, 740, "white", 4) + box(370, -20, 360, 740, "blue", 4) + box(410, 40, 280, 250, "haze", 6) + line(550, 40, 550, 290, "blue", 15) + box(410, 340, 120, 330, "4a849b", 6) + box(570, 340, 120, 330, "4a849b", 6) + disc(700, 420, 17, "straw") + box(470, 306, 160, 24, "straw", 6)
    step = box(-20, 710, 1240, 60, "pearl", 0) + box(-20, 766, 1240, 180, "sand", 0) + line(-20, 768, 1220, 768, "iron", 6, 0.4) + box(390, 700, 330, 30, "rust", 8)
    goods = stroke("830,440 800,260", "wood", 56) + stroke("880,440 890,240", "pinewood", 54) + blob("920,460 950,300 1000,240 1010,320 1060,280 1020,460", "leaf") + blob("960,460 1000,340 1070,330 1040,460", "pine") + disc(760, 430, 50, "terra") + disc(1040, 440, 44, "ochre") + box(690, 330, 80, 130, "white", 8) + poly("690,330 730,290 770,330", "haze") + box(690, 380, 80, 40, "teal", 0)
    bag = shade(890, 838, 250, 22) + pen("M740 470C720 300 840 300 850 460", "wood", 17) + goods + poly("660,440 1110,440 1080,830 690,830", "cream") + veil("960,450 1100,450 1070,820 1000,820", "3a2438", 0.16) + pen("M790 470C770 640 1000 640 980 470", "wood", 19) + at(885, 690, disc(0, 0, 74, "terra", alpha=0.9), pen("M0 40C-60 0 -40 -44 -4 -20C34 -48 60 0 0 40Z", "cream", 9))
    return box(-20, -20, 1240, 740, "straw", 0) + "".join(box(x, y, 90, 34, "ochre", 6, 0.4) for x, y in ((60, 100), (180, 160), (900, 80), (1060, 140), (1000, 300), (40, 420))) + veil("-20,-20 300,-20 120,710 -20,710", "fff3d0", 0.35) + door + step + leafy(180, 750, 1.15, "leaf", "terra") + bag
