"""The digests of a ledger that are made public, so that anybody can tell later whether it was rewritten."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.ledgers.chain import LINK
from app.ledgers.models import LedgerLink, Transfer


@dataclass(frozen=True, kw_only=True)
class Seal:
    """The head of a ledger's chain, as pages and mails publish it."""

    number: int
    """How many transfers it stands for."""
    digest: str
    """64 hexadecimal digits."""
    at: datetime
    """When the last of them was recorded."""


def seal(session: Session, ledger_id: UUID) -> Seal | None:
    """Return what to publish of a ledger, ``None`` while nothing was ever sealed in it."""
    row = session.execute(
        sa.select(LedgerLink.number, LedgerLink.digest, Transfer.created_at)
        .join(Transfer, Transfer.id == LedgerLink.transfer_id)
        .where(LedgerLink.ledger_id == ledger_id)
        .order_by(LedgerLink.number.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else Seal(number=row.number, digest=row.digest.hex(), at=row.created_at)


def place_of(session: Session, ledger_id: UUID, digest: str) -> int | None:
    """Return the number that a published digest has in the chain of a ledger, ``None`` if it is not there."""
    try:
        wanted = bytes.fromhex(digest.strip())
    except ValueError:
        return None
    return session.scalar(
        sa.select(LINK.c.number).where(LINK.c.ledger_id == ledger_id, LINK.c.digest == wanted)
    )
