"""Checks that amounts agree: the sides of transfers, balances, limits, holds, the numbers of entries."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.ledgers.models import Account, Entry, Hold, HoldState, Transfer

Wrong = tuple[str, UUID, str]
"""The rule, the id of what is wrong, and a sentence."""


def _rows(session: Session, rule: str, text: str, statement: sa.Select[UUID]) -> list[Wrong]:
    return [(rule, found, text) for found in session.scalars(statement)]


def _transfers_without_two_sides(session: Session, ledger_id: UUID) -> list[Wrong]:
    """Look at each transfer by its indexes: sorting them all would need memory as the ledger grows."""
    payer, payee, third = aliased(Entry), aliased(Entry), aliased(Entry)
    sides = (Transfer.payer_id, Transfer.payee_id)
    statement = (
        sa.select(Transfer.id)
        .outerjoin(payer, sa.and_(payer.transfer_id == Transfer.id, payer.account_id == Transfer.payer_id))
        .outerjoin(payee, sa.and_(payee.transfer_id == Transfer.id, payee.account_id == Transfer.payee_id))
        .where(
            Transfer.ledger_id == ledger_id,
            sa.or_(
                payer.amount.is_distinct_from(-Transfer.amount),
                payee.amount.is_distinct_from(Transfer.amount),
                sa.exists().where(third.transfer_id == Transfer.id, third.account_id.not_in(sides)),
            ),
        )
    )
    return _rows(session, "L1", "the two sides of a transfer are not equal", statement)


def _transfers_without_their_accounts(session: Session, ledger_id: UUID) -> list[Wrong]:
    payer, payee = aliased(Account), aliased(Account)
    statement = (
        sa.select(Transfer.id)
        .outerjoin(payer, sa.and_(payer.id == Transfer.payer_id, payer.ledger_id == ledger_id))
        .outerjoin(payee, sa.and_(payee.id == Transfer.payee_id, payee.ledger_id == ledger_id))
        .where(Transfer.ledger_id == ledger_id, sa.or_(payer.id.is_(None), payee.id.is_(None)))
    )
    return _rows(session, "L1", "an account of a transfer is not there", statement)


def _entries_without_a_transfer(session: Session, ledger_id: UUID) -> list[Wrong]:
    statement = (
        sa.select(Entry.transfer_id)
        .join(Account, Account.id == Entry.account_id)
        .outerjoin(Transfer, sa.and_(Transfer.id == Entry.transfer_id, Transfer.ledger_id == ledger_id))
        .where(Account.ledger_id == ledger_id, Transfer.id.is_(None))
    )
    return _rows(session, "L1", "an entry has no transfer", statement)


def _accounts_that_differ_from_their_entries(session: Session, ledger_id: UUID) -> list[Wrong]:
    statement = (
        sa.select(Account.id)
        .outerjoin(Entry, Entry.account_id == Account.id)
        .where(Account.ledger_id == ledger_id)
        .group_by(Account.id, Account.balance)
        .having(sa.func.coalesce(sa.func.sum(Entry.amount), 0) != Account.balance)
    )
    return _rows(session, "L2", "a balance is not the sum of its entries", statement)


def _accounts_beyond_their_limits(session: Session, ledger_id: UUID) -> list[Wrong]:
    statement = sa.select(Account.id).where(
        Account.ledger_id == ledger_id,
        sa.or_(
            Account.balance - Account.held < Account.floor,
            Account.balance + Account.expected > Account.ceiling,
        ),
    )
    return _rows(session, "L3", "an account is beyond its limit", statement)


def _sum_of_balances(session: Session, ledger_id: UUID) -> list[Wrong]:
    total = session.scalar(sa.select(sa.func.sum(Account.balance)).where(Account.ledger_id == ledger_id))
    if not total:
        return []
    return [("L4", ledger_id, f"the sum of all balances is {total}")]


def _accounts_that_differ_from_their_holds(session: Session, ledger_id: UUID) -> list[Wrong]:
    found: list[Wrong] = []
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


def _gaps(session: Session, ledger_id: UUID) -> list[Wrong]:
    before = aliased(Entry)
    broken = (
        sa.select(Entry.account_id)
        .join(Account, Account.id == Entry.account_id)
        .outerjoin(before, sa.and_(before.account_id == Entry.account_id, before.number == Entry.number - 1))
        .where(
            Account.ledger_id == ledger_id,
            sa.or_(
                sa.and_(before.number.is_(None), Entry.number != 1),
                Entry.balance_after != sa.func.coalesce(before.balance_after, 0) + Entry.amount,
            ),
        )
        .distinct()
    )
    counted = (
        sa.select(Account.id)
        .outerjoin(Entry, Entry.account_id == Account.id)
        .where(Account.ledger_id == ledger_id)
        .group_by(Account.id, Account.entries_count)
        .having(sa.func.count(Entry.number) != Account.entries_count)
    )
    return [
        *_rows(session, "L10", "entries are not numbered one after the other", broken),
        *_rows(session, "L10", "an account counts another number of entries than it has", counted),
    ]


CHECKS = (
    _transfers_without_two_sides,
    _transfers_without_their_accounts,
    _entries_without_a_transfer,
    _accounts_that_differ_from_their_entries,
    _accounts_beyond_their_limits,
    _sum_of_balances,
    _accounts_that_differ_from_their_holds,
    _gaps,
)
