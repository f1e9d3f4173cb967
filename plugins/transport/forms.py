"""The fields of a ride."""

import re

from wtforms import Form, IntegerField, SelectMultipleField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.plugin_api import lazy
from plugins.transport.words import WEEKDAYS

_time = re.compile(r"(\d{1,2})\s*[h:.]\s*(\d{2})?")


class RideForm(Form):
    """From where to where, when, how many seats."""

    origin = StringField(
        lazy("Leaving from"),
        description=lazy("A public place: a stop, a square, a car park. Never your door."),
        validators=[DataRequired(lazy("Say where the ride begins.")), Length(max=80)],
    )
    destination = StringField(
        lazy("Going to"), validators=[DataRequired(lazy("Say where the ride goes.")), Length(max=80)]
    )
    departs = StringField(
        lazy("Leaves at"),
        description=lazy("Such as 8:10. Leave it empty when you agree each time."),
        validators=[Length(max=8)],
    )
    weekdays = SelectMultipleField(
        lazy("Every week on"),
        description=lazy("Tick nothing for a single ride."),
        choices=list(WEEKDAYS),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    seats = IntegerField(
        lazy("Seats"),
        default=1,
        validators=[
            InputRequired(lazy("Say how many seats.")),
            NumberRange(1, 8, lazy("Between 1 and 8 seats.")),
        ],
    )
    kilometres = IntegerField(
        lazy("Kilometres, one way"),
        validators=[Optional(), NumberRange(1, 2000, lazy("Between 1 and 2,000 km."))],
    )
    detour_minutes = IntegerField(
        lazy("Detour that is no trouble, in minutes"),
        validators=[Optional(), NumberRange(0, 120, lazy("At most two hours."))],
    )

    def validate_departs(self, field: StringField) -> None:
        """Accept 8:10, 8h10, 08.10 and keep 08:10."""
        if not field.data or not field.data.strip():
            field.data = ""
            return
        found = _time.fullmatch(field.data.strip())
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
        if hour > 23 or minute > 59:
            raise ValidationError(lazy("Write the time like 8:10."))
        field.data = f"{hour:02d}:{minute:02d}"


class TransportSettings(Form):
    """What a sub-network decides about shared costs."""

    cost_per_km = IntegerField(
        lazy("Cost of a car, in thousandths of a euro a kilometre"),
        description=lazy(
            "636 is the French tax mileage scale of 2025 for 5 CV up to 5,000 km. Costs are shared by "
            "everybody on board, the driver included; nobody earns."
        ),
        default=636,
        validators=[NumberRange(50, 2000, lazy("Between 50 and 2,000."))],
    )
