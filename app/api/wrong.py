"""Says which value is not as it should be, with the sentence that the page writes beside its field."""

from collections.abc import Mapping
from typing import Any, NoReturn

from webargs.flaskparser import abort


def refuse_body(said: Mapping[str, Any]) -> NoReturn:
    """Answer 422: sentences by field of the body, nested as the body is.

    Raises:
        UnprocessableEntity: always.
    """
    abort(422, messages={"json": dict(said)})


def refuse_query(name: str, sentence: str) -> NoReturn:
    """Answer 422: a sentence about one parameter of the address.

    Raises:
        UnprocessableEntity: always.
    """
    abort(422, messages={"query": {name: [sentence]}})
