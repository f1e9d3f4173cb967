"""A pooled connection that the server closed is replaced before anybody uses it."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

NUMBER = sa.text("SELECT pg_backend_pid()")
END = sa.text("SELECT pg_terminate_backend(:process, 5000)")


def test_connections_that_the_server_closed_are_opened_anew(session: Session, database: str) -> None:
    if database != "postgresql":
        pytest.skip("a SQLite connection has no server that could close it")
    engine = session.get_bind()
    assert isinstance(engine, sa.Engine)
    with engine.connect() as other:
        with engine.connect() as first, engine.connect() as second:
            lost = [first.scalar(NUMBER), second.scalar(NUMBER)]
        ended = [other.scalar(END, {"process": process}) for process in lost]

    with engine.connect() as first, engine.connect() as second:
        found = [first.scalar(NUMBER), second.scalar(NUMBER)]

    assert ended == [True, True]
    assert not set(found) & set(lost)
