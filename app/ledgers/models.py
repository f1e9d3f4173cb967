"""Ledgers, accounts, immutable transfers with their entries, holds and idempotency keys."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model, Scoped, Timestamped, new_id


class AccountKind(StrEnum):
    """Whose account it is."""

    MEMBER = "member"
    ORGANISATION = "organisation"
    SUBNETWORK = "subnetwork"
    COMMUNITY = "community"
    """Of the association itself; with a name, one of its funds."""
    ISSUANCE = "issuance"
    LEVIES = "levies"
    ROUNDING = "rounding"


LIMITED_KINDS = (AccountKind.MEMBER, AccountKind.ORGANISATION, AccountKind.SUBNETWORK)
"""Kinds whose accounts follow the limits of their ledger; the others are the community's own books."""


class OnLimit(StrEnum):
    """What a limit does: it stops a transfer, or it is only told."""

    BLOCK = "block"
    WARN = "warn"


class Right(StrEnum):
    """What a holder may do with an account that is not theirs alone."""

    SEE = "see"
    PAY_UP_TO = "pay_up_to"
    PAY = "pay"


class HoldState(StrEnum):
    """A hold is open until it is posted, voided or expired, exactly once."""

    OPEN = "open"
    POSTED = "posted"
    VOIDED = "voided"
    EXPIRED = "expired"


class Ledger(Scoped, Timestamped, Model):
    """One unit of account, its rules and its accounts; the sum of all balances is zero."""

    __tablename__ = "ledger"
    __table_args__ = (sa.UniqueConstraint("territory_id", "plugin", "subnetwork_id", "purpose"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"))
    plugin: Mapped[str]
    """Slug of the plugin that governs it."""
    purpose: Mapped[str] = mapped_column(default="", server_default="")
    """Tells the ledgers of one plugin apart: empty for the one its members use, ``fund`` ..."""
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
    on_limit: Mapped[str] = mapped_column(default=OnLimit.BLOCK, server_default="block")
    """Whether the floor and the ceiling stop a transfer or are only told."""
    has_levies: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    """Whether any levy is in force, so that a payment without one asks for none."""
    stopped_at: Mapped[datetime | None]
    """When a check found it wrong: nothing moves any more until somebody has looked at it."""


class AccountGroup(Scoped, Timestamped, Model):
    """Accounts of a ledger that share limits of their own."""

    __tablename__ = "account_group"
    __table_args__ = (sa.UniqueConstraint("ledger_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ledger_id: Mapped[UUID] = mapped_column(sa.ForeignKey("ledger.id"))
    name: Mapped[str]
    floor: Mapped[int | None]
    ceiling: Mapped[int | None]
    on_limit: Mapped[str] = mapped_column(default=OnLimit.BLOCK)


class Account(Scoped, Timestamped, Model):
    """An account of a ledger; its balance changes only together with its entries."""

    __tablename__ = "account"
    __table_args__ = (
        sa.UniqueConstraint("ledger_id", "kind", "member_id", "name"),
        sa.Index(None, "member_id"),
        sa.Index(
            "uq_account_of_nobody",
            "ledger_id",
            "kind",
            "name",
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
    name: Mapped[str] = mapped_column(default="", server_default="")
    """Of an organisation, a fund, or a member's second account; empty for the usual one."""
    subnetwork_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("subnetwork.id"))
    """The sub-network whose account it is, for that kind alone."""
    group_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account_group.id"))
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
    warn_floor: Mapped[int | None]
    """Lowest balance that is told and does not stop anything."""
    warn_ceiling: Mapped[int | None]
    entries_count: Mapped[int] = mapped_column(default=0)
    """Number of entries so far: the position of the next one on this account."""
    closed_at: Mapped[datetime | None]
    """When it stopped being used; its history stays."""


class AccountHolder(Scoped, Timestamped, Model):
    """A member who may see or use an account besides its owner."""

    __tablename__ = "account_holder"
    __table_args__ = (sa.Index(None, "member_id"),)

    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"), primary_key=True)
    right: Mapped[str] = mapped_column(default=Right.SEE)
    most: Mapped[int | None]
    """Largest single payment, for the right ``pay_up_to``."""
    given_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("member.id"))


def _where_there_is(column: str, *, unique: bool = False) -> sa.Index:
    """Index a column of a transfer that is mostly empty, where it is not."""
    there = sa.text(f"{column} IS NOT NULL")
    return sa.Index(None, column, unique=unique, sqlite_where=there, postgresql_where=there)


class Written(Scoped):
    """A row that every transfer writes. Its territory and its ledger are named, not asked for.

    To be sure that they are there the database would lock their rows for every transfer of a territory;
    the accounts of the same transfer are asked for, and they keep both.
    """

    territory_id: Mapped[UUID] = mapped_column()


class Transfer(Written, Timestamped, Model):
    """An amount that went from one account to another; never changed, never deleted."""

    __tablename__ = "transfer"
    __table_args__ = (
        sa.Index(None, "ledger_id", "created_at"),
        _where_there_is("exchange_id"),
        _where_there_is("part_of_id"),
        _where_there_is("hold_id", unique=True),
        _where_there_is("reverses_id", unique=True),
        sa.CheckConstraint("amount > 0", name="amount_positive"),
        sa.CheckConstraint("payer_id <> payee_id", name="two_sides"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ledger_id: Mapped[UUID]
    payer_id: Mapped[UUID] = mapped_column()
    payee_id: Mapped[UUID] = mapped_column()
    amount: Mapped[int]
    reason: Mapped[str]
    """A code: ``exchange``, ``welcome``, ``correction`` ..."""
    exchange_id: Mapped[UUID | None]
    component: Mapped[str | None]
    entered_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("member.id"))
    entered_for_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("member.id"))
    """The member in whose place somebody entered it, from paper or by telephone."""
    part_of_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("transfer.id"))
    """The first transfer of the set that it was posted with, all or none: a levy names its payment."""
    hold_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("hold.id"))
    reverses_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("transfer.id"))


class Entry(Written, Model):
    """One side of a transfer on one account, with the balance after it.

    Whatever writes it has just moved the account and written the transfer; neither can be deleted after.
    """

    __tablename__ = "entry"
    __table_args__ = (
        sa.UniqueConstraint("transfer_id", "account_id"),
        sa.CheckConstraint("amount <> 0", name="amount_not_zero"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    """1, 2, 3 ... on each account, without gaps."""
    transfer_id: Mapped[UUID] = mapped_column()
    amount: Mapped[int]
    """Signed: positive came in, negative went out."""
    balance_after: Mapped[int]


class TransferMemo(Written, Model):
    """Words on a transfer, apart from it so that a person's words can be erased."""

    __tablename__ = "transfer_memo"

    transfer_id: Mapped[UUID] = mapped_column(primary_key=True)
    text: Mapped[str]


class Hold(Written, Timestamped, Model):
    """An amount set aside for an agreed exchange."""

    __tablename__ = "hold"
    __table_args__ = (
        sa.CheckConstraint("amount > 0", name="amount_positive"),
        sa.Index(None, "state", "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ledger_id: Mapped[UUID]
    payer_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), index=True)
    payee_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    amount: Mapped[int]
    levies: Mapped[int] = mapped_column(default=0, server_default="0")
    """What the payer will owe in levies besides, set aside with it."""
    exchange_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(default=HoldState.OPEN)
    expires_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]

    payer: Mapped[Account] = relationship(foreign_keys=[payer_id], lazy="raise_on_sql")


class IdempotencyKey(Written, Timestamped, Model):
    """The answer given to a request that carried a key; the same key gets the same answer for ever."""

    __tablename__ = "idempotency_key"

    scope: Mapped[str] = mapped_column(primary_key=True)
    """Whose key it is, such as ``ledger:<id>``."""
    key: Mapped[str] = mapped_column(primary_key=True)
    request_digest: Mapped[str]
    transfer_id: Mapped[UUID | None]
    """What answers it; it is claimed before that is written, in the same transaction."""
    hold_id: Mapped[UUID | None]
    refusal: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON())
    """Code and values of a remembered refusal."""


class LedgerLink(Scoped, Model):
    """A transfer's place in the chain of its ledger; never changed, never deleted."""

    __tablename__ = "ledger_link"

    ledger_id: Mapped[UUID] = mapped_column(sa.ForeignKey("ledger.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    """1, 2, 3 ... in posting order, without gaps."""
    transfer_id: Mapped[UUID] = mapped_column(sa.ForeignKey("transfer.id"), unique=True)
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    """SHA-256 of the digest before it and of the transfer, see ``app.ledgers.chain``."""


class LinkQueue(Written, Model):
    """A transfer that was posted and has no place in the chain yet."""

    __tablename__ = "link_queue"

    transfer_id: Mapped[UUID] = mapped_column(primary_key=True)
    ledger_id: Mapped[UUID]


class Levy(Scoped, Timestamped, Model):
    """A part of each payment that goes to a common account, posted with the payment or not at all."""

    __tablename__ = "levy"
    __table_args__ = (
        sa.Index(None, "ledger_id"),
        sa.CheckConstraint("rate >= 0 AND rate <= 10000", name="rate_in_range"),
        sa.CheckConstraint("fixed >= 0", name="fixed_positive"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ledger_id: Mapped[UUID] = mapped_column(sa.ForeignKey("ledger.id"))
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    """The common account that receives it."""
    name: Mapped[str]
    rate: Mapped[int] = mapped_column(default=0)
    """In hundredths of a percent of the payment, rounded down to the smallest unit."""
    fixed: Mapped[int] = mapped_column(default=0)
    """In the smallest unit, besides the rate."""
    paid_by: Mapped[str] = mapped_column(default="payer")
    """``payer`` or ``payee``."""
    ended_at: Mapped[datetime | None]


class StandingOrder(Scoped, Timestamped, Model):
    """A payment that is made again and again until it is ended."""

    __tablename__ = "standing_order"
    __table_args__ = (
        sa.Index(None, "state", "next_on"),
        sa.Index(None, "payer_id"),
        sa.CheckConstraint("amount > 0", name="amount_positive"),
        sa.CheckConstraint("payer_id <> payee_id", name="two_sides"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ledger_id: Mapped[UUID] = mapped_column(sa.ForeignKey("ledger.id"))
    payer_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    payee_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    amount: Mapped[int]
    text: Mapped[str] = mapped_column(default="")
    rhythm: Mapped[str]
    """``week``, ``month``, ``quarter`` or ``year``."""
    first_on: Mapped[date]
    next_on: Mapped[date]
    until: Mapped[date | None]
    state: Mapped[str] = mapped_column(default="active")
    """``active``, ``paused`` or ``ended``."""
    refused: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON())
    """Code and values of the last refusal, until a payment succeeds."""
    made_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))


class PaymentRequest(Scoped, Timestamped, Model):
    """Somebody asks for an amount; the payer says yes or no. Without a payer, whoever has its link."""

    __tablename__ = "payment_request"
    __table_args__ = (
        sa.Index(None, "payer_id", "state"),
        sa.Index(None, "payee_id", "state"),
        sa.CheckConstraint("amount IS NULL OR amount > 0", name="amount_positive"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ledger_id: Mapped[UUID] = mapped_column(sa.ForeignKey("ledger.id"))
    payee_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    payer_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    amount: Mapped[int | None]
    """``None``: the payer says how much."""
    text: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="open")
    """``open``, ``paid``, ``declined``, ``withdrawn`` or ``expired``."""
    expires_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    transfer_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("transfer.id"))
    made_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))
