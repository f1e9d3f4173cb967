"""Forms of the paper side: a book of cheques, control totals, a line of a sheet."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, IntegerField, RadioField, StringField
from wtforms.fields import Field
from wtforms.validators import InputRequired, Length, NumberRange, Optional, StopValidation, ValidationError
from wtforms.widgets import TextInput

from app.plugin_api import Ledger, amount_in_words, lazy
from plugins.time_bank.batch_reading import amount_typed, as_typed, how_to_write
from plugins.time_bank.batches import MOST_CHEQUES as MOST_IN_A_PILE
from plugins.time_bank.cheques import MOST_CHEQUES, USUAL_CHEQUES
from plugins.time_bank.forms import A_DAY, DurationField
from plugins.time_bank.sheets import LONGEST_NAME, LONGEST_WORDS

A_NUMBER = lazy("Write a whole number, such as 10.")


class AmountField(Field):
    """A time typed in the unit of a ledger, which the view names."""

    widget = TextInput()
    ledger: Ledger

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if not self.data:
            return ""
        return as_typed(self.data, self.ledger)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was typed; it is read once the ledger is known."""
        self.data = str(valuelist[0]) if valuelist else ""

    def pre_validate(self, form: Any) -> None:
        """Read the time."""
        found = amount_typed(str(self.data or ""), self.ledger)
        if found is None:
            raise StopValidation(how_to_write(self.ledger))
        self.data = found


class KeyForm(FlaskForm):
    """A form that makes one thing, once: its key becomes the thing's id."""

    key = HiddenField(validators=[InputRequired(), Length(min=32, max=36)])


class BookForm(KeyForm):
    """For whom to print a book of cheques, and how many."""

    member = StringField(
        lazy("For whom"),
        description=lazy(
            "The name of a member; they will be the payer of these cheques. Empty: for the stock."
        ),
        validators=[Optional(), Length(max=200)],
    )
    cheques = IntegerField(
        lazy("How many cheques"),
        default=USUAL_CHEQUES,
        validators=[
            InputRequired(A_NUMBER),
            NumberRange(min=1, max=MOST_CHEQUES, message=lazy("Between 1 and 100.")),
        ],
    )


class GiveForm(FlaskForm):
    """Whom a book of the stock is given to."""

    member = StringField(lazy("Given to"), validators=[InputRequired(lazy("Write a name.")), Length(max=200)])


class TotalsForm(KeyForm):
    """What a coordinator counted by hand before typing."""

    counted_cheques = IntegerField(
        lazy("How many cheques are in the pile"),
        validators=[
            InputRequired(A_NUMBER),
            NumberRange(
                min=1,
                max=MOST_IN_A_PILE,
                message=lazy("Between 1 and %(most)s cheques. Make two piles of more.", most=MOST_IN_A_PILE),
            ),
        ],
    )
    counted_amount = AmountField(lazy("Their time, all added up"))

    def in_ledger(self, ledger: Ledger) -> "TotalsForm":
        """Let the time be typed in the unit of a ledger."""
        self.counted_amount.ledger = ledger
        self.counted_amount.description = how_to_write(ledger)
        return self

    def validate_counted_amount(self, field: Field) -> None:
        """Refuse nothing."""
        if field.data is not None and field.data <= 0:
            raise ValidationError(lazy("This must be more than nothing."))


class WhyForm(FlaskForm):
    """Why what a cheque moved is taken back."""

    why = StringField(
        lazy("Why"), validators=[InputRequired(lazy("Say why, in a few words.")), Length(max=200)]
    )


class SheetForm(KeyForm):
    """A line that a member notes on their own sheet."""

    side = RadioField(
        lazy("What happened"),
        choices=[("gave", lazy("I gave time")), ("received", lazy("I received time"))],
        default="gave",
    )
    with_whom = StringField(
        lazy("With whom"), validators=[InputRequired(lazy("Write a name.")), Length(max=LONGEST_NAME)]
    )
    minutes = DurationField(
        lazy("How long"),
        most=A_DAY,
        description=lazy("Such as 45 min or 1 h 30."),
        validators=[InputRequired()],
    )
    what = StringField(lazy("What for"), validators=[Optional(), Length(max=LONGEST_WORDS)])
    day = DateField(lazy("When"), validators=[InputRequired(lazy("Choose a day."))])


def in_words(amount: int, ledger: Ledger) -> str:
    """Write an amount of a ledger."""
    return amount_in_words(amount, ledger.unit, scale=ledger.scale)
