"""Forms of workshops."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.plugin_api import lazy
from plugins.time_bank.forms import DurationField
from plugins.time_bank.words import WHO_PAYS
from plugins.time_bank.workshop_reach import A_DAY, LONGEST_TEXT, LONGEST_TITLE, LONGEST_WHERE, MOST_PLACES


class WorkshopForm(FlaskForm):
    """What, when, where, for how many."""

    title = StringField(
        lazy("What is it?"),
        description=lazy("Such as: repairing a bicycle together."),
        validators=[InputRequired(lazy("Give the workshop a name.")), Length(max=LONGEST_TITLE)],
    )
    text = TextAreaField(
        lazy("What happens, and what to bring"), validators=[Length(max=LONGEST_TEXT)], render_kw={"rows": 4}
    )
    where = StringField(
        lazy("Where"), validators=[InputRequired(lazy("Say where.")), Length(max=LONGEST_WHERE)]
    )
    day = DateField(
        lazy("Which day?"), [InputRequired(lazy("Choose a day."))], format=["%Y-%m-%d", "%d/%m/%Y"]
    )
    time = TimeField(
        lazy("At what time?"), [InputRequired(lazy("Choose a time."))], format=["%H:%M", "%Hh%M", "%H:%M:%S"]
    )
    minutes = DurationField(
        lazy("How long?"),
        most=A_DAY,
        description=lazy("Such as 2 h. It is counted for who leads and for everybody who comes."),
        validators=[InputRequired(lazy("Write a duration such as 45 min, 1 h or 1 h 30."))],
    )
    places = IntegerField(
        lazy("How many can come?"),
        description=lazy("Empty: all who like. When it is full, there is a waiting list."),
        validators=[Optional(), NumberRange(1, MOST_PLACES, lazy("Between 1 and 1,000."))],
    )
    who_pays = RadioField(
        lazy("Where does the leader's time come from?"), choices=list(WHO_PAYS), default="each"
    )
    leader = SelectField(lazy("Who leads it?"))

    def __init__(self, *, leaders: list[tuple[str, str]], **values: Any) -> None:
        super().__init__(**values)
        self.leader.choices = leaders


class PressForm(FlaskForm):
    """Nothing but the press of a button."""
