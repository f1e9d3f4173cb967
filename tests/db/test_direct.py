"""A call that goes past the driver's cursors is, to everybody else, one like any other."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db import direct


@pytest.fixture
def engine(session: Session, database: str) -> sa.Engine:
    """PostgreSQL alone has functions of its own."""
    if database != "postgresql":
        pytest.skip("SQLite has no functions that could be called so")
    engine = session.get_bind()
    assert isinstance(engine, sa.Engine)
    return engine


@pytest.fixture
def connection(engine: sa.Engine) -> Iterator[sa.Connection]:
    with engine.connect() as connection:
        yield connection


def status(connection: sa.Connection) -> str:
    return connection.connection.driver_connection.info.transaction_status.name


@pytest.mark.parametrize(
    "text",
    ["Bread", "", "it's", "back\\slash", "'; DROP TABLE transfer; --", "%s %(a)s {}", "日本 🥖 \n\t\x01"],
)
def test_every_text_arrives_as_it_was(connection: sa.Connection, text: str) -> None:
    assert direct.call(connection, "concat", [text, None]) == text


def test_nothing_is_answered_as_none(connection: sa.Connection) -> None:
    assert direct.call(connection, "nullif", ["a", "a"]) is None


def test_it_begins_a_transaction_that_is_taken_back_as_any_other(connection: sa.Connection) -> None:
    before = status(connection)
    direct.call(connection, "set_config", ["application_name", "direct", "true"])
    during = status(connection), connection.scalar(sa.text("SHOW application_name"))
    connection.rollback()
    after = status(connection), connection.scalar(sa.text("SHOW application_name"))

    assert (before, during) == ("IDLE", ("INTRANS", "direct"))
    assert after == ("IDLE", "")


def test_a_connection_that_begins_in_another_way_keeps_its_way(engine: sa.Engine) -> None:
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as careful:
        level = direct.call(careful, "current_setting", ["transaction_isolation"])
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as alone:
        direct.call(alone, "concat", ["a"])
        left = status(alone)

    assert (level, left) == ("repeatable read", "IDLE")


def test_what_the_database_refuses_is_told_as_sqlalchemy_tells_it(connection: sa.Connection) -> None:
    with pytest.raises(sa.exc.DataError) as refused:
        direct.call(connection, "make_date", ["2026", "13", "1"])

    assert refused.value.orig.sqlstate == "22008"
    assert "date field value out of range" in str(refused.value)
    assert not refused.value.connection_invalidated


def test_a_character_that_no_text_may_hold_is_refused_before_it_is_sent(connection: sa.Connection) -> None:
    with pytest.raises(sa.exc.DataError, match="NUL"):
        direct.call(connection, "concat", ["a\0b"])

    assert status(connection) == "IDLE"


def test_a_server_that_went_away_leaves_no_connection_behind(
    connection: sa.Connection, engine: sa.Engine
) -> None:
    number = direct.call(connection, "pg_backend_pid", [])
    with engine.connect() as other:
        other.execute(sa.text(f"SELECT pg_terminate_backend({number})"))

    with pytest.raises(sa.exc.OperationalError) as refused:
        direct.call(connection, "concat", ["a"])

    assert refused.value.connection_invalidated
    with Session(engine) as session:
        assert session.scalar(sa.text("SELECT 1")) == 1


def test_what_the_database_refuses_at_the_end_is_told_and_leaves_nothing(connection: sa.Connection) -> None:
    connection.execute(sa.text("CREATE TEMPORARY TABLE a (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)"))
    connection.commit()
    connection.execute(sa.text("INSERT INTO a VALUES (1), (1)"))

    with pytest.raises(sa.exc.IntegrityError, match="duplicate key"):
        connection.commit()

    assert status(connection) == "IDLE"
    connection.rollback()
    assert connection.scalar(sa.text("SELECT count(*) FROM a")) == 0


def test_a_server_that_goes_before_the_end_leaves_no_connection_behind(
    connection: sa.Connection, engine: sa.Engine
) -> None:
    number = connection.scalar(sa.text("SELECT pg_backend_pid()"))
    with engine.connect() as other:
        other.execute(sa.text(f"SELECT pg_terminate_backend({number})"))

    with pytest.raises(sa.exc.OperationalError) as refused:
        connection.commit()

    assert refused.value.connection_invalidated
    connection.rollback()
    assert connection.scalar(sa.text("SELECT pg_backend_pid()")) != number


def test_what_was_committed_is_seen_by_others_and_what_was_not_is_not(engine: sa.Engine) -> None:
    with engine.connect() as one, engine.connect() as other:
        one.execute(sa.text("CREATE TABLE seen (number int)"))
        one.commit()
        one.execute(sa.text("INSERT INTO seen VALUES (1)"))
        before = other.scalar(sa.text("SELECT count(*) FROM seen"))
        one.commit()
        after = other.scalar(sa.text("SELECT count(*) FROM seen"))
        one.execute(sa.text("INSERT INTO seen VALUES (2)"))
        one.rollback()
        other.rollback()
        last = other.scalar(sa.text("SELECT count(*) FROM seen"))
        other.rollback()
        one.execute(sa.text("DROP TABLE seen"))
        one.commit()

    assert (before, after, last) == (0, 1, 1)
