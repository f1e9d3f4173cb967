"""Engines do not lose what they acknowledged, and no connection crosses a fork."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from app.config import Settings, prepare
from app.db import durability
from app.db.engine import engine_options, protect, reading
from app.errors import Misconfiguration
from app.factory import create_app
from app.serving import check_before_serving
from app.testing.databases import postgres_cluster
from app.web.database import db


def in_child(work: Callable[[], object]) -> str:
    """What ``work`` gives in a forked process, as text."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            answer = repr(work())
        except BaseException as error:  # noqa: BLE001  # it has to leave the child as text
            answer = repr(error)
        os.write(writer, answer.encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader) as answers:
        return answers.read()


@pytest.fixture
def sqlite(tmp_path: Path) -> sa.Engine:
    engine = sa.create_engine(**engine_options(f"sqlite:///{tmp_path / 'small.sqlite3'}"))
    protect(engine)
    return engine


def test_sqlite_waits_syncs_and_keeps_its_references(sqlite: sa.Engine) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15000}
    with sqlite.begin():  # who writes waits in a way of its own, and gives this back
        pass
    with reading(), sqlite.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}

    assert found == wanted


def test_a_transaction_takes_the_write_lock_at_once_unless_it_only_reads(sqlite: sa.Engine) -> None:
    begun: list[str] = []
    event.listen(sqlite, "connect", lambda connection, record: connection.set_trace_callback(begun.append))
    with sqlite.connect() as connection:
        connection.execute(sa.text("SELECT 1"))
    with reading(), sqlite.connect() as connection:
        connection.execute(sa.text("SELECT 2"))

    said = [statement for statement in begun if not statement.startswith(("PRAGMA", "ROLLBACK"))]
    assert said == ["BEGIN IMMEDIATE", "SELECT 1", "BEGIN DEFERRED", "SELECT 2"]


def test_a_reader_does_not_wait_for_a_writer(sqlite: sa.Engine) -> None:
    with sqlite.begin() as writer:
        writer.execute(sa.text("CREATE TABLE note (words TEXT)"))
    with sqlite.connect() as writer:
        writer.execute(sa.text("INSERT INTO note VALUES ('unsaid')"))
        with reading(), sqlite.connect() as reader:
            seen = reader.execute(sa.text("SELECT count(*) FROM note")).scalar()

    assert seen == 0


@pytest.mark.parametrize("pragma", ["PRAGMA synchronous=NORMAL", "PRAGMA synchronous=OFF"])
def test_a_file_that_would_lose_acknowledged_writes_is_refused(sqlite: sa.Engine, pragma: str) -> None:
    event.listen(sqlite, "connect", lambda connection, record: connection.execute(pragma))

    with pytest.raises(Misconfiguration, match="a power cut could lose transfers that were acknowledged"):
        durability.check(sqlite)


def test_a_disk_without_write_ahead_logging_is_refused(sqlite: sa.Engine) -> None:
    event.listen(
        sqlite, "connect", lambda connection, record: connection.execute("PRAGMA journal_mode=DELETE")
    )

    with pytest.raises(Misconfiguration, match="journal_mode=delete"):
        durability.check(sqlite)


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "synchronous_commit"])
def test_a_postgresql_server_that_would_lose_writes_is_refused(setting: str) -> None:
    with postgres_cluster(**{setting: "off"}) as url:
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        with pytest.raises(Misconfiguration) as refused:
            durability.check(engine)

    assert str(refused.value) == (
        f"PostgreSQL runs with {setting}=off; a power cut could lose transfers that were acknowledged. "
        f"Set {setting}=on and start again."
    )


def test_a_durable_database_is_accepted(app: Flask) -> None:
    with app.app_context():
        durability.check(db.engine)


def test_the_site_does_not_start_on_a_database_without_migrations(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url=f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    app = create_app(prepare(settings))

    with pytest.raises(Misconfiguration, match="Run 'together db upgrade' first"):
        check_before_serving(app)


def test_a_forked_process_gets_connections_of_its_own(app: Flask) -> None:
    with app.app_context():
        engine = db.engine
    with engine.connect() as connection:
        ours = id(connection.connection.dbapi_connection)
    open_before = engine.pool.checkedin()  # type: ignore[attr-defined]

    def work() -> tuple[int, int]:
        with engine.connect() as connection:
            return connection.execute(sa.text("SELECT 41 + 1")).scalar_one(), engine.pool.checkedin()  # type: ignore[attr-defined]

    answer = in_child(work)
    left_open = engine.pool.checkedin()  # type: ignore[attr-defined]
    with engine.connect() as connection:
        still = connection.execute(sa.text("SELECT 1")).scalar_one()

    assert (open_before, left_open) == (1, 0)  # closed before the fork
    assert answer == "(42, 0)"
    assert still == 1
    assert ours


def test_a_connection_that_was_in_use_at_the_fork_is_not_used_by_the_child(sqlite: sa.Engine) -> None:
    with sqlite.begin() as connection:
        connection.execute(sa.text("CREATE TABLE note (words TEXT)"))
    with sqlite.connect() as held:
        held.execute(sa.text("INSERT INTO note VALUES ('ours')"))
        in_parent = id(held.connection.dbapi_connection)

        def work() -> bool:
            with reading(), sqlite.connect() as connection:
                return id(connection.connection.dbapi_connection) != in_parent

        answer = in_child(work)
        held.commit()
    with sqlite.connect() as connection:
        kept = connection.execute(sa.text("SELECT words FROM note")).scalars().all()

    assert answer == "True"
    assert kept == ["ours"]


@pytest.mark.parametrize(
    ("dialect", "version", "told"),
    [
        ("sqlite", (3, 40, 1), True),
        ("sqlite", (3, 51, 2), True),
        ("sqlite", (3, 51, 3), False),
        ("postgresql", (3, 40, 1), False),
    ],
)
def test_an_sqlite_that_may_damage_its_log_is_told_of(
    dialect: str, version: tuple[int, ...], told: bool
) -> None:
    assert ("WAL-reset bug" in durability.warning(dialect, version)) == told
