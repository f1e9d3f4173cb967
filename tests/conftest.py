"""What every test of this repository shares; the fixtures themselves stand in app.testing.fixtures."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from app import clock, text


@pytest.fixture(autouse=True)
def real_time_and_english() -> Iterator[None]:
    """Give the clock back, and the language, whatever a test did with them."""
    with text.speaking("en"):
        yield
    clock.shift(timedelta(0))
