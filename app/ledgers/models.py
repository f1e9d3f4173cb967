"""Ledgers, accounts, immutable transfers with their entries, holds and idempotency keys."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model, Scoped, Timestamped, new_id


class AccountKind(StrEnum):
    """Whose account it is."""

    MEMBER = "member"
    COMMUNITY = "community"
    ISSUANCE = "issuance"


class HoldState(StrEnum):
    """A hold is open until it is posted, voided or expired, exactly once."""

    OPEN = "open"
    POSTED = "posted"
    VOIDED = "voided"
    EXPIRED = "expired"


class Ledger(Scoped, Timestamped, Model):
    """One unit of account, its rules and its accounts; the sum of all balances is zero."""

    __tablename__ = "ledger"
    __table_args__ = (sa.UniqueConstraint("territory_id", "plugin", "subnetwork_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"))
    plugin: Mapped[str]
    """Slug of the plugin that governs it."""
    name: Mapped[str]
    unit: Mapped[str]
    """``minutes``, or the code of a currency."""
    scale: Mapped[int] = mapped_column(default=0)
    """Decimals of the unit shown to people; amounts are integers of 10**-scale units."""
    floor: Mapped[int | None]
    """Lowest balance of a member's account; ``None``: no limit."""
    ceiling: Mapped[int | None]
    welcome: Mapped[int] = mapped_column(default=0)
    """Given once to every new member's account, by the community's."""


class Account(Scoped, Timestamped, Model):
    """An account of a ledger; its balance changes only together with its entries."""

    __tablename__ = "account"
    __table_args__ = (
        sa.UniqueConstraint("ledger_id", "kind", "member_id"),
        sa.Index(None, "member_id"),
        sa.Index(
            "uq_account_of_nobody",
            "ledger_id",
            "kind",
            unique=True,
            sqlite_where=sa.text("member_id IS NULL"),
            postgresql_where=sa.text("member_id IS NULL"),
        ),
        sa.CheckConstraint("held >= 0", name="held_positive"),
        sa.CheckConstraint("expected >= 0", name="expected_positive"),
        sa.CheckConstraint("floor IS NULL OR balance - held >= floor", name="above_floor"),
        sa.CheckConstraint("ceiling IS NULL OR balance + expected <= ceiling", name="below_ceiling"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ledger_id: Mapped[UUID] = mapped_column(sa.ForeignKey("ledger.id"))
    kind: Mapped[str] = mapped_column(default=AccountKind.MEMBER)
    member_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("member.id"))
    balance: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    """Set aside for agreed exchanges that this account will pay; counts against the floor."""
    expected: Mapped[int] = mapped_column(default=0)
    """Set aside by others for this account; counts against the ceiling: what was agreed can settle."""
    floor: Mapped[int | None]
    """Lowest balance in force; ``None``: no limit."""
    ceiling: Mapped[int | None]
    own_limits: Mapped[bool] = mapped_column(default=False)
    """Whether its limits were set for this account and no longer follow the ledger's."""
    entries_count: Mapped[int] = mapped_column(default=0)
    """Number of entries so far: the position of the next one on this account."""


class Transfer(Scoped, Timestamped, Model):
    """An amount that went from one account to another; never changed, never deleted."""

    __tablename__ = "transfer"
    __table_args__ = (
        sa.Index(None, "ledger_id", "created_at"),
        sa.Index(None, "exchange_id"),
        sa.UniqueConstraint("reverses_id"),
        sa.CheckConstraint("amount > 0", name="amount_positive"),
        sa.CheckConstraint("payer_id <> payee_id", name="two_sides"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ledger_id: Mapped[UUID] = mapped_column(sa.ForeignKey("ledger.id"))
    payer_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    payee_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    amount: Mapped[int]
    reason: Mapped[str]
    """A code: ``exchange``, ``welcome``, ``correction`` ..."""
    exchange_id: Mapped[UUID | None]
    component: Mapped[str | None]
    entered_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("member.id"))
    hold_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("hold.id"), unique=True)
    reverses_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("transfer.id"))


class Entry(Scoped, Model):
    """One side of a transfer on one account, with the balance after it."""

    __tablename__ = "entry"
    __table_args__ = (
        sa.UniqueConstraint("transfer_id", "account_id"),
        sa.CheckConstraint("amount <> 0", name="amount_not_zero"),
    )

    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    """1, 2, 3 ... on each account, without gaps."""
    transfer_id: Mapped[UUID] = mapped_column(sa.ForeignKey("transfer.id"))
    amount: Mapped[int]
    """Signed: positive came in, negative went out."""
    balance_after: Mapped[int]


class TransferMemo(Scoped, Model):
    """Words on a transfer, apart from it so that a person's words can be erased."""

    __tablename__ = "transfer_memo"

    transfer_id: Mapped[UUID] = mapped_column(sa.ForeignKey("transfer.id"), primary_key=True)
    text: Mapped[str]


class Hold(Scoped, Timestamped, Model):
    """An amount set aside for an agreed exchange."""

    __tablename__ = "hold"
    __table_args__ = (
        sa.CheckConstraint("amount > 0", name="amount_positive"),
        sa.Index(None, "state", "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ledger_id: Mapped[UUID] = mapped_column(sa.ForeignKey("ledger.id"))
    payer_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), index=True)
    payee_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    amount: Mapped[int]
    exchange_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(default=HoldState.OPEN)
    expires_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]

    payer: Mapped[Account] = relationship(foreign_keys=[payer_id], lazy="raise_on_sql")


class IdempotencyKey(Scoped, Timestamped, Model):
    """The answer given to a request that carried a key; the same key gets the same answer for ever."""

    __tablename__ = "idempotency_key"

    scope: Mapped[str] = mapped_column(primary_key=True)
    """Whose key it is, such as ``ledger:<id>``."""
    key: Mapped[str] = mapped_column(primary_key=True)
    request_digest: Mapped[str]
    transfer_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("transfer.id", deferrable=True, initially="DEFERRED")  # the key is claimed first
    )
    hold_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("hold.id", deferrable=True, initially="DEFERRED")
    )
    refusal: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON())
    """Code and values of a remembered refusal."""
