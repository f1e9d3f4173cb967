"""Shapes of what programs send to an exchange desk and read of it."""

from marshmallow import Schema, fields, validate

from app.plugin_web import Instant, Text, Whole, an_amount
from plugins.local_currency.desk_models import Means
from plugins.local_currency.forms_desk import MOST

HUNDRED = 100
MOST_COUNTED = 1_000_000 * HUNDRED
MEANS = (Means.CASH, Means.CARD, Means.TRANSFER)


class DeskDaySchema(Schema):
    """The day of a desk that is open."""

    id = fields.UUID(required=True)
    day = fields.Date(required=True)
    cash_in = an_amount()
    other_in = an_amount()
    cash_out = an_amount()
    other_out = an_amount()
    deposited = an_amount("Brought to the bank.")


class DeskSchema(Schema):
    """An exchange desk."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    place = fields.String(required=True)
    opening_hours = fields.String(required=True)
    cash = an_amount("What the books know at the desk.")
    ended_at = Instant(
        required=True, allow_none=True, metadata={"description": "When it was closed for good."}
    )
    open_day = fields.Nested(
        DeskDaySchema, required=True, allow_none=True, metadata={"description": "Null: it is closed."}
    )


class UnitsOwnerSchema(Schema):
    """Who can be given units: a member, an approved organisation or the fund of a programme."""

    key = fields.String(required=True, metadata={"examples": ["member:01900000-0000-7000-8000-000000000000"]})
    name = fields.String(required=True)
    reference = fields.String(required=True, metadata={"description": "Payment reference."})


class OwnersAskedSchema(Schema):
    """Whom to find."""

    q = Text(load_default="", most=120, metadata={"description": "Name, or payment reference."})


class DeskCountSchema(Schema):
    """A count of the cash of the fund."""

    count = Whole(
        required=True,
        validate=validate.Range(min=0, max=MOST_COUNTED),
        metadata={"description": "In cents; the float for change is left aside."},
    )
    note = Text(
        most=200, load_default="", metadata={"description": "A word, when it is not what the books say."}
    )


class DeskIssueSchema(Schema):
    """Units to be issued against euros received."""

    to = Text(most=60, required=True, metadata={"description": "Key of who gets them, as owners are found."})
    amount = Whole(
        required=True,
        validate=validate.Range(min=1, max=MOST * HUNDRED),
        metadata={"description": "In cents; as many hundredths of units are issued."},
    )
    means = fields.String(
        load_default=Means.CASH.value, validate=validate.OneOf([means.value for means in MEANS])
    )
    memo = Text(most=120, load_default="", metadata={"description": "Number of the card slip, for instance."})


class DeskDepositSchema(Schema):
    """Cash brought to the bank."""

    amount = Whole(
        required=True,
        validate=validate.Range(min=1, max=MOST_COUNTED),
        metadata={"description": "In cents."},
    )
    memo = Text(most=120, load_default="", metadata={"description": "Number of the bank's receipt."})


class CurrencySlipSchema(Schema):
    """The proof that units and euros moved together."""

    id = fields.UUID(required=True)
    number = Whole(required=True)
    kind = fields.String(required=True, metadata={"description": "Such as `issue` or `deposit`."})
    amount = an_amount()
    bonus = an_amount(
        "Units that a programme gave besides. Null for who holds the desk: that is for the one who got them.",
        may_lack=True,
    )
    means = fields.String(required=True)
    memo = fields.String(required=True)
    account_id = fields.UUID(required=True, allow_none=True)
    who = fields.String(
        required=True, metadata={"description": "Whose account it is; empty where there is none."}
    )
    desk_id = fields.UUID(required=True, allow_none=True, metadata={"description": "Null: at the bank."})
    by = fields.String(
        required=True, metadata={"description": "First name of who entered it; empty where nobody did."}
    )
    at = Instant(required=True, attribute="created_at")
    undone_at = Instant(required=True, allow_none=True)
    undone_by = fields.String(required=True, metadata={"description": "First name; empty if it stands."})
    undone_why = fields.String(required=True)


class SlipUndoneSchema(Schema):
    """Why something is undone."""

    why = Text(required=True, least=1, most=200)
