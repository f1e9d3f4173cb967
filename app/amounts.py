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
