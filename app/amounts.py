"""Amounts in words and as people type them: minutes as hours, other units with their decimals."""

import re
from decimal import ROUND_HALF_UP, Decimal

from babel import numbers

from app import text

HOUR = 60
LONGEST = 60 * 24 * 366
MOST_BARE_HOURS = 12
MOST_DIGITS = 12

_HOURS = r"(?:h|hs|hrs?|hours?|heures?)\.?"
_MINUTES = r"(?:m|mn|min|mins|minutes?|')\.?"
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)")
_HOURS_AND_MINUTES = re.compile(
    rf"(\d{{1,4}}) ?{_HOURS}(?: ?(?:and|et|e|y|,)? ?(\d{{1,2}}) ?(?:{_MINUTES})?)?", re.IGNORECASE
)
_PARTS_OF_HOURS = re.compile(rf"(\d{{0,4}}[.,]\d{{1,4}}) ?(?:{_HOURS})?", re.IGNORECASE)
_ONLY_MINUTES = re.compile(rf"(\d{{1,6}}) ?{_MINUTES}", re.IGNORECASE)
_ONLY_NUMBER = re.compile(r"\d{1,4}")
_SUM = re.compile(rf"(\d{{1,3}}(?: \d{{3}})+|\d{{1,{MOST_DIGITS}}})(?:[.,](\d+))?")


def minutes(value: int) -> str:
    """Write minutes as people say them: ``1 h 30``, ``−45 min``."""
    sign = "−" if value < 0 else ""
    hours, rest = divmod(abs(value), HOUR)
    if hours == 0:
        return f"{sign}{rest} min"
    return f"{sign}{hours} h {rest:02d}" if rest else f"{sign}{hours} h"


def amount(value: int, unit: str, scale: int = 0) -> str:
    """Write an integer of 10**-``scale`` units; ``cents`` are those of the euro."""
    if unit == "minutes":
        return minutes(value)
    if unit == "cents":
        return str(numbers.format_currency(Decimal(value).scaleb(-2), "EUR", locale=text.locale()))
    pattern = "#,##0." + "0" * scale if scale else "#,##0"
    number = numbers.format_decimal(Decimal(value).scaleb(-scale), pattern, locale=text.locale())
    return text.gettext("%(number)s %(unit)s", number=number, unit=unit)


def signed(value: int, unit: str, scale: int = 0) -> str:
    """Write an amount with its sign: ``+1 h 30``, ``−45 min``."""
    words = amount(abs(value), unit, scale)
    return f"+{words}" if value > 0 else f"−{words}" if value < 0 else words


def minutes_from(typed: str) -> int | None:
    """Read a duration; a small number alone means hours, a large one could be either and is not guessed.

    Returns:
        Whole minutes, or ``None`` when it is no duration or no sensible one.
    """
    found = _read_minutes(_spaced(typed.replace("½", ",5")))
    return found if found is not None and 0 <= found <= LONGEST else None


def _read_minutes(typed: str) -> int | None:
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


def amount_from(typed: str, unit: str, scale: int = 0) -> int | None:
    """Read a sum in the smallest unit: ``12,50``, ``1 250``, ``3.5 GR``; minutes as a duration.

    Returns:
        ``None`` when it is no sum, or more exact than the unit: nothing is rounded or guessed.
    """
    if unit == "minutes":
        return minutes_from(typed)
    bare = _spaced(typed)
    for sign in (unit, "€") if unit == "cents" else (unit,):
        bare = bare[: -len(sign)].rstrip() if bare.lower().endswith(sign.lower()) else bare
    found = _SUM.fullmatch(bare)
    decimals = (found[2] or "") if found else ""  # "1,250" may be a thousand: it is more exact than the unit
    if found is None or len(decimals) > scale or not found[0].isascii():
        return None
    return int(found[1].replace(" ", "") + decimals.ljust(scale, "0"))


def as_typed(value: int, unit: str, scale: int = 0) -> str:
    """Write an amount as a person would type it; only the unit of minutes is said, others stand beside."""
    if unit == "minutes":
        return minutes(value)
    pattern = "0." + "0" * scale if scale and value % 10**scale else "0"
    return str(numbers.format_decimal(Decimal(value).scaleb(-scale), pattern, locale=text.locale()))


def _spaced(typed: str) -> str:
    """Return what was typed with plain single spaces."""
    return " ".join(typed.replace("\u00a0", " ").replace("\u202f", " ").split())
