"""What the tests about territories share."""

import pytest
from sqlalchemy.orm import Session


@pytest.fixture
def fresh(session):
    """Return a function that asks the database in a session of its own."""

    def ask(statement):
        with Session(session.get_bind(), expire_on_commit=False) as own:
            return own.scalars(statement).all()

    return ask
