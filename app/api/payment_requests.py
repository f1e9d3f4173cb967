"""Payment requests: ask for an amount, pay what one is asked for, say no."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import url_for

from app import clock
from app.api import cursors, transfers
from app.api.amounts import in_unit
from app.api.cursors import Page, page_of
from app.api.operations import Operations
from app.api.payment_orders import check_scope_for, ledger_named, order_for_request, request_seen
from app.api.payment_orders import member_paid as member_of
from app.api.payment_request_shapes import (
    PaymentOfRequestSchema,
    PaymentRequestDeclineSchema,
    PaymentRequestNewSchema,
    PaymentRequestSchema,
    PaymentRequestsSchema,
)
from app.api.request_keys import id_of_request
from app.api.scopes import Scope
from app.errors import Refusal
from app.ledgers import payment_queries, queries, services
from app.ledgers import payment_requests as asking
from app.ledgers.models import Account, AccountKind, Ledger, PaymentRequest, Transfer
from app.ledgers.naming import names_of
from app.ledgers.paying import accounts
from app.ledgers.payment_addresses import payment_request_address
from app.ledgers.payment_forms import in_one_line
from app.ledgers.payment_requests import is_theirs, state_of
from app.ledgers.payments import takes_payments
from app.text import _
from app.web.access import May
from app.web.context import here, the_member, the_plugins
from app.web.database import db

bp = Operations("payment_requests", __name__, description="Asking for payments, and answering.")


@bp.operation(
    "/<territory>/payment-requests",
    may=May.TAKE_PART,
    query=PaymentRequestsSchema,
    gives=page_of(PaymentRequestSchema),
)
def payment_requests(query: dict[str, Any]) -> Page[dict[str, Any]]:
    """List what I am asked for, or what I asked for, the latest first."""
    select = payment_queries.asked_of if query["which"] == "to_answer" else payment_queries.asked_by
    by = [
        (PaymentRequest.created_at, lambda line: line.created_at),
        (PaymentRequest.id, lambda line: line.id),
    ]
    found = cursors.page(db.session, select(the_member().id), by, query)
    return Page(_shown(*found.items), found.next)


@bp.operation(
    "/<territory>/payment-requests/<uuid:request_id>", may=May.TAKE_PART, gives=PaymentRequestSchema
)
def payment_request(request_id: UUID) -> dict[str, Any]:
    """Show a request to both sides and to coordinators; one by link to every member.

    Once it is paid, those who may not see the payment learn that it is paid, and no more: `amount`,
    `resolved_at` and `transfer_id` are null, `text` is empty.
    """
    return _shown(request_seen(request_id))[0]


@bp.operation(
    "/<territory>/payment-requests",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PAYMENTS,
    body=PaymentRequestNewSchema,
    gives=PaymentRequestSchema,
    status=201,
)
def payment_request_new(body: dict[str, Any]) -> Any:
    """Ask somebody for a payment, or make a request for whoever opens its link."""
    ledger, payee = _payee(body)
    if not takes_payments(db.session, the_plugins(), ledger):
        raise Refusal(_("Payments are not open here at the moment."))
    made = asking.ask_payment(
        db.session,
        ledger=ledger,
        payee=payee,
        made_by=the_member(),
        amount=body["amount"],
        text=in_one_line(body["text"]),
        payer=_payer(ledger, body["from_member_id"]),
        expires_at=clock.now() + timedelta(days=body["days"]),
        request_id=id_of_request("payment request"),
    )
    location = url_for("api_payment_requests.payment_request", request_id=made.id)
    return _shown(made)[0], 201, {"Location": location}


@bp.operation(
    "/<territory>/payment-requests/<uuid:request_id>/pay",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PAYMENTS,
    body=PaymentOfRequestSchema,
    gives=transfers.TransferSchema,
    status=201,
)
def payment_request_pay(body: dict[str, Any], request_id: UUID) -> Any:
    """Pay what is asked, once; who paid it before gets that payment to see."""
    asked = request_seen(request_id)
    order = order_for_request(asked, body)
    payer, _payee = accounts(db.session, order.paying, order.payer)
    paid = asking.pay_request(
        db.session, the_plugins(), asked, payer=payer, by=the_member(), amount=order.amount
    )
    return transfers.made(paid.transfer.id)


@bp.operation(
    "/<territory>/payment-requests/<uuid:request_id>/decline",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PAYMENTS,
    body=PaymentRequestDeclineSchema,
    gives=PaymentRequestSchema,
)
def payment_request_decline(body: dict[str, Any], request_id: UUID) -> dict[str, Any]:
    """Say no; who asked is told."""
    asked = request_seen(request_id)
    if asked.payer_id is not None:
        _token_allows(asked, asked.payer_id)
    asking.decline(db.session, asked, by=the_member(), words=in_one_line(body["text"]))
    return _shown(asked)[0]


@bp.operation(
    "/<territory>/payment-requests/<uuid:request_id>/withdraw",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PAYMENTS,
    gives=PaymentRequestSchema,
)
def payment_request_withdraw(request_id: UUID) -> dict[str, Any]:
    """Take back what one asked for."""
    asked = request_seen(request_id)
    _token_allows(asked, asked.payee_id)
    asking.withdraw(db.session, asked, by=the_member())
    return _shown(asked)[0]


def _token_allows(asked: PaymentRequest, account_id: UUID) -> None:
    """Refuse to act for an account of others by a token that does not say that it may."""
    account = db.session.get_one(Account, account_id)
    check_scope_for(db.session.get_one(Ledger, asked.ledger_id), account)


def _payee(body: dict[str, Any]) -> tuple[Ledger, Account]:
    """Return the account that is to be paid, with its ledger."""
    if body["to_account_id"] is None:
        ledger = ledger_named(body["ledger_id"])
        return ledger, services.account_of(db.session, ledger, the_member().id)
    account = db.session.get(Account, body["to_account_id"])
    if account is None:
        raise _not_theirs()
    ledger = ledger_named(account.ledger_id, "to_account_id")
    if is_theirs(db.session, account, the_member()):
        return ledger, account
    check_scope_for(ledger, account)
    if account.kind != AccountKind.COMMUNITY or ledger.subnetwork_id not in here.coordinates:
        raise _not_theirs()
    return ledger, account


def _not_theirs() -> Refusal:
    return Refusal(_("You may not ask for payments to this account."), field="to_account_id")


def _payer(ledger: Ledger, member_id: UUID | None) -> Account | None:
    if member_id is None:
        return None
    asked = member_of(ledger, member_id, "from_member_id")
    return asked.account or services.account_of(db.session, ledger, member_id)


def _shown(*requests: PaymentRequest) -> list[dict[str, Any]]:
    ids = {one.ledger_id for one in requests}
    ledgers = {one.id: one for one in db.session.scalars(sa.select(Ledger).where(Ledger.id.in_(ids)))}
    names = names_of(
        db.session, {side for one in requests for side in (one.payee_id, one.payer_id) if side is not None}
    )

    told = _payments_seen(requests)

    def party(account_id: UUID | None) -> dict[str, Any] | None:
        return None if account_id is None else {"account_id": account_id, "name": names[account_id]}

    def shown(one: PaymentRequest) -> dict[str, Any]:
        tells = one.transfer_id is None or one.transfer_id in told
        return {
            "id": one.id,
            "ledger_id": one.ledger_id,
            "state": state_of(one),
            "to_account": party(one.payee_id),
            "from_account": party(one.payer_id),
            "amount": in_unit(one.amount, ledgers[one.ledger_id]) if tells else None,
            "text": one.text if tells else "",
            "created_at": one.created_at,
            "expires_at": one.expires_at,
            "resolved_at": one.resolved_at if tells else None,
            "transfer_id": one.transfer_id if tells else None,
            "link": payment_request_address(one),
        }

    return [shown(one) for one in requests]


def _payments_seen(requests: Sequence[PaymentRequest]) -> set[UUID]:
    """Return which of the payments of requests the caller may see, as ``transfer_for`` would say of each."""
    ids = [one.transfer_id for one in requests if one.transfer_id is not None]
    if not ids:
        return set()
    me = the_member().id
    mine = queries.mine_or_held(me).with_only_columns(Account.id)
    looked_after = sa.select(Ledger.id).where(Ledger.subnetwork_id.in_(here.coordinates))
    may_see = sa.or_(
        Transfer.payer_id.in_(mine),
        Transfer.payee_id.in_(mine),
        Transfer.entered_by_id == me,
        Transfer.ledger_id.in_(looked_after),
    )
    return set(db.session.scalars(sa.select(Transfer.id).where(Transfer.id.in_(ids), may_see)))
