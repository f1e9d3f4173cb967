"""The guarantee fund, the exchange desks, their days and the slips of what was done there."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.plugin_api import Model, Scoped, Timestamped, new_id


class SlipKind(StrEnum):
    """What a slip is the proof of."""

    OPENING = "opening"
    """Units that were out before the fund was kept here, brought over."""
    ISSUE = "issue"
    RECONVERSION = "reconversion"
    DEPOSIT = "deposit"
    """Cash of a desk brought to the bank."""
    DIFFERENCE = "difference"
    """A count that was not what the books say."""
    MADE_GOOD = "made_good"
    """A difference settled by the association."""


class Means(StrEnum):
    """How euros come in or go out."""

    CASH = "cash"
    CARD = "card"
    TRANSFER = "transfer"
    STATEMENT = "statement"
    """Seen on a bank statement that was brought in."""


class Fund(Scoped, Timestamped, Model):
    """The guarantee fund of a currency: a ledger in euros, and its accounts that are not a desk's."""

    __tablename__ = "local_currency_fund"

    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"), primary_key=True)
    ledger_id: Mapped[UUID] = mapped_column(sa.ForeignKey("ledger.id"), unique=True)
    outside_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    """Where euros come from and go to; what it is below zero is the fund."""
    bank_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    differences_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    """What counts found missing (above zero) or too much (below)."""


class Desk(Scoped, Timestamped, Model):
    """An exchange desk."""

    __tablename__ = "local_currency_desk"
    __table_args__ = (sa.UniqueConstraint("subnetwork_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"))
    name: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    opening_hours: Mapped[str] = mapped_column(default="")
    cash_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), unique=True)
    """Account of its cash in the ledger of the fund."""
    closed_at: Mapped[datetime | None]


class Keeper(Scoped, Timestamped, Model):
    """A member who may hold a desk."""

    __tablename__ = "local_currency_keeper"

    desk_id: Mapped[UUID] = mapped_column(sa.ForeignKey("local_currency_desk.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"), primary_key=True)
    given_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("member.id"))


class DeskDay(Scoped, Timestamped, Model):
    """A day at a desk, from the first count to the last. Sums are in cents."""

    __tablename__ = "local_currency_desk_day"
    __table_args__ = (
        sa.Index(
            "uq_local_currency_desk_day_open",
            "desk_id",
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        ),
        sa.Index(None, "desk_id", "day"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    desk_id: Mapped[UUID] = mapped_column(sa.ForeignKey("local_currency_desk.id"))
    day: Mapped[date]
    opened_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))
    opening_count: Mapped[int]
    opening_expected: Mapped[int]
    opening_note: Mapped[str] = mapped_column(default="")
    closing_count: Mapped[int | None]
    closing_expected: Mapped[int | None]
    closing_note: Mapped[str] = mapped_column(default="")
    closed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("member.id"))
    closed_at: Mapped[datetime | None]


class Slip(Scoped, Timestamped, Model):
    """The proof that units and euros moved together; undone, it stays and says so."""

    __tablename__ = "local_currency_slip"
    __table_args__ = (
        sa.UniqueConstraint("subnetwork_id", "number"),
        sa.UniqueConstraint("subnetwork_id", "key"),
        sa.Index(None, "day_id"),
        sa.Index(None, "account_id"),
        sa.Index(None, "subnetwork_id", "kind", "amount"),
        sa.CheckConstraint("amount > 0", name="amount_positive"),
        sa.CheckConstraint("bonus >= 0", name="bonus_positive"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"))
    number: Mapped[int]
    """1, 2, 3 ... in each currency, without gaps."""
    kind: Mapped[str]
    key: Mapped[str]
    """Of the form that asked for it: sent twice, there is one slip."""
    desk_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("local_currency_desk.id"))
    day_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("local_currency_desk_day.id"))
    means: Mapped[str] = mapped_column(default="")
    amount: Mapped[int]
    """Cents that came in or went out, and as many hundredths of units."""
    bonus: Mapped[int] = mapped_column(default=0)
    """Hundredths of units given besides, from the fund of a bonus programme."""
    programme_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("local_currency_programme.id"))
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    """Whose units: an account of the currency's ledger."""
    units_transfer_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("transfer.id"), unique=True)
    euros_transfer_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("transfer.id"), unique=True)
    memo: Mapped[str] = mapped_column(default="")
    by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("member.id"))
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("member.id"))
    undone_why: Mapped[str] = mapped_column(default="")
    undone_day_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("local_currency_desk_day.id"))
    """The day in whose cash the undoing counts."""
