"""What programs send and read about paper cheques."""

from marshmallow import Schema, fields, validate

from app.plugin_web import Instant, Truth, Whole, an_amount
from plugins.time_bank import cheques
from plugins.time_bank.models import ChequeState

NOT_USED = (ChequeState.PRINTED, ChequeState.CANCELLED, ChequeState.LOST)


class ChequeUseSchema(Schema):
    """What a cheque moved; a name is null for the community."""

    amount = an_amount()
    payer = fields.String(required=True, allow_none=True)
    payee = fields.String(required=True, allow_none=True)


class ChequeSchema(Schema):
    """Whether a paper cheque is good."""

    number = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in ChequeState]))
    undone = Truth(required=True, metadata={"description": "Whether what it moved was taken back."})
    given_to = fields.String(
        required=True, allow_none=True, metadata={"description": "To whom it was given and to coordinators."}
    )
    used = fields.Nested(
        ChequeUseSchema,
        required=True,
        allow_none=True,
        metadata={"description": "To whom it was given and to coordinators."},
    )


class ChequeBookSchema(Schema):
    """Numbered paper cheques that were printed together."""

    id = fields.UUID(required=True)
    number = Whole(required=True)
    first = fields.String(required=True)
    last = fields.String(required=True)
    given_to = fields.String(required=True, allow_none=True, metadata={"description": "Null: in the stock."})
    printed = Whole(required=True, metadata={"description": "Cheques that are still out."})
    used = Whole(required=True)
    cancelled = Whole(required=True)
    lost = Whole(required=True)


class ChequeInBookSchema(Schema):
    """A cheque of a book."""

    number = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in ChequeState]))


class ChequeBookDetailSchema(ChequeBookSchema):
    """A book with each of its cheques."""

    given_at = Instant(required=True, allow_none=True)
    cheques = fields.List(fields.Nested(ChequeInBookSchema), required=True)


class ChequeBookNewSchema(Schema):
    """A book of cheques to be numbered; the page prints it."""

    cheques = Whole(
        load_default=cheques.USUAL_CHEQUES, validate=validate.Range(min=1, max=cheques.MOST_CHEQUES)
    )
    member_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "Who pays with them; null: they go to the stock."},
    )


class ChequeBookGivenSchema(Schema):
    """Whom a book of the stock is given to."""

    member_id = fields.UUID(required=True)


class ChequesSetApartSchema(Schema):
    """What cheques that nobody used become."""

    state = fields.String(
        required=True,
        validate=validate.OneOf([state.value for state in NOT_USED]),
        metadata={"description": "`cancelled` or `lost`: no longer accepted; `printed`: good again."},
    )
