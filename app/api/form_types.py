"""Which type of JSON a field of a form takes, and what it keeps of what is typed."""

from datetime import date, datetime, time
from types import SimpleNamespace
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    DecimalField,
    Field,
    FloatField,
    IntegerField,
    SelectFieldBase,
    SelectMultipleField,
    StringField,
    TimeField,
)

from app.text import _

BEYOND = 2**63
"""What no column of whole numbers holds."""
PROBE = 60


def kept_value(field: Field) -> Any:
    """Return what a field would write into a row: hundredths of what was typed, for sums."""
    row = SimpleNamespace()
    field.populate_obj(row, "value")
    return row.value


def type_of(field: Field) -> str:
    """Return the type of JSON that a field takes; an unknown one is asked what it makes of a number."""
    if isinstance(field, SelectFieldBase) and not isinstance(field, SelectMultipleField):
        return "integer" if _whole_choices(field) else "string"
    for known, name in (
        (BooleanField, "boolean"),
        (SelectMultipleField, "array"),
        (StringField, "string"),
        ((DateField, TimeField, DateTimeLocalField), "string"),
        (IntegerField, "integer"),
        (FloatField, "number"),
    ):
        if isinstance(field, known):
            return name
    if typed_as(field) is not None:
        return "integer"
    return "number" if isinstance(field, DecimalField) else "string"


def _whole_choices(field: Any) -> bool:
    return all(isinstance(choice[0], int) for choice in field.iter_choices())


def moment_of(field: Field) -> tuple[str, type[date] | type[time]] | None:
    """Return the format of JSON Schema of a day, a time or both, and what reads it; ``None`` for others."""
    if isinstance(field, DateField):
        return "date", date
    if isinstance(field, TimeField):
        return "time", time
    return ("date-time", datetime) if isinstance(field, DateTimeLocalField) else None


def typed_as(field: Field) -> str | None:
    """Return how a person types what the field keeps as ``PROBE``; ``None``: it keeps no whole numbers."""
    before = dict(vars(field))
    try:
        field.process(None, data=PROBE)
        words = str(written(field))
        field.process_formdata([words])
        found = kept_value(field)
    except (ValueError, TypeError, AttributeError):
        return None
    finally:
        vars(field).update(before)
    return words if isinstance(found, int) and abs(found) == PROBE else None


def written(field: Any) -> Any:
    """Return what stands in the field on a page."""
    return field._value()  # as its own widget asks for it


def wrong_type(field: Field, value: Any) -> str | None:
    """Say what is wrong with the type of a value of JSON, ``None`` when nothing is."""
    kind = type_of(field)
    if value is None:
        never = kind in ("boolean", "array") or isinstance(field, SelectFieldBase)
        return _("Not valid.") if never else None
    if kind == "boolean":
        return None if isinstance(value, bool) else _("Not a valid boolean.")
    if kind == "array":
        texts = isinstance(value, list) and all(_is_text(item) for item in value)
        return None if texts else _("Not a valid list.")
    if (moment := moment_of(field)) is not None:
        return None if _reads(moment[1], value) else _("Not a valid date.")
    if kind == "string":
        return None if _is_text(value) else _("Not a valid string.")
    whole = isinstance(value, int) or (kind == "number" and isinstance(value, float))
    if not whole or isinstance(value, bool) or not abs(value) < BEYOND:
        return _("Not a valid integer.") if kind == "integer" else _("Not a valid number.")
    return None


def _reads(kind: type[date] | type[time], value: Any) -> bool:
    try:
        found = kind.fromisoformat(value)
    except (ValueError, TypeError):
        return False
    return getattr(found, "tzinfo", None) is None  # as people type it, in the zone of the territory


def _is_text(value: Any) -> bool:
    if not isinstance(value, str) or "\0" in value:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
