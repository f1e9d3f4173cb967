"""A week of a space as a page shows it: what is free, taken, closed or asked for, day by day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from app.plugin_api import Listing, clock
from sqlalchemy.orm import Session

from together_plugin_spaces import queries
from together_plugin_spaces.asked import span_of
from together_plugin_spaces.models import Booking, Common, Room, Space
from together_plugin_spaces.opening import open_spans, week_of
from together_plugin_spaces.spans import QUARTER, Span, day_span

DAYS = 7
USUAL = 120
"""Minutes that a link proposes for a room that names no shortest booking."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A stretch of a day in which nothing changes."""

    span: Span
    free: int
    """How many pieces are free."""
    booking: Booking | None = None
    """What takes the hours, when it is one thing only."""
    asked: bool = False
    """Whether somebody asked for a moment of it and was not answered yet."""

    @property
    def is_closed(self) -> bool:
        """Whether who looks after the space has closed these hours."""
        return self.free == 0 and self.booking is not None and self.booking.exchange_id is None


@dataclass(frozen=True, kw_only=True)
class DayOfWeek:
    """One day: what is left of its parts, in order; none when it is closed all day, or over."""

    day: date
    span: Span
    parts: Sequence[Part] = field(default=())

    @property
    def is_over(self) -> bool:
        """Whether the day has passed."""
        return self.span.ends_at <= clock.now()


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def week(session: Session, space: Space, first: date, zone: str) -> list[DayOfWeek]:
    """Return the seven days from ``first`` on."""
    days = [first + timedelta(days=n) for n in range(DAYS)]
    whole = Span(day_span(days[0], zone).starts_at, day_span(days[-1], zone).ends_at)
    booked = queries.bookings(session, space.listing_id, whole)
    asked = _asked(session, space, zone)
    return [_day(space, day, zone, booked, asked) for day in days]


def _asked(session: Session, space: Space, zone: str) -> list[Span]:
    kind = "spaces.common" if isinstance(space, Common) else "spaces.room"
    exchanges = queries.asked_spans(session, space.listing_id)
    spans = (span_of(exchange.proposal, kind, zone) for exchange in exchanges)
    return [span for span in spans if span is not None]


def _day(space: Space, day: date, zone: str, booked: Sequence[Booking], asked: Iterable[Span]) -> DayOfWeek:
    span = day_span(day, zone)
    open_then = [span] if isinstance(space, Common) else open_spans(week_of(space.typed_week), span, zone)
    rest = (
        span.cut_to(Span(min(soonest(), span.ends_at), span.ends_at)) if span.ends_at > clock.now() else None
    )
    cut = [part for part in (one.cut_to(rest) for one in open_then) if part is not None] if rest else []
    spans = list(asked)
    return DayOfWeek(
        day=day, span=span, parts=[part for one in cut for part in parts_of(space.pieces, one, booked, spans)]
    )


def soonest() -> datetime:
    """Return the next quarter of an hour."""
    now = clock.now().replace(microsecond=0)
    return now + timedelta(seconds=QUARTER - int(now.timestamp()) % QUARTER)


def parts_of(pieces: int, span: Span, booked: Sequence[Booking], asked: Sequence[Span] = ()) -> list[Part]:
    """Cut a stretch of time where the number of free pieces changes; like neighbours become one."""
    inside = [one for one in booked if Span(one.starts_at, one.ends_at).overlaps(span)]
    edges = {span.starts_at, span.ends_at}
    for one in [Span(b.starts_at, b.ends_at) for b in inside] + [a for a in asked if a.overlaps(span)]:
        cut = one.cut_to(span)
        if cut is not None:
            edges |= {cut.starts_at, cut.ends_at}
    ordered = sorted(edges)
    found: list[Part] = []
    for start, end in pairwise(ordered):
        part = _part(pieces, Span(start, end), inside, asked)
        if found and _alike(found[-1], part):
            part = Part(
                span=Span(found[-1].span.starts_at, end),
                free=part.free,
                booking=part.booking,
                asked=part.asked,
            )
            found.pop()
        found.append(part)
    return found


def _part(pieces: int, span: Span, booked: Sequence[Booking], asked: Sequence[Span]) -> Part:
    there = [one for one in booked if Span(one.starts_at, one.ends_at).overlaps(span)]
    free = max(0, pieces - sum(one.pieces for one in there))
    return Part(
        span=span,
        free=free,
        booking=there[0] if len(there) == 1 else None,
        asked=free > 0 and any(one.overlaps(span) for one in asked),
    )


def _alike(one: Part, other: Part) -> bool:
    return (one.free, _id(one.booking), one.asked) == (other.free, _id(other.booking), other.asked)


def _id(booking: Booking | None) -> UUID | None:
    return None if booking is None else booking.id


def free_today(
    session: Session, spaces: Sequence[tuple[Listing, Space]], zone: str
) -> list[tuple[Listing, Space, list[Part]]]:
    """Return what is left of today's opening, or handing-over, hours in which something is free."""
    end = day_span(clock.today(zone), zone).ends_at
    rest = Span(min(soonest(), end), end)
    booked: dict[UUID, list[Booking]] = {}
    for one in queries.bookings_of_many(session, [listing.id for listing, _space in spaces], rest):
        booked.setdefault(one.listing_id, []).append(one)
    return [
        (listing, space, _free(space, rest, zone, booked.get(listing.id, []))) for listing, space in spaces
    ]


def _free(space: Space, within: Span, zone: str, booked: Sequence[Booking]) -> list[Part]:
    open_then = open_spans(week_of(space.typed_week), within, zone)
    cut = [part for part in (one.cut_to(within) for one in open_then) if part is not None]
    return [part for one in cut for part in parts_of(space.pieces, one, booked) if part.free]


def free_parts(session: Session, space: Space, within: Span, zone: str) -> list[Part]:
    """Return the stretches of time in which at least one piece is free; of a room, while it is open."""
    booked = queries.bookings(session, space.listing_id, within)
    if not isinstance(space, Common):
        return _free(space, within, zone, booked)
    open_then = [within]
    cut = [part for part in (one.cut_to(within) for one in open_then) if part is not None]
    return [part for one in cut for part in parts_of(space.pieces, one, booked) if part.free]


def proposed(space: Space, part: Part, zone: str) -> Span | None:
    """Return the hours that a link from a free part of the week proposes, ``None`` when it is too late."""
    start = max(part.span.starts_at, soonest())
    if isinstance(space, Room):
        end = min(part.span.ends_at, start + timedelta(minutes=space.shortest or USUAL))
        return Span(start, end) if start < end else None
    hours = open_spans(week_of(space.typed_week), Span(start, start + timedelta(days=DAYS + 1)), zone)
    if not any(week_of(space.typed_week)):
        return Span(start, start + timedelta(days=1))
    openings = [one.starts_at for one in hours if one.starts_at >= start]
    if not openings or openings[0] >= part.span.ends_at:
        return None
    return Span(openings[0], openings[1]) if len(openings) > 1 else None
