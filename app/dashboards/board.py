"""What the home of a territory shows to everybody; kept until the territory's version grows."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from app import clock
from app.dashboards import queries
from app.db.kept import Kept
from app.geo.point import Point
from app.kernel.registry import Plugins
from app.listings.cards import Card
from app.listings.models import Direction
from app.subnetworks.queries import subnetworks_of
from app.subnetworks.themes import THEMES
from app.territories.models import Territory
from app.text import language

OFFERS, NEEDS = 6, 3


@dataclass(frozen=True, kw_only=True)
class NetworkTile:
    """A sub-network as a tile."""

    name: str
    url: str
    icon: str
    people: int


@dataclass(frozen=True, kw_only=True)
class Board:
    """What is new, what is needed, and the sub-networks."""

    offers: tuple[Card, ...]
    needs: tuple[Card, ...]
    networks: tuple[NetworkTile, ...]
    enabled: frozenset[str]
    """Plugins switched on anywhere in the territory."""


_boards: Kept[Board] = Kept(256)


def board(
    session: Session, plugins: Plugins, territory: Territory, *, reader_id: UUID | None, here: Point | None
) -> Board:
    """Return the board of ``territory`` for a reader: less their own, with distances from ``here``."""
    key = (
        territory.id,
        territory.version,
        clock.today(territory.time_zone),
        language(),
        reader_id,
        here,
        id(plugins),
    )
    return _boards.get(key, lambda: _make(session, plugins, territory, reader_id, here))


def _make(
    session: Session, plugins: Plugins, territory: Territory, reader_id: UUID | None, here: Point | None
) -> Board:
    newest = {
        direction: queries.newest(
            session,
            plugins,
            slug=territory.slug or "",
            zone=territory.time_zone,
            direction=direction,
            limit=limit,
            here=here,
            without=reader_id,
        )
        for direction, limit in ((Direction.OFFER, OFFERS), (Direction.REQUEST, NEEDS))
    }
    people = queries.people_by_subnetwork(session)
    networks = subnetworks_of(session)
    return Board(
        offers=tuple(newest[Direction.OFFER]),
        needs=tuple(newest[Direction.REQUEST]),
        networks=tuple(
            NetworkTile(
                name=network.name,
                url=f"/t/{territory.slug}/networks/{network.slug}",
                icon=THEMES[network.theme].icon,
                people=people.get(network.id, 0),
            )
            for network in networks
        ),
        enabled=frozenset(
            item.plugin for network in networks for item in network.installations if item.enabled
        ),
    )
