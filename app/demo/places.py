"""The tree of territories, and where in it people live: by public points only."""

from dataclasses import dataclass
from math import cos, radians
from random import Random
from uuid import UUID

from app.demo import texts
from app.demo.chance import Chance
from app.demo.rows import Rows
from app.demo.texts import PlaceText
from app.geo.cells import Count, PublicPlace, public_place
from app.geo.names import fold
from app.geo.point import Point
from app.territories.models import Joining, Level, Territory, TerritoryAncestor

LEVELS = {
    "country": Level.COUNTRY,
    "region": Level.REGION,
    "department": Level.DEPARTMENT,
    "group_of_communes": Level.GROUP,
    "commune": Level.COMMUNE,
    "neighbourhood": Level.NEIGHBOURHOOD,
}
MARK = "demonstration"
"""Key of a territory's settings that says the demonstration made it."""
DESCRIPTIONS = {
    "bordeaux": (
        "Des deux côtés de la Garonne, des gens mettent en commun ce qu’ils ont déjà. Ce territoire et ses "
        "habitants sont inventés pour la démonstration ; les communes sont vraies."
    ),
    "libourne": (
        "Entre l’Isle et la Dordogne. On s’inscrit en répondant à deux questions, et quelqu’un vous appelle. "
        "Ce territoire et ses habitants sont inventés pour la démonstration ; les communes sont vraies."
    ),
}
PER_DEGREE = 111_195  # metres of a degree of latitude


@dataclass(frozen=True, kw_only=True)
class Tree:
    """The places of the demonstration by slug, with their ids."""

    places: dict[str, PlaceText]
    ids: dict[str, UUID]

    def active(self) -> list[str]:
        """Return the slugs of the territories that have members."""
        return [slug for slug, place in self.places.items() if place.active]

    def territory_of(self, slug: str) -> str:
        """Return the active territory that a place lies in, "" when it lies in none."""
        while slug and not self.places[slug].active:
            slug = self.places[slug].parent
        return slug

    def lies_in(self, slug: str, wanted: str) -> bool:
        """Tell whether a place is ``wanted`` or lies in it; "" is everywhere."""
        while slug and slug != wanted:
            slug = self.places[slug].parent
        return slug == wanted

    def homes(self, territory: str) -> list[PlaceText]:
        """Return where the people of a territory live."""
        return [
            place
            for slug, place in self.places.items()
            if place.weight > 0 and self.territory_of(slug) == territory
        ]


def plant(rows: Rows, chance: Chance, *, members: int) -> Tree:
    """Let the rows of the tree wait, with every ancestor of each place."""
    tree = Tree(
        places={place.slug: place for place in texts.places()},
        ids={place.slug: chance.id("territory", chance.now) for place in texts.places()},
    )
    for place in tree.places.values():
        rows.add(Territory, **_territory(tree, place, chance, members))
        slug, depth = place.slug, 0
        while slug:
            rows.add(
                TerritoryAncestor,
                ancestor_id=tree.ids[slug],
                territory_id=tree.ids[place.slug],
                depth=depth,
            )
            slug, depth = tree.places[slug].parent, depth + 1
    return tree


def _territory(tree: Tree, place: PlaceText, chance: Chance, members: int) -> dict[str, object]:
    by_approval = place.slug == "libourne"
    return {
        "id": tree.ids[place.slug],
        "parent_id": tree.ids[place.parent] if place.parent else None,
        "group_id": None,
        "level": LEVELS[place.level].value,
        "name": place.name,
        "name_key": fold(place.name),
        "slug": place.slug if place.active else None,
        "country": "FR",
        "code": place.code,
        "population": place.population,
        "lat": place.lat,
        "lon": place.lon,
        "postcodes": list(place.postcodes),
        "active": place.active,
        "description": DESCRIPTIONS.get(place.slug, ""),
        "language": "fr",
        "time_zone": "Europe/Paris",
        "joining": (Joining.APPROVAL if by_approval else Joining.OPEN).value,
        "questions": texts.read("extras")["joining"]["questions"] if by_approval else [],
        "confirm_after_days": 14,
        "settings": {MARK: {"seed": chance.seed, "members": members}} if place.active else {},
        "created_at": chance.now,
    }


def home_near(random: Random, place: PlaceText) -> Point:
    """Invent a home in a place; it is forgotten as soon as its public place is known."""
    spread = 450 if place.level == "neighbourhood" else 900
    north, east = random.gauss(0, spread), random.gauss(0, spread)
    return Point(place.lat + north / PER_DEGREE, place.lon + east / (PER_DEGREE * cos(radians(place.lat))))


class PublicPlaces:
    """The public places of homes, looked up once for each finest cell."""

    def __init__(self, inhabitants: Count) -> None:
        self._inhabitants = inhabitants

    def of(self, home: Point) -> PublicPlace:
        """Return the public place of a home, by the rule that holds for everybody."""
        return public_place(home, self._inhabitants)
