"""What every test of food shares."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from app.plugin_api import clock, speaking


@pytest.fixture(autouse=True)
def real_time_and_english() -> Iterator[None]:
    """Give the clock back, and the language, whatever a test did with them."""
    with speaking("en"):
        yield
    clock.shift(timedelta(0))
