"""The fields of an umbrella."""

from wtforms import Form, IntegerField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from app.plugin_api import lazy


class UmbrellaForm(Form):
    """Its colour, and for how many."""

    colour = StringField(
        lazy("Colour"),
        validators=[DataRequired(lazy("Say its colour, so that it is found.")), Length(max=40)],
    )
    people = IntegerField(lazy("People who stay dry"), default=1, validators=[NumberRange(1, 4)])


class UmbrellasSettings(Form):
    """What a sub-network decides about its umbrellas."""

    most = IntegerField(
        lazy("Most umbrellas at once"),
        description=lazy("Leave it empty for no limit."),
        validators=[Optional(), NumberRange(1, 50)],
    )
