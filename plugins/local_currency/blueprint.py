"""The blueprint of the plugin, apart from its views so that several files can share it."""

from flask import Blueprint

bp = Blueprint("local_currency", __name__, template_folder="templates")
