"""Settings of a territory for its administrators; the tree of territories for operators."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import Refusal
from app.territories import queries, services
from app.territories.forms import LEVEL_NAMES, PlaceForm, TerritoryForm
from app.territories.models import Level, Territory
from app.text import _
from app.web.access import May, allow
from app.web.context import the_territory
from app.web.database import db

bp = Blueprint("territories", __name__)


@bp.route("/t/<territory>/settings", methods=["GET", "POST"])
@allow(May.ADMINISTER)
def settings() -> ResponseReturnValue:
    """Change how the territory presents itself and works."""
    territory = the_territory()
    form = TerritoryForm(obj=territory)
    if request.method == "GET":
        form.questions.data = "\n".join(territory.questions)
    if form.validate_on_submit():
        try:
            services.change(
                db.session,
                territory,
                description=form.description.data or "",
                joining=form.joining.data,
                questions=(form.questions.data or "").splitlines(),
                confirm_after_days=form.confirm_after_days.data or 0,
                language=form.language.data,
                time_zone=form.time_zone.data,
            )
        except Refusal as refusal:
            db.session.rollback()
            form.form_errors.extend(refusal.reasons)
        else:
            db.session.commit()
            flash(_("The settings of %(territory)s are saved.", territory=territory.name), "success")
            return redirect(url_for("territories.settings"))
    page = render_template("territories/settings.html", form=form)
    return page, 422 if form.is_submitted() else 200


@bp.get("/operator/territories")
@bp.get("/operator/territories/<uuid:territory_id>", endpoint="branch")
@allow(May.OPERATE)
def tree(territory_id: UUID | None = None) -> ResponseReturnValue:
    """Walk down the tree of territories, or look for one."""
    shown = _territory(territory_id) if territory_id is not None else None
    text = request.args.get("q", "").strip()[:80]
    return render_template(
        "territories/tree.html",
        shown=shown,
        path=queries.path_to(db.session, shown) if shown else [],
        nodes=queries.nodes(db.session, territory_id),
        text=text,
        found=queries.search(db.session, text),
        active=queries.active(db.session),
        form=PlaceForm(level=Level.NEIGHBOURHOOD),
        level_names=LEVEL_NAMES,
    )


@bp.post("/operator/territories")
@bp.post("/operator/territories/<uuid:territory_id>", endpoint="add_below")
@allow(May.OPERATE)
def add(territory_id: UUID | None = None) -> ResponseReturnValue:
    """Add a place that no official table brings, under another one or at the root."""
    parent = _territory(territory_id) if territory_id is not None else None
    form = PlaceForm()
    if form.validate_on_submit():
        made = services.create(
            db.session, name=str(form.name.data), level=Level(form.level.data), parent=parent
        )
        db.session.commit()
        flash(_("%(name)s is in the tree.", name=made.name), "success")
    else:
        for messages in form.errors.values():
            flash(str(messages[0]), "error")
    return redirect(
        url_for("territories.branch", territory_id=territory_id) if parent else url_for("territories.tree")
    )


@bp.post("/operator/territories/<uuid:territory_id>/close")
@allow(May.OPERATE)
def close(territory_id: UUID) -> ResponseReturnValue:
    """Close an active territory; nothing is lost."""
    territory = _territory(territory_id)
    services.close(db.session, territory)
    db.session.commit()
    flash(_("%(name)s is closed. You can open it again.", name=territory.name), "success")
    return redirect(url_for("territories.branch", territory_id=territory.id))


def _territory(territory_id: UUID) -> Territory:
    found = db.session.get(Territory, territory_id)
    if found is None:
        abort(404)
    return found
