"""Shapes of payment requests and of the answers to them."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from app.api import transfers
from app.api.amounts import PartySchema, an_amount, moved_amount
from app.api.cursors import Cursor
from app.api.fields import Instant, Text, Whole
from app.ledgers.payments import LONGEST_TEXT
from app.text import _

LONGEST_DAYS = 365
LONGEST_WORDS = 300
PAYER = "Whose usual account is asked, and told; left out: whoever opens the link first may pay."


class PaymentRequestSchema(Schema):
    """Somebody asks for an amount; the payer says yes or no, once."""

    id = fields.UUID(required=True)
    ledger_id = fields.UUID(required=True)
    state = fields.String(
        required=True, metadata={"description": "`open`, `paid`, `declined`, `withdrawn` or `expired`."}
    )
    to_account = fields.Nested(PartySchema, required=True)
    from_account = fields.Nested(PartySchema, required=True, allow_none=True)
    amount = an_amount("Null: who pays says how much.", may_lack=True)
    text = fields.String(required=True)
    created_at = Instant(required=True)
    expires_at = Instant(required=True, allow_none=True)
    resolved_at = Instant(required=True, allow_none=True)
    transfer_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "The payment, which its two sides may see."}
    )
    link = fields.String(required=True, metadata={"description": "Address that its code holds."})


class PaymentRequestNewSchema(Schema):
    """A request to be made."""

    ledger_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "In which ledger, without `to_account_id`."},
    )
    to_account_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "Which account is to be paid; left out: your usual one."},
    )
    from_member_id = fields.UUID(load_default=None, allow_none=True, metadata={"description": PAYER})
    amount = moved_amount(required=False)
    text = Text(most=LONGEST_TEXT, load_default="", metadata={"description": "What for, in one line."})
    days = Whole(
        load_default=7,
        validate=validate.Range(min=1, max=LONGEST_DAYS),
        metadata={"description": "How long it can be paid."},
    )

    @validates_schema(skip_on_field_errors=True)
    def _somewhere(self, given: dict[str, Any], **_more: Any) -> None:
        if given["to_account_id"] is None and given["ledger_id"] is None:
            raise ValidationError(_("Say in which ledger."), "ledger_id")


class PaymentOfRequestSchema(Schema):
    """The payment of what is asked."""

    from_account_id = fields.UUID(
        load_default=None, allow_none=True, metadata={"description": transfers.FROM}
    )
    amount = moved_amount(required=False)


class PaymentRequestDeclineSchema(Schema):
    """Saying no, perhaps with a word."""

    text = Text(most=LONGEST_WORDS, load_default="")


class PaymentRequestsSchema(Cursor):
    """Which requests to list."""

    which = fields.String(
        load_default="to_answer",
        validate=validate.OneOf(["to_answer", "made"]),
        metadata={"description": "Those that wait for my answer, or those that were made for my accounts."},
    )
