"""What operators do about people: the first administrator of a place, operators beside themselves."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import Refusal
from app.members import queries, services
from app.members.blueprint import bp
from app.members.forms import ActivateForm, OperatorForm
from app.members.models import Person
from app.territories import services as territories
from app.territories.models import Territory
from app.text import _
from app.web.access import May, allow
from app.web.database import db


@bp.route("/operator/territories/<uuid:territory_id>/open", methods=["GET", "POST"])
@allow(May.OPERATE)
def open_territory(territory_id: UUID) -> ResponseReturnValue:
    """Open a place to members: its address and its first administrator."""
    place = db.session.get(Territory, territory_id)
    if place is None:
        abort(404)
    form = ActivateForm(slug=place.slug or territories.slug_of(place.name))
    if form.validate_on_submit() and (person := _somebody(form)) is not None:
        try:
            territories.activate(db.session, place, slug=str(form.slug.data))
            services.name_administrator(db.session, place, person)
        except Refusal as refusal:
            db.session.rollback()
            form.slug.errors = list(refusal.reasons)
        else:
            db.session.commit()
            flash(_("%(name)s is open. Its administrator was told.", name=place.name), "success")
            return redirect(url_for("territories.tree"))
    page = render_template("territories/open.html", form=form, place=place)
    return page, 422 if form.is_submitted() else 200


def _somebody(form: ActivateForm) -> Person | None:
    person = queries.by_mail(db.session, form.administrator.data or "")
    if person is None or person.confirmed_at is None or not person.active:
        form.administrator.errors = [_("Nobody has an account with this address yet; they sign up first.")]
        return None
    return person


@bp.get("/operator/operators")
@allow(May.OPERATE)
def operators() -> ResponseReturnValue:
    """List those who run the platform."""
    return render_template(
        "members/operators.html", operators=queries.operators(db.session), form=OperatorForm()
    )


@bp.post("/operator/operators")
@allow(May.OPERATE)
def make_operator() -> ResponseReturnValue:
    """Let somebody run the platform, too."""
    person = queries.by_mail(db.session, request.form.get("mail", ""))
    if person is None or person.confirmed_at is None or not person.active:
        flash(_("Nobody has an account with this address yet; they sign up first."), "error")
    else:
        services.make_operator(db.session, person, operator=True)
        db.session.commit()
        flash(_("%(name)s is an operator now.", name=person.first_name), "success")
    return redirect(url_for("members.operators"))


@bp.post("/operator/operators/<uuid:person_id>/end")
@allow(May.OPERATE)
def end_operator(person_id: UUID) -> ResponseReturnValue:
    """Take the right to run the platform back."""
    person = db.session.get(Person, person_id)
    if person is None or not person.is_operator:
        abort(404)
    services.make_operator(db.session, person, operator=False)
    db.session.commit()
    flash(_("%(name)s is no operator any more.", name=person.first_name), "success")
    return redirect(url_for("members.operators"))
