"""Durations as people type and say them: "1 h 30", "1:30", "90 min", "1,5 h"."""

import re
from decimal import ROUND_HALF_UP, Decimal

HOUR = 60
LONGEST = 60 * 24 * 366
MOST_BARE_HOURS = 12

_HOURS = r"(?:h|hs|hrs?|hours?|heures?)\.?"
_MINUTES = r"(?:m|mn|min|mins|minutes?|')\.?"
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)")
_HOURS_AND_MINUTES = re.compile(
    rf"(\d{{1,4}}) ?{_HOURS}(?: ?(?:and|et|e|y|,)? ?(\d{{1,2}}) ?(?:{_MINUTES})?)?", re.IGNORECASE
)
_PARTS_OF_HOURS = re.compile(rf"(\d{{0,4}}[.,]\d{{1,4}}) ?(?:{_HOURS})?", re.IGNORECASE)
_ONLY_MINUTES = re.compile(rf"(\d{{1,6}}) ?{_MINUTES}", re.IGNORECASE)
_ONLY_NUMBER = re.compile(r"\d{1,4}")


def minutes_from(text: str) -> int | None:
    """Read a duration; a small number alone means hours, a large one could be either and is not guessed.

    Returns:
        Whole minutes, or ``None`` when it is no duration or no sensible one.
    """
    typed = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").replace("½", ",5").split())
    minutes = _read(typed)
    return minutes if minutes is not None and 0 <= minutes <= LONGEST else None


def _read(typed: str) -> int | None:
    if found := _CLOCK.fullmatch(typed):
        return int(found[1]) * HOUR + int(found[2])
    if found := _PARTS_OF_HOURS.fullmatch(typed):
        hours = Decimal(found[1].replace(",", "."))
        return int((hours * HOUR).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if found := _HOURS_AND_MINUTES.fullmatch(typed):
        rest = int(found[2] or 0)
        return int(found[1]) * HOUR + rest if rest < HOUR else None
    if found := _ONLY_MINUTES.fullmatch(typed):
        return int(found[1])
    if _ONLY_NUMBER.fullmatch(typed) and int(typed) <= MOST_BARE_HOURS:
        return int(typed) * HOUR
    return None


def minutes_in_words(minutes: int) -> str:
    """Write a duration as people say it: ``1 h 30``, ``45 min``."""
    sign = "−" if minutes < 0 else ""
    hours, rest = divmod(abs(minutes), HOUR)
    if hours == 0:
        return f"{sign}{rest} min"
    return f"{sign}{hours} h {rest:02d}" if rest else f"{sign}{hours} h"
