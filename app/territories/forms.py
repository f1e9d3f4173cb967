"""Forms about a territory."""

from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from app import text
from app.territories.models import Joining, Level
from app.text import lazy

LEVEL_NAMES = {
    Level.NEIGHBOURHOOD: lazy("Neighbourhood"),
    Level.COMMUNE: lazy("Commune"),
    Level.GROUP: lazy("Group of communes"),
    Level.DEPARTMENT: lazy("Department"),
    Level.REGION: lazy("Region"),
    Level.COUNTRY: lazy("Country"),
    Level.NETWORK: lazy("Network"),
}
ZONES = (
    "Europe/Paris", "Europe/Brussels", "Europe/Luxembourg", "Europe/Zurich", "Europe/Rome", "Europe/Madrid",
    "Europe/Lisbon", "Europe/Athens", "Europe/Berlin", "Europe/Warsaw", "Europe/Bucharest", "Europe/London",
    "Africa/Dakar", "Africa/Casablanca", "Africa/Tunis", "Africa/Libreville", "Indian/Mauritius",
    "Indian/Reunion", "Indian/Mayotte", "America/Guadeloupe", "America/Martinique", "America/Cayenne",
    "America/Toronto", "Pacific/Noumea", "Pacific/Tahiti", "UTC",
)  # fmt: skip


class TerritoryForm(FlaskForm):
    """How a territory presents itself and works."""

    description = TextAreaField(
        lazy("About this territory"),
        description=lazy("What brings you together here; shown on its home page."),
        validators=[Optional(), Length(max=5_000)],
        render_kw={"rows": 6},
    )
    joining = RadioField(
        lazy("How people join"),
        choices=[
            (Joining.OPEN.value, lazy("Everybody who likes")),
            (Joining.APPROVAL.value, lazy("After answering questions that an administrator reads")),
        ],
    )
    questions = TextAreaField(
        lazy("Questions to those who want to join"),
        description=lazy("One question a line, six at most."),
        validators=[Optional(), Length(max=3_000)],
        render_kw={"rows": 4},
    )
    confirm_after_days = IntegerField(
        lazy("An exchange said to be done confirms by itself after"),
        validators=[NumberRange(1, 90, lazy("1 to 90 days."))],
    )
    language = SelectField(lazy("Language of the territory"), choices=list(text.LANGUAGES.items()))
    time_zone = SelectField(lazy("Time zone"), choices=[(zone, zone.replace("_", " ")) for zone in ZONES])


class PlaceForm(FlaskForm):
    """A place that no official table brings: a neighbourhood, a network, a valley."""

    name = StringField(lazy("Name"), validators=[DataRequired(lazy("Give it a name.")), Length(max=120)])
    level = SelectField(lazy("Level"), choices=[(level.value, name) for level, name in LEVEL_NAMES.items()])
