"""Settings of a territory, by its administrators."""

from flask import Blueprint

bp = Blueprint("territories", __name__, url_prefix="/t/<territory>")
