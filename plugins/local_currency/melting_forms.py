"""The form of a rule of melting."""

from decimal import Decimal

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, IntegerField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from app.plugin_api import lazy
from plugins.local_currency.forms import CentsField, PercentField

MOST_RATE = 1_000
"""In hundredths of a percent a month."""
MOST_EXEMPT = 1_000_000
"""In units."""
LAST_DAY = 28
"""Of the month: every month has it."""
LONGEST_FUND, LONGEST_DECIDED = 60, 200


class MeltingForm(FlaskForm):
    """How much melts, from when on, what is exempt and where it goes."""

    rate = PercentField(
        lazy("How much melts each month, in percent"),
        description=lazy("Half a percent a month is six percent a year."),
        validators=[
            InputRequired(lazy("Write a percentage.")),
            NumberRange(1, MOST_RATE, lazy("Between 0.01 and 10 percent.")),
        ],
    )
    exempt = CentsField(
        lazy("What never melts on an account"),
        places=2,
        default=Decimal(10_000),
        description=lazy("The first units of each account; 0 is possible."),
        validators=[
            InputRequired(lazy("Write how many units; 0 is possible.")),
            NumberRange(0, MOST_EXEMPT, lazy("Between 0 and 1,000,000 units.")),
        ],
    )
    day = IntegerField(
        lazy("On which day of the month?"),
        default=1,
        validators=[
            InputRequired(lazy("Write a day.")), NumberRange(1, LAST_DAY, lazy("Between 1 and 28.")),
        ],
    )  # fmt: skip
    starts_on = DateField(
        lazy("From which day on?"),
        description=lazy("At least 30 days from now: everybody is told today."),
        validators=[InputRequired(lazy("Write the day."))],
    )
    organisations_exempt = BooleanField(lazy("Nothing melts on accounts of organisations"))
    fund = StringField(
        lazy("Which common account receives it?"),
        description=lazy("Its name; it is opened if there is none of that name."),
        validators=[DataRequired(lazy("Name the common account.")), Length(max=LONGEST_FUND)],
    )
    decided = StringField(
        lazy("Who decided it, and when?"),
        description=lazy("As everybody reads it: General assembly of 3 May 2027."),
        validators=[DataRequired(lazy("Say who decided it.")), Length(max=LONGEST_DECIDED)],
    )
