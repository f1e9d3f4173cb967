"""A form field for an amount in the unit of a ledger, read as people type it."""

from typing import Any

from wtforms import StringField
from wtforms.validators import StopValidation

from app.amounts import amount_from, as_typed
from app.ledgers.models import Ledger
from app.ledgers.services import LARGEST_AMOUNT
from app.text import _

MINUTES = "minutes"


class AmountField(StringField):
    """An amount such as ``1 h 30`` or ``12,50``; ``units`` is what was typed, in the smallest unit."""

    units: int | None = None
    ledger: Ledger | None = None

    def __init__(
        self, label: Any = None, validators: Any = None, *, zero: bool = False, **values: Any
    ) -> None:
        values.setdefault("render_kw", {"autocomplete": "off"})
        super().__init__(label, validators, **values)
        self.zero = zero

    def belongs_to(self, ledger: Ledger, units: int | None = None) -> None:
        """Say in which ledger's unit it is typed, and show ``units`` while nothing was typed."""
        self.ledger = ledger
        if ledger.unit == MINUTES:
            self.description = self.description or _("For example: 1 h 30, or 45 min.")
        else:
            self.render_kw = {**(self.render_kw or {}), "inputmode": "decimal"}
        if units is not None and self.raw_data is None:
            self.data = as_typed(units, ledger.unit, ledger.scale)

    def pre_validate(self, form: Any) -> None:
        """Read what was typed.

        Raises:
            StopValidation: it is no amount; the sentence says what one looks like.
        """
        typed = (self.data or "").strip()
        if not typed:
            return
        assert self.ledger is not None
        self.units = amount_from(typed, self.ledger.unit, self.ledger.scale)
        if self.units is None and self.ledger.unit == MINUTES:
            raise StopValidation(_("Write a time such as 1 h 30 or 45 min."))
        if self.units is None and self.ledger.scale:
            raise StopValidation(_("Write an amount such as 12 or 12.50."))
        if self.units is None:
            raise StopValidation(_("Write a whole number."))
        if self.units == 0 and not self.zero:
            raise StopValidation(_("Write more than zero."))
        if self.units > LARGEST_AMOUNT:
            raise StopValidation(_("This amount is too large for this ledger."))
