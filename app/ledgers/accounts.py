"""Opening ledgers and accounts, and changing their rules."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.db import new_id
from app.db.engine import is_reading
from app.errors import Refusal
from app.ledgers.models import (
    LIMITED_KINDS,
    Account,
    AccountGroup,
    AccountHolder,
    AccountKind,
    Ledger,
    OnLimit,
    Right,
)
from app.ledgers.queries import find_ledger
from app.ledgers.statements import ACCOUNT, LEDGER, expire, insert_once
from app.text import _


def open_ledger(
    session: Session,
    *,
    territory_id: UUID,
    subnetwork_id: UUID,
    plugin: str,
    name: str,
    unit: str,
    scale: int = 0,
    floor: int | None = None,
    ceiling: int | None = None,
    welcome: int = 0,
    purpose: str = "",
    on_limit: str = OnLimit.BLOCK,
) -> Ledger:
    """Open the ledger of a plugin in a sub-network, or bring the one that is open to these rules.

    A request that only reads writes nothing: it gets the ledger as it would be opened.

    Args:
        purpose: tells the ledgers of one plugin apart; the one its members use has none.
        on_limit: whether floor and ceiling ``block`` a transfer or only ``warn``.
    """
    rules = {"name": name, "floor": floor, "ceiling": ceiling, "welcome": welcome, "on_limit": on_limit}
    found = find_ledger(session, subnetwork_id, plugin, purpose)
    if found is not None:
        if not is_reading():
            _change_rules(session, found, rules)
        return found
    values = {
        "id": new_id(),
        "territory_id": territory_id,
        "subnetwork_id": subnetwork_id,
        "plugin": plugin,
        "purpose": purpose,
        "unit": unit,
        "scale": scale,
        "has_levies": False,
        "stopped_at": None,
        "created_at": clock.now(),
        **rules,
    }
    if is_reading():
        return Ledger(**values)
    insert_once(session, LEDGER, values)
    opened = find_ledger(session, subnetwork_id, plugin, purpose)
    assert opened is not None
    return opened


def _change_rules(session: Session, ledger: Ledger, rules: Mapping[str, Any]) -> None:
    limits = (ledger.floor, ledger.ceiling, ledger.on_limit)
    for rule, value in rules.items():
        setattr(ledger, rule, value)
    session.flush()
    if limits != (ledger.floor, ledger.ceiling, ledger.on_limit):
        apply_limits(session, ledger)


def apply_limits(session: Session, ledger: Ledger) -> None:
    """Give accounts the limits of their group or of the ledger, unless they have their own.

    An account that is already beyond a new limit keeps the place where it stands as its limit;
    applied again later it comes nearer.
    """
    in_order = sa.select(ACCOUNT.c.id).where(ACCOUNT.c.ledger_id == ledger.id).order_by(ACCOUNT.c.id)
    session.execute(in_order.with_for_update()).all()  # as transfers lock them, so that none waits in a ring
    _apply(session, ledger, ACCOUNT.c.group_id.is_(None), ledger)
    for group in session.scalars(sa.select(AccountGroup).where(AccountGroup.ledger_id == ledger.id)):
        _apply(session, ledger, ACCOUNT.c.group_id == group.id, group)


def _apply(
    session: Session, ledger: Ledger, whose: sa.ColumnElement[bool], rules: Ledger | AccountGroup
) -> None:
    blocks = rules.on_limit == OnLimit.BLOCK
    free, promised = ACCOUNT.c.balance - ACCOUNT.c.held, ACCOUNT.c.balance + ACCOUNT.c.expected
    floor = sa.literal(rules.floor if blocks else None, sa.BigInteger())
    ceiling = sa.literal(rules.ceiling if blocks else None, sa.BigInteger())
    changed = session.connection().execute(
        sa.update(ACCOUNT)
        .where(
            ACCOUNT.c.ledger_id == ledger.id,
            ACCOUNT.c.kind.in_(LIMITED_KINDS),
            ACCOUNT.c.own_limits.is_(False),
            whose,
        )
        .values(
            floor=sa.case((free < floor, free), else_=floor),
            ceiling=sa.case((promised > ceiling, promised), else_=ceiling),
            warn_floor=None if blocks else rules.floor,
            warn_ceiling=None if blocks else rules.ceiling,
        )
        .returning(ACCOUNT.c.id)
    )
    expire(session, *changed.scalars())


def set_group(
    session: Session,
    ledger: Ledger,
    name: str,
    *,
    floor: int | None,
    ceiling: int | None,
    on_limit: str = OnLimit.BLOCK,
) -> AccountGroup:
    """Make a group of accounts with limits of its own, or change those of the group of that name."""
    group = session.scalar(
        sa.select(AccountGroup).where(AccountGroup.ledger_id == ledger.id, AccountGroup.name == name)
    )
    if group is None:
        group = AccountGroup(territory_id=ledger.territory_id, ledger_id=ledger.id, name=name)
        session.add(group)
    group.floor, group.ceiling, group.on_limit = floor, ceiling, on_limit
    session.flush()
    apply_limits(session, ledger)
    return group


def put_in_group(session: Session, ledger: Ledger, account: Account, group: AccountGroup | None) -> None:
    """Put an account into a group, or with ``None`` back among all; its own limits go."""
    if group is not None and group.ledger_id != ledger.id:
        raise ValueError("a group holds accounts of its own ledger")
    account.group_id = None if group is None else group.id
    account.own_limits = False
    session.flush()
    apply_limits(session, ledger)


def set_own_limits(session: Session, account: Account, *, floor: int | None, ceiling: int | None) -> None:
    """Give an account limits of its own.

    Raises:
        Refusal: it already stands beyond them.
    """
    session.refresh(account, with_for_update=True)
    if floor is not None and account.balance - account.held < floor:
        raise Refusal(_("This account is already below that limit."), field="floor")
    if ceiling is not None and account.balance + account.expected > ceiling:
        raise Refusal(_("This account is already above that limit."), field="ceiling")
    account.floor, account.ceiling, account.own_limits = floor, ceiling, True
    session.flush()


def follow_ledger_limits(session: Session, ledger: Ledger, account: Account) -> None:
    """Let an account follow the limits of its ledger again."""
    account.own_limits = False
    session.flush()
    apply_limits(session, ledger)


def open_account(
    session: Session,
    ledger: Ledger,
    *,
    kind: AccountKind,
    name: str,
    member_id: UUID | None = None,
    subnetwork_id: UUID | None = None,
) -> Account:
    """Return the account of that kind and name, opened on demand: an organisation's, a fund, a second one.

    Args:
        member_id: whose second account it is; others are used through their holders, see ``give_right``.
    """
    return find_or_open(session, ledger, kind, member_id, name=name, subnetwork_id=subnetwork_id)[0]


def close_account(session: Session, account: Account) -> None:
    """Stop using an account; its history stays.

    Raises:
        Refusal: something is on it, or set aside.
    """
    session.refresh(account, with_for_update=True)
    if account.balance or account.held or account.expected:
        raise Refusal(_("An account is closed when nothing is on it any more and nothing is set aside."))
    account.closed_at = clock.now()
    session.flush()


def give_right(
    session: Session,
    account: Account,
    member_id: UUID,
    *,
    right: Right,
    most: int | None = None,
    given_by_id: UUID | None = None,
) -> AccountHolder:
    """Let a member see or use an account besides its owner, or change what they may.

    Args:
        most: largest single payment in the smallest unit, for ``Right.PAY_UP_TO``.
    """
    if (right is Right.PAY_UP_TO) != (most is not None):
        raise ValueError("a largest payment belongs to the right to pay up to it, and only to that")
    holder = session.get(AccountHolder, (account.id, member_id))
    if holder is None:
        holder = AccountHolder(account_id=account.id, member_id=member_id, territory_id=account.territory_id)
        session.add(holder)
    holder.right, holder.most, holder.given_by_id = right, most, given_by_id
    session.flush()
    return holder


def take_right(session: Session, account: Account, member_id: UUID) -> None:
    """Take back what a member may do with an account that is not theirs."""
    holder = session.get(AccountHolder, (account.id, member_id))
    if holder is not None:
        session.delete(holder)
        session.flush()


def find_or_open(
    session: Session,
    ledger: Ledger,
    kind: AccountKind,
    member_id: UUID | None,
    *,
    name: str = "",
    subnetwork_id: UUID | None = None,
) -> tuple[Account, bool]:
    """Return an account and whether it was opened just now; of two that open it at once, one does."""
    if (found := _find(session, ledger, kind, member_id, name)) is not None:
        return found, False
    limited = kind in LIMITED_KINDS
    blocks = ledger.on_limit == OnLimit.BLOCK
    opened = insert_once(
        session,
        ACCOUNT,
        {
            "id": new_id(),
            "territory_id": ledger.territory_id,
            "ledger_id": ledger.id,
            "kind": kind,
            "member_id": member_id,
            "name": name,
            "subnetwork_id": subnetwork_id,
            "group_id": None,
            "balance": 0,
            "held": 0,
            "expected": 0,
            "floor": min(ledger.floor, 0) if limited and blocks and ledger.floor is not None else None,
            "ceiling": max(ledger.ceiling, 0) if limited and blocks and ledger.ceiling is not None else None,
            "warn_floor": ledger.floor if limited and not blocks else None,
            "warn_ceiling": ledger.ceiling if limited and not blocks else None,
            "own_limits": False,
            "entries_count": 0,
            "created_at": clock.now(),
        },
    )
    found = _find(session, ledger, kind, member_id, name)
    assert found is not None
    return found, opened


def _find(
    session: Session, ledger: Ledger, kind: AccountKind, member_id: UUID | None, name: str
) -> Account | None:
    return session.scalar(
        sa.select(Account).where(
            Account.ledger_id == ledger.id,
            Account.kind == kind,
            Account.name == name,
            Account.member_id == member_id if member_id is not None else Account.member_id.is_(None),
        )
    )
