"""The list of active territories and the pages about the platform."""

import sqlalchemy as sa
from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.territories.models import Territory
from app.web.access import May, allow
from app.web.database import db

bp = Blueprint("home", __name__)


@bp.get("/")
@allow(May.LOOK)
def index() -> ResponseReturnValue:
    """Show the active territories."""
    territories = db.session.scalars(sa.select(Territory).where(Territory.active).order_by(Territory.name)).all()
    return render_template("home/index.html", territories=territories)
