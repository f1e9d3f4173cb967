"""Forms with which coordinators set the rules of a ledger, and put mistakes right."""

from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    DecimalField,
    Field,
    Form,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import TextInput

from app.ledgers.amount_field import AmountField
from app.ledgers.forms import LARGEST_LIMIT, LimitField
from app.ledgers.models import OnLimit
from app.ledgers.sharing_forms import NameField
from app.text import _, lazy
from app.web.asked import likely_day

HUNDREDTHS = 100
LONGEST_WHY = 300
UNDO, AMOUNT, PAYEE, PAYER = "undo", "amount", "payee", "payer"


class GroupForm(FlaskForm):
    """Limits that several accounts share."""

    name = NameField(lazy("Name of the group"), description=lazy("Such as: shops, newcomers, associations."))
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
    on_limit = RadioField(
        lazy("What the limits do"),
        choices=[
            (OnLimit.BLOCK, lazy("They stop a payment that would go beyond")),
            (OnLimit.WARN, lazy("They are only told, kindly, and stop nothing")),
        ],
        default=OnLimit.BLOCK,
        validators=[InputRequired(lazy("Choose one."))],
    )


class PercentField(DecimalField):
    """A percentage with at most two decimals; ``hundredths`` is its value in hundredths of a percent."""

    widget = TextInput()  # a field of numbers refuses the comma of half the world

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read a number, with a comma or a point, with or without the sign."""
        super().process_formdata(
            [str(value).replace(",", ".").replace("%", "").strip() for value in valuelist]
        )
        if self.data is not None and not self.data.is_finite():
            self.data = None
            raise ValueError(self.gettext("Not a valid decimal value."))
        if self.data is not None and self.data * HUNDREDTHS % 1:
            raise ValueError(_("At most two decimals, please."))

    @property
    def hundredths(self) -> int:
        """The rate in hundredths of a percent."""
        return int((self.data or Decimal(0)) * HUNDREDTHS)


class LevyForm(FlaskForm):
    """A part of each payment for what everybody shares."""

    name = NameField(
        lazy("What it is for"),
        description=lazy("It stands on every statement: Solidarity fund, Running costs."),
    )
    rate = PercentField(
        lazy("Part of each payment"),
        validators=[Optional(), NumberRange(0, 100, lazy("Between 0 and 100 percent."))],
    )
    fixed = AmountField(
        lazy("And a fixed amount besides"),
        zero=True,
    )
    paid_by = RadioField(
        lazy("Who pays it"),
        choices=[
            ("payer", lazy("who pays, on top of the amount")),
            ("payee", lazy("who receives, out of the amount")),
        ],
        default="payer",
        validators=[InputRequired(lazy("Choose one."))],
    )
    account = SelectField(lazy("Where it goes"), validators=[InputRequired(lazy("Choose an account."))])


class CorrectionForm(FlaskForm):
    """Undo a movement, or say what it should have been."""

    key = HiddenField(validators=[InputRequired(), Length(max=64)])
    what = RadioField(
        lazy("What should it have been?"),
        choices=[
            (UNDO, lazy("Nothing: undo it")),
            (AMOUNT, lazy("Another amount")),
            (PAYEE, lazy("Somebody else receives it")),
            (PAYER, lazy("Somebody else pays it")),
        ],
        validators=[InputRequired(lazy("Say what was wrong."))],
    )
    amount = AmountField(lazy("The right amount"))
    person = SelectField(lazy("The right person"), validate_choice=True, default="")
    why = TextAreaField(
        lazy("Why"),
        description=lazy("Everybody concerned will read it on their statement."),
        validators=[
            InputRequired(lazy("Say in a few words what was wrong.")),
            Length(max=LONGEST_WHY, message=lazy("This is too long: at most %(max)s characters.")),
        ],
        render_kw={"rows": 2},
    )

    def validate_amount(self, field: Field) -> None:
        """Ask for an amount unless it is only undone."""
        if self.what.data != UNDO and self.amount.units is None:
            raise ValidationError(_("Write the right amount."))

    def validate_person(self, field: Field) -> None:
        """Ask for somebody where the person was wrong."""
        if self.what.data in (PAYEE, PAYER) and not field.data:
            raise ValidationError(_("Choose the right person."))


class JournalForm(Form):
    """What a coordinator looks for in the journal of a ledger; read from the address."""

    who = StringField(lazy("Who"), validators=[Length(max=80)], description=lazy("A part of a name."))
    amount = AmountField(lazy("How much"), validators=[Optional()], zero=True)
    day = DateField(lazy("Which day?"), validators=[Optional(), likely_day])
