"""Parts of a harvest and seats at a table: what is taken, what is left, never more than there is.

What is taken follows from the agreed exchanges, so it is counted anew at every move rather than added to.
Of two who agree at once, the second waits for the first: whoever counts holds the row of the harvest or the
meal. (Of the rows that are written with it only that of the territory comes after it; nothing else is held
before, so nobody waits for each other. On SQLite only one writes at a time anyway.) The tables refuse more
than there is besides.
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from app.plugin_api import (
    Direction,
    Exchange,
    Listing,
    Member,
    Proposal,
    Refusal,
    State,
    Territory,
    _,
    ngettext,
    notify,
)
from sqlalchemy import event
from sqlalchemy.orm import Session

from together_plugin_food.models import Meal, Surplus, Waiting

SURPLUS, MEAL = "food.surplus", "food.meal"
TAKING = (State.AGREED, State.DONE, State.CONFIRMED, State.DISPUTED)
"""States of an exchange in which its part is taken."""


def total(row: Surplus | Meal) -> int:
    """Return how much there is in all: kilograms or seats."""
    return row.kilograms if isinstance(row, Surplus) else row.seats


def left(row: Surplus | Meal) -> int:
    """Return what nobody has agreed to take yet."""
    return max(0, (total(row) or 0) - (row.taken or 0))


def is_given(exchange: Exchange) -> bool:
    """Tell whether a part of an offered harvest or meal is asked for; who looks for some sets no limit."""
    return exchange.kind in (SURPLUS, MEAL) and exchange.giver_id == exchange.owner_id


def row_of(session: Session, exchange: Exchange, *, alone: bool = False) -> Surplus | Meal | None:
    """Return the harvest or the meal that an exchange is about.

    Args:
        session: where to read.
        exchange: of a harvest or a meal.
        alone: nobody else changes it until this transaction ends.
    """
    held: dict[str, Any] = {}
    if alone:
        held = {"populate_existing": True, "with_for_update": {"key_share": True}}
    if exchange.kind == SURPLUS:
        return session.get(Surplus, exchange.listing_id, **held)
    return session.get(Meal, exchange.listing_id, **held)


def asked_for(exchange: Exchange) -> int:
    """Return how much of it an exchange is about, one when nothing was said."""
    return exchange.proposal.quantity or 1


def too_much(session: Session, exchange: Exchange, to: State) -> Iterable[str]:
    """Object to more than is left."""
    if not is_given(exchange) or to not in (State.ASKED, State.AGREED):
        return
    row = row_of(session, exchange, alone=to is State.AGREED)
    if row is None:
        return
    rest = total(row) - taken(session, exchange, without=True)
    if asked_for(exchange) > rest:
        yield _nothing_left(row) if rest <= 0 else _only(row, rest)


def _nothing_left(row: Surplus | Meal) -> str:
    if isinstance(row, Surplus):
        return _("Nothing is left of it.")
    return _("No seat is left. You can wait for one on the page of the meal.")


def _only(row: Surplus | Meal, rest: int) -> str:
    if isinstance(row, Surplus):
        return ngettext("Only %(num)s kg is left.", "Only %(num)s kg are left.", rest)
    return ngettext("Only %(num)s seat is left.", "Only %(num)s seats are left.", rest)


def taken(session: Session, exchange: Exchange, *, without: bool = False) -> int:
    """Return how much of it the agreed exchanges take, perhaps ``without`` this one."""
    agreed = sa.and_(Proposal.exchange_id == Exchange.id, Proposal.number == Exchange.agreed_number)
    parts = (
        sa.select(sa.func.coalesce(sa.func.sum(sa.func.coalesce(Proposal.quantity, 1)), 0))
        .select_from(Exchange)
        .join(Proposal, agreed)
        .where(Exchange.listing_id == exchange.listing_id, Exchange.state.in_(TAKING))
    )
    if without:
        parts = parts.where(Exchange.id != exchange.id)
    return int(session.scalar(parts) or 0)


def follow(session: Session, exchange: Exchange, was: State) -> None:
    """Count anew what is taken, and tell who waits longest when a seat became free."""
    if not is_given(exchange):
        return
    row = row_of(session, exchange, alone=True)
    if row is None:
        return
    before = row.taken
    counted = taken(session, exchange)
    # While the plugin was off nobody objected: more may have been agreed then than there is, but not now.
    row.taken = counted if exchange.state == State.AGREED else min(total(row), counted)
    session.flush()
    if isinstance(row, Meal) and row.taken < before:
        tell_next(session, exchange)


def tell_next(session: Session, exchange: Exchange) -> None:
    """Tell who has waited longest that a seat is free; they wait no longer."""
    first = session.execute(
        sa.select(Waiting, Member)
        .join(Member, Member.id == Waiting.member_id)
        .where(Waiting.listing_id == exchange.listing_id, Member.status == "active")
        .order_by(Waiting.created_at, Waiting.member_id)
        .limit(1)
    ).first()
    if first is None:
        return
    waiting, member = first
    listing = session.get_one(Listing, exchange.listing_id)
    territory = session.get_one(Territory, exchange.territory_id)
    session.delete(waiting)
    notify(
        session,
        person_id=member.person_id,
        territory_id=territory.id,
        kind="food.seat_free",
        path=f"/t/{territory.slug}/listings/{listing.id}",
        values={"title": listing.title},
    )


def wait(session: Session, listing: Listing, member: Member) -> None:
    """Let a member wait for a seat; twice is once.

    Raises:
        Refusal: it is theirs, or there are seats left.
    """
    meal = session.get(Meal, listing.id)
    if meal is None or listing.direction != Direction.OFFER or listing.member_id == member.id:
        raise Refusal(_("One waits for a seat at somebody else's meal."))
    if left(meal):
        raise Refusal(_("There is a seat left: you can ask for it now."))
    if session.get(Waiting, (listing.id, member.id)) is None:
        session.add(Waiting(territory_id=listing.territory_id, listing_id=listing.id, member_id=member.id))
        session.flush()


def stop_waiting(session: Session, listing: Listing, member: Member) -> None:
    """Let a member wait no longer."""
    found = session.get(Waiting, (listing.id, member.id))
    if found is not None:
        session.delete(found)
        session.flush()


@event.listens_for(Surplus, "before_update")
@event.listens_for(Meal, "before_update")
def _refuse_less(mapper: object, connection: sa.Connection, row: Surplus | Meal) -> None:
    """Refuse to offer less than others have agreed to take, on whichever way it is changed."""
    field = "kilograms" if isinstance(row, Surplus) else "seats"
    state: Any = sa.inspect(row)
    if not state.attrs[field].history.has_changes():
        return
    table = type(row).__table__
    now = sa.select(table.c.taken).where(table.c.listing_id == row.listing_id)
    already = connection.scalar(now.with_for_update(key_share=True)) or 0
    if total(row) < already:
        said = _("At least %(taken)s: others have agreed to them already.", taken=already)
        raise Refusal(said, field=field)
