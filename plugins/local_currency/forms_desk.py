"""Forms of the exchange desks and of the fund."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.plugin_api import lazy
from plugins.local_currency.desk_models import Means
from plugins.local_currency.forms import CentsField

MOST = 10_000
"""Units or euros in one go, at a desk."""
LONGEST_NAME, LONGEST_PLACE, LONGEST_HOURS = 60, 200, 500
LONGEST_NOTE = 200


class DeskForm(FlaskForm):
    """The words of a desk."""

    name = StringField(
        lazy("Name of the desk"),
        validators=[DataRequired(lazy("Give the desk its name.")), Length(max=LONGEST_NAME)],
    )
    place = StringField(
        lazy("Address"), validators=[DataRequired(lazy("Say where it is.")), Length(max=LONGEST_PLACE)]
    )
    opening_hours = TextAreaField(
        lazy("Opening hours"), validators=[Optional(), Length(max=LONGEST_HOURS)], render_kw={"rows": 3}
    )


class CountForm(FlaskForm):
    """A count of the cash of the fund."""

    count = CentsField(
        lazy("Euros of the fund counted"),
        places=2,
        description=lazy("Notes and coins that belong to the fund; leave the float for change aside."),
        validators=[
            InputRequired(lazy("Count the cash and write the sum; 0 is possible.")),
            NumberRange(0, 1_000_000, lazy("Between 0 and 1,000,000 euros.")),
        ],
    )
    note = StringField(
        lazy("Word on a difference"),
        description=lazy("Only needed when the count is not what the books say."),
        validators=[Optional(), Length(max=200)],
    )


class IssueForm(FlaskForm):
    """Units issued against euros."""

    who = StringField(
        lazy("For whom"),
        description=lazy("Name, or payment reference."),
        validators=[DataRequired(lazy("Say for whom.")), Length(max=120)],
    )
    chosen = RadioField(lazy("Which one?"), choices=[], validate_choice=False)
    amount = CentsField(
        lazy("Euros received"),
        places=2,
        description=lazy("As many units are issued."),
        validators=[
            InputRequired(lazy("Write how many euros.")),
            NumberRange(0.01, MOST, lazy("Between 0.01 and 10,000 euros.")),
        ],
    )
    means = RadioField(
        lazy("How"),
        choices=[
            (Means.CASH, lazy("Cash")),
            (Means.CARD, lazy("Card")),
            (Means.TRANSFER, lazy("Transfer seen on the bank account")),
        ],
        default=Means.CASH,
        validators=[DataRequired()],
    )
    memo = StringField(
        lazy("Note"),
        description=lazy("Number of the card slip or of the transfer, if there is one."),
        validators=[Optional(), Length(max=120)],
    )
    key = HiddenField(validators=[DataRequired(), Length(max=64)])


class DepositForm(FlaskForm):
    """Cash brought to the bank."""

    amount = CentsField(
        lazy("Euros brought to the bank"),
        places=2,
        validators=[
            InputRequired(lazy("Write how many euros.")),
            NumberRange(0.01, 1_000_000, lazy("Between 0.01 and 1,000,000 euros.")),
        ],
    )
    memo = StringField(lazy("Number of the bank's receipt"), validators=[Optional(), Length(max=120)])
    key = HiddenField(validators=[DataRequired(), Length(max=64)])


class UndoForm(FlaskForm):
    """Why something is undone."""

    why = StringField(
        lazy("What was wrong?"), validators=[DataRequired(lazy("Say what was wrong.")), Length(max=200)]
    )


class MakeGoodForm(FlaskForm):
    """From where a difference was made good."""

    note = StringField(
        lazy("From where?"),
        description=lazy("For instance: from the membership fees."),
        validators=[DataRequired(lazy("Say from where.")), Length(max=LONGEST_NOTE)],
    )
    key = HiddenField(validators=[DataRequired(), Length(max=64)])
