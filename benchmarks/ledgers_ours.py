"""Our ledgers for the benchmark: a place to pay in, and ways to pay there, from the service to bare SQL."""

import functools
import random
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import psycopg
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.db import new_id
from app.db.engine import SQLITE_PRAGMAS, engine_options, protect
from app.ledgers import posting_sqlite, services
from app.ledgers.models import Account, Ledger
from app.ledgers.movements import Claim, Posting
from app.ledgers.posting_postgresql import PAY, paying
from app.ledgers.verification import faults
from app.notifications import outbox

FAR = 10**9  # a limit that is checked and never reached
DIGEST = "0" * 64
Id = TypeVar("Id", UUID, str)

Once = Callable[[], None]


@dataclass(frozen=True, kw_only=True)
class Place:
    """A ledger and its accounts."""

    url: str
    ledger_id: UUID
    territory_id: UUID
    account_ids: list[UUID]


def furnish(url: str, data_dir: Path, accounts: int) -> Place:
    """Migrate an empty database and open a ledger with accounts in it."""
    from app.config import Settings, prepare
    from app.factory import create_app
    from app.schema import upgrade_schema
    from app.testing import factories
    from app.web.database import db

    settings = Settings(
        data_dir=data_dir, database_url=url, base_url="http://localhost", mail_url=f"file:{data_dir}/mail",
        secret_key="only for a benchmark, thirty-two letters", embedded_jobs=False, testing=True,
    )  # fmt: skip
    with create_app(prepare(settings), []).app_context():
        upgrade_schema()
        db.engine.dispose()
    engine = _engine(url)
    with Session(engine, expire_on_commit=False) as session:
        territory = factories.territory(session)
        ledger = services.open_ledger(
            session, territory_id=territory.id, subnetwork_id=factories.subnetwork(session, territory).id,
            plugin="time_bank", name="Hours", unit="minutes", floor=-FAR, ceiling=FAR,
        )  # fmt: skip
        ids = [new_id() for _ in range(accounts)]
        rows = [
            {
                "id": account_id, "territory_id": territory.id, "ledger_id": ledger.id,
                "kind": "organisation", "name": str(account_id), "floor": -FAR, "ceiling": FAR,
                "balance": 0, "held": 0, "expected": 0, "own_limits": False, "entries_count": 0,
                "created_at": clock.now(),
            }
            for account_id in ids
        ]  # fmt: skip
        for start in range(0, accounts, 5_000):
            session.execute(sa.insert(Account), rows[start : start + 5_000])
        session.commit()
        place = Place(url=url, ledger_id=ledger.id, territory_id=territory.id, account_ids=ids)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            # the rest is empty: who were told so would read it from end to end until somebody looks again
            connection.exec_driver_sql("VACUUM ANALYZE account")
    engine.dispose()
    return place


def wrong(place: Place) -> list[str]:
    """Verify the ledger from its entries; returns what is wrong with it."""
    with Session(_engine(place.url)) as session:
        return [str(fault) for fault in faults(session, place.ledger_id)]


def service(place: Place, hot: bool, *, mail: bool = False, request: bool = False) -> Once:
    """Pay with the service of the platform, and commit.

    Args:
        mail: a mail is written in the same transaction.
        request: each payment has a session of its own and reads the ledger, as a page or a job does.
    """
    engine, pick = _of_process(place.url), picker(place.account_ids, hot)
    kept = Session(engine, expire_on_commit=False)
    ledger = kept.get_one(Ledger, place.ledger_id)
    kept.commit()

    def pay(session: Session, ledger: Ledger) -> None:
        payer_id, payee_id = pick()
        services.transfer(
            session, ledger=ledger, payer_id=payer_id, payee_id=payee_id, amount=1, reason="exchange",
            memo="Bread", key=str(new_id()),
        )  # fmt: skip
        if mail:
            outbox.write(session, kind="paid", recipient="a@example.org", subject="Bread", text="Paid.")
            session.flush()
        session.commit()

    def pay_anew() -> None:
        with Session(engine, expire_on_commit=False) as session:
            pay(session, session.get_one(Ledger, place.ledger_id))

    return pay_anew if request else lambda: pay(kept, ledger)


def function(place: Place, hot: bool) -> Once:
    """Pay by calling the function of the database with psycopg alone, committed by the call itself."""
    url = sa.make_url(place.url)
    connection = psycopg.connect(
        host=str(url.query["host"]), user=url.username, dbname=url.database, autocommit=True
    )
    pick = picker(place.account_ids, hot)
    statement = f"SELECT {PAY}({', '.join(['%s'] * 15)})"

    def once() -> None:
        asked, posting = _asked(place, *pick())
        answer = connection.execute(statement, paying(asked, posting)).fetchone()
        assert answer == (None,)

    return once


def bare(place: Place, hot: bool) -> Once:
    """Pay with the same statements by sqlite3 alone."""
    connection = sqlite3.connect(place.url.removeprefix("sqlite:///"), isolation_level=None)
    for pragma in SQLITE_PRAGMAS:
        connection.execute(pragma)
    pick, run = picker(place.account_ids, hot), connection.execute
    ledger, territory = place.ledger_id.hex, place.territory_id.hex

    def once() -> None:
        payer, payee = (account_id.hex for account_id in pick())
        transfer, at = new_id().hex, clock.now().replace(tzinfo=None).isoformat(" ", "microseconds")
        run("BEGIN IMMEDIATE")
        key = (f"ledger:{place.ledger_id}", str(new_id()), territory, DIGEST, transfer, None, at)
        run(posting_sqlite.CLAIM, key)
        run(posting_sqlite.STOPPED, (ledger,)).fetchone()
        stands = {}
        for account, change in sorted([(payer, -1), (payee, 1)]):
            stands[account] = run(posting_sqlite.MOVE, (account, change, 0, 0, 1, ledger)).fetchone()
        made = (transfer, territory, ledger, payer, payee, 1, "exchange", *(None,) * 7, at)
        run(posting_sqlite.TRANSFER, made)
        run(
            posting_sqlite.ENTRIES,
            (payer, stands[payer][1], territory, transfer, -1, stands[payer][0],
             payee, stands[payee][1], territory, transfer, 1, stands[payee][0]),
        )  # fmt: skip
        run(posting_sqlite.QUEUE, (transfer, ledger, territory))
        run(posting_sqlite.MEMO, (transfer, "Bread", territory))
        run("COMMIT")

    return once


@functools.cache
def _of_process(url: str) -> sa.Engine:
    """Return the one engine of this process, as of a server."""
    return _engine(url)


def _engine(url: str) -> sa.Engine:
    engine = sa.create_engine(**engine_options(url))
    protect(engine)
    return engine


def picker(ids: Sequence[Id], hot: bool) -> Callable[[], list[Id]]:
    """Return what picks two accounts; the hot one pays or is paid each time."""
    chance = random.Random()

    def pick() -> list[Id]:
        if not hot:
            return chance.sample(ids, 2)
        sides = [ids[len(ids) // 2], ids[chance.randrange(len(ids) // 2)]]
        return sides if chance.random() < 0.5 else sides[::-1]

    return pick


def _asked(place: Place, payer_id: UUID, payee_id: UUID) -> tuple[Claim, Posting]:
    claim = Claim(place.ledger_id, place.territory_id, clock.now(), str(new_id()), DIGEST, None)
    posting = Posting(
        id=new_id(), payer_id=payer_id, payee_id=payee_id, amount=1, reason="exchange", memo="Bread"
    )
    return claim, posting
