"""Amounts, days and accounts as every group that has to do with ledgers writes them."""

from typing import Any

from marshmallow import Schema, fields, validate

from app.api.fields import Amount, Whole
from app.ledgers.models import Ledger
from app.ledgers.services import LARGEST_AMOUNT
from app.web.asked import FIRST_DAY, LAST_DAY


class PartySchema(Schema):
    """An account on one side of a movement, as those who see the movement know it."""

    account_id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"description": "Of its member, or its own."})


def in_unit(value: int | None, ledger: Ledger) -> dict[str, Any] | None:
    """Write an amount in the unit of a ledger; ``None`` stays: no limit, nothing said."""
    if value is None:
        return None
    return {"amount": value, "unit": ledger.unit, "scale": ledger.scale}


def an_amount(description: str = "", *, may_lack: bool = False) -> fields.Nested:
    """Return the field of an amount with its unit."""
    return fields.Nested(
        Amount,
        required=True,
        allow_none=may_lack,
        metadata={"description": description} if description else {},
    )


def moved_amount(*, required: bool = True) -> Whole:
    """Return the field of an amount to be moved, in the smallest unit of the ledger."""
    more: dict[str, Any] = {} if required else {"load_default": None, "allow_none": True}
    return Whole(
        required=required,
        validate=validate.Range(min=1, max=LARGEST_AMOUNT),
        metadata={"description": "In the smallest unit of the ledger.", "examples": [90]},
        **more,
    )


def a_day(**values: Any) -> fields.Date:
    """Return the field of a day that a calendar has and a time zone can place."""
    return fields.Date(validate=validate.Range(min=FIRST_DAY, max=LAST_DAY), **values)
