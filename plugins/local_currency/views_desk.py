"""The desk at which units are issued."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.plugin_api import Member, _, active_members, new_id
from app.plugin_web import May, allow, coordinated, db, enabled_or_404, the_member
from plugins.local_currency import services
from plugins.local_currency.blueprint import bp
from plugins.local_currency.forms import IssueForm


@bp.route("/<slug>/desk", methods=["GET", "POST"])
@allow(May.COORDINATE)
def desk(slug: str) -> ResponseReturnValue:
    """Issue units to members, and see how many are out."""
    subnetwork = coordinated(slug)
    enabled_or_404(subnetwork, services.SLUG)
    form = IssueForm(key=new_id().hex)
    form.member.choices = [
        (str(member.id), f"{member.person.first_name} {member.person.last_name}".strip())
        for member in active_members(db.session)
    ]
    if form.validate_on_submit():
        member = db.session.get(Member, UUID(form.member.data))
        if member is None or member.territory_id != subnetwork.territory_id:
            abort(404)
        services.issue(
            db.session,
            subnetwork,
            member,
            amount=form.amount.hundredths or 0,
            memo=form.memo.data or "",
            key=form.key.data or "",
            by=the_member(),
        )
        db.session.commit()
        flash(_("Issued to %(name)s.", name=member.first_name), "success")
        return redirect(url_for(".desk", slug=slug))
    page = render_template(
        "local_currency/desk.html",
        subnetwork=subnetwork,
        form=form,
        issued=services.issued(db.session, subnetwork),
    )
    return page, 422 if form.errors else 200
