"""Pages of ledgers."""

from flask import Blueprint

bp = Blueprint("ledgers", __name__)
