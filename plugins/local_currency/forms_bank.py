"""Forms of bank statements, of bonus programmes and of the page Get units."""

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, Form, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.plugin_api import Refusal, _, lazy
from plugins.local_currency.bank_columns import NONE, Columns
from plugins.local_currency.bank_file import Table
from plugins.local_currency.forms import CentsField

LONGEST_PROGRAMME, LONGEST_CONDITIONS = 60, 1000
MOST_PERCENT = 1000
HIGHEST_CAP = 100_000
"""Units of bonus for one person in a month."""
MOST_GIVEN = 1_000_000
"""Units given to the fund of a programme in one go."""
MEANINGS = ("day", "amount", "credit", "debit", "name", "label", "more")


class StatementForm(FlaskForm):
    """A file of the bank."""

    file = FileField(
        lazy("Statement of the bank (CSV)"),
        description=lazy("As the bank gives it; one megabyte and 5,000 lines at most."),
        validators=[FileRequired(lazy("Choose a file."))],
    )


class ColumnsForm(FlaskForm):
    """Which column is what."""

    day = SelectField(lazy("Day"), coerce=int)
    amount = SelectField(
        lazy("Sum, with a sign for what went out"),
        description=lazy("Or the two columns below, where the bank has two."),
        coerce=int,
    )
    credit = SelectField(lazy("What came in"), coerce=int)
    debit = SelectField(lazy("What went out"), coerce=int)
    name = SelectField(lazy("Who paid"), coerce=int)
    label = SelectField(lazy("What the transfer says"), coerce=int)
    more = SelectField(lazy("More words"), coerce=int)
    month_first = BooleanField(lazy("The month is written before the day"))

    def offer(self, table: Table) -> None:
        """Offer the columns of a table."""
        choices = [(NONE, _("none"))]
        choices += [(place, name or f"{place + 1}") for place, name in enumerate(table.header)]
        for meaning in MEANINGS:
            self[meaning].choices = choices

    def chosen(self) -> Columns:
        """Return what was chosen.

        Raises:
            Refusal: day or sums are missing.
        """
        values: dict[str, Any] = {meaning: self[meaning].data for meaning in MEANINGS}
        if values["day"] == NONE:
            raise Refusal(_("Say which column is the day."), field="day")
        if values["amount"] == NONE and values["credit"] == NONE:
            raise Refusal(_("Say which column is the sum."), field="amount")
        return Columns(**values, month_first=bool(self.month_first.data))


class LineForm(FlaskForm):
    """Whose a line is, or why it is set aside."""

    owner = SelectField(lazy("Whose is it?"), validators=[Optional()])
    slip = SelectField(lazy("Which slip of a desk?"), validators=[Optional()])
    why = StringField(
        lazy("Why set it aside?"),
        description=lazy("For instance: cash brought to the bank, a gift, a mistake sent back."),
        validators=[Optional(), Length(max=200)],
    )


class ProgrammeForm(FlaskForm):
    """A bonus programme."""

    name = StringField(
        lazy("Name of the programme"),
        description=lazy("It is also the name of its fund."),
        validators=[DataRequired(lazy("Give it a name.")), Length(max=LONGEST_PROGRAMME)],
    )
    conditions = TextAreaField(
        lazy("For whom"),
        description=lazy("In words everybody may read, for instance: for people who live on less than …"),
        validators=[DataRequired(lazy("Say for whom.")), Length(max=LONGEST_CONDITIONS)],
        render_kw={"rows": 4},
    )
    percent = IntegerField(
        lazy("Bonus in percent"),
        description=lazy("50 makes 15 units of 10 euros."),
        default=50,
        validators=[
            InputRequired(lazy("Write a percentage.")),
            NumberRange(1, MOST_PERCENT, lazy("Between 1 and 1,000 percent.")),
        ],
    )
    monthly_cap = CentsField(
        lazy("Most bonus for one person in a month, in units"),
        places=2,
        description=lazy("Leave it empty for no limit."),
        validators=[Optional(), NumberRange(0.01, HIGHEST_CAP, lazy("That is out of reach."))],
    )


class GiftForm(FlaskForm):
    """Units given to the fund of a programme."""

    amount = CentsField(
        lazy("Units to give"),
        places=2,
        validators=[
            InputRequired(lazy("Write how many units.")),
            NumberRange(0.01, MOST_GIVEN, lazy("Between 0.01 and 1,000,000 units.")),
        ],
    )
    key = HiddenField(validators=[DataRequired(), Length(max=64)])


class WantedForm(Form):
    """How many euros somebody wants to send; read from the address, so that the page can be kept."""

    amount = CentsField(
        lazy("Euros to send"),
        places=2,
        validators=[Optional(), NumberRange(1, 10_000, lazy("Between 1 and 10,000 euros."))],
    )
