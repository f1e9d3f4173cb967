"""The typology of well-being, as it is known, with its sources."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.errors import Refusal
from app.text import _
from app.web.access import May, allow
from app.web.database import db
from app.wellbeing import services
from app.wellbeing.forms import ComponentForm, DimensionForm
from app.wellbeing.queries import current

bp = Blueprint("wellbeing", __name__, url_prefix="/t/<territory>/wellbeing")


@bp.get("/")
@allow(May.LOOK)
def typology() -> ResponseReturnValue:
    """Show every dimension and component, with source and whether it was checked."""
    return render_template("wellbeing/typology.html", typology=current(db.session))


@bp.route("/dimensions/<letter>", methods=["GET", "POST"])
@allow(May.OPERATE)
def dimension(letter: str) -> ResponseReturnValue:
    """Change the names of a dimension; the typology is shared by all territories of the platform."""
    term = current(db.session).dimensions.get(letter)
    if term is None:
        abort(404)
    form = DimensionForm(obj=term)
    if form.validate_on_submit():
        try:
            services.rename_dimension(
                db.session,
                letter,
                label_en=form.label_en.data or "",
                label_fr=form.label_fr.data or "",
                source=form.source.data or "",
                verified=form.verified.data,
            )
            db.session.commit()
        except Refusal as refusal:
            db.session.rollback()
            form.source.errors = [*form.source.errors, *refusal.reasons]
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".typology"))
    page = render_template("wellbeing/edit.html", form=form, title=_("Dimension %(letter)s", letter=letter))
    return page, 422 if form.errors else 200


@bp.route("/components/new", methods=["GET", "POST"], defaults={"code": None})
@bp.route("/components/<code>", methods=["GET", "POST"])
@allow(May.OPERATE)
def component(code: str | None) -> ResponseReturnValue:
    """Write a component."""
    term = current(db.session).components.get(code) if code else None
    if code and term is None:
        abort(404)
    form = ComponentForm(obj=term)
    if form.validate_on_submit():
        try:
            services.write_component(
                db.session,
                code or form.code.data or "",
                label_en=form.label_en.data or "",
                label_fr=form.label_fr.data or "",
                definition=form.definition.data or "",
                source=form.source.data or "",
                verified=form.verified.data,
            )
            db.session.commit()
        except Refusal as refusal:
            db.session.rollback()
            wrong = form[refusal.field] if refusal.field else form.code
            wrong.errors = [*wrong.errors, *refusal.reasons]
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".typology"))
    title = _("Component %(code)s", code=code) if code else _("A new component")
    return render_template("wellbeing/edit.html", form=form, title=title), 422 if form.errors else 200
