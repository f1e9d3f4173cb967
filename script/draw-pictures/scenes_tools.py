"""Tools and gear that sleep most of the year."""

from brush import at, blob, box, darker, disc, inside, lifted, lighter, line, path, pen, poly, ring, shade, stroke, veil
from gallery import picture
from objects import basket, flower, jar, wheel
from places import bush, cypress, flat, ground, hills, house, room, sky, table, tree, window


def pegboard(colour: str) -> str:
    """Paint the wall of a workshop, with its rows of holes."""
    holes = "".join(disc(x, y, 5, darker(colour, 0.4), alpha=0.5) for x in range(40, 1200, 80) for y in range(50, 600, 80))
    return box(-20, -20, 1240, 680, colour, 0) + holes


@picture("drill", "tools drill diy loan", en="A power drill and its bits on a workbench", fr="Une perceuse et ses mèches sur un établi")
def drill() -> str:
    body = blob("300,-70 250,-96 60,-100 -120,-92 -170,-60 -170,10 -120,44 60,40 250,20 300,-4", "terra") + poly("-110,20 10,20 -30,260 -160,260", "terra")
    body += box(-190, 240, 200, 96, "ink", 16) + box(290, -74, 60, 74, "iron", 8) + poly("350,-62 410,-52 410,-20 350,-12", "ink") + line(410, -36, 560, -36, "steel", 17)
    body += "".join(line(430 + k * 34, -44, 446 + k * 34, -28, "iron", 5) for k in range(4)) + path("M24 46C60 60 60 110 10 110L0 60Z", "night")
    body += "".join(line(-130 + k * 28, -60, -130 + k * 28, 0, darker("terra", 0.45), 9) for k in range(4)) + stroke("40,-76 150,-78 270,-70", "clay", 13, 0.8) + stroke("-90,70 -105,150 -120,220", "rust", 26, 0.45)
    case = "".join(box(740 + k * 62, 690 - k * 10, 17, 90 + k * 12, "steel", 6) + box(730 + k * 62, 780, 38, 34, "iron", 4) for k in range(6))
    wood_ = box(80, 770, 520, 60, "pinewood", 8) + disc(300, 800, 16, "oak", 10) + disc(430, 800, 16, "oak", 10)
    return table("wood", 620, wall="mist") + shade(500, 752, 260, 22) + lifted(at(500, 410, body, s=1)) + shade(900, 820, 210, 14) + wood_ + box(710, 800, 400, 40, "deep", 8) + case


@picture("ladder", "tools ladder diy loan", en="A wooden stepladder in a freshly painted room", fr="Un escabeau en bois dans une pièce fraîchement peinte")
def ladder() -> str:
    back = line(700, 130, 860, 820, "oak", 26) + line(520, 130, 600, 790, "oak", 24) + line(640, 470, 800, 480, "oak", 14)
    front = line(500, 120, 330, 850, "pinewood", 34) + line(690, 120, 680, 860, "pinewood", 34) + "".join(box(478 - k * 33, 230 + k * 122, 212 + k * 32, 34, "wood", 6) for k in range(5)) + box(470, 90, 250, 44, "wood", 8)
    patch = blob("60,80 300,40 520,70 760,50 940,90 900,320 700,360 520,330 300,380 90,350", "teal") + stroke("760,250 980,240 1080,260", "teal", 60, 0.85)
    tin = shade(960, 835, 110, 16) + box(860, 690, 190, 145, "pearl", 14) + disc(955, 692, 95, "teal", 24) + pen("M862 700C860 580 1050 580 1048 700", "iron", 6) + blob("866,700 880,780 900,706 930,750 950,706", "teal")
    return room("cream", "pinewood", 660, light=0) + patch + shade(600, 850, 320, 20) + back + front + tin


@picture("toolbox", "tools diy repair loan", en="An open toolbox with hammer, pliers and screwdrivers", fr="Une boîte à outils ouverte : marteau, pinces et tournevis")
def toolbox() -> str:
    hammer = line(0, 0, 0, -330, "pinewood", 36) + blob("-90,-370 -70,-400 60,-396 96,-372 96,-330 60,-310 -60,-316 -120,-300 -130,-318", "iron")
    drivers = "".join(at(x, 500, line(0, 0, 0, -130, "steel", 14), box(-26, -290, 52, 170, c, 22), stroke("-10,-270 -10,-150", lighter(c, 0.4), 8)) for x, c in ((690, "terra"), (770, "ochre"), (850, "plum")))
    saw = poly("300,520 360,180 460,180 520,520", "steel") + blob("330,190 320,100 400,70 480,110 480,200 400,215", "wood") + disc(404, 140, 30, darker("mist"), 22)
    box_ = shade(600, 800, 420, 26) + poly("180,480 1020,480 980,790 220,790", "deep") + box(160, 450, 880, 66, "teal", 14) + box(540, 560, 120, 70, "straw", 10) + line(570, 595, 630, 595, "ochre", 12) + stroke("240,560 250,660 262,760", "mist", 14, 0.5)
    bow = pen("M250 450C250 200 950 200 950 450", "night", 30)
    nails = "".join(line(x, y, x + 34, y - 12, "iron", 8) + disc(x, y, 9, "iron") for x, y in ((100, 850), (180, 870), (1050, 850), (1110, 820)))
    return pegboard("rose") + box(-20, 640, 1240, 300, "wood", 0) + line(-20, 645, 1220, 645, "pinewood", 14) + bow + saw + at(580, 560, hammer, r=7) + drivers + box_ + nails


@picture("sewing-machine", "tools sewing repair clothes loan", en="A sewing machine at work on a flowered cloth", fr="Une machine à coudre sur un tissu à fleurs")
def sewing_machine() -> str:
    cloth = blob("40,720 200,650 560,660 700,690 660,800 420,860 150,850 60,800", "terra")
    dots = "".join(flower(80 + (k * 127) % 580, 690 + (k * 53) % 150, ("cream", "rose", "straw")[k % 3], 0.7) for k in range(13))
    body = box(230, 640, 780, 90, "deep", 20) + blob("760,650 750,330 790,260 900,250 980,280 1000,400 990,650", "teal") + blob("250,260 330,230 900,240 960,290 900,390 420,400 390,430 390,500 290,500 260,420 240,330", "teal")
    body += stroke("300,268 500,258 860,268", "mist", 16, 0.7) + line(340, 500, 340, 640, "steel", 14) + box(300, 610, 80, 18, "steel", 6) + disc(1018, 350, 42, "night", 80) + disc(880, 540, 58, "straw") + disc(880, 540, 34, "ochre")
    body += line(700, 250, 700, 170, "iron", 10) + box(664, 130, 72, 100, "terra", 10) + "".join(line(668, 146 + k * 18, 732, 152 + k * 18, "rust", 4) for k in range(5)) + pen("M664 180C560 120 420 160 350 240L340 500", "rust", 4)
    spools = "".join(at(x, 800, shade(10, 6, 50, 10), box(-40, -96, 80, 84, c, 6), box(-48, -108, 96, 18, "pinewood", 6), box(-48, -16, 96, 18, "pinewood", 6)) for x, c in ((830, "plum"), (960, "ochre"), (1080, "sage")))
    return table("pinewood", 560, wall="lilac") + shade(640, 735, 440, 22) + body + inside(cloth, dots) + spools


@picture("lawn-mower", "tools garden mower loan", en="A lawn mower leaving a stripe in the grass", fr="Une tondeuse qui trace une bande dans l’herbe")
def lawn_mower() -> str:
    stripes = "".join(poly(f"{x},520 {x + 110},520 {x * 1.6 - 260},940 {x * 1.6 - 480},940", "lime", 0.6) for x in range(-100, 1400, 230))
    fence = "".join(poly(f"{x},540 {x},330 {x + 32},296 {x + 64},330 {x + 64},540", "white") for x in range(-10, 1220, 92)) + box(-20, 380, 1240, 22, "cream", 0) + box(-20, 480, 1240, 22, "cream", 0)
    mower = pen("M-60 -150L-360 -430L-420 -430", "iron", 19) + pen("M-420 -430L-440 -430", "ink", 32) + pen("M-10 -150L-310 -420", "iron", 15)
    mower += blob("-330,-250 -200,-240 -150,-110 -200,-50 -330,-60 -370,-150", "night") + blob("-190,-60 -170,-150 -60,-180 180,-170 280,-110 300,-50 280,-40 -180,-40", "terra") + box(-40, -250, 190, 90, "ink", 26) + box(0, -284, 110, 44, "terra", 16)
    mower += stroke("-150,-136 0,-152 180,-140", "clay", 14, 0.8) + wheel(-150, -50, 66, rim="straw") + wheel(220, -46, 54, rim="straw") + line(150, -214, 190, -214, "steel", 15)
    return sky("haze", sun=None, seed=14) + hills(380, "mist", "sage") + tree(150, 470, 1, "pine") + tree(1040, 480, 1.2, "ochre") + fence + ground(520, "leaf", tufts=0) + stripes + at(680, 790, shade(0, 0, 360, 26), mower, s=1.15)


@picture("hedge-trimmer", "tools garden hedge loan", en="A hedge trimmer resting before a half-trimmed hedge", fr="Un taille-haie devant une haie à moitié taillée")
def hedge_trimmer() -> str:
    hedge = box(-40, 300, 620, 400, "leaf", 30) + blob("540,330 600,220 690,270 780,180 880,250 980,190 1080,260 1240,200 1260,700 540,700", "pine")
    leaves = "".join(disc((k * 173) % 1240, 330 + (k * 89) % 340, 26, ("sage", "pine", "lime", "leaf")[k % 4], 15, 0.6) for k in range(70))
    sprigs = "".join(stroke(f"{x},300 {x + 10},240 {x + 26},190", "pine", 8) + disc(x + 26, 186, 20, "lime", 12) for x in (640, 760, 860, 990, 1110))
    cut = "".join(at(x, y, disc(0, 0, 30, c, 13), r=r) for x, y, c, r in ((90, 760, "leaf", 20), (200, 840, "pine", -30), (1050, 840, "lime", 10), (950, 760, "leaf", 50), (1140, 760, "pine", -20), (320, 740, "lime", 0)))
    tool = line(140, 0, 640, 0, "pearl", 40) + "".join(poly(f"{160 + k * 44},-18 {184 + k * 44},-46 {196 + k * 44},-18", "steel") + poly(f"{160 + k * 44},18 {184 + k * 44},46 {196 + k * 44},18", "steel") for k in range(11)) + line(150, 0, 630, 0, "iron", 6)
    tool += blob("-180,-50 -80,-84 120,-80 170,-50 170,54 100,80 -80,70 -190,50", "terra") + pen("M-150 -40C-330 -80 -340 70 -150 40", "ink", 34) + pen("M70 -70C80 -190 180 -190 180 -60", "ink", 24) + stroke("-70,-56 20,-62 110,-54", "clay", 14)
    return sky("straw", sun=(240, 170), clouds=1, seed=4) + hedge + leaves + sprigs + ground(680, "lime", tufts=16) + cut + at(430, 720, shade(150, 90, 420, 20), lifted(tool), r=-8, s=1.1)


@picture("wheelbarrow", "tools garden wheelbarrow loan", en="A wheelbarrow full of earth and young plants", fr="Une brouette pleine de terre et de jeunes plants")
def wheelbarrow() -> str:
    plants = "".join(at(x, y, stroke("0,0 4,-50 0,-90", "pine", 10), disc(-34, -74, 38, "leaf", 20), disc(36, -84, 38, "lime", 20), disc(0, -116, 24, "leaf", 34)) for x, y in ((-180, -330), (-60, -350), (60, -345), (170, -320)))
    barrow = blob("-300,-300 -160,-370 0,-385 160,-370 290,-300 0,-270", "bark") + plants + poly("-330,-310 320,-310 200,-110 -200,-110", "teal") + box(-344, -328, 680, 34, "mist", 14)
    barrow += pen("M330 -70L-160 -110L-520 -250", "wood", 26) + pen("M-110 -110L-190 0M-60 -110L-40 0", "iron", 19) + stroke("-280,-270 -200,-150", "mist", 16, 0.6) + line(-520, -250, -430, -215, "ink", 34) + wheel(290, -80, 84, spokes=10, tyre="ink")
    return (sky("clay", sun=(920, 210), seed=24) + hills(440, "mauve", "sage") + cypress(120, 620, 1) + bush(1080, 640, 1.1, "pine", "white") + house(560, 540, 170, 120)
            + ground(600, "leaf", seed=8) + at(640, 830, shade(0, 0, 400, 28), barrow, s=1.1))  # fmt: skip


@picture("tent", "tools tent camping loan outing", en="A tent at nightfall with a lantern and a starry sky", fr="Une tente à la tombée de la nuit, une lanterne et des étoiles")
def tent() -> str:
    night = box(-20, -20, 1240, 940, "deep", 0) + '<rect x="-20" y="60" width="1240" height="600" fill="url(#dawn)" opacity=".4"/>' + disc(940, 170, 70, "cream") + disc(908, 152, 62, "2a545b") + "".join(disc((k * 211) % 1180 + 10, (k * 97) % 380 + 20, 3 + k % 4, "cream") for k in range(36))
    land = hills(500, "3b5a66", "pine", seed=9) + cypress(90, 650, 1.3, "night") + cypress(190, 660, 1, "night") + cypress(1090, 660, 1.5, "night") + cypress(1000, 650, 1, "night") + ground(640, "4c6f58", tufts=20)
    shape = poly("600,280 980,800 220,800", "ochre") + poly("600,280 780,800 980,800", "terra") + poly("600,290 520,800 690,800", "straw") + poly("600,420 560,800 650,800", "rust") + stroke("600,285 430,520 222,798", "straw", 12)
    ropes = line(600, 285, 1110, 840, "cream", 5) + line(410, 540, 130, 840, "cream", 5)
    lantern = disc(860, 830, 150, "straw", alpha=0.25) + box(820, 790, 80, 90, "straw", 10) + box(812, 775, 96, 20, "ink", 6) + box(812, 872, 96, 20, "ink", 6) + pen("M826 775C826 730 894 730 894 775", "ink", 7)
    return night + land + shade(600, 806, 430, 26) + shape + ropes + veil("540,800 680,800 800,900 440,900", "straw", 0.4) + lantern


@picture("trestle-table", "tools table party loan event", en="A long trestle table laid outdoors under paper garlands", fr="Une longue table sur tréteaux, dressée dehors sous des guirlandes")
def trestle_table() -> str:
    flags = "".join(poly(f"{x},{110 + 60 * (1 - ((x - 600) / 620) ** 2):.0f} {x + 56},{110 + 60 * (1 - ((x - 572) / 620) ** 2):.0f} {x + 28},{196 + 60 * (1 - ((x - 600) / 620) ** 2):.0f}", ("terra", "cream", "ochre", "teal", "plum")[k % 5]) for k, x in enumerate(range(10, 1180, 78)))
    rope = stroke("-20,100 300,150 600,170 900,150 1220,100", "bark", 6)
    legs = "".join(line(x, 590, x - 70, 850, "wood", 22) + line(x, 590, x + 70, 850, "oak", 22) + line(x - 40, 740, x + 40, 740, "wood", 14) for x in (280, 920))
    cloth = poly("70,560 1130,560 1170,690 30,690", "white") + "".join(line(x, 560, (x - 600) * 1.08 + 600, 690, "terra", 14, 0.55) for x in range(130, 1130, 105)) + box(60, 540, 1080, 34, "cream", 8)
    plates = "".join(disc(x, 540, 58, "mist", 13) + disc(x, 536, 40, "white", 8) for x in (230, 970)) + at(430, 545, basket(0, 0, 190, 76, handle=False), disc(-44, -86, 40, "pinewood", 26), disc(30, -92, 46, "wood", 28)) + at(760, 545, disc(0, -60, 52, "ochre", 60), disc(0, -6, 36, "ochre", 10))
    vase = at(610, 545, box(-34, -110, 68, 110, "teal", 24), *(stroke(f"0,-100 {x * .6},-150 {x},-190", "leaf", 6) + flower(x, -200, c, 0.9) for x, c in ((-60, "terra"), (0, "white"), (58, "plum"))))
    return sky("sky", sun=None, seed=3) + hills(430, "mist", "lime") + tree(90, 600, 1.35, "leaf") + tree(1120, 600, 1.35, "pine") + ground(580, "sage") + rope + flags + shade(600, 850, 560, 26) + legs + cloth + plates + vase
