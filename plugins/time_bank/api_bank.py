"""The rules of a time bank, the state of its paper cheques, and whom its coordinators may think of."""

from typing import Any

from flask import abort
from marshmallow import Schema, fields, validate

from app.plugin_api import Ledger
from app.plugin_web import (
    Instant,
    May,
    Scope,
    Truth,
    Whole,
    an_amount,
    db,
    here,
    in_unit,
    subnetwork_or_404,
    the_member,
)
from plugins.time_bank import cheque_queries
from plugins.time_bank.api_group import bp
from plugins.time_bank.care import Care, Portrait, care
from plugins.time_bank.cheque_numbers import is_sound, read_number
from plugins.time_bank.desks import desk, here_or_404, ledger_of, today
from plugins.time_bank.models import ChequeState
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


@bp.operation("/<slug>/cheques/<cheque_number>", may=May.TAKE_PART, gives=ChequeSchema)
def cheque(slug: str, cheque_number: str) -> dict[str, Any]:
    """Say whether a paper cheque is good; what it moved, to whom it was given and to coordinators."""
    subnetwork = here_or_404(slug)
    ledger = ledger_of(subnetwork) or abort(404)
    read = read_number(cheque_number)
    found = cheque_queries.cheque(db.session, ledger.id, read) if read and is_sound(read) else None
    if found is None:
        abort(404)
    moved = [] if found.transfer_id is None else [found.transfer_id]
    holder = found.book.member
    may_know = subnetwork.id in here.coordinates or found.book.member_id == the_member().id
    use = cheque_queries.use_of(db.session, found) if may_know else None
    return {
        "number": found.number,
        "state": found.state,
        "undone": bool(cheque_queries.taken_back(db.session, moved)),
        "given_to": holder.first_name if may_know and holder is not None else None,
        "used": use and {**vars(use), "amount": in_unit(use.amount, ledger)},
    }


@bp.operation(
    "/<slug>/cheque-books",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=ChequeBookSchema(many=True),
)
def cheque_books(slug: str) -> list[dict[str, Any]]:
    """List the books of cheques, the newest first, with how many of each are in which state."""
    at = desk(slug)
    return [
        {
            "id": row.book.id,
            "number": row.book.number,
            "first": row.first,
            "last": row.last,
            "given_to": None if row.book.member is None else row.book.member.first_name,
            **{state.value: row.counts.get(state, 0) for state in ChequeState},
        }
        for row in cheque_queries.books_of(db.session, at.ledger.id)
    ]


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
