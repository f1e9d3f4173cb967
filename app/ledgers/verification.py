"""Checks of a ledger from its transfers and entries: what must hold after every transfer, for ever."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.db.engine import reading
from app.ledgers import balances, places
from app.ledgers.chain import Head
from app.ledgers.models import Ledger
from app.ledgers.walk import Walk, walk
from app.territories.models import Territory


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that should not be."""

    rule: str
    """``L1`` two sides, ``L2`` balances, ``L3`` limits, ``L4`` sum, ``L7`` holds, ``L9`` chain,
    ``L10`` order."""
    about_id: UUID
    text: str


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a check of a whole ledger found."""

    faults: list[Fault]
    """Everything that is wrong; the first one is the first in the chain, if it is there."""
    head: Head
    """The last link that was recomputed and is right."""


Check = Callable[[Session, UUID], list[tuple[str, UUID, str]]]
CHECKS: tuple[Check, ...] = (*balances.CHECKS, *places.CHECKS)


@contextmanager
def snapshot(session: Session) -> Iterator[None]:
    """Let the block see the database as it stands now, however long it reads and whatever others write.

    It must begin outside a transaction, and ends the one it opens.
    """
    with reading():
        if session.get_bind().dialect.name == "postgresql":
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            session.execute(sa.text("SET TRANSACTION READ ONLY"))
            session.execute(sa.text("SET LOCAL statement_timeout = 0"))
        try:
            yield
        finally:
            session.rollback()


def verdict(session: Session, ledger_id: UUID) -> Verdict:
    """Recompute a ledger from its first transfer; the faults of its chain come first."""
    ledger = session.get(Ledger, ledger_id)
    if ledger is None:
        gone = Fault(rule="L9", about_id=ledger_id, text="there is no such ledger")
        return Verdict(faults=[gone], head=Walk().head)
    walked = walk(session, ledger)
    found = [] if not walked.wrong else [_broken(session, ledger, walked)]
    for check in CHECKS:
        try:
            wrong = check(session, ledger_id)
        except ValueError:  # an id that is no longer one
            wrong = [("L9", ledger_id, "something written in it can no longer be read")]
        found += [Fault(rule=rule, about_id=about_id, text=text) for rule, about_id, text in wrong]
    return Verdict(faults=found, head=walked.head)


def faults(session: Session, ledger_id: UUID) -> list[Fault]:
    """Return everything that is wrong in a ledger; an empty list is the only good answer."""
    return verdict(session, ledger_id).faults


def _broken(session: Session, ledger: Ledger, walked: Walk) -> Fault:
    """Say the first thing wrong in a chain, naming the transfer, its place and its day."""
    zone = session.scalar(sa.select(Territory.time_zone).where(Territory.id == ledger.territory_id))
    at = walked.recorded_at
    day = f" of {clock.local(at, zone or 'UTC'):%-d %B %Y}" if at is not None else ""
    number = walked.head.number + 1
    return Fault(
        rule="L9",
        about_id=walked.stopped_at_id or ledger.id,
        text=f"transfer {walked.named}, number {number} in the chain{day}: {walked.wrong}",
    )
