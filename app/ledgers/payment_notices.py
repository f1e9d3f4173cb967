"""Telling people of payments: each in their language, with a name, a sum and what it was for."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app import amounts, text
from app.ledgers.models import Account, Ledger, PaymentRequest, StandingOrder, Transfer
from app.ledgers.naming import names_of
from app.members.models import Member
from app.notifications.services import notify
from app.territories.models import Territory


def tell_paid(session: Session, ledger: Ledger, transfer: Transfer, *, text: str, by: Member) -> None:
    """Tell the owner of the account that was paid, unless they did it themselves."""
    payee = session.get_one(Account, transfer.payee_id)
    if payee.member_id is not None and payee.member_id != by.id:
        _tell(
            session, ledger, payee.member_id, "payment.received", f"receipt/{transfer.id}",
            about=transfer.payer_id, amount=transfer.amount, words=text,
        )  # fmt: skip


def tell_entered(
    session: Session, ledger: Ledger, transfer: Transfer, *, text: str, by: Member, member_id: UUID
) -> None:
    """Tell a member that a coordinator entered a payment in their place."""
    _tell(
        session, ledger, member_id, "payment.entered", f"receipt/{transfer.id}",
        about=transfer.payee_id, amount=transfer.amount, words=text, by=by.first_name,
    )  # fmt: skip


def tell_asked(session: Session, ledger: Ledger, request: PaymentRequest) -> None:
    """Tell the member who is asked for a payment."""
    payer = session.get_one(Account, request.payer_id)
    if payer.member_id is not None:
        kind = "payment.asked" if request.amount is not None else "payment.asked_open"
        _tell(
            session, ledger, payer.member_id, kind, f"request/{request.id}",
            about=request.payee_id, amount=request.amount, words=request.text,
        )  # fmt: skip


def tell_declined(session: Session, ledger: Ledger, request: PaymentRequest, *, words: str) -> None:
    """Tell who asked that the answer is no, with the words that came with it."""
    assert request.payer_id is not None
    kind = "payment.declined" if words else "payment.declined_silently"
    _tell(
        session, ledger, request.made_by_id, kind, f"request/{request.id}",
        about=request.payer_id, amount=request.amount, words=request.text, answer=words,
    )  # fmt: skip


def tell_order_refused(session: Session, ledger: Ledger, order: StandingOrder, *, why: str) -> None:
    """Tell both sides that a regular payment could not be made."""
    payer, payee = (session.get_one(Account, one) for one in (order.payer_id, order.payee_id))
    for member_id, other, kind, path in (
        (payer.member_id or order.made_by_id, payee.id, "payment.order_refused", "orders"),
        (payee.member_id, payer.id, "payment.order_missing", ""),
    ):
        if member_id is not None:
            _tell(
                session, ledger, member_id, kind, path,
                about=other, amount=order.amount, words=order.text, why=why,
            )  # fmt: skip


def _tell(
    session: Session,
    ledger: Ledger,
    member_id: UUID,
    kind: str,
    path: str,
    *,
    about: UUID,
    amount: int | None,
    words: str,
    **values: Any,
) -> None:
    member = session.get_one(Member, member_id)
    slug = session.get_one(Territory, ledger.territory_id).slug
    with text.speaking(member.person.language):
        filled = {
            "name": names_of(session, [about])[about],
            "amount": "" if amount is None else amounts.amount(amount, ledger.unit, ledger.scale),
            "what": words or ledger.name,
            **values,
        }
    notify(
        session,
        person_id=member.person_id,
        kind=kind,
        path=f"/t/{slug}/pay/{path}",
        territory_id=ledger.territory_id,
        values=filled,
    )
