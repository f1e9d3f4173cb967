"""What happened, and which mails a person wants."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.notifications import queries, services
from app.notifications.forms import choices_form
from app.notifications.kinds import KINDS, kind
from app.notifications.models import Notification
from app.text import _
from app.web.access import May, allow
from app.web.context import the_person
from app.web.database import db

bp = Blueprint("notifications", __name__, url_prefix="/notifications")


@bp.get("/")
@allow(May.OWN_ACCOUNT)
def index() -> ResponseReturnValue:
    """Show what happened lately."""
    before = request.args.get("before", type=UUID)
    found = queries.recent(db.session, the_person().id, before=before)
    lines = [(item, str(kind(item.kind).sentence) % item.values) for item in found if item.kind in KINDS]
    older = found[-1].id if len(found) == queries.PAGE else None
    return render_template("notifications/index.html", lines=lines, older=older)


@bp.post("/<uuid:notification_id>/open")
@allow(May.OWN_ACCOUNT)
def follow(notification_id: UUID) -> ResponseReturnValue:
    """Go where a notification leads; it counts as read."""
    notification = db.session.get(Notification, notification_id)
    if notification is None or notification.person_id != the_person().id:
        abort(404)
    services.mark_read(db.session, person_id=the_person().id, notification_id=notification_id)
    db.session.commit()
    return redirect(notification.path)


@bp.post("/read")
@allow(May.OWN_ACCOUNT)
def read_all() -> ResponseReturnValue:
    """Mark everything as read."""
    services.mark_read(db.session, person_id=the_person().id)
    db.session.commit()
    return redirect(url_for(".index"))


@bp.route("/choices", methods=["GET", "POST"])
@allow(May.OWN_ACCOUNT)
def choices() -> ResponseReturnValue:
    """Let a person choose which mails they get."""
    form = choices_form(queries.switched_off(db.session, the_person().id))
    if form.validate_on_submit():
        wanted = {
            slug: bool(form[slug.replace(".", "-")].data) for slug, item in KINDS.items() if item.optional
        }
        services.choose(db.session, person_id=the_person().id, by_mail=wanted)
        db.session.commit()
        flash(_("Saved. You will get the mails you chose."), "success")
        return redirect(url_for(".choices"))
    return render_template("notifications/choices.html", form=form)
