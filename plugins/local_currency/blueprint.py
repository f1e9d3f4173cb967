"""The blueprint of the plugin, apart from its views so that several files can share it."""

from typing import Any

from flask import Blueprint

from plugins.local_currency import words

bp = Blueprint("local_currency", __name__, template_folder="templates")


@bp.context_processor
def _words() -> dict[str, Any]:
    """Give the templates of the plugin its words."""
    return {
        "slip_kind": words.slip_kind,
        "means_in_words": words.means_in_words,
        "organisation_kind": words.organisation_kind,
        "organisation_states": words.STATES,
        "request_states": words.REQUESTS,
        "line_states": words.LINES,
        "rate_in_words": words.rate_in_words,
        "whole_name": words.whole_name,
    }
