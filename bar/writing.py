"""A process that posts transfers through the service until it is killed, and says which were acknowledged.

``python -m bar.writing URL LEDGER ACCOUNT ACCOUNT [weak]``: each ``go`` on its standard input lets a child
begin; the child's number, then the key of every committed transfer come on the standard output.
"""

import os
import sys
import threading
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import wiring  # noqa: F401  # every model is known before the first query
from app.db import engine as engines
from app.ledgers import services
from app.ledgers.models import Ledger

THREADS = 4


def main() -> None:
    """Wait for the word, then let a child post."""
    url, ledger_id, *accounts = sys.argv[1:5]
    if "weak" in sys.argv:
        engines.SQLITE_PRAGMAS = tuple(one.replace("FULL", "NORMAL") for one in engines.SQLITE_PRAGMAS)
    for number, line in enumerate(sys.stdin):
        if line.strip() != "go":
            return
        child = os.fork()
        if child == 0:
            post(url, UUID(ledger_id), [UUID(one) for one in accounts], number)
        say(f"pid {child}")
        os.waitpid(child, 0)
        say("gone")


def post(url: str, ledger_id: UUID, accounts: list[UUID], number: int) -> None:
    """Post for ever, to and fro, in several threads."""
    engine = sa.create_engine(**engines.engine_options(url))
    engines.protect(engine)

    def work(thread: int) -> None:
        payer, payee = accounts if thread % 2 else reversed(accounts)
        step = 0
        while True:
            step += 1
            key = f"cut {number} {thread} {step}"
            with Session(engine, expire_on_commit=False) as session:
                services.transfer(
                    session, ledger=session.get_one(Ledger, ledger_id), payer_id=payer, payee_id=payee,
                    amount=1, reason="gift", key=key,
                )  # fmt: skip
                session.commit()
            say(f"ack {key}")

    threads = [threading.Thread(target=work, args=(thread,)) for thread in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    os._exit(1)


def say(text: str) -> None:
    """Write one line in one piece."""
    os.write(1, f"{text}\n".encode())


if __name__ == "__main__":
    main()
