"""What an organisation adds to its line in the directory."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length, Optional

from app.plugin_api import lazy
from plugins.local_currency.directory import LONGEST_BUYS

EXAMPLE = {"placeholder": "9:00-12:30, 14:00-19:00", "autocomplete": "off"}
DAY_NAMES = (
    lazy("Monday"),
    lazy("Tuesday"),
    lazy("Wednesday"),
    lazy("Thursday"),
    lazy("Friday"),
    lazy("Saturday"),
    lazy("Sunday"),
)


class FrontForm(FlaskForm):
    """Hours of each day, and what is bought."""

    day_0 = StringField(DAY_NAMES[0], validators=[Optional(), Length(max=80)], render_kw=EXAMPLE)
    day_1 = StringField(DAY_NAMES[1], validators=[Optional(), Length(max=80)])
    day_2 = StringField(DAY_NAMES[2], validators=[Optional(), Length(max=80)])
    day_3 = StringField(DAY_NAMES[3], validators=[Optional(), Length(max=80)])
    day_4 = StringField(DAY_NAMES[4], validators=[Optional(), Length(max=80)])
    day_5 = StringField(DAY_NAMES[5], validators=[Optional(), Length(max=80)])
    day_6 = StringField(DAY_NAMES[6], validators=[Optional(), Length(max=80)])
    buys = StringField(
        lazy("What do you buy for your work?"),
        description=lazy(
            "A few words parted by commas: flour, printing, cleaning. The coordinators look who could sell "
            "it to you for the currency; nobody else sees it."
        ),
        validators=[Optional(), Length(max=LONGEST_BUYS)],
    )

    @property
    def days(self) -> list[str]:
        """What was typed for each day, Monday first."""
        return [str(self[f"day_{number}"].data or "") for number in range(7)]
