"""Pays with pgledger (https://github.com/pgr0ss/pgledger), from files that whoever measures has at hand.

Its repository names no licence, so nothing of it stands here, and nothing of it is fetched.
"""

from collections.abc import Sequence
from pathlib import Path

import psycopg
import sqlalchemy as sa

from benchmarks.ledgers_ours import Once, Place, picker

PAY = "SELECT id FROM pgledger_create_transfer(%s, %s, '0.01')"
OPEN = "SELECT id FROM pgledger_create_account('account ' || n, 'EUR')"


def prepare(url: str, files: Sequence[Path], accounts: int) -> list[str]:
    """Run its files on an empty database and open accounts; returns their ids."""
    with _connect(url) as connection:
        for file in files:
            connection.execute(file.read_bytes())
        rows = connection.execute(
            f"SELECT id FROM generate_series(1, {accounts}) AS n, LATERAL ({OPEN}) AS made"
        ).fetchall()
        connection.execute("VACUUM ANALYZE pgledger_accounts")
    return [row[0] for row in rows]


def party(url: str, ids: Sequence[str], _place: Place, hot: bool) -> Once:
    """Pay by one call of its function with psycopg, committed by the call itself."""
    connection, pick = _connect(url), picker(ids, hot)

    def once() -> None:
        assert connection.execute(PAY, pick()).fetchone() is not None

    return once


def _connect(url: str) -> psycopg.Connection:
    named = sa.make_url(url)
    return psycopg.connect(
        host=str(named.query["host"]), user=named.username, dbname=named.database, autocommit=True
    )
