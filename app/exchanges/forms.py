"""Forms of exchanges: a proposal, a first answer, a move, a coordinator's settlement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from typing import Any
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from app import clock
from app.conversations.services import LONGEST as LONGEST_MESSAGE
from app.exchanges.models import Proposal, State
from app.exchanges.quantities import amount_from, as_typed, quantity_from, question
from app.exchanges.services import LONGEST_NOTE
from app.exchanges.wishes import LONGEST_WHAT, Wish, filled_in, likely_days
from app.exchanges.words import Money
from app.text import _, lazy

WITH_LAST_DAY = frozenset({"nights", "things"})
"""Units of kinds that go on for days: a room, a thing that is lent."""
LONGEST_NUMBER = 10


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the form of a proposal asks, for one listing in one sub-network."""

    unit: str
    """Of the kind."""
    zone: str
    question: str = ""
    """How the kind asks for a quantity, where it has words of its own."""
    terms: Sequence[tuple[str, str]]
    """Slugs and names of those that can be chosen."""
    amounts: Mapping[str, Money]
    """How an amount is typed, for the terms that ask for one."""
    amount_label: str = ""


class ProposalForm(FlaskForm):
    """What, when, how much, on which terms."""

    what = TextAreaField(
        lazy("What exactly?"),
        [Optional(), Length(max=LONGEST_WHAT, message=lazy("This is too long: at most %(max)s characters."))],
        description=lazy("For example: the front brake of a child's bicycle."),
        render_kw={"rows": 2},
    )
    day = DateField(lazy("Which day?"), [Optional()], format=["%Y-%m-%d", "%d/%m/%Y"])
    time = TimeField(lazy("At what time?"), [Optional()], format=["%H:%M", "%Hh%M", "%H:%M:%S"])
    last_day = DateField(lazy("Until which day?"), [Optional()], format=["%Y-%m-%d", "%d/%m/%Y"])
    quantity = StringField("", [Optional()], render_kw={"autocomplete": "off"})
    terms = RadioField(lazy("On which terms?"), validators=[InputRequired(lazy("Choose the terms."))])
    amount = StringField("", [Optional()], render_kw={"autocomplete": "off", "inputmode": "decimal"})
    seen = HiddenField()

    def __init__(self, asked: Asked, **values: Any) -> None:
        super().__init__(**values)
        self.asked = asked
        self.quantity.label.text = asked.question or question(asked.unit)
        if asked.unit == "minutes":
            self.quantity.description = _("For example: 1 h 30, or 45 min.")
        else:
            self.quantity.render_kw = {"autocomplete": "off", "inputmode": "numeric"}
        self.terms.choices = list(asked.terms)
        self.amount.label.text = asked.amount_label or _("What amount?")
        if asked.unit not in WITH_LAST_DAY:
            del self.last_day
        if not asked.amounts:
            del self.amount

    def fill(self, proposal: Proposal) -> None:
        """Show what a proposal says, to change it."""
        zone, start = self.asked.zone, proposal.starts_at
        self.what.data, self.terms.data = proposal.what, proposal.terms
        self.quantity.data = as_typed(proposal.quantity, self.asked.unit)
        if start is not None:
            there = clock.local(start, zone)
            self.day.data = there.date()
            self.time.data = None if proposal.whole_day else there.time()
        if "last_day" in self and proposal.ends_at is not None:
            self.last_day.data = clock.local(proposal.ends_at, zone).date()
        money = self.asked.amounts.get(proposal.terms)
        if "amount" in self and money is not None:
            self.amount.data = as_typed(proposal.amount, money.unit, scale=money.scale)

    def validate_day(self, field: DateField) -> None:
        """Refuse a slip of the pen in the year."""
        if field.data is None:
            if self.time.data is not None or ("last_day" in self and self.last_day.data is not None):
                raise ValidationError(_("Say which day it begins."))
            return
        earliest, latest = likely_days(self.asked.zone)
        if not earliest <= field.data <= latest:
            raise ValidationError(_("Is the year right?"))

    def validate_last_day(self, field: DateField) -> None:
        """Refuse an end before the beginning."""
        if field.data is not None and self.day.data is not None and field.data < self.day.data:
            raise ValidationError(_("This is before the first day."))
        if field.data is not None and field.data > likely_days(self.asked.zone)[1]:
            raise ValidationError(_("Is the year right?"))

    def validate_quantity(self, field: StringField) -> None:
        """Refuse what is no quantity, or no quantity of nights between the two days."""
        value = quantity_from(field.data or "", self.asked.unit)
        if not field.data:
            return
        if value is None or value == 0:
            if self.asked.unit == "minutes":
                raise ValidationError(_("Write a length of time, such as 1 h 30, 1:30 or 45 min."))
            raise ValidationError(_("Write a whole number, such as 2."))
        nights = self._nights()
        if nights is not None and nights != value:
            raise ValidationError(_("Between these two days it is %(nights)s.", nights=nights))

    def validate_amount(self, field: StringField) -> None:
        """Refuse what is no amount of the chosen terms."""
        if field.data and self._money() is not None and self._amount() is None:
            raise ValidationError(_("Write an amount, such as 4 or 4.50."))

    def wish(self) -> Wish:
        """Return what was typed, once it is valid."""
        starts_at = self._instant(self.day.data, self.time.data)
        ends_at = self._instant(self.last_day.data, self.time.data) if "last_day" in self else None
        wish = Wish(
            what=self.what.data or "",
            starts_at=starts_at,
            ends_at=ends_at,
            whole_day=starts_at is not None and self.time.data is None,
            quantity=quantity_from(self.quantity.data or "", self.asked.unit) or None,
            terms=self.terms.data,
            amount=self._amount() or 0,
        )
        return filled_in(wish, self.asked.unit, self.asked.zone)

    def seen_version(self) -> int | None:
        """Return the version of the exchange that the person looked at."""
        seen = self.seen.data or ""
        return int(seen) if seen.isdecimal() and len(seen) < LONGEST_NUMBER else None

    def blame(self, field: str | None, reasons: Sequence[str]) -> None:
        """Write the reasons of a refusal beside the field they are about, or above the form."""
        names = {"starts_at": "day", "ends_at": "last_day"}
        target = self._fields.get(names.get(field or "", field or ""))
        if target is None:
            self.form_errors.extend(reasons)
        else:
            target.errors = [*target.errors, *reasons]

    def _nights(self) -> int | None:
        if self.asked.unit != "nights" or "last_day" not in self:
            return None
        if self.day.data is None or self.last_day.data is None:
            return None
        return (self.last_day.data - self.day.data).days or None

    def _money(self) -> Money | None:
        return self.asked.amounts.get(self.terms.data or "")

    def _amount(self) -> int | None:
        money = self._money()
        if "amount" not in self or money is None or not self.amount.data:
            return None
        return amount_from(self.amount.data, money.unit, scale=money.scale)

    def _instant(self, day: date | None, at: time_of_day | None) -> datetime | None:
        if day is None:
            return None
        return datetime.combine(day, at or time_of_day(), ZoneInfo(self.asked.zone)).astimezone(UTC)


class AskForm(ProposalForm):
    """A first message and a first proposal."""

    text = TextAreaField(
        lazy("Your message"),
        [
            InputRequired(lazy("Write a few words first.")),
            Length(max=LONGEST_MESSAGE, message=lazy("This is too long: at most %(max)s characters.")),
        ],
        description=lazy("Say hello, and what you have in mind."),
        render_kw={"rows": 4},
    )


class MoveForm(FlaskForm):
    """One press of a button, with what the person was looking at."""

    do = StringField(
        validators=[
            AnyOf(("accept", "keep", "decline", "cancel", "done", "confirm", "dispute", "show", "hide"))
        ]
    )
    seen = IntegerField(validators=[Optional()])
    number = IntegerField(validators=[Optional()])
    note = StringField(validators=[Optional(), Length(max=LONGEST_NOTE)])


class SettleForm(FlaskForm):
    """How a coordinator settles a disagreement."""

    to = RadioField(
        lazy("How do you settle it?"),
        choices=[
            (State.CONFIRMED.value, lazy("It took place: confirm it")),
            (State.CANCELLED.value, lazy("It did not take place: cancel it, nothing is counted")),
        ],
        validators=[InputRequired(lazy("Choose one."))],
    )
    amount = StringField(
        lazy("Another amount than they had agreed"),
        [Optional()],
        description=lazy("Only if what was done differs from what they had agreed; 0 counts nothing."),
        render_kw={"autocomplete": "off"},
    )
    note = TextAreaField(
        lazy("A few words to both of them"),
        [
            InputRequired(lazy("Write a few words to both of them: why you settle it like this.")),
            Length(max=LONGEST_NOTE, message=lazy("This is too long: at most %(max)s characters.")),
        ],
        render_kw={"rows": 4},
    )

    def __init__(self, money: Money | None, **values: Any) -> None:
        super().__init__(**values)
        self.money = money
        if money is None or not money.moves:
            del self.amount

    def validate_amount(self, field: StringField) -> None:
        """Refuse what is no amount."""
        if field.data and self.chosen_amount() is None:
            raise ValidationError(_("Write an amount, such as 1 h 30 or 4."))

    def chosen_amount(self) -> int | None:
        """Return the other amount, in the smallest unit."""
        if "amount" not in self or self.money is None or not self.amount.data:
            return None
        if self.to.data == State.CANCELLED:
            return None
        return amount_from(self.amount.data.strip(), self.money.unit, scale=self.money.scale)
