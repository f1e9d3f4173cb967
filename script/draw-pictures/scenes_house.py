"""Things of the house that can be lent, given or shared."""

from brush import at, blob, box, darker, disc, inside, lifted, lighter, line, path, pen, poly, ring, shade, stroke, veil
from gallery import picture
from objects import books as spines
from objects import flower, frame, jar, lamp, leafy, mug, wheel
from places import flat, room, table, window


@picture("raclette", "tools kitchen raclette party loan", en="A raclette grill with melting cheese, potatoes and small pans", fr="Un appareil à raclette, du fromage fondu, des pommes de terre et des poêlons")
def raclette() -> str:
    grill = shade(600, 720, 400, 30) + line(300, 640, 290, 715, "ink", 26) + line(900, 640, 910, 715, "ink", 26) + box(250, 590, 700, 64, "ink", 26) + box(220, 440, 760, 70, "terra", 34) + box(260, 500, 50, 100, "iron", 6) + box(890, 500, 50, 100, "iron", 6) + box(260, 418, 680, 34, "ink", 14)
    heat = box(310, 510, 580, 80, "rust", 6) + box(310, 512, 580, 22, "ochre", 6, 0.8)
    pans = "".join(at(x, 585, poly("-80,-34 80,-34 64,4 -64,4", "night"), blob("-70,-36 -30,-48 20,-40 68,-36 54,-14 30,-22 10,8 -14,-20 -50,-16", "straw"), line(0, 4, 0, 74, "oak", 24)) for x in (410, 600, 790))
    top = "".join(blob(f"{x},418 {x + 6},372 {x + 60},356 {x + 110},374 {x + 116},418", c) for x, c in ((320, "clay"), (470, "sage"), (620, "clay"), (770, "terra")))
    potatoes = shade(150, 800, 140, 16) + "".join(disc(x, y, 52, "pinewood", 40) + disc(x - 14, y - 12, 14, "straw", 9, 0.7) for x, y in ((90, 740), (180, 730), (130, 780), (220, 790)))
    cheese = shade(1040, 800, 150, 16) + poly("920,800 1150,800 1150,700 920,760", "straw") + poly("920,760 1150,700 1090,680 930,735", "ochre") + disc(1060, 770, 15, "ochre") + disc(1110, 740, 10, "ochre")
    steam = "".join(stroke(f"{x},340 {x - 18},290 {x + 14},240 {x - 6},180", "white", 11, 0.5) for x in (400, 600, 800))
    return table("oak", 620, wall="plum") + steam + grill + heat + pans + top + potatoes + cheese


@picture("jam-jars", "food jam preserve share", en="Four jars of jam on a shelf with checked cloth lids", fr="Quatre pots de confiture sur une étagère, coiffés de tissu")
def jam_jars() -> str:
    def capped(x: float, content: str, cloth: str) -> str:
        cap = blob("-100,-190 -86,-250 -40,-282 40,-282 86,-250 100,-190 60,-204 20,-186 -20,-204 -60,-186", cloth)
        checks = "".join(line(k, -300, k, -180, lighter(cloth, 0.5), 9, 0.7) + line(-110, -300 + k + 90, 110, -300 + k + 90, lighter(cloth, 0.5), 9, 0.7) for k in range(-90, 100, 34))
        return at(x, 700, jar(0, 0, content), inside(cap, checks), line(-72, -210, 72, -210, "cream", 8), s=1.45)

    shelf = box(-20, 696, 1240, 50, "pinewood", 4) + veil("-20,748 1220,748 1220,800 -20,800", "3a2438", 0.35)
    fruit = "".join(disc(x, 672, 26, c) + stroke(f"{x},650 {x + 8},632", "leaf", 5) for x, c in ((315, "plum"), (890, "terra")))
    return room("mist", "mist", 1200, light=0.35) + box(-20, 100, 1240, 30, "teal", 0, 0.5) + box(-20, 750, 1240, 200, "teal", 0, 0.55) + shelf + capped(170, "rust", "terra") + capped(450, "ochre", "deep") + capped(735, "plum", "mauve") + capped(1030, "clay", "leaf") + fruit


@picture("books", "books reading give lend knowledge", en="Books standing on a shelf, one open, with a pair of glasses", fr="Des livres sur une étagère, un livre ouvert et une paire de lunettes")
def books() -> str:
    top = spines(70, 330, (60, 44, 70, 52, 40, 66), ("terra", "deep", "straw", "plum", "sage", "rust"), 250, 2) + leafy(560, 330, 0.85, "leaf", "cream") + at(690, 330, spines(0, 0, (56, 46, 70), ("ochre", "teal", "rose"), 240, 5)) + at(870, 332, box(0, -44, 250, 44, "plum", 6), box(14, -86, 220, 42, "mist", 6), box(4, -126, 236, 40, "terra", 6))
    shelf = box(40, 328, 1120, 34, "pinewood", 4) + veil("50,364 1150,364 1150,400 50,400", "3a2438", 0.35)
    left = "M600 560C520 500 360 500 220 540L190 800C340 760 500 760 600 830Z"
    right = "M600 560C680 500 840 500 980 540L1010 800C860 760 700 760 600 830Z"
    opened = shade(620, 830, 430, 24) + path("M170 560L160 830C340 800 500 800 600 860C700 800 860 800 1040 830L1030 560Z", "rust") + path(left, "white") + path(right, "cream") + line(600, 566, 600, 826, "sand", 6)
    text = "".join(stroke(f"{260 - k * 4},{590 + k * 36} 400,{574 + k * 37} 550,{604 + k * 37}", "steel", 6, 0.7) + stroke(f"{650},{604 + k * 37} 800,{574 + k * 37} {940 + k * 4},{590 + k * 36}", "steel", 6, 0.7) for k in range(5))
    glasses = ring(800, 700, 62, "ink", 11) + ring(960, 716, 62, "ink", 11) + stroke("862,700 880,690 898,706", "ink", 10) + disc(800, 700, 56, "sky", alpha=0.35) + disc(960, 716, 56, "sky", alpha=0.35)
    return box(-20, -20, 1240, 500, "deep", 0) + box(-20, 470, 1240, 480, "wood", 0) + line(-20, 474, 1220, 474, "pinewood", 12) + shelf + top + opened + text + lifted(glasses)


@picture("toys", "toys children give lend", en="A wooden train, blocks and a teddy bear on a rug", fr="Un train en bois, des cubes et un ours en peluche sur un tapis")
def toys() -> str:
    bear = shade(20, 0, 140, 18) + blob("-110,-20 -130,-120 -80,-200 80,-200 130,-120 110,-20 0,4", "wood") + disc(0, -90, 70, "pinewood", 76) + disc(-76, -340, 36, "wood") + disc(76, -340, 36, "wood") + disc(0, -270, 104, "wood", 94)
    bear += disc(0, -244, 44, "pinewood", 34) + disc(0, -258, 14, "bark", 10) + disc(-36, -290, 9, "bark") + disc(36, -290, 9, "bark") + disc(-126, -130, 36, "wood", 60) + disc(126, -130, 36, "wood", 60) + disc(-72, -10, 52, "wood", 40) + disc(72, -10, 52, "wood", 40) + disc(-72, -8, 26, "pinewood") + disc(72, -8, 26, "pinewood") + poly("-60,-190 0,-170 -60,-146", "terra") + poly("60,-190 0,-170 60,-146", "terra")
    engine = shade(20, 4, 220, 14) + box(-200, -80, 380, 50, "deep", 10) + box(-190, -220, 130, 150, "terra", 10) + box(-206, -240, 164, 30, "rust", 8) + box(-160, -196, 70, 60, "haze", 6) + box(-60, -160, 220, 90, "ochre", 44) + box(80, -230, 46, 80, "plum", 8) + "".join(disc(x, -34, 42, "oak") + disc(x, -34, 17, "straw") for x in (-140, -30, 110))
    wagon = shade(10, 4, 110, 12) + box(-100, -140, 200, 100, "sage", 10) + disc(-56, -34, 36, "oak") + disc(56, -34, 36, "oak") + disc(-56, -34, 14, "straw") + disc(56, -34, 14, "straw") + disc(-30, -150, 40, "terra") + disc(40, -150, 36, "mauve") + line(100, -60, 150, -60, "bark", 9)
    blocks = "".join(box(x, y, 96, 96, c, 10) + box(x + 20, y + 20, 56, 56, lighter(c, 0.35), 28) for x, y, c in ((890, 590, "teal"), (1000, 590, "ochre"), (945, 490, "plum")))
    return room("rose", "sand", 600, boards=False, light=0.35) + disc(600, 780, 600, "teal", 150) + disc(600, 775, 540, "mist", 122) + shade(1000, 690, 140, 14) + blocks + at(200, 730, bear, s=1.15) + at(480, 830, wagon, s=1.1) + at(830, 850, engine, s=1.15)


@picture("cot", "children baby cot lend family", en="A white baby cot with a mobile of moons and stars", fr="Un lit de bébé blanc sous un mobile d’étoiles et de lunes")
def cot() -> str:
    def star(x: float, y: float, c: str) -> str:
        return at(x, y, poly("0,-38 11,-12 38,-10 16,8 24,36 0,20 -24,36 -16,8 -38,-10 -11,-12", c))

    mobile = line(560, -20, 560, 110, "oak", 7) + stroke("380,140 560,108 740,140", "oak", 11) + line(390, 140, 390, 220, "cream", 4) + line(500, 118, 500, 260, "cream", 4) + line(620, 118, 620, 200, "cream", 4) + line(730, 140, 730, 250, "cream", 4)
    mobile += star(390, 250, "straw") + disc(500, 290, 36, "white") + disc(516, 280, 30, "8a6480") + star(620, 236, "clay") + disc(730, 280, 34, "straw") + disc(746, 270, 28, "8a6480")
    inside_ = box(260, 600, 680, 60, "cream", 20) + blob("290,610 300,560 400,546 440,590 420,620", "white") + blob("470,620 520,560 900,566 930,620", "ochre") + "".join(disc(540 + k * 70, 594, 13, "cream") for k in range(6))
    bars = "".join(line(x, 400, x, 740, "white", 17) for x in range(300, 930, 70)) + box(230, 376, 740, 38, "white", 16) + box(230, 720, 740, 36, "white", 14) + box(220, 320, 44, 500, "white", 18) + box(936, 320, 44, 500, "white", 18) + disc(242, 316, 32, "straw") + disc(958, 316, 32, "straw")
    return room("8a6480", "pinewood", 690, light=0.22) + mobile + disc(600, 840, 480, "sage", 50) + shade(610, 822, 400, 20) + inside_ + bars + at(1080, 830, shade(10, 0, 70, 10), disc(0, -50, 60, "clay", 50), disc(-6, -130, 44, "clay"), disc(-24, -196, 16, "clay", 46), disc(16, -196, 16, "clay", 46), disc(0, -46, 32, "rose", 28))


@picture("clothes", "clothes give swap textile", en="Clothes on a wooden rail above a pile of folded jumpers", fr="Des vêtements sur un portant, et une pile de pulls pliés")
def clothes() -> str:
    def shirt(x: float, c: str, low: int) -> str:
        hook = pen("M0 -60C0 -90 26 -88 22 -66M0 -60L-84 -10M0 -60L84 -10", "oak", 8)
        return at(x, 250, hook, lifted(path(f"M-40 -30C-20 -6 20 -6 40 -30L96 -4L150 110L96 140L82 96V{low}H-82V96L-96 140L-150 110L-96 -4Z", c)), stroke(f"-50,20 -56,120 -54,{low - 20}", lighter(c, 0.35), 13, 0.5), stroke(f"30,60 36,160 30,{low - 10}", darker(c), 8, 0.4))

    dress = at(980, 250, pen("M0 -60C0 -90 26 -88 22 -66M0 -60L-60 -10M0 -60L60 -10", "oak", 8), lifted(path("M-60 -30C-30 10 30 10 60 -30L86 0L60 130L150 400C60 430 -60 430 -150 400L-60 130L-86 0Z", "plum")), *(disc((k * 67) % 180 - 90, 200 + (k * 41) % 190, 11, "straw") for k in range(14)))
    stripes = inside(path("M-82 96V300H82V96Z", "cream"), *(line(-90, y, 90, y, "deep", 15) for y in range(60, 310, 46)))
    rail = line(70, 180, 1130, 180, "pinewood", 26) + line(90, 180, 60, 860, "wood", 24) + line(1110, 180, 1140, 860, "wood", 24)
    pile = shade(420, 842, 260, 18) + "".join(box(220 + (k % 2) * 14, 770 - k * 62, 400 - (k % 2) * 20, 62, c, 28) + stroke(f"240,{800 - k * 62} 400,{806 - k * 62} 600,{800 - k * 62}", darker(c), 5, 0.5) for k, c in enumerate(("ochre", "teal", "rose")))
    shoes = shade(850, 852, 130, 12) + "".join(at(x, 846, blob("-60,0 -66,-60 -26,-70 0,-40 60,-26 74,0", "rust"), line(-62, -2, 74, -2, "bark", 12)) for x in (770, 910))
    return room("haze", "wood", 690, light=0.4) + rail + shirt(250, "terra", 320) + shirt(490, "cream", 300) + at(490, 250, stripes) + shirt(730, "sage", 350) + dress + pile + shoes


@picture("wheelchair", "mobility wheelchair lend health", en="A wheelchair with an ochre cushion by a garden door", fr="Un fauteuil roulant au coussin ocre près d’une porte de jardin")
def wheelchair() -> str:
    view = box(740, 90, 330, 610, "sky", 0) + disc(840, 200, 50, "straw") + blob("700,520 800,440 920,480 1100,420 1100,720 700,720", "sage") + blob("700,620 860,570 1100,600 1100,720 700,720", "leaf") + "".join(flower(770 + k * 52, 640 + (k % 2) * 26, ("terra", "white", "rose")[k % 3], 0.9) for k in range(6))
    door = box(710, 60, 390, 650, "white", 4) + inside(box(740, 90, 330, 610, "sky", 0), view) + line(905, 90, 905, 700, "white", 16) + line(740, 430, 1070, 430, "white", 12)
    chair = at(-128, -380, box(-34, -140, 64, 290, "terra", 26), stroke("-14,-110 -18,0 -14,120", "clay", 12, 0.7), r=-6) + pen("M-250 -520L-165 -510L-110 -220L180 -220L230 -40L320 -36", "iron", 22) + line(-262, -522, -190, -514, "ink", 36) + box(-130, -290, 330, 66, "ochre", 28) + pen("M-120 -400H140L160 -270", "iron", 19) + line(-90, -404, 130, -404, "ink", 36)
    chair += wheel(-60, -170, 170, spokes=18) + ring(-60, -170, 140, "steel", 6) + wheel(210, -50, 50, rim="straw") + line(250, -34, 350, -34, "ink", 26)
    return room("cream", "pinewood", 700, light=0.3) + door + veil("740,710 1070,710 900,900 480,900", "fff3d0", 0.5) + leafy(1140, 760, 0.8, "pine", "plum") + at(430, 850, shade(20, 0, 330, 24), chair, s=1.12)


@picture("camera", "camera photo lend culture", en="A camera with its strap on a table among small prints", fr="Un appareil photo et sa courroie parmi des tirages")
def camera() -> str:
    def print_(x: float, y: float, turn: float, ground_: str, hill: str, sun: str) -> str:
        return at(x, y, lifted(box(-130, -150, 260, 300, "white", 4)), inside(box(-108, -128, 216, 200, ground_, 0), disc(-40, -60, 34, sun), blob("-130,40 -40,-20 40,10 140,-40 140,100 -130,100", hill)), r=turn)

    strap = pen("M300 430C100 380 60 700 240 760C420 820 560 800 700 850", "terra", 36) + pen("M300 430C100 380 60 700 240 760C420 820 560 800 700 850", "clay", 8)
    body = box(270, 300, 660, 400, "deep", 46) + box(270, 300, 660, 100, "pearl", 40) + box(270, 372, 660, 30, "pearl", 0) + path("M460 310L500 220H700L740 310Z", "pearl") + box(540, 244, 120, 50, "night", 10) + box(320, 270, 90, 40, "iron", 10) + disc(840, 292, 46, "terra", 18) + box(800, 330, 84, 50, "haze", 8)
    lens = disc(600, 520, 170, "ink") + disc(600, 520, 140, "iron") + disc(600, 520, 116, "night") + disc(600, 520, 78, "blue") + disc(600, 520, 44, "night") + disc(560, 474, 26, "white", alpha=0.8) + disc(640, 566, 13, "haze", alpha=0.6)
    return flat("ochre", "straw") + print_(180, 210, -14, "sky", "leaf", "straw") + print_(1030, 700, 12, "clay", "plum", "cream") + print_(1020, 190, 9, "haze", "teal", "terra") + lifted(strap) + lifted(body) + lens


@picture("board-games", "games play lend evening", en="A board game with dice, pawns and cards", fr="Un jeu de plateau, des dés, des pions et des cartes")
def board_games() -> str:
    from math import cos, pi, sin

    squares = "".join(box(600 + 340 * cos(a * pi / 10) - 44, 450 + 300 * sin(a * pi / 10) - 40, 88, 80, ("terra", "ochre", "teal", "plum", "sage")[a % 5], 12) for a in range(20))
    centre = disc(600, 450, 190, "mist", 165) + pen("M600 450c30 -40 80 10 40 60c-50 60 -150 20 -140 -70c10 -100 150 -140 220 -60", "deep", 16)

    def pawn(x: float, y: float, c: str) -> str:
        return at(x, y, shade(16, 0, 46, 10), blob("-44,0 -36,-30 -16,-60 -16,-96 16,-96 16,-60 36,-30 44,0 0,10", c), disc(0, -116, 34, c), disc(-10, -126, 9, lighter(c, 0.5)), s=1.25)

    def die(x: float, y: float, turn: float, spots: tuple[tuple[int, int], ...]) -> str:
        return lifted(at(x, y, box(-52, -52, 104, 104, "white", 20), *(disc(dx * 27, dy * 27, 10, "ink") for dx, dy in spots), r=turn))

    cards = "".join(at(1050, 850, lifted(box(-70, -210, 140, 200, c, 14)), box(-52, -192, 104, 164, "cream", 8), disc(0, -110, 34, c), r=r, s=1.15) for r, c in ((-26, "teal"), (2, "terra"), (28, "plum")))
    return box(-20, -20, 1240, 940, "pine", 0) + disc(600, 460, 640, "leaf", 520, 0.35) + lifted(box(130, 60, 940, 780, "paper", 26)) + squares + centre + pawn(330, 350, "terra") + pawn(620, 830, "ochre") + pawn(905, 420, "deep") + die(560, 440, 15, ((-1, -1), (0, 0), (1, 1), (-1, 1), (1, -1))) + die(690, 500, -20, ((-1, -1), (1, 1), (0, 0))) + cards


@picture("projector", "projector film lend evening event", en="A projector throwing a sunset onto a sheet in a dark room", fr="Un projecteur montre un coucher de soleil sur un drap")
def projector() -> str:
    film = box(270, 110, 660, 400, "clay", 0) + disc(600, 380, 100, "straw") + blob("240,400 420,340 560,400 760,330 960,390 960,540 240,540", "plum") + blob("240,470 500,430 720,480 960,440 960,540 240,540", "deep")
    screen = disc(600, 310, 620, "mauve", 400, 0.35) + box(240, 80, 720, 460, "white", 6) + inside(box(270, 110, 660, 400, "clay", 0), film) + line(230, 76, 970, 76, "wood", 18)
    beam = veil("560,650 270,120 930,120 640,650", "fff3d0", 0.22)
    device = shade(610, 840, 270, 24) + box(380, 640, 440, 180, "pearl", 34) + box(380, 740, 440, 40, "steel", 0) + disc(600, 690, 80, "ink") + disc(600, 690, 54, "straw") + disc(584, 674, 20, "white") + disc(760, 690, 13, "leaf") + "".join(line(420, 680 + k * 20, 480, 680 + k * 20, "iron", 7) for k in range(3)) + line(430, 820, 430, 842, "ink", 22) + line(770, 820, 770, 842, "ink", 22)
    bowl = at(1000, 840, shade(10, 0, 100, 12), *(disc(x, y, 26, "cream") for x, y in ((-50, -110), (0, -124), (46, -108), (-20, -96), (24, -92))), poly("-100,-100 100,-100 70,0 -70,0", "terra"), *(line(x, -96, x * 0.72, -4, "cream", 13) for x in (-60, 0, 60)))
    return box(-20, -20, 1240, 720, "plum", 0) + screen + box(-20, 690, 1240, 260, "oak", 0) + line(-20, 694, 1220, 694, "wood", 10) + beam + device + bowl + mug(180, 840, "ochre", 0.95)
