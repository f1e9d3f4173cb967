"""Looks at every ledger each day: one that is found wrong stops, and who can put it right is told."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from app import clock
from app.ledgers import verification
from app.ledgers.models import Ledger
from app.members import queries as members
from app.members.models import Person
from app.notifications.services import notify
from app.roles import Role
from app.territories.models import Territory

log = structlog.get_logger("together.ledgers")


def look(session: Session) -> int:
    """Verify every ledger that moves, stop those that are wrong; returns how many were stopped.

    It commits after each, so that a wrong ledger stops at once, and reads each as it stands at one moment.
    """
    going = sa.select(Ledger.id).where(Ledger.stopped_at.is_(None)).order_by(Ledger.id)
    ledger_ids = session.scalars(going).all()
    session.commit()
    stopped = 0
    for ledger_id in ledger_ids:
        with verification.snapshot(session):
            faults = verification.faults(session, ledger_id)
        if faults:
            log.error(
                "ledger found wrong", ledger=str(ledger_id), faults=len(faults), first=faults[0].text[:200]
            )
            stopped += stop(session, ledger_id)
            session.commit()
    return stopped


def stop(session: Session, ledger_id: UUID) -> bool:
    """Let nothing move in a ledger any more and tell why; tell whether it moved until now."""
    stopping = (
        sa.update(Ledger)
        .where(Ledger.id == ledger_id, Ledger.stopped_at.is_(None))
        .values(stopped_at=clock.now())
        .returning(Ledger.id)
    )
    if session.scalar(stopping) is None:
        return False
    ledger = session.get_one(Ledger, ledger_id, populate_existing=True)
    territory = session.get_one(Territory, ledger.territory_id)
    for person_id in _who_can_help(session, territory.id):
        notify(
            session,
            person_id=person_id,
            kind="ledger.stopped",
            path=f"/t/{territory.slug}/accounts/",
            territory_id=territory.id,
            values={"ledger": ledger.name, "territory": territory.name},
        )
    return True


def stopped(session: Session) -> list[str]:
    """Return the names of ledgers in which nothing moves."""
    return list(session.scalars(sa.select(Ledger.name).where(Ledger.stopped_at.is_not(None))))


def _who_can_help(session: Session, territory_id: UUID) -> Iterable[UUID]:
    """Return the administrators of a territory and the operators of the platform, each once."""
    administrators = {
        member.person_id for member in members.with_role(session, territory_id, Role.ADMINISTRATOR)
    }
    operators = session.scalars(sa.select(Person.id).where(Person.is_operator, Person.active))
    return sorted(administrators | set(operators))
