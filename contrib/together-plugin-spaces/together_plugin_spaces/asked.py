"""Which hours a proposal means, and how many pieces."""

from datetime import timedelta

from app.plugin_api import Proposal, clock

from together_plugin_spaces.models import COMMON
from together_plugin_spaces.spans import Span, day_span


def span_of(proposal: Proposal, kind: str, zone: str) -> Span | None:
    """Return the hours that a proposal asks for, ``None`` while it leaves them open.

    A common good may be asked for by the day: then from the first midnight to the last. A room wants hours.
    """
    starts_at, ends_at = proposal.starts_at, proposal.ends_at
    if starts_at is None:
        return None
    if proposal.whole_day:
        if kind != COMMON:
            return None
        first, last = (clock.local(at, zone).date() for at in (starts_at, ends_at or starts_at))
        return Span(day_span(first, zone).starts_at, day_span(last, zone).ends_at)
    if ends_at is None and kind != COMMON and proposal.quantity:
        ends_at = starts_at + timedelta(minutes=proposal.quantity)
    return Span(starts_at, ends_at) if ends_at is not None and ends_at > starts_at else None


def pieces_of(proposal: Proposal, kind: str) -> int:
    """Return how many pieces a proposal asks for."""
    return (proposal.quantity or 1) if kind == COMMON else 1
