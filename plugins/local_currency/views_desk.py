"""The pages of an exchange desk: its day, what is issued there, its counts."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.plugin_api import Account, Refusal, Subnetwork, _, new_id
from app.plugin_web import May, allow, db, looks_after, the_member
from plugins.local_currency import (
    approvals,
    bank,
    desk_days,
    fund,
    issuing,
    notes_queries,
    owners,
    reconversion_queries,
    services,
    slips,
)
from plugins.local_currency import desk as desks
from plugins.local_currency.blueprint import bp
from plugins.local_currency.check_digits import in_fours
from plugins.local_currency.desk_models import Desk
from plugins.local_currency.forms_desk import CountForm, DepositForm, IssueForm
from plugins.local_currency.guards import currency, day_or_refusal, desk_or_404, say_no
from plugins.local_currency.models import OrganisationState
from plugins.local_currency.notes_models import NoteSeries
from plugins.local_currency.views_days import names_on

MOST_NAMES = 300
"""Names offered while somebody types."""


@bp.get("/<slug>/desk")
@allow(May.TAKE_PART)
def desk(slug: str) -> ResponseReturnValue:
    """Show the desks that the reader may use, the fund, and what waits for a coordinator."""
    subnetwork = currency(slug)
    coordinates = looks_after(subnetwork)
    mine = (
        desks.desks_of(db.session, subnetwork.id)
        if coordinates
        else desks.kept_by(db.session, subnetwork.id, the_member().id)
    )
    if not mine and not coordinates:
        abort(404)
    asked = approvals.organisations_of(db.session, subnetwork.id, OrganisationState.ASKED)
    return render_template(
        "local_currency/desks.html",
        subnetwork=subnetwork,
        coordinates=coordinates,
        desks=[(one, desks.open_day(db.session, one.id)) for one in mine],
        sums=fund.sums(db.session, subnetwork.id),
        applications=len(asked),
        requests=len(reconversion_queries.requests_of(db.session, subnetwork.id, open_only=True)),
        lines=bank.waiting(db.session, subnetwork.id),
    )


@bp.get("/<slug>/desks/<uuid:desk_id>")
@allow(May.TAKE_PART)
def counter(slug: str, desk_id: UUID) -> ResponseReturnValue:
    """Show a desk: open it, or what was done there today and what can be done now."""
    subnetwork, found = desk_or_404(slug, desk_id)
    return _counter(subnetwork, found)


@bp.post("/<slug>/desks/<uuid:desk_id>/open")
@allow(May.TAKE_PART)
def open_desk(slug: str, desk_id: UUID) -> ResponseReturnValue:
    """Open the day with a first count."""
    subnetwork, found = desk_or_404(slug, desk_id)
    form = CountForm()
    if form.validate_on_submit():
        try:
            desk_days.begin(
                db.session,
                subnetwork,
                found,
                count=form.count.hundredths or 0,
                note=(form.note.data or "").strip(),
                by=the_member(),
            )
            db.session.commit()
            return redirect(url_for(".counter", slug=slug, desk_id=desk_id))
        except Refusal as refusal:
            say_no(form, refusal)
    return _counter(subnetwork, found, count=form), 422


@bp.post("/<slug>/desks/<uuid:desk_id>/close")
@allow(May.TAKE_PART)
def close_desk(slug: str, desk_id: UUID) -> ResponseReturnValue:
    """Close the day with a last count."""
    subnetwork, found = desk_or_404(slug, desk_id)
    day, form = day_or_refusal(found), CountForm()
    if form.validate_on_submit():
        try:
            desk_days.finish(
                db.session,
                subnetwork,
                found,
                day,
                count=form.count.hundredths or 0,
                note=(form.note.data or "").strip(),
                by=the_member(),
            )
            db.session.commit()
            flash(_("The day is closed."), "success")
            return redirect(url_for(".day", slug=slug, day_id=day.id))
        except Refusal as refusal:
            say_no(form, refusal)
    return _counter(subnetwork, found, count=form), 422


@bp.post("/<slug>/desks/<uuid:desk_id>/issue")
@allow(May.TAKE_PART)
def issue(slug: str, desk_id: UUID) -> ResponseReturnValue:
    """Issue units against euros."""
    subnetwork, found = desk_or_404(slug, desk_id)
    day, form = day_or_refusal(found), IssueForm()
    if form.validate_on_submit():
        try:
            account = _chosen(subnetwork, form)
            slip = issuing.issue(
                db.session,
                subnetwork,
                account,
                amount=form.amount.hundredths or 0,
                means=form.means.data,
                memo=(form.memo.data or "").strip(),
                key=form.key.data or "",
                by=the_member(),
                day=day,
            )
            db.session.commit()
            name = owners.names(db.session, {account.id})[account.id]
            flash(_("Slip %(number)s: issued to %(name)s.", number=slip.number, name=name), "success")
            return redirect(url_for(".counter", slug=slug, desk_id=desk_id))
        except Refusal as refusal:
            say_no(form, refusal)
    return _counter(subnetwork, found, issue=form), 422


def _chosen(subnetwork: Subnetwork, form: IssueForm) -> Account:
    """Return whose account was meant; where several people are called so, ask which one."""
    found = owners.search(db.session, subnetwork, form.who.data or "")
    one = next((owner for owner in found if owner.key == form.chosen.data), None)
    if one is None and len(found) == 1:
        one = found[0]
    account = None if one is None else owners.account(db.session, subnetwork, one.key)
    if account is not None:
        return account
    form.chosen.choices = [(one.key, f"{one.name} · {in_fours(one.reference)}") for one in found[:20]]
    if found:
        raise Refusal(_("Several are called so. Choose one."), field="chosen")
    raise Refusal(
        _("Nobody is called so here. Only members and approved organisations get units."), field="who"
    )


@bp.post("/<slug>/desks/<uuid:desk_id>/deposit")
@allow(May.TAKE_PART)
def deposit(slug: str, desk_id: UUID) -> ResponseReturnValue:
    """Enter cash brought to the bank."""
    subnetwork, found = desk_or_404(slug, desk_id)
    day, form = day_or_refusal(found), DepositForm(prefix="bank-")
    if form.validate_on_submit():
        try:
            issuing.deposit(
                db.session,
                subnetwork,
                day,
                amount=form.amount.hundredths or 0,
                memo=(form.memo.data or "").strip(),
                key=form.key.data or "",
                by=the_member(),
            )
            db.session.commit()
            flash(_("Entered."), "success")
            return redirect(url_for(".counter", slug=slug, desk_id=desk_id))
        except Refusal as refusal:
            say_no(form, refusal)
    return _counter(subnetwork, found, deposit=form), 422


def _counter(
    subnetwork: Subnetwork,
    found: Desk,
    *,
    count: CountForm | None = None,
    issue: IssueForm | None = None,
    deposit: DepositForm | None = None,
) -> str:
    day = desks.open_day(db.session, found.id)
    if day is None:
        return render_template(
            "local_currency/desk_closed.html",
            subnetwork=subnetwork,
            desk=found,
            form=count or CountForm(formdata=None),
            days=desk_days.days_of(db.session, found.id),
            expected=desks.cash_of(db.session, found),
            coordinates=looks_after(subnetwork),
        )
    written = slips.of_day(db.session, day.id)
    return render_template(
        "local_currency/desk_open.html",
        subnetwork=subnetwork,
        desk=found,
        day=day,
        unit=services.unit(db.session, subnetwork),
        totals=desk_days.totals(db.session, day),
        cash=desks.cash_of(db.session, found),
        slips=written,
        names=names_on(written),
        count=count or CountForm(formdata=None),
        issue=issue or IssueForm(formdata=None, key=new_id().hex),
        deposit=deposit or DepositForm(formdata=None, prefix="bank-", key=new_id().hex),
        owners=owners.owners(db.session, subnetwork)[:MOST_NAMES],
        requests=reconversion_queries.cash_requests(db.session, subnetwork.id),
        coordinates=looks_after(subnetwork),
        notes=_notes(subnetwork, found),
    )


def _notes(subnetwork: Subnetwork, found: Desk) -> list[tuple[NoteSeries, int]]:
    """Return the paper notes in the stock of a desk, by series."""
    place = notes_queries.place_of_desk(db.session, found.id)
    stock = {} if place is None else notes_queries.stock_of(db.session, place.id)
    return [
        (series, stock[series.id])
        for series in notes_queries.series_of(db.session, subnetwork.id)
        if stock.get(series.id)
    ]
