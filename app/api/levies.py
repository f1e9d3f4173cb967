"""Levies of a ledger: what is kept back of every payment, taking one from now on, ending one."""

from typing import Any
from uuid import UUID

from flask import abort
from marshmallow import Schema, fields, validate

from app.api.amounts import an_amount, in_unit
from app.api.fields import Instant, Text, Whole
from app.api.operations import Operations
from app.api.renaming import sent_as
from app.api.scopes import Scope
from app.ledgers import keeping_back, ledger_queries, levies
from app.ledgers.levies import WHOLE
from app.ledgers.models import Account, Ledger, Levy
from app.ledgers.naming import names_of
from app.ledgers.reach import coordinated_book
from app.ledgers.services import LARGEST_AMOUNT
from app.ledgers.sharing import LONGEST_NAME
from app.web.access import May
from app.web.database import db

bp = Operations("levies", __name__, description="A part of each payment for what everybody shares.")

PAID_BY = ("payer", "payee")
INTO = "A common account of the ledger; null: a fund called after the levy, opened when there is none."


class LevyRuleSchema(Schema):
    """A part of each payment that goes to a common account."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    rate = Whole(required=True, metadata={"description": "In hundredths of a percent, rounded down."})
    fixed = an_amount("Besides the rate.")
    paid_by = fields.String(required=True, metadata={"description": "`payer` or `payee`."})
    goes_to = fields.String(required=True, metadata={"description": "Name of the common account."})


class LevyHistorySchema(LevyRuleSchema):
    """A levy with what it brought, in force or ended."""

    account_id = fields.UUID(required=True, metadata={"description": "The common account."})
    taken = an_amount("All that came in so far and was not taken back.")
    since = Instant(required=True)
    ended_at = Instant(required=True, allow_none=True)


class LevyNewSchema(Schema):
    """A levy to be taken of every payment from now on; a rate, a fixed amount, or both."""

    name = Text(
        required=True,
        least=1,
        most=LONGEST_NAME,
        metadata={"description": "What it is for; it stands on every statement."},
    )
    rate = Whole(
        load_default=0,
        validate=validate.Range(min=0, max=WHOLE),
        metadata={"description": "In hundredths of a percent: 250 is 2.5 percent.", "examples": [250]},
    )
    fixed = Whole(
        load_default=0,
        validate=validate.Range(min=0, max=LARGEST_AMOUNT),
        metadata={"description": "In the smallest unit of the ledger, besides the rate."},
    )
    paid_by = fields.String(
        load_default="payer",
        validate=validate.OneOf(PAID_BY),
        metadata={"description": "Who pays, on top of the amount, or who receives, out of it."},
    )
    account_id = fields.UUID(load_default=None, allow_none=True, metadata={"description": INTO})


@bp.operation(
    "/<territory>/ledgers/<uuid:ledger_id>/levies", may=May.TAKE_PART, gives=LevyRuleSchema(many=True)
)
def levies_in_force(ledger_id: UUID) -> list[dict[str, Any]]:
    """List what is kept back of every payment."""
    found = db.session.get(Ledger, ledger_id) or abort(404)
    kept = levies.in_force(db.session, found)
    names = names_of(db.session, {levy.account_id for levy in kept})
    return [_rule(levy, names[levy.account_id], found) for levy in kept]


@bp.operation(
    "/<territory>/ledgers/<uuid:ledger_id>/levies/history",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=LevyHistorySchema(many=True),
)
def levy_history(ledger_id: UUID) -> list[dict[str, Any]]:
    """List all levies of a ledger that one coordinates with what each brought, those in force first."""
    ledger = coordinated_book(ledger_id).ledger
    rows = ledger_queries.levies_of(db.session, ledger)
    return [_with_history(levy, name, taken, ledger) for levy, name, taken in rows]


@bp.operation(
    "/<territory>/ledgers/<uuid:ledger_id>/levies",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=LevyNewSchema,
    gives=LevyHistorySchema,
    status=201,
)
def levy_new(body: dict[str, Any], ledger_id: UUID) -> dict[str, Any]:
    """Take a levy of every payment from now on; to change one, end it and take another."""
    ledger, account_id = coordinated_book(ledger_id).ledger, body.pop("account_id")
    account = None if account_id is None else db.session.get(Account, account_id)
    if account_id is not None and (account is None or account.ledger_id != ledger.id):
        abort(404)
    with sent_as(account="account_id"):
        levy = keeping_back.keep_back(db.session, ledger, account=account, **body)
    return _found(levy, ledger)


@bp.operation(
    "/<territory>/ledgers/<uuid:ledger_id>/levies/<uuid:levy_id>/end",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=LevyHistorySchema,
)
def levy_end(ledger_id: UUID, levy_id: UUID) -> dict[str, Any]:
    """Stop taking a levy; what was taken stays where it is."""
    ledger, levy = coordinated_book(ledger_id).ledger, db.session.get(Levy, levy_id)
    if levy is None or levy.ledger_id != ledger_id:
        abort(404)
    keeping_back.stop(db.session, ledger, levy)
    return _found(levy, ledger)


def _found(levy: Levy, ledger: Ledger) -> dict[str, Any]:
    rows = ledger_queries.levies_of(db.session, ledger)
    return next(_with_history(one, name, taken, ledger) for one, name, taken in rows if one.id == levy.id)


def _with_history(levy: Levy, goes_to: str, taken: int, ledger: Ledger) -> dict[str, Any]:
    return _rule(levy, goes_to, ledger) | {
        "account_id": levy.account_id,
        "taken": in_unit(taken, ledger),
        "since": levy.created_at,
        "ended_at": levy.ended_at,
    }


def _rule(levy: Levy, goes_to: str, ledger: Ledger) -> dict[str, Any]:
    return {
        "id": levy.id,
        "name": levy.name,
        "rate": levy.rate,
        "fixed": in_unit(levy.fixed, ledger),
        "paid_by": levy.paid_by,
        "goes_to": goes_to,
    }
