"""Where the pages of listings are."""

from flask import Blueprint

bp = Blueprint("listings", __name__, url_prefix="/t/<territory>")
