"""The fields of a lesson."""

from wtforms import Form, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from app.plugin_api import lazy
from plugins.skills.words import LEVELS, SETTINGS


class LessonForm(Form):
    """What is taught, to whom, and how."""

    subject = StringField(
        lazy("Subject"),
        description=lazy("One or two words: bread, Arabic, sewing, accounts."),
        validators=[DataRequired(lazy("Say what is taught or learned.")), Length(max=60)],
    )
    level = SelectField(lazy("Level"), choices=list(LEVELS), default="all")
    setting = RadioField(lazy("How"), choices=list(SETTINGS), default="one_to_one")
    seats = IntegerField(
        lazy("Places in the group"),
        validators=[Optional(), NumberRange(1, 100, lazy("Between 1 and 100 places."))],
    )


class SkillsSettings(Form):
    """What a sub-network decides about lessons."""

    usual_minutes = IntegerField(
        lazy("Usual length of a lesson, in minutes"),
        description=lazy("Counted on the impact page when two people said no length."),
        default=60,
        validators=[NumberRange(10, 480, lazy("Between 10 minutes and 8 hours."))],
    )
