"""What came in at a professional's till on one day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.plugin_api import Account, AccountKind, Member, PaymentRequest, Transfer, clock, holders_of
from plugins.local_currency.circulation import start_of

REASONS = ("payment", "exchange", "correction")


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """One payment that came in, or went back."""

    transfer_id: UUID
    at: datetime
    amount: int
    """Below zero: a payment that was taken back."""
    payer: str
    """First name, or the name of an organisation or a fund."""


def receipts(session: Session, account_id: UUID, day: date, *, zone: str) -> list[Receipt]:
    """Return the payments that came in on a day, the latest first; those taken back count against it."""
    other, member = aliased(Account), aliased(Member)
    came_in = Transfer.payee_id == account_id
    went_back = sa.and_(Transfer.payer_id == account_id, Transfer.reverses_id.is_not(None))
    rows = session.execute(
        sa.select(Transfer, other.name, member)
        .join(other, other.id == sa.case((came_in, Transfer.payer_id), else_=Transfer.payee_id))
        .outerjoin(member, member.id == other.member_id)
        .where(
            sa.or_(came_in, went_back),
            Transfer.reason.in_(REASONS),
            Transfer.created_at >= start_of(day, zone),
            Transfer.created_at < start_of(day + timedelta(days=1), zone),
            other.kind != AccountKind.ISSUANCE,
        )
        .order_by(Transfer.created_at.desc(), Transfer.id.desc())
    )
    return [
        Receipt(
            transfer_id=transfer.id,
            at=transfer.created_at,
            amount=transfer.amount if transfer.payee_id == account_id else -transfer.amount,
            payer=_name(name, payer),
        )
        for transfer, name, payer in rows
    ]


def _name(account: str, member: Member | None) -> str:
    """Return the first name of a member, or the name of another account."""
    return account if member is None else member.first_name


def total(found: list[Receipt]) -> int:
    """Return what came in, less what went back."""
    return sum(one.amount for one in found)


def serves(session: Session, account: Account, member_id: UUID) -> bool:
    """Tell whether a member may stand at the till of an account: its owner, and whoever holds it."""
    if account.member_id == member_id:
        return True
    return any(holder.member_id == member_id for holder, _name in holders_of(session, account.id))


def asked_at(session: Session, account_id: UUID, request_id: UUID) -> PaymentRequest | None:
    """Return a payment that was asked for at the till of an account."""
    return session.scalar(
        sa.select(PaymentRequest).where(
            PaymentRequest.id == request_id, PaymentRequest.payee_id == account_id
        )
    )


def is_over(asked: PaymentRequest) -> bool:
    """Tell whether what was asked for can be paid no more."""
    return asked.state != "open" or (asked.expires_at is not None and asked.expires_at < clock.now())


def receipt_of(session: Session, asked: PaymentRequest) -> Receipt | None:
    """Return the payment that answered what was asked for, ``None`` while there is none."""
    if asked.transfer_id is None:
        return None
    transfer, payer, member = session.execute(
        sa.select(Transfer, Account, Member)
        .join(Account, Account.id == Transfer.payer_id)
        .outerjoin(Member, Member.id == Account.member_id)
        .where(Transfer.id == asked.transfer_id)
    ).one()
    return Receipt(
        transfer_id=transfer.id,
        at=transfer.created_at,
        amount=transfer.amount,
        payer=_name(payer.name, member),
    )
