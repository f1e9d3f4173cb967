"""Reading one typed row of a pile of cheques."""

import re
from dataclasses import dataclass, field
from datetime import date

from app.plugin_api import Ledger, _, amount_from, amount_in_words, minutes_in_words
from plugins.time_bank.cheque_numbers import read_number
from plugins.time_bank.models import BatchRow

LONGEST_WORDS = 200
MOST_MINUTES = 7 * 24 * 60
MOST_UNITS = 10**7
EARLIEST = date(2000, 1, 1)
_DAY = re.compile(r"(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4})")


@dataclass(kw_only=True)
class Read:
    """What a row says, and what cannot be read in it, by field."""

    row: BatchRow
    number: str | None = None
    amount: int | None = None
    day: date | None = None
    problems: dict[str, str] = field(default_factory=dict)


def read_row(row: BatchRow, ledger: Ledger, *, today: date) -> Read:
    """Read the figures of a row; names are looked up later."""
    read = Read(row=row, number=read_number(row.number), amount=amount_typed(row.amount, ledger))
    if read.number is None:
        read.problems["number"] = (
            _("%(typed)s is no number of a cheque. It looks like 2026-00123-2.", typed=row.number)
            if row.number
            else _("Write the number that is printed on the cheque.")
        )
    _check_amount(read, ledger)
    _read_day(read, today)
    if len(row.what) > LONGEST_WORDS:
        read.problems["what"] = _("At most %(most)s letters.", most=LONGEST_WORDS)
    return read


def amount_typed(typed: str, ledger: Ledger) -> int | None:
    """Read a time in the unit of the ledger; ``None`` when it is none."""
    return amount_from(typed, ledger.unit, ledger.scale)


def as_typed(amount: int, ledger: Ledger) -> str:
    """Write a time as it is typed, so that it reads as the same time."""
    return minutes_in_words(amount) if ledger.unit == "minutes" else str(amount)


def most_of(ledger: Ledger) -> int:
    """Return the largest time that one cheque may hold, in the unit of the ledger."""
    return MOST_MINUTES if ledger.unit == "minutes" else MOST_UNITS


def how_to_write(ledger: Ledger) -> str:
    """Say how a time is written, for who wrote it otherwise."""
    if ledger.unit == "minutes":
        return _("Write a duration such as 45 min, 1 h or 1 h 30.")
    return _("Write a whole number of %(unit)s.", unit=ledger.unit)


def _check_amount(read: Read, ledger: Ledger) -> None:
    if read.amount is None:
        read.problems["amount"] = how_to_write(ledger)
    elif read.amount <= 0:
        read.problems["amount"] = _("This must be more than nothing.")
    elif read.amount > most_of(ledger):
        most = amount_in_words(most_of(ledger), ledger.unit, scale=ledger.scale)
        read.problems["amount"] = _("At most %(most)s.", most=most)


def _read_day(read: Read, today: date) -> None:
    """Read a day as a browser sends it, or as people write it; none is allowed."""
    typed = read.row.day
    if not typed:
        return
    try:
        found = _DAY.fullmatch(typed)
        read.day = date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(typed)
    except ValueError:
        read.problems["day"] = _("Write the day as 31/12/2026.")
        return
    if read.day > today:
        read.problems["day"] = _("This day is still to come.")
    elif read.day < EARLIEST:
        read.problems["day"] = _("This day is very long ago: check the year.")
