"""What people of the demonstration share: gardens, harvests and tables, in their own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Text:
    """A listing, with what others have asked for."""

    kind: str
    title: str
    text: str
    row: Mapping[str, Any] = field(default_factory=dict)
    """Columns of the kind's own table; days are counted from today."""
    wanted: bool = False
    terms: tuple[str, ...] = ("gift",)
    components: tuple[str, ...] = ("A01",)
    asked: tuple[int, ...] = ()
    """Quantities that neighbours asked for: agreed on, or not yet when below zero."""
    waiting: int = 0
    """How many wait for a seat."""
    months: tuple[int, ...] = tuple(range(1, 13))
    """In which of them people would say so."""


SAID = (
    "Bonjour, je suis à deux rues, cela m’irait très bien.",
    "Bonjour ! Volontiers, et je rapporte quelque chose la prochaine fois.",
    "C’est encore possible ? Je passe quand cela vous arrange.",
    "Merci de partager. Je viens avec mes contenants.",
)
BOTH = ("gift", "food.ingredients")
WARM, COLD = (5, 6, 7, 8, 9, 10), (11, 12, 1, 2, 3, 4)

TEXTS = (
    Text(
        kind="food.surplus",
        title="Courgettes à ne plus savoir qu’en faire",
        text="Elles poussent plus vite que nous ne mangeons. Les grosses font de bonnes soupes.",
        row={
            "what": "courgettes", "produce": "vegetables", "kilograms": 12, "picked_on": 0, "best_before": 5,
            "bring": "un sac ou une cagette", "organic": True,
        },
        components=("A01", "B05"),
        asked=(3, 2, -2),
        months=WARM,
    ),
    Text(
        kind="food.surplus",
        title="Potimarrons et poireaux, la serre est pleine",
        text="Une rangée entière à vider avant le gel. Les potimarrons se gardent, les poireaux non.",
        row={
            "what": "potimarrons, poireaux", "produce": "vegetables", "kilograms": 15, "picked_on": -2,
            "best_before": 6, "bring": "un sac solide ou une cagette", "organic": True,
        },
        components=("A01", "B05"),
        asked=(3, 4, -2),
        months=COLD,
    ),
    Text(
        kind="food.surplus",
        title="Kiwis de la treille, à cueillir",
        text="Ils mûrissent chez vous, à côté d’une pomme. L’échelle est derrière la porte du jardin.",
        row={
            "what": "kiwis", "produce": "fruit", "kilograms": 9, "best_before": 4, "way": "pick",
            "bring": "un panier", "organic": True,
        },
        components=("A01", "E07"),
        asked=(2,),
        months=COLD,
    ),
    Text(
        kind="food.surplus",
        title="Figues à cueillir, le figuier déborde sur la rue",
        text="Venez le matin, avant les guêpes. L’escabeau est derrière la porte du jardin.",
        row={
            "what": "figues", "produce": "fruit", "kilograms": 8, "best_before": 2, "way": "pick",
            "bring": "un panier plat", "organic": True,
        },
        components=("A01", "E07"),
        asked=(2,),
        months=(8, 9, 10),
    ),
    Text(
        kind="food.surplus",
        title="Œufs de nos quatre poules",
        text="Une quinzaine d’œufs de trop cette semaine, à peu près un kilo. Boîtes à rapporter.",
        row={
            "what": "œufs", "produce": "eggs", "kilograms": 1, "picked_on": -1, "best_before": 12,
            "bring": "une boîte à œufs",
        },
        asked=(-1,),
    ),
    Text(
        kind="food.surplus",
        title="Pain de la veille, une douzaine de boules",
        text="Le four du quartier a tourné deux fois. Parfait grillé, ou en pain perdu.",
        row={
            "what": "pain au levain", "produce": "bread", "kilograms": 6, "picked_on": -1, "best_before": 1,
            "bring": "un torchon",
        },
        asked=(2, 2),
    ),
    Text(
        kind="food.surplus",
        title="Plants de tomates et de basilic",
        text="J’ai semé trop large. Huit variétés, étiquetées, à repiquer tout de suite.",
        row={"what": "plants de tomates", "produce": "plants", "kilograms": 3, "best_before": 9},
        components=("A01", "G01"),
        months=(4, 5),
    ),
    Text(
        kind="food.surplus",
        title="Je prends vos pommes tombées",
        text="Pour faire de la compote avec les enfants du centre de loisirs. Même tachées.",
        row={"what": "pommes", "produce": "fruit", "kilograms": 10, "way": "brought"},
        wanted=True,
        components=("A01", "D04"),
        months=(8, 9, 10, 11, 12),
    ),
    Text(
        kind="food.meal",
        title="Grande soupe de quartier, il reste de la place",
        text="Une marmite, des histoires de quartier, et on débarrasse ensemble. Enfants bienvenus.",
        row={
            "dish": "soupe de légumes, fromage et pain à part", "day": 2, "hour": "19:30", "seats": 6,
            "diets": ["vegetarian"], "allergens": ["gluten", "milk", "celery"], "allergens_checked": True,
            "ingredients": 21, "setting": "shared", "step_free": True, "bring": "votre bol",
        },
        terms=BOTH,
        components=("A01", "D04", "E07"),
        asked=(2, 1),
    ),
    Text(
        kind="food.meal",
        title="Couscous à la maison, quatre places",
        text="La recette de ma mère. Sans alcool chez nous, venez comme vous êtes.",
        row={
            "dish": "couscous au poulet", "day": 4, "hour": "12:30", "seats": 4,
            "diets": ["halal", "no_alcohol"], "allergens": ["gluten", "celery"], "allergens_checked": True,
            "setting": "home",
        },
        components=("A01", "F07", "E07"),
        asked=(2, 2),
        waiting=2,
    ),
    Text(
        kind="food.meal",
        title="On cuisine ensemble : soupe et tartes du marché",
        text="On récupère les invendus à midi, on épluche à 17 h, on mange à 19 h. Débutants bienvenus.",
        row={
            "dish": "soupe et tartes aux légumes", "day": 5, "hour": "17:00", "seats": 10,
            "diets": ["vegetarian"], "allergens": ["gluten", "eggs", "milk", "celery"],
            "allergens_checked": True, "ingredients": 15, "setting": "kitchen", "step_free": True,
            "bring": "un tablier",
        },
        terms=BOTH,
        components=("A01", "G01", "E07"),
        asked=(3,),
    ),
    Text(
        kind="food.meal",
        title="Pique-nique partagé sur les quais",
        text="Chacun apporte un plat, on étale les nappes près du miroir d’eau.",
        row={
            "dish": "ce que chacun apporte", "day": 6, "hour": "12:00", "seats": 20, "setting": "outside",
            "step_free": True, "bring": "un plat et sa liste d’ingrédients",
        },
        components=("A01", "E07"),
        asked=(4, 2, 1),
        months=WARM,
    ),
    Text(
        kind="food.meal",
        title="Je cherche une table sans gluten",
        text="Je suis cœliaque et je mange le plus souvent sans compagnie. J’apporte mon pain.",
        row={"dish": "ce que vous aimez cuisiner", "seats": 1, "allergens": ["gluten"]},
        wanted=True,
        components=("A01", "D04"),
    ),
    Text(
        kind="food.plot",
        title="Un bout de potager à partager",
        text="Mon dos ne suit plus. La terre est bonne, le puits donne toute l’année. On partage la récolte.",
        row={
            "size": 60, "gardeners": 3, "water": True, "tools": True, "light": "sun", "access": "house",
            "grown": ["vegetables", "herbs", "flowers"], "no_chemicals": True,
        },
        components=("A01", "B05", "D04"),
        asked=(20,),
    ),
    Text(
        kind="food.plot",
        title="Bacs surélevés au pied de l’immeuble",
        text="Quatre bacs à hauteur de fauteuil, arrosage à tour de rôle pendant les vacances.",
        row={
            "size": 6, "gardeners": 4, "water": True, "light": "half", "access": "street", "step_free": True,
            "grown": ["vegetables", "herbs"], "no_chemicals": True, "first_month": "2", "last_month": "11",
        },
        components=("A01", "B05"),
    ),
    Text(
        kind="food.plot",
        title="Cherche quelques mètres carrés pour planter",
        text="En appartement, j’aimerais apprendre à jardiner avec quelqu’un qui sait.",
        row={"size": 10, "grown": ["vegetables", "herbs"], "light": "half"},
        wanted=True,
        components=("A01", "G01"),
    ),
)  # fmt: skip
