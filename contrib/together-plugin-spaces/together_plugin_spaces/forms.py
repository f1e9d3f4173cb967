"""The fields of a room and of a common good, and what a sub-network decides about them."""

from typing import Any, ClassVar

from app.plugin_api import _, lazy
from wtforms import BooleanField, Form, IntegerField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from together_plugin_spaces.fields import CentsField, HoursField, MinutesField, Ticks
from together_plugin_spaces.words import EQUIPMENT

QUARTER = 15
LONGEST_ROOM = 7 * 24 * 60
LONGEST_LOAN = 31
LONGEST_RULES = 4000
ABOUT_HOURS = lazy(
    "Like this: 9:00-12:30, 14:00-22:00. Empty: closed. All seven empty: any hour can be asked for."
)
ABOUT_HANDING = lazy(
    "When it is handed over and brought back, like this: 17:00-19:00. All empty: at any hour."
)


class BookableForm(Form):
    """What a room and a common good have in common, after the fields of their own."""

    first: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        rest = [name for name in self._fields if name not in self.first]
        self._fields = {name: self._fields[name] for name in (*self.first, *rest)}

    monday = HoursField(lazy("Open on Monday"), [Optional(), Length(max=100)], description=ABOUT_HOURS)
    tuesday = HoursField(lazy("Open on Tuesday"), [Optional(), Length(max=100)])
    wednesday = HoursField(lazy("Open on Wednesday"), [Optional(), Length(max=100)])
    thursday = HoursField(lazy("Open on Thursday"), [Optional(), Length(max=100)])
    friday = HoursField(lazy("Open on Friday"), [Optional(), Length(max=100)])
    saturday = HoursField(lazy("Open on Saturday"), [Optional(), Length(max=100)])
    sunday = HoursField(lazy("Open on Sunday"), [Optional(), Length(max=100)])
    notice_days = IntegerField(
        lazy("Ask at least so many days before"),
        [Optional(), NumberRange(0, 365, lazy("Between 0 and 365 days."))],
    )
    ahead_days = IntegerField(
        lazy("Ask at most so many days ahead"),
        [Optional(), NumberRange(1, 730, lazy("Between 1 day and 2 years."))],
        description=lazy("So that nobody books a whole year; leave it empty for no limit."),
    )
    rules = TextAreaField(
        lazy("Rules"),
        [
            Optional(),
            Length(max=LONGEST_RULES, message=lazy("This is too long: at most %(max)d characters.")),
        ],
        description=lazy(
            "Whoever asks accepts them: noise, cleaning, how many people, what is not possible."
        ),
        render_kw={"rows": 5},
    )
    deposit = CentsField(
        lazy("Deposit in euros"),
        [Optional(), NumberRange(0, 1_000_000, lazy("Between 0 and 10,000 euros."))],
        description=lazy("Given back when the keys are. The platform only writes it down."),
    )
    kept_by = StringField(
        lazy("Who keeps the keys, and where"),
        [Optional(), Length(max=200)],
        description=lazy("Told only to those you have agreed with."),
    )


class RoomForm(BookableForm):
    """A room: for how many, with what, when and for how long."""

    first = ("capacity", "surface", "step_free", "equipment", "shortest", "longest")
    capacity = IntegerField(
        lazy("For how many people at most"),
        [
            InputRequired(lazy("Say for how many people.")),
            NumberRange(1, 2000, lazy("Between 1 and 2,000 people.")),
        ],
        default=10,
    )
    surface = IntegerField(
        lazy("Surface in square metres"), [Optional(), NumberRange(1, 10_000, lazy("Between 1 and 10,000."))]
    )
    step_free = BooleanField(
        lazy("Without steps"), description=lazy("From the street to the room and to the toilets.")
    )
    equipment = Ticks(lazy("What is there"), choices=list(EQUIPMENT))
    shortest = MinutesField(
        lazy("Shortest booking"),
        [Optional(), NumberRange(QUARTER, LONGEST_ROOM, lazy("Between 15 minutes and 7 days."))],
        description=lazy("For example 1 h."),
    )
    longest = MinutesField(
        lazy("Longest booking"),
        [Optional(), NumberRange(QUARTER, LONGEST_ROOM, lazy("Between 15 minutes and 7 days."))],
        description=lazy("For example 4 h. Empty: 7 days."),
    )

    def validate_longest(self, field: MinutesField) -> None:
        """Refuse a longest booking that is shorter than the shortest."""
        if field.data and self.shortest.data and field.data < self.shortest.data:
            raise ValidationError(_("This is shorter than the shortest booking."))


class CommonForm(BookableForm):
    """A common good: how many pieces, when it is handed over, for how long."""

    first = ("pieces", "comes_with", "longest_days")
    pieces = IntegerField(
        lazy("How many of it there are"),
        [InputRequired(lazy("Say how many there are.")), NumberRange(1, 50, lazy("Between 1 and 50."))],
        default=1,
    )
    comes_with = StringField(
        lazy("What comes with it"),
        [Optional(), Length(max=200)],
        description=lazy("Straps, a charger, a cover, a leaflet."),
    )
    longest_days = IntegerField(
        lazy("Longest loan, in days"),
        [Optional(), NumberRange(1, LONGEST_LOAN, lazy("Between 1 and 31 days."))],
        description=lazy("Empty: 31 days."),
    )
    monday = HoursField(
        lazy("Handed over on Monday"), [Optional(), Length(max=100)], description=ABOUT_HANDING
    )
    tuesday = HoursField(lazy("Handed over on Tuesday"), [Optional(), Length(max=100)])
    wednesday = HoursField(lazy("Handed over on Wednesday"), [Optional(), Length(max=100)])
    thursday = HoursField(lazy("Handed over on Thursday"), [Optional(), Length(max=100)])
    friday = HoursField(lazy("Handed over on Friday"), [Optional(), Length(max=100)])
    saturday = HoursField(lazy("Handed over on Saturday"), [Optional(), Length(max=100)])
    sunday = HoursField(lazy("Handed over on Sunday"), [Optional(), Length(max=100)])
    kept_by = StringField(
        lazy("Who hands it over, and where"),
        [Optional(), Length(max=200)],
        description=lazy("Told only to those you have agreed with."),
    )


class SpacesSettings(Form):
    """What a sub-network decides about its spaces."""

    most_bookings = IntegerField(
        lazy("Bookings to come for one person, at most"),
        [Optional(), NumberRange(1, 100, lazy("Between 1 and 100."))],
        description=lazy(
            "In one room, or of one common good, so that everybody gets a turn. Empty: no limit."
        ),
    )
