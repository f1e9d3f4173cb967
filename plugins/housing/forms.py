"""The fields of a room."""

from wtforms import BooleanField, Form, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.plugin_api import lazy
from plugins.housing.words import ROOM_TYPES


class RoomForm(Form):
    """What kind of place, for how many, for how long."""

    room_type = SelectField(lazy("Kind of place"), choices=list(ROOM_TYPES), default="spare_room")
    sleeps = IntegerField(
        lazy("People who can sleep there"),
        default=1,
        validators=[
            InputRequired(lazy("Say for how many people.")),
            NumberRange(1, 20, lazy("Between 1 and 20.")),
        ],
    )
    nights_max = IntegerField(
        lazy("Longest stay, in nights"),
        description=lazy("Leave it empty when it can be agreed."),
        validators=[Optional(), NumberRange(1, 365, lazy("Between 1 night and 1 year."))],
    )
    step_free = BooleanField(
        lazy("Without steps"), description=lazy("From the street to the bed and the bathroom.")
    )
    pets_welcome = BooleanField(lazy("Pets are welcome"))


class HousingSettings(Form):
    """What a sub-network decides about rooms."""

    longest_stay = IntegerField(
        lazy("Longest stay, in nights"),
        description=lazy("Longer stays are refused when people agree; leave it empty for no limit."),
        validators=[Optional(), NumberRange(1, 365, lazy("Between 1 night and 1 year."))],
    )
