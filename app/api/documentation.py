"""The description of the interface: for programs as OpenAPI, for people as a page that needs no network."""

from flask import Blueprint, Flask, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from app.api.description import groups
from app.api.scopes import SCOPES
from app.config import Settings
from app.web.access import May, allow

INTRODUCTION = (
    "Nearly everything that a person can do on a page, a program can do here, with the same rules. "
    "A program acts for one person, by a token that the person made."
)
LICENCE = {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}

bp = Blueprint("interface", __name__)


@bp.get("/openapi.json")
@allow(May.LOOK)
def openapi() -> ResponseReturnValue:
    """Describe the interface as OpenAPI 3.1."""
    response = Response(_written(current_app), content_type="application/json")
    response.add_etag()
    return response.make_conditional(request)


@bp.get("/docs")
@allow(May.LOOK)
def page() -> ResponseReturnValue:
    """Show the description to people."""
    settings: Settings = current_app.extensions["together_settings"]
    described = current_app.extensions["together_interface"].spec.to_dict()
    return render_template(
        "api/docs.html",
        groups=groups(described),
        scopes=SCOPES,
        base_url=settings.base_url,
        rate=settings.api_rate,
    )


def _written(app: Flask) -> str:
    """Return the description as text, made once: it changes with what is installed alone."""
    if "together_openapi" not in app.extensions:
        described = app.extensions["together_interface"].spec.to_dict()
        app.extensions["together_openapi"] = app.json.dumps(described)
    written: str = app.extensions["together_openapi"]
    return written
