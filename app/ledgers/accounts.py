"""Opening ledgers and accounts, and changing their rules."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.db import new_id
from app.db.engine import is_reading
from app.errors import Refusal
from app.ledgers.models import Account, AccountKind, Ledger
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
) -> Ledger:
    """Open the ledger of a plugin in a sub-network, or bring the one that is open to these rules.

    A request that only reads writes nothing: it gets the ledger as it would be opened.
    """
    found = find_ledger(session, subnetwork_id, plugin)
    if found is not None:
        if not is_reading():
            _change_rules(session, found, name=name, floor=floor, ceiling=ceiling, welcome=welcome)
        return found
    values = {
        "id": new_id(),
        "territory_id": territory_id,
        "subnetwork_id": subnetwork_id,
        "plugin": plugin,
        "name": name,
        "unit": unit,
        "scale": scale,
        "floor": floor,
        "ceiling": ceiling,
        "welcome": welcome,
        "created_at": clock.now(),
    }
    if is_reading():
        return Ledger(**values)
    insert_once(session, LEDGER, values)
    opened = find_ledger(session, subnetwork_id, plugin)
    assert opened is not None
    return opened


def _change_rules(
    session: Session, ledger: Ledger, *, name: str, floor: int | None, ceiling: int | None, welcome: int
) -> None:
    kept_limits = (ledger.floor, ledger.ceiling) == (floor, ceiling)
    ledger.name, ledger.floor, ledger.ceiling, ledger.welcome = name, floor, ceiling, welcome
    session.flush()
    if not kept_limits:
        apply_limits(session, ledger)


def apply_limits(session: Session, ledger: Ledger) -> None:
    """Give members' accounts the limits of the ledger, unless they have their own.

    An account that is already beyond a new limit keeps the place where it stands as its limit;
    applied again later it comes nearer.
    """
    of_members = (
        ACCOUNT.c.ledger_id == ledger.id,
        ACCOUNT.c.kind == AccountKind.MEMBER,
        ACCOUNT.c.own_limits.is_(False),
    )
    free, promised = ACCOUNT.c.balance - ACCOUNT.c.held, ACCOUNT.c.balance + ACCOUNT.c.expected
    floor = sa.literal(ledger.floor, sa.BigInteger())
    ceiling = sa.literal(ledger.ceiling, sa.BigInteger())
    changed = session.connection().execute(
        sa.update(ACCOUNT)
        .where(*of_members)
        .values(
            floor=sa.case((free < floor, free), else_=floor),
            ceiling=sa.case((promised > ceiling, promised), else_=ceiling),
        )
        .returning(ACCOUNT.c.id)
    )
    expire(session, *changed.scalars())


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


def find_or_open(
    session: Session, ledger: Ledger, kind: AccountKind, member_id: UUID | None
) -> tuple[Account, bool]:
    """Return an account and whether it was opened just now; of two that open it at once, one does."""
    if (found := _find(session, ledger, kind, member_id)) is not None:
        return found, False
    of_member = kind is AccountKind.MEMBER
    opened = insert_once(
        session,
        ACCOUNT,
        {
            "id": new_id(),
            "territory_id": ledger.territory_id,
            "ledger_id": ledger.id,
            "kind": kind,
            "member_id": member_id,
            "balance": 0,
            "held": 0,
            "expected": 0,
            "floor": ledger.floor if of_member else None,
            "ceiling": ledger.ceiling if of_member else None,
            "own_limits": False,
            "entries_count": 0,
            "created_at": clock.now(),
        },
    )
    found = _find(session, ledger, kind, member_id)
    assert found is not None
    return found, opened


def _find(session: Session, ledger: Ledger, kind: AccountKind, member_id: UUID | None) -> Account | None:
    return session.scalar(
        sa.select(Account).where(
            Account.ledger_id == ledger.id,
            Account.kind == kind,
            Account.member_id == member_id if member_id is not None else Account.member_id.is_(None),
        )
    )
