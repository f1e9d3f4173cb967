"""The one place where balances change: accounts in ascending id, then the transfer and its two entries.

Everything happens in the caller's transaction. A limit that says no leaves the accounts as they
were, so that the refusal can be remembered and the caller may go on.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, make_transient_to_detached

from app import clock
from app.ledgers.models import Account, Hold, HoldState, Ledger, Transfer
from app.ledgers.refusals import LedgerRefusal, refusal
from app.ledgers.statements import ENTRY, HOLD, MEMO, MOVE, TRANSFER, expire, insert_once


@dataclass(frozen=True, kw_only=True)
class Step:
    """What changes on one account."""

    account_id: UUID
    balance: int = 0
    held: int = 0
    expected: int = 0

    def undone(self) -> "Step":
        """Return the step that takes this one back."""
        return Step(
            account_id=self.account_id, balance=-self.balance, held=-self.held, expected=-self.expected
        )


@dataclass(frozen=True, kw_only=True)
class Stand:
    """Where an account stands after a step."""

    balance: int
    entries: int


@dataclass(frozen=True, kw_only=True)
class Posting:
    """A transfer about to be made."""

    id: UUID
    payer_id: UUID
    payee_id: UUID
    amount: int
    reason: str
    memo: str = ""
    exchange_id: UUID | None = None
    component: str | None = None
    entered_by_id: UUID | None = None
    reverses_id: UUID | None = None
    hold: Hold | None = None


def move(session: Session, ledger: Ledger, *steps: Step) -> dict[UUID, Stand]:
    """Change accounts in ascending id, each within its limits, all or none.

    Raises:
        LedgerRefusal: a limit says no, or an account belongs to another ledger.
    """
    stands: dict[UUID, Stand] = {}
    done: list[Step] = []
    for step in sorted(steps, key=lambda step: step.account_id):
        stand = _move_one(session, ledger, step)
        if stand is None:
            said = _why(session, ledger, step)
            for former in reversed(done):
                _move_one(session, ledger, former.undone(), entries=-1)
            raise said
        stands[step.account_id] = stand
        done.append(step)
    expire(session, *stands)
    return stands


def _move_one(session: Session, ledger: Ledger, step: Step, entries: int = 1) -> Stand | None:
    row = session.connection().execute(
        MOVE,
        {
            "on_account": step.account_id,
            "of_ledger": ledger.id,
            "by_balance": step.balance,
            "by_held": step.held,
            "by_expected": step.expected,
            "by_entries": entries if step.balance else 0,
        },
    ).one_or_none()  # fmt: skip
    return None if row is None else Stand(balance=row.balance, entries=row.entries_count)


def _why(session: Session, ledger: Ledger, step: Step) -> LedgerRefusal:
    account = session.get(Account, step.account_id, populate_existing=True)
    if account is None or account.ledger_id != ledger.id:
        return refusal(session, ledger, "other_ledger")
    left = account.balance + step.balance - account.held - step.held
    if account.floor is not None and left < account.floor:
        return refusal(session, ledger, "below_floor", account=str(account.id), limit=account.floor)
    return refusal(session, ledger, "above_ceiling", account=str(account.id), limit=account.ceiling)


def post(session: Session, ledger: Ledger, posting: Posting) -> Transfer:
    """Move the amount and write the transfer with its two entries.

    Raises:
        LedgerRefusal: a limit says no, the hold is no longer open, or it was reversed before.
    """
    held = _close_hold(session, ledger, posting.hold)
    payer = Step(account_id=posting.payer_id, balance=-posting.amount, held=-held)
    payee = Step(account_id=posting.payee_id, balance=posting.amount, expected=-held)
    try:
        stands = move(session, ledger, payer, payee)
    except LedgerRefusal:
        _reopen_hold(session, posting.hold)
        raise
    values = _transfer_values(ledger, posting)
    if not insert_once(session, TRANSFER, values):  # only a second reversal can meet a row that is there
        for step in sorted((payer, payee), key=lambda step: step.account_id):
            _move_one(session, ledger, step.undone(), entries=-1)
        raise refusal(session, ledger, "reversed")
    _write_entries(session, values, stands)
    if posting.memo:
        session.connection().execute(
            sa.insert(MEMO),
            {"transfer_id": posting.id, "text": posting.memo, "territory_id": ledger.territory_id},
        )
    return _loaded(session, values)


def _transfer_values(ledger: Ledger, posting: Posting) -> dict[str, Any]:
    return {
        "id": posting.id,
        "territory_id": ledger.territory_id,
        "ledger_id": ledger.id,
        "payer_id": posting.payer_id,
        "payee_id": posting.payee_id,
        "amount": posting.amount,
        "reason": posting.reason,
        "exchange_id": posting.exchange_id,
        "component": posting.component,
        "entered_by_id": posting.entered_by_id,
        "hold_id": posting.hold.id if posting.hold is not None else None,
        "reverses_id": posting.reverses_id,
        "created_at": clock.now(),
    }


def _write_entries(session: Session, transfer: dict[str, Any], stands: dict[UUID, Stand]) -> None:
    signed = ((transfer["payer_id"], -transfer["amount"]), (transfer["payee_id"], transfer["amount"]))
    session.connection().execute(
        sa.insert(ENTRY),
        [
            {
                "account_id": account_id,
                "number": stands[account_id].entries,
                "territory_id": transfer["territory_id"],
                "transfer_id": transfer["id"],
                "amount": amount,
                "balance_after": stands[account_id].balance,
            }
            for account_id, amount in signed
        ],
    )


def _loaded(session: Session, values: dict[str, Any]) -> Transfer:
    """Hand the row that was just written to the session without asking the database for it again."""
    transfer = Transfer(**values)
    make_transient_to_detached(transfer)
    session.add(transfer)
    return transfer


def _close_hold(session: Session, ledger: Ledger, hold: Hold | None) -> int:
    """Mark a hold as posted; return what it set aside."""
    if hold is None:
        return 0
    if not close_hold(session, hold.id, HoldState.POSTED):
        raise refusal(session, ledger, "hold_closed")
    session.expire(hold, ["state", "resolved_at"])
    return hold.amount


def close_hold(session: Session, hold_id: UUID, state: HoldState) -> bool:
    """Let an open hold become ``state``; tell whether it was open."""
    result: Any = session.connection().execute(
        sa.update(HOLD)
        .where(HOLD.c.id == hold_id, HOLD.c.state == HoldState.OPEN)
        .values(state=state, resolved_at=clock.now())
    )
    return bool(result.rowcount == 1)


def _reopen_hold(session: Session, hold: Hold | None) -> None:
    if hold is not None:
        session.connection().execute(
            sa.update(HOLD).where(HOLD.c.id == hold.id).values(state=HoldState.OPEN, resolved_at=None)
        )
