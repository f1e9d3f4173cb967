"""For every member: how to get units, and how the currency works."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.plugin_api import Account, Subnetwork, settings_of
from app.plugin_web import May, allow, db, epc_qr_svg, looks_after, the_member
from plugins.local_currency import approvals, bonus, fund, reconversion_rules, services
from plugins.local_currency import desk as desks
from plugins.local_currency.blueprint import bp
from plugins.local_currency.check_digits import in_fours, reference_of
from plugins.local_currency.forms_bank import WantedForm
from plugins.local_currency.guards import currency, holds
from plugins.local_currency.models import Organisation
from plugins.local_currency.owners import member_account
from plugins.local_currency.programme_models import Programme


@bp.get("/<slug>/units")
@allow(May.TAKE_PART)
def units(slug: str) -> ResponseReturnValue:
    """Say how to get units: by a transfer with the member's reference, or at a desk."""
    subnetwork = currency(slug)
    settings = settings_of(db.session, subnetwork.id, services.SLUG)
    form = WantedForm(request.args if "amount" in request.args else None)
    mine = _mine(subnetwork)
    chosen = next((one for one in mine if str(one.id) == request.args.get("for")), None)
    owner_id = the_member().id if chosen is None else chosen.id
    reference = in_fours(reference_of(subnetwork.id, owner_id))
    amount = form.amount.hundredths if "amount" in request.args and form.validate() else None
    programme = bonus.of_member(db.session, subnetwork.id, the_member().id)
    account = member_account(db.session, subnetwork, the_member().id)
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
        left=_left(subnetwork, programme, account),
        programmes=[one for one in bonus.standings(db.session, subnetwork.id) if not one.programme.ended_at],
        unit=services.unit(db.session, subnetwork),
        currency_name=services.name(db.session, subnetwork),
        keeps=looks_after(subnetwork) or bool(desks.kept_by(db.session, subnetwork.id, the_member().id)),
    )
    return page, 422 if form.errors else 200


def _mine(subnetwork: Subnetwork) -> list[Organisation]:
    """Return the organisations that the reader asked for or whose account they use."""
    return [
        one
        for one in approvals.organisations_of(db.session, subnetwork.id)
        if one.asked_by_id == the_member().id or holds(one.account_id)
    ]


def _code(settings: dict[str, Any], amount: int | None, reference: str) -> Markup | None:
    if amount is None or not settings.get("iban"):
        return None
    return epc_qr_svg(settings["holder"], settings["iban"], amount, reference, bic=settings.get("bic", ""))


def _left(subnetwork: Subnetwork, programme: Programme | None, account: Account | None) -> int | None:
    if programme is None:
        return None
    if account is None:
        return programme.monthly_cap
    return bonus.left_this_month(db.session, subnetwork, programme, account.id)


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
