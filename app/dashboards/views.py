"""The home of a territory, my page, and the coordinator's desk."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.web.access import May, allow

bp = Blueprint("dashboards", __name__, url_prefix="/t/<territory>")


@bp.get("/")
@allow(May.LOOK)
def home() -> ResponseReturnValue:
    """Show what is new in the territory."""
    return render_template("dashboards/home.html")
