"""Questions about exchanges: mine, ours, those to settle, and who may see what of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app import clock
from app.exchanges.models import OPEN, Exchange, ExchangeMove, Proposal, State
from app.listings.models import Listing, ListingStatus
from app.members.models import Member, MemberStatus
from app.subnetworks.queries import coordinator_ids

PAGE = 20
ADMINISTRATOR = "administrator"
ADDRESS_STAYS = timedelta(days=7)
ANSWERABLE = (ListingStatus.ACTIVE, ListingStatus.PAUSED, ListingStatus.ENDED)
"""Those whose form of answer may be opened; it says that a listing is paused rather than hide it."""
NEEDED = ("listing", "asker", "owner", "conversation", "proposals")


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page of a member's exchanges: those that wait for them first, then the open ones, then the past."""

    exchanges: Sequence[Exchange]
    total: int
    waiting: int


def whole() -> sa.Select[Exchange]:
    """Select exchanges with everything that their pages and the hooks of plugins look at.

    Giver and receiver are the asker and the owner, so that they cost no query of their own.
    """
    return sa.select(Exchange).options(
        joinedload(Exchange.listing),
        joinedload(Exchange.asker).lazyload(Member.grants),
        joinedload(Exchange.owner).lazyload(Member.grants),
        joinedload(Exchange.conversation),
        selectinload(Exchange.proposals),
    )


def complete(session: Session, exchange: Exchange) -> Exchange:
    """Load what of ``exchange`` is not loaded yet."""
    if any(name in sa.inspect(exchange).unloaded for name in NEEDED):
        session.scalars(whole().where(Exchange.id == exchange.id)).unique().one()
    return exchange


def of(member_id: UUID) -> sa.ColumnElement[bool]:
    """Return the condition that the member is one of the two sides."""
    return sa.or_(Exchange.asker_id == member_id, Exchange.owner_id == member_id)


def exchange_for(
    session: Session, member_id: UUID, exchange_id: UUID, *, lock: bool = False
) -> Exchange | None:
    """Return an exchange of the member.

    Args:
        lock: wait for others who are changing it, and read it as they left it.
    """
    wanted = whole().where(Exchange.id == exchange_id, of(member_id))
    return session.scalar(_locked(wanted) if lock else wanted)


def _locked(wanted: sa.Select[Exchange]) -> sa.Select[Exchange]:
    return wanted.with_for_update(of=Exchange).execution_options(populate_existing=True)


def open_between(session: Session, *, listing_id: UUID, asker_id: UUID) -> Exchange | None:
    """Return the exchange about a listing that the asker has asked for and that is not agreed yet."""
    return session.scalar(
        whole().where(
            Exchange.listing_id == listing_id, Exchange.asker_id == asker_id, Exchange.state == State.ASKED
        )
    )


def page_of(session: Session, member_id: UUID, *, page: int = 1) -> Page:
    """Return a page of a member's exchanges."""
    rank = sa.case((Exchange.awaits_id == member_id, 0), (Exchange.state.in_(OPEN), 1), else_=2)
    exchanges = session.scalars(
        whole()
        .where(of(member_id))
        .order_by(rank, Exchange.changed_at.desc(), Exchange.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    total = session.scalar(sa.select(sa.func.count()).select_from(Exchange).where(of(member_id)))
    return Page(exchanges=exchanges, total=total or 0, waiting=waiting_count(session, member_id))


def waiting_count(session: Session, member_id: UUID) -> int:
    """Count the exchanges that wait for the member's answer."""
    return (
        session.scalar(
            sa.select(sa.func.count()).select_from(Exchange).where(Exchange.awaits_id == member_id)
        )
        or 0
    )


def of_conversations(session: Session, conversation_ids: Sequence[UUID]) -> dict[UUID, Exchange]:
    """Return the exchange of each conversation."""
    found = session.scalars(sa.select(Exchange).where(Exchange.conversation_id.in_(conversation_ids)))
    return {exchange.conversation_id: exchange for exchange in found}


def moves_of(session: Session, exchange_id: UUID) -> Sequence[ExchangeMove]:
    """Return what happened to an exchange, from the first move."""
    return session.scalars(
        sa.select(ExchangeMove)
        .where(ExchangeMove.exchange_id == exchange_id)
        .order_by(ExchangeMove.created_at, ExchangeMove.id)
    ).all()


def disputes(session: Session, member: Member, coordinates: Sequence[UUID] | None) -> Sequence[Exchange]:
    """Return the disputed exchanges that the member may settle, the oldest first.

    Args:
        coordinates: the sub-networks that the member coordinates; ``None``: the whole territory.
    """
    return session.scalars(disputed(member, coordinates).order_by(Exchange.changed_at)).all()


def dispute_for(
    session: Session,
    member: Member,
    coordinates: Sequence[UUID] | None,
    exchange_id: UUID,
    *,
    lock: bool = False,
) -> Exchange | None:
    """Return a disputed exchange that the member may settle."""
    wanted = disputed(member, coordinates).where(Exchange.id == exchange_id)
    return session.scalar(_locked(wanted) if lock else wanted)


def disputed(member: Member, coordinates: Sequence[UUID] | None) -> sa.Select[Exchange]:
    """Select the disputed exchanges that the member may settle, as ``disputes`` returns them."""
    wanted = whole().where(Exchange.state == State.DISPUTED, sa.not_(of(member.id)))
    return wanted if coordinates is None else wanted.where(Exchange.subnetwork_id.in_(coordinates))


def may_settle(session: Session, exchange: Exchange, member: Member) -> bool:
    """Tell whether the member may settle a disagreement: neither side, and trusted with it."""
    if member.id in (exchange.asker_id, exchange.owner_id):
        return False
    if any(grant.role == ADMINISTRATOR for grant in member.grants):
        return True
    return member.id in coordinator_ids(session, exchange.subnetwork_id)


def explanations_of(session: Session, exchange_ids: Sequence[UUID]) -> dict[UUID, list[ExchangeMove]]:
    """Return what the two sides wrote to the coordinator, by exchange, the oldest first."""
    found: dict[UUID, list[ExchangeMove]] = {exchange_id: [] for exchange_id in exchange_ids}
    for move in session.scalars(
        sa.select(ExchangeMove)
        .where(ExchangeMove.exchange_id.in_(exchange_ids), ExchangeMove.became == State.DISPUTED)
        .order_by(ExchangeMove.created_at, ExchangeMove.id)
    ):
        found[move.exchange_id].append(move)
    return found


def listing_to_ask(session: Session, listing_id: UUID, *, lock: bool = False) -> Listing | None:
    """Return a listing that can be answered today, with its author.

    Args:
        lock: let two answers to the same listing go one after the other.
    """
    wanted = (
        sa.select(Listing)
        .where(Listing.id == listing_id)
        .join(Member, Member.id == Listing.member_id)
        .where(Member.status == MemberStatus.ACTIVE)
        .options(joinedload(Listing.member))
    )
    return session.scalar(wanted.with_for_update(of=Listing) if lock else wanted)


def overdue(session: Session, *, limit: int) -> Sequence[UUID]:
    """Return exchanges that are done and whose time to confirm has passed."""
    return session.scalars(
        sa.select(Exchange.id)
        .where(Exchange.state == State.DONE, Exchange.confirm_by <= clock.now())
        .order_by(Exchange.confirm_by)
        .limit(limit)
    ).all()


def locked(session: Session, exchange_id: UUID) -> Exchange | None:
    """Return an exchange for a job to change, unless somebody is changing it."""
    wanted = whole().where(Exchange.id == exchange_id).with_for_update(of=Exchange, skip_locked=True)
    return session.scalar(wanted.execution_options(populate_existing=True))


def to_remind_of_answer(since: timedelta) -> sa.Select[Exchange]:
    """Select those asked whose answer has been awaited for longer than ``since``."""
    return whole().where(
        Exchange.state == State.ASKED,
        Exchange.awaits_id.is_not(None),
        Exchange.reminded_at.is_(None),
        Exchange.changed_at < clock.now() - since,
    )


def to_remind_of_confirmation(ahead: timedelta) -> sa.Select[Exchange]:
    """Select those done that confirm by themselves within ``ahead``."""
    return whole().where(
        Exchange.state == State.DONE,
        Exchange.reminded_at.is_(None),
        Exchange.confirm_by < clock.now() + ahead,
    )


def to_remind_of_doing(since: timedelta, *, without_day: timedelta) -> sa.Select[Exchange]:
    """Select those agreed whose day has been over for ``since``, or that had none and are older."""
    agreed = sa.and_(Proposal.exchange_id == Exchange.id, Proposal.number == Exchange.agreed_number)
    day = sa.func.coalesce(Proposal.ends_at, Proposal.starts_at)
    now = clock.now()
    return (
        whole()
        .join(Proposal, agreed)
        .where(Exchange.state == State.AGREED, Exchange.reminded_at.is_(None))
        .where(sa.or_(day < now - since, sa.and_(day.is_(None), Exchange.agreed_at < now - without_day)))
    )
