"""The one place where balances change: accounts in ascending id, then the transfers and their entries.

Everything happens in the caller's transaction. A limit that says no leaves the accounts as they
were, so that the refusal can be remembered and the caller may go on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, make_transient_to_detached

from app import clock
from app.ledgers.models import Account, Hold, HoldState, Ledger, Transfer
from app.ledgers.refusals import LedgerRefusal, refusal
from app.ledgers.statements import ENTRY, HOLD, MEMO, MOVE, QUEUE, TRANSFER, expire, insert_once


@dataclass(frozen=True, kw_only=True)
class Step:
    """What changes on one account."""

    account_id: UUID
    balance: int = 0
    held: int = 0
    expected: int = 0
    entries: int = 0

    def undone(self) -> "Step":
        """Return the step that takes this one back."""
        return Step(
            account_id=self.account_id,
            balance=-self.balance,
            held=-self.held,
            expected=-self.expected,
            entries=-self.entries,
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
    entered_for_id: UUID | None = None
    reverses_id: UUID | None = None
    part_of_id: UUID | None = None
    hold: Hold | None = None


def move(session: Session, ledger: Ledger, *steps: Step) -> dict[UUID, Stand]:
    """Change accounts in ascending id, each within its limits, all or none.

    Raises:
        LedgerRefusal: a limit says no, or an account is closed or belongs to another ledger.
    """
    stands: dict[UUID, Stand] = {}
    done: list[Step] = []
    for step in sorted(steps, key=lambda step: step.account_id):
        stand = _move_one(session, ledger, step)
        if stand is None:
            said = _why(session, ledger, step)
            _undo(session, ledger, done)
            raise said
        stands[step.account_id] = stand
        done.append(step)
    expire(session, *stands)
    return stands


def _undo(session: Session, ledger: Ledger, done: Sequence[Step]) -> None:
    for former in reversed(done):
        _move_one(session, ledger, former.undone())


def _move_one(session: Session, ledger: Ledger, step: Step) -> Stand | None:
    row = session.connection().execute(
        MOVE,
        {
            "on_account": step.account_id,
            "of_ledger": ledger.id,
            "by_balance": step.balance,
            "by_held": step.held,
            "by_expected": step.expected,
            "by_entries": step.entries,
        },
    ).one_or_none()  # fmt: skip
    return None if row is None else Stand(balance=row.balance, entries=row.entries_count)


def _why(session: Session, ledger: Ledger, step: Step) -> LedgerRefusal:
    account = session.get(Account, step.account_id, populate_existing=True)
    if account is None or account.ledger_id != ledger.id:
        return refusal(session, ledger, "other_ledger")
    if account.closed_at is not None:
        return refusal(session, ledger, "closed")
    left = account.balance + step.balance - account.held - step.held
    if account.floor is not None and left < account.floor:
        return refusal(session, ledger, "below_floor", account=str(account.id), limit=account.floor)
    return refusal(session, ledger, "above_ceiling", account=str(account.id), limit=account.ceiling)


def post(session: Session, ledger: Ledger, postings: Sequence[Posting]) -> list[Transfer]:
    """Make transfers that belong together, all or none, each with its two entries.

    The limits hold for what the whole set does to an account: nobody can see it half done.

    Raises:
        LedgerRefusal: a limit says no, the hold is no longer open, or one was reversed before.
    """
    hold = postings[0].hold
    _close_hold(session, ledger, hold)
    steps = _steps(postings)
    try:
        stands = move(session, ledger, *steps)
    except LedgerRefusal:
        _reopen_hold(session, hold)
        raise
    rows = [_transfer_values(ledger, posting) for posting in postings]
    _write_transfers(session, ledger, rows, steps)
    _write_entries(session, rows, stands)
    _write_memos(session, ledger, postings)
    return [_loaded(session, row) for row in rows]


def _steps(postings: Sequence[Posting]) -> list[Step]:
    """Add up what the postings do to each account, in ascending id."""
    balance: dict[UUID, int] = {}
    entries: dict[UUID, int] = {}
    for posting in postings:
        for account_id, amount in ((posting.payer_id, -posting.amount), (posting.payee_id, posting.amount)):
            balance[account_id] = balance.get(account_id, 0) + amount
            entries[account_id] = entries.get(account_id, 0) + 1
    hold = postings[0].hold
    held = {} if hold is None else {hold.payer_id: -(hold.amount + hold.levies)}
    expected = {} if hold is None else {hold.payee_id: -hold.amount}
    return [
        Step(
            account_id=account_id,
            balance=balance[account_id],
            held=held.get(account_id, 0),
            expected=expected.get(account_id, 0),
            entries=entries[account_id],
        )
        for account_id in sorted(balance)
    ]


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
        "entered_for_id": posting.entered_for_id,
        "part_of_id": posting.part_of_id,
        "hold_id": posting.hold.id if posting.hold is not None else None,
        "reverses_id": posting.reverses_id,
        "created_at": clock.now(),
    }


def _write_transfers(
    session: Session, ledger: Ledger, rows: Sequence[dict[str, Any]], steps: Sequence[Step]
) -> None:
    first, *others = rows
    if not insert_once(session, TRANSFER, first):  # only a second reversal can meet a row that is there
        _undo(session, ledger, steps)
        raise refusal(session, ledger, "reversed")
    if others:
        session.connection().execute(sa.insert(TRANSFER), others)
    session.connection().execute(
        sa.insert(QUEUE),
        [
            {"transfer_id": row["id"], "ledger_id": ledger.id, "territory_id": ledger.territory_id}
            for row in rows
        ],
    )


def _write_entries(session: Session, rows: Sequence[dict[str, Any]], stands: dict[UUID, Stand]) -> None:
    """Write both sides of every transfer, from the last one backwards: where each account stands is known."""
    number = {account_id: stand.entries for account_id, stand in stands.items()}
    balance = {account_id: stand.balance for account_id, stand in stands.items()}
    entries: list[dict[str, Any]] = []
    for row in reversed(rows):
        for account_id, amount in ((row["payee_id"], row["amount"]), (row["payer_id"], -row["amount"])):
            entries.append(
                {
                    "account_id": account_id,
                    "number": number[account_id],
                    "territory_id": row["territory_id"],
                    "transfer_id": row["id"],
                    "amount": amount,
                    "balance_after": balance[account_id],
                }
            )
            number[account_id] -= 1
            balance[account_id] -= amount
    session.connection().execute(sa.insert(ENTRY), entries[::-1])


def _write_memos(session: Session, ledger: Ledger, postings: Sequence[Posting]) -> None:
    memos = [
        {"transfer_id": posting.id, "text": posting.memo, "territory_id": ledger.territory_id}
        for posting in postings
        if posting.memo
    ]
    if memos:
        session.connection().execute(sa.insert(MEMO), memos)


def _loaded(session: Session, values: dict[str, Any]) -> Transfer:
    """Hand the row that was just written to the session without asking the database for it again."""
    transfer = Transfer(**values)
    make_transient_to_detached(transfer)
    session.add(transfer)
    return transfer


def _close_hold(session: Session, ledger: Ledger, hold: Hold | None) -> None:
    """Mark a hold as posted."""
    if hold is None:
        return
    if not close_hold(session, hold.id, HoldState.POSTED):
        raise refusal(session, ledger, "hold_closed")
    session.expire(hold, ["state", "resolved_at"])


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
