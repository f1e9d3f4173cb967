"""Bank statements that were brought in, their lines, and how each bank writes them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.plugin_api import Model, Scoped, Timestamped, new_id


class LineState(StrEnum):
    """What is known of a line, and what was done with it."""

    MATCHED = "matched"
    """It carries the payment reference of one account."""
    SUGGESTION = "suggestion"
    """Its name looks like that of one account."""
    UNKNOWN = "unknown"
    ISSUED = "issued"
    RECORDED = "recorded"
    """Its units had been issued at a desk before."""
    IGNORED = "ignored"


WAITING = (LineState.MATCHED, LineState.SUGGESTION, LineState.UNKNOWN)


class BankFormat(Scoped, Timestamped, Model):
    """Which column of a bank's file is what; remembered for the next file that looks alike."""

    __tablename__ = "local_currency_bank_format"

    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"), primary_key=True)
    signature: Mapped[str] = mapped_column(primary_key=True)
    """Digest of the names of the columns."""
    columns: Mapped[dict[str, Any]]


class BankStatement(Scoped, Timestamped, Model):
    """A file that was brought in; its content is kept only until its columns are confirmed."""

    __tablename__ = "local_currency_bank_statement"
    __table_args__ = (sa.Index(None, "subnetwork_id", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"))
    filename: Mapped[str]
    content: Mapped[bytes | None] = mapped_column(sa.LargeBinary())
    brought_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))
    read_at: Mapped[datetime | None]
    """When its lines were taken over."""
    new_lines: Mapped[int] = mapped_column(default=0)
    known_lines: Mapped[int] = mapped_column(default=0)
    left_out: Mapped[int] = mapped_column(default=0)
    """Lines of money going out, which are not kept."""


class BankLine(Scoped, Timestamped, Model):
    """Euros that came in on the bank account; each line of a statement once for ever."""

    __tablename__ = "local_currency_bank_line"
    __table_args__ = (
        sa.UniqueConstraint("subnetwork_id", "digest", "occurrence"),
        sa.Index(None, "statement_id"),
        sa.Index(None, "subnetwork_id", "state"),
        sa.CheckConstraint("amount > 0", name="amount_positive"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"))
    statement_id: Mapped[UUID] = mapped_column(sa.ForeignKey("local_currency_bank_statement.id"))
    digest: Mapped[str]
    occurrence: Mapped[int]
    """1, 2 ... of lines that say exactly the same in one file."""
    row: Mapped[int]
    """Its place in the file, counted from 1."""
    day: Mapped[date]
    amount: Mapped[int]
    name: Mapped[str] = mapped_column(default="")
    label: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=LineState.UNKNOWN)
    owner: Mapped[str] = mapped_column(default="")
    """Whose it seems to be, as ``owners.Owner.key``; empty when nobody knows."""
    slip_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("local_currency_slip.id"), unique=True)
    note: Mapped[str] = mapped_column(default="")
    decided_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("member.id"))
    decided_at: Mapped[datetime | None]
