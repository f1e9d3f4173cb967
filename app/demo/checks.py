"""What must be true of the demonstration when it is built; otherwise nothing of it is kept."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.exchanges.models import OPEN, Exchange, State
from app.impact.models import Degree, ImpactEntry, MeasureEntry
from app.ledgers.models import Hold, HoldState, Ledger, Transfer
from app.ledgers.verification import faults
from app.listings.models import Listing, ListingStatus
from app.members.models import Member
from app.notifications.models import OutgoingMail

NEARLY = 0.97
"""Share of what was asked for that has to be there: a few exchanges find nobody."""


class Inconsistent(Exception):
    """The demonstration contradicts itself: a mistake in its building, or in what it is built with."""


def check(session: Session, *, listings: int, exchanges: int) -> None:
    """Look for contradictions.

    Raises:
        Inconsistent: there are some; all are named.
    """
    found = [*_ledgers(session), *_exchanges(session), *_counts(session, listings, exchanges)]
    if found:
        raise Inconsistent("; ".join(found))


def _ledgers(session: Session) -> Iterator[str]:
    for ledger in session.scalars(sa.select(Ledger).order_by(Ledger.id)):
        for fault in faults(session, ledger.id)[:5]:
            yield f"ledger {ledger.name}: {fault.rule} {fault.text} ({fault.about_id})"


def _exchanges(session: Session) -> Iterator[str]:
    unmeasured = _count(
        session,
        Exchange,
        Exchange.state == State.CONFIRMED,
        Exchange.id.not_in(sa.select(MeasureEntry.exchange_id)),
    )
    unmeant = _count(
        session,
        Exchange,
        Exchange.state == State.CONFIRMED,
        Exchange.id.not_in(sa.select(ImpactEntry.exchange_id).where(ImpactEntry.degree == Degree.MEANT)),
    )
    unpaid = _count(
        session,
        Exchange,
        Exchange.state == State.CONFIRMED,
        Exchange.hold_id.is_not(None),
        Exchange.transfer_id.not_in(sa.select(Transfer.id)),
    )
    held = sa.select(Exchange.hold_id).where(Exchange.hold_id.is_not(None), Exchange.state.in_(OPEN))
    forgotten = _count(session, Hold, Hold.state == HoldState.OPEN, Hold.id.not_in(held))
    early = _count(
        session,
        Exchange,
        Exchange.listing_id == Listing.id,
        sa.or_(Listing.status == ListingStatus.DRAFT, Exchange.created_at < Listing.published_at),
    )
    alone = _count(session, Exchange, Exchange.asker_id == Member.id, Exchange.created_at < Member.joined_at)
    for count, what in (
        (unmeasured, "confirmed exchanges are not measured"),
        (unmeant, "confirmed exchanges were meant for nothing"),
        (unpaid, "confirmed exchanges held an amount and paid none"),
        (forgotten, "amounts are held for exchanges that are over"),
        (early, "exchanges began before their listing was published"),
        (alone, "exchanges began before the asker had joined"),
    ):
        if count:
            yield f"{count} {what}"


def _counts(session: Session, listings: int, exchanges: int) -> Iterator[str]:
    for wanted, model in ((listings, Listing), (exchanges, Exchange)):
        there = _count(session, model)
        if there < wanted * NEARLY:
            yield f"only {there} of {wanted} rows of {model.__tablename__}"
    if mails := _count(session, OutgoingMail):
        yield f"{mails} mails would be sent"


def _count(session: Session, model: type, *where: sa.ColumnElement[bool]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(model).where(*where)) or 0
