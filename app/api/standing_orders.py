"""Regular payments: set one up, pause it, follow it again, end it."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import abort, url_for
from marshmallow import Schema, fields, validate

from app.api import cursors, transfers
from app.api.amounts import PartySchema, a_day, an_amount, in_unit
from app.api.cursors import Cursor, Page, page_of
from app.api.operations import Operations
from app.api.payment_orders import payment_order
from app.api.request_keys import id_of_request
from app.api.scopes import Scope
from app.ledgers import payment_queries
from app.ledgers import standing_orders as regular
from app.ledgers.due_days import RHYTHMS
from app.ledgers.models import Ledger, StandingOrder
from app.ledgers.naming import names_of
from app.ledgers.paying import accounts
from app.ledgers.payment_forms import in_one_line
from app.ledgers.standing_orders import OrderState
from app.web.access import May
from app.web.context import the_member, the_plugins
from app.web.database import db

bp = Operations("standing_orders", __name__, description="Payments that are made again and again.")


class StandingOrderSchema(Schema):
    """A payment that is made again and again until it is ended."""

    id = fields.UUID(required=True)
    ledger_id = fields.UUID(required=True)
    from_account = fields.Nested(PartySchema, required=True)
    to_account = fields.Nested(PartySchema, required=True)
    amount = an_amount("Each time.")
    text = fields.String(required=True)
    rhythm = fields.String(required=True, validate=validate.OneOf(RHYTHMS))
    first_on = fields.Date(required=True, metadata={"description": "Days are counted from it."})
    next_on = fields.Date(required=True)
    until = fields.Date(required=True, allow_none=True)
    state = fields.String(required=True, metadata={"description": "`active`, `paused` or `ended`."})
    why_refused = fields.String(
        required=True, metadata={"description": "Why the last due day could not be paid; empty when it was."}
    )


class StandingOrderNewSchema(transfers.TransferNewSchema):
    """A regular payment to be set up."""

    rhythm = fields.String(required=True, validate=validate.OneOf(RHYTHMS))
    first_on = a_day(required=True, metadata={"description": "The 31st is the last day of shorter months."})
    until = a_day(load_default=None, allow_none=True, metadata={"description": "Last day, if there is one."})


@bp.operation(
    "/<territory>/standing-orders", may=May.TAKE_PART, query=Cursor, gives=page_of(StandingOrderSchema)
)
def standing_orders(query: dict[str, Any]) -> Page[dict[str, Any]]:
    """List the regular payments from accounts that I use and those that I entered, the latest first."""
    by = [(StandingOrder.created_at, lambda line: line.created_at), (StandingOrder.id, lambda line: line.id)]
    found = cursors.page(db.session, regular.select_orders(the_member().id), by, query)
    return Page(_shown(*found.items), found.next)


@bp.operation("/<territory>/standing-orders/<uuid:order_id>", may=May.TAKE_PART, gives=StandingOrderSchema)
def standing_order(order_id: UUID) -> dict[str, Any]:
    """Show a regular payment to those who pay from its account, and to who entered it."""
    return _shown(_order(order_id))[0]


@bp.operation(
    "/<territory>/standing-orders",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PAYMENTS,
    body=StandingOrderNewSchema,
    gives=StandingOrderSchema,
    status=201,
)
def standing_order_new(body: dict[str, Any]) -> Any:
    """Set up a regular payment to somebody."""
    order = payment_order(body)
    payer, payee = accounts(db.session, order.paying, order.payer)
    made = regular.make_order(
        db.session,
        the_plugins(),
        ledger=order.paying.ledger,
        payer=payer,
        payee=payee,
        amount=order.amount,
        text=in_one_line(order.text),
        rhythm=body["rhythm"],
        first_on=body["first_on"],
        until=body["until"],
        by=the_member(),
        order_id=id_of_request("standing order"),
    )
    return _shown(made)[0], 201, {"Location": url_for("api_standing_orders.standing_order", order_id=made.id)}


def _move(order_id: UUID, to: OrderState) -> dict[str, Any]:
    order = _order(order_id)
    regular.move_order(db.session, order, to)
    return _shown(order)[0]


@bp.operation(
    "/<territory>/standing-orders/<uuid:order_id>/pause",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PAYMENTS,
    gives=StandingOrderSchema,
)
def standing_order_pause(order_id: UUID) -> dict[str, Any]:
    """Pause a regular payment; the days of the pause are not paid afterwards."""
    return _move(order_id, OrderState.PAUSED)


@bp.operation(
    "/<territory>/standing-orders/<uuid:order_id>/resume",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PAYMENTS,
    gives=StandingOrderSchema,
)
def standing_order_resume(order_id: UUID) -> dict[str, Any]:
    """Follow a regular payment again."""
    return _move(order_id, OrderState.ACTIVE)


@bp.operation(
    "/<territory>/standing-orders/<uuid:order_id>/end",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PAYMENTS,
    gives=StandingOrderSchema,
)
def standing_order_end(order_id: UUID) -> dict[str, Any]:
    """End a regular payment; what was paid stays."""
    return _move(order_id, OrderState.ENDED)


def _order(order_id: UUID) -> StandingOrder:
    order, me = db.session.get(StandingOrder, order_id), the_member().id
    if order is None or not (order.made_by_id == me or payment_queries.uses(db.session, order.payer_id, me)):
        abort(404)
    return order


def _shown(*orders: StandingOrder) -> list[dict[str, Any]]:
    ids = {one.ledger_id for one in orders}
    ledgers = {one.id: one for one in db.session.scalars(sa.select(Ledger).where(Ledger.id.in_(ids)))}
    names = names_of(db.session, {side for one in orders for side in (one.payer_id, one.payee_id)})
    return [
        {
            "id": one.id,
            "ledger_id": one.ledger_id,
            "from_account": {"account_id": one.payer_id, "name": names[one.payer_id]},
            "to_account": {"account_id": one.payee_id, "name": names[one.payee_id]},
            "amount": in_unit(one.amount, ledgers[one.ledger_id]),
            "text": one.text,
            "rhythm": one.rhythm,
            "first_on": one.first_on,
            "next_on": one.next_on,
            "until": one.until,
            "state": one.state,
            "why_refused": regular.why_refused(db.session, ledgers[one.ledger_id], one),
        }
        for one in orders
    ]
