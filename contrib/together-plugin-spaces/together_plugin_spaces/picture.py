"""What templates have at hand: hours in words, and a day drawn as a bar beside these words."""

from dataclasses import dataclass
from typing import Any

from together_plugin_spaces import telling
from together_plugin_spaces.models import Common, Space
from together_plugin_spaces.week import DayOfWeek

LONG = 960
"""Units of the drawing for a whole day."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A part of the bar."""

    x: int
    width: int
    look: str
    """``free``, ``some``, ``asked``, ``taken`` or ``closed``."""


def bar(day: DayOfWeek, pieces: int) -> list[Piece]:
    """Return the parts of a day's bar, from its first midnight to its last."""
    whole = day.span.minutes
    found = []
    for part in day.parts:
        start = int((part.span.starts_at - day.span.starts_at).total_seconds()) // 60
        x, end = start * LONG // whole, (start + part.span.minutes) * LONG // whole
        found.append(
            Piece(x=x, width=max(2, end - x), look=_look(part.free, pieces, part.is_closed, part.asked))
        )
    return found


def _look(free: int, pieces: int, is_closed: bool, asked: bool) -> str:
    if free == 0:
        return "closed" if is_closed else "taken"
    return "asked" if asked else "free" if free == pieces else "some"


def _is_common(space: Space) -> bool:
    return isinstance(space, Common)


WORDS: dict[str, Any] = {
    "span_in_words": telling.span_in_words,
    "time_in_words": telling.time_in_words,
    "until_in_words": telling.until_in_words,
    "day_in_words": telling.day_in_words,
    "bar": bar,
    "is_common": _is_common,
}
