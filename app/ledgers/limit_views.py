"""The limits of one account, and limits that could grow."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from app.errors import Refusal
from app.ledgers import limits as growing
from app.ledgers import services
from app.ledgers.blueprint import bp
from app.ledgers.forms import LimitsForm, as_typed, smallest_units
from app.ledgers.models import LIMITED_KINDS
from app.ledgers.reach import coordinated_account, coordinated_book
from app.text import _
from app.web.access import May, allow
from app.web.database import db


@bp.route("/accounts/<uuid:account_id>/limits", methods=["GET", "POST"])
@allow(May.COORDINATE)
def limits(account_id: UUID) -> ResponseReturnValue:
    """Give one account limits of its own, or those of everybody again."""
    view = coordinated_account(account_id)
    account, ledger = view.account, view.ledger
    if account.kind not in LIMITED_KINDS:
        abort(404)
    form = LimitsForm(floor=as_typed(account.floor, ledger), ceiling=as_typed(account.ceiling, ledger))
    if form.validate_on_submit():
        try:
            if "as_all" in request.form:
                services.follow_ledger_limits(db.session, ledger, account)
            else:
                floor, ceiling = (
                    smallest_units(form.floor.data, ledger),
                    smallest_units(form.ceiling.data, ledger),
                )
                services.set_own_limits(db.session, account, floor=floor, ceiling=ceiling)
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".statement", account_id=account_id))
        except Refusal as refusal:
            db.session.rollback()
            (form.ceiling if refusal.field == "ceiling" else form.floor).errors = [*refusal.reasons]
    found = growing.suggestions(db.session, ledger, [account_id])
    page = render_template("ledgers/limits.html", view=view, form=form, suggestion=next(iter(found), None))
    return page, 422 if form.errors else 200


@bp.route("/ledgers/<uuid:ledger_id>/suggestions", methods=["GET", "POST"])
@allow(May.COORDINATE)
def suggestions(ledger_id: UUID) -> ResponseReturnValue:
    """Show limits that could grow, with the reasons; accept one."""
    ledger, subnetwork = coordinated_book(ledger_id)
    form = FlaskForm()
    if form.validate_on_submit():
        try:
            account_id, floor = UUID(request.form.get("account", "")), int(request.form.get("floor", ""))
        except ValueError:
            abort(404)
        growing.accept(db.session, ledger, account_id, floor=floor)
        db.session.commit()
        flash(_("Saved."), "success")
        return redirect(url_for(".suggestions", ledger_id=ledger_id))
    return render_template(
        "ledgers/suggestions.html",
        ledger=ledger,
        subnetwork=subnetwork,
        form=form,
        found=growing.suggestions(db.session, ledger),
        formula=growing,
    )
