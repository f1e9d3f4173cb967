"""The garden, its harvests and its animals."""

from random import Random

from brush import at, blob, box, darker, disc, inside, lifted, lighter, line, path, pen, poly, ring, shade, stroke, veil
from gallery import picture
from objects import basket, crate, flower, hand, leafy, person, sleeve
from places import bush, cypress, flat, ground, hills, house, room, row, sky, table, tree, window


def tomato(x: float, y: float, r: float = 50, colour: str = "terra") -> str:
    """Paint a tomato with its green star."""
    star = "".join(at(0, -r * 0.75, blob("-5,0 0,-8 30,-4 44,6 26,8", "pine"), r=a) for a in (10, 70, 120, 180, 250))
    return at(x, y, blob(f"{-r},0 {-r * .7},{-r * .7} 0,{-r * .82} {r * .7},{-r * .7} {r},0 {r * .65},{r * .75} 0,{r * .88} {-r * .65},{r * .75}", colour),
              disc(-r * 0.4, -r * 0.3, r * 0.2, "white", r * 0.13, 0.7), star)  # fmt: skip


def seedling(x: float, y: float, s: float = 1, colour: str = "leaf") -> str:
    """Paint a lettuce or a young cabbage in its bed."""
    return at(x, y, shade(8, 0, 60, 9), *(at(0, 0, blob("-26,0 -34,-50 0,-86 34,-50 26,0", c), line(0, -4, 0, -64, lighter(c, 0.5), 5, 0.7), r=r)
                                          for r, c in ((-58, darker(colour)), (58, darker(colour)), (-28, colour), (28, colour), (0, lighter(colour)))), s=s)  # fmt: skip


@picture("garden-beds", "garden vegetables plot share land", en="Raised vegetable beds in rows, with a garden shed behind", fr="Des carrés de potager alignés devant un cabanon")
def garden_beds() -> str:
    def bed(y: float, x1: float, x2: float, h: float, s: float, colours: tuple[str, ...]) -> str:
        count = int((x2 - x1) / (110 * s))
        plants = "".join(seedling(x1 + (k + 0.5) * (x2 - x1) / count, y + 6, s, colours[k % len(colours)]) for k in range(count))
        return shade((x1 + x2) / 2 + 20, y + h, (x2 - x1) * 0.52, 16) + poly(f"{x1},{y - 26 * s} {x2},{y - 26 * s} {x2 + 14},{y + 10} {x1 - 14},{y + 10}", "bark") + plants + box(x1 - 18, y + 6, x2 - x1 + 36, h, "wood", 4) + line(x1 - 10, y + h / 2 + 6, x2 + 10, y + h / 2 + 6, "oak", 4, 0.5)

    shed = box(820, 300, 250, 230, "teal", 0) + "".join(line(820 + k * 42, 305, 820 + k * 42, 528, "deep", 4, 0.5) for k in range(1, 6)) + poly("790,310 945,210 1100,310", "terra") + box(900, 390, 90, 140, "straw", 4)
    canes = "".join(pen(f"M{x} 560L{x + 50} 330L{x + 100} 560", "pinewood", 9) + "".join(disc(x + 50 + dx, y, 22, "pine", 16) for dx, y in ((-10, 380), (14, 430), (-24, 460), (26, 500), (-34, 520))) for x in (120, 250, 380))
    return sky("sky", sun=(560, 160), seed=15) + hills(400, "mist", "sage") + tree(60, 520, 1.1, "leaf") + shed + ground(510, "lime", seed=3, tufts=10) + canes + bed(590, 80, 560, 40, 0.7, ("lime", "leaf")) + bed(590, 680, 1120, 40, 0.7, ("mauve", "plum")) + bed(790, 40, 570, 60, 1.15, ("leaf", "lime")) + bed(790, 670, 1170, 60, 1.15, ("sage", "pine"))


@picture("watering", "garden watering help plants holiday", en="A hand tilting a watering can over a row of young plants", fr="Une main incline un arrosoir au-dessus de jeunes plants")
def watering() -> str:
    can = poly("-150,-120 130,-120 160,140 -180,140", "teal") + disc(-10, -120, 140, "deep", 26) + pen("M-170 90L-330 -70L-380 -120", "teal", 44) + disc(-392, -128, 30, "deep", 62) + pen("M-110 -120C-100 -280 110 -280 150 -90C170 0 190 60 150 90", "deep", 24) + stroke("-120,-70 -136,20 -140,110", "mist", 16, 0.6)
    drops = "".join(line(x, y, x - 10, y + 26, "white", 7, 0.85) for x, y in ((250, 440), (290, 480), (220, 500), (320, 440), (260, 560), (200, 590), (300, 580), (240, 640), (180, 660)))
    soil = blob("-100,960 -80,720 300,700 760,716 1300,700 1300,960", "bark") + "".join(seedling(x, y, s, c) for x, y, s, c in ((130, 770, 1.1, "leaf"), (330, 780, 1.2, "lime"), (560, 770, 1.1, "leaf"), (790, 780, 1.2, "lime"), (1020, 772, 1.1, "leaf"), (1180, 790, 1, "lime")))
    arm = sleeve(1290, 250, 1010, 296, "terra", 140) + hand(975, 300, -6, "brown", grip=True, s=1.35, flip=True)
    return box(-20, -20, 1240, 940, "straw", 0) + disc(240, 170, 120, "cream", alpha=0.8) + hills(560, "lime", "sage", "leaf", seed=13) + soil + drops + at(680, 420, lifted(can), r=-22) + arm


@picture("tomatoes", "garden food tomatoes harvest share", en="Ripe tomatoes on the vine against a blue wall", fr="Des tomates mûres sur pied devant un mur bleu")
def tomatoes() -> str:
    stakes = line(300, -20, 320, 920, "pinewood", 20) + line(870, -20, 860, 920, "pinewood", 20)
    vines = stroke("310,930 330,700 270,500 340,300 290,60 330,-20", "pine", 17) + stroke("870,930 840,700 900,480 840,260 890,60 870,-20", "pine", 17)
    leaf = "".join(at(x, y, blob("-14,60 -60,40 -50,0 -70,-30 -30,-50 0,-100 30,-50 70,-30 50,0 60,40 14,60", c), line(0, 60, 0, -60, lighter(c, 0.4), 5, 0.6), r=r, s=1.25) for x, y, r, c in (
        (170, 170, -60, "leaf"), (440, 110, 50, "pine"), (130, 470, -80, "sage"), (470, 420, 70, "leaf"), (180, 780, -70, "pine"), (450, 730, 60, "sage"), (730, 160, -60, "pine"), (1010, 200, 60, "leaf"), (720, 480, -70, "leaf"), (1040, 560, 70, "pine"), (730, 800, -60, "sage"), (1010, 860, 70, "leaf")))  # fmt: skip
    stalks = "".join(line(x, y, 310 if x < 600 else 865, y + 60, "pine", 10) for x, y in ((170, 170), (440, 110), (130, 470), (470, 420), (180, 780), (450, 730), (730, 160), (1010, 200), (720, 480), (1040, 560), (730, 800), (1010, 860)))
    stems = stalks + "".join(stroke(f"{x},{y} {x + dx},{y + 30} {x + dx},{y + 70}", "pine", 9) for x, y, dx in ((320, 250, 70), (290, 500, -50), (850, 320, -60), (880, 560, 60), (330, 640, 70)))
    fruit = "".join(tomato(x, y, r, c) for x, y, r, c in ((400, 340, 74, "terra"), (300, 400, 62, "terra"), (440, 470, 56, "clay"), (230, 600, 72, "terra"), (320, 680, 60, "ochre"), (410, 760, 66, "terra"), (780, 420, 72, "terra"), (880, 470, 64, "clay"), (770, 560, 58, "terra"), (950, 660, 76, "terra"), (850, 730, 60, "terra"), (960, 800, 56, "lime")))
    return box(-20, -20, 1240, 940, "blue", 0) + veil("-20,-20 420,-20 80,920 -20,920", "fff3d0", 0.3) + stakes + vines + stems + leaf + lifted(fruit)


@picture("compost", "garden compost soil recycle", en="A wooden compost bin with peelings and a fork", fr="Un bac à compost en bois, des épluchures et une fourche")
def compost() -> str:
    heap = blob("230,500 300,380 430,330 560,350 700,310 820,360 900,420 950,500", "bark") + "".join(disc(x, y, 30, c, 16) for x, y, c in ((360, 410, "leaf"), (460, 360, "ochre"), (620, 370, "lime"), (740, 350, "terra"), (820, 410, "sage"), (540, 430, "clay")))
    peel = stroke("420,420 470,400 480,440 520,430", "terra", 15) + stroke("650,430 690,410 720,440 760,430", "ochre", 15) + blob("300,470 330,420 370,440 360,480", "white") + seedling(690, 330, 0.6, "lime")
    slats = "".join(box(200, 490 + k * 84, 780, 66, "wood", 6) + line(220, 530 + k * 84, 960, 524 + k * 84, "oak", 4, 0.5) for k in range(4)) + box(190, 420, 60, 420, "oak", 6) + box(930, 420, 60, 420, "oak", 6)
    fork = line(1095, 640, 1080, 260, "pinewood", 24) + pen("M1040 250H1120", "pinewood", 26) + pen("M1050 640H1140M1050 640V800M1095 640V810M1140 640V800", "iron", 13)
    pail = shade(130, 842, 100, 14) + poly("40,680 220,680 195,840 65,840", "mist") + disc(130, 680, 90, "deep", 20) + blob("50,680 90,630 130,650 180,626 212,680", "lime") + disc(120, 650, 24, "terra") + pen("M44 690C50 560 210 560 216 690", "iron", 7)
    return sky("haze", sun=None, seed=19) + hills(350, "mist", "sage") + tree(1080, 560, 1.2, "ochre") + tree(120, 540, 1.1, "pine") + ground(560, "leaf", seed=21) + shade(600, 845, 450, 26) + heap + peel + slats + fork + pail


@picture("hens", "garden hens eggs animals care", en="Three hens and a henhouse in an orchard", fr="Trois poules et un poulailler dans un verger")
def hens() -> str:
    def hen(x: float, y: float, s: float, body: str, wing: str, flip: bool = False) -> str:
        return at(x, y, shade(10, 0, 120, 14), line(-20, -50, -26, 0, "ochre", 11) + line(30, -50, 34, 0, "ochre", 11) + pen("M-46 0H-10M14 0H52", "ochre", 9),
                  blob("-170,-250 -190,-200 -150,-100 -60,-40 50,-40 120,-110 128,-200 130,-260 100,-300 60,-280 40,-210 -40,-170 -110,-190", body), blob("-110,-160 -40,-170 40,-140 20,-90 -60,-80", wing),
                  stroke("-80,-140 -20,-130 20,-120", darker(wing), 6, 0.6), blob("66,-290 60,-330 84,-316 94,-344 110,-316 128,-330 126,-286", "terra"), poly("126,-262 172,-244 126,-230", "ochre"), disc(122, -216, 13, "terra", 22), disc(104, -262, 8, "ink"), s=s, flip=flip)  # fmt: skip

    coop = box(760, 300, 320, 230, "teal", 0) + "".join(line(760 + k * 46, 304, 760 + k * 46, 528, "deep", 4, 0.5) for k in range(1, 7)) + poly("730,310 920,190 1110,310", "rust") + path("M870 530V430C870 390 960 390 960 430V530Z", "night") + poly("870,530 960,530 900,640 790,640", "wood") + "".join(line(862 - k * 22, 552 + k * 24, 944 - k * 16, 552 + k * 24, "pinewood", 8) for k in range(4)) + line(780, 528, 780, 620, "oak", 22) + line(1060, 528, 1060, 620, "oak", 22)
    grain = "".join(disc((k * 97) % 520 + 330, (k * 41) % 80 + 790, 7, "straw", 5) for k in range(22))
    eggs = shade(160, 848, 120, 12) + at(150, 845, disc(-40, -66, 34, "cream", 42), disc(30, -70, 34, "clay", 42), disc(0, -74, 32, "white", 42), basket(0, 0, 190, 70, handle=False))
    return sky("straw", sun=(260, 180), seed=29) + hills(420, "lime", "sage") + tree(120, 560, 1.2, "leaf") + tree(560, 530, 0.9, "pine") + coop + ground(600, "lime", seed=6) + grain + hen(350, 720, 0.92, "cream", "sand") + hen(610, 820, 1.1, "rust", "terra") + hen(1000, 800, 1, "ink", "iron", True) + eggs


@picture("apple-tree", "garden fruit apples harvest share", en="An apple tree laden with red apples, a ladder and a basket", fr="Un pommier chargé de pommes rouges, une échelle et un panier")
def apple_tree() -> str:
    chance = Random(4)
    trunk = blob("540,820 560,640 540,520 580,430 660,430 690,520 670,640 700,820 620,800", "oak") + stroke("610,560 480,440 400,380", "oak", 34) + stroke("640,540 760,430 860,370", "oak", 30) + stroke("590,660 584,740", "wood", 10)
    crown = blob("180,380 150,240 260,110 430,60 640,20 830,70 990,140 1060,290 1000,430 840,500 700,470 560,510 400,490 260,480", "leaf") + blob("220,330 220,230 330,130 500,100 560,160 460,260 320,300", "sage", 0.8) + blob("560,500 760,380 1020,270 1010,420 850,490 700,460", "pine", 0.55)
    leaves = "".join(disc(chance.uniform(230, 980), chance.uniform(110, 450), 30, chance.choice(("sage", "pine", "lime")), 15, 0.55) for _ in range(40))
    apples = "".join(disc(x, y, 38, "terra", 36) + disc(x - 12, y - 12, 10, "rose", 8) + line(x, y - 32, x + 7, y - 48, "bark", 6) for x, y in ((300, 330), (400, 200), (480, 370), (560, 240), (650, 380), (700, 170), (790, 300), (880, 210), (930, 370), (260, 210), (840, 430), (390, 430)))
    ladder = line(300, 850, 420, 300, "pinewood", 20) + line(400, 850, 500, 310, "pinewood", 20) + "".join(line(312 + k * 24, 790 - k * 108, 408 + k * 20, 790 - k * 108, "wood", 15) for k in range(5))
    haul = at(880, 840, *(disc(x, y, 40, c) for x, y, c in ((-80, -110, "terra"), (0, -126, "ochre"), (78, -110, "terra"), (-38, -136, "clay"), (44, -142, "terra"))), basket(0, 0, 270, 104)) + disc(1070, 840, 32, "terra", 30) + disc(720, 860, 30, "clay", 28)
    return sky("mist", sun=None, seed=39) + hills(520, "sage", "lime") + ground(640, "lime", seed=8) + shade(640, 815, 260, 20) + trunk + crown + leaves + ladder + apples + haul


@picture("vine-row", "garden vineyard harvest work land", en="Rows of vines in autumn running towards a stone house", fr="Des rangs de vigne en automne, vers une maison de pierre")
def vine_row() -> str:
    chance, rows = Random(12), ""
    for k, x in enumerate((-260, 60, 400, 800, 1140, 1460)):
        top = 600 + (x - 600) * 0.22
        rows += poly(f"{top - 10},520 {top + 14},520 {x + 120},930 {x - 120},930", "pinewood")
        for i in range(15):
            share = (i / 14) ** 1.7
            cx, cy, r = top + (x - top) * share, 520 + 400 * share, 11 + 74 * share
            tone = ("leaf", "ochre", "pine", "sage", "leaf", "ochre")[k]
            rows += line(cx, cy, cx, cy - r * 1.7, "oak", 3 + 9 * share)
            for _ in range(7):
                dx, dy = chance.uniform(-0.8, 0.8) * r, chance.uniform(-1.5, 0.1) * r
                leaf_ = chance.choice((tone, darker(tone, 0.15), lighter(tone), "terra" if chance.random() < 0.25 else tone))
                rows += disc(cx + dx, cy + dy, r * 0.42, leaf_, r * 0.34)
            if i > 8 and i % 2:
                rows += "".join(disc(cx + dx * r * 0.15, cy + dy * r * 0.15, r * 0.11, "plum") for dx, dy in ((-1.2, -1), (0, -1), (1.2, -1), (-0.6, 0), (0.6, 0), (0, 1)))
    return sky("clay", sun=(330, 210), clouds=4, seed=49) + hills(400, "mauve", "sage", "pine", seed=16) + house(640, 470, 230, 150, "paper", "rust") + cypress(910, 490, 0.9) + cypress(970, 495, 0.7) + cypress(600, 480, 0.6) + poly("-20,510 1220,510 1220,940 -20,940", "sand") + rows


@picture("flower-pots", "garden flowers plants balcony give", en="Terracotta pots in flower on a step beside a green door", fr="Des pots de terre cuite fleuris sur une marche, près d’une porte verte")
def flower_pots() -> str:
    def pot(x: float, y: float, s: float, clay: str, bloom: str, leaves: str) -> str:
        stems = "".join(stroke(f"{dx * .2},-110 {dx * .7},-170 {dx},{-210 - dy}", darker(leaves), 8) + disc(dx * 0.7 + 20, -160 - dy * 0.3, 30, leaves, 15) + flower(dx, -220 - dy, bloom, 1.25) for dx, dy in ((-90, 0), (-46, 56), (0, 10), (46, 66), (92, 6)))
        return at(x, y, shade(26, 0, 90, 15), disc(0, -130, 95, leaves, 44), stems, poly("-82,-110 82,-110 58,0 -58,0", clay), box(-92, -134, 184, 40, lighter(clay, 0.15), 8), s=s)

    door = box(690, 60, 300, 600, "pine", 10) + box(724, 100, 232, 220, "leaf", 4) + box(724, 360, 232, 260, "leaf", 4) + disc(950, 340, 14, "straw")
    step = box(-20, 655, 1240, 60, "pearl", 0) + box(-20, 715, 1240, 230, "sand", 0) + line(-20, 717, 1220, 717, "iron", 6, 0.4)
    return box(-20, -20, 1240, 700, "rose", 0) + "".join(box(x, y, 86, 34, "clay", 6, 0.4) for x, y in ((60, 80), (160, 130), (480, 60), (1060, 120), (1100, 420), (40, 400))) + door + veil("60,-20 400,-20 240,660 -20,660", "fff3d0", 0.3) + step + pot(210, 690, 1.25, "terra", "plum", "leaf") + pot(470, 690, 0.95, "deep", "white", "pine") + pot(1090, 700, 1.15, "rust", "ochre", "sage") + pot(330, 860, 1.2, "clay", "terra", "pine") + pot(650, 860, 1.3, "teal", "rose", "leaf")


@picture("vegetable-crate", "food vegetables crate producer share", en="A crate of leeks, carrots, squash and lettuce", fr="Une caisse de poireaux, carottes, courge et salade")
def vegetable_crate() -> str:
    def carrot(x: float, y: float, r: float) -> str:
        return at(x, y, stroke("0,-150 -30,-230 -50,-260", "pine", 13) + stroke("0,-150 10,-250 6,-290", "leaf", 13) + stroke("0,-150 40,-220 66,-250", "sage", 13), blob("-36,-150 0,-166 36,-150 26,-40 6,90 -6,90 -26,-40", "clay"), line(-22, -100, 4, -98, "terra", 5), line(24, -50, 2, -48, "terra", 5), r=r)

    leek = "".join(at(x, 520, poly("-26,40 26,40 34,-180 -34,-180", "cream"), blob("-34,-170 -80,-360 -40,-300 -6,-400 16,-300 70,-380 34,-170", "leaf"), stroke("0,-180 6,-260 -4,-360", "pine", 8), r=r) for x, r in ((290, -16), (380, -4)))
    lettuce = at(840, 520, *(at(0, 0, blob("-60,40 -110,-60 -60,-150 0,-170 60,-150 110,-60 60,40", c), stroke("0,30 4,-60 0,-130", lighter(c, 0.5), 9), r=r, s=s) for r, s, c in ((-56, 1.15, "pine"), (56, 1.15, "pine"), (-26, 1.2, "leaf"), (28, 1.2, "leaf"), (0, 1.15, "lime"))))
    squash = at(620, 500, *(disc(dx, 0, 66, "ochre", 104) for dx in (-90, 90, -48, 48, 0)), line(0, -96, 14, -140, "pine", 22), stroke("-40,-60 -50,0 -40,60", "straw", 10, 0.6))
    front = shade(600, 820, 470, 24) + box(190, 520, 820, 280, "bark", 4) + box(170, 510, 860, 90, "pinewood", 6) + box(170, 615, 860, 90, "pinewood", 6) + box(170, 720, 860, 90, "pinewood", 6) + box(160, 470, 60, 345, "wood", 5) + box(980, 470, 60, 345, "wood", 5) + "".join(disc(x, y, 7, "iron") for x in (190, 1010) for y in (555, 660, 765))
    return table("teal", 640, wall="rose") + leek + carrot(490, 420, -14) + carrot(540, 440, 8) + lettuce + squash + tomato(960, 500, 70) + front + tomato(130, 800, 60) + carrot(1050, 850, 78)
