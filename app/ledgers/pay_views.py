"""Pages on which one pays: choose whom, say how much, confirm once, and the receipt."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.amounts import as_typed
from app.errors import Refusal
from app.ledgers import payees, payment_queries, payments
from app.ledgers.blueprint import bp
from app.ledgers.models import Account, Ledger, PaymentRequest
from app.ledgers.payees import Payee
from app.ledgers.paying import Paying, accounts, costs, in_stead_of, labels, start
from app.ledgers.payment_forms import ConfirmForm, PayForm
from app.ledgers.payment_requests import pay_request
from app.ledgers.queries import accounts_to_pay_from
from app.text import _
from app.web.access import May, allow
from app.web.asked import asked_number
from app.web.context import here, the_member, the_plugins, the_territory
from app.web.database import db


@bp.get("/pay/")
@allow(May.TAKE_PART)
def pay() -> ResponseReturnValue:
    """Show where one can pay and be paid, and what waits for an answer."""
    me = the_member()
    ledgers = [
        (ledger, accounts_to_pay_from(db.session, me.id, ledger.id))
        for ledger in payees.ledgers_open(db.session)
        if payments.takes_payments(db.session, the_plugins(), ledger)
    ]
    return render_template(
        "ledgers/pay.html",
        ledgers=ledgers,
        waiting=payment_queries.request_rows(
            db.session, payment_queries.requests_to_answer(db.session, me.id), side="payee"
        ),
        coordinates=here.coordinates,
    )


@bp.get("/pay/<uuid:ledger_id>")
@allow(May.TAKE_PART)
def pay_whom(ledger_id: UUID) -> ResponseReturnValue:
    """List those who can be paid, or asked, or in whose place a coordinator pays."""
    ledger = ledger_or_404(ledger_id)
    if not payments.takes_payments(db.session, the_plugins(), ledger):
        raise Refusal(_("Payments are not open here at the moment."))
    stead = in_stead_of(db.session, ledger, request.args.get("stead", "")[:36])
    purpose = request.args.get("purpose", "")
    if purpose == "stead" and ledger.subnetwork_id not in here.coordinates:
        abort(404)
    typed = request.args.get("q", "")[:80]
    found = payees.payees(
        db.session,
        ledger,
        text=typed,
        page=asked_number("page"),
        but=None if purpose == "stead" else (stead or the_member()).id,
    )
    return render_template(
        "ledgers/pay_whom.html",
        ledger=ledger,
        stead=stead,
        purpose=purpose,
        typed=typed,
        found=found,
        payer=request.args.get("payer"),
    )


@bp.route("/pay/to/<uuid:payee_id>", methods=["GET", "POST"])
@allow(May.TAKE_PART)
def pay_account(payee_id: UUID) -> ResponseReturnValue:
    """Pay to an account; what its code holds leads here."""
    payee = payees.payee_of_account(db.session, payee_id) or abort(404)
    assert payee.account is not None
    return pay_to(ledger_or_404(payee.account.ledger_id), payee)


@bp.route("/pay/<uuid:ledger_id>/member/<uuid:member_id>", methods=["GET", "POST"])
@allow(May.TAKE_PART)
def pay_member(ledger_id: UUID, member_id: UUID) -> ResponseReturnValue:
    """Pay to a member, whose account opens if this is its first payment."""
    ledger = ledger_or_404(ledger_id)
    return pay_to(ledger, payees.payee_of_member(db.session, ledger, member_id) or abort(404))


def pay_to(ledger: Ledger, payee: Payee, asked: PaymentRequest | None = None) -> ResponseReturnValue:
    """Show the step that a payment is at; what was confirmed is paid, once."""
    paying = start(db.session, ledger, payee, stead=request.args.get("stead", "")[:36], asked=asked)
    if request.method == "POST":
        return _confirmed(paying)
    form = _step(paying)
    if paying.needs_step(request.args):
        return _page("ledgers/pay_to.html", paying, form)
    if not form.validate():
        return _page("ledgers/pay_to.html", paying, form), 422
    try:
        return _ask_once(paying, form)
    except Refusal as refusal:
        form.amount.errors = [*refusal.reasons]
        return _page("ledgers/pay_to.html", paying, form), 422


def _step(paying: Paying) -> PayForm:
    """Return the form of what is still to be said, filled in with what the address says."""
    typed = MultiDict(request.args.items(multi=True))
    if paying.asked is not None and paying.asked.amount is not None:
        ledger = paying.ledger
        typed["amount"] = as_typed(paying.asked.amount, ledger.unit, ledger.scale)
    if paying.asked is not None:
        typed["text"] = paying.asked.text
    if typed.get("payer") not in {one.value for one in paying.payers}:
        typed["payer"] = paying.payers[0].value
    form = PayForm(typed if "amount" in typed else None, payer=typed["payer"])
    form.payer.choices = labels(paying)
    form.amount.belongs_to(paying.ledger)
    return form


def _ask_once(paying: Paying, form: PayForm, status: int = 200, **more: Any) -> ResponseReturnValue:
    """Show who, how much and why, what it costs, and one button."""
    ledger, payer = paying.ledger, paying.payer(form.payer.data)
    amount, text = form.amount.units or 0, form.text.data or ""
    after, just_paid = payments.seen_before(
        db.session, payer.account, paying.payee.account, amount, text, the_territory().time_zone
    )
    confirm = ConfirmForm(
        None,
        payer=payer.value,
        amount=as_typed(amount, ledger.unit, ledger.scale),
        text=text,
        after=after,
    )
    page = _page(
        "ledgers/pay_confirm.html",
        paying,
        confirm,
        payer=payer,
        text=text,
        costs=costs(db.session, paying, payer, amount),
        just_paid=just_paid if paying.asked is None else None,
    )
    return page, status


def _confirmed(paying: Paying) -> ResponseReturnValue:
    """Pay what was confirmed; sent again it is the same payment and the same receipt."""
    form = ConfirmForm()
    form.amount.belongs_to(paying.ledger)
    if not form.validate_on_submit():
        return _again(paying, [problem for problems in form.errors.values() for problem in problems])
    payer = paying.payer(form.payer.data)
    try:
        from_account, to_account = accounts(db.session, paying, payer)
        paid = _paid(paying, form, from_account, to_account)
        db.session.commit()
    except Refusal as refusal:
        db.session.rollback()
        return _again(paying, [*refusal.reasons])
    again = 1 if paid.again else None
    return redirect(url_for(".receipt", transfer_id=paid.transfer.id, again=again))


def _paid(paying: Paying, form: ConfirmForm, payer: Account, payee: Account) -> payments.Paid:
    amount = form.amount.units or 0
    if paying.asked is not None:
        return pay_request(
            db.session, the_plugins(), paying.asked, payer=payer, by=the_member(), amount=amount
        )
    return payments.pay(
        db.session,
        the_plugins(),
        ledger=paying.ledger,
        payer=payer,
        payee=payee,
        amount=amount,
        text=form.text.data or "",
        by=the_member(),
        after=form.after.data or "",
    )


def _again(paying: Paying, reasons: list[str]) -> ResponseReturnValue:
    """Show the step before the confirmation again, with what was typed and why it did not go."""
    typed = MultiDict((name, request.form.get(name, "")) for name in ("payer", "amount", "text"))
    form = PayForm(typed)
    form.payer.choices = labels(paying)
    form.amount.belongs_to(paying.ledger)
    form.amount.errors = reasons
    return _page("ledgers/pay_to.html", paying, form), 422


def _page(template: str, paying: Paying, form: Any, **more: Any) -> str:
    return render_template(
        template, paying=paying, ledger=paying.ledger, payee=paying.payee, form=form, **more
    )


@bp.get("/pay/receipt/<uuid:transfer_id>")
@allow(May.TAKE_PART)
def receipt(transfer_id: UUID) -> ResponseReturnValue:
    """Show a payment that was made, to be kept or shown."""
    found = payment_queries.receipt(
        db.session, transfer_id, member_id=the_member().id, coordinates=here.coordinates
    )
    if found is None:
        abort(404)
    mine = payment_queries.uses(db.session, found.transfer.payer_id, the_member().id)
    return render_template(
        "ledgers/pay_receipt.html", receipt=found, mine=mine, again="again" in request.args
    )


def ledger_or_404(ledger_id: UUID) -> Ledger:
    """Return a ledger that members use; another one is not found."""
    ledger = db.session.get(Ledger, ledger_id)
    if ledger is None or ledger.purpose or ledger.territory_id != the_territory().id:
        abort(404)
    return ledger
