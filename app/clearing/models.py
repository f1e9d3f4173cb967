"""Debts, rounds of clearing, their parts and the consent of everybody in them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model, Scoped, Timestamped, new_id


class DebtState(StrEnum):
    """A debt counts once the other side has said that it is so."""

    NOTED = "noted"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    SETTLED = "settled"


class RoundState(StrEnum):
    """A round is proposed, then posted when everybody in it agreed, or given up."""

    PROPOSED = "proposed"
    POSTED = "posted"
    GIVEN_UP = "given_up"
    REVERSED = "reversed"


class Debt(Scoped, Timestamped, Model):
    """What one account still owes another, outside their balances."""

    __tablename__ = "debt"
    __table_args__ = (
        sa.Index(None, "ledger_id", "state"),
        sa.Index(None, "debtor_id"),
        sa.Index(None, "creditor_id"),
        sa.CheckConstraint("amount > 0", name="amount_positive"),
        sa.CheckConstraint("owed >= 0 AND owed <= amount", name="owed_in_range"),
        sa.CheckConstraint("debtor_id <> creditor_id", name="two_sides"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ledger_id: Mapped[UUID] = mapped_column(sa.ForeignKey("ledger.id"))
    debtor_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    creditor_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    amount: Mapped[int]
    owed: Mapped[int]
    """What is left of it, in the smallest unit."""
    text: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=DebtState.NOTED)
    noted_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))
    answered_at: Mapped[datetime | None]


class ClearingRound(Scoped, Timestamped, Model):
    """Debts of a ledger that can cancel each other in circles, proposed to everybody in them."""

    __tablename__ = "clearing_round"
    __table_args__ = (
        sa.Index(None, "ledger_id", "state"),
        sa.Index(
            "uq_clearing_round_proposed",
            "ledger_id",
            unique=True,
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ledger_id: Mapped[UUID] = mapped_column(sa.ForeignKey("ledger.id"))
    state: Mapped[str] = mapped_column(default=RoundState.PROPOSED)
    answer_before: Mapped[datetime]
    """Who has not answered by then is left out."""
    left_out: Mapped[list[str]] = mapped_column(default=list)
    """Accounts that said no or nothing to the rounds before it."""
    resolved_at: Mapped[datetime | None]
    transfer_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("transfer.id"))
    """The first transfer of the set that was posted."""
    made_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))


class ClearingPart(Scoped, Model):
    """How much of a debt a round cancels."""

    __tablename__ = "clearing_part"
    __table_args__ = (sa.CheckConstraint("amount > 0", name="amount_positive"),)

    round_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clearing_round.id"), primary_key=True)
    debt_id: Mapped[UUID] = mapped_column(sa.ForeignKey("debt.id"), primary_key=True)
    amount: Mapped[int]


class ClearingConsent(Scoped, Timestamped, Model):
    """What an account's holder answered to a round."""

    __tablename__ = "clearing_consent"
    __table_args__ = (sa.Index(None, "account_id"),)

    round_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clearing_round.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), primary_key=True)
    agrees: Mapped[bool | None]
    """``None``: not answered yet."""
    answered_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("member.id"))
