"""Three territories with somebody in every role and something of every kind, for tests and evaluations.

Built by the services that people use, in a second or two, and small enough to be read as one JSON text.
The same seed gives the same names, listings and ids; tokens are always new.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.db import scope
from app.db.base import ids_from
from app.demo import texts
from app.demo.texts import ListingText
from app.geo.point import Point
from app.kernel.registry import Plugins
from app.listings import services as listings
from app.listings.models import Direction, Listing
from app.members import services as members
from app.members.models import Member, MemberStatus, Person
from app.roles import Role
from app.subnetworks import services as subnetworks
from app.subnetworks.models import Subnetwork
from app.subnetworks.queries import places_for_kind
from app.territories import services as territories
from app.territories.models import Joining, Level, Territory
from app.text import speaking

MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)
INHABITANTS = 13
LISTINGS_EACH = 2
SETTINGS: dict[str, dict[str, Any]] = {"local_currency": {"name": "Girelle", "code": "GIR"}}
"""Settings without which a plugin has no name for what it does."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A territory to be made: where it is, how one joins, and its sub-networks with their plugins."""

    name: str
    code: str
    population: int
    lat: float
    lon: float
    language: str = "fr"
    questions: tuple[str, ...] = ()
    networks: tuple[tuple[str, str, tuple[str, ...]], ...] = field(
        default=(
            ("Heures partagées", "exchange_systems", ("time_bank", "skills", "transport")),
            ("Maisons et objets", "reuse", ("goods", "housing")),
            ("La girelle", "exchange_systems", ("local_currency",)),
        )
    )


PLACES = (
    Place(name="Créon", code="33140", population=4_900, lat=44.7747, lon=-0.3480),
    Place(
        name="La Réole",
        code="33352",
        population=4_300,
        lat=44.5803,
        lon=-0.0367,
        questions=("Où habitez-vous ?", "Que partageriez-vous volontiers ?"),
    ),
    Place(name="Cadillac", code="33081", population=2_800, lat=44.6358, lon=-0.3175, language="en"),
)
"""Communes of the Gironde; rounded figures of their size and centre."""


class Acceptance:
    """What is made for one run, and what is said of it afterwards."""

    def __init__(self, session: Session, plugins: Plugins, *, seed: int, password: str) -> None:
        """Prepare for ``session``; ``password`` is the hash of the password of everybody."""
        self.session, self.plugins, self.password = session, plugins, password
        self.random = Random(seed)  # noqa: S311  # a play of chance, no secret
        self.names = self._names()
        self.texts = [one for one in texts.listings() if not one.place and "{" not in one.title]

    def build(self) -> list[Territory]:
        """Make everything; returns the territories. The caller commits."""
        with ids_from(self.random, MADE_AT), speaking("fr"):
            found = [self._territory(place) for place in PLACES]
            self._person("operator", is_operator=True)
            self._person("newcomer")
            self._in_two_places(found[0], found[2])
            self.session.flush()
        scope.enter(self.session, None)
        return found

    def _territory(self, place: Place) -> Territory:
        scope.enter(self.session, None)
        point = Point(place.lat, place.lon)
        made = territories.create(
            self.session,
            name=place.name,
            level=Level.COMMUNE,
            code=place.code,
            point=point,
            population=place.population,
        )
        slug = territories.slug_of(place.name)
        territories.activate(self.session, made, slug=slug)
        made.language, made.questions = place.language, list(place.questions)
        made.joining = Joining.APPROVAL if place.questions else Joining.OPEN
        self.session.flush()
        scope.enter(self.session, made.id)
        first = members.name_administrator(self.session, made, self._person(f"administrator.{slug}"))
        self._put(first, made)
        everybody = [first, *self._people(made, slug, first)]
        self._networks(made, place, everybody)
        self._listings(everybody)
        self._who_waits_or_may_not(made, slug, first)
        return made

    def _people(self, territory: Territory, slug: str, first: Member) -> Iterator[Member]:
        for role in (Role.FACILITATOR, Role.RESEARCHER):
            member = self._member(territory, f"{role.value}.{slug}", first)
            members.give_role(self.session, member, territory, role, by=first)
            yield member
        for number in range(3):
            yield self._member(territory, f"coordinator{number + 1}.{slug}", first)
        for number in range(INHABITANTS):
            yield self._member(territory, f"inhabitant{number + 1}.{slug}", first)

    def _who_waits_or_may_not(self, territory: Territory, slug: str, first: Member) -> None:
        suspended = self._member(territory, f"suspended.{slug}", first)
        members.suspend(self.session, suspended, territory, by=first, reason="Pour essayer.")
        if territory.questions:
            person = self._person(f"pending.{slug}")
            members.join(self.session, territory, person, answers=["Ici."] * len(territory.questions))

    def _member(self, territory: Territory, name: str, first: Member, person: Person | None = None) -> Member:
        answers = ["Rue des Écoles."] * len(territory.questions)
        member = members.join(self.session, territory, person or self._person(name), answers=answers)
        if member.status == MemberStatus.PENDING:
            members.approve(self.session, member, territory, by=first)
        self._put(member, territory)
        return member

    def _put(self, member: Member, territory: Territory) -> None:
        assert territory.lat is not None
        assert territory.lon is not None
        near = Point(
            territory.lat + self.random.uniform(-0.02, 0.02), territory.lon + self.random.uniform(-0.03, 0.03)
        )
        members.set_place(
            self.session, member, label=territory.name, point=near, inhabitants=lambda cell: 2_000
        )

    def _person(self, name: str, *, is_operator: bool = False) -> Person:
        first_name = self.names.pop()
        email = f"{name}@example.org"
        person = Person(
            email=email,
            first_name=first_name,
            language=self.random.choice(("fr", "en")),
            password=self.password,
            fs_uniquifier=f"{self.random.getrandbits(256):064x}",
            fs_webauthn_user_handle=f"{self.random.getrandbits(256):064x}",
            confirmed_at=clock.now(),
            is_operator=is_operator,
        )
        self.session.add(person)
        self.session.flush()
        return person

    def _in_two_places(self, home: Territory, other: Territory) -> None:
        person = self._person("two-places")
        for territory in (home, other):
            scope.enter(self.session, territory.id)
            self._put(members.join(self.session, territory, person), territory)

    def _networks(self, territory: Territory, place: Place, everybody: list[Member]) -> None:
        coordinators = everybody[3:6]
        named = {plugin for _, _, plugins in place.networks for plugin in plugins}
        others = tuple(slug for slug in self.plugins.installed if slug not in named)
        for number, (name, theme, plugins) in enumerate(place.networks):
            network = subnetworks.create(
                self.session,
                territory_id=territory.id,
                theme=theme,
                name=name,
                description=f"{name}, {territory.name}.",
                coordinators=(coordinators[number],),
            )
            for plugin in (*plugins, *(others if number == 1 else ())):
                if plugin in self.plugins.installed:
                    self._switch_on(network, plugin, coordinators[number])
            for member in everybody[6:]:
                if self.random.random() < 0.6:
                    subnetworks.join(self.session, network, member)

    def _switch_on(self, network: Subnetwork, plugin: str, by: Member) -> None:
        settings = SETTINGS.get(plugin, {})
        subnetworks.install(
            self.session, self.plugins, subnetwork=network, plugin=plugin, settings=settings, by=by
        )

    def _listings(self, everybody: list[Member]) -> None:
        """Let everybody write something, so that every kind is there in every direction."""
        wanted = [
            (kind.slug, direction) for kind in self.plugins.kinds.values() for direction in kind.directions
        ]
        lines = max(len(wanted), LISTINGS_EACH * len(everybody))
        for number in range(lines):
            kind, direction = wanted[number % len(wanted)]
            self._listing(everybody[number % len(everybody)], kind, direction)

    def _listing(self, member: Member, slug: str, direction: str) -> None:
        places = places_for_kind(self.session, self.plugins, slug)
        if not places:
            return
        kind, network = self.plugins.kinds[slug], places[0]
        said = self._text_of(slug, direction)
        listing = Listing(
            territory_id=member.territory_id,
            subnetwork_id=network.id,
            member_id=member.id,
            kind=slug,
            direction=Direction(direction),
            title=said.title if said else f"{kind.label} : {member.person.first_name}",
            text=said.text if said else str(kind.offer_label),
            language=said.lang if said else "fr",
            terms=list(listings.terms_allowed(self.session, self.plugins, slug, network.id)[:2]),
            place=member.place,
            public_lat=member.public_lat,
            public_lon=member.public_lon,
        )
        detail = _detail(kind.detail, said.details if said else {}) if kind.detail is not None else None
        listings.save(
            self.session,
            self.plugins,
            listing=listing,
            detail=detail,
            components=kind.components[:2],
            pictures=(),
        )
        listings.publish(self.session, listing)

    def _text_of(self, kind: str, direction: str) -> ListingText | None:
        found = [
            one
            for one in self.texts
            if one.kind == kind and one.direction == direction and "{" not in one.text
        ]
        return self.random.choice(found) if found else None

    def _names(self) -> list[str]:
        names = [row["name"] for row in texts.read("people")["first_name"]]
        return self.random.sample(names, len(names))


def _detail(table: type[Any], said: dict[str, Any]) -> Any:
    """Make a row of a kind's own table: what a text says, and the least that must be there."""
    values: dict[str, Any] = {}
    for column in sa.inspect(table).columns:
        if column.name in ("listing_id", "territory_id"):
            continue
        if said.get(column.name) not in (None, ""):
            value = said[column.name]
            values[column.key] = list(value) if isinstance(value, tuple) else value
        elif not column.nullable and column.default is None:
            values[column.key] = _least(column.type.python_type)
    return table(**values)


def _least(wanted: type[Any]) -> Any:
    if wanted is datetime:
        return clock.now() + timedelta(days=7)
    if wanted is bool:
        return False
    if wanted in (int, float):
        return 1
    if wanted in (list, dict, str):
        return wanted()
    return clock.today() + timedelta(days=7)
