"""The blueprint of members; the pages are in the modules beside."""

from flask import Blueprint

bp = Blueprint("members", __name__)
