"""What people owe each other: noting it, saying that it is so, paying it."""

from typing import Any
from uuid import UUID

from flask import abort, url_for
from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from app.api import cursors
from app.api.amounts import PartySchema, an_amount, in_unit, moved_amount
from app.api.cursors import Cursor, Page, page_of
from app.api.fields import Instant, Text
from app.api.operations import Operations
from app.api.scopes import Scope
from app.clearing import answering, books, queries
from app.clearing.forms import LONGEST_TEXT
from app.clearing.models import Debt, DebtState
from app.clearing.queries import DebtView
from app.clearing.sides import ACCOUNT, MEMBER, Sides, side_of
from app.errors import Refusal
from app.ledgers.models import Account, Ledger
from app.ledgers.payment_forms import in_one_line
from app.subnetworks.queries import find as find_subnetwork
from app.text import _
from app.web.access import May
from app.web.context import the_member
from app.web.database import db

bp = Operations("debts", __name__, description="What people owe each other, until it is paid or cancelled.")

DIRECTIONS = ("i_owe", "owed_to_me")


class DebtSchema(Schema):
    """What one account still owes another, outside their balances."""

    id = fields.UUID(required=True)
    ledger_id = fields.UUID(required=True)
    debtor = fields.Nested(PartySchema, required=True)
    creditor = fields.Nested(PartySchema, required=True)
    amount = an_amount("As it was noted.")
    owed = an_amount("What is left of it.")
    text = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in DebtState]))
    i_owe = fields.Boolean(required=True)
    created_at = Instant(required=True)
    answered_at = Instant(required=True, allow_none=True)


class DebtNewSchema(Schema):
    """What is to be noted."""

    direction = fields.String(required=True, validate=validate.OneOf(DIRECTIONS))
    ledger_id = fields.UUID(load_default=None, allow_none=True, metadata={"description": "In which ledger."})
    costs_of = Text(
        most=80,
        load_default=None,
        allow_none=True,
        metadata={"description": "Or in euros for shared costs of this sub-network (its slug)."},
    )
    other_member_id = fields.UUID(load_default=None, allow_none=True)
    other_account_id = fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "Of an organisation."}
    )
    for_account_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "Of an organisation that you note it for; left out: for yourself."},
    )
    amount = moved_amount()
    text = Text(required=True, least=1, most=LONGEST_TEXT, metadata={"description": "What for."})

    @validates_schema(skip_on_field_errors=True)
    def _one_of_each(self, given: dict[str, Any], **_more: Any) -> None:
        if (given["ledger_id"] is None) == (given["costs_of"] is None):
            raise ValidationError(_("Say in what it is counted."), "ledger_id")
        if (given["other_member_id"] is None) == (given["other_account_id"] is None):
            raise ValidationError(_("Name an account or a member, one of the two."), "other_member_id")


@bp.operation("/<territory>/debts", may=May.TAKE_PART, query=Cursor, gives=page_of(DebtSchema))
def debts(query: dict[str, Any]) -> Page[dict[str, Any]]:
    """List what I owe and what I am owed that is not done with, the latest first."""
    mine = _mine()
    found = cursors.page(db.session, queries.open_debts(mine), [(Debt.id, lambda line: line.id)], query)
    views = queries.views_of(db.session, [one.id for one in found.items])
    return Page([_shown(view, mine) for view in views], found.next)


@bp.operation("/<territory>/debts/<uuid:debt_id>", may=May.TAKE_PART, gives=DebtSchema)
def debt(debt_id: UUID) -> dict[str, Any]:
    """Show a debt to its two sides."""
    return _shown(_debt(debt_id), _mine())


@bp.operation(
    "/<territory>/debts",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PAYMENTS,
    body=DebtNewSchema,
    gives=DebtSchema,
    status=201,
)
def debt_new(body: dict[str, Any]) -> Any:
    """Note what I owe, which counts at once, or what I am owed, which the other side has to confirm."""
    ledger = _book(body)
    mine, theirs = _sides(ledger, body)
    owes, is_owed = (mine, theirs) if body["direction"] == "i_owe" else (theirs, mine)
    made = answering.note(
        db.session,
        ledger=ledger,
        debtor=owes,
        creditor=is_owed,
        amount=body["amount"],
        text=in_one_line(body["text"]),
        by=the_member(),
        side=mine,
    )
    return _shown(_debt(made.id), _mine()), 201, {"Location": url_for("api_debts.debt", debt_id=made.id)}


def _reply(debt_id: UUID, reply: str) -> dict[str, Any]:
    view, mine = _debt(debt_id), _mine()
    if not answering.may_reply(view.debt, reply, mine):
        abort(404)
    answering.reply_to(db.session, view.debt, view.ledger, reply, by=the_member())
    return _shown(view, mine)


@bp.operation(
    "/<territory>/debts/<uuid:debt_id>/confirm",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PAYMENTS,
    gives=DebtSchema,
)
def debt_confirm(debt_id: UUID) -> dict[str, Any]:
    """Say that a debt is so, as the one who owes it."""
    return _reply(debt_id, "confirm")


@bp.operation(
    "/<territory>/debts/<uuid:debt_id>/refuse",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PAYMENTS,
    gives=DebtSchema,
)
def debt_refuse(debt_id: UUID) -> dict[str, Any]:
    """Say that a debt is not so; it never counts."""
    return _reply(debt_id, "refuse")


@bp.operation(
    "/<territory>/debts/<uuid:debt_id>/withdraw",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PAYMENTS,
    gives=DebtSchema,
)
def debt_withdraw(debt_id: UUID) -> dict[str, Any]:
    """Let a debt go, as the one to whom it is owed."""
    return _reply(debt_id, "withdraw")


@bp.operation(
    "/<territory>/debts/<uuid:debt_id>/pay",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PAYMENTS,
    gives=DebtSchema,
)
def debt_pay(debt_id: UUID) -> dict[str, Any]:
    """Pay what is left of a debt; shared costs are paid from hand to hand, and noted as paid."""
    return _reply(debt_id, "pay")


def _mine() -> set[UUID]:
    return queries.accounts_in_charge(db.session, the_member().id)


def _debt(debt_id: UUID) -> DebtView:
    return queries.debt_for(db.session, debt_id, _mine()) or abort(404)


def _book(body: dict[str, Any]) -> Ledger:
    if body["ledger_id"] is not None:
        value, field = str(body["ledger_id"]), "ledger_id"
    else:
        network, field = find_subnetwork(db.session, body["costs_of"]), "costs_of"
        value = f"{books.COSTS}:{network.id if network is not None else ''}"
    ledger = books.chosen(db.session, the_member().id, value)
    if ledger is None:
        raise Refusal(_("There is no such ledger here."), field=field)
    return ledger


def _sides(ledger: Ledger, body: dict[str, Any]) -> tuple[Account, Account]:
    """Return the account that I note it for, and the other one."""
    me, sides = the_member(), Sides(db.session, the_member())
    mine, theirs = f"{MEMBER}{me.id}", f"{MEMBER}{body['other_member_id']}"
    if body["for_account_id"] is not None:
        mine = f"{ACCOUNT}{body['for_account_id']}"
    if body["other_account_id"] is not None:
        theirs = f"{ACCOUNT}{body['other_account_id']}"
    return (
        _side(ledger, mine, sides.mine, "for_account_id"),
        _side(ledger, theirs, sides.others, "other_account_id" if ACCOUNT in theirs else "other_member_id"),
    )


def _side(ledger: Ledger, chosen: str, choices: list[tuple[str, str]], field: str) -> Account:
    account = side_of(db.session, ledger, chosen) if chosen in dict(choices) else None
    if account is None:
        raise Refusal(_("There is no such account in this ledger."), field=field)
    return account


def _shown(view: DebtView, mine: set[UUID]) -> dict[str, Any]:
    one = view.debt
    return {
        "id": one.id,
        "ledger_id": one.ledger_id,
        "debtor": {"account_id": one.debtor_id, "name": view.debtor},
        "creditor": {"account_id": one.creditor_id, "name": view.creditor},
        "amount": in_unit(one.amount, view.ledger),
        "owed": in_unit(one.owed, view.ledger),
        "text": one.text,
        "state": one.state,
        "i_owe": one.debtor_id in mine,
        "created_at": one.created_at,
        "answered_at": one.answered_at,
    }
