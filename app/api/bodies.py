"""What a program sends is read strictly: neither guessed at nor left out quietly."""

import json
import math
from typing import Any, NoReturn

from flask import Request, abort
from marshmallow import RAISE
from webargs.flaskparser import FlaskParser

from app.text import _


class StrictParser(FlaskParser):
    """Leaves nothing out quietly: neither a misspelt filter nor a body that is no JSON."""

    DEFAULT_UNKNOWN_BY_LOCATION = {**FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION, "query": RAISE}  # noqa: RUF012

    def _raw_load_json(self, req: Request) -> Any:
        sent = req.content_length or req.get_data(cache=True)
        if not sent:  # or else all that may be left out would be left out
            abort(400, description=_("Send the body as application/json."))
        if not req.is_json:
            abort(415, description=_("Send the body as application/json."))
        try:
            return read(req.get_data(cache=True))
        except (json.JSONDecodeError, UnicodeDecodeError):
            raise
        except (ValueError, RecursionError):  # a number of thousands of digits; lists in lists in lists
            abort(400, description=_("This is more than we take apart."))


def refuse_longer(req: Request, largest: int) -> None:
    """Refuse a body of more bytes before anything of it is taken apart.

    Raises:
        RequestEntityTooLarge: it is longer, whether or not it says so.
    """
    length = req.content_length
    if (len(req.get_data(cache=True)) if length is None else length) > largest:
        abort(413)


def read(body: bytes) -> Any:
    """Read JSON as RFC 8259 means it.

    Raises:
        ValueError: it is none, names a value twice, or has a number that no computer holds.
        RecursionError: it is nested too deeply.
    """
    return json.loads(
        body.decode("utf-8"), parse_constant=_no_number, parse_float=_number, object_pairs_hook=_each_once
    )


def _no_number(word: str) -> NoReturn:
    """Refuse NaN and Infinity, which Python writes and JSON does not know."""
    raise json.JSONDecodeError("Not a number", word, 0)


def _number(written: str) -> float:
    if math.isfinite(number := float(written)):
        return number
    raise ValueError(written)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name that stands twice: what reads the body before us may take the other value."""
    values = dict(pairs)
    if len(values) < len(pairs):
        raise json.JSONDecodeError("A name stands twice", str(pairs), 0)  # an empty text would mean no body
    return values
