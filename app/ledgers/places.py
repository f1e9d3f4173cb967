"""Checks that every transfer has its one place: in the chain, or among those that wait for theirs."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.ledgers.balances import Wrong
from app.ledgers.models import Account, Entry, Ledger, LedgerLink, LinkQueue, Transfer
from app.wellbeing.models import Component

SHOWN = 20
"""Most transfers named by one check; the first is what matters."""


def _told(session: Session, rule: str, text: str, statement: sa.Select[UUID]) -> list[Wrong]:
    found = session.scalars(statement.order_by(statement.selected_columns[0]).limit(SHOWN))
    return [(rule, one, text) for one in found]


def _without_a_place(session: Session, ledger_id: UUID) -> list[Wrong]:
    linked = sa.exists().where(
        LedgerLink.transfer_id == Transfer.id, LedgerLink.ledger_id == Transfer.ledger_id
    )
    waiting = sa.exists().where(LinkQueue.transfer_id == Transfer.id)
    statement = sa.select(Transfer.id).where(Transfer.ledger_id == ledger_id, ~linked, ~waiting)
    return _told(session, "L9", "this transfer is neither in the chain nor waiting for its place", statement)


def _with_two_places(session: Session, ledger_id: UUID) -> list[Wrong]:
    statement = (
        sa.select(LinkQueue.transfer_id)
        .join(LedgerLink, LedgerLink.transfer_id == LinkQueue.transfer_id)
        .where(LedgerLink.ledger_id == ledger_id)
    )
    return _told(session, "L9", "this transfer is in the chain and still waits for its place", statement)


def _waiting_for_no_place(session: Session, ledger_id: UUID) -> list[Wrong]:
    ledger = sa.select(Ledger.territory_id).where(Ledger.id == ledger_id).scalar_subquery()
    statement = (
        sa.select(LinkQueue.transfer_id)
        .outerjoin(Transfer, Transfer.id == LinkQueue.transfer_id)
        .where(
            sa.or_(LinkQueue.ledger_id == ledger_id, Transfer.ledger_id == ledger_id),
            sa.or_(
                Transfer.id.is_(None),
                Transfer.ledger_id != LinkQueue.ledger_id,
                LinkQueue.territory_id != ledger,
            ),
        )
    )
    return _told(session, "L9", "what waits for a place is no transfer of this ledger", statement)


def _waiting_elsewhere(session: Session, ledger_id: UUID) -> list[Wrong]:
    ledger = sa.select(Ledger.territory_id).where(Ledger.id == ledger_id).scalar_subquery()
    waiting = sa.exists().where(LinkQueue.transfer_id == Transfer.id)
    foreign = sa.exists().where(Entry.transfer_id == Transfer.id, Entry.territory_id != ledger)
    statement = sa.select(Transfer.id).where(
        Transfer.ledger_id == ledger_id, waiting, sa.or_(Transfer.territory_id != ledger, foreign)
    )
    return _told(session, "L9", "this transfer or its entries belong to another territory", statement)


def _entries_of_no_transfer(session: Session, ledger_id: UUID) -> list[Wrong]:
    statement = (
        sa.select(Entry.account_id)
        .join(Account, Account.id == Entry.account_id)
        .outerjoin(
            Transfer,
            sa.and_(
                Transfer.id == Entry.transfer_id,
                sa.or_(Transfer.payer_id == Entry.account_id, Transfer.payee_id == Entry.account_id),
            ),
        )
        .where(Account.ledger_id == ledger_id, sa.or_(Transfer.id.is_(None), Transfer.ledger_id != ledger_id))
        .distinct()
    )
    return _told(session, "L9", "an account has an entry that belongs to no transfer of it", statement)


def _unknown_components(session: Session, ledger_id: UUID) -> list[Wrong]:
    known = sa.select(Component.code)
    statement = sa.select(Transfer.id).where(
        Transfer.ledger_id == ledger_id, Transfer.component.is_not(None), Transfer.component.not_in(known)
    )
    return _told(session, "L9", "this transfer names a component that does not exist", statement)


CHECKS = (
    _without_a_place,
    _with_two_places,
    _waiting_for_no_place,
    _waiting_elsewhere,
    _entries_of_no_transfer,
    _unknown_components,
)
