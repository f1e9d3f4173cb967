"""The rules of a time bank, and whom its coordinators may think of."""

from typing import Any

from marshmallow import Schema, fields, validate

from app.plugin_api import Ledger, accounts_of_ledger, find_ledger, members_moved
from app.plugin_web import (
    Cursor,
    Instant,
    May,
    Page,
    Scope,
    Whole,
    an_amount,
    coordinated,
    db,
    enabled_or_404,
    in_unit,
    page_of,
    page_of_values,
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


class AccountBalanceSchema(Schema):
    """Where an account stands, and what went through it in exchanges since it was opened."""

    account_id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"description": "First name of its member, or its own."})
    place = fields.String(required=True, metadata={"description": "Where its member lives, as they say it."})
    member_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "Null: the community's own."}
    )
    balance = an_amount()
    held = an_amount("Set aside for agreed exchanges.")
    gave = an_amount()
    received = an_amount()


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


@bp.operation(
    "/<slug>/balances",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    query=Cursor,
    gives=page_of(AccountBalanceSchema),
)
def balances(query: dict[str, Any], slug: str) -> Page[dict[str, Any]]:
    """List what every member gave and received, and where each account stands; none where none was opened."""
    subnetwork = coordinated(slug)
    enabled_or_404(subnetwork, SLUG)
    ledger = find_ledger(db.session, subnetwork.id, SLUG)
    if ledger is None:
        return Page([], None)
    views = {view.account.id.hex: view for view in accounts_of_ledger(db.session, ledger.id)}
    page = page_of_values(views, query)
    moved = members_moved(db.session, ledger.id)
    lines = []
    for view in page.items:
        gave, received = moved.get(view.account.id, (0, 0))
        lines.append(
            {
                "account_id": view.account.id,
                "name": view.title,
                "place": view.place,
                "member_id": view.account.member_id,
                "balance": in_unit(view.account.balance, ledger),
                "held": in_unit(view.account.held, ledger),
                "gave": in_unit(gave, ledger),
                "received": in_unit(received, ledger),
            }
        )
    return Page(lines, page.next)


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
