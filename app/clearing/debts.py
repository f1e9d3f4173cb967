"""Use cases of debts: note one, say that it is so, pay it. They flush; the caller commits."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.clearing.models import Debt, DebtState
from app.db import new_id
from app.errors import Refusal
from app.ledgers.models import Account, Ledger, Transfer
from app.ledgers.services import LARGEST_AMOUNT, transfer
from app.text import _

REASON = "debt"


def note(
    session: Session,
    *,
    ledger: Ledger,
    debtor: Account,
    creditor: Account,
    amount: int,
    text: str,
    by_id: UUID,
    by_account_id: UUID,
) -> Debt:
    """Note what one account owes another; noted by the one who owes, it counts at once.

    Args:
        by_account_id: the side of the one who notes it; the other side has to say that it is so.

    Raises:
        Refusal: both sides are one account, or there is no amount.
    """
    if debtor.id == creditor.id:
        raise Refusal(_("Nobody owes themself anything. Choose somebody else."), field="other")
    if not 0 < amount <= LARGEST_AMOUNT:
        raise Refusal(_("The amount must be more than zero."), field="amount")
    if by_account_id not in (debtor.id, creditor.id):
        raise ValueError("a debt is noted by one of its sides")
    debt = Debt(
        territory_id=ledger.territory_id,
        ledger_id=ledger.id,
        debtor_id=debtor.id,
        creditor_id=creditor.id,
        amount=amount,
        owed=amount,
        text=text,
        noted_by_id=by_id,
        state=DebtState.CONFIRMED if by_account_id == debtor.id else DebtState.NOTED,
    )
    session.add(debt)
    session.flush()
    return debt


def confirm(session: Session, debt: Debt) -> None:
    """Say that a debt is so, as the one who owes it."""
    _answer(session, debt, DebtState.NOTED, DebtState.CONFIRMED)


def refuse(session: Session, debt: Debt) -> None:
    """Say that a debt is not so; it never counts."""
    _answer(session, debt, DebtState.NOTED, DebtState.REFUSED)


def withdraw(session: Session, debt: Debt) -> None:
    """Let a debt go, as the one to whom it is owed: it need not be paid any more."""
    _answer(session, debt, debt.state, DebtState.WITHDRAWN)


def pay(session: Session, ledger: Ledger, debt: Debt, *, by_id: UUID) -> Transfer:
    """Pay what is left of a debt from the debtor's account.

    Raises:
        Refusal: a limit of one of the accounts, or nothing is left to pay.
    """
    session.refresh(debt, with_for_update=True)
    if debt.state != DebtState.CONFIRMED or debt.owed == 0:
        raise Refusal(_("There is nothing left to pay on this."))
    made = transfer(
        session,
        ledger=ledger,
        payer_id=debt.debtor_id,
        payee_id=debt.creditor_id,
        amount=debt.owed,
        reason=REASON,
        key=f"debt:{debt.id}:{new_id()}",  # the lock on the debt lets it be paid once, not the key
        memo=debt.text,
        entered_by_id=by_id,
    )
    take_off(session, debt.id, debt.owed)
    session.refresh(debt)
    return made


def settle_outside(session: Session, debt: Debt) -> None:
    """Note that what is left of a debt was paid from hand to hand, in euros.

    Raises:
        Refusal: nothing is left to pay.
    """
    session.refresh(debt, with_for_update=True)
    if debt.state != DebtState.CONFIRMED or debt.owed == 0:
        raise Refusal(_("There is nothing left to pay on this."))
    take_off(session, debt.id, debt.owed)
    session.refresh(debt)


def take_off(session: Session, debt_id: UUID, amount: int) -> None:
    """Lessen what is owed; with nothing left the debt is settled.

    Raises:
        Refusal: less is owed than that, or it does not count any more.
    """
    left = Debt.owed - amount
    changed: Any = session.execute(
        sa.update(Debt)
        .where(Debt.id == debt_id, Debt.state == DebtState.CONFIRMED, left >= 0)
        .values(owed=left, state=sa.case((left == 0, DebtState.SETTLED), else_=DebtState.CONFIRMED))
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:
        raise Refusal(_("What is owed has changed meanwhile. Look at it again."))


def put_back(session: Session, debt_id: UUID, amount: int) -> None:
    """Let an amount be owed again."""
    session.execute(
        sa.update(Debt)
        .where(Debt.id == debt_id)
        .values(owed=Debt.owed + amount, state=DebtState.CONFIRMED)
        .execution_options(synchronize_session=False)
    )


def _answer(session: Session, debt: Debt, was: str, becomes: DebtState) -> None:
    changed: Any = session.execute(
        sa.update(Debt)
        .where(Debt.id == debt.id, Debt.state == was, Debt.state.in_([DebtState.NOTED, DebtState.CONFIRMED]))
        .values(state=becomes, answered_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    session.refresh(debt)
    if changed.rowcount != 1 and debt.state != becomes:
        raise Refusal(_("This has already been answered."))
