"""What Schemathesis does to the requests of T14 before it sends them; it loads this file by its path."""

import os
import random
from typing import Any
from uuid import uuid4

import schemathesis

TOKEN_ID = "BAR_TOKEN_ID"
"""Variable of the environment: id of the token that the requests carry."""
_chance = random.Random(14)


@schemathesis.hook
def before_call(_context: Any, case: schemathesis.Case, _kwargs: dict[str, Any]) -> None:
    """Come from another address each time, as behind a proxy; leave the token alone that lets us in.

    Otherwise all but the first few people who sign up would be told to wait, and the first list of tokens
    would end with everything being refused.
    """
    case.headers["X-Forwarded-For"] = ".".join(str(_chance.randrange(1, 255)) for _ in range(4))
    if case.path_parameters and case.path_parameters.get("token_id") == os.environ[TOKEN_ID]:
        case.path_parameters["token_id"] = str(uuid4())
