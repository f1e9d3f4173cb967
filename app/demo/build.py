"""Builds the demonstration: people, then what they list, then eighteen months of what they did together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db.base import ids_from
from app.demo import arranged, checks, details, notices, story
from app.demo.books import Book, Rules, keep
from app.demo.brought import Brought
from app.demo.chance import Chance
from app.demo.descriptions import describe
from app.demo.encounters import Encounter
from app.demo.gallery import Gallery
from app.demo.listings import Board, Offered, listing_row
from app.demo.matchmaking import Matchmaker
from app.demo.networks import Network, found, gather
from app.demo.people import HISTORY, Neighbour, Population
from app.demo.places import PublicPlaces, Tree, plant
from app.demo.prices import Prices
from app.demo.rows import Rows
from app.demo.world import World
from app.exchanges.models import State
from app.geo.cells import Count
from app.kernel.registry import Plugins
from app.ledgers.chain import link
from app.ledgers.models import Ledger
from app.listings.models import Listing
from app.notifications.models import OutgoingMail
from app.subnetworks.models import Subnetwork
from app.text import speaking
from app.wellbeing.queries import current

SEED = 2026
LISTINGS = 3.0
"""Listings for each person."""
EXCHANGES = 25 / 3
FOUND_NOBODY = 1.012
"""How many more are tried than wanted: now and then nobody is free to ask."""
"""Exchanges for each person."""

Told = Callable[[str, int, int], None]
"""``told(part, done, of)``: how far the building has come."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What to build, and with what."""

    members: int
    now: datetime
    data_dir: Path
    password: str
    """As it is kept: hashed."""
    inhabitants: Count
    seed: int = SEED


LATELY = timedelta(hours=1)
"""How long before the end of the history plugins add theirs."""


def build(
    session: Session, plugins: Plugins, wanted: Wanted, told: Told = lambda part, done, of: None
) -> World:
    """Build the demonstration in the empty database of ``session``. It flushes; the caller commits.

    Raises:
        Inconsistent: what was built contradicts itself.
    """
    with speaking("fr"):
        builder = _Builder(session, plugins, wanted, told)
        try:
            return builder.build()
        finally:
            builder.gallery.close()


class _Builder:
    def __init__(self, session: Session, plugins: Plugins, wanted: Wanted, told: Told) -> None:
        self.session, self.plugins, self.wanted, self.told = session, plugins, wanted, told
        self.chance = Chance(wanted.seed, wanted.now)
        self.rows = Rows()
        self.gallery = Gallery(wanted.data_dir, self.chance)

    def build(self) -> World:
        tree = plant(self.rows, self.chance, members=self.wanted.members)
        people = self._people(tree)
        networks = found(self.rows, self.chance, tree, self.plugins, people)
        listings = round(self.wanted.members * LISTINGS)
        offered = Board(self.chance, tree, self.plugins, people, networks).fill(listings)
        describe(self.chance, people, offered)
        arranged.addresses(people, self.wanted.data_dir)
        self._prepare_pictures(offered)
        self._write("people")
        encounters = self._encounters(tree, people, networks, offered)
        self._list(tree, offered)
        self._tell_stories(tree, networks, offered, encounters)
        self._write("exchanges")
        details.index(self.session, self.plugins, offered)
        self._bring(tree, encounters)
        world = self._world(tree, people, networks, offered)
        self._share_of_plugins(world)
        self.session.flush()
        while link(self.session):
            pass
        self.told("check", 0, 1)
        checks.check(self.session, listings=listings, exchanges=round(self.wanted.members * EXCHANGES))
        self.told("check", 1, 1)
        return world

    def _share_of_plugins(self, world: World) -> None:
        """Let the plugins add theirs through their services: ids from the seed, and no mail to anybody."""
        with ids_from(world.random, world.now - LATELY):
            self.plugins.demo(self.session, world)
        self.session.flush()
        self.session.execute(sa.delete(OutgoingMail))

    def _people(self, tree: Tree) -> list[Neighbour]:
        public_places = PublicPlaces(self.wanted.inhabitants)
        population = Population(self.rows, self.chance, tree, public_places, self.wanted.password)
        people = population.draw(self.wanted.members)
        arranged.roles(population, people)
        return people

    def _prepare_pictures(self, offered: list[Offered]) -> None:
        names = {one.text.picture for one in offered if one.text.picture}
        ready = iter(range(1, len(names) + 1))
        self.told("pictures", 0, len(names))
        self.gallery.prepare(names, lambda: self.told("pictures", next(ready), len(names)))

    def _write(self, part: str) -> None:
        total, done = len(self.rows), 0

        def told(count: int) -> None:
            nonlocal done
            done += count
            self.told(part, done, total)

        self.rows.write(self.session, told)
        self.session.expire_all()

    def _encounters(
        self, tree: Tree, people: list[Neighbour], networks: list[Network], offered: list[Offered]
    ) -> list[Encounter]:
        prices = Prices(self.session, self.plugins, details.rides(tree, offered))
        matchmaker = Matchmaker(self.chance, prices, people, offered)
        self.told("encounters", 0, 1)
        matchmaker.make(round(self.wanted.members * EXCHANGES * FOUND_NOBODY))
        matchmaker.give_up()
        arranged.waiting(matchmaker, people, offered, self.chance)
        encounters = matchmaker.made
        books = self._books(tree, networks)
        keep(encounters, lambda one: books.get((one.offered.network.id, one.terms)))
        self.told("encounters", 1, 1)
        return encounters

    def _books(self, tree: Tree, networks: list[Network]) -> dict[tuple[UUID, str], Book]:
        """Open the ledgers as the plugins open them."""
        books = {}
        for network in networks:
            for slug, method in self.plugins.of(self.plugins.settlements, network.plugins).items():
                if method.ledger is None:
                    continue
                ledger = method.ledger(self.session, self.session.get_one(Subnetwork, network.id))
                if ledger is not None:
                    books[network.id, slug] = Book(self.rows, self.chance, self._rules(ledger, network))
        return books

    def _rules(self, ledger: Ledger, network: Network) -> Rules:
        """Give the ledger an id and a first day that belong to the demonstration; return its rules."""
        started_at = self.wanted.now - HISTORY
        rules = Rules(
            id=self.chance.id("ledger", started_at),
            territory_id=ledger.territory_id,
            floor=ledger.floor,
            ceiling=ledger.ceiling,
            welcome=ledger.welcome,
            is_issued=ledger.floor == 0,
            issuer=network.coordinators[0],
        )
        opened_id = ledger.id
        self.session.expunge(ledger)
        table = Ledger.metadata.tables[Ledger.__tablename__]
        self.session.execute(
            sa.update(table).where(table.c.id == opened_id).values(id=rules.id, created_at=started_at)
        )
        return rules

    def _list(self, tree: Tree, offered: list[Offered]) -> None:
        random = self.chance.stream("listing rows")
        components = frozenset(current(self.session).components)
        lengths = details.rides(tree, offered)
        self.told_of: list[notices.Notice] = []
        for one in offered:
            territory_id = tree.ids[one.owner.territory]
            row = self.rows.add(Listing, **listing_row(one, self.chance, tree, random))
            if row["warned_at"] is not None:
                day = row["expires_on"].isoformat()
                self.told_of.append(notices.of_listing(one, row["warned_at"], day))
            details.detail(self.rows, self.plugins, one, territory_id, lengths)
            details.components(self.rows, one, territory_id, components)
            details.picture(self.rows, self.gallery, one, territory_id)

    def _tell_stories(
        self, tree: Tree, networks: list[Network], offered: list[Offered], encounters: list[Encounter]
    ) -> None:
        teller = story.Story(self.rows, self.chance, tree)
        for number, one in enumerate(encounters, start=1):
            teller.write(one)
            if number % 50 == 0 or number == len(encounters):
                self.told("stories", number, len(encounters))
            self.told_of += notices.of_exchange(one, teller.decisions)
        notices.tell(self.rows, self.chance, tree, self.told_of)
        met: dict[UUID, set[Neighbour]] = {}
        for listed in offered:
            met.setdefault(listed.network.id, set()).add(listed.owner)
        for one in encounters:
            if one.step(State.AGREED):
                met.setdefault(one.offered.network.id, set()).add(one.asker)
        gather(self.rows, self.chance, tree, networks, met)
        self.gallery.finish(self.rows)

    def _bring(self, tree: Tree, encounters: list[Encounter]) -> None:
        components = current(self.session).components
        Brought(self.rows, self.chance, tree, self.plugins, components).write(self.session, encounters)
        self.session.expunge_all()
        self._write("impact")

    def _world(
        self, tree: Tree, people: list[Neighbour], networks: list[Network], offered: list[Offered]
    ) -> World:
        kinds = {one.text.kind for one in offered}
        return World(
            random=self.chance.stream("plugins"),
            now=self.wanted.now,
            since=(self.wanted.now - HISTORY).date(),
            territories={slug: tree.ids[slug] for slug in tree.active()},
            members={slug: [one.id for one in people if one.territory == slug] for slug in tree.active()},
            subnetworks={network.text.slug: network.id for network in networks},
            listings={
                kind: [one.id for one in offered if one.text.kind == kind and one.status == "active"]
                for kind in sorted(kinds)
            },
            plugins=self.plugins,
        )
