"""The pages of the time bank; their views stand in modules by topic."""

from flask import Blueprint

bp = Blueprint("time_bank", __name__, template_folder="templates")
