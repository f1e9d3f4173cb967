"""Use cases of payment requests: ask, pay, decline, withdraw, expire. They flush; the caller commits.

A request is open until it is paid, declined, withdrawn or expired, exactly once: each move is one
``UPDATE … WHERE state = 'open'``. Of two devices that accept at once, one pays and the other gets
the same payment to see.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.db import new_id
from app.errors import Refusal
from app.kernel.registry import Plugins
from app.ledgers.keys import same_as_before
from app.ledgers.models import Account, AccountHolder, Ledger, PaymentRequest, Transfer
from app.ledgers.payment_notices import tell_asked, tell_declined
from app.ledgers.payment_queries import uses
from app.ledgers.payments import PAYING_KINDS, Paid, coordinates, pay_once
from app.members.models import Member
from app.text import _


class RequestState(StrEnum):
    """Where a payment request stands."""

    OPEN = "open"
    PAID = "paid"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


def ask_payment(
    session: Session,
    *,
    ledger: Ledger,
    payee: Account,
    made_by: Member,
    amount: int | None = None,
    text: str = "",
    payer: Account | None = None,
    expires_at: datetime | None = None,
    request_id: UUID | None = None,
) -> PaymentRequest:
    """Ask for a payment: of one payer, who is told, or of whoever opens its link first.

    Args:
        amount: in the smallest unit; ``None``: the payer says how much.
        request_id: made when the form was shown: sent twice, it is one request.

    Raises:
        Refusal: the member may not ask for this account, or asks it to pay itself.
    """
    asked: dict[str, Any] = {
        "ledger_id": ledger.id,
        "payee_id": payee.id,
        "payer_id": None if payer is None else payer.id,
        "amount": amount,
        "text": text,
        "made_by_id": made_by.id,
    }
    if request_id is not None and (former := session.get(PaymentRequest, request_id)) is not None:
        return same_as_before(former, asked)
    if not may_ask(session, ledger, payee, made_by):
        raise Refusal(_("You may not ask for payments to this account."))
    if payer is not None and payer.id == payee.id:
        raise Refusal(_("An account cannot give to itself."))
    if amount is not None and amount <= 0:
        raise Refusal(_("The amount must be more than zero."), field="amount")
    request = PaymentRequest(
        id=request_id or new_id(),
        territory_id=ledger.territory_id,
        expires_at=expires_at,
        **asked,
    )
    session.add(request)
    session.flush()
    if payer is not None:
        tell_asked(session, ledger, request)
    return request


def may_ask(session: Session, ledger: Ledger, payee: Account, member: Member) -> bool:
    """Tell whether a member may ask for payments to an account: its owner, its holders, a coordinator."""
    if payee.ledger_id != ledger.id or payee.kind not in PAYING_KINDS or payee.closed_at is not None:
        return False
    return is_theirs(session, payee, member) or coordinates(session, ledger, member.id)


def is_theirs(session: Session, account: Account, member: Member) -> bool:
    """Tell whether a member owns an account or holds it."""
    return account.member_id == member.id or session.get(AccountHolder, (account.id, member.id)) is not None


def answers(session: Session, request: PaymentRequest, payee: Account, member: Member) -> bool:
    """Tell whether a member is the one to pay, not the one who asks."""
    if request.payer_id is not None:
        return uses(session, request.payer_id, member.id)
    return request.made_by_id != member.id and not is_theirs(session, payee, member)


def pay_request(
    session: Session,
    plugins: Plugins,
    request: PaymentRequest,
    *,
    payer: Account,
    by: Member,
    amount: int | None = None,
) -> Paid:
    """Pay what is asked, once; whoever paid it before gets that payment to see.

    Args:
        amount: when the request left it open.

    Raises:
        Refusal: it is no longer open, asks somebody else, or the account does not allow it.
    """
    if request.payer_id is not None and request.payer_id != payer.id:
        raise Refusal(_("This asks for a payment from another account."), field="payer")
    due = request.amount if request.amount is not None else amount
    if not due:
        raise Refusal(_("Say how much."), field="amount")
    ledger = session.get_one(Ledger, request.ledger_id)
    if not _close(session, request, RequestState.PAID):
        return _paid_before(session, request, payer)
    paid = pay_once(
        session,
        plugins,
        ledger=ledger,
        payer=payer,
        payee=session.get_one(Account, request.payee_id),
        amount=due,
        text=request.text,
        by=by,
        key=f"request:{request.id}",
    )
    request.transfer_id = paid.transfer.id
    session.flush()
    return paid


def decline(session: Session, request: PaymentRequest, *, by: Member, words: str = "") -> None:
    """Say no to a payment that one was asked for; who asked is told.

    Raises:
        Refusal: it was answered otherwise before, or asks somebody else.
    """
    ledger = session.get_one(Ledger, request.ledger_id)
    payer = session.get(Account, request.payer_id) if request.payer_id is not None else None
    if payer is None or not _answers_for(session, ledger, payer, by):
        raise Refusal(_("This asks for a payment from another account."))
    if _close(session, request, RequestState.DECLINED):
        tell_declined(session, ledger, request, words=words)
    elif request.state != RequestState.DECLINED:
        raise Refusal(no_longer(request))


def _answers_for(session: Session, ledger: Ledger, payer: Account, member: Member) -> bool:
    return is_theirs(session, payer, member) or coordinates(session, ledger, member.id)


def withdraw(session: Session, request: PaymentRequest, *, by: Member) -> None:
    """Take back what one asked for.

    Raises:
        Refusal: it was answered before, or somebody else asks.
    """
    ledger, payee = session.get_one(Ledger, request.ledger_id), session.get_one(Account, request.payee_id)
    if not may_ask(session, ledger, payee, by):
        raise Refusal(_("You may not ask for payments to this account."))
    if not _close(session, request, RequestState.WITHDRAWN) and request.state != RequestState.WITHDRAWN:
        raise Refusal(no_longer(request))


def expire_requests(session: Session) -> int:
    """Close every open request whose time is over; return how many there were."""
    now = clock.now()
    result: Any = session.execute(
        sa.update(PaymentRequest)
        .where(PaymentRequest.state == RequestState.OPEN, PaymentRequest.expires_at <= now)
        .values(state=RequestState.EXPIRED, resolved_at=now)
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)


def state_of(request: PaymentRequest) -> RequestState:
    """Return where a request stands now, even if the job that expires it has not run yet."""
    over = request.expires_at is not None and request.expires_at <= clock.now()
    return (
        RequestState.EXPIRED if over and request.state == RequestState.OPEN else RequestState(request.state)
    )


def no_longer(request: PaymentRequest) -> str:
    """Say why a request cannot be answered any more."""
    return {
        RequestState.PAID: lambda: _("This was paid already."),
        RequestState.DECLINED: lambda: _("The answer to this was no."),
        RequestState.WITHDRAWN: lambda: _("Who asked for this has taken it back."),
        RequestState.EXPIRED: lambda: _("The time for this is over. Ask for a new one."),
        RequestState.OPEN: lambda: _("This still waits for an answer."),
    }[state_of(request)]()


def _close(session: Session, request: PaymentRequest, state: RequestState) -> bool:
    """Let an open request become ``state``; tell whether it was open."""
    now = clock.now()
    result: Any = session.execute(
        sa.update(PaymentRequest)
        .where(
            PaymentRequest.id == request.id,
            PaymentRequest.state == RequestState.OPEN,
            sa.or_(PaymentRequest.expires_at.is_(None), PaymentRequest.expires_at > now),
        )
        .values(state=state, resolved_at=now)
        .execution_options(synchronize_session=False)
    )
    session.refresh(request)
    return bool(result.rowcount == 1)


def _paid_before(session: Session, request: PaymentRequest, payer: Account) -> Paid:
    if request.transfer_id is not None:
        transfer = session.get_one(Transfer, request.transfer_id)
        if transfer.payer_id == payer.id:
            return Paid(transfer=transfer, again=True)
    raise Refusal(no_longer(request))
