"""Quantities and amounts as people type and say them, in the unit of a kind or of a settlement method."""

import re
from decimal import Decimal, InvalidOperation

from babel import numbers

from app import text
from app.exchanges.durations import minutes_from, minutes_in_words
from app.text import _, ngettext

MOST = 10**9
SCALES = {"cents": 2, "minutes": 0}
"""Decimals that people type of a unit; other units have those of their ledger."""


def quantity_from(typed: str, unit: str) -> int | None:
    """Read a quantity in the ``unit`` of a kind: a duration for minutes, a whole number otherwise."""
    if unit == "minutes":
        return minutes_from(typed)
    return amount_from(typed, unit, scale=0)


def amount_from(typed: str, unit: str, *, scale: int = 0) -> int | None:
    """Read an amount in the smallest unit: ``12,50`` of euros is 1250 cents.

    Returns:
        A whole number, or ``None`` when it is no number, or more exact than the unit.
    """
    if unit == "minutes":
        return minutes_from(typed)
    bare = re.sub(r"[^\d.,\-]", "", typed.replace("\u2212", "-"))
    if not re.fullmatch(r"\d+([.,]\d+)?", bare):
        return None
    try:
        value = Decimal(bare.replace(",", ".")).scaleb(SCALES.get(unit, scale))
    except InvalidOperation:
        return None
    if value != value.to_integral_value() or value > MOST:
        return None
    return int(value)


def quantity_in_words(value: int | None, unit: str) -> str:
    """Write a quantity: ``1 h 30``, ``2 nights``, ``12 km``."""
    if value is None:
        return ""
    if unit == "minutes":
        return minutes_in_words(value)
    if unit == "nights":
        return ngettext("%(num)s night", "%(num)s nights", value)
    if unit == "things":
        return ngettext("%(num)s thing", "%(num)s things", value)
    return _("%(number)s %(unit)s", number=numbers.format_decimal(value, locale=text.locale()), unit=unit)


def amount_in_words(amount: int, unit: str, *, scale: int = 0) -> str:
    """Write an amount of the smallest unit: ``1 h 30``, ``12.50 €``, ``8 grains``."""
    if unit == "minutes":
        return minutes_in_words(amount)
    if unit == "cents":
        return str(numbers.format_currency(Decimal(amount).scaleb(-2), "EUR", locale=text.locale()))
    pattern = "#,##0." + "0" * scale if scale else "#,##0"
    number = numbers.format_decimal(Decimal(amount).scaleb(-scale), pattern, locale=text.locale())
    return _("%(number)s %(unit)s", number=number, unit=unit)


def as_typed(value: int | None, unit: str, *, scale: int = 0) -> str:
    """Write a value as a person would type it again, for a form that is shown once more."""
    if value is None:
        return ""
    if unit == "minutes":
        return minutes_in_words(value)
    places = SCALES.get(unit, scale)
    return str(numbers.format_decimal(Decimal(value).scaleb(-places), "0." + "#" * places if places else "0",
                                      locale=text.locale()))  # fmt: skip


def question(unit: str) -> str:
    """Ask for a quantity in the ``unit`` of a kind."""
    questions = {
        "minutes": _("For how long?"),
        "nights": _("How many nights?"),
        "things": _("How many?"),
    }
    return questions.get(unit, _("How much, in %(unit)s?", unit=unit))
