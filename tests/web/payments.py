"""Examples of what payments can name in a URL."""

from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.db import new_id
from app.kernel.registry import Plugins
from app.ledgers import payment_requests, payments, standing_orders
from app.ledgers.models import Account, Ledger
from app.members.models import Member


def payment_values(
    session: Session,
    plugins: Plugins,
    ledger: Ledger,
    *,
    owner: Member,
    mine: Account,
    neighbour: Member,
    theirs: Account,
    canary: str,
) -> dict[str, Any]:
    """Let ``owner`` pay ``neighbour`` once and again and again, and be asked for a payment by them."""
    paid = payments.pay(
        session,
        plugins,
        ledger=ledger,
        payer=mine,
        payee=theirs,
        amount=1,
        text=f"{canary}Bread",
        by=owner,
        after="",
    )
    asked = payment_requests.ask_payment(
        session,
        ledger=ledger,
        payee=theirs,
        made_by=neighbour,
        amount=1,
        text=f"{canary}Milk",
        payer=mine,
    )
    order = standing_orders.make_order(
        session,
        plugins,
        ledger=ledger,
        payer=mine,
        payee=theirs,
        amount=1,
        text=f"{canary}Eggs",
        rhythm="month",
        first_on=clock.today("Europe/Paris"),
        until=None,
        by=owner,
        order_id=new_id(),
    )
    return {
        "payee_id": theirs.id,
        "transfer_id": paid.transfer.id,
        "request_id": asked.id,
        "order_id": order.id,
    }
