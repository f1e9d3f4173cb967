"""The pages on which people note what is owed, and agree to let it cancel in circles."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app import amounts
from app.clearing import answering, books, notices, queries, services
from app.clearing.forms import DebtForm, MoveForm, TakeBackForm
from app.clearing.models import ClearingRound, Debt, RoundState
from app.clearing.queries import DebtView
from app.clearing.reach import round_or_404
from app.clearing.sides import Sides, side_of
from app.errors import Refusal
from app.ledgers.models import Ledger
from app.members.models import Member
from app.text import _
from app.web.access import May, allow
from app.web.context import here, the_member
from app.web.database import db

bp = Blueprint("clearing", __name__, url_prefix="/t/<territory>")


@bp.get("/debts")
@allow(May.TAKE_PART)
def index() -> ResponseReturnValue:
    """Show what I owe, what I am owed, and what waits for my answer."""
    mine = _my_accounts()
    return render_template(
        "clearing/index.html",
        views=queries.debts_of(db.session, mine),
        rounds=queries.rounds_to_answer(db.session, mine),
        ledgers=books.named(db.session),
        form=MoveForm(),
        mine=mine,
    )


@bp.route("/debts/new", methods=["GET", "POST"])
@allow(May.TAKE_PART)
def new() -> ResponseReturnValue:
    """Note what I owe somebody, or what somebody owes me."""
    me = the_member()
    sides = Sides(db.session, me)
    form = DebtForm(
        mine=sides.mine, people=sides.others, books=books.choices(db.session, me.id), direction="i_owe"
    )
    if form.validate_on_submit() and _note(form, me):
        return redirect(url_for(".index"))
    return render_template("clearing/new.html", form=form), 422 if form.errors else 200


def _note(form: DebtForm, me: Member) -> bool:
    ledger = books.chosen(db.session, me.id, form.book.data)
    if ledger is None:
        abort(404)
    amount = amounts.amount_from(form.amount.data or "", ledger.unit, ledger.scale)
    if not amount:
        form.amount.errors = [_("This is no amount that can be counted here.")]
        return False
    mine = side_of(db.session, ledger, form.mine.data)
    theirs = side_of(db.session, ledger, form.other.data)
    if mine is None or theirs is None:
        form.book.errors = [_("That organisation has no account there. Choose what it counts in.")]
        return False
    debtor, creditor = (mine, theirs) if form.direction.data == "i_owe" else (theirs, mine)
    answering.note(
        db.session,
        ledger=ledger,
        debtor=debtor,
        creditor=creditor,
        amount=amount,
        text=(form.text.data or "").strip(),
        by=me,
        side=mine,
    )
    db.session.commit()
    name = next(str(choice[1]) for choice in form.other.choices or [] if choice[0] == form.other.data)
    flash(
        _("Noted. It counts from now on.")
        if debtor is mine
        else _("Noted. It counts once %(name)s says that it is so.", name=name),
        "success",
    )
    return True


@bp.post("/debts/<uuid:debt_id>/<any(confirm, refuse, withdraw, pay):reply>")
@allow(May.TAKE_PART)
def answer(debt_id: UUID, reply: str) -> ResponseReturnValue:
    """Say that a debt is so or not so, pay it, or let it go."""
    view = queries.debt_for(db.session, debt_id, _my_accounts()) or abort(404)
    if not answering.may_reply(view.debt, reply, _my_accounts()):
        abort(404)
    if MoveForm().validate_on_submit():
        answering.reply_to(db.session, view.debt, view.ledger, reply, by=the_member())
        db.session.commit()
        flash(_said_of(view.debt, view.ledger, reply), "success")
    return redirect(url_for(".index"))


def _said_of(debt: Debt, ledger: Ledger, reply: str) -> str:
    return {
        "confirm": lambda: _("Thank you. It counts now."),
        "refuse": lambda: _("Noted: it does not count."),
        "withdraw": lambda: _("It need not be paid any more."),
        "pay": lambda: (
            _("Noted as paid.") if ledger.purpose == books.COSTS else _("Paid. Both statements show it.")
        ),
    }[reply]()


@bp.get("/ledgers/<uuid:ledger_id>/clearing")
@allow(May.TAKE_PART)
def ledger_page(ledger_id: UUID) -> ResponseReturnValue:
    """Show what clearing did in a ledger; coordinators look for circles here."""
    ledger = _ledger(ledger_id)
    return render_template(
        "clearing/ledger.html",
        ledger=ledger,
        totals=queries.totals(db.session, ledger.id),
        rounds=queries.rounds_of_ledger(db.session, ledger.id),
        coordinates=ledger.subnetwork_id in here.coordinates,
        form=MoveForm(),
    )


@bp.post("/ledgers/<uuid:ledger_id>/clearing")
@allow(May.COORDINATE)
def propose(ledger_id: UUID) -> ResponseReturnValue:
    """Look for circles and propose them to everybody in them."""
    ledger = _ledger(ledger_id)
    if ledger.subnetwork_id not in here.coordinates:
        abort(404)
    if MoveForm().validate_on_submit():
        proposed = services.propose(db.session, ledger, by_id=the_member().id)
        notices.tell_of_round(db.session, proposed, kind="proposed")
        db.session.commit()
        flash(_("Proposed. Everybody in it is asked whether they agree."), "success")
        return redirect(url_for(".round_page", round_id=proposed.id))
    return redirect(url_for(".ledger_page", ledger_id=ledger_id))


@bp.get("/clearing/<uuid:round_id>")
@allow(May.TAKE_PART)
def round_page(round_id: UUID) -> ResponseReturnValue:
    """Show a round to who is in it, and to the coordinators of its ledger."""
    found, ledger, mine = round_or_404(round_id)
    coordinates = ledger.subnetwork_id in here.coordinates
    parts = queries.parts_of(db.session, found.id)
    consents = queries.consents_of(db.session, found.id)
    return render_template(
        "clearing/round.html",
        found=found,
        ledger=ledger,
        my_parts=[view for view in parts if _concerns(view, mine)],
        my_answers=[consent for consent, _name in consents if consent.account_id in mine],
        mine=mine,
        total=sum(view.cleared for view in parts),
        accounts=len(consents),
        agreed=sum(consent.agrees is True for consent, _name in consents),
        consents=consents if coordinates else [],
        parts=parts if coordinates else [],
        coordinates=coordinates,
        form=MoveForm(),
    )


@bp.post("/clearing/<uuid:round_id>/<any(agree, decline):consent>")
@allow(May.TAKE_PART)
def answer_round(round_id: UUID, consent: str) -> ResponseReturnValue:
    """Agree to a round or say no, for the accounts from which I may pay."""
    found, _ledger_of_it, mine = round_or_404(round_id)
    if not mine:
        abort(404)
    if MoveForm().validate_on_submit():
        stands = answering.answer_round(db.session, found, mine, agrees=consent == "agree", by=the_member())
        db.session.commit()
        flash(_said(stands, consent), "success")
        if consent == "decline":
            return redirect(url_for(".index"))
    return redirect(url_for(".round_page", round_id=round_id))


def _said(stands: ClearingRound, said: str) -> str:
    if stands.state == RoundState.POSTED:
        return _("Everybody agreed. These debts have cancelled each other.")
    if said == "agree":
        return _("Thank you. It is carried out when everybody has agreed.")
    return _("Noted. Nothing of yours is touched; the others are asked without you.")


@bp.route("/clearing/<uuid:round_id>/take-back", methods=["GET", "POST"])
@allow(May.COORDINATE)
def take_back(round_id: UUID) -> ResponseReturnValue:
    """Reverse a round as a whole and say why."""
    found, ledger, _mine = round_or_404(round_id)
    if ledger.subnetwork_id not in here.coordinates:
        abort(404)
    form = TakeBackForm()
    if form.validate_on_submit():
        try:
            services.take_back(db.session, found, by_id=the_member().id, why=form.why.data or "")
        except Refusal as refusal:
            form.form_errors.extend(refusal.reasons)
        else:
            notices.tell_of_round(db.session, found, kind="taken_back")
            db.session.commit()
            flash(_("Taken back as a whole. Every debt is owed again."), "success")
            return redirect(url_for(".round_page", round_id=found.id))
    page = render_template("clearing/take_back.html", form=form, found=found, ledger=ledger)
    return page, 422 if form.errors else 200


def _my_accounts() -> set[UUID]:
    return queries.accounts_in_charge(db.session, the_member().id)


def _ledger(ledger_id: UUID) -> Ledger:
    ledger = db.session.get(Ledger, ledger_id)
    if ledger is None or here.territory is None or ledger.territory_id != here.territory.id:
        abort(404)
    return ledger


def _concerns(view: DebtView, mine: set[UUID]) -> bool:
    return bool(mine & {view.debt.debtor_id, view.debt.creditor_id})
