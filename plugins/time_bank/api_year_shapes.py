"""What programs send and read about the end of the year."""

from marshmallow import Schema, fields, validate

from app.plugin_web import Text, Truth, Whole, a_day, an_amount
from plugins.time_bank.year_ends import LONGEST_DECISION, MOST_STAYING
from plugins.time_bank.year_models import AtYearEnd

STAYS = "In minutes: what stays with everybody; null where all is carried over."
MELTS = "How much of the rest melts; null but for `melt`."
WHATS = [what.value for what in AtYearEnd]


class TimeBankVoteSchema(Schema):
    """What the members voted about the end of the year."""

    what = fields.String(required=True, validate=validate.OneOf(WHATS))
    minutes = Whole(required=True, allow_none=True, metadata={"description": STAYS})
    percent = Whole(required=True, allow_none=True, metadata={"description": MELTS})
    voted_on = fields.Date(required=True)
    decision = fields.String(required=True, metadata={"description": "The vote in its own words."})


class TimeBankVoteNewSchema(Schema):
    """A vote to be noted; it takes the place of the one before."""

    what = fields.String(
        required=True,
        validate=validate.OneOf(WHATS),
        metadata={
            "description": "`carry` everything over, `cap`: what is above it goes to the community, or "
            "`melt` a part of what is above a floor."
        },
    )
    minutes = Whole(
        load_default=None,
        allow_none=True,
        validate=validate.Range(min=0, max=MOST_STAYING),
        metadata={"description": "What stays with everybody; needed for `cap`.", "examples": [1200]},
    )
    percent = Whole(
        load_default=None,
        allow_none=True,
        validate=validate.Range(min=1, max=100),
        metadata={"description": "How much of the rest melts; needed for `melt`.", "examples": [10]},
    )
    voted_on = a_day(required=True)
    decision = Text(
        required=True,
        least=1,
        most=LONGEST_DECISION,
        metadata={"description": "As it stands in the minutes; every member can read it."},
    )


class TimeBankClosedYearSchema(Schema):
    """A year that was closed, once for ever."""

    year = Whole(required=True)
    accounts = Whole(required=True, metadata={"description": "How many gave to the community."})
    amount = an_amount("What they gave; null where no accounts were ever kept.", may_lack=True)
    decision = fields.String(required=True, metadata={"description": "What was voted then."})


class TimeBankYearSchema(Schema):
    """What happens to hours at the end of a year, and which years were closed."""

    vote = fields.Nested(
        TimeBankVoteSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Null: nothing was voted, so everything is carried over."},
    )
    year = Whole(required=True, metadata={"description": "The latest year that is over."})
    is_open = Truth(required=True, metadata={"description": "Whether that year was not closed yet."})
    closed = fields.List(
        fields.Nested(TimeBankClosedYearSchema),
        required=True,
        metadata={"description": "The latest first."},
    )


class TimeBankMeltingSchema(Schema):
    """What the end of a year would do to one account."""

    member_id = fields.UUID(required=True)
    first_name = fields.String(required=True)
    account_id = fields.UUID(required=True)
    amount = an_amount("What goes to the community.")
    after = an_amount("What stays.")


class TimeBankYearPlanSchema(Schema):
    """What closing the latest year would do now."""

    year = Whole(required=True)
    accounts = fields.List(
        fields.Nested(TimeBankMeltingSchema),
        required=True,
        metadata={"description": "Empty, too, when the year was closed, or nothing was voted."},
    )
