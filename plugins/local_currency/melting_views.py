"""Pages of melting: the rule that everybody reads, and its change by coordinators."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.plugin_api import Account, Refusal, Subnetwork, _, clock
from app.plugin_web import May, allow, db, looks_after, the_member, the_territory
from plugins.local_currency import melting, melting_posting, services, shares
from plugins.local_currency.blueprint import bp
from plugins.local_currency.guards import coordinated_currency, currency, say_no
from plugins.local_currency.melting_forms import MeltingForm


def in_words(subnetwork: Subnetwork) -> dict[str, Any]:
    """Return what pages say of melting: the rule in force, the one announced, and their funds."""
    today = clock.today(the_territory().time_zone)
    in_force = melting.rule_on(db.session, subnetwork.id, today)
    announced = melting.announced(db.session, subnetwork.id, today)
    return {
        "in_force": in_force,
        "announced": announced,
        "next_day": None if in_force is None else melting.next_day(in_force, today),
        "funds": {
            rule.id: db.session.get_one(Account, rule.account_id).name
            for rule in (in_force, announced)
            if rule is not None
        },
        "unit": services.code(db.session, subnetwork),
    }


@bp.context_processor
def _for_templates() -> dict[str, Any]:
    """Let the page on how the currency works say what melts and what associations get."""
    return {
        "melting_of": in_words,
        "share_rules_of": lambda subnetwork: shares.rules(db.session, subnetwork.id),
    }


@bp.get("/<slug>/melting")
@allow(May.LOOK)
def melting_rules(slug: str) -> ResponseReturnValue:
    """Say what melts, from when on, and what was decided before."""
    subnetwork = currency(slug)
    return render_template(
        "local_currency/melting.html",
        subnetwork=subnetwork,
        melting=in_words(subnetwork),
        rules=melting.rules_of(db.session, subnetwork.id),
        coordinates=looks_after(subnetwork),
        notice_days=melting.NOTICE.days,
    )


@bp.route("/<slug>/melting/new", methods=["GET", "POST"])
@allow(May.COORDINATE)
def new_melting(slug: str) -> ResponseReturnValue:
    """Decide that units melt from a day on."""
    subnetwork = coordinated_currency(slug)
    today = clock.today(the_territory().time_zone)
    form = MeltingForm(
        starts_on=melting.next_month(melting.month_of(today + melting.ANNOUNCED)), fund=_("Projects")
    )
    if form.validate_on_submit():
        ledger = services.ledger(db.session, subnetwork)
        try:
            rule = melting.switch_on(
                db.session,
                subnetwork,
                ledger,
                rate=form.rate.data or 0,
                exempt=form.exempt.hundredths or 0,
                day=form.day.data or 1,
                starts_on=form.starts_on.data or today,
                fund=(form.fund.data or "").strip(),
                organisations_exempt=bool(form.organisations_exempt.data),
                decided=(form.decided.data or "").strip(),
                by=the_member(),
                today=today,
            )
        except Refusal as refusal:
            say_no(form, refusal)
        else:
            melting_posting.tell_decided(db.session, subnetwork, ledger, rule)
            db.session.commit()
            flash(_("Announced. Everybody who has an account is told."), "success")
            return redirect(url_for(".melting_rules", slug=slug))
    page = render_template("local_currency/melting_new.html", subnetwork=subnetwork, form=form)
    return page, 422 if form.errors or form.form_errors else 200


@bp.post("/<slug>/melting/<uuid:melting_rule_id>/end")
@allow(May.COORDINATE)
def end_melting(slug: str, melting_rule_id: UUID) -> ResponseReturnValue:
    """End a rule today, or take it back before it begins."""
    subnetwork = coordinated_currency(slug)
    rule = melting.find(db.session, subnetwork.id, melting_rule_id)
    if rule is None:
        abort(404)
    melting.switch_off(db.session, rule, today=clock.today(the_territory().time_zone))
    db.session.commit()
    flash(_("From today on nothing melts by this rule."), "success")
    return redirect(url_for(".melting_rules", slug=slug))
