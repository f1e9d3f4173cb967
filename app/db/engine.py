"""Engines that do not lose what they acknowledged: SQLite pragmas, isolation, forks."""

import os
import select
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError, InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, _ConnectionFairy

from app.db.turns import Turns, Writer

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=15000",
    "PRAGMA cache_size=-16000",
    "PRAGMA temp_store=MEMORY",
)

_reading: ContextVar[bool] = ContextVar("reading", default=False)
_engines: "weakref.WeakKeyDictionary[sa.Engine, Turns]" = weakref.WeakKeyDictionary()


@contextmanager
def reading() -> Iterator[None]:
    """Open transactions of this block for reading: on SQLite they do not take the write lock."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


def set_reading(value: bool) -> None:
    """Say whether the transactions that this context opens only read."""
    _reading.set(value)


def is_reading() -> bool:
    """Tell whether the transactions that this context opens only read."""
    return _reading.get()


def engine_options(url: str) -> dict[str, Any]:
    """Return the ``create_engine`` arguments for the database at ``url``."""
    if sa.make_url(url).get_backend_name() == "sqlite":
        return {"url": url, "connect_args": {"timeout": 15, "factory": Writer}}
    return {
        "url": url,
        "pool_size": 8,
        "max_overflow": 8,
        "pool_timeout": 5,
        "connect_args": {"connect_timeout": 5, "options": "-c statement_timeout=15000 -c timezone=UTC"},
    }


def protect(engine: sa.Engine) -> None:
    """Give ``engine`` the rules of this project: pragmas, explicit BEGIN, no connection across a fork."""
    turns = _engines.setdefault(engine, Turns())
    event.listen(engine, "connect", _remember_process)
    event.listen(engine, "checkout", _refuse_foreign_process)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "connect", partial(_give_turns, turns))
        event.listen(engine, "begin", _begin_sqlite)
    else:
        from app.db import direct  # its driver is not installed where nobody needs it

        event.listen(engine, "do_connect", direct.connect)
        event.listen(engine, "checkout", _refuse_lost)


def _prepare_sqlite(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    assert isinstance(connection, sqlite3.Connection)
    connection.isolation_level = None  # BEGIN is ours, see _begin_sqlite
    for pragma in SQLITE_PRAGMAS:
        connection.execute(pragma)


def _give_turns(turns: Turns, connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    if isinstance(connection, Writer):
        connection.turns = turns


def _begin_sqlite(connection: sa.Connection) -> None:
    # Two deferred transactions that read, then write, cannot both go on: writers take the lock first.
    driver = connection.connection.dbapi_connection
    begin = "BEGIN DEFERRED" if _reading.get() else "BEGIN IMMEDIATE"
    if not isinstance(driver, Writer):
        connection.exec_driver_sql(begin)
        return
    try:
        driver.begin_reading() if _reading.get() else driver.begin_writing()
    except sqlite3.Error as error:
        raise sa.exc.OperationalError(begin, None, error) from error


def _remember_process(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    record.info["process"] = os.getpid()


def _refuse_foreign_process(
    connection: DBAPIConnection, record: ConnectionPoolEntry, proxy: _ConnectionFairy
) -> None:
    if record.info["process"] != os.getpid():
        record.dbapi_connection = proxy.dbapi_connection = None  # type: ignore[assignment,misc]  # its owner's
        raise DisconnectionError("this connection was opened by another process")


def _refuse_lost(connection: Any, record: ConnectionPoolEntry, proxy: _ConnectionFairy) -> None:
    # To ask the server first, as pool_pre_ping does, costs a round trip at every transaction. A server that
    # went away has left its farewell, or the end, in the socket of an idle connection.
    if connection.closed:
        raise InvalidatePoolError("this connection was closed")
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if waiting.poll(0):
        raise InvalidatePoolError("the server closed this connection")


def _close_before_fork() -> None:
    for engine in list(_engines):
        engine.dispose()


def _forget_after_fork() -> None:
    for engine, turns in list(_engines.items()):
        engine.dispose(close=False)
        turns.forget()


os.register_at_fork(before=_close_before_fork, after_in_child=_forget_after_fork)
