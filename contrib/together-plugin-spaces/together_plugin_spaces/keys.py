"""Keys, or the thing itself: handed over on a day, returned on another, and asked back when it is late."""

from datetime import date, timedelta

import sqlalchemy as sa
from app.plugin_api import Exchange, Listing, Member, Refusal, State, Territory, _, clock, notify
from sqlalchemy.orm import Session

from together_plugin_spaces import queries
from together_plugin_spaces.models import Booking, KeyLoan

LATE_AFTER = timedelta(days=1)


def hand_over(session: Session, exchange: Exchange, *, by: Member, day: date) -> KeyLoan:
    """Write down that the asker has the keys; sent twice, it is written once.

    Raises:
        Refusal: nothing is agreed, or the day has not come.
    """
    found = session.get(KeyLoan, exchange.id)
    if found is not None and found.returned_on is None:
        return found
    if exchange.state not in queries.HERE:
        raise Refusal(_("Agree first, then hand the keys over."))
    _check_day(session, exchange, day)
    if found is not None:
        session.delete(found)
        session.flush()
    loan = KeyLoan(
        territory_id=exchange.territory_id,
        exchange_id=exchange.id,
        listing_id=exchange.listing_id,
        holder_id=exchange.asker_id,
        handed_on=day,
        handed_by_id=by.id,
    )
    session.add(loan)
    session.flush()
    return loan


def take_back(session: Session, exchange: Exchange, *, by: Member, day: date) -> KeyLoan:
    """Write down that the keys came back.

    Raises:
        Refusal: nobody has them, or the day is before they were handed over.
    """
    loan = session.get(KeyLoan, exchange.id)
    if loan is None:
        raise Refusal(_("The keys have not been handed over."))
    if loan.returned_on is not None:
        return loan
    _check_day(session, exchange, day)
    if day < loan.handed_on:
        raise Refusal(_("That is before the day they were handed over."), field="day")
    loan.returned_on, loan.returned_by_id = day, by.id
    session.flush()
    return loan


def _check_day(session: Session, exchange: Exchange, day: date) -> None:
    zone = session.get_one(Territory, exchange.territory_id).time_zone
    if day > clock.today(zone):
        raise Refusal(_("That day has not come yet."), field="day")
    if day < clock.today(zone) - timedelta(days=366):
        raise Refusal(_("Is the year right?"), field="day")


def ask_back(session: Session) -> int:
    """Remind those who still have keys a day after their hours ended, once. Returns how many.

    Crosses territories: it is a job.
    """
    late = session.execute(
        sa.select(KeyLoan, Listing.title, Territory.slug)
        .join(Booking, Booking.exchange_id == KeyLoan.exchange_id)
        .join(Listing, Listing.id == KeyLoan.listing_id)
        .join(Territory, Territory.id == KeyLoan.territory_id)
        .where(
            KeyLoan.returned_on.is_(None),
            KeyLoan.reminded_at.is_(None),
            Booking.ends_at < clock.now() - LATE_AFTER,
        )
    ).all()
    for loan, title, slug in late:
        holder = session.get_one(Member, loan.holder_id)
        notify(
            session,
            person_id=holder.person_id,
            kind="spaces.keys_late",
            path=f"/t/{slug}/spaces/bookings/{loan.exchange_id}",
            values={"title": title},
        )
        loan.reminded_at = clock.now()
    session.flush()
    return len(late)


def tidy(session: Session) -> int:
    """Free hours of exchanges that were called off while the plugin was switched off. Returns how many.

    Crosses territories: it is a job.
    """
    over = session.scalars(
        sa.select(Booking)
        .join(Exchange, Exchange.id == Booking.exchange_id)
        .where(Exchange.state.in_((State.CANCELLED, State.DECLINED)))
    ).all()
    for booking in over:
        session.delete(booking)  # its slots go with it
    session.flush()
    return len(over)
