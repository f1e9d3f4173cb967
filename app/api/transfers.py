"""Transfers: what moved between accounts, and paying."""

from typing import Any
from uuid import UUID

from flask import abort, url_for
from marshmallow import Schema, ValidationError, fields, validates_schema

from app.api import cursors
from app.api.amounts import PartySchema, an_amount, in_unit, moved_amount
from app.api.cursors import Cursor, Page, page_of
from app.api.fields import Instant, Text, Truth
from app.api.operations import Operations
from app.api.payment_orders import PaymentOrder, payment_order
from app.api.request_keys import key_of_request
from app.api.scopes import Scope
from app.ledgers import payments
from app.ledgers.models import Account, Entry
from app.ledgers.paying import accounts, costs
from app.ledgers.payment_forms import in_one_line
from app.ledgers.payment_queries import accounts_i_use
from app.ledgers.payments import LONGEST_TEXT
from app.ledgers.reach import seen_account
from app.ledgers.transfer_queries import TransferView, entries_of, transfer_for, views_of
from app.text import _
from app.web.access import May
from app.web.context import here, the_member, the_plugins
from app.web.database import db

bp = Operations("transfers", __name__, description="What moved between accounts, and paying.")

FROM = "An account that you may pay from; when left out, your usual one, which opens with its first payment."


class LevySchema(Schema):
    """A part of a payment that goes to a common account."""

    name = fields.String(required=True)
    amount = an_amount()


class PostedLevySchema(LevySchema):
    """A levy that was posted with a payment."""

    transfer_id = fields.UUID(required=True)
    paid_by = fields.String(required=True, metadata={"description": "`payer` or `payee`."})


class TransferSchema(Schema):
    """An amount that went from one account to another; it never changes."""

    id = fields.UUID(required=True)
    ledger_id = fields.UUID(required=True)
    at = Instant(required=True)
    from_account = fields.Nested(PartySchema, required=True)
    to_account = fields.Nested(PartySchema, required=True)
    amount = an_amount()
    reason = fields.String(required=True, metadata={"description": "A code such as `exchange` or `payment`."})
    text = fields.String(required=True)
    levies = fields.List(
        fields.Nested(PostedLevySchema),
        required=True,
        metadata={"description": "Those that your own side bore; coordinators see all."},
    )
    exchange_id = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "Null without one, and when neither account is your own."},
    )
    part_of_id = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "The first transfer of the set that it was made with, all or none."},
    )
    reverses_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "The transfer that it takes back."}
    )
    reversed_by_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "The transfer that took it back."}
    )
    entered_by = fields.String(required=True, allow_none=True)
    entered_for = fields.String(
        required=True, allow_none=True, metadata={"description": "In whose place it was entered."}
    )


TransferPageSchema = page_of(TransferSchema)


class PayeeFields(Schema):
    """Who is paid: an account, or a member of a ledger, whose account opens with its first payment."""

    to_account_id = fields.UUID(load_default=None, allow_none=True)
    to_member_id = fields.UUID(load_default=None, allow_none=True)
    ledger_id = fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "In which ledger, with `to_member_id`."}
    )

    @validates_schema(skip_on_field_errors=True)
    def _one_payee(self, given: dict[str, Any], **_more: Any) -> None:
        if (given["to_account_id"] is None) == (given["to_member_id"] is None):
            raise ValidationError(_("Name an account or a member, one of the two."), "to_account_id")
        if given["to_member_id"] is not None and given["ledger_id"] is None:
            raise ValidationError(_("Say in which ledger."), "ledger_id")


class TransferNewSchema(PayeeFields):
    """A payment to be made."""

    from_account_id = fields.UUID(load_default=None, allow_none=True, metadata={"description": FROM})
    amount = moved_amount()
    text = Text(
        most=LONGEST_TEXT,
        load_default="",
        metadata={"description": "What for, in one line; both sides read it on their statements."},
    )


class TransferCostsSchema(Schema):
    """What a payment would cost its payer, and where it would leave the account."""

    amount = an_amount()
    levies = fields.List(fields.Nested(LevySchema), required=True)
    total = an_amount("All that would leave the account.")
    balance_after = an_amount()
    advised_floor = an_amount("The lowest balance that is advised, when it would go below.", may_lack=True)
    opens_account = Truth(required=True, metadata={"description": "Whether your account opens with it."})


@bp.operation(
    "/<territory>/accounts/<uuid:account_id>/transfers",
    may=May.TAKE_PART,
    query=Cursor,
    gives=TransferPageSchema,
)
def transfers(query: dict[str, Any], account_id: UUID) -> Page[dict[str, Any]]:
    """List what moved on an account, the latest first."""
    account = seen_account(account_id).account
    by = [(Entry.number, lambda line: line.number)]
    found = cursors.page(db.session, entries_of(account.id), by, query)
    views = views_of(db.session, [entry.transfer_id for entry in found.items])
    return Page([shown(view) for view in views], found.next)


@bp.operation("/<territory>/transfers/<uuid:transfer_id>", may=May.TAKE_PART, gives=TransferSchema)
def transfer(transfer_id: UUID) -> dict[str, Any]:
    """Show a transfer to those who see one of its accounts, and to who entered it."""
    found = transfer_for(
        db.session, transfer_id, member_id=the_member().id, coordinates=here.coordinates
    ) or abort(404)
    return shown(*views_of(db.session, [found.id]))


@bp.operation(
    "/<territory>/transfers",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PAYMENTS,
    body=TransferNewSchema,
    gives=TransferSchema,
    status=201,
)
def transfer_new(body: dict[str, Any]) -> Any:
    """Pay somebody, with the levies of the ledger.

    The idempotency key is the ledger's, too: it is remembered for ever.
    """
    order = payment_order({**body, "text": in_one_line(body["text"])})
    payer, payee = accounts(db.session, order.paying, order.payer)
    paid = payments.pay_once(
        db.session,
        the_plugins(),
        ledger=order.paying.ledger,
        payer=payer,
        payee=payee,
        amount=order.amount,
        text=order.text,
        by=the_member(),
        key=key_of_request(),
    )
    return made(paid.transfer.id)


@bp.operation(
    "/<territory>/transfers/preview",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PAYMENTS,
    body=TransferNewSchema,
    gives=TransferCostsSchema,
)
def transfer_preview(body: dict[str, Any]) -> dict[str, Any]:
    """Say what a payment would cost, or why it would be refused to its payer; nothing moves."""
    return costs_of(payment_order(body))


def costs_of(order: PaymentOrder) -> dict[str, Any]:
    """Return the costs of a payment as ``TransferCostsSchema`` dumps them."""
    ledger = order.paying.ledger
    found = costs(db.session, order.paying, order.payer, order.amount)
    return {
        "amount": in_unit(found.amount, ledger),
        "levies": [{"name": name, "amount": in_unit(amount, ledger)} for name, amount in found.levies],
        "total": in_unit(found.total, ledger),
        "balance_after": in_unit(found.balance_after, ledger),
        "advised_floor": in_unit(found.advised, ledger),
        "opens_account": order.payer.account is None,
    }


def made(transfer_id: UUID) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Return the answer about a transfer that was made just now."""
    (view,) = views_of(db.session, [transfer_id])
    return shown(view), 201, {"Location": url_for("api_transfers.transfer", transfer_id=transfer_id)}


def shown(view: TransferView) -> dict[str, Any]:
    """Return a transfer as ``TransferSchema`` dumps it to the caller."""
    one, ledger = view.transfer, view.ledger
    used = here.recall("accounts that the caller uses", _used)
    mine = the_member().id in (used.get(one.payer_id), used.get(one.payee_id))
    coordinates = ledger.subnetwork_id in here.coordinates
    return {
        "id": one.id,
        "ledger_id": one.ledger_id,
        "at": one.created_at,
        "from_account": {"account_id": one.payer_id, "name": view.payer},
        "to_account": {"account_id": one.payee_id, "name": view.payee},
        "amount": in_unit(one.amount, ledger),
        "reason": one.reason,
        "text": view.text,
        "levies": [
            {
                "name": name,
                "amount": in_unit(levy.amount, ledger),
                "transfer_id": levy.id,
                "paid_by": "payer" if levy.payer_id == one.payer_id else "payee",
            }
            for name, levy in view.levies
            if coordinates or levy.payer_id in used
        ],
        "exchange_id": one.exchange_id if mine else None,
        "part_of_id": one.part_of_id,
        "reverses_id": one.reverses_id,
        "reversed_by_id": view.reversed_by.id if view.reversed_by is not None else None,
        "entered_by": view.entered_by,
        "entered_for": view.entered_for,
    }


def _used() -> dict[UUID, UUID | None]:
    """Return the accounts that the caller owns or may pay from, each with its member."""
    rows = db.session.execute(accounts_i_use(the_member().id).add_columns(Account.member_id))
    return dict(rows.all())
