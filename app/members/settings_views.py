"""Settings: oneself, devices, one's data, farewell."""

from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, request, session, url_for
from flask.json import dumps
from flask.typing import ResponseReturnValue
from flask_login import logout_user
from flask_security import verify_password

from app import clock
from app.members import farewell, queries, services, sign_ins
from app.members.blueprint import bp
from app.members.device_names import device_name
from app.members.forms import DeleteForm, SettingsForm
from app.members.personal import the_personal
from app.text import _, speak
from app.web.access import May, allow
from app.web.context import the_person
from app.web.database import db


@bp.route("/settings", methods=["GET", "POST"])
@allow(May.OWN_ACCOUNT)
def settings() -> ResponseReturnValue:
    """Show and change one's name, language and look; lead to everything else about the account."""
    person = the_person()
    form = SettingsForm(obj=person)
    if form.validate_on_submit():
        services.change_profile(
            db.session,
            person,
            first_name=form.first_name.data,
            last_name=form.last_name.data or "",
            language=form.language.data,
            theme=form.theme.data,
        )
        db.session.commit()
        speak(person.language)
        flash(_("Saved."), "success")
        return redirect(url_for("members.settings"))
    memberships = queries.memberships(db.session, person.id)
    page = render_template("members/settings.html", form=form, memberships=memberships)
    return page, 422 if form.is_submitted() else 200


@bp.get("/settings/devices")
@allow(May.OWN_ACCOUNT)
def devices() -> ResponseReturnValue:
    """List the devices on which one is signed in."""
    found = sign_ins.devices(db.session, the_person().id)
    rows = [(item, device_name(item.device), item.id == sign_ins.current()) for item in found]
    return render_template("members/devices.html", rows=rows)


@bp.post("/settings/devices/<uuid:sign_in_id>/end")
@allow(May.OWN_ACCOUNT)
def end_device(sign_in_id: UUID) -> ResponseReturnValue:
    """Sign one device out; it is out at its next click."""
    if not sign_ins.end(db.session, the_person().id, only=sign_in_id):
        abort(404)
    db.session.commit()
    flash(_("That device is signed out."), "success")
    return redirect(url_for("members.devices"))


@bp.post("/settings/devices/end-others")
@allow(May.OWN_ACCOUNT)
def end_other_devices() -> ResponseReturnValue:
    """Sign every other device out."""
    sign_ins.end(db.session, the_person().id, but=sign_ins.current())
    db.session.commit()
    flash(_("All other devices are signed out."), "success")
    return redirect(url_for("members.devices"))


@bp.get("/settings/my-data")
@allow(May.OWN_ACCOUNT)
def my_data() -> ResponseReturnValue:
    """Say what is kept and offer it."""
    return render_template("members/my_data.html")


@bp.get("/settings/my-data.json")
@allow(May.OWN_ACCOUNT)
def download() -> ResponseReturnValue:
    """Hand out everything that is kept about oneself."""
    everything = the_personal().export(db.session, the_person())
    name = f"together-{clock.today().isoformat()}.json"
    return Response(
        dumps(everything, ensure_ascii=False, indent=1, sort_keys=False),
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@bp.route("/settings/delete", methods=["GET", "POST"])
@allow(May.OWN_ACCOUNT)
def delete() -> ResponseReturnValue:
    """Delete one's account, after saying what goes and what stays."""
    form, person = DeleteForm(), the_person()
    if form.validate_on_submit():
        if person.password and verify_password(str(form.password.data), person.password):
            farewell.erase(db.session, person, the_personal())
            db.session.commit()
            logout_user()
            session.clear()
            flash(_("Your account is deleted. Thank you for all you shared, and farewell."), "success")
            return redirect(url_for("home.index"))
        form.password.errors = [_("That is not your password.")]
    page = render_template("members/delete.html", form=form)
    return page, 422 if request.method == "POST" else 200
