"""What is done most on PostgreSQL, past the parts of psycopg that a payment does not need.

A call of a function goes in one message, together with the BEGIN that it needs: psycopg sends BEGIN in a
message of its own and looks at the type of every argument. A commit waits in libpq itself instead of
psycopg's loop around the socket. What each saves stands in docs/performance.md.
"""

from collections.abc import Sequence
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.pq import Escaping, ExecStatus, TransactionStatus


class Connection(psycopg.Connection[Any]):
    """A connection to PostgreSQL that ends its transactions with as little as that takes."""

    def commit(self) -> None:
        """Commit; what has failed is rolled back, as the server does it.

        Raises:
            psycopg.Error: nothing was committed, or nobody knows.
        """
        if self.pgconn.transaction_status != TransactionStatus.INTRANS:
            super().commit()
            return
        result = self.pgconn.exec_(b"COMMIT")
        if result.status != ExecStatus.COMMAND_OK:
            raise _error(result)

    def rollback(self) -> None:
        """Roll back what was begun; a connection that comes back to its pool mostly has nothing."""
        if self.pgconn.transaction_status != TransactionStatus.IDLE:
            super().rollback()


def connect(_dialect: object, _record: object, words: list[Any], named: dict[str, Any]) -> Connection:
    """Open a connection for an engine of SQLAlchemy, for its event ``do_connect``."""
    return Connection.connect(*words, **named)


def call(connection: sa.Connection, function: str, arguments: Sequence[str | None]) -> str | None:
    """Call ``function`` with arguments as text and return its one answer as text.

    PostgreSQL finds the types of the arguments; there must be one function of that name and so many.

    Raises:
        sqlalchemy.exc.DBAPIError: as when SQLAlchemy had asked.
    """
    driver: Any = connection.connection.driver_connection
    wanted = f"SELECT {function}({', '.join(['%s'] * len(arguments))})"
    try:
        return _call(driver, function, arguments)
    except psycopg.Error as error:
        if driver.closed:
            connection.invalidate(error)
        raise sa.exc.DBAPIError.instance(
            wanted,
            None,
            error,
            psycopg.Error,
            connection_invalidated=driver.closed,
            dialect=connection.dialect,
        ) from error


def _call(driver: Any, function: str, arguments: Sequence[str | None]) -> str | None:
    server = driver.pgconn
    begun = server.transaction_status
    if begun == TransactionStatus.IDLE and not _begins_plainly(driver):
        driver.execute("SELECT 1")  # let it begin in its own way
        begun = server.transaction_status
    written = ", ".join("NULL" if one is None else _literal(server, one) for one in arguments)
    begin = "BEGIN;" if begun == TransactionStatus.IDLE and not driver.autocommit else ""
    encoding = driver.info.encoding
    result = server.exec_(f"{begin}SELECT {function}({written})".encode(encoding))
    if result.status != ExecStatus.TUPLES_OK:
        raise _error(result)
    value: bytes | None = result.get_value(0, 0)
    return None if value is None else value.decode(encoding)


def _begins_plainly(driver: Any) -> bool:
    return driver.isolation_level is driver.read_only is driver.deferrable is None


def _literal(server: Any, text: str) -> str:
    if "'" not in text and "\\" not in text and "\0" not in text:  # nearly always
        return f"'{text}'"
    if "\0" in text:
        raise psycopg.DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
    return bytes(Escaping(server).escape_literal(text.encode())).decode()


def _error(result: Any) -> psycopg.Error:
    """Return what psycopg would raise for a result that is none."""
    code = result.error_field(psycopg.pq.DiagnosticField.SQLSTATE)
    message = result.error_message.decode(errors="replace").strip()
    if code is None:  # the server is gone
        return psycopg.OperationalError(message)
    try:
        kind = psycopg.errors.lookup(code.decode())
    except KeyError:
        kind = psycopg.DatabaseError
    return kind(message, info=result)
