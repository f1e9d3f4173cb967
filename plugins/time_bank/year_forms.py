"""Forms of time given to the association, of absences and of the end of the year."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import Field
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from app.plugin_api import lazy
from plugins.time_bank.forms import DurationField
from plugins.time_bank.giving_reach import A_DAY, LONGEST_WORDS
from plugins.time_bank.words import YEAR_ENDS
from plugins.time_bank.year_ends import LONGEST_DECISION, MOST_STAYING

DAYS = ["%Y-%m-%d", "%d/%m/%Y"]


class ContributionForm(FlaskForm):
    """Time given to the association."""

    member = SelectField(lazy("Who gave it?"))
    minutes = DurationField(
        lazy("How long?"),
        most=A_DAY,
        description=lazy("Such as 1 h 30."),
        validators=[InputRequired(lazy("Write a duration such as 45 min, 1 h or 1 h 30."))],
    )
    day = DateField(lazy("Which day?"), [InputRequired(lazy("Choose a day."))], format=DAYS)
    what = StringField(
        lazy("What for?"),
        description=lazy("Such as: the newsletter, the stall at the market."),
        validators=[DataRequired(lazy("Say in a few words what it was.")), Length(max=LONGEST_WORDS)],
    )

    def __init__(self, *, people: list[tuple[str, str]], **values: Any) -> None:
        super().__init__(**values)
        self.member.choices = people


class RefuseForm(FlaskForm):
    """Why a declared time is not counted."""

    why = StringField(
        lazy("Why not?"), [DataRequired(lazy("Say in a few words why.")), Length(max=LONGEST_WORDS)]
    )


class AbsenceForm(FlaskForm):
    """From when until when somebody is away."""

    since = DateField(lazy("First day"), [InputRequired(lazy("Choose a day."))], format=DAYS)
    until = DateField(lazy("Last day"), [InputRequired(lazy("Choose a day."))], format=DAYS)

    def validate_until(self, field: Field) -> None:
        """Refuse an absence that ends before it begins."""
        if self.since.data and field.data and field.data < self.since.data:
            raise ValidationError(lazy("The last day comes before the first one."))


class VoteForm(FlaskForm):
    """What the members voted about the end of the year."""

    what = RadioField(
        lazy("At the end of the year"),
        choices=list(YEAR_ENDS),
        validators=[InputRequired(lazy("Choose what was voted."))],
    )
    minutes = DurationField(
        lazy("What stays with everybody"),
        most=MOST_STAYING,
        description=lazy("Such as 20 h. Only what is above it goes to the community."),
        validators=[Optional()],
    )
    percent = IntegerField(
        lazy("How much of the rest melts"),
        description=lazy("In percent."),
        validators=[Optional(), NumberRange(1, 100, lazy("Between 1 and 100."))],
    )
    voted_on = DateField(lazy("Day of the vote"), [InputRequired(lazy("Choose a day."))], format=DAYS)
    decision = TextAreaField(
        lazy("The decision in its own words"),
        description=lazy("As it stands in the minutes. Every member can read it."),
        validators=[InputRequired(lazy("Write down what was voted.")), Length(max=LONGEST_DECISION)],
        render_kw={"rows": 3},
    )
