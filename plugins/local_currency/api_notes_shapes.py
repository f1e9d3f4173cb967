"""Shapes of what programs send about paper notes and read of them."""

from typing import Any

from marshmallow import Schema, fields, validate

from app.plugin_web import Instant, Text, Whole, a_day, an_amount
from plugins.local_currency.desk_models import Means
from plugins.local_currency.notes_counter import ACCOUNT
from plugins.local_currency.notes_forms import LONGEST_MEMO, LONGEST_PLACE, LONGEST_SERIES, MOST, MOST_VALUE
from plugins.local_currency.notes_models import NoteMove
from plugins.local_currency.services import SCALE

MOST_SERIES = 500
KINDS = validate.OneOf([kind.value for kind in NoteMove])


class NotesKeptSchema(Schema):
    """How many notes of a series are in a place."""

    series_id = fields.UUID(required=True)
    quantity = Whole(required=True)


class NotePlaceSchema(Schema):
    """Where notes are kept."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    is_mine = fields.Boolean(required=True, metadata={"description": "I can move notes of it."})
    stock = fields.List(fields.Nested(NotesKeptSchema), required=True)


class NoteSeriesSchema(Schema):
    """Notes of one value that were printed together, and where they are; quantities are of notes."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    value = an_amount("Of each note.")
    first_number = Whole(required=True)
    last_number = Whole(required=True)
    printed = Whole(required=True)
    out = Whole(required=True, metadata={"description": "Handed out and not brought back."})
    gone = Whole(required=True, metadata={"description": "Destroyed or lost."})
    counted = Whole(
        required=True, metadata={"description": "What counts found too much, less what they found missing."}
    )


class PaperNotesSchema(Schema):
    """What is out on paper, and where the other notes are."""

    issued = an_amount("What is out on accounts and on paper.", may_lack=True)
    by_notes = an_amount("What is out on paper, by the notes.")
    by_ledger = an_amount("The same, by the ledger.")
    is_right = fields.Boolean(
        required=True, metadata={"description": "Both say the same, and no note is unaccounted for."}
    )
    series = fields.List(fields.Nested(NoteSeriesSchema), required=True)
    places = fields.List(fields.Nested(NotePlaceSchema), required=True)


class NoteOperationSchema(Schema):
    """Notes that moved together."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=KINDS)
    amount = an_amount("Value of the notes.")
    from_place_id = fields.UUID(required=True, allow_none=True, attribute="from_id")
    to_place_id = fields.UUID(required=True, allow_none=True, attribute="to_id")
    holder = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Whose units became notes, or notes became whose units."},
    )
    memo = fields.String(required=True)
    at = Instant(required=True, attribute="created_at")
    undoes_id = fields.UUID(required=True, allow_none=True)
    was_undone = fields.Boolean(required=True)


class NoteSeriesNewSchema(Schema):
    """Notes that came from the printer."""

    value = Whole(
        required=True,
        validate=validate.Range(min=1, max=MOST_VALUE * 10**SCALE),
        metadata={"description": "Of each note, in hundredths of units.", "examples": [500]},
    )
    name = Text(required=True, least=1, most=LONGEST_SERIES, metadata={"description": "As on the notes."})
    printed_on = a_day(required=True)
    first_number = Whole(load_default=1, validate=validate.Range(min=1, max=MOST))
    last_number = Whole(required=True, validate=validate.Range(min=1, max=MOST))
    note_place_id = fields.UUID(required=True, metadata={"description": "Where they are kept."})


class NotePlaceNewSchema(Schema):
    """Where notes are kept: at a desk, or in another place."""

    desk_id = fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "The place is called like the desk."}
    )
    name = Text(
        load_default="",
        most=LONGEST_PLACE,
        metadata={"description": "Needed for a place that is no desk: the safe, the printer."},
    )


class NotesMovedSchema(Schema):
    """How many notes of a series."""

    series_id = fields.UUID(required=True)
    quantity = Whole(required=True, validate=validate.Range(min=1, max=MOST))


class NotesCountedSchema(Schema):
    """How many notes of a series are really there."""

    series_id = fields.UUID(required=True)
    quantity = Whole(required=True, validate=validate.Range(min=0, max=MOST))
    seen = Whole(
        required=True,
        validate=validate.Range(min=0, max=MOST),
        metadata={"description": "What `stock` of the place said before the count."},
    )


def _notes(of: type[Schema]) -> fields.List[Any]:
    return fields.List(fields.Nested(of), required=True, validate=validate.Length(min=1, max=MOST_SERIES))


class NotesIssueSchema(Schema):
    """Notes to be handed out."""

    to = Text(most=60, required=True, metadata={"description": "Key of who gets them, as owners are found."})
    notes = _notes(NotesMovedSchema)
    means = fields.String(
        load_default=ACCOUNT,
        validate=validate.OneOf([ACCOUNT, Means.CASH.value, Means.CARD.value]),
        metadata={"description": "Against units of the account, or euros while the desk is open."},
    )
    memo = Text(load_default="", most=LONGEST_MEMO)


class NotesReturnSchema(Schema):
    """Notes that are brought back."""

    to = Text(most=60, required=True, metadata={"description": "Key of who gets the units."})
    notes = _notes(NotesMovedSchema)


class NotesCountSchema(Schema):
    """What a count found."""

    notes = _notes(NotesCountedSchema)
    memo = Text(
        load_default="", most=LONGEST_MEMO, metadata={"description": "What may explain a difference."}
    )


class NotesElsewhereSchema(Schema):
    """Notes that are brought to another place."""

    to_place_id = fields.UUID(required=True)
    notes = _notes(NotesMovedSchema)
    memo = Text(load_default="", most=LONGEST_MEMO)


class NotesGoneSchema(Schema):
    """Notes of a stock that are no more; they were not out."""

    notes = _notes(NotesMovedSchema)
    memo = Text(required=True, least=1, most=LONGEST_MEMO, metadata={"description": "Why."})


class NotesUndoneSchema(Schema):
    """Why a movement is undone."""

    why = Text(required=True, least=1, most=LONGEST_MEMO)
