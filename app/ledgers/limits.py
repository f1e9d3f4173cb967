"""Limits that could grow: a suggestion for a person to decide, with its reasons; nothing changes by itself.

The formula. Who has been paid much, by many different people, is known to give back what others need.

    extra = received in the last 12 months / 4 * min(1, partners / 12)

- *received*: exchanges and payments that still stand, in the ledger's unit; a quarter of a year's receipts
  is what somebody brings in three usual months;
- *partners*: different accounts that paid; with fewer than ``FEW`` nothing is suggested, so that two friends
  cannot raise each other's limits, and with twelve the whole share counts;
- the extra is rounded down to the step (an hour, ten units), and never more than twice the usual floor, so
  that a limit becomes three times as wide at most;
- suggested floor = usual floor - extra; suggested ceiling = usual ceiling + extra.

A ledger in which nobody may owe (floor 0) stays so. What an account has already is never taken away.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app import clock
from app.errors import Refusal
from app.ledgers import accounts
from app.ledgers.levies import LEVIED
from app.ledgers.models import LIMITED_KINDS, Account, AccountGroup, Ledger, OnLimit, Transfer
from app.ledgers.naming import names_of
from app.text import _

A_YEAR = timedelta(days=365)
FEW = 3
MANY = 12
SHARE = 4
WIDEST = 2
STEP_OF_MINUTES = 60
STEP_OF_UNITS = 10


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """Limits that an account could have, and why."""

    account: Account
    title: str
    received: int
    partners: int
    floor: int
    ceiling: int | None


def extra(ledger: Ledger, floor: int, *, received: int, partners: int) -> int:
    """Return by how much a limit could be wider, in the smallest unit: see the formula above."""
    if partners < FEW or floor >= 0:
        return 0
    step = STEP_OF_MINUTES if ledger.unit == "minutes" else STEP_OF_UNITS * 10**ledger.scale
    earned = received * min(partners, MANY) // (SHARE * MANY)
    return min(earned, WIDEST * -floor) // step * step


def suggestions(session: Session, ledger: Ledger, only: Collection[UUID] | None = None) -> list[Suggestion]:
    """Return wider limits for the accounts that have earned them, the most paid first.

    Args:
        only: ids of accounts to look at; all when left out.
    """
    groups = {
        group.id: group
        for group in session.scalars(sa.select(AccountGroup).where(AccountGroup.ledger_id == ledger.id))
    }
    paid = received_by_account(session, ledger, only)
    if not paid:
        return []
    found: list[tuple[Account, int, int, int, int | None]] = []
    for account in session.scalars(
        sa.select(Account).where(
            Account.id.in_(paid),
            Account.kind.in_(LIMITED_KINDS),
            Account.closed_at.is_(None),
            Account.floor.is_not(None),
            Account.name == "",
        )
    ):
        usual: Ledger | AccountGroup = ledger if account.group_id is None else groups[account.group_id]
        if usual.floor is None or usual.on_limit != OnLimit.BLOCK:
            continue
        received, partners = paid[account.id]
        more = extra(ledger, usual.floor, received=received, partners=partners)
        floor = usual.floor - more
        ceiling = None if usual.ceiling is None else usual.ceiling + more
        if more and account.floor is not None and floor < account.floor:
            if ceiling is not None and account.ceiling is not None:
                ceiling = max(ceiling, account.ceiling)
            found.append((account, received, partners, floor, None if account.ceiling is None else ceiling))
    names = names_of(session, [account.id for account, *_rest in found])
    made = [
        Suggestion(
            account=account,
            title=names[account.id],
            received=received,
            partners=partners,
            floor=floor,
            ceiling=ceiling,
        )
        for account, received, partners, floor, ceiling in found
    ]
    return sorted(made, key=lambda one: (-one.received, one.title))


def received_by_account(
    session: Session, ledger: Ledger, only: Collection[UUID] | None = None
) -> dict[UUID, tuple[int, int]]:
    """Return what accounts were paid in the last 12 months, and by how many others; not what was undone."""
    undone = aliased(Transfer)
    statement = (
        sa.select(
            Transfer.payee_id,
            sa.func.sum(Transfer.amount),
            sa.func.count(sa.distinct(Transfer.payer_id)),
        )
        .where(
            Transfer.ledger_id == ledger.id,
            Transfer.created_at >= clock.now() - A_YEAR,
            Transfer.reason.in_(LEVIED),
            ~sa.exists().where(undone.reverses_id == Transfer.id),
        )
        .group_by(Transfer.payee_id)
    )
    if only is not None:
        statement = statement.where(Transfer.payee_id.in_(only))
    return {row[0]: (int(row[1]), int(row[2])) for row in session.execute(statement)}


def accept(session: Session, ledger: Ledger, account_id: UUID, *, floor: int) -> Account:
    """Give an account the limits that are suggested for it.

    Args:
        floor: the one that was shown, so that nobody accepts another.

    Raises:
        Refusal: the suggestion has changed since it was shown.
    """
    found = next(iter(suggestions(session, ledger, [account_id])), None)
    if found is None or found.floor != floor:
        raise Refusal(_("Meanwhile something else is suggested. Look again, then decide."))
    accounts.set_own_limits(session, found.account, floor=found.floor, ceiling=found.ceiling)
    return found.account
