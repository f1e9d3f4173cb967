"""Amounts in words: minutes as hours, other units with their decimals, in the language in use."""

from decimal import Decimal

from babel import numbers

from app import text

HOUR = 60


def minutes(value: int) -> str:
    """Write minutes as people say them: ``1 h 30``, ``−45 min``."""
    sign = "−" if value < 0 else ""
    hours, rest = divmod(abs(value), HOUR)
    if hours == 0:
        return f"{sign}{rest} min"
    return f"{sign}{hours} h {rest:02d}" if rest else f"{sign}{hours} h"


def amount(value: int, unit: str, scale: int = 0) -> str:
    """Write an integer of 10**-``scale`` units."""
    if unit == "minutes":
        return minutes(value)
    pattern = "#,##0." + "0" * scale if scale else "#,##0"
    whole = numbers.format_decimal(Decimal(value).scaleb(-scale), pattern, locale=text.locale())
    return f"{whole} {'€' if unit == 'cents' else unit}"
