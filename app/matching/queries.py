"""What fits: the criteria of the plugins over the newest listings of the other direction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.kernel.registry import Plugins
from app.listings.cards import Card, cards_for
from app.listings.models import Direction, Listing, ListingStatus
from app.listings.queries import visible
from app.members.models import Member, MemberStatus
from app.subnetworks.queries import enabled_by_subnetwork

MOST_OF_MINE = 6
MOST_OF_ONE = 20
MOST_CANDIDATES = 60
GOOD_ENOUGH = 0.5


@dataclass(frozen=True, kw_only=True)
class Fit:
    """A listing of somebody else that fits one of mine."""

    card: Card
    mine: str
    """Title of my listing."""
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two listings that fit, how well from 0 to 1, and why."""

    found: Listing
    mine: Listing
    score: float
    reasons: tuple[str, ...]


def fitting(
    session: Session, plugins: Plugins, member: Member, *, slug: str, zone: str, limit: int = 3
) -> list[Fit]:
    """Return listings of others that fit the member's own, the best of each first.

    The score of a pair is the mean of what the criteria of its kind say, those of plugins that are
    switched on in the territory; pairs about which none says anything are left out.
    """
    mine = session.scalars(
        sa.select(Listing)
        .where(Listing.member_id == member.id, Listing.status == ListingStatus.ACTIVE)
        .order_by(Listing.published_at.desc())
        .limit(MOST_OF_MINE)
    ).all()
    chosen = _best(session, plugins, mine, member.id, zone)[:limit]
    ids = [pair.found.id for pair in chosen]
    cards = {card.id: card for card in cards_for(session, plugins, ids, slug=slug)}
    return [Fit(card=cards[pair.found.id], mine=pair.mine.title, reasons=pair.reasons) for pair in chosen]


def fits_of(
    session: Session, plugins: Plugins, listing: Listing, *, zone: str, limit: int = MOST_OF_ONE
) -> list[Pair]:
    """Return the listings of others that fit this one, the best first, as ``fitting`` finds them."""
    return _best(session, plugins, [listing], listing.member_id, zone)[:limit]


def _best(
    session: Session, plugins: Plugins, mine: Sequence[Listing], member_id: UUID, zone: str
) -> list[Pair]:
    criteria = plugins.of(plugins.criteria, frozenset().union(*enabled_by_subnetwork(session).values()))
    kinds = {listing.kind for listing in mine} & {kind for item in criteria.values() for kind in item.kinds}
    if not kinds:
        return []
    others = _others(session, kinds, member_id, zone)
    details = _details(session, plugins, [*mine, *others])  # held, so that the session keeps them
    best: dict[UUID, Pair] = {}
    for listing in mine:
        for other in others:
            if other.kind != listing.kind or other.direction == listing.direction:
                continue
            score, reasons = _score(session, plugins, criteria.keys(), listing, other)
            if score >= GOOD_ENOUGH and (other.id not in best or score > best[other.id].score):
                best[other.id] = Pair(found=other, mine=listing, score=score, reasons=reasons)
    del details
    return sorted(best.values(), key=lambda pair: -pair.score)


def _others(session: Session, kinds: Iterable[str], member_id: UUID, zone: str) -> Sequence[Listing]:
    return session.scalars(
        sa.select(Listing)
        .join(Member, Member.id == Listing.member_id)
        .where(
            visible(clock.today(zone)),
            Listing.kind.in_(kinds),
            Listing.member_id != member_id,
            Member.status == MemberStatus.ACTIVE,
        )
        .order_by(Listing.published_at.desc())
        .limit(MOST_CANDIDATES)
    ).all()


def _details(session: Session, plugins: Plugins, listings: Sequence[Listing]) -> list[Any]:
    """Read the kinds' own rows, one query a table, so that the criteria find them in the session."""
    held: list[Any] = []
    tables = {plugins.kinds[item.kind].detail for item in listings if item.kind in plugins.kinds}
    for table in tables - {None}:
        ids = [item.id for item in listings if plugins.kinds[item.kind].detail is table]
        held.extend(session.scalars(sa.select(table).where(table.listing_id.in_(ids))))  # type: ignore[union-attr, arg-type]
    return held


def _score(
    session: Session, plugins: Plugins, slugs: Iterable[str], mine: Listing, other: Listing
) -> tuple[float, tuple[str, ...]]:
    offer, request = (mine, other) if mine.direction == Direction.OFFER else (other, mine)
    said = [
        match
        for slug in slugs
        if mine.kind in plugins.criteria[slug].kinds
        for match in (plugins.criteria[slug].score(session, offer, request),)
        if match is not None
    ]
    if not said:
        return 0.0, ()
    reasons = tuple(match.reason for match in said if match.score > 0)
    return sum(match.score for match in said) / len(said), reasons
