"""Lets refusals name the values of a body as they were sent, where a service calls them otherwise."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.errors import Refusal


@contextmanager
def sent_as(**names: str) -> Iterator[None]:
    """Let refusals be about the field that came.

    Args:
        names: how a field is called in the body, by what the service calls it.

    Raises:
        Refusal: the one that was raised, about the field that came.
    """
    try:
        yield
    except Refusal as refusal:
        if refusal.field not in names:
            raise
        raise Refusal(*refusal.reasons, field=names[refusal.field]) from refusal
