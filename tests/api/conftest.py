"""A program that uses the interface, in every test of it."""

from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask

from app.testing.program import Program as Program
from tests.api.purses import purses as purses


@pytest.fixture
def program(app: Flask) -> Callable[..., Program]:
    """``program(member, *scopes, territory=None)``: a program of somebody who is committed already.

    Without scopes its token has every scope; ``program()`` is a program without a token.
    """
    return partial(Program.of, app)
