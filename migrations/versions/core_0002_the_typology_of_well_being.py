"""The SPIRAL typology of well-being, as far as it is known, with the source of every line.

What is marked as not verified was not found in a source we could read, and is shown as such.
"""

import sqlalchemy as sa
from alembic import op
from uuid_utils import compat

from app import clock

revision = "core_0002"
down_revision = "core_0001"
branch_labels = None
depends_on = None

VERSION = "SPIRAL 2026.1"
SOURCE = "SPIRAL method, wikispiral.org; Council of Europe, 2008 and 2010; names checked in 2026"

DIMENSIONS = (
    # letter, English, French, source, verified
    (
        "A",
        "Access to essential resources",
        "Accès aux moyens de vie",
        'wikispiral.org, pages "Determination key" and "Codification"',
        True,
    ),
    (
        "B",
        "Living environment",
        "Cadre de vie",
        'wikispiral.org, page "Determination key"; Walloon ICBE',
        True,
    ),
    (
        "C",
        "Relations with and between organisations",
        "Relations avec les institutions",
        "URBACT TOGETHER, Salaspils; Walloon ICBE; letter by order",
        False,
    ),
    (
        "D",
        "Personal relations",
        "Relations entre les personnes",
        "URBACT TOGETHER, Salaspils; Walloon ICBE; letter by order",
        False,
    ),
    (
        "E",
        "Social balance",
        "Équilibres sociaux",
        "URBACT TOGETHER, Salaspils; Walloon ICBE; letter by order",
        False,
    ),
    (
        "F",
        "Personal balance",
        "Équilibres personnels",
        "URBACT TOGETHER, Salaspils; Walloon ICBE; letter by order",
        False,
    ),
    (
        "G",
        "Feelings of well-being and ill-being",
        "Sentiments de bien-être et de mal-être",
        "URBACT TOGETHER, Salaspils; Walloon ICBE; letter by order",
        False,
    ),
    (
        "H",
        "Attitudes and initiatives",
        "Attitudes et initiatives",
        "URBACT TOGETHER, Salaspils; Walloon ICBE; letter by order",
        False,
    ),
    ("I", "", "", "wikispiral.org counts nine dimensions; the name of the ninth was not found", False),
)

COMPONENTS = (
    # code, English, French, definition, source, verified
    (
        "A00",
        "Access to essential resources in general",
        "Accès aux moyens de vie en général",
        "To have means of life; to be poor or rich.",
        'wikispiral.org, page "Determination key"',
        True,
    ),
    (
        "A01",
        "Food and drink",
        "Alimentation",
        "",
        'wikispiral.org, page "Determination key"; page "Codification"',
        True,
    ),
    (
        "A02",
        "Healthcare and medicine",
        "Soins et médicaments",
        "",
        'wikispiral.org, page "Determination key"',
        True,
    ),
    ("A03", "Housing, furniture", "Logement, mobilier", "", 'wikispiral.org, page "Determination key"', True),
    (
        "A04",
        "Clothing",
        "Habillement",
        "Access to clothing and shoes.",
        "Definition on wikispiral.org, label to be checked",
        False,
    ),
    (
        "A05",
        "Education, training",
        "Éducation, formation",
        "",
        'wikispiral.org, page "Determination key"',
        True,
    ),
    ("A06", "Employment, work", "Emploi, travail", "", 'wikispiral.org, page "Determination key"', True),
    (
        "A07",
        "Leisure, culture and sport",
        "Loisirs, culture, sport",
        "",
        'wikispiral.org, page "Determination key"',
        True,
    ),
    (
        "A08",
        "Purchasing power, access to finance",
        "Pouvoir d'achat, accès aux finances",
        "Purchasing power, income and access to finance.",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "A09",
        "Home care and personal services",
        "Assistance, services à la personne",
        "Financial or material assistance, institutional aid.",
        'wikispiral.org, page "Determination key"',
        True,
    ),
    ("A10", "Mobility", "Mobilité, transports", "", "To be checked with the TOGETHER network", False),
    (
        "A11",
        "Information, exchange",
        "Information, échanges",
        "",
        'wikispiral.org, page "Determination key"',
        True,
    ),
    (
        "B00",
        "Living environment in general",
        "Cadre de vie en général",
        "Isolated, pleasant or secure surroundings.",
        'wikispiral.org, page "Determination key"',
        True,
    ),
    (
        "B01",
        "Cleanliness, pollution, noise",
        "Salubrité, pollution, bruit",
        "",
        "Definition on wikispiral.org, label to be checked",
        False,
    ),
    (
        "B02",
        "Basic infrastructure",
        "Infrastructures et équipements de base",
        "Roads and other basic equipment.",
        'wikispiral.org, page "Determination key"',
        True,
    ),
    (
        "B03",
        "Meeting and leisure places, services, shops",
        "Lieux de rencontre et de loisirs, services",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "B04",
        "Weather and natural phenomena",
        "Météo et phénomènes naturels",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "B05",
        "Space and aesthetics",
        "Espace et esthétique",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "B06",
        "Production and working conditions",
        "Conditions de production et de travail",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "C00",
        "Relations with institutions in general",
        "Relations avec les institutions en général",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "C01",
        "Fundamental rights, recognition",
        "Droits fondamentaux, reconnaissance",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "C02",
        "Functioning of justice",
        "Fonctionnement de la justice",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "C03",
        "Transparency and communication",
        "Transparence et communication",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "C04",
        "Organisation, management, finances",
        "Organisation, gestion, finances",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "C05",
        "Access, information and contacts",
        "Accès, information, contacts",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "C06",
        "Relations inside institutions (staff, users)",
        "Relations dans les institutions",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "C07",
        "Consultation, democracy",
        "Concertation, démocratie",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    ("C08", "Policy", "Politique", "", "To be checked with the TOGETHER network", False),
    (
        "D00",
        "Personal relations in general",
        "Relations personnelles en général",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "D01",
        "Couple, sexual and emotional life",
        "Couple, vie sentimentale",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "D02",
        "Family life, family relations",
        "Vie et relations familiales",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    ("D03", "Friendship", "Amitié, relations amicales", "", "To be checked with the TOGETHER network", False),
    (
        "D04",
        "Neighbourhood relations",
        "Relations de voisinage",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "D05",
        "Relations at the workplace",
        "Relations au travail",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "E00",
        "Social balance in general",
        "Équilibre social en général",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "E01",
        "Identity, values, traditions",
        "Identité, valeurs, traditions",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    ("E02", "Demographic balance", "Démographie", "", "To be checked with the TOGETHER network", False),
    ("E03", "History, progress", "Histoire, progrès", "", "To be checked with the TOGETHER network", False),
    ("E04", "Economy", "Économie", "", "To be checked with the TOGETHER network", False),
    (
        "E05",
        "Security, tensions, violence",
        "Sécurité, tensions, violence",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "E06",
        "Relations within society",
        "Relations au sein de la société",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "E07",
        "Social links, solidarity, sharing",
        "Liens sociaux, solidarité, partage",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "E08",
        "Equity, social mobility",
        "Équité, mobilité sociale",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "E09",
        "Inclusion and mixing",
        "Inclusion, mixité",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "F00",
        "Personal balance in general",
        "Équilibre personnel en général",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "F01",
        "Physical balance, health",
        "Équilibre physique, santé",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "F02",
        "Autonomy, freedom, independence",
        "Autonomie, liberté, indépendance",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "F03",
        "Time management, balance between activities",
        "Gestion du temps, équilibre entre activités",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "F04",
        "Mental, emotional balance",
        "Équilibre mental, émotionnel",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "F05",
        "Spiritual, religious or philosophical balance",
        "Équilibre spirituel, religieux, philosophique",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "F06",
        "Balance in social life",
        "Équilibre dans la vie en société",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "F07",
        "Balance with nature",
        "Équilibre avec la nature",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "G00",
        "Feelings in general",
        "Sentiments en général",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "G01",
        "Self-esteem, shame",
        "Estime de soi, honte",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "G02",
        "Satisfaction, frustration",
        "Satisfaction, frustration",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "G03",
        "Serenity, fear",
        "Sérénité, peur",
        "Serenity about the future, fears, trust or mistrust.",
        "To be checked with the TOGETHER network",
        False,
    ),
    ("G04", "Stress, worries", "Stress, soucis", "", "To be checked with the TOGETHER network", False),
    ("G05", "Joy, sadness", "Joie, tristesse", "", "To be checked with the TOGETHER network", False),
    (
        "H00",
        "Attitudes and initiatives in general",
        "Attitudes et initiatives en général",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "H01",
        "Work on oneself, self-respect",
        "Travail sur soi, respect de soi",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "H02",
        "Private activities and initiatives",
        "Activités et initiatives privées",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    ("H03", "Dynamism, will", "Dynamisme, volonté", "", "To be checked with the TOGETHER network", False),
    (
        "H04",
        "Meeting, listening, solidarity",
        "Rencontre, écoute, solidarité",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "H05",
        "Positive attitude, kindness",
        "Attitude positive, bienveillance",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "H06",
        "Responsibility towards the commons",
        "Responsabilité vis-à-vis du bien commun",
        "Civic spirit and responsibility.",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "H07",
        "Commitment in civic life",
        "Engagement dans la vie citoyenne",
        "Commitment and participation.",
        "To be checked with the TOGETHER network",
        False,
    ),
    (
        "H08",
        "Respect for others, tolerance",
        "Respect d'autrui, tolérance",
        "",
        "To be checked with the TOGETHER network",
        False,
    ),
)

typology = sa.table(
    "typology",
    sa.column("id", sa.Uuid()),
    sa.column("version", sa.UnicodeText()),
    sa.column("source", sa.UnicodeText()),
    sa.column("current", sa.Boolean()),
    sa.column("created_at", sa.DateTime(timezone=True)),
)
dimension = sa.table(
    "dimension",
    sa.column("id", sa.Uuid()),
    sa.column("typology_id", sa.Uuid()),
    *(sa.column(name, sa.UnicodeText()) for name in ("letter", "label_en", "label_fr", "source")),
    sa.column("verified", sa.Boolean()),
)
component = sa.table(
    "component",
    sa.column("id", sa.Uuid()),
    sa.column("typology_id", sa.Uuid()),
    *(
        sa.column(name, sa.UnicodeText())
        for name in ("letter", "code", "label_en", "label_fr", "definition", "source")
    ),
    sa.column("verified", sa.Boolean()),
)


def upgrade() -> None:
    typology_id = compat.uuid7()
    op.bulk_insert(
        typology,
        [
            {
                "id": typology_id,
                "version": VERSION,
                "source": SOURCE,
                "current": True,
                "created_at": clock.now(),
            }
        ],
    )
    op.bulk_insert(
        dimension,
        [
            {
                "id": compat.uuid7(),
                "typology_id": typology_id,
                "letter": letter,
                "label_en": english,
                "label_fr": french,
                "source": source,
                "verified": verified,
            }
            for letter, english, french, source, verified in DIMENSIONS
        ],
    )
    op.bulk_insert(
        component,
        [
            {
                "id": compat.uuid7(),
                "typology_id": typology_id,
                "letter": code[0],
                "code": code,
                "label_en": english,
                "label_fr": french,
                "definition": definition,
                "source": source,
                "verified": verified,
            }
            for code, english, french, definition, source, verified in COMPONENTS
        ],
    )


def downgrade() -> None:
    bind = op.get_bind()
    found = bind.execute(sa.select(typology.c.id).where(typology.c.version == VERSION)).scalar()
    bind.execute(sa.delete(component).where(component.c.typology_id == found))
    bind.execute(sa.delete(dimension).where(dimension.c.typology_id == found))
    bind.execute(sa.delete(typology).where(typology.c.id == found))
