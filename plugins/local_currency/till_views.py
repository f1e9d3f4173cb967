"""A professional's till: the receipts of the day, an amount that becomes a code, a poster, a list."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.plugin_api import (
    Ledger,
    Refusal,
    _,
    as_csv,
    ask_payment,
    clock,
    new_id,
    speaking,
)
from app.plugin_web import (
    May,
    allow,
    db,
    payment_code_address,
    payment_request_address,
    pdf_response,
    qr_svg,
    the_member,
    the_territory,
)
from plugins.local_currency import till as tills
from plugins.local_currency.blueprint import bp
from plugins.local_currency.guards import say_no, till_or_404
from plugins.local_currency.models import Organisation
from plugins.local_currency.till_forms import TillForm

SOON = timedelta(minutes=30)
"""How long an amount shown at the till can be paid."""
SECOND_LANGUAGE = {"fr": "en", "en": "fr"}


@bp.route("/<slug>/organisations/<uuid:organisation_id>/till", methods=["GET", "POST"])
@allow(May.TAKE_PART)
def till(slug: str, organisation_id: UUID) -> ResponseReturnValue:
    """Show what came in today, and take an amount to be paid."""
    subnetwork, organisation, account, ledger = till_or_404(slug, organisation_id)
    form = TillForm(key=str(new_id()))
    if form.validate_on_submit():
        try:
            asked = ask_payment(
                db.session,
                ledger=ledger,
                payee=account,
                made_by=the_member(),
                amount=form.amount.hundredths,
                text=(form.text.data or "").strip(),
                expires_at=clock.now() + SOON,
                request_id=UUID(form.key.data),
            )
        except Refusal as refusal:
            say_no(form, refusal)
        else:
            db.session.commit()
            return redirect(
                url_for(".till_code", slug=slug, organisation_id=organisation_id, asked_id=asked.id)
            )
    today = clock.today(the_territory().time_zone)
    found = tills.receipts(db.session, account.id, today, zone=the_territory().time_zone)
    page = render_template(
        "local_currency/till.html",
        subnetwork=subnetwork,
        organisation=organisation,
        ledger=ledger,
        form=form,
        receipts=found,
        total=tills.total(found),
        today=today,
    )
    return page, 422 if form.errors or form.form_errors else 200


@bp.get("/<slug>/organisations/<uuid:organisation_id>/till/<uuid:asked_id>")
@allow(May.TAKE_PART)
def till_code(slug: str, organisation_id: UUID, asked_id: UUID) -> ResponseReturnValue:
    """Show the code of an amount to the customer, and say when it is paid."""
    subnetwork, organisation, account, ledger = till_or_404(slug, organisation_id)
    asked = tills.asked_at(db.session, account.id, asked_id)
    if asked is None:
        abort(404)
    address = payment_request_address(asked)
    return render_template(
        "local_currency/_till_code.html"
        if request.headers.get("HX-Request") == "true"
        else "local_currency/till_code.html",
        subnetwork=subnetwork,
        organisation=organisation,
        ledger=ledger,
        asked=asked,
        receipt=tills.receipt_of(db.session, asked),
        is_over=tills.is_over(asked),
        address=address,
        code=qr_svg(address),
    )


@bp.get("/<slug>/organisations/<uuid:organisation_id>/till/day.csv")
@allow(May.TAKE_PART)
def till_table(slug: str, organisation_id: UUID) -> ResponseReturnValue:
    """Give the receipts of a day as a table for spreadsheets."""
    _subnetwork, _organisation, account, ledger = till_or_404(slug, organisation_id)
    zone = the_territory().time_zone
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        day = clock.today(zone)
    found = tills.receipts(db.session, account.id, day, zone=zone)
    rows: list[list[object]] = [
        [_("Day"), _("Time"), _("From"), _("Amount (%(unit)s)", unit=ledger.unit)],
        *(
            [day.isoformat(), f"{clock.local(one.at, zone):%H:%M}", one.payer, _bare(one.amount, ledger)]
            for one in reversed(found)
        ),
        [day.isoformat(), "", _("Total"), _bare(tills.total(found), ledger)],
    ]
    name = f"till-{day.isoformat()}.csv"
    return Response(
        as_csv(rows),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _bare(amount: int, ledger: Ledger) -> Decimal:
    return Decimal(amount).scaleb(-ledger.scale)


@bp.get("/<slug>/organisations/<uuid:organisation_id>/poster.pdf")
@allow(May.TAKE_PART)
def poster(slug: str, organisation_id: UUID) -> ResponseReturnValue:
    """Give a poster with the code of the account, to hang beside the till."""
    subnetwork, organisation, account, ledger = till_or_404(slug, organisation_id)
    languages = [the_territory().language, SECOND_LANGUAGE.get(the_territory().language, "en")]
    return pdf_response(
        "local_currency/print/poster.html",
        name=f"poster-{organisation.name_key}",
        subnetwork=subnetwork,
        organisation=organisation,
        ledger=ledger,
        words=[_words_of(language, ledger, organisation) for language in languages],
        code=qr_svg(payment_code_address(account)),
        address=payment_code_address(account),
    )


def _words_of(language: str, ledger: Ledger, organisation: Organisation) -> dict[str, str]:
    """Return the words of the poster in one language."""
    with speaking(language):
        return {
            "language": language,
            "accepts": _("We take %(currency)s", currency=ledger.name),
            "part": ""
            if organisation.accepts == 100
            else _("Up to %(percent)s %% of the bill", percent=organisation.accepts),
            "how": _("Point the camera of your phone at this code, write the amount, confirm."),
        }
