"""Noting debts, replying to them and to rounds, with word to the others; they flush, the caller commits."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from app import amounts
from app.clearing import books, debts, notices, services
from app.clearing.models import ClearingRound, Debt, RoundState
from app.ledgers.models import Account, Ledger
from app.members.models import Member


def note(
    session: Session,
    *,
    ledger: Ledger,
    debtor: Account,
    creditor: Account,
    amount: int,
    text: str,
    by: Member,
    side: Account,
) -> Debt:
    """Note what one account owes another, and tell the other side.

    Args:
        side: the account, one of the two, for which ``by`` notes it.

    Raises:
        Refusal: both sides are one account, or there is no amount.
    """
    debt = debts.note(
        session,
        ledger=ledger,
        debtor=debtor,
        creditor=creditor,
        amount=amount,
        text=text,
        by_id=by.id,
        by_account_id=side.id,
    )
    kind = "owed_to_you" if debtor.id == side.id else "asked_to_confirm"
    notices.tell_of_debt(session, debt, by=by, kind=kind, amount=_words(ledger, amount))
    return debt


def may_reply(debt: Debt, reply: str, account_ids: Collection[UUID]) -> bool:
    """Tell whether a side may reply so: who owes answers and pays, who is owed may let it go."""
    owes = debt.debtor_id in account_ids
    return owes != (reply == "withdraw")


def reply_to(session: Session, debt: Debt, ledger: Ledger, reply: str, *, by: Member) -> None:
    """Confirm a debt, refuse it, let it go or pay it, and tell the other side.

    Raises:
        Refusal: it was answered before, nothing is left to pay, or a limit says no.
    """
    amount = _words(ledger, debt.owed)
    if reply == "confirm":
        debts.confirm(session, debt)
    elif reply == "refuse":
        debts.refuse(session, debt)
    elif reply == "withdraw":
        debts.withdraw(session, debt)
    elif ledger.purpose == books.COSTS:
        debts.settle_outside(session, debt)
    else:
        debts.pay(session, ledger, debt, by_id=by.id)
    notices.tell_of_debt(session, debt, by=by, kind=reply, amount=amount)


def answer_round(
    session: Session, found: ClearingRound, account_ids: Collection[UUID], *, agrees: bool, by: Member
) -> ClearingRound:
    """Say yes or no to a round for accounts that are in it, and tell everybody what comes of it.

    Returns:
        The round as it stands, a new one after a no.

    Raises:
        Refusal: the round is no longer open.
    """
    stands = found
    for account_id in sorted(account_ids):
        stands = services.answer(session, stands, account_id, agrees=agrees, by_id=by.id)
        if stands is not found or stands.state != RoundState.PROPOSED:
            break
    if stands is not found:
        notices.tell_of_round(session, stands, kind="proposed")
    if stands.state == RoundState.POSTED:
        notices.tell_of_round(session, stands, kind="posted")
    return stands


def _words(ledger: Ledger, amount: int) -> str:
    return amounts.amount(amount, ledger.unit, ledger.scale)
