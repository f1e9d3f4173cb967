"""Groups of accounts with limits of their own: naming them anew, emptying them, who is in them."""

from collections.abc import Collection, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import Refusal
from app.ledgers.accounts import apply_limits, set_group
from app.ledgers.models import LIMITED_KINDS, Account, AccountGroup, Ledger
from app.ledgers.sharing import called
from app.text import _


def groups_of(session: Session, ledger_id: UUID) -> Sequence[tuple[AccountGroup, int]]:
    """Return the groups of a ledger by name, each with the number of its accounts."""
    rows = session.execute(
        sa.select(AccountGroup, sa.func.count(Account.id))
        .outerjoin(Account, Account.group_id == AccountGroup.id)
        .where(AccountGroup.ledger_id == ledger_id)
        .group_by(AccountGroup.id)
        .order_by(sa.func.lower(AccountGroup.name))
    ).all()
    return [(row[0], row[1]) for row in rows]


def group_of(session: Session, ledger_id: UUID, group_id: UUID) -> AccountGroup | None:
    """Return a group of a ledger."""
    return session.scalar(
        sa.select(AccountGroup).where(AccountGroup.ledger_id == ledger_id, AccountGroup.id == group_id)
    )


def check_name(session: Session, ledger: Ledger, name: str, group: AccountGroup | None) -> None:
    """Refuse a name that another group of the ledger has.

    Raises:
        Refusal: it has.
    """
    for other, _count in groups_of(session, ledger.id):
        if other.name.casefold() == name.casefold() and (group is None or other.id != group.id):
            raise Refusal(_("There is a group of that name already."), field="name")


def make_group(
    session: Session,
    ledger: Ledger,
    *,
    name: str,
    floor: int | None,
    ceiling: int | None,
    on_limit: str,
) -> AccountGroup:
    """Make a group of accounts with limits of its own; accounts are put into it afterwards.

    Raises:
        Refusal: there is one of that name.
    """
    name = called(name)
    check_name(session, ledger, name, None)
    return set_group(session, ledger, name, floor=floor, ceiling=ceiling, on_limit=on_limit)


def change_group(
    session: Session,
    ledger: Ledger,
    group: AccountGroup,
    *,
    name: str,
    floor: int | None,
    ceiling: int | None,
    on_limit: str,
) -> None:
    """Rename a group and change its limits; its accounts follow, as far as they stand within them.

    Raises:
        Refusal: another group has that name.
    """
    name = called(name)
    check_name(session, ledger, name, group)
    group.name, group.floor, group.ceiling, group.on_limit = name, floor, ceiling, on_limit
    session.flush()
    apply_limits(session, ledger)


def dissolve(session: Session, ledger: Ledger, group: AccountGroup) -> None:
    """Let the accounts of a group follow the ledger again, and forget the group."""
    session.execute(sa.update(Account).where(Account.group_id == group.id).values(group_id=None))
    session.delete(group)
    session.flush()
    apply_limits(session, ledger)


def put_together(
    session: Session, ledger: Ledger, account_ids: Collection[UUID], group: AccountGroup | None
) -> int:
    """Put accounts into a group, or with ``None`` back among all; their own limits go.

    Returns:
        How many were put.
    """
    put = session.scalars(
        sa.select(Account).where(
            Account.ledger_id == ledger.id, Account.id.in_(account_ids), Account.kind.in_(LIMITED_KINDS)
        )
    ).all()
    for account in put:
        account.group_id = None if group is None else group.id
        account.own_limits = False
    session.flush()
    apply_limits(session, ledger)
    return len(put)
