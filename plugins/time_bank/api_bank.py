"""The rules of a time bank, and whom its coordinators may think of."""

from typing import Any

from marshmallow import Schema, fields, validate

from app.plugin_api import Ledger
from app.plugin_web import (
    Instant,
    May,
    Scope,
    Whole,
    an_amount,
    db,
    in_unit,
    subnetwork_or_404,
)
from plugins.time_bank.api_group import bp
from plugins.time_bank.care import Care, Portrait, care
from plugins.time_bank.desks import desk, ledger_of, today
from plugins.time_bank.rules import Mode
from plugins.time_bank.services import SLUG, rules_of

LIMIT = "In minutes; null: no limit."


class TimeBankRulesSchema(Schema):
    """What a sub-network decided about its hours."""

    mode = fields.String(
        required=True,
        validate=validate.OneOf([mode.value for mode in Mode]),
        metadata={"description": "In accounts (`central`), on own sheets (`declared`) or not at all."},
    )
    name = fields.String(required=True, metadata={"description": "What the hours are called; may be empty."})
    unit = fields.String(required=True, metadata={"description": "`minutes`, or a unit of its own."})
    units_in_an_hour = Whole(required=True)
    welcome_minutes = Whole(required=True, metadata={"description": "Lent to newcomers."})
    lowest_balance_minutes = Whole(required=True, allow_none=True, metadata={"description": LIMIT})
    highest_balance_minutes = Whole(required=True, allow_none=True, metadata={"description": LIMIT})
    longest_exchange_minutes = Whole(required=True, allow_none=True, metadata={"description": LIMIT})


class MemberPortraitSchema(Schema):
    """What the ledger says about one member, over the last twelve months."""

    member_id = fields.UUID(required=True)
    first_name = fields.String(required=True)
    account_id = fields.UUID(required=True)
    balance = an_amount()
    gave = an_amount()
    received = an_amount()
    partners = Whole(required=True, metadata={"description": "With how many people."})
    last_at = Instant(
        required=True, allow_none=True, metadata={"description": "When their last exchange was."}
    )
    away_until = fields.Date(required=True, allow_none=True)


TimeBankCareSchema = type(
    "TimeBankCareSchema",
    (Schema,),
    {
        "__doc__": "Members by what a coordinator may do for them; nobody stands in two of the lists.",
        **{
            name: fields.List(fields.Nested(MemberPortraitSchema), required=True)
            for name in Care.__dataclass_fields__
        },
    },
)


@bp.operation("/<slug>/rules", may=May.LOOK, gives=TimeBankRulesSchema)
def bank_rules(slug: str) -> dict[str, Any]:
    """Say how time is counted in a sub-network."""
    rules = rules_of(db.session, subnetwork_or_404(slug, SLUG))
    return {name: getattr(rules, name) for name in TimeBankRulesSchema().fields}


@bp.operation("/<slug>/care", may=May.COORDINATE, scope=Scope.COORDINATE, gives=TimeBankCareSchema)
def members_to_think_of(slug: str) -> dict[str, Any]:
    """Sort the members by what they may need: near a limit, always asked, never asked, gone quiet."""
    found = desk(slug)
    ledger = ledger_of(found.subnetwork)
    if ledger is None:
        return {name: [] for name in Care.__dataclass_fields__}
    lists = vars(care(db.session, ledger, rules_of(db.session, found.subnetwork), today=today()))
    return {name: [_portrait(one, ledger) for one in lists[name]] for name in lists}


def _portrait(one: Portrait, ledger: Ledger) -> dict[str, Any]:
    return {
        "member_id": one.member.id,
        "first_name": one.member.first_name,
        "account_id": one.account.id,
        "balance": in_unit(one.account.balance, ledger),
        "gave": in_unit(one.gave, ledger),
        "received": in_unit(one.received, ledger),
        "partners": one.partners,
        "last_at": one.last_at,
        "away_until": one.away_until,
    }
