"""What an idempotency key becomes beyond its kept answer: the key of a ledger for ever, or an id."""

from uuid import UUID, uuid5

from flask import request

from app.api.keys import HEADER
from app.db import new_id
from app.web.context import the_person

LONGEST_PLAIN_KEY = 200
"""A longer one would not fit into a ledger's beside whose it is and what for; its digest does."""


def key_of_request() -> str:
    """Return the key under which what this request moves is remembered for ever; one of its own without."""
    key = request.headers.get(HEADER) or new_id().hex
    if len(key) > LONGEST_PLAIN_KEY:
        key = uuid5(the_person().id, key).hex
    return f"api:{the_person().id.hex}:{key}"


def id_of_request(what: str) -> UUID:
    """Return the id of what this request makes: sent again under its key, it is the same.

    Args:
        what: tells ids apart when one key came with requests for different things.
    """
    key = request.headers.get(HEADER)
    return new_id() if key is None else uuid5(the_person().id, f"{what}:{key}")
