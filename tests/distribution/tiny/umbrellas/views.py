"""The shelf of a sub-network."""

import sqlalchemy as sa
from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from app.plugin_api import Subnetwork
from app.plugin_web import May, allow, db, enabled_or_404, the_member
from umbrellas import services

bp = Blueprint("umbrellas", __name__, template_folder="templates")


@bp.get("/<slug>/shelf")
@allow(May.TAKE_PART)
def shelf(slug: str) -> ResponseReturnValue:
    """Show every umbrella of a sub-network."""
    subnetwork = db.session.scalar(sa.select(Subnetwork).where(Subnetwork.slug == slug))
    if subnetwork is None:
        abort(404)
    enabled_or_404(subnetwork, "umbrellas")
    return render_template("umbrellas/page.html", **services.shelf(db.session, subnetwork, the_member()))
