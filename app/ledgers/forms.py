"""Forms of ledgers: a period, the limits of an account."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, DecimalField, Field, Form
from wtforms.validators import DataRequired, NumberRange, Optional, ValidationError
from wtforms.widgets import TextInput

from app.ledgers.models import Ledger
from app.text import _, lazy
from app.web.asked import likely_day

MINUTES_IN_AN_HOUR = 60
LARGEST_LIMIT = 1_000_000  # in hours or units, as people type it


class PeriodForm(Form):
    """The days of a statement; read from the address."""

    since = DateField(lazy("First day"), validators=[DataRequired(lazy("Choose a first day.")), likely_day])
    until = DateField(lazy("Last day"), validators=[DataRequired(lazy("Choose a last day.")), likely_day])

    def validate_until(self, field: Field) -> None:
        """Refuse a period that ends before it begins."""
        if (
            isinstance(self.since.data, date)
            and isinstance(field.data, date)
            and field.data < self.since.data
        ):
            raise ValidationError(_("The last day comes before the first one."))

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of a valid form."""
        assert self.since.data is not None
        assert self.until.data is not None
        return self.since.data, self.until.data


class LimitField(DecimalField):
    """A number; what only a machine calls one (``NaN``) is none."""

    widget = TextInput()  # a field of numbers refuses the comma of half the world

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read a number, with a comma or a point, and whichever sign of minus."""
        super().process_formdata(
            [str(value).replace(",", ".").replace("\u2212", "-").strip() for value in valuelist]
        )
        if self.data is not None and not self.data.is_finite():
            self.data = None
            raise ValueError(self.gettext("Not a valid decimal value."))


class LimitsForm(FlaskForm):
    """Limits for one account; both empty and "as all" are different things."""

    floor = LimitField(
        lazy("Lowest balance"),
        description=lazy("With a minus sign, such as -10. Empty: no limit."),
        places=None,
        validators=[Optional(), NumberRange(-LARGEST_LIMIT, 0, lazy("Zero or less."))],
    )
    ceiling = LimitField(
        lazy("Highest balance"),
        description=lazy("Empty: no limit."),
        places=None,
        validators=[Optional(), NumberRange(0, LARGEST_LIMIT, lazy("Zero or more."))],
    )


def smallest_units(typed: Decimal | None, ledger: Ledger) -> int | None:
    """Return a typed limit, in hours or whole units, in the smallest unit of ``ledger``."""
    if typed is None:
        return None
    factor = MINUTES_IN_AN_HOUR if ledger.unit == "minutes" else 10**ledger.scale
    return int((typed * factor).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def as_typed(limit: int | None, ledger: Ledger) -> Decimal | None:
    """Return a limit as a person would type it, in hours or whole units."""
    if limit is None:
        return None
    factor = MINUTES_IN_AN_HOUR if ledger.unit == "minutes" else 10**ledger.scale
    return (Decimal(limit) / factor).quantize(Decimal("0.01")).normalize() + 0
