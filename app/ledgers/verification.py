"""Checks of a ledger from its entries alone: what must hold after every transfer, for ever."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.ledgers.models import Account, Entry, Hold, HoldState, Transfer


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that should not be."""

    rule: str
    """``L1`` two sides, ``L2`` balances, ``L3`` limits, ``L4`` sum, ``L7`` holds, ``L10`` order."""
    about_id: UUID
    text: str


def faults(session: Session, ledger_id: UUID) -> list[Fault]:
    """Return everything that is wrong in a ledger; an empty list is the only good answer."""
    return [
        *_transfers_without_two_sides(session, ledger_id),
        *_accounts_that_differ_from_their_entries(session, ledger_id),
        *_accounts_beyond_their_limits(session, ledger_id),
        *_sum_of_balances(session, ledger_id),
        *_accounts_that_differ_from_their_holds(session, ledger_id),
        *_gaps(session, ledger_id),
    ]


def _rows(session: Session, rule: str, text: str, statement: sa.Select[UUID]) -> list[Fault]:
    return [Fault(rule=rule, about_id=found, text=text) for found in session.scalars(statement)]


def _transfers_without_two_sides(session: Session, ledger_id: UUID) -> list[Fault]:
    statement = (
        sa.select(Transfer.id)
        .outerjoin(Entry, Entry.transfer_id == Transfer.id)
        .where(Transfer.ledger_id == ledger_id)
        .group_by(Transfer.id, Transfer.amount)
        .having(
            sa.or_(
                sa.func.count(Entry.number) != 2,
                sa.func.sum(Entry.amount) != 0,
                sa.func.max(Entry.amount) != Transfer.amount,
            )
        )
    )
    return _rows(session, "L1", "the two sides of a transfer are not equal", statement)


def _accounts_that_differ_from_their_entries(session: Session, ledger_id: UUID) -> list[Fault]:
    statement = (
        sa.select(Account.id)
        .outerjoin(Entry, Entry.account_id == Account.id)
        .where(Account.ledger_id == ledger_id)
        .group_by(Account.id, Account.balance)
        .having(sa.func.coalesce(sa.func.sum(Entry.amount), 0) != Account.balance)
    )
    return _rows(session, "L2", "a balance is not the sum of its entries", statement)


def _accounts_beyond_their_limits(session: Session, ledger_id: UUID) -> list[Fault]:
    statement = sa.select(Account.id).where(
        Account.ledger_id == ledger_id,
        sa.or_(
            Account.balance - Account.held < Account.floor,
            Account.balance + Account.expected > Account.ceiling,
        ),
    )
    return _rows(session, "L3", "an account is beyond its limit", statement)


def _sum_of_balances(session: Session, ledger_id: UUID) -> list[Fault]:
    total = session.scalar(sa.select(sa.func.sum(Account.balance)).where(Account.ledger_id == ledger_id))
    if not total:
        return []
    return [Fault(rule="L4", about_id=ledger_id, text=f"the sum of all balances is {total}")]


def _accounts_that_differ_from_their_holds(session: Session, ledger_id: UUID) -> list[Fault]:
    found: list[Fault] = []
    for column, amount, kept in (
        (Hold.payer_id, Hold.amount + Hold.levies, Account.held),
        (Hold.payee_id, Hold.amount, Account.expected),
    ):
        open_holds = (
            sa.select(sa.func.coalesce(sa.func.sum(amount), 0))
            .where(column == Account.id, Hold.state == HoldState.OPEN)
            .scalar_subquery()
        )
        statement = sa.select(Account.id).where(Account.ledger_id == ledger_id, kept != open_holds)
        found += _rows(session, "L7", "what is set aside is not the sum of the open holds", statement)
    return found


def _gaps(session: Session, ledger_id: UUID) -> list[Fault]:
    in_order = sa.and_(Entry.account_id == Account.id)
    running = (
        sa.select(
            Entry.account_id,
            Entry.number,
            Entry.balance_after,
            sa.func.row_number().over(partition_by=Entry.account_id, order_by=Entry.number).label("place"),
            sa.func.sum(Entry.amount)
            .over(partition_by=Entry.account_id, order_by=Entry.number)
            .label("so_far"),
        )
        .join(Account, in_order)
        .where(Account.ledger_id == ledger_id)
        .subquery()
    )
    broken = (
        sa.select(running.c.account_id)
        .where(sa.or_(running.c.number != running.c.place, running.c.balance_after != running.c.so_far))
        .distinct()
    )
    counted = (
        sa.select(Account.id)
        .outerjoin(Entry, in_order)
        .where(Account.ledger_id == ledger_id)
        .group_by(Account.id, Account.entries_count)
        .having(sa.func.count(Entry.number) != Account.entries_count)
    )
    return [
        *_rows(session, "L10", "entries are not numbered one after the other", broken),
        *_rows(session, "L10", "an account counts another number of entries than it has", counted),
    ]
