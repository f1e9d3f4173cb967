"""One writer of a process after the other: in the order they came, but for slices of time."""

import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db import turns
from app.db.engine import engine_options, protect
from app.db.turns import Turns
from tests.db.test_engine import in_child


@pytest.fixture
def engine(tmp_path):
    made = sa.create_engine(**engine_options(f"sqlite:///{tmp_path / 'turns.sqlite3'}"))
    protect(made)
    with made.begin() as connection:
        connection.execute(sa.text("CREATE TABLE line (number INTEGER)"))
    yield made
    made.dispose()


def test_who_waits_longest_is_next():
    line, came, seen = Turns(), threading.Event(), []
    line.take(1)

    def wait(name):
        came.set()
        assert line.take(5)
        seen.append(name)
        line.leave()

    waiting = []
    for name in "abc":
        waiting.append(threading.Thread(target=wait, args=(name,)))
        waiting[-1].start()
        came.wait()
        came.clear()
        while len(line._waiting) < len(waiting):
            time.sleep(0.001)
    line.leave()
    for one in waiting:
        one.join(5)

    assert seen == ["a", "b", "c"]


def test_who_writes_again_and_again_lets_the_others_in(monkeypatch):
    monkeypatch.setattr(turns, "SLICE", 0)
    monkeypatch.setattr(turns, "LOOK", 60)  # who waits is handed the turn, or waits for ever
    line, over, taken = Turns(), threading.Event(), []

    def never_rest():
        while not over.is_set():
            assert line.take(5)
            time.sleep(0.005)
            line.leave()

    busy = threading.Thread(target=never_rest)
    busy.start()
    for _ in range(5):
        taken.append(line.take(2))
        if taken[-1]:
            line.leave()
    over.set()
    busy.join(5)

    assert taken == [True] * 5
    assert not busy.is_alive()


def test_within_a_slice_whoever_is_there_first_writes_and_who_waits_comes_afterwards():
    line, seen = Turns(), []
    line.take(1)
    line._handed_at = time.monotonic() + 60  # a slice that has just begun, and lasts

    def wait():
        assert line.take(5)
        seen.append("waited")
        line.leave()

    waiting = threading.Thread(target=wait)
    waiting.start()
    while not line._waiting:
        time.sleep(0.001)
    line.leave()
    waiting.join(5)

    assert seen == ["waited"]
    assert line.take(0.01)


def test_who_gives_up_waiting_leaves_the_line_in_order():
    line = Turns()
    line.take(1)

    assert not line.take(0.01)
    line.leave()
    assert line.take(0.01)


def test_sixteen_writers_each_get_their_turn(engine):
    def write(number):
        with Session(engine) as session:
            session.execute(sa.text("INSERT INTO line VALUES (:number)"), {"number": number})
            time.sleep(0.002)
            session.commit()

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(write, [number % 16 for number in range(160)]))

    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT number, count(*) FROM line GROUP BY number")).all()
    assert rows == [(number, 10) for number in range(16)]


@pytest.mark.parametrize("how", ["commit", "rollback", "close"])
def test_the_next_one_writes_after_a_writer_ended_in_whatever_way(engine, how):
    first, second = engine.connect(), engine.connect()
    first.execute(sa.text("INSERT INTO line VALUES (1)"))

    getattr(first, how)()

    began = time.monotonic()
    second.execute(sa.text("INSERT INTO line VALUES (2)"))
    assert time.monotonic() - began < 1
    second.close()
    first.close()


def test_a_writer_that_another_process_keeps_waiting_is_told_in_the_end(engine, monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 0.05)
    stranger = sqlite3.connect(engine.url.database, isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")

    with pytest.raises(sa.exc.OperationalError, match="locked"), engine.begin():
        pass

    stranger.execute("ROLLBACK")
    stranger.close()
    with engine.begin() as connection:  # and has left the line
        connection.execute(sa.text("INSERT INTO line VALUES (1)"))


def test_a_forked_process_does_not_wait_for_a_turn_that_a_thread_of_its_parent_had(engine):
    def whose_turn() -> bool:
        with engine.connect() as connection:
            driver = connection.connection.dbapi_connection
            return driver.turns.take(0.01)

    with engine.begin():
        assert not whose_turn()
        assert in_child(whose_turn) == "True"


def test_a_commit_that_fails_keeps_nobody_waiting(engine):
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE whole (id INTEGER PRIMARY KEY)"))
        connection.execute(
            sa.text("CREATE TABLE part (id INTEGER REFERENCES whole (id) DEFERRABLE INITIALLY DEFERRED)")
        )
    failing = engine.connect()
    failing.execute(sa.text("INSERT INTO part VALUES (7)"))  # found out when it is committed

    with pytest.raises(sa.exc.IntegrityError):
        failing.commit()

    with engine.begin() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM part")).scalar_one() == 0
    failing.close()
