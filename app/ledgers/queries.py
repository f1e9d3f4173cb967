"""Questions about ledgers and accounts."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.ledgers.models import Ledger


def find_ledger(session: Session, subnetwork_id: UUID, plugin: str) -> Ledger | None:
    """Return the ledger of a plugin in a sub-network, ``None`` while none is open."""
    return session.scalar(
        sa.select(Ledger).where(Ledger.subnetwork_id == subnetwork_id, Ledger.plugin == plugin)
    )
