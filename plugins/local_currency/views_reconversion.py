"""Changing units back into euros, for organisations only: asking, executing, refusing, the slip."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.plugin_api import Account, Refusal, _, new_id
from app.plugin_web import May, allow, db, looks_after, pdf_response, the_member
from plugins.local_currency import reconversion, reconversion_queries, reconversion_rules, services, slips
from plugins.local_currency.blueprint import bp
from plugins.local_currency.check_digits import in_fours
from plugins.local_currency.forms_organisations import ReasonForm, ReconversionForm
from plugins.local_currency.guards import (
    coordinated_currency,
    day_for,
    holds,
    may_execute,
    organisation_or_404,
    reconversion_or_404,
    say_no,
)


@bp.get("/<slug>/reconversions")
@allow(May.COORDINATE)
def reconversions(slug: str) -> ResponseReturnValue:
    """List the requests of all organisations, those that wait first."""
    subnetwork = coordinated_currency(slug)
    return render_template(
        "local_currency/reconversions.html",
        subnetwork=subnetwork,
        requests=reconversion_queries.requests_of(db.session, subnetwork.id),
        unit=services.unit(db.session, subnetwork),
    )


@bp.route("/<slug>/organisations/<uuid:organisation_id>/reconvert", methods=["GET", "POST"])
@allow(May.TAKE_PART)
def reconvert(slug: str, organisation_id: UUID) -> ResponseReturnValue:
    """Ask to change units of an organisation back into euros."""
    subnetwork, found = organisation_or_404(slug, organisation_id)
    if found.account_id is None or not holds(found.account_id):
        abort(404)
    form = ReconversionForm(key=new_id().hex)
    if form.validate_on_submit():
        try:
            made = reconversion.ask(
                db.session,
                subnetwork,
                found,
                amount=form.amount.hundredths or 0,
                means=form.means.data,
                iban=form.iban.data or "",
                key=form.key.data or "",
                by=the_member(),
            )
            db.session.commit()
            flash(_("Your request was sent."), "success")
            return redirect(url_for(".reconversion_page", slug=slug, reconversion_id=made.id))
        except Refusal as refusal:
            say_no(form, refusal)
    page = render_template(
        "local_currency/reconvert.html",
        subnetwork=subnetwork,
        organisation=found,
        account=db.session.get_one(Account, found.account_id),
        form=form,
        rate=reconversion_rules.rate_of(db.session, subnetwork),
        example=reconversion_rules.calculate(10_000, reconversion_rules.rate_of(db.session, subnetwork)),
        unit=services.unit(db.session, subnetwork),
    )
    return page, 422 if form.errors else 200


@bp.get("/<slug>/reconversions/<uuid:reconversion_id>")
@allow(May.TAKE_PART)
def reconversion_page(slug: str, reconversion_id: UUID) -> ResponseReturnValue:
    """Show a request with its calculation."""
    return render_template("local_currency/reconversion.html", **_facts(slug, reconversion_id))


@bp.get("/<slug>/reconversions/<uuid:reconversion_id>.pdf")
@allow(May.TAKE_PART)
def reconversion_pdf(slug: str, reconversion_id: UUID) -> ResponseReturnValue:
    """Give the slip of a request as a PDF."""
    _subnetwork, request, found = reconversion_or_404(slug, reconversion_id)
    facts = _facts(slug, reconversion_id)
    name = f"{found.name}-{request.created_at:%Y-%m-%d}"
    return pdf_response("local_currency/print/reconversion.html", name=name, **facts)


@bp.post("/<slug>/reconversions/<uuid:reconversion_id>/withdraw")
@allow(May.TAKE_PART)
def withdraw_reconversion(slug: str, reconversion_id: UUID) -> ResponseReturnValue:
    """Take a request back."""
    subnetwork, request, found = reconversion_or_404(slug, reconversion_id)
    if not holds(found.account_id):
        abort(404)
    reconversion.withdraw(db.session, subnetwork, request, by=the_member())
    db.session.commit()
    flash(_("Your request was taken back."), "success")
    return redirect(url_for(".reconversion_page", slug=slug, reconversion_id=reconversion_id))


@bp.post("/<slug>/reconversions/<uuid:reconversion_id>/execute")
@allow(May.TAKE_PART)
def execute_reconversion(slug: str, reconversion_id: UUID) -> ResponseReturnValue:
    """Pay a request out: in cash at a desk that is open, or from the bank account."""
    subnetwork, request, _found = reconversion_or_404(slug, reconversion_id)
    day = day_for(subnetwork, request)
    if not may_execute(subnetwork, request, day):
        abort(404)
    reconversion.execute(db.session, subnetwork, request, by=the_member(), day=day)
    db.session.commit()
    flash(_("Entered: the units went back and the euros left the fund."), "success")
    return redirect(url_for(".reconversion_page", slug=slug, reconversion_id=reconversion_id))


@bp.post("/<slug>/reconversions/<uuid:reconversion_id>/refuse")
@allow(May.COORDINATE)
def refuse_reconversion(slug: str, reconversion_id: UUID) -> ResponseReturnValue:
    """Refuse a request, with a reason."""
    coordinated_currency(slug)
    subnetwork, request, _found = reconversion_or_404(slug, reconversion_id)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            reason = (form.reason.data or "").strip()
            reconversion.refuse(db.session, subnetwork, request, reason=reason, by=the_member())
            db.session.commit()
            flash(_("Refused. They were told why."), "success")
            return redirect(url_for(".reconversion_page", slug=slug, reconversion_id=reconversion_id))
        except Refusal as refusal:
            say_no(form, refusal)
    facts = _facts(slug, reconversion_id) | {"form": form}
    return render_template("local_currency/reconversion.html", **facts), 422


def _facts(slug: str, reconversion_id: UUID) -> dict[str, object]:
    subnetwork, request, found = reconversion_or_404(slug, reconversion_id)
    day = day_for(subnetwork, request)
    return {
        "subnetwork": subnetwork,
        "request": request,
        "organisation": found,
        "shares": reconversion_rules.calculate(request.amount, request.rate),
        "iban": in_fours(request.iban),
        "slip": slips.find(db.session, subnetwork.id, request.slip_id) if request.slip_id else None,
        "day": day,
        "may_execute": may_execute(subnetwork, request, day),
        "is_holder": holds(found.account_id),
        "coordinates": looks_after(subnetwork),
        "unit": services.unit(db.session, subnetwork),
        "currency_name": services.name(db.session, subnetwork),
        "form": ReasonForm(formdata=None),
    }
