"""Forms of the pages: asking for hours, closing hours, accepting rules, handing keys over."""

from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from hashlib import sha256
from typing import Any

from app.plugin_api import _, clock, lazy
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional

from together_plugin_spaces.models import Common, Space
from together_plugin_spaces.spans import Span, instant, is_left_out

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
TIME_FORMATS = ["%H:%M", "%Hh%M", "%H:%M:%S"]
FURTHEST = timedelta(days=2 * 366)
LONGEST_MESSAGE = 5000
BY_QUARTERS = {"step": 900}


def mark_of(rules: str) -> str:
    """Return what tells one wording of the rules from another."""
    return sha256(rules.encode()).hexdigest()[:16]


class HoursForm(FlaskForm):
    """From when until when."""

    day = DateField(lazy("From which day?"), [InputRequired(lazy("Say the day."))], format=DAY_FORMATS)
    time = TimeField(
        lazy("From what time?"),
        [InputRequired(lazy("Say at what time it begins."))],
        format=TIME_FORMATS,
        render_kw=BY_QUARTERS,
    )
    last_day = DateField(
        lazy("Until which day?"),
        [Optional()],
        format=DAY_FORMATS,
        description=lazy("Empty: the same day, or the next morning."),
    )
    until = TimeField(
        lazy("Until what time?"),
        [InputRequired(lazy("Say at what time it ends."))],
        format=TIME_FORMATS,
        render_kw=BY_QUARTERS,
    )

    def __init__(self, zone: str, **values: Any) -> None:
        super().__init__(**values)
        self.zone = zone

    def show(self, span: Span) -> None:
        """Fill in a stretch of time."""
        start, end = (clock.local(at, self.zone) for at in (span.starts_at, span.ends_at))
        self.day.data, self.time.data = start.date(), start.time()
        self.last_day.data = end.date() if end.date() != start.date() else None
        self.until.data = end.time()

    def span(self) -> Span:
        """Return the hours, once the form is valid."""
        assert self.day.data is not None
        return Span(self._instant(self.day.data, self.time.data), self._instant(self._end(), self.until.data))

    def validate_day(self, field: DateField) -> None:
        """Refuse a slip of the pen in the year."""
        if field.data is not None and not self._is_near(field.data):
            raise ValidationError(_("Is the year right?"))

    def validate_last_day(self, field: DateField) -> None:
        """Refuse an end before the beginning."""
        if field.data is None or self.day.data is None:
            return
        if field.data < self.day.data:
            raise ValidationError(_("This is before the first day."))
        if not self._is_near(field.data):
            raise ValidationError(_("Is the year right?"))

    def validate_time(self, field: TimeField) -> None:
        """Refuse an hour that the clocks jump over."""
        self._refuse_left_out(self.day.data, field.data)

    def validate_until(self, field: TimeField) -> None:
        """Refuse an end that is no end, and an hour that the clocks jump over."""
        if (
            field.data is None
            or self.time.data is None
            or not self._is_near(self.day.data, self.last_day.data)
        ):
            return
        self._refuse_left_out(self._end(), field.data)
        if self.last_day.data == self.day.data and field.data <= self.time.data:
            raise ValidationError(_("This is before the beginning."))

    def _refuse_left_out(self, day: date | None, at: time_of_day | None) -> None:
        if self._is_near(day) and day is not None and at is not None and is_left_out(day, at, self.zone):
            raise ValidationError(_("That night the clocks go forward: there is no such time."))

    def _is_near(self, *days: date | None) -> bool:
        """Tell whether the first day is said, and none is a slip of the pen: calendars end somewhere."""
        today = clock.today(self.zone)
        return days[0] is not None and all(abs(day - today) <= FURTHEST for day in days if day is not None)

    def _end(self) -> date:
        assert self.day.data is not None
        if self.last_day.data is not None:
            return self.last_day.data
        earlier = (
            self.until.data is not None and self.time.data is not None and self.until.data <= self.time.data
        )
        return self.day.data + timedelta(days=1 if earlier else 0)

    def _instant(self, day: date, at: time_of_day | None) -> datetime:
        assert at is not None
        return instant(day, at.hour * 60 + at.minute, self.zone)


class AskHoursForm(HoursForm):
    """Hours, how many, the rules, a few words."""

    pieces = IntegerField(
        lazy("How many of them?"),
        [InputRequired(lazy("Say how many.")), NumberRange(1, 50, lazy("At least 1."))],
        default=1,
    )
    people = IntegerField(
        lazy("How many people will come?"), [Optional(), NumberRange(1, 10_000, lazy("At least 1."))]
    )
    terms = RadioField(lazy("On which terms?"), [InputRequired(lazy("Choose the terms."))])
    text = TextAreaField(
        lazy("Your message"),
        [
            InputRequired(lazy("Write a few words first.")),
            Length(max=LONGEST_MESSAGE, message=lazy("This is too long: at most %(max)s characters.")),
        ],
        description=lazy("What is it for? Say hello."),
        render_kw={"rows": 4},
    )
    accepts = BooleanField(
        lazy("I have read the rules and accept them"),
        [InputRequired(lazy("Without accepting the rules one cannot ask for it."))],
    )
    seen = HiddenField()

    def __init__(self, space: Space, zone: str, terms: list[tuple[str, str]], **values: Any) -> None:
        super().__init__(zone, **values)
        self.terms.choices = terms
        if len(terms) == 1 and self.terms.data is None:
            self.terms.data = terms[0][0]
        if not isinstance(space, Common) or space.pieces == 1:
            del self.pieces
        if isinstance(space, Common):
            del self.people
        if not space.rules:
            del self.accepts


class AcceptForm(FlaskForm):
    """The rules, accepted on the page of the booking, and how many come."""

    people = IntegerField(
        lazy("How many people will come?"), [Optional(), NumberRange(1, 10_000, lazy("At least 1."))]
    )
    accepts = BooleanField(
        lazy("I have read the rules and accept them"),
        [InputRequired(lazy("Tick the box to accept them."))],
    )
    seen = HiddenField()

    def __init__(self, space: Space, *, needs_rules: bool, **values: Any) -> None:
        super().__init__(**values)
        if isinstance(space, Common):
            del self.people
        if not needs_rules:
            del self.accepts


class CloseForm(HoursForm):
    """Hours in which nobody gets in, and why."""

    pieces = IntegerField(
        lazy("How many of them?"), [Optional(), NumberRange(1, 50, lazy("At least 1."))],
        description=lazy("Empty: all of them."),
    )  # fmt: skip
    reason = StringField(
        lazy("Why?"),
        [InputRequired(lazy("Say why in a few words; everybody reads it.")), Length(max=100)],
        description=lazy("Everybody reads it: works, a holiday, our general meeting."),
    )

    def __init__(self, space: Space, zone: str, **values: Any) -> None:
        super().__init__(zone, **values)
        if space.pieces == 1:
            del self.pieces


class KeysForm(FlaskForm):
    """The day on which keys changed hands."""

    do = HiddenField(validators=[AnyOf(("hand", "return"))])
    day = DateField(lazy("On which day?"), [InputRequired(lazy("Say the day."))], format=DAY_FORMATS)


class ReopenForm(FlaskForm):
    """Hours that were closed, to be opened again."""

    booking = HiddenField(validators=[InputRequired()])
