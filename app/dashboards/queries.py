"""What the pages need that bring several features together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.exchanges.models import OPEN, Exchange, State
from app.geo.point import Point
from app.impact.models import MeasureEntry
from app.kernel.registry import Plugins
from app.listings.cards import COLUMNS, Card, card_rows, cards
from app.listings.models import Direction, Listing
from app.listings.queries import visible
from app.members.models import Member, MemberStatus, Person
from app.subnetworks.models import Subnetwork, SubnetworkMember

UNANSWERED_AFTER = timedelta(days=14)
WAITING_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class Brought:
    """What a member gave and received of one measure."""

    measure: str
    given: int
    received: int


@dataclass(frozen=True, kw_only=True)
class Quiet:
    """A member who has asked or offered and never received, or was always the one who gives."""

    member_id: UUID
    first_name: str
    given: int
    received: int


def newest(
    session: Session,
    plugins: Plugins,
    *,
    slug: str,
    zone: str,
    direction: str | None = None,
    limit: int = 6,
    here: Point | None = None,
    without: UUID | None = None,
) -> list[Card]:
    """Return the newest cards on the board, those of ``without`` left out."""
    wanted = sa.select(*COLUMNS).where(visible(clock.today(zone)), Member.status == MemberStatus.ACTIVE)
    if direction is not None:
        wanted = wanted.where(Listing.direction == direction)
    if without is not None:
        wanted = wanted.where(Listing.member_id != without)
    rows = session.execute(card_rows(wanted).order_by(Listing.published_at.desc()).limit(limit)).all()
    return cards(session, plugins, rows, slug=slug, here=here)


def people_by_subnetwork(session: Session) -> dict[UUID, int]:
    """Count the members of each sub-network of the territory in scope."""
    rows = session.execute(
        sa.select(SubnetworkMember.subnetwork_id, sa.func.count()).group_by(SubnetworkMember.subnetwork_id)
    )
    return {row[0]: row[1] for row in rows}


def brought(session: Session, member_id: UUID) -> list[Brought]:
    """Add up what a member gave and received, measure by measure."""
    given = sa.case((MeasureEntry.giver_id == member_id, MeasureEntry.quantity), else_=0)
    received = sa.case((MeasureEntry.receiver_id == member_id, MeasureEntry.quantity), else_=0)
    rows = session.execute(
        sa.select(MeasureEntry.measure, sa.func.sum(given), sa.func.sum(received))
        .where(sa.or_(MeasureEntry.giver_id == member_id, MeasureEntry.receiver_id == member_id))
        .group_by(MeasureEntry.measure)
        .order_by(MeasureEntry.measure)
    )
    return [Brought(measure=row[0], given=int(row[1]), received=int(row[2])) for row in rows]


def unanswered(
    session: Session,
    plugins: Plugins,
    subnetwork_ids: Sequence[UUID],
    *,
    slug: str,
    zone: str,
    limit: int = 12,
) -> list[Card]:
    """Return requests that nobody has answered for two weeks, the oldest first."""
    answered = sa.select(Exchange.listing_id).where(
        Exchange.listing_id == Listing.id, Exchange.state.not_in([State.DECLINED, State.CANCELLED])
    )
    wanted = sa.select(*COLUMNS).where(
        visible(clock.today(zone)),
        Listing.direction == Direction.REQUEST,
        Listing.subnetwork_id.in_(list(subnetwork_ids)),
        Listing.published_at < clock.now() - UNANSWERED_AFTER,
        ~answered.exists(),
    )
    rows = session.execute(card_rows(wanted).order_by(Listing.published_at).limit(limit)).all()
    return cards(session, plugins, rows, slug=slug)


def looked_after(session: Session, ids: Sequence[UUID] | None) -> Sequence[Subnetwork]:
    """Return the open sub-networks with these ids, all of the territory in scope for ``None``."""
    wanted = sa.select(Subnetwork).where(Subnetwork.closed_at.is_(None)).order_by(Subnetwork.name)
    if ids is not None:
        wanted = wanted.where(Subnetwork.id.in_(list(ids)))
    return session.scalars(wanted).all()


def open_counts(session: Session, subnetwork_ids: Sequence[UUID]) -> dict[UUID, dict[str, int]]:
    """Count the open exchanges of each sub-network, state by state."""
    rows = session.execute(
        sa.select(Exchange.subnetwork_id, Exchange.state, sa.func.count())
        .where(Exchange.subnetwork_id.in_(list(subnetwork_ids)), Exchange.state.in_(list(OPEN)))
        .group_by(Exchange.subnetwork_id, Exchange.state)
    )
    counts: dict[UUID, dict[str, int]] = {}
    for subnetwork_id, state, count in rows:
        counts.setdefault(subnetwork_id, {})[state] = count
    return counts


def never_received(session: Session, subnetwork_ids: Sequence[UUID], *, limit: int = 10) -> list[Quiet]:
    """Return members who gave in these sub-networks and never received, those who gave most first."""
    sides = sa.union_all(
        *(
            sa.select(side.label("member_id"), sa.literal(gave).label("gave")).where(
                Exchange.subnetwork_id.in_(list(subnetwork_ids)), Exchange.state == State.CONFIRMED
            )
            for side, gave in ((Exchange.giver_id, 1), (Exchange.receiver_id, 0))
        )
    ).subquery()
    given, received = sa.func.sum(sides.c.gave), sa.func.sum(1 - sides.c.gave)
    rows = session.execute(
        sa.select(Member.id, Person.first_name, given, received)
        .select_from(sides)
        .join(Member, Member.id == sides.c.member_id)
        .join(Person, Person.id == Member.person_id)
        .where(Member.status == MemberStatus.ACTIVE)
        .group_by(Member.id, Person.first_name)
        .having(received == 0)
        .order_by(given.desc(), Person.first_name)
        .limit(limit)
    )
    return [
        Quiet(member_id=row[0], first_name=row[1], given=int(row[2]), received=int(row[3])) for row in rows
    ]


def pending_members(session: Session) -> int:
    """Count those who ask to join the territory in scope."""
    return (
        session.scalar(
            sa.select(sa.func.count()).select_from(Member).where(Member.status == MemberStatus.PENDING)
        )
        or 0
    )
