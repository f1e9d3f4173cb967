"""What a program asks to be paid, turned into what the pages of a payment know."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort

from app.api import tokens
from app.api.scopes import Scope
from app.errors import Refusal
from app.ledgers import payees, payment_queries
from app.ledgers.models import Account, Ledger, PaymentRequest
from app.ledgers.payees import Payee
from app.ledgers.paying import Payer, Paying, start
from app.ledgers.payment_requests import answers, is_theirs
from app.ledgers.payments import coordinates
from app.ledgers.queries import may_pay
from app.text import _
from app.web.context import here, the_member, the_territory
from app.web.database import db


@dataclass(frozen=True, kw_only=True)
class PaymentOrder:
    """Who pays whom, from which account, how much and what for."""

    paying: Paying
    payer: Payer
    amount: int
    text: str


def ledger_named(ledger_id: UUID | None, field: str = "ledger_id") -> Ledger:
    """Return a ledger that members use.

    Raises:
        Refusal: there is none of this id.
    """
    ledger = None if ledger_id is None else db.session.get(Ledger, ledger_id)
    if ledger is None or ledger.purpose or ledger.territory_id != the_territory().id:
        raise Refusal(_("There is no such ledger here."), field=field)
    return ledger


def payment_order(wanted: dict[str, Any]) -> PaymentOrder:
    """Read a payment to an account or to a member of a ledger.

    Raises:
        Refusal: there is nobody of this id to be paid, or nothing to pay from.
    """
    if wanted["to_account_id"] is not None:
        payee = payees.payee_of_account(db.session, wanted["to_account_id"])
        if payee is None or payee.account is None:
            raise Refusal(_("This account takes no payments."), field="to_account_id")
        ledger = ledger_named(payee.account.ledger_id, "to_account_id")
    else:
        ledger = ledger_named(wanted["ledger_id"])
        payee = member_paid(ledger, wanted["to_member_id"], "to_member_id")
    return _order(ledger, payee, wanted, amount=wanted["amount"], text=wanted["text"])


def order_for_request(asked: PaymentRequest, wanted: dict[str, Any]) -> PaymentOrder:
    """Read the payment of what is asked.

    Raises:
        Refusal: it asks somebody else, nobody said how much, or there is nothing to pay from.
    """
    payee = payees.payee_of_account(db.session, asked.payee_id) or abort(404)
    assert payee.account is not None
    ledger = db.session.get_one(Ledger, asked.ledger_id)
    in_stead = asked.payer_id is not None and ledger.subnetwork_id in here.coordinates
    if not in_stead and not answers(db.session, asked, payee.account, the_member()):
        raise Refusal(_("This asks for a payment from another account."))
    amount = asked.amount if asked.amount is not None else wanted["amount"]
    if amount is None:
        raise Refusal(_("Say how much."), field="amount")
    if asked.payer_id is not None and wanted["from_account_id"] is None:
        wanted = {**wanted, "from_account_id": asked.payer_id}
    return _order(ledger, payee, wanted, amount=amount, text=asked.text, asked=asked)


def _order(
    ledger: Ledger,
    payee: Payee,
    wanted: dict[str, Any],
    *,
    amount: int,
    text: str,
    asked: PaymentRequest | None = None,
) -> PaymentOrder:
    account_id = wanted["from_account_id"]
    stead = _in_stead_of(ledger, account_id)
    paying = start(db.session, ledger, payee, stead=stead, asked=asked)
    payer = _chosen(paying, account_id)
    if payer.account is not None:
        check_scope(ledger, payer.account, amount)
    return PaymentOrder(paying=paying, payer=payer, amount=amount, text=text)


def _in_stead_of(ledger: Ledger, account_id: UUID | None) -> str:
    """Return the id of the member in whose place a coordinator pays, when the account is another's."""
    if account_id is None or ledger.subnetwork_id not in here.coordinates:
        return ""
    account = db.session.get(Account, account_id)
    if account is None or account.member_id is None or may_pay(db.session, account, the_member().id, 0):
        return ""
    return str(account.member_id)


def _chosen(paying: Paying, account_id: UUID | None) -> Payer:
    if account_id is None:
        return next((one for one in paying.payers if one.is_usual), paying.payers[0])
    for one in paying.payers:
        if one.account is not None and one.account.id == account_id:
            return one
    raise Refusal(_("You may not pay from this account."), field="from_account_id")


def check_scope(ledger: Ledger, payer: Account, amount: int, *, enters_for_others: bool = False) -> None:
    """Refuse a token that may not act as a coordinator what only that right would allow."""
    if enters_for_others or not may_pay(db.session, payer, the_member().id, amount):
        _coordinators_say_so(ledger)


def check_scope_for(ledger: Ledger, account: Account) -> None:
    """Refuse a token that may not act as a coordinator to answer or ask for an account of others."""
    if not is_theirs(db.session, account, the_member()):
        _coordinators_say_so(ledger)


def _coordinators_say_so(ledger: Ledger) -> None:
    """Refuse coordinators without the scope; the ledgers ask who coordinates, not what the token allows."""
    if coordinates(db.session, ledger, the_member().id):
        token_needs(Scope.COORDINATE)


def token_needs(scope: Scope) -> None:
    """Refuse a token without a scope that this request needs besides its operation's."""
    if not tokens.token_allows(scope):
        abort(403, description=_("This token does not allow “%(scope)s”.", scope=scope.value))


def member_paid(ledger: Ledger, member_id: UUID, field: str) -> Payee:
    """Return a member as one who can be paid or asked.

    Raises:
        Refusal: they are no member here.
    """
    payee = payees.payee_of_member(db.session, ledger, member_id)
    if payee is None:
        raise Refusal(_("Choose somebody who is a member here."), field=field)
    return payee


def request_seen(request_id: UUID) -> PaymentRequest:
    """Return a payment request to those who may see it."""
    found = payment_queries.request_for(
        db.session, request_id, member_id=the_member().id, coordinates=here.coordinates
    )
    return found if found is not None else abort(404)
