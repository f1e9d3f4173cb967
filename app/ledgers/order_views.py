"""Pages of standing orders: mine, a new one, pause and end."""

from dataclasses import dataclass
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.db import new_id
from app.errors import Refusal
from app.ledgers import payees, payment_queries, standing_orders
from app.ledgers.blueprint import bp
from app.ledgers.models import Ledger, StandingOrder
from app.ledgers.naming import names_of
from app.ledgers.pay_views import ledger_or_404
from app.ledgers.payees import Payee
from app.ledgers.paying import Paying, accounts, labels, start
from app.ledgers.payment_forms import RHYTHM_CHOICES, OrderForm
from app.ledgers.standing_orders import OrderState
from app.text import _
from app.web.access import May, allow
from app.web.context import the_member, the_plugins
from app.web.database import db

MOVES = {"pause": OrderState.PAUSED, "resume": OrderState.ACTIVE, "end": OrderState.ENDED}


@dataclass(frozen=True, kw_only=True)
class Line:
    """A standing order in the list."""

    order: StandingOrder
    ledger: Ledger
    payer: str
    payee: str
    rhythm: str
    why_refused: str


@bp.get("/pay/orders")
@allow(May.TAKE_PART)
def orders() -> ResponseReturnValue:
    """List my regular payments."""
    found = standing_orders.orders_of(db.session, the_member().id)
    names = names_of(db.session, [one for order in found for one in (order.payer_id, order.payee_id)])
    lines = [_line(order, names) for order in found]
    return render_template("ledgers/pay_orders.html", lines=lines)


def _line(order: StandingOrder, names: dict[UUID, str]) -> Line:
    ledger = db.session.get_one(Ledger, order.ledger_id)
    return Line(
        order=order,
        ledger=ledger,
        payer=names[order.payer_id],
        payee=names[order.payee_id],
        rhythm=str(dict(RHYTHM_CHOICES)[order.rhythm]),
        why_refused=standing_orders.why_refused(db.session, ledger, order),
    )


@bp.route("/pay/<uuid:ledger_id>/regularly", methods=["GET", "POST"])
@allow(May.TAKE_PART)
def order_new(ledger_id: UUID) -> ResponseReturnValue:
    """Set up a regular payment to somebody."""
    ledger = ledger_or_404(ledger_id)
    payee = _payee(ledger)
    if payee is None:
        return redirect(url_for(".pay_whom", ledger_id=ledger_id))
    paying = start(db.session, ledger, payee, stead=request.args.get("stead", "")[:36])
    form = OrderForm(key=new_id().hex, first_on=standing_orders.today_of(db.session, ledger))
    form.payer.choices = labels(paying)
    form.payer.data = paying.named(form.payer.data)
    form.amount.belongs_to(ledger)
    if form.validate_on_submit():
        try:
            return _made(paying, form)
        except Refusal as refusal:
            db.session.rollback()
            field = form[refusal.field] if refusal.field in ("first_on", "until", "payer") else form.amount
            field.errors = [*refusal.reasons]
    page = render_template("ledgers/pay_order.html", paying=paying, ledger=ledger, payee=payee, form=form)
    return page, 422 if form.errors else 200


def _made(paying: Paying, form: OrderForm) -> ResponseReturnValue:
    payer, payee = accounts(db.session, paying, paying.payer(form.payer.data))
    assert form.first_on.data is not None
    standing_orders.make_order(
        db.session,
        the_plugins(),
        ledger=paying.ledger,
        payer=payer,
        payee=payee,
        amount=form.amount.units or 0,
        text=form.text.data or "",
        rhythm=form.rhythm.data,
        first_on=form.first_on.data,
        until=form.until.data,
        by=the_member(),
        order_id=UUID(form.key.data),
    )
    db.session.commit()
    flash(_("It is set up. You can pause or end it at any time."), "success")
    return redirect(url_for(".orders"))


def _payee(ledger: Ledger) -> Payee | None:
    """Return the payee that the address names, as an account or as a member without one."""
    found = None
    if account_id := request.args.get("payee", type=UUID):
        found = payees.payee_of_account(db.session, account_id)
        if found is None or found.account is None or found.account.ledger_id != ledger.id:
            abort(404)
    elif member_id := request.args.get("member", type=UUID):
        found = payees.payee_of_member(db.session, ledger, member_id) or abort(404)
    return found


@bp.post("/pay/orders/<uuid:order_id>/<move>")
@allow(May.TAKE_PART)
def order_move(order_id: UUID, move: str) -> ResponseReturnValue:
    """Pause a regular payment, follow it again, or end it."""
    order = db.session.get(StandingOrder, order_id)
    me = the_member().id
    if order is None or move not in MOVES:
        abort(404)
    if order.made_by_id != me and not payment_queries.uses(db.session, order.payer_id, me):
        abort(404)
    standing_orders.move_order(db.session, order, MOVES[move])
    db.session.commit()
    said = {"pause": _("Paused."), "resume": _("It goes on."), "end": _("Ended. What was paid stays.")}
    flash(said[move], "success")
    return redirect(url_for(".orders"))
