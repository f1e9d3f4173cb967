"""The description of the interface: for programs as OpenAPI, for people as a page that needs no network."""

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from app.web.access import May, allow

INTRODUCTION = (
    "Everything that a person can do on a page, a program can do here, with the same rules. "
    "A program acts for one person, by a token that the person made."
)
LICENCE = {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}

bp = Blueprint("interface", __name__)


@bp.get("/openapi.json")
@allow(May.LOOK)
def openapi() -> ResponseReturnValue:
    """Describe the interface as OpenAPI 3.1."""
    described = current_app.extensions["together_interface"].spec.to_dict()
    response = Response(current_app.json.dumps(described), content_type="application/json")
    response.add_etag()
    return response.make_conditional(request)


@bp.get("/docs")
@allow(May.LOOK)
def page() -> ResponseReturnValue:
    """Show the description to people."""
    described = current_app.extensions["together_interface"].spec.to_dict()
    return render_template("api/docs.html", described=described)
