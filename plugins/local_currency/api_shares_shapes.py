"""Shapes of what programs send about the yearly share and read of it."""

from marshmallow import Schema, fields, validate

from app.plugin_web import Instant, Whole, an_amount

RATE = "In hundredths of a percent of what members changed from euros."
WITHHELD = "Null: it would tell what fewer than 5 members changed."


class SharedAssociationSchema(Schema):
    """An association that can be chosen."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    activity = fields.String(required=True)
    sponsors = Whole(required=True, metadata={"description": "Members who chose it."})


class ShareYearSchema(Schema):
    """A year whose share was posted."""

    year = Whole(required=True, metadata={"description": "Of the June in which it ended."})
    posted_at = Instant(required=True)


class ShareSchema(Schema):
    """The yearly share, and whom I chose."""

    rate = Whole(required=True, metadata={"description": RATE})
    sponsors_needed = Whole(required=True, metadata={"description": "Before an association gets its share."})
    association_id = fields.UUID(required=True, allow_none=True, metadata={"description": "My choice."})
    associations = fields.List(
        fields.Nested(SharedAssociationSchema),
        required=True,
        metadata={"description": "None while the currency gives no share."},
    )
    posted = fields.List(
        fields.Nested(ShareYearSchema), required=True, metadata={"description": "The latest first."}
    )
    due_year = Whole(
        required=True,
        allow_none=True,
        metadata={"description": "For coordinators: the latest year that is over and not posted."},
    )


class ShareChoiceSchema(Schema):
    """Whom I choose."""

    association_id = fields.UUID(required=True, allow_none=True, metadata={"description": "Null: none."})


class SharePartSchema(Schema):
    """What one association got of a year's share."""

    association_id = fields.UUID(required=True)
    name = fields.String(required=True)
    sponsors = Whole(required=True, allow_none=True, metadata={"description": "Null: fewer than 5."})
    base = an_amount(f"What its members changed from euros. {WITHHELD}", may_lack=True)
    amount = an_amount(f"Its share. {WITHHELD}", may_lack=True)
    too_few = fields.Boolean(required=True, metadata={"description": "It has too few members."})


class SharePostedSchema(Schema):
    """A posted share, as everybody reads it."""

    year = Whole(required=True)
    since = fields.Date(required=True)
    until = fields.Date(required=True, metadata={"description": "The last day that counts."})
    posted_at = Instant(required=True)
    rate = Whole(required=True, metadata={"description": RATE})
    sponsors_needed = Whole(required=True)
    parts = fields.List(fields.Nested(SharePartSchema), required=True)
    given = an_amount(f"Went to associations. {WITHHELD}", may_lack=True)
    rest = an_amount(f"Stayed in the common account, for want of members. {WITHHELD}", may_lack=True)


class ShareLineSchema(Schema):
    """What one association would get."""

    association_id = fields.UUID(required=True)
    name = fields.String(required=True)
    is_approved = fields.Boolean(required=True)
    sponsors = Whole(required=True)
    base = an_amount("What its members changed from euros.")
    amount = an_amount("Its share.")
    has_enough = fields.Boolean(
        required=True, metadata={"description": "It is approved, and enough members chose it."}
    )


class SharePreviewSchema(Schema):
    """A year's share as it would be posted now; nothing has moved yet."""

    year = Whole(required=True)
    since = fields.Date(required=True)
    until = fields.Date(required=True)
    is_over = fields.Boolean(required=True, metadata={"description": "It can be posted."})
    rate = Whole(required=True, metadata={"description": RATE})
    sponsors_needed = Whole(required=True)
    lines = fields.List(fields.Nested(ShareLineSchema), required=True)
    given = an_amount("Goes to associations.")
    rest = an_amount("Stays in the common account, for want of members.")
    there = an_amount("In the common account now.")


class ShareSeenSchema(Schema):
    """What was seen of the share that is to be posted."""

    seen = Whole(
        required=True,
        validate=validate.Range(min=0),
        metadata={"description": "`given` of the preview, in the smallest unit."},
    )
