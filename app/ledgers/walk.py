"""Walks the chain of a ledger from its first transfer and recomputes every digest and every balance.

It reads page by page and keeps one line an account, so that a million transfers need no more memory than
a thousand.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.ledgers.canonical import COLUMNS, EPOCH, MICROSECOND, microseconds, name_of, raw, shape, with_entries
from app.ledgers.chain import LINK, START, Head, digest_after
from app.ledgers.models import Ledger

PAGE = 2_000


@dataclass(kw_only=True)
class Walk:
    """What a walk along a chain found, as far as it came."""

    head: Head = field(default_factory=lambda: Head(number=0, digest=START))
    stands: dict[Any, tuple[int, int]] = field(default_factory=dict)
    """Number of the last entry and balance of each account, by its id as the database holds it."""
    wrong: str = ""
    """What is wrong with the first transfer that is; empty when all are as they were written."""
    at: Any = None
    """The row at which it stopped."""

    @property
    def named(self) -> str:
        """Id of the transfer at which it stopped, as it stands in the database."""
        return name_of(self.at.transfer_id) or "without an id"

    @property
    def recorded_at(self) -> datetime | None:
        """When the transfer at which it stopped was recorded, if that can be read."""
        at = microseconds(self.at.created_at)
        return EPOCH + at * MICROSECOND if isinstance(at, int) else None

    @property
    def stopped_at_id(self) -> UUID | None:
        """Id of the transfer at which it stopped, if that can be read."""
        try:
            return UUID(str(self.at.transfer_id))
        except (AttributeError, ValueError):
            return None


def rows(session: Session, ledger_id: UUID) -> Iterator[Any]:
    """Yield the links of a chain with their transfers and entries, in order, as the database holds them."""
    last = None
    while True:
        page = session.execute(_page(ledger_id, last)).all()
        yield from page
        if len(page) < PAGE:
            return
        last = page[-1].link_number


def _page(ledger_id: UUID, last: Any) -> sa.Select[Any]:
    links = sa.select(LINK).where(LINK.c.ledger_id == ledger_id).order_by(LINK.c.number).limit(PAGE)
    if last is not None:
        links = links.where(LINK.c.number > last)
    link = links.subquery("link")
    return (
        sa.select(
            raw(link.c.number, "link_number"),
            raw(link.c.digest, "digest"),
            raw(link.c.transfer_id, "transfer_id"),
            raw(link.c.territory_id, "link_territory"),
            *COLUMNS,
        )
        .select_from(with_entries(link))
        .order_by(link.c.number)
    )


def walk(session: Session, ledger: Ledger) -> Walk:
    """Recompute the chain of a ledger up to the first thing that is wrong."""
    walked = Walk()
    for row in rows(session, ledger.id):
        walked.at = row
        number = walked.head.number + 1
        walked.wrong = _order(row, number) or _belonging(row, ledger) or _sides(row, walked.stands)
        if walked.wrong:
            return walked
        digest = digest_after(walked.head.digest, shape(row, number))
        if digest != row.digest:
            walked.wrong = "it is not what was written and sealed"
            return walked
        walked.head = Head(number=number, digest=digest)
    walked.at = None
    return walked


def _order(row: Any, number: int) -> str:
    if row.link_number != number:
        return f"the chain has {row.link_number} where {number} should come"
    if row.id is None:
        return "the transfer itself is gone"
    if row.payer_number is None or row.payee_number is None:
        return "one of its two entries is gone"
    if not isinstance(row.amount, int):
        return "its amount is no number"
    if not isinstance(microseconds(row.created_at), int):
        return "the instant at which it was recorded cannot be read"
    return ""


def _belonging(row: Any, ledger: Ledger) -> str:
    if not _is(row.ledger_id, ledger.id):
        return "it belongs to another ledger"
    for territory in (row.territory_id, row.link_territory, row.payer_territory, row.payee_territory):
        if not _is(territory, ledger.territory_id):
            return "it, its place or its entries belong to another territory"
    return ""


def _is(written: Any, name: UUID) -> bool:
    """Tell whether an id, as the database holds it, is ``name``."""
    return bool(written == name or written == name.hex)


def _sides(row: Any, stands: dict[Any, tuple[int, int]]) -> str:
    """Follow the running balances of both accounts."""
    for account, number, signed, after, amount in (
        (row.payer_id, row.payer_number, row.payer_signed, row.payer_after, -row.amount),
        (row.payee_id, row.payee_number, row.payee_signed, row.payee_after, row.amount),
    ):
        last, balance = stands.get(account, (0, 0))
        if signed != amount:
            return f"its entry on the account {name_of(account)} is of {signed}, not of {amount}"
        if number != last + 1:
            return f"its entry on the account {name_of(account)} is number {number}, not {last + 1}"
        if after != balance + amount:
            said = f"the account {name_of(account)} is said to stand at {after} after it"
            return f"{said}, and stands at {balance + amount}"
        stands[account] = (number, after)
    return ""
