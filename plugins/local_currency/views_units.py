"""For every member: how to get units, and how the currency works."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.plugin_api import settings_of
from app.plugin_web import May, allow, db, epc_qr_svg, looks_after, the_member
from plugins.local_currency import approvals, bonus, fund, reconversion_rules, services
from plugins.local_currency import desk as desks
from plugins.local_currency.blueprint import bp
from plugins.local_currency.check_digits import in_fours, reference_of
from plugins.local_currency.forms_bank import WantedForm
from plugins.local_currency.guards import currency, my_organisations
from plugins.local_currency.owners import member_account


@bp.get("/<slug>/units")
@allow(May.TAKE_PART)
def units(slug: str) -> ResponseReturnValue:
    """Say how to get units: by a transfer with the member's reference, or at a desk."""
    subnetwork = currency(slug)
    settings = settings_of(db.session, subnetwork.id, services.SLUG)
    form = WantedForm(request.args if "amount" in request.args else None)
    mine = my_organisations(subnetwork)
    chosen = next((one for one in mine if str(one.id) == request.args.get("for")), None)
    owner_id = the_member().id if chosen is None else chosen.id
    reference = in_fours(reference_of(subnetwork.id, owner_id))
    amount = form.amount.hundredths if "amount" in request.args and form.validate() else None
    programme = bonus.of_member(db.session, subnetwork.id, the_member().id)
    account = member_account(db.session, subnetwork, the_member().id)
    account_id = None if account is None else account.id
    page = render_template(
        "local_currency/units.html",
        subnetwork=subnetwork,
        form=form,
        settings=settings,
        iban=in_fours(settings.get("iban") or ""),
        reference=reference,
        amount=amount,
        code=_code(settings, amount, reference),
        organisations=mine,
        chosen=chosen,
        account=account,
        desks=desks.desks_of(db.session, subnetwork.id),
        programme=programme,
        left=programme and bonus.left_this_month(db.session, subnetwork, programme, account_id),
        programmes=bonus.standings(db.session, subnetwork.id, running_only=True),
        unit=services.unit(db.session, subnetwork),
        currency_name=services.name(db.session, subnetwork),
        keeps=looks_after(subnetwork) or bool(desks.kept_by(db.session, subnetwork.id, the_member().id)),
    )
    return page, 422 if form.errors else 200


def _code(settings: dict[str, Any], amount: int | None, reference: str) -> Markup | None:
    if amount is None or not settings.get("iban"):
        return None
    return epc_qr_svg(settings["holder"], settings["iban"], amount, reference, bic=settings.get("bic", ""))


@bp.get("/<slug>/how")
@allow(May.LOOK)
def how(slug: str) -> ResponseReturnValue:
    """Say how the currency works and what the law says of it."""
    subnetwork = currency(slug)
    settings = settings_of(db.session, subnetwork.id, services.SLUG)
    return render_template(
        "local_currency/how.html",
        subnetwork=subnetwork,
        currency_name=services.name(db.session, subnetwork),
        unit=services.unit(db.session, subnetwork),
        legal_words=settings.get("legal_words", ""),
        rate=reconversion_rules.rate_of(db.session, subnetwork),
        sums=fund.sums(db.session, subnetwork.id),
        committee=approvals.needed(db.session, subnetwork),
    )
