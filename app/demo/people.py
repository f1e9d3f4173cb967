"""The people of the demonstration: names that go together, homes, and how much each one does."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from app.demo import texts
from app.demo.accounts import SIGN_INS, SignInAs
from app.demo.chance import Chance, pick
from app.demo.places import PublicPlaces, Tree, home_near
from app.demo.rows import Rows
from app.demo.texts import PlaceText
from app.geo.names import fold
from app.geo.point import Point
from app.members.models import Member, MemberRole, MemberStatus, Person

SHARE_OF_LIBOURNE = 0.15
SHARE_OF_ENGLISH = 0.15
HISTORY = timedelta(days=548)
TRADITIONS = {"french": 62, "maghreb": 12, "west_africa": 7, "portugal": 6, "spain": 4, "vietnam": 3,
              "turkey": 3, "ukraine": 3}  # fmt: skip
AGES = {"young": 22, "adult": 53, "elder": 25}
MIXED_NAMES = 1 / 6


@dataclass(eq=False, kw_only=True)
class Neighbour:
    """A member of the demonstration, with what the story needs to know of them."""

    person_id: UUID
    id: UUID
    territory: str
    first_name: str
    voice: str
    age: str
    tradition: str
    language: str
    place: PlaceText
    point: Point
    """The public point."""
    joined_at: datetime
    activity: float
    """How often they ask and answer, 1 on average."""
    row: dict[str, object] = field(repr=False, default_factory=dict)
    """Their row of the table of members, until it is written."""


@dataclass(frozen=True, kw_only=True)
class _Name:
    first: str
    last: str
    voice: str
    age: str
    tradition: str


class Population:
    """Draws people; each full name at most once."""

    def __init__(
        self, rows: Rows, chance: Chance, tree: Tree, public_places: PublicPlaces, password: str
    ) -> None:
        self._rows, self._chance, self._tree = rows, chance, tree
        self._public_places, self._password = public_places, password
        self._random = chance.stream("people")
        self._words = texts.read("people")
        self._taken: set[str] = set(self._words["avoid"]["pairs"])
        self._mails: set[str] = set()

    def draw(self, count: int) -> list[Neighbour]:
        """Let ``count`` people live in the two territories, those one can sign in as first."""
        people = [self._signing_in(one) for one in SIGN_INS]
        in_libourne = round(count * SHARE_OF_LIBOURNE)
        for number in range(count - len(people)):
            people.append(self._neighbour("libourne" if number < in_libourne else "bordeaux"))
        return people

    def _signing_in(self, wanted: SignInAs) -> Neighbour:
        name = self._name(wanted.voice, wanted.age, wanted.tradition)
        member = self._settle("bordeaux", name, wanted.language, sign_in=wanted)
        member.activity = wanted.activity
        for role in wanted.roles:
            self.give_role(member, role)
        return member

    def _neighbour(self, territory: str) -> Neighbour:
        random = self._random
        english = random.random() < SHARE_OF_ENGLISH
        traditions = {"britain": 70, "french": 10, "west_africa": 8, "spain": 6, "ukraine": 6}
        tradition = pick(random, *_weighted(traditions if english else TRADITIONS))
        name = self._name(None, pick(random, *_weighted(AGES)), tradition)
        return self._settle(territory, name, "en" if english else "fr")

    def _name(self, voice: str | None, age: str, tradition: str) -> _Name:
        random = self._random
        firsts = [
            one
            for one in self._words["first_name"]
            if one["tradition"] == tradition and one["age"] == age and voice in (None, one["voice"])
        ] or [one for one in self._words["first_name"] if one["tradition"] == tradition]
        lasts = [one for one in self._words["last_name"] if one["tradition"] == tradition]
        if random.random() < MIXED_NAMES:
            lasts = self._words["last_name"]
        while True:
            first, last = random.choice(firsts), random.choice(lasts)
            full = f"{first['name']} {last['name']}"
            if full not in self._taken:
                break
            lasts = self._words["last_name"]
        self._taken.add(full)
        return _Name(first=first["name"], last=last["name"], voice=first["voice"], age=first["age"],
                     tradition=first["tradition"])  # fmt: skip

    def _settle(
        self, territory: str, name: _Name, language: str, sign_in: SignInAs | None = None
    ) -> Neighbour:
        joined_at = self._chance.now - HISTORY * _early(self._random)
        if sign_in is not None:
            joined_at = self._chance.now - HISTORY
        person_id = self._chance.id("person", joined_at)
        self._rows.add(Person, **self._person(person_id, name, language, joined_at, sign_in))
        return self.join(territory, person_id, name=name, language=language, joined_at=joined_at)

    def join(
        self, territory: str, person_id: UUID, *, name: _Name, language: str, joined_at: datetime
    ) -> Neighbour:
        """Make a person a member of a territory, at a home there."""
        homes = self._tree.homes(territory)
        place = pick(self._random, homes, [home.weight for home in homes])
        public = self._public_places.of(home_near(self._random, place))
        member = Neighbour(
            person_id=person_id,
            id=self._chance.id("member", joined_at),
            territory=territory,
            first_name=name.first,
            voice=name.voice,
            age=name.age,
            tradition=name.tradition,
            language=language,
            place=place,
            point=public.point,
            joined_at=joined_at,
            activity=self._random.lognormvariate(-0.25, 0.75),
        )
        member.row = self._rows.add(Member, **_member(self._tree.ids[territory], member, public.cell))
        return member

    def wait(self, territory: str, answers: list[str], days_ago: int) -> None:
        """Let somebody ask to join, who is not answered yet."""
        name = self._name(None, "adult", "french")
        asked_at = self._chance.now - timedelta(days=days_ago, hours=3)
        person_id = self._chance.id("person", asked_at)
        self._rows.add(Person, **self._person(person_id, name, "fr", asked_at, None))
        member = self.join(territory, person_id, name=name, language="fr", joined_at=asked_at)
        member.row.update(
            status=MemberStatus.PENDING.value, answers=answers, joined_at=None, public_cell=None,
            public_lat=None, public_lon=None,
        )  # fmt: skip

    def also_in(self, territory: str, member: Neighbour) -> Neighbour:
        """Make a member of one territory a member of another one too."""
        name = _Name(first=member.first_name, last="", voice=member.voice, age=member.age,
                     tradition=member.tradition)  # fmt: skip
        return self.join(
            territory, member.person_id, name=name, language=member.language, joined_at=member.joined_at
        )

    def give_role(self, member: Neighbour, role: str) -> None:
        """Give a role of the territory."""
        self._rows.add(
            MemberRole,
            id=self._chance.id("role", member.joined_at),
            territory_id=self._tree.ids[member.territory],
            member_id=member.id,
            role=role,
            given_by_id=None,
            created_at=member.joined_at,
        )

    def _person(
        self, person_id: UUID, name: _Name, language: str, joined_at: datetime, sign_in: SignInAs | None
    ) -> dict[str, object]:
        return {
            "id": person_id,
            "email": sign_in.email if sign_in else self._mail(name),
            "first_name": name.first,
            "last_name": name.last,
            "language": language,
            "is_operator": sign_in is not None and sign_in.operator,
            "password": self._password if sign_in else None,
            "fs_uniquifier": secrets.token_hex(32),
            "fs_webauthn_user_handle": secrets.token_hex(32),
            "confirmed_at": joined_at,
            "created_at": joined_at,
        }

    def _mail(self, name: _Name) -> str:
        stem = f"{fold(name.first)}.{fold(name.last)}".replace(" ", "-")
        mail = next(
            mail
            for mail in (f"{stem}{number or ''}@example.org" for number in range(1_000))
            if mail not in self._mails
        )
        self._mails.add(mail)
        return mail


def _member(territory_id: UUID, member: Neighbour, cell: int) -> dict[str, object]:
    return {
        "id": member.id,
        "territory_id": territory_id,
        "person_id": member.person_id,
        "status": MemberStatus.ACTIVE.value,
        "answers": [],
        "about": "",
        "place": member.place.name,
        "public_cell": cell,
        "public_lat": member.point.lat,
        "public_lon": member.point.lon,
        "address_sealed": None,
        "joined_at": member.joined_at,
        "created_at": member.joined_at,
    }


def _early(random: Random) -> float:
    """Return when somebody joined, 1 at the beginning and 0 today: many at first, then a few each week."""
    return 1 - random.random() ** 2 * 0.12 if random.random() < 0.4 else random.uniform(0.02, 0.92)


def _weighted(shares: dict[str, int]) -> tuple[list[str], list[int]]:
    return list(shares), list(shares.values())
