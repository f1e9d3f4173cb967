"""Reasons why hours cannot be had, as sentences for the person who asks."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from app.plugin_api import (
    Exchange,
    State,
    Territory,
    _,
    clock,
    minutes_in_words,
    ngettext,
    settings_of,
)
from sqlalchemy.orm import Session

from together_plugin_spaces import queries
from together_plugin_spaces.asked import pieces_of, span_of
from together_plugin_spaces.forms import LONGEST_LOAN, LONGEST_ROOM
from together_plugin_spaces.models import KINDS, Common, Room, Space
from together_plugin_spaces.opening import open_spans, week_of
from together_plugin_spaces.spans import QUARTER, Span
from together_plugin_spaces.telling import day_in_words, span_in_words, time_in_words

DAY = timedelta(days=1)
MOST_SLOTS = 15_000
"""Five pieces for a month, or fifty for three days."""


def objections(session: Session, exchange: Exchange, to: State) -> Iterator[str]:
    """Object to hours that are taken, closed, too long, too late or too early, and to too many people."""
    if exchange.kind not in KINDS or exchange.listing.direction != "offer":
        return
    if to not in (State.ASKED, State.AGREED):
        return
    space = queries.space_of(session, exchange.listing_id, exchange.kind)
    if space is None:
        return
    zone = session.get_one(Territory, exchange.territory_id).time_zone
    span = span_of(exchange.proposal, exchange.kind, zone)
    if span is not None:
        pieces = pieces_of(exchange.proposal, exchange.kind)
        booked = queries.booking_of(session, exchange.id)
        yield from against(session, space, span, pieces, zone, but=booked.id if booked else None)
        if exchange.proposal.made_by_id == exchange.asker_id:
            yield from asked_in_time(space, span, exchange.proposal.created_at, zone)
    elif to is State.AGREED:
        yield _missing(space)
    if to is State.AGREED:
        yield from _between_the_two(session, exchange, space)


def _missing(space: Space) -> str:
    if isinstance(space, Room):
        return _("Say the day, the hour and for how long before you agree.")
    return _("Say from when until when before you agree.")


def against(
    session: Session, space: Space, span: Span, pieces: int, zone: str, *, but: UUID | None = None
) -> Iterator[str]:
    """Give every reason why ``pieces`` of a space cannot be had for a span."""
    if not span.is_on_quarters:
        yield _("Hours begin and end on a quarter of an hour, such as 14:00 or 14:15.")
        return
    too_long_or_short = list(_fits(space, span))
    yield from too_long_or_short
    yield from _is_open(space, span, zone)
    if pieces > space.pieces:
        yield ngettext("There is only %(num)s of them.", "There are only %(num)s of them.", space.pieces)
    elif too_large(span, pieces):
        yield _("So many for so long cannot be booked at once. Ask for fewer, or for a shorter time.")
    elif not too_long_or_short:
        yield from taken(session, space, span, pieces, zone, but=but)


def too_large(span: Span, pieces: int) -> bool:
    """Tell whether a booking would have more slots than can be written while others wait."""
    return pieces * len(span.quarters) > MOST_SLOTS


def _fits(space: Space, span: Span) -> Iterator[str]:
    if isinstance(space, Common):
        days = space.longest_days or LONGEST_LOAN
        if span.minutes > days * 24 * 60 + 60:  # the night on which the clocks go back has an hour more
            yield ngettext(
                "It is lent for at most %(num)s day.", "It is lent for at most %(num)s days.", days
            )
        return
    longest = space.longest or LONGEST_ROOM
    if span.minutes > longest:
        yield _("The longest booking is %(time)s.", time=minutes_in_words(longest))
    if space.shortest and span.minutes < space.shortest:
        yield _("The shortest booking is %(time)s.", time=minutes_in_words(space.shortest))


def _is_open(space: Space, span: Span, zone: str) -> Iterator[str]:
    week = week_of(space.typed_week)
    if not any(week):
        return
    spans = open_spans(week, span, zone)
    if isinstance(space, Common):
        yield from _handed_over(spans, span, zone)
    elif not any(one.holds(span) for one in spans):
        yield _outside(spans, span, zone)


def _handed_over(spans: list[Span], span: Span, zone: str) -> Iterator[str]:
    """Say at which ends a common good cannot change hands; whole days only want an opening on the day."""
    for at, late in ((span.starts_at, False), (span.ends_at, True)):
        there = clock.local(at, zone)
        by_day = (there.hour, there.minute) == (0, 0)
        day = (there - DAY if by_day and late else there).date()
        that_day = [one for one in spans if clock.local(one.starts_at, zone).date() == day]
        if any(one.starts_at <= at <= one.ends_at for one in that_day) or (by_day and that_day):
            continue
        if not that_day:
            yield _("On %(day)s nobody is there to hand it over.", day=day_in_words(day))
        else:
            hours = ", ".join(_hours(one, zone) for one in that_day)
            yield _(
                "On %(day)s it is handed over at these hours: %(hours)s.", day=day_in_words(day), hours=hours
            )


def _outside(spans: list[Span], span: Span, zone: str) -> str:
    day = clock.local(span.starts_at, zone).date()
    that_day = [one for one in spans if clock.local(one.starts_at, zone).date() == day]
    if not that_day:
        return _("It is closed on %(day)s.", day=day_in_words(day))
    hours = ", ".join(_hours(one, zone) for one in that_day)
    return _("On %(day)s it is open at these hours: %(hours)s.", day=day_in_words(day), hours=hours)


def _hours(span: Span, zone: str) -> str:
    return f"{time_in_words(span.starts_at, zone)}-{time_in_words(span.ends_at, zone)}"


def taken(
    session: Session, space: Space, span: Span, pieces: int, zone: str, *, but: UUID | None = None
) -> Iterator[str]:
    """Say what stands in the way first, if others have these hours; never who they are."""
    quarter = queries.first_full(session, space, span, pieces, but=but)
    if quarter is None:
        return
    at = datetime.fromtimestamp(quarter * QUARTER, clock.now().tzinfo)
    near = [one for one in queries.bookings(session, space.listing_id, span) if one.id != but]
    there = [
        one for one in near if Span(one.starts_at, one.ends_at).overlaps(Span(at, at + timedelta(seconds=1)))
    ]
    if isinstance(space, Common) and space.pieces > 1:
        left = max(0, space.pieces - sum(one.pieces for one in there))
        values = {"day": day_in_words(clock.local(at, zone)), "time": time_in_words(at, zone)}
        if left == 0:
            yield _("On %(day)s from %(time)s none is free.", **values)
            return
        yield ngettext(
            "On %(day)s from %(time)s only %(num)s is free.",
            "On %(day)s from %(time)s only %(num)s are free.",
            left,
            **values,
        )
        return
    for one in there:
        when = span_in_words(Span(one.starts_at, one.ends_at), zone)
        if one.exchange_id is None:
            yield _("It is closed then: %(when)s (%(why)s).", when=when, why=one.reason or _("closed"))
        else:
            yield _("These hours are taken: %(when)s.", when=when)


def asked_in_time(space: Space, span: Span, at: datetime, zone: str) -> Iterator[str]:
    """Object to hours that are asked for too late or too early; ``at`` is when they were asked for."""
    if span.ends_at <= at:
        yield _("These hours have passed.")
        return
    asked, wanted = clock.local(at, zone).date(), clock.local(span.starts_at, zone).date()
    days = (wanted - asked).days
    if space.notice_days and days < space.notice_days:
        yield ngettext(
            "Ask at least %(num)s day before.", "Ask at least %(num)s days before.", space.notice_days
        )
    if space.ahead_days and days > space.ahead_days:
        first = day_in_words(wanted - space.ahead_days * DAY)
        yield ngettext(
            "This is too early: one may ask %(num)s day ahead, so from %(first)s.",
            "This is too early: one may ask %(num)s days ahead, so from %(first)s.",
            space.ahead_days,
            first=first,
        )


def _between_the_two(session: Session, exchange: Exchange, space: Space) -> Iterator[str]:
    said = queries.acceptance(session, exchange.id)
    if space.rules and (said is None or said.rules != space.rules):
        yield _(
            "%(name)s has not accepted the rules as they stand yet. The page of this exchange shows them.",
            name=exchange.asker.first_name,
        )
    if said is not None:
        yield from too_many(space, said.people)
    most = settings_of(session, exchange.subnetwork_id, "spaces").get("most_bookings")
    if most and queries.booking_of(session, exchange.id) is None:
        there = queries.bookings_to_come(session, exchange.listing_id, exchange.asker_id, clock.now())
        if there >= most:
            yield ngettext(
                "One person has at most %(num)s booking to come here, so that everybody gets a turn.",
                "One person has at most %(num)s bookings to come here, so that everybody gets a turn.",
                most,
            )


def too_many(space: Space, people: int | None) -> Iterator[str]:
    """Object to more people than a room holds."""
    if isinstance(space, Room) and people is not None and people > space.capacity:
        yield ngettext("The room holds %(num)s person.", "The room holds %(num)s people.", space.capacity)
