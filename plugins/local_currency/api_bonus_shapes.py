"""Shapes of bonus programmes: what coordinators read of them, and what is sent."""

from marshmallow import Schema, fields, validate

from app.plugin_web import Instant, Text, Whole, an_amount
from plugins.local_currency.bonus import HUNDRED
from plugins.local_currency.forms_bank import (
    HIGHEST_CAP,
    LONGEST_CONDITIONS,
    LONGEST_PROGRAMME,
    MOST_GIVEN,
    MOST_PERCENT,
)

PERCENT = "What is given besides: 50 makes 15 units of 10 euros."


class ProgrammeSchema(Schema):
    """A bonus programme, as those who look after the currency know it."""

    id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"description": "It is also the name of its fund."})
    conditions = fields.String(required=True, metadata={"description": "For whom, in words."})
    percent = Whole(required=True, metadata={"description": PERCENT})
    monthly_cap = an_amount("Most bonus for one person in a month; null: no limit.", may_lack=True)
    account_id = fields.UUID(required=True, metadata={"description": "Account of its fund."})
    in_fund = an_amount("Units in its fund; where too few are left, there is no bonus.")
    people = Whole(required=True, metadata={"description": "How many are in it."})
    ended_at = Instant(required=True, allow_none=True, metadata={"description": "Null: it runs."})


class AdmittedSchema(Schema):
    """Somebody who is in a programme."""

    member_id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"description": "First and last name."})


class ProgrammeDetailSchema(ProgrammeSchema):
    """A bonus programme with who is in it: only coordinators and each person may know."""

    admitted = fields.List(fields.Nested(AdmittedSchema), required=True)


class ProgrammeNewSchema(Schema):
    """A programme to be founded."""

    name = Text(required=True, least=1, most=LONGEST_PROGRAMME, metadata={"examples": ["Coup de pouce"]})
    conditions = Text(
        required=True,
        least=1,
        most=LONGEST_CONDITIONS,
        metadata={"description": "For whom, in words that everybody may read."},
    )
    percent = Whole(
        load_default=50,
        validate=validate.Range(min=1, max=MOST_PERCENT),
        metadata={"description": PERCENT},
    )
    monthly_cap = Whole(
        load_default=None,
        allow_none=True,
        validate=validate.Range(min=1, max=HIGHEST_CAP * HUNDRED),
        metadata={"description": "Most bonus for one person in a month, in hundredths; null: no limit."},
    )


class GiftNewSchema(Schema):
    """Units to be given to the fund of a programme."""

    amount = Whole(
        required=True,
        validate=validate.Range(min=1, max=MOST_GIVEN * HUNDRED),
        metadata={"description": "In hundredths of units."},
    )


class GiftSchema(Schema):
    """Units that were given to the fund of a programme."""

    programme_id = fields.UUID(required=True)
    transfer_id = fields.UUID(required=True)
    amount = an_amount()
    at = Instant(required=True)
