"""Fields of limits, as accounts and groups of accounts have them."""

from marshmallow import validate

from app.api.fields import Whole
from app.ledgers.forms import LARGEST_LIMIT, MINUTES_IN_AN_HOUR

MOST_LIMIT = LARGEST_LIMIT * max(MINUTES_IN_AN_HOUR, 100)


def a_floor() -> Whole:
    """Return the field of a lowest balance."""
    return Whole(
        load_default=None,
        allow_none=True,
        validate=validate.Range(min=-MOST_LIMIT, max=0),
        metadata={"description": "Lowest balance, in the smallest unit; null: no limit."},
    )


def a_ceiling() -> Whole:
    """Return the field of a highest balance."""
    return Whole(
        load_default=None,
        allow_none=True,
        validate=validate.Range(min=0, max=MOST_LIMIT),
        metadata={"description": "Highest balance, in the smallest unit; null: no limit."},
    )
