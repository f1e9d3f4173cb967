"""The chain of a ledger: each transfer is sealed, in posting order, to all that came before it.

``digest = SHA-256(digest before || canonical form)``; the first one follows 32 zero bytes, for the form
itself names the ledger (``app.ledgers.canonical``). Whoever kept one digest can tell whether anything
before it was changed since.

Posting only queues a transfer: giving it its place while accounts are locked would make a ledger as slow
as its chain. ``link`` does that right afterwards, one linker per ledger at a time.
"""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db import Model
from app.ledgers.canonical import COLUMNS, PAYEE, PAYER, canonical, name_of, raw, shape, with_entries
from app.ledgers.models import LedgerLink
from app.ledgers.statements import ENTRY, LEDGER, QUEUE
from app.webhooks import outbox

LINK = Model.metadata.tables[LedgerLink.__tablename__]
START = bytes(32)
AT_ONCE = 2_000
"""Transfers linked in one transaction: a fifth of a second of SQLite's one writer."""


@dataclass(frozen=True, kw_only=True)
class Head:
    """The last link of a chain: how many transfers it has, and the digest that stands for all of them."""

    number: int
    digest: bytes

    @property
    def hex(self) -> str:
        """The digest as people publish and compare it."""
        return self.digest.hex()


def digest_after(before: bytes, said: dict[str, Any]) -> bytes:
    """Return the digest of a link from the one before it and what its transfer says."""
    return hashlib.sha256(before + canonical(said)).digest()


def head(session: Session, ledger_id: UUID) -> Head:
    """Return the last link of a ledger's chain; number 0 while it has none."""
    row = session.execute(
        sa.select(LINK.c.number, LINK.c.digest)
        .where(LINK.c.ledger_id == ledger_id)
        .order_by(LINK.c.number.desc())
        .limit(1)
    ).one_or_none()
    return Head(number=0, digest=START) if row is None else Head(number=row.number, digest=row.digest)


def waits(session: Session) -> bool:
    """Tell whether any transfer waits for its place."""
    return session.scalar(sa.select(QUEUE.c.transfer_id).limit(1)) is not None


def link(session: Session, *, most: int = AT_ONCE) -> int:
    """Give transfers that wait their place in the chains of their ledgers; returns how many.

    The order agrees with the numbers of the entries on every account; where those leave it open, the
    smaller id comes first. Another linker at work on a ledger is left to it.

    Args:
        most: how many of each ledger at once, at least; the rest waits for the next call.
    """
    if not waits(session):
        return 0
    waiting = sa.select(QUEUE.c.ledger_id).distinct()
    ledgers = session.execute(
        sa.select(LEDGER.c.id, LEDGER.c.territory_id, LEDGER.c.subnetwork_id).where(LEDGER.c.id.in_(waiting))
    ).all()
    return sum(_link_one(session, *ledger, most=most) for ledger in ledgers)


def link_all(session: Session, *, most: int = AT_ONCE) -> int:
    """Give every transfer that waits now its place; commits after each batch. Returns how many.

    What comes meanwhile is left to the next call: a busy ledger would never let it end.
    """
    left = session.scalar(sa.select(sa.func.count()).select_from(QUEUE)) or 0
    session.commit()
    total = 0
    while total < left and (linked := link(session, most=most)):
        session.commit()
        total += linked
    session.commit()
    return total


def _link_one(
    session: Session, ledger_id: UUID, territory_id: UUID, subnetwork_id: UUID, *, most: int
) -> int:
    if not _alone(session, ledger_id):
        return 0
    last = head(session, ledger_id)
    rows = _next(session, ledger_id, most)
    if not rows:
        return 0
    links, digest = [], last.digest
    for number, row in enumerate(rows, last.number + 1):
        digest = digest_after(digest, shape(row, number))
        links.append(
            {
                "ledger_id": ledger_id,
                "number": number,
                "transfer_id": _uuid(row.id),
                "digest": digest,
                "territory_id": territory_id,
            }
        )
    session.connection().execute(sa.insert(LINK), links)
    linked = sa.select(LINK.c.transfer_id).where(LINK.c.ledger_id == ledger_id, LINK.c.number > last.number)
    session.connection().execute(sa.delete(QUEUE).where(QUEUE.c.transfer_id.in_(linked)))
    posted = [_uuid(row.id) for row in rows]
    outbox.write_new(session, "transfer.posted", subnetwork_id=subnetwork_id, object_ids=posted)
    return len(links)


def _alone(session: Session, ledger_id: UUID) -> bool:
    """Become the only linker of a ledger until the end of the transaction, or learn that another is."""
    if session.get_bind().dialect.name == "sqlite":
        return True  # it has one writer
    lock = int.from_bytes(ledger_id.bytes[8:], "big", signed=True)
    return bool(session.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(lock))))


def _next(session: Session, ledger_id: UUID, most: int) -> list[Any]:
    """Return the transfers to be linked next, in their order."""
    while True:
        rows = session.execute(_waiting(ledger_id, most)).all()
        ordered = in_order([row for row in rows if _is_whole(row, ledger_id)])
        if ordered or len(rows) < most:
            return ordered
        most *= 4  # clocks had gone back: what must come first has a larger id


def _is_whole(row: Any, ledger_id: UUID) -> bool:
    """Tell whether a transfer of this ledger waits there with both entries; what is not, the check names."""
    sides = (row.payer_number, row.payee_number)
    return row.id is not None and None not in sides and name_of(row.ledger_id) == str(ledger_id)


def _waiting(ledger_id: UUID, most: int) -> sa.Select[Any]:
    """Select transfers that wait, each with those that wait too and come before it on its accounts.

    The limit stands inside, so that no plan, however little is known of fresh tables, joins all that waits.
    """
    queue = (
        sa.select(QUEUE.c.transfer_id)
        .where(QUEUE.c.ledger_id == ledger_id)
        .order_by(QUEUE.c.transfer_id)
        .limit(most)
        .subquery("queue")
    )
    tables: sa.FromClause = with_entries(queue)
    before = []
    for side in (PAYER, PAYEE):
        entry, waiting = ENTRY.alias(f"before_{side.name}"), QUEUE.alias(f"waiting_{side.name}")
        former = sa.and_(entry.c.account_id == side.c.account_id, entry.c.number == side.c.number - 1)
        tables = tables.join(entry, former, isouter=True).join(
            waiting, waiting.c.transfer_id == entry.c.transfer_id, isouter=True
        )
        before.append(raw(waiting.c.transfer_id, f"{side.name}_before"))
    return sa.select(*COLUMNS, *before).select_from(tables).order_by(queue.c.transfer_id)


def in_order(rows: Sequence[Any]) -> list[Any]:
    """Put transfers after those that must come before them; leave out what must wait for others.

    Numbers of entries are given under the lock of their account, so that whoever sees a transfer sees
    all that came before it on both accounts.
    """
    by_id = {row.id: row for row in rows}
    before = {row.id: {row.payer_before, row.payee_before} - {None} for row in rows}
    after: dict[Any, list[Any]] = defaultdict(list)
    for name, formers in before.items():
        for former in formers:
            after[former].append(name)
    ready = [name for name, formers in before.items() if not formers]
    heapify(ready)
    ordered = []
    while ready:
        name = heappop(ready)
        ordered.append(by_id[name])
        for follower in after[name]:
            before[follower].discard(name)
            if not before[follower]:
                heappush(ready, follower)
    return ordered


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)
