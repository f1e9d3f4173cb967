"""Receipts: the page of a slip, its printed form, and how a mistake is undone."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.plugin_api import Account, Refusal, Subnetwork, _
from app.plugin_web import May, allow, db, pdf_response, the_member
from plugins.local_currency import desk as desks
from plugins.local_currency import issuing, owners, services, slips
from plugins.local_currency.blueprint import bp
from plugins.local_currency.desk_models import Desk, Slip
from plugins.local_currency.forms_desk import UndoForm
from plugins.local_currency.guards import keeps_slip, may_see_bonus, may_undo, say_no, slip_or_404


@bp.get("/<slug>/slips/<uuid:slip_id>")
@allow(May.TAKE_PART)
def slip(slug: str, slip_id: UUID) -> ResponseReturnValue:
    """Show a slip to whose units it is about, to who holds the desk, and to coordinators."""
    subnetwork, found = slip_or_404(slug, slip_id)
    return render_template("local_currency/slip.html", **_facts(subnetwork, found))


@bp.get("/<slug>/slips/<uuid:slip_id>.pdf")
@allow(May.TAKE_PART)
def slip_pdf(slug: str, slip_id: UUID) -> ResponseReturnValue:
    """Give a slip as a PDF of the size of a hand."""
    subnetwork, found = slip_or_404(slug, slip_id)
    return pdf_response(
        "local_currency/print/slip.html", name=f"slip-{found.number}", **_facts(subnetwork, found)
    )


@bp.route("/<slug>/slips/<uuid:slip_id>/undo", methods=["GET", "POST"])
@allow(May.TAKE_PART)
def undo(slug: str, slip_id: UUID) -> ResponseReturnValue:
    """Undo a mistake: units and euros go back together."""
    subnetwork, found = slip_or_404(slug, slip_id)
    if not may_undo(subnetwork, found):
        abort(404)
    form = UndoForm()
    if form.validate_on_submit():
        day = None if found.desk_id is None else desks.open_day(db.session, found.desk_id)
        try:
            issuing.undo(
                db.session, subnetwork, found, why=(form.why.data or "").strip(), by=the_member(), day=day
            )
            db.session.commit()
            flash(_("Undone. Units and euros went back together."), "success")
            return redirect(url_for(".slip", slug=slug, slip_id=slip_id))
        except Refusal as refusal:
            say_no(form, refusal)
    page = render_template("local_currency/undo.html", form=form, **_facts(subnetwork, found))
    return page, 422 if form.errors else 200


def _facts(subnetwork: Subnetwork, found: Slip) -> dict[str, object]:
    account = None if found.account_id is None else db.session.get(Account, found.account_id)
    names = owners.names(db.session, {account.id}) if account is not None else {}
    return {
        "subnetwork": subnetwork,
        "slip": found,
        "desk": None if found.desk_id is None else db.session.get(Desk, found.desk_id),
        "who": "" if account is None else names[account.id],
        "account": account,
        "people": slips.people(db.session, [found]),
        "unit": services.unit(db.session, subnetwork),
        "currency_name": services.name(db.session, subnetwork),
        "shows_bonus": may_see_bonus(subnetwork, found),
        "may_undo": may_undo(subnetwork, found),
        "keeps": keeps_slip(subnetwork, found),
    }
