"""What programs send and read about piles of paper cheques."""

from marshmallow import Schema, fields, validate

from app.plugin_web import Instant, Text, Truth, Whole, a_day, an_amount
from plugins.time_bank.batch_reading import LONGEST_WORDS, MOST_UNITS
from plugins.time_bank.batches import MOST_CHEQUES

LONGEST_NAME = 200
WHO = "Id of a member, `community`, or a name as on the page."


class PileRowNewSchema(Schema):
    """One cheque of a pile."""

    number = Text(
        required=True, least=1, most=40, metadata={"description": "As printed.", "examples": ["2026-00123-7"]}
    )
    payer = Text(
        load_default="",
        most=LONGEST_NAME,
        metadata={"description": f"{WHO} Empty: to whom the book was given."},
    )
    why_other_payer = Text(
        load_default="",
        most=LONGEST_WORDS,
        metadata={"description": "Needed where somebody else pays with a cheque of a given book."},
    )
    payee = Text(required=True, least=1, most=LONGEST_NAME, metadata={"description": WHO})
    amount = Whole(
        required=True,
        validate=validate.Range(min=1, max=MOST_UNITS),
        metadata={"description": "In the unit of the ledger.", "examples": [60]},
    )
    day = a_day(
        load_default=None, allow_none=True, metadata={"description": "Written on the cheque, if any."}
    )
    what = Text(load_default="", most=LONGEST_WORDS, metadata={"description": "What for."})
    set_aside = Truth(
        load_default=False,
        metadata={"description": "It counts in the totals and is cleared up later instead of posted."},
    )


class PileNewSchema(Schema):
    """A pile of paper cheques with what was counted by hand; both must agree."""

    counted_cheques = Whole(required=True, validate=validate.Range(min=1, max=MOST_CHEQUES))
    counted_amount = Whole(
        required=True,
        validate=validate.Range(min=1, max=MOST_CHEQUES * MOST_UNITS),
        metadata={"description": "Their sum, in the unit of the ledger."},
    )
    rows = fields.List(
        fields.Nested(PileRowNewSchema), required=True, validate=validate.Length(min=1, max=MOST_CHEQUES)
    )


class PileRowCheckedSchema(Schema):
    """A cheque as it was understood, and what is wrong about it."""

    place = Whole(required=True, metadata={"description": "1, 2, 3 ... in the order in which it came."})
    payer = fields.String(required=True, allow_none=True)
    payee = fields.String(required=True, allow_none=True)
    problems = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "A sentence by field."},
    )


class PileCheckedSchema(Schema):
    """What would be posted, and what stands in the way; limits of accounts show when it is posted."""

    is_fine = Truth(required=True)
    totals = fields.List(
        fields.String(), required=True, metadata={"description": "What is wrong about the sums."}
    )
    amount = an_amount("The sum of the rows.")
    rows = fields.List(fields.Nested(PileRowCheckedSchema), required=True)


class PileUseSchema(Schema):
    """What a row moved; a name is null for the community."""

    transfer_id = fields.UUID(required=True)
    amount = an_amount()
    payer = fields.String(required=True, allow_none=True)
    payee = fields.String(required=True, allow_none=True)
    undone = Truth(required=True, metadata={"description": "Whether it was taken back."})


class PileRowSchema(Schema):
    """A cheque of a pile, as it was typed, and what it moved."""

    place = Whole(required=True)
    number = fields.String(required=True)
    payer = fields.String(required=True)
    payee = fields.String(required=True)
    amount = fields.String(required=True)
    day = fields.String(required=True)
    what = fields.String(required=True)
    set_aside = Truth(required=True)
    cleared_at = Instant(
        required=True, allow_none=True, metadata={"description": "When one set aside was cleared up."}
    )
    used = fields.Nested(PileUseSchema, required=True, allow_none=True)


class PileSchema(Schema):
    """A pile of paper cheques that was entered, or is a draft on the page."""

    id = fields.UUID(required=True)
    entered_by = fields.String(required=True)
    counted_cheques = Whole(required=True)
    counted_amount = an_amount()
    posted_at = Instant(required=True, allow_none=True, metadata={"description": "Null: a draft."})


class PileDetailSchema(PileSchema):
    """A pile with its cheques."""

    posted = an_amount("The sum of what it moved, taken back or not.")
    rows = fields.List(fields.Nested(PileRowSchema), required=True)


class PileRowBackSchema(Schema):
    """Why what a cheque moved is taken back."""

    why = Text(required=True, least=1, most=200)


class PileRowNamedSchema(Schema):
    """A cheque of a pile."""

    pile_id = fields.UUID(required=True)
    place = Whole(required=True, validate=validate.Range(min=1, max=MOST_CHEQUES))


class PileRowsClearedSchema(Schema):
    """Cheques that were set aside and need nothing more."""

    rows = fields.List(
        fields.Nested(PileRowNamedSchema), required=True, validate=validate.Length(min=1, max=1000)
    )


class PileRowWaitingSchema(PileRowSchema):
    """A cheque that was set aside and waits."""

    pile_id = fields.UUID(required=True)
