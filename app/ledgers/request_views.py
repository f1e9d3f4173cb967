"""Pages on which one is paid: a code to show, a request to somebody, and its answer."""

from datetime import timedelta
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import new_id
from app.errors import Refusal
from app.ledgers import payees, payment_queries, payment_requests, services
from app.ledgers.blueprint import bp
from app.ledgers.models import Account, Ledger, PaymentRequest
from app.ledgers.pay_views import ledger_or_404, pay_to
from app.ledgers.payees import Payee
from app.ledgers.paying import Payer, common_payers
from app.ledgers.payment_addresses import absolute, payment_code_address, payment_request_address
from app.ledgers.payment_forms import AskForm, DeclineForm
from app.ledgers.payment_requests import RequestState, no_longer, state_of
from app.ledgers.payment_requests import answers as answers_for
from app.ledgers.payments import takes_payments
from app.ledgers.queries import accounts_held, accounts_of_member
from app.text import _
from app.web.access import May, allow
from app.web.context import here, the_member, the_plugins
from app.web.database import db
from app.web.qr import qr_svg


@bp.route("/pay/<uuid:ledger_id>/code", methods=["GET", "POST"])
@allow(May.TAKE_PART)
def be_paid(ledger_id: UUID) -> ResponseReturnValue:
    """Show the code of my account, or make one with an amount and a reason."""
    ledger = _paying_ledger(ledger_id)
    mine = _mine(ledger)
    chosen = _chosen(mine)
    form = _asking(ledger)
    if form.validate_on_submit():
        account = services.account_of(db.session, ledger, the_member().id) if chosen is None else chosen
        return _made(ledger, form, account, None)
    if chosen is not None:
        address = payment_code_address(chosen)
    else:
        path = url_for("ledgers.pay_member", ledger_id=ledger.id, member_id=the_member().id)
        address = absolute(path)
    page = render_template(
        "ledgers/pay_code.html",
        ledger=ledger,
        mine=mine,
        chosen=chosen,
        form=form,
        address=address,
        code=qr_svg(address),
        received=_just_received(chosen),
    )
    return page, 422 if form.errors else 200


@bp.get("/pay/<uuid:ledger_id>/received")
@allow(May.TAKE_PART)
def received(ledger_id: UUID) -> ResponseReturnValue:
    """Show what came in just now, for the page that looks again by itself; nothing while it is the same."""
    ledger = ledger_or_404(ledger_id)
    chosen = _chosen(_mine(ledger))
    found = _just_received(chosen)
    if request.args.get("seen") == (str(found[0].transfer.id) if found else "none"):
        return "", 204
    return render_template("ledgers/_pay_received.html", ledger=ledger, chosen=chosen, received=found)


@bp.route("/pay/<uuid:ledger_id>/ask/<uuid:member_id>", methods=["GET", "POST"])
@allow(May.TAKE_PART)
def ask(ledger_id: UUID, member_id: UUID) -> ResponseReturnValue:
    """Ask a member for a payment."""
    ledger = _paying_ledger(ledger_id)
    asked = payees.payee_of_member(db.session, ledger, member_id) or abort(404)
    mine = _mine(ledger)
    chosen = _chosen(mine)
    form = _asking(ledger)
    if form.validate_on_submit():
        account = services.account_of(db.session, ledger, the_member().id) if chosen is None else chosen
        return _made(ledger, form, account, asked)
    page = render_template(
        "ledgers/pay_ask.html", ledger=ledger, mine=mine, chosen=chosen, form=form, asked=asked
    )
    return page, 422 if form.errors else 200


def _made(ledger: Ledger, form: AskForm, account: Account, asked: Payee | None) -> ResponseReturnValue:
    payer = None
    if asked is not None and asked.member_id is not None:
        payer = asked.account or services.account_of(db.session, ledger, asked.member_id)
    made = payment_requests.ask_payment(
        db.session,
        ledger=ledger,
        payee=account,
        made_by=the_member(),
        amount=form.amount.units,
        text=form.text.data or "",
        payer=payer,
        expires_at=clock.now() + timedelta(days=int(form.days.data)),
        request_id=UUID(form.key.data),
    )
    db.session.commit()
    return redirect(url_for(".request", request_id=made.id))


@bp.route("/pay/request/<uuid:request_id>", methods=["GET", "POST"], endpoint="request")
@allow(May.TAKE_PART)
def show_request(request_id: UUID) -> ResponseReturnValue:
    """Show a request: with its code to who asks, with one confirmation to who is asked."""
    asked = _request(request_id)
    ledger = db.session.get_one(Ledger, asked.ledger_id)
    payee = payees.payee_of_account(db.session, asked.payee_id) or abort(404)
    assert payee.account is not None
    answers = answers_for(db.session, asked, payee.account, the_member())
    if answers and (request.method == "POST" or state_of(asked) is RequestState.OPEN):
        return pay_to(ledger, payee, asked)
    if request.method == "POST":
        abort(404)
    paid = answers and asked.transfer_id is not None
    if paid and payment_queries.receipt_is_mine(db.session, asked.transfer_id, the_member().id):
        return redirect(url_for(".receipt", transfer_id=asked.transfer_id, again=1))
    return render_template("ledgers/pay_request.html", answers=answers, **_shown(asked, ledger, payee))


def _shown(asked: PaymentRequest, ledger: Ledger, payee: Payee) -> dict[str, object]:
    address = payment_request_address(asked)
    payer = None if asked.payer_id is None else payees.payee_of_account(db.session, asked.payer_id)
    state = state_of(asked)
    return {
        "asked": asked,
        "ledger": ledger,
        "payee": payee,
        "payer": payer,
        "state": state,
        "sentence": no_longer(asked),
        "address": address,
        "code": qr_svg(address) if state is RequestState.OPEN else None,
        "receipt": None
        if asked.transfer_id is None
        else payment_queries.receipt(
            db.session,
            asked.transfer_id,
            member_id=the_member().id,
            coordinates=here.coordinates,
        ),
    }


@bp.get("/pay/request/<uuid:request_id>/state")
@allow(May.TAKE_PART)
def request_state(request_id: UUID) -> ResponseReturnValue:
    """Show where a request stands, for the page that looks again by itself; nothing while it is the same."""
    asked = _request(request_id)
    if request.args.get("seen") == state_of(asked):
        return "", 204
    ledger = db.session.get_one(Ledger, asked.ledger_id)
    payee = payees.payee_of_account(db.session, asked.payee_id) or abort(404)
    assert payee.account is not None
    answers = answers_for(db.session, asked, payee.account, the_member())
    return render_template("ledgers/_pay_request_state.html", answers=answers, **_shown(asked, ledger, payee))


@bp.post("/pay/request/<uuid:request_id>/decline")
@allow(May.TAKE_PART)
def decline(request_id: UUID) -> ResponseReturnValue:
    """Say no to a request."""
    asked, form = _request(request_id), DeclineForm()
    if not form.validate_on_submit():
        raise Refusal(_("At most 300 characters, please."))
    payment_requests.decline(db.session, asked, by=the_member(), words=form.words.data or "")
    db.session.commit()
    flash(_("You said no. Nothing was paid."), "success")
    return redirect(url_for(".requests"))


@bp.post("/pay/request/<uuid:request_id>/withdraw")
@allow(May.TAKE_PART)
def withdraw(request_id: UUID) -> ResponseReturnValue:
    """Take back a request."""
    payment_requests.withdraw(db.session, _request(request_id), by=the_member())
    db.session.commit()
    flash(_("Taken back. Nobody can pay it any more."), "success")
    return redirect(url_for(".requests"))


@bp.get("/pay/requests")
@allow(May.TAKE_PART)
def requests() -> ResponseReturnValue:
    """List what I am asked for and what I asked for."""
    me = the_member().id
    waiting = payment_queries.request_rows(
        db.session, payment_queries.requests_to_answer(db.session, me), side="payee"
    )
    made = payment_queries.request_rows(
        db.session, payment_queries.requests_made(db.session, me), side="payer"
    )
    return render_template("ledgers/pay_requests.html", waiting=waiting, made=made)


def _paying_ledger(ledger_id: UUID) -> Ledger:
    ledger = ledger_or_404(ledger_id)
    if not takes_payments(db.session, the_plugins(), ledger):
        raise Refusal(_("Payments are not open here at the moment."))
    return ledger


def _mine(ledger: Ledger) -> list[Payer]:
    """Return the accounts for which the reader may ask, their own first; a coordinator's common ones last."""
    me = the_member()
    found = [
        Payer(title=view.title, account=view.account)
        for view in (*accounts_of_member(db.session, me.id), *accounts_held(db.session, me.id))
        if view.ledger.id == ledger.id and view.account.closed_at is None
    ]
    if payees.usual_account(db.session, ledger, me.id) is None:
        found.insert(0, Payer(title=me.first_name, account=None))
    return found + (common_payers(db.session, ledger) if ledger.subnetwork_id in here.coordinates else [])


def _chosen(mine: list[Payer]) -> Account | None:
    """Return the account that the address names, or the first; ``None``: it opens with its first payment."""
    if not mine:
        raise Refusal(_("This account takes no payments."))
    named = request.args.get("account") or mine[0].value
    return (next((one for one in mine if one.value == named), None) or abort(404)).account


def _asking(ledger: Ledger) -> AskForm:
    form = AskForm(key=new_id().hex)
    form.amount.belongs_to(ledger)
    return form


def _just_received(account: Account | None) -> list[payment_queries.Received]:
    return [] if account is None else payment_queries.just_received(db.session, account)


def _request(request_id: UUID) -> PaymentRequest:
    found = payment_queries.request_for(
        db.session, request_id, member_id=the_member().id, coordinates=here.coordinates
    )
    return found if found is not None else abort(404)
