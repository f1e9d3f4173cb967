"""Rooms and common goods of the demonstration; the quarters are real, the places invented."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from together_plugin_spaces.models import COMMON, ROOM


@dataclass(frozen=True, kw_only=True)
class Place:
    """A room or a common good of the demonstration."""

    kind: str
    title: str
    text: str
    place: str
    week: tuple[str, ...]
    """Hours, Monday first."""
    detail: Mapping[str, Any]
    rules: str = ""
    kept_by: str = ""
    components: tuple[str, ...] = field(default=("B03", "E07", "H06"))


NO = ""
PLACES = (
    Place(
        kind=ROOM,
        title="Salle de quartier des Capucins",
        text="Une grande salle claire au rez-de-chaussée, avec une cuisine et une cour. Pour une réunion, un "
        "repas partagé, un atelier, la chorale du jeudi.\n\nPas de fête privée avec sonorisation : les "
        "voisins "
        "dorment au-dessus.",
        place="Capucins, Bordeaux",
        week=("9:00-22:30",) * 4 + ("9:00-24:00", "9:00-24:00", "10:00-20:00"),
        detail={
            "capacity": 60,
            "surface": 85,
            "step_free": True,
            "equipment": ["tables_chairs", "kitchen", "projector", "wifi", "heating", "accessible_toilets"],
            "shortest": 60,
            "longest": 360,
            "notice_days": 2,
            "ahead_days": 120,
            "deposit": 5000,
        },
        rules="- La musique baisse à 22 heures.\n- On rend la salle comme on l’a trouvée : tables "
        "essuyées, sol "
        "balayé, poubelles sorties.\n- La porte de la cour reste libre : c’est l’issue de secours.\n"
        "- On ne dépasse pas 60 personnes, enfants compris.",
        kept_by="La loge du 14, sonnette « Salle », de 18 h à 19 h",
    ),
    Place(
        kind=ROOM,
        title="Atelier bois et vélo de Bacalan",
        text="Établis, scie à ruban, perceuse à colonne et deux pieds d’atelier pour les vélos. Un référent "
        "vous montre les machines la première fois.",
        place="Bacalan, Bordeaux",
        week=(NO, "17:00-21:00", "14:00-19:00", "17:00-21:00", NO, "9:00-18:00", NO),
        detail={
            "capacity": 12,
            "surface": 55,
            "step_free": False,
            "equipment": ["workbenches", "toilets"],
            "shortest": 60,
            "longest": 240,
            "ahead_days": 60,
        },
        rules="- Jamais seul sur une machine.\n- Lunettes et chaussures fermées.\n- On aspire avant de "
        "partir.\n"
        "- Ce qui casse se dit le jour même, sans reproche.",
        kept_by="Le référent de permanence, sur place",
    ),
    Place(
        kind=ROOM,
        title="Four à pain du parc Rivière",
        text="Le four se chauffe le matin, les pains entrent vers onze heures, les gratins après midi. "
        "On allume "
        "à plusieurs : une fournée fait vingt pains.",
        place="Grand Parc, Bordeaux",
        week=(NO, NO, NO, NO, NO, "8:00-20:00", "8:00-20:00"),
        detail={
            "capacity": 15,
            "step_free": True,
            "equipment": ["oven", "outdoors"],
            "shortest": 180,
            "longest": 480,
            "notice_days": 5,
            "deposit": 2000,
        },
        rules="- La première fois, on allume avec quelqu’un qui sait.\n- Bois sec et non traité, rien "
        "d’autre.\n"
        "- Le seau d’eau reste à côté du four tant qu’il y a des braises.\n- Les cendres froides vont "
        "au compost.",
        kept_by="L’équipe du four, clé au kiosque",
    ),
    Place(
        kind=ROOM,
        title="Salon de lecture de la résidence Claveau",
        text="Un salon au calme, pour le soutien scolaire, un cercle de conversation ou une réunion de "
        "locataires.",
        place="Bacalan, Bordeaux",
        week=("14:00-20:00",) * 5 + (NO, NO),
        detail={
            "capacity": 14,
            "surface": 28,
            "step_free": True,
            "equipment": ["tables_chairs", "wifi", "heating", "toilets"],
            "longest": 180,
        },
        kept_by="Le gardien de la résidence",
    ),
    Place(
        kind=COMMON,
        title="Remorques vélo, 60 kg",
        text="Deux remorques à bras et à vélo, avec l’attache. Pour un déménagement court, le marché, la "
        "déchetterie.",
        place="Saint-Michel, Bordeaux",
        week=("18:00-19:30", NO, NO, "18:00-19:30", NO, "10:00-12:00", NO),
        detail={
            "pieces": 2,
            "comes_with": "une attache de tige de selle, deux sangles, un antivol",
            "longest_days": 5,
            "deposit": 8000,
        },
        rules="- 60 kg au plus, bien répartis.\n- On roule au pas sur les trottoirs.\n- La remorque "
        "dort à l’abri.",
        kept_by="Permanence au local vélo de la rue des Faures",
        components=("A10", "H06", "E07"),
    ),
    Place(
        kind=COMMON,
        title="Vélo cargo à trois roues",
        text="Pour deux enfants ou cent litres de courses. Assistance électrique, 40 km d’autonomie.",
        place="Nansouty, Bordeaux",
        week=("8:00-9:00, 18:00-20:00",) * 5 + ("10:00-12:00", "18:00-19:00"),
        detail={
            "pieces": 1,
            "comes_with": "un chargeur, un antivol, deux casques d’enfant",
            "longest_days": 3,
            "ahead_days": 30,
            "deposit": 15000,
        },
        rules="- On l’essaie dix minutes ensemble avant le premier départ.\n- Antivol au cadre, toujours.\n"
        "- On le rend chargé.",
        kept_by="Au garage du 7, code donné au moment de la remise",
        components=("A10", "B01", "H06"),
    ),
    Place(
        kind=COMMON,
        title="Barnum de fête, 3 × 6 m",
        text="Une bâche blanche, quatre côtés, des lests. Se monte à trois en vingt minutes.",
        place="Caudéran, Bordeaux",
        week=("18:00-19:00", NO, NO, "18:00-19:00", NO, NO, NO),
        detail={
            "pieces": 1,
            "comes_with": "quatre lests, un sac, une notice",
            "longest_days": 5,
            "notice_days": 7,
            "deposit": 10000,
        },
        rules="- Pas de barbecue dessous.\n- Au-delà de 40 km/h de vent, on démonte.\n- On le plie sec.",
        kept_by="Local de l’amicale, allée du fond",
        components=("A07", "D04", "H06"),
    ),
    Place(
        kind=COMMON,
        title="Tables pliantes et bancs",
        text="Huit tables de 2,20 m avec leurs bancs, pour un repas de rue. On peut n’en prendre que deux.",
        place="Saint-Augustin, Bordeaux",
        week=(NO, "17:30-19:00", NO, NO, "17:30-19:00", "9:00-11:00", NO),
        detail={"pieces": 8, "comes_with": "deux bancs par table", "longest_days": 4},
        kept_by="Cour de l’école, portail vert",
        components=("A07", "D04", "E07"),
    ),
)
