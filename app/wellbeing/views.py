"""Pages of wellbeing."""

from flask import Blueprint

bp = Blueprint("wellbeing", __name__)
