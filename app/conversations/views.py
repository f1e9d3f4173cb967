"""Pages of conversations."""

from flask import Blueprint

bp = Blueprint("conversations", __name__)
