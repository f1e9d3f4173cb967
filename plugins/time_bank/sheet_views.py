"""A member's own sheet, where no central ledger is kept."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.plugin_api import Refusal, Subnetwork, _, new_id
from app.plugin_web import May, allow, db, the_member
from plugins.time_bank import services, sheet_reach, sheets
from plugins.time_bank.blueprint import bp
from plugins.time_bank.desks import here_or_404, key_as_id, today
from plugins.time_bank.paper_forms import SheetForm


@bp.route("/<slug>/sheet", methods=["GET", "POST"])
@allow(May.TAKE_PART)
def sheet(slug: str) -> ResponseReturnValue:
    """Show the reader's own sheet to them alone; note what happened outside the platform."""
    subnetwork, member = sheet_reach.sheet_or_404(slug), the_member()
    is_open = sheets.are_kept(db.session, subnetwork)
    form = SheetForm(key=new_id().hex, day=today())
    if is_open and form.validate_on_submit():
        try:
            _note(subnetwork, form)
            db.session.commit()
            flash(_("Noted on your sheet."), "success")
            return redirect(url_for(".sheet", slug=slug))
        except Refusal as refusal:
            db.session.rollback()
            form[refusal.field or "minutes"].errors = [*refusal.reasons]
    page = render_template(
        "time_bank/sheet.html",
        subnetwork=subnetwork,
        sheet=sheets.sheet_of(db.session, subnetwork, member.id),
        lines=sheets.lines_of(db.session, subnetwork.id, member.id),
        form=form if is_open else None,
        words=services.time_in_words,
        first_name=member.first_name,
    )
    return page, 422 if form.errors else 200


def _note(subnetwork: Subnetwork, form: SheetForm) -> None:
    assert form.day.data is not None
    minutes = form.minutes.data or 0
    sheets.note(
        db.session,
        subnetwork=subnetwork,
        member_id=the_member().id,
        line_id=key_as_id(form.key.data),
        with_whom=form.with_whom.data or "",
        minutes=minutes if form.side.data == "gave" else -minutes,
        what=form.what.data or "",
        day=form.day.data,
    )


@bp.post("/<slug>/sheet/<uuid:line_id>/strike")
@allow(May.TAKE_PART)
def strike_line(slug: str, line_id: UUID) -> ResponseReturnValue:
    """Take a line that was noted by hand off the reader's own sheet."""
    subnetwork = here_or_404(slug)
    sheets.strike(db.session, subnetwork=subnetwork, member_id=the_member().id, line_id=line_id)
    db.session.commit()
    flash(_("Struck off your sheet."), "success")
    return redirect(url_for(".sheet", slug=slug))
