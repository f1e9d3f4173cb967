"""The listings of the demonstration: who could say each text, in which sub-network, and where it stands."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from app import clock
from app.demo import texts
from app.demo.chance import Chance, pick
from app.demo.networks import Network
from app.demo.people import HISTORY, Neighbour
from app.demo.places import Tree
from app.demo.texts import ListingText
from app.exchanges.models import GIFT
from app.kernel.registry import Plugins
from app.listings.models import ListingStatus
from app.listings.services import WARNED_BEFORE

SHARES = {"bordeaux": 0.85, "libourne": 0.15}
TERMS = {
    "gift": "gift",
    "hours": "time_bank.hours",
    "currency": "local_currency.units",
    "shared_costs": "transport.shared_costs",
}
STANDING = {"active": 80, "expiring": 2, "paused": 6, "ended": 9, "draft": 2, "hidden": 1}
SHOWN = ("active", "expiring", "paused")
MOST_SHOWN = 2
"""How many listings with the same words stand on the board, each in a sub-network of its own."""
NEW = 0.06
"""Share of the listings that were written in the last days."""
FEWEST_DAYS = 3


@dataclass(eq=False, kw_only=True)
class Offered:
    """A listing of the demonstration."""

    id: UUID
    text: ListingText
    network: Network
    owner: Neighbour
    title: str
    words: str
    terms: list[str]
    standing: str
    """A status, or ``expiring``: on the board for a few days more."""
    published_at: datetime
    until: datetime
    """When it left the board, or now."""
    draw: float
    """How much it is asked for."""

    @property
    def status(self) -> ListingStatus:
        """Its status in the table."""
        return ListingStatus.ACTIVE if self.standing == "expiring" else ListingStatus(self.standing)


class Board:
    """Writes listings for people whom their words suit."""

    def __init__(
        self, chance: Chance, tree: Tree, plugins: Plugins, people: list[Neighbour], networks: list[Network]
    ) -> None:
        self._chance, self._tree, self._plugins = chance, tree, plugins
        self._people, self._networks = people, networks
        self._random = chance.stream("listings")
        self._tags = texts.tags()
        self._uses: Counter[ListingText] = Counter()
        self._shown: dict[ListingText, list[Network]] = {}
        self._of: dict[Neighbour, list[ListingText]] = {person: [] for person in people}
        self._appetite = {person: self._random.lognormvariate(0, 0.6) for person in people}
        for person in people[:6]:
            self._appetite[person] = 3.0 if person.activity > 1 else 1.2

    def fill(self, count: int) -> list[Offered]:
        """Write ``count`` listings over the sub-networks, by the share of each."""
        known = [text for text in texts.listings() if text.kind in self._plugins.kinds]
        offered = []
        for network in self._networks:
            suited = [text for text in known if self._suits(text, network)]
            wanted = round(count * SHARES[network.text.territory] * network.text.share / 100)
            for _number in range(wanted if suited else 0):
                written = self._write(network, suited)
                if written is not None:
                    offered.append(written)
        return offered

    def _suits(self, text: ListingText, network: Network) -> bool:
        if text.family not in network.plugins:
            return False
        near = not text.place or self._tree.territory_of(text.place) == network.text.territory
        return near and bool(self._terms(text, network))

    def _terms(self, text: ListingText, network: Network) -> list[str]:
        wanted = (TERMS[term] for term in text.terms)
        return [slug for slug in wanted if self._are_possible(slug, text.kind, network)]

    def _are_possible(self, terms: str, kind_slug: str, network: Network) -> bool:
        kind = self._plugins.kinds[kind_slug]
        if terms not in kind.terms:
            return False
        if terms == GIFT:
            return True
        return terms.split(".")[0] in network.plugins and self._plugins.suits(terms, kind_slug)

    def _write(self, network: Network, suited: list[ListingText]) -> Offered | None:
        for _try in range(12):
            text = pick(self._random, suited, [self._fit(text, network) for text in suited])
            owner = self._owner(text, network)
            if owner is not None:
                self._uses[text] += 1
                self._of[owner].append(text)
                return self._offered(text, network, owner)
        return None

    def _fit(self, text: ListingText, network: Network) -> float:
        shared = len(set(text.components) & set(network.text.components))
        first = network.text.plugins[0] == text.family
        return (0.1 + shared) * (2.5 if first else 1) / (1 + self._uses[text]) ** 3

    def _owner(self, text: ListingText, network: Network) -> Neighbour | None:
        """Draw who says it: somebody it suits, rather one whose other listings go with it."""
        able = [one for one in self._people if self._could_say(one, text, network.text.territory)]
        if not able:
            return None
        return pick(self._random, able, [self._leaning(one, text) for one in able])

    def _could_say(self, person: Neighbour, text: ListingText, territory: str) -> bool:
        return (
            person.territory == territory
            and person.language == text.lang
            and text.voice in ("any", person.voice)
            and text.age in ("any", person.age)
            and text.tradition in ("", person.tradition)
            and self._tree.lies_in(person.place.slug, text.place)
            and text not in self._of[person]
            and (self._chance.now - person.joined_at).days > FEWEST_DAYS
        )

    def _leaning(self, person: Neighbour, text: ListingText) -> float:
        mine = self._of[person]
        likeness = sum(self._likeness(text, other) for other in mine)
        full = 0.05 if any(other.picture == text.picture and text.picture for other in mine) else 1
        crowded: float = (1 + len(mine)) ** 1.6
        return self._appetite[person] * (1 + 3 * likeness) * full / crowded

    def _likeness(self, one: ListingText, other: ListingText) -> float:
        """Tell how well two texts go together: the same kind, pictures that suit the same things."""
        tags = self._tags.get(one.picture, frozenset()) & self._tags.get(other.picture, frozenset())
        return (one.kind == other.kind) + min(2, len(tags)) * 0.5

    def _is_shown_enough(self, text: ListingText, network: Network) -> bool:
        shown = self._shown.get(text, [])
        return len(shown) >= MOST_SHOWN or (network in shown and self._random.random() < 0.5)

    def _offered(self, text: ListingText, network: Network, owner: Neighbour) -> Offered:
        random, now = self._random, self._chance.now
        standing = pick(random, list(STANDING), list(STANDING.values()))
        if standing in SHOWN and self._is_shown_enough(text, network):
            standing = "ended"
        if standing in SHOWN:
            self._shown.setdefault(text, []).append(network)
        earliest = max(owner.joined_at, now - HISTORY)
        if random.random() < NEW:
            earliest = max(earliest, now - timedelta(days=12))
        published = earliest + (now - earliest) * (random.random() ** 0.9) * 0.99
        published = published.replace(hour=random.randint(6, 20), minute=random.randint(0, 59))
        published = min(max(published, owner.joined_at), now - timedelta(hours=2))
        until = now
        if standing == "ended":
            until = published + (now - published) * random.uniform(0.3, 0.95)
        elif standing == "paused":
            until = now - timedelta(days=random.randint(2, 25))
        return Offered(
            id=self._chance.id("listing", published),
            text=text,
            network=network,
            owner=owner,
            title=owner.place.fill(text.title, text.lang),
            words=owner.place.fill(text.text, text.lang),
            terms=self._terms(text, network),
            standing=standing,
            published_at=published,
            until=max(until, published),
            draw=random.lognormvariate(0, 0.8) * (1.0 if text.direction == "offer" else 0.55),
        )


def listing_row(one: Offered, chance: Chance, tree: Tree, random: Random) -> dict[str, Any]:
    """Return the row of a listing."""
    draft = one.standing == "draft"
    expires_on, warned_at = _end(one, chance.now, random)
    hidden = random.choice(texts.read("extras")["hidden"])["text"] if one.standing == "hidden" else None
    return {
        "id": one.id,
        "territory_id": tree.ids[one.owner.territory],
        "member_id": one.owner.id,
        "subnetwork_id": one.network.id,
        "kind": one.text.kind,
        "direction": one.text.direction,
        "status": one.status.value,
        "title": one.title,
        "text": one.words,
        "language": one.text.lang,
        "terms": one.terms,
        "amount": one.text.details.get("price"),
        "quantity": one.text.details.get("minutes"),
        "starts_on": None,
        "ends_on": None,
        "when_text": _when(one, random),
        "place": one.owner.place.name,
        "public_lat": one.owner.point.lat,
        "public_lon": one.owner.point.lon,
        "expires_on": expires_on,
        "warned_at": warned_at,
        "published_at": None if draft else one.published_at,
        "hidden_reason": hidden,
        "created_at": one.published_at - timedelta(minutes=random.randint(1, 40)),
    }


def _end(one: Offered, now: datetime, random: Random) -> tuple[Any, datetime | None]:
    today = clock.local(now, "Europe/Paris").date()
    if one.standing == "ended":
        return (clock.local(one.until, "Europe/Paris").date() if random.random() < 0.6 else None), None
    if one.standing == "expiring":
        days = random.randint(1, WARNED_BEFORE.days - 1)
        return today + timedelta(days=days), now - (WARNED_BEFORE - timedelta(days=days, hours=1))
    if random.random() < 0.45:
        return today + timedelta(days=random.randint(12, 90)), None
    return None, None


def _when(one: Offered, random: Random) -> str:
    suited = [
        row["text"]
        for row in texts.read("extras")["when"]
        if row["lang"] == one.text.lang and row["family"] in ("any", one.text.family)
    ]
    return random.choice(suited) if suited and random.random() < 0.35 else ""
