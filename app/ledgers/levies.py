"""Levies: a part of each payment that goes to a common account, with the payment or not at all."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.db import new_id
from app.ledgers.models import Account, Ledger, Levy
from app.ledgers.posting import Posting

REASON = "levy"
LEVIED = frozenset({"exchange", "payment"})
"""Reasons of transfers that are payments between people; an issue, a welcome or a correction is none."""

WHOLE = 10_000  # hundredths of a percent


def in_force(session: Session, ledger: Ledger) -> Sequence[Levy]:
    """Return the levies of a ledger, the oldest first."""
    if not ledger.has_levies:
        return ()
    return session.scalars(
        sa.select(Levy).where(Levy.ledger_id == ledger.id, Levy.ended_at.is_(None)).order_by(Levy.id)
    ).all()


def amount_of(levy: Levy, payment: int) -> int:
    """Return what a levy takes of a payment, in the smallest unit, rounded down."""
    return payment * levy.rate // WHOLE + levy.fixed


def of(session: Session, ledger: Ledger, payment: Posting) -> list[Posting]:
    """Return the levies to post together with a payment."""
    if payment.reason not in LEVIED or payment.reverses_id is not None:
        return []
    found: list[Posting] = []
    for levy in in_force(session, ledger):
        from_id = payment.payer_id if levy.paid_by == "payer" else payment.payee_id
        amount = amount_of(levy, payment.amount)
        if amount > 0 and from_id != levy.account_id:
            found.append(
                Posting(
                    id=new_id(),
                    payer_id=from_id,
                    payee_id=levy.account_id,
                    amount=amount,
                    reason=REASON,
                    memo=levy.name,
                    exchange_id=payment.exchange_id,
                    entered_by_id=payment.entered_by_id,
                    part_of_id=payment.id,
                )
            )
    return found


def owed_by_payer(session: Session, ledger: Ledger, payer_id: UUID, amount: int) -> int:
    """Return what a payer will owe in levies for a payment, to be set aside with it."""
    return sum(
        amount_of(levy, amount)
        for levy in in_force(session, ledger)
        if levy.paid_by == "payer" and levy.account_id != payer_id
    )


def set_levy(
    session: Session,
    ledger: Ledger,
    *,
    name: str,
    account: Account,
    rate: int = 0,
    fixed: int = 0,
    paid_by: str = "payer",
) -> Levy:
    """Let a levy be taken of every payment from now on.

    Args:
        account: the common account that receives it.
        rate: in hundredths of a percent: 300 is three percent.
        fixed: in the smallest unit, besides the rate.
        paid_by: ``payer`` or ``payee``.
    """
    if account.ledger_id != ledger.id:
        raise ValueError("a levy goes to an account of its ledger")
    levy = Levy(
        territory_id=ledger.territory_id,
        ledger_id=ledger.id,
        account_id=account.id,
        name=name,
        rate=rate,
        fixed=fixed,
        paid_by=paid_by,
    )
    session.add(levy)
    ledger.has_levies = True
    session.flush()
    return levy


def end_levy(session: Session, ledger: Ledger, levy: Levy) -> None:
    """Stop taking a levy; what was taken stays."""
    levy.ended_at = clock.now()
    session.flush()
    ledger.has_levies = bool(in_force(session, ledger))
    session.flush()
