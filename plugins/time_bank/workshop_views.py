"""The pages of workshops: what is planned, one workshop, who came."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.plugin_api import Member, Refusal, _, clock
from app.plugin_web import May, allow, db, the_member, the_territory
from plugins.time_bank import workshop_reach, workshops
from plugins.time_bank.blueprint import bp
from plugins.time_bank.desks import enters_for, here_or_404
from plugins.time_bank.parties import whole_name
from plugins.time_bank.services import rules_of, time_in_words
from plugins.time_bank.workshop_forms import PressForm, WorkshopForm
from plugins.time_bank.workshop_models import Coming, WhoPays, Workshop
from plugins.time_bank.workshop_reach import leads, led_or_404, workshop_or_404


@bp.get("/<slug>/workshops")
@allow(May.TAKE_PART)
def workshop_list(slug: str) -> ResponseReturnValue:
    """Show what is planned and what was."""
    subnetwork = here_or_404(slug)
    return render_template(
        "time_bank/workshops.html",
        subnetwork=subnetwork,
        planned=workshops.coming_workshops(db.session, subnetwork.id),
        past=workshops.past_workshops(db.session, subnetwork.id),
    )


@bp.route("/<slug>/workshops/new", methods=["GET", "POST"])
@allow(May.TAKE_PART)
def plan_workshop(slug: str) -> ResponseReturnValue:
    """Plan a workshop that I lead; who coordinates may plan it for another."""
    subnetwork = here_or_404(slug)
    form = WorkshopForm(leaders=[(str(one.id), whole_name(one)) for one in enters_for(subnetwork)])
    if form.validate_on_submit():
        try:
            workshop = workshop_reach.plan(
                subnetwork,
                leader_id=UUID(form.leader.data),
                title=form.title.data or "",
                text=form.text.data or "",
                where=form.where.data or "",
                starts_at=_instant(form),
                minutes=form.minutes.data or 0,
                places=form.places.data,
                who_pays=WhoPays(form.who_pays.data),
            )
            db.session.commit()
        except Refusal as refusal:
            db.session.rollback()
            field = {"title": form.title, "where": form.where}.get(refusal.field or "", form.day)
            field.errors = [*refusal.reasons]
            subnetwork = here_or_404(slug)
        else:
            flash(_("Planned. Tell people about it."), "success")
            return redirect(url_for(".workshop", slug=slug, workshop_id=workshop.id))
    page = render_template("time_bank/plan_workshop.html", subnetwork=subnetwork, form=form)
    return page, 422 if form.errors else 200


def _instant(form: WorkshopForm) -> datetime:
    assert form.day.data is not None
    assert form.time.data is not None
    return datetime.combine(form.day.data, form.time.data, ZoneInfo(the_territory().time_zone))


@bp.get("/<slug>/workshops/<uuid:workshop_id>")
@allow(May.TAKE_PART)
def workshop(slug: str, workshop_id: UUID) -> ResponseReturnValue:
    """Show a workshop, who comes, and where I stand."""
    subnetwork = here_or_404(slug)
    found = workshop_or_404(subnetwork, workshop_id)
    guests = workshops.guests(db.session, found.id)
    mine = next((guest.attendance for guest in guests if guest.member.id == the_member().id), None)
    return render_template(
        "time_bank/workshop.html",
        subnetwork=subnetwork,
        workshop=found,
        leader=db.session.get_one(Member, found.leader_id),
        guests=guests,
        coming=[guest for guest in guests if guest.attendance.state == Coming.COMING],
        waiting=[guest for guest in guests if guest.attendance.state == Coming.WAITING],
        mine=mine,
        leads=leads(subnetwork, found),
        may_be_counted=found.starts_at <= clock.now(),
        long=time_in_words(rules_of(db.session, subnetwork), found.minutes),
        form=PressForm(),
        key=str(found.id),
    )


@bp.post("/<slug>/workshops/<uuid:workshop_id>/<any(sign_up, leave):step>")
@allow(May.TAKE_PART)
def attend(slug: str, workshop_id: UUID, step: str) -> ResponseReturnValue:
    """Sign up for a workshop, or make room for somebody else."""
    subnetwork = here_or_404(slug)
    found = workshop_or_404(subnetwork, workshop_id)
    if PressForm().validate_on_submit():
        flash(_signed_up(found) if step == "sign_up" else _left(found), "success")
        db.session.commit()
    return redirect(url_for(".workshop", slug=slug, workshop_id=workshop_id))


def _signed_up(found: Workshop) -> str:
    if workshop_reach.sign_up(found).state == Coming.WAITING:
        return _("It is full. You are on the waiting list and are told when a place is free.")
    return _("You are on the list.")


def _left(found: Workshop) -> str:
    workshop_reach.leave(found)
    return _("You are no longer on the list.")


@bp.post("/<slug>/workshops/<uuid:workshop_id>/count")
@allow(May.TAKE_PART)
def count_workshop(slug: str, workshop_id: UUID) -> ResponseReturnValue:
    """Note who was there and count the time of all at once; for who leads it, and coordinators."""
    found = led_or_404(slug, workshop_id)
    if PressForm().validate_on_submit():
        workshops.check_begun(found)
        made = workshops.count(db.session, found, present=_ticked(), by_id=the_member().id)
        db.session.commit()
        flash(
            _("Counted for all at once. The statements show it.") if made else _("Noted who was there."),
            "success",
        )
    return redirect(url_for(".workshop", slug=slug, workshop_id=workshop_id))


@bp.post("/<slug>/workshops/<uuid:workshop_id>/cancel")
@allow(May.TAKE_PART)
def cancel_workshop(slug: str, workshop_id: UUID) -> ResponseReturnValue:
    """Cancel a workshop and tell who wanted to come; for who leads it, and coordinators."""
    found = led_or_404(slug, workshop_id)
    if PressForm().validate_on_submit():
        workshop_reach.cancel(found)
        db.session.commit()
        flash(_("Cancelled. Everybody on the list was told."), "success")
    return redirect(url_for(".workshop", slug=slug, workshop_id=workshop_id))


def _ticked() -> set[UUID]:
    ticked = set()
    for value in request.form.getlist("present"):
        try:
            ticked.add(UUID(value))
        except ValueError:
            abort(400)
    return ticked
