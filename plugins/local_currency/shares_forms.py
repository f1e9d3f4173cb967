"""Forms of the yearly share."""

from typing import TYPE_CHECKING

from flask_wtf import FlaskForm
from wtforms import Form, HiddenField, IntegerField, RadioField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, Regexp

from app.plugin_api import lazy
from plugins.local_currency.forms import PercentField
from plugins.local_currency.shares import FEWEST, RATE, SPONSORS_NEEDED

if TYPE_CHECKING:
    from plugins.local_currency.models import Organisation

NONE = "none"


class ShareSettings(Form):
    """What the association decides about the share."""

    share_rate = PercentField(
        lazy("Share of what a member changed from euros that goes to the association they chose, in percent"),
        description=lazy("Computed each 30 June, paid from the common account. Three is usual; 0 is none."),
        default=RATE,
        validators=[
            InputRequired(lazy("Write a percentage; 0 is possible.")),
            NumberRange(0, 2000, lazy("Between 0 and 20 percent.")),
        ],
    )
    share_sponsors = IntegerField(
        lazy("How many members must have chosen an association before it gets its share"),
        description=lazy("At least 5, so that a share never tells what one member changed."),
        default=SPONSORS_NEEDED,
        validators=[
            InputRequired(lazy("Write a number.")),
            NumberRange(FEWEST, 1000, lazy("Between 5 and 1,000.")),
        ],
    )


class ChoiceForm(FlaskForm):
    """Which association a member sponsors."""

    association = RadioField(lazy("Association"), validators=[Optional()])

    def offer(self, associations: "list[Organisation]") -> None:
        """Offer the approved associations, and none."""
        self.association.choices = [
            *((str(one.id), f"{one.name} · {one.activity}") for one in associations),
            (NONE, lazy("None for now")),
        ]


class PostShareForm(FlaskForm):
    """What was seen of the share that is to be posted."""

    seen = HiddenField(validators=[DataRequired(), Regexp("^[0-9]{1,18}$")])
