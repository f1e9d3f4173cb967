"""The blueprint of the plugin, apart from its views so that several files can share it."""

from typing import Any

from flask import Blueprint

from together_plugin_spaces.picture import WORDS

bp = Blueprint("spaces", __name__, template_folder="templates")


@bp.context_processor
def _words() -> dict[str, Any]:
    """Give the templates of the plugin its words."""
    return WORDS
