"""An application over a database whose schema a test may take apart."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from app.web.database import db


@pytest.fixture
def connection(make_app: Callable[..., Flask]) -> Iterator[sa.Connection]:
    """A connection to a migrated database with the installed plugins."""
    with make_app().app_context(), db.engine.connect() as connection:
        yield connection
        connection.rollback()
