"""The blueprint of the ledgers; the pages are in the modules beside."""

from flask import Blueprint

from app.amounts import signed
from app.ledgers.words import reason_in_words

bp = Blueprint("ledgers", __name__, url_prefix="/t/<territory>")
bp.add_app_template_filter(signed, "signed")
bp.add_app_template_filter(reason_in_words, "reason_in_words")
