"""What an address may ask for: numbers a database can count to, days within living memory."""

from datetime import date
from typing import Any

from flask import request
from wtforms import ValidationError

from app.text import _

MOST = 1_000_000
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


def asked_number(name: str, *, least: int = 1) -> int:
    """Return the number ``name`` of the address, at least ``least``, which it also is when left out."""
    return min(max(request.args.get(name, least, type=int), least), MOST)


def likely_day(form: Any, field: Any) -> None:
    """Refuse a slip of the pen in the year; a validator, which calendars need at both of their ends."""
    if field.data is not None and not FIRST_DAY <= field.data <= LAST_DAY:
        raise ValidationError(_("Is the year right?"))
