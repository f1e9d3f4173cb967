"""Forms of paper notes: series, places, and quantities of each series."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.plugin_api import amount_in_words, lazy, new_id
from plugins.local_currency.desk_models import Means
from plugins.local_currency.forms import CentsField
from plugins.local_currency.notes_counter import ACCOUNT
from plugins.local_currency.notes_models import NotePlace, NoteSeries
from plugins.local_currency.services import SCALE

MOST = 10_000_000
MOST_VALUE = 1000
"""Units that a note is worth."""
LONGEST_SERIES, LONGEST_PLACE, LONGEST_MEMO = 40, 60, 200


class SeriesForm(FlaskForm):
    """Notes that came from the printer."""

    value = CentsField(
        lazy("Value of each note"),
        places=2,
        validators=[
            InputRequired(lazy("Write the value of a note.")),
            NumberRange(0.01, MOST_VALUE, lazy("Between 0.01 and 1,000 units.")),
        ],
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    name = StringField(
        lazy("Name of the series"),
        description=lazy("As printed on the notes: a letter, a year."),
        validators=[DataRequired(lazy("Give the series its name.")), Length(max=LONGEST_SERIES)],
    )
    printed_on = DateField(lazy("Printed on"), validators=[InputRequired(lazy("Write the day."))])
    first_number = IntegerField(
        lazy("First number"),
        default=1,
        validators=[InputRequired(lazy("Write a whole number.")), NumberRange(1, MOST, lazy("From 1 on."))],
    )
    last_number = IntegerField(
        lazy("Last number"),
        validators=[
            InputRequired(lazy("Write a whole number.")),
            NumberRange(1, MOST, lazy("From 1 to 10,000,000.")),
        ],
    )
    place = SelectField(lazy("Where are they kept?"), validators=[DataRequired()])
    key = HiddenField(validators=[DataRequired(), Length(max=64)])


class PlaceForm(FlaskForm):
    """A place where notes are kept."""

    desk = SelectField(lazy("Of which desk?"), validators=[Optional()])
    name = StringField(
        lazy("Name"),
        description=lazy("Needed for a place that is no desk: the safe, the printer."),
        validators=[Optional(), Length(max=LONGEST_PLACE)],
    )


class NotesForm(FlaskForm):
    """Quantities, and whatever the kind of movement asks for besides."""

    to_place = SelectField(lazy("To where?"), choices=[], validate_choice=False, validators=[Optional()])
    who = StringField(
        lazy("For whom"),
        description=lazy("Name, or payment reference."),
        validators=[Optional(), Length(max=120)],
    )
    chosen = RadioField(lazy("Which one?"), choices=[], validate_choice=False, validators=[Optional()])
    means = RadioField(
        lazy("Against what?"), choices=[], validate_choice=False, default=ACCOUNT, validators=[Optional()]
    )
    seen = HiddenField(validators=[Optional(), Length(max=20_000)])
    memo = StringField(lazy("Word on it"), validators=[Optional(), Length(max=LONGEST_MEMO)])
    key = HiddenField(validators=[DataRequired(), Length(max=64)])

    series: Sequence[NoteSeries] = ()

    @property
    def quantities(self) -> dict[UUID, int]:
        """How many notes of each series were typed."""
        return {one.id: self[_name(one)].data or 0 for one in self.series}

    def seen_of(self, series: NoteSeries) -> int:
        """How many notes of a series the page said were there when it was opened."""
        typed = self.seen.data or ""
        shown = dict(part.split(":", 1) for part in typed.split(",") if ":" in part)
        value = shown.get(series.id.hex, "0")
        return int(value) if re.fullmatch("[0-9]{1,9}", value) else -1

    @property
    def counts(self) -> list[Any]:
        """The fields of the quantities, the smallest notes first."""
        return [self[_name(one)] for one in self.series]


def _name(series: NoteSeries) -> str:
    return f"notes_{series.id.hex}"


def notes_form(series: Sequence[NoteSeries], there: dict[UUID, int], *, prefill: bool = False) -> NotesForm:
    """Make a form with one field for each series.

    Args:
        there: how many are in the place, said beside each field.
        prefill: write these numbers into the fields, as a count does.
    """
    fields = {
        _name(one): IntegerField(
            lazy(
                "Notes of %(value)s, series %(name)s",
                value=amount_in_words(one.value, "", scale=SCALE).strip(),
                name=one.name,
            ),
            description=lazy("%(count)s in stock", count=there.get(one.id, 0)),
            default=there.get(one.id, 0) if prefill else None,
            validators=[Optional(), NumberRange(0, MOST, lazy("A whole number, not below zero."))],
            render_kw={"inputmode": "numeric", "autocomplete": "off"},
        )
        for one in series
    }
    made: NotesForm = type("NotesFormOfSeries", (NotesForm,), fields)(
        key=new_id().hex, seen=",".join(f"{one.id.hex}:{there.get(one.id, 0)}" for one in series)
    )
    made.series = series
    for one in made.counts:
        one.flags.optional = False  # some of them are wanted, and nobody knows which
    return made


def means_choices(*, is_open: bool) -> list[tuple[str, Any]]:
    """Return against what notes can be handed out; euros only while the desk is open."""
    choices: list[tuple[str, Any]] = [(ACCOUNT, lazy("Units of their account"))]
    if is_open:
        choices += [(Means.CASH, lazy("Cash")), (Means.CARD, lazy("Card"))]
    return choices


def place_choices(places: Sequence[NotePlace], but: NotePlace | None = None) -> list[tuple[str, str]]:
    """Return places as choices of a field."""
    return [(str(place.id), place.name) for place in places if but is None or place.id != but.id]


class UndoForm(FlaskForm):
    """Why an operation is undone."""

    why = StringField(
        lazy("Why"),
        validators=[DataRequired(lazy("Say why, so that others understand.")), Length(max=LONGEST_MEMO)],
    )
    key = HiddenField(validators=[DataRequired(), Length(max=64)])
