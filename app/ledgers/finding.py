"""Finds ledgers for the command line: by id, by name, or by where they stand."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import Refusal
from app.ledgers.models import Account, Ledger
from app.subnetworks.models import Subnetwork
from app.territories.models import Territory


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A ledger as the command line lists it."""

    id: UUID
    name: str
    unit: str
    address: str
    """Where it stands: ``bordeaux/hours/time_bank``, and its purpose if it has one."""
    accounts: int
    stopped_at: datetime | None


def listed(session: Session) -> list[Listed]:
    """Return every ledger, the oldest first."""
    accounts = sa.select(sa.func.count()).where(Account.ledger_id == Ledger.id).scalar_subquery()
    rows = session.execute(
        sa.select(Ledger, Territory.slug, Subnetwork.slug, accounts)
        .join(Territory, Territory.id == Ledger.territory_id)
        .join(Subnetwork, Subnetwork.id == Ledger.subnetwork_id)
        .order_by(Ledger.created_at, Ledger.id)
    )
    return [
        Listed(
            id=ledger.id,
            name=ledger.name,
            unit=ledger.unit,
            address="/".join(filter(None, (territory, subnetwork, ledger.plugin, ledger.purpose))),
            accounts=count,
            stopped_at=ledger.stopped_at,
        )
        for ledger, territory, subnetwork, count in rows
    ]


def find(session: Session, wanted: str) -> Listed:
    """Return the one ledger that ``wanted`` names.

    Raises:
        Refusal: there is none, or several have that name.
    """
    names = wanted.strip().casefold()
    every = listed(session)
    for told in (lambda one: str(one.id), lambda one: one.address, lambda one: one.name):
        found = [one for one in every if told(one).casefold() == names]
        if len(found) == 1:
            return found[0]
        if found:
            addresses = ", ".join(one.address for one in found)
            raise Refusal(f"Several ledgers are called {wanted}: {addresses}. Name one of these.")
    raise Refusal(f"There is no ledger {wanted}; 'together ledgers list' shows them.")


def resume(session: Session, ledger_id: UUID) -> None:
    """Let amounts move again in a ledger that a check had stopped."""
    session.execute(sa.update(Ledger).where(Ledger.id == ledger_id).values(stopped_at=None))
