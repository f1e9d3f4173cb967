"""The form of a task, and the field of a duration."""

from typing import Any

from wtforms import BooleanField, Form, RadioField, SelectField
from wtforms.fields import Field
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import TextInput

from app.plugin_api import lazy, minutes_from, minutes_in_words
from plugins.time_bank.words import PLACES, RHYTHMS

A_DAY = 24 * 60


class DurationField(Field):
    """A duration typed as people say it ("1 h 30", "45 min"), kept in minutes."""

    widget = TextInput()

    def __init__(self, label: Any = None, *, most: int, below_zero: bool = False, **options: Any) -> None:
        super().__init__(label, **options)
        self.most, self.below_zero = most, below_zero

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else minutes_in_words(abs(self.data))

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; nothing typed is no duration."""
        self.data: int | None = None
        typed = str(valuelist[0]).strip() if valuelist else ""
        if self.below_zero:
            typed = typed.lstrip("-\u2212").strip()
        if not typed:
            return
        minutes = minutes_from(typed)
        if minutes is None:
            raise ValueError(lazy("Write a duration such as 45 min, 1 h or 1 h 30."))
        self.data = -minutes if self.below_zero else minutes

    def pre_validate(self, form: Any) -> None:
        """Refuse more than is sensible."""
        if self.data is not None and abs(self.data) > self.most:
            raise ValidationError(lazy("At most %(most)s.", most=minutes_in_words(self.most)))


class TaskForm(Form):
    """How long, where and how often."""

    minutes = DurationField(
        lazy("How long it usually takes"),
        most=A_DAY,
        description=lazy("Such as 45 min or 1 h 30. Leave it empty when it depends."),
        validators=[Optional()],
    )
    place = SelectField(lazy("Where"), choices=list(PLACES), default="any")
    rhythm = RadioField(lazy("How often"), choices=list(RHYTHMS), default="once")
    travel_counts = BooleanField(
        lazy("The way there and back counts as time given"),
        description=lazy("You still agree on the whole time each time."),
    )
    travel_minutes = DurationField(
        lazy("Time on the way, there and back"),
        most=A_DAY,
        validators=[Optional()],
    )

    def validate_travel_minutes(self, field: Field) -> None:
        """Refuse a way that does not count and has a length all the same."""
        if field.data and not self.travel_counts.data:
            raise ValidationError(lazy("Tick that the way counts, or leave its time empty."))
