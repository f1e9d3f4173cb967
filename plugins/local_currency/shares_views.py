"""Pages of the yearly share: a member chooses an association, a coordinator computes and posts."""

from datetime import date, timedelta
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.plugin_api import Ledger, Refusal, Subnetwork, _, clock, find_ledger
from app.plugin_web import May, allow, db, looks_after, pdf_response, the_member, the_territory
from plugins.local_currency import services, shares, shares_posting, shares_shown
from plugins.local_currency.blueprint import bp
from plugins.local_currency.guards import coordinated_currency, currency, say_no
from plugins.local_currency.shares_forms import NONE, ChoiceForm, PostShareForm
from plugins.local_currency.shares_models import ShareRun


@bp.route("/<slug>/share", methods=["GET", "POST"])
@allow(May.TAKE_PART)
def share(slug: str) -> ResponseReturnValue:
    """Choose the association that gets a share of what one changes from euros."""
    subnetwork = currency(slug)
    associations = shares.associations(db.session, subnetwork.id)
    chosen = shares.choice_of(db.session, subnetwork.id, the_member().id)
    form = ChoiceForm(association=str(chosen) if chosen else NONE)
    form.offer(associations)
    form.association.flags.optional = False
    if form.validate_on_submit():
        picked = form.association.data
        try:
            shares.choose(
                db.session, subnetwork, the_member(), None if picked in (NONE, None) else UUID(picked)
            )
        except Refusal as refusal:
            say_no(form, refusal)
        else:
            db.session.commit()
            flash(_("Kept. You can change it whenever you like."), "success")
            return redirect(url_for(".share", slug=slug))
    page = render_template(
        "local_currency/share.html",
        subnetwork=subnetwork,
        form=form,
        associations=associations,
        rules=shares.rules(db.session, subnetwork.id),
        sponsors=shares.sponsors_of(db.session, subnetwork.id),
        posted=shares.posted(db.session, subnetwork.id),
        coordinates=looks_after(subnetwork),
        year=shares.latest_year(_today()),
    )
    return page, 422 if form.errors else 200


@bp.route("/<slug>/shares/<int:share_year>", methods=["GET", "POST"])
@allow(May.TAKE_PART)
def shares_of_year(slug: str, share_year: int) -> ResponseReturnValue:
    """Show a year's share: to everybody once it is posted, before to who may post it."""
    subnetwork, ledger = _with_ledger(currency(slug))
    year = share_year
    run = shares.posted_run(db.session, subnetwork.id, year)
    if run is not None:
        return render_template("local_currency/share_posted.html", **_posted(subnetwork, ledger, run))
    coordinated_currency(slug)
    if not shares.is_near(year, _today()):
        abort(404)
    computed = shares.compute(db.session, subnetwork, year, zone=the_territory().time_zone)
    form = PostShareForm(seen=str(computed.given))
    if form.validate_on_submit():
        try:
            shares_posting.post(
                db.session,
                subnetwork,
                ledger,
                year,
                seen=int(form.seen.data or 0),
                by=the_member(),
                zone=the_territory().time_zone,
            )
        except Refusal as refusal:
            say_no(form, refusal)
            computed = shares.compute(db.session, subnetwork, year, zone=the_territory().time_zone)
            form.seen.data = str(computed.given)
        else:
            db.session.commit()
            flash(_("The share of this year is posted. The associations are told."), "success")
            return redirect(url_for(".shares_of_year", slug=slug, share_year=year))
    since, before = shares.period(year)
    page = render_template(
        "local_currency/share_preview.html",
        subnetwork=subnetwork,
        ledger=ledger,
        year=year,
        since=since,
        until=before - timedelta(days=1),
        is_over=_today() >= before,
        rules=shares.rules(db.session, subnetwork.id),
        computed=computed,
        there=shares_posting.in_common(db.session, ledger),
        form=form,
    )
    return page, 422 if form.errors or form.form_errors else 200


@bp.get("/<slug>/shares/<int:share_year>.pdf")
@allow(May.TAKE_PART)
def share_print(slug: str, share_year: int) -> ResponseReturnValue:
    """Give a posted share as a page to print and sign."""
    subnetwork, ledger = _with_ledger(currency(slug))
    year = share_year
    run = shares.posted_run(db.session, subnetwork.id, year)
    if run is None:
        abort(404)
    return pdf_response(
        "local_currency/print/share.html",
        name=f"share-{year}",
        **_posted(subnetwork, ledger, run),
    )


def _posted(subnetwork: Subnetwork, ledger: Ledger, run: ShareRun) -> dict[str, object]:
    return {
        "subnetwork": subnetwork,
        "ledger": ledger,
        "run": run,
        "shown": shares_shown.shown(db.session, run),
    }


def _with_ledger(subnetwork: Subnetwork) -> tuple[Subnetwork, Ledger]:
    ledger = find_ledger(db.session, subnetwork.id, services.SLUG)
    if ledger is None:
        abort(404)
    return subnetwork, ledger


def _today() -> date:
    return clock.today(the_territory().time_zone)
