"""Bonus programmes: what coordinators look after, and what members give to their funds."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.plugin_api import Account, Refusal, Subnetwork, _, new_id
from app.plugin_web import May, allow, db, the_member
from plugins.local_currency import bonus, services
from plugins.local_currency.blueprint import bp
from plugins.local_currency.forms_bank import GiftForm, ProgrammeForm
from plugins.local_currency.forms_organisations import PersonForm
from plugins.local_currency.guards import (
    chosen_member,
    coordinated_currency,
    currency,
    member_choices,
    say_no,
)
from plugins.local_currency.programme_models import Programme


@bp.route("/<slug>/programmes", methods=["GET", "POST"])
@allow(May.COORDINATE)
def programmes(slug: str) -> ResponseReturnValue:
    """List the programmes, and found one."""
    subnetwork = coordinated_currency(slug)
    form = ProgrammeForm()
    if form.validate_on_submit():
        try:
            made = bonus.found(
                db.session,
                subnetwork,
                name=form.name.data or "",
                conditions=form.conditions.data or "",
                percent=form.percent.data or 0,
                monthly_cap=form.monthly_cap.hundredths,
            )
            db.session.commit()
            return redirect(url_for(".programme", slug=slug, programme_id=made.id))
        except Refusal as refusal:
            say_no(form, refusal)
    page = render_template(
        "local_currency/programmes.html",
        subnetwork=subnetwork,
        form=form,
        standings=bonus.standings(db.session, subnetwork.id),
        unit=services.unit(db.session, subnetwork),
    )
    return page, 422 if form.errors else 200


@bp.get("/<slug>/programmes/<uuid:programme_id>")
@allow(May.COORDINATE)
def programme(slug: str, programme_id: UUID) -> ResponseReturnValue:
    """Show a programme with who is in it."""
    subnetwork, found = _programme(slug, programme_id)
    form = PersonForm(formdata=None)
    form.member.choices = member_choices()
    return _page(subnetwork, found, form)


def _page(subnetwork: Subnetwork, found: Programme, form: PersonForm) -> str:
    return render_template(
        "local_currency/programme.html",
        subnetwork=subnetwork,
        programme=found,
        people=bonus.admitted(db.session, found.id),
        in_fund=db.session.get_one(Account, found.account_id).balance,
        form=form,
        unit=services.unit(db.session, subnetwork),
    )


@bp.post("/<slug>/programmes/<uuid:programme_id>/admit")
@allow(May.COORDINATE)
def admit(slug: str, programme_id: UUID) -> ResponseReturnValue:
    """Admit a member."""
    subnetwork, found = _programme(slug, programme_id)
    form = PersonForm()
    form.member.choices = member_choices()
    if form.validate_on_submit():
        try:
            bonus.admit(db.session, subnetwork, found, chosen_member(form.member.data), by=the_member())
            db.session.commit()
            flash(_("Admitted. They were told, and nobody else."), "success")
            return redirect(url_for(".programme", slug=slug, programme_id=programme_id))
        except Refusal as refusal:
            say_no(form, refusal)
    return _page(subnetwork, found, form), 422


@bp.post("/<slug>/programmes/<uuid:programme_id>/people/<uuid:member_id>/dismiss")
@allow(May.COORDINATE)
def dismiss(slug: str, programme_id: UUID, member_id: UUID) -> ResponseReturnValue:
    """End a member's part in a programme."""
    _subnetwork, found = _programme(slug, programme_id)
    bonus.dismiss(db.session, found, member_id)
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for(".programme", slug=slug, programme_id=programme_id))


@bp.post("/<slug>/programmes/<uuid:programme_id>/end")
@allow(May.COORDINATE)
def end_programme(slug: str, programme_id: UUID) -> ResponseReturnValue:
    """End a programme, or take it up again."""
    _subnetwork, found = _programme(slug, programme_id)
    bonus.end(db.session, found)
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for(".programme", slug=slug, programme_id=programme_id))


def _programme(slug: str, programme_id: UUID) -> tuple[Subnetwork, Programme]:
    subnetwork = coordinated_currency(slug)
    found = bonus.find(db.session, subnetwork.id, programme_id)
    if found is None:
        abort(404)
    return subnetwork, found


@bp.route("/<slug>/programmes/<uuid:programme_id>/give", methods=["GET", "POST"])
@allow(May.TAKE_PART)
def give(slug: str, programme_id: UUID) -> ResponseReturnValue:
    """Give units to the fund of a programme."""
    subnetwork = currency(slug)
    found = bonus.find(db.session, subnetwork.id, programme_id)
    if found is None:
        abort(404)
    form = GiftForm(key=new_id().hex)
    if form.validate_on_submit():
        try:
            bonus.give(
                db.session,
                subnetwork,
                found,
                the_member(),
                amount=form.amount.hundredths or 0,
                key=form.key.data or "",
            )
            db.session.commit()
            flash(_("Thank you. Your gift is in the fund."), "success")
            return redirect(url_for(".units", slug=slug))
        except Refusal as refusal:
            say_no(form, refusal)
    page = render_template(
        "local_currency/give.html",
        subnetwork=subnetwork,
        programme=found,
        form=form,
        unit=services.unit(db.session, subnetwork),
    )
    return page, 422 if form.errors else 200
