"""What is particular about a task; paper cheques, the piles of them that are entered, and declared sheets."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.plugin_api import ListingDetail, Member, Model, Scoped, Timestamped, new_id


class Task(ListingDetail, Model):
    """Help that takes time: how long, where, how often."""

    __tablename__ = "time_bank_task"

    minutes: Mapped[int | None]
    """Usual duration; ``None``: it depends."""
    place: Mapped[str] = mapped_column(default="any")
    """``theirs``, ``mine``, ``elsewhere``, ``remote`` or ``any``."""
    rhythm: Mapped[str] = mapped_column(default="once")
    """``once``, ``now_and_then`` or ``every_week``."""
    travel_counts: Mapped[bool] = mapped_column(default=False)
    """Whether the way there and back is counted as time given."""
    travel_minutes: Mapped[int | None]
    """Usual time on the way, there and back together."""


class ChequeState(StrEnum):
    """A paper cheque is printed, and used once; or it never will be."""

    PRINTED = "printed"
    USED = "used"
    CANCELLED = "cancelled"
    LOST = "lost"


class ChequeBook(Scoped, Timestamped, Model):
    """Numbered paper cheques that were printed together, for a member or for the stock."""

    __tablename__ = "time_bank_cheque_book"
    __table_args__ = (sa.UniqueConstraint("ledger_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ledger_id: Mapped[UUID] = mapped_column(sa.ForeignKey("ledger.id"))
    number: Mapped[int]
    """1, 2, 3 ... in each ledger."""
    member_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("member.id"), index=True)
    """Who writes its cheques; ``None``: it lies in the stock."""
    made_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("member.id"))
    given_at: Mapped[datetime | None]

    member: Mapped[Member | None] = relationship(foreign_keys=[member_id], lazy="raise_on_sql")
    cheques: Mapped[list["Cheque"]] = relationship(lazy="raise_on_sql", order_by="Cheque.number")


class Cheque(Scoped, Timestamped, Model):
    """One paper cheque; its number is good for one transfer."""

    __tablename__ = "time_bank_cheque"
    __table_args__ = (sa.UniqueConstraint("ledger_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ledger_id: Mapped[UUID] = mapped_column(sa.ForeignKey("ledger.id"))
    book_id: Mapped[UUID] = mapped_column(sa.ForeignKey("time_bank_cheque_book.id"), index=True)
    number: Mapped[str]
    """Year, running number and check digit: ``2026-00123-7``."""
    state: Mapped[str] = mapped_column(default=ChequeState.PRINTED)
    times: Mapped[int] = mapped_column(default=0)
    """How often it was entered: again only after what it moved was taken back."""
    transfer_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("transfer.id"), unique=True)
    """What it moved last."""

    book: Mapped[ChequeBook] = relationship(lazy="raise_on_sql", overlaps="cheques")


class Batch(Scoped, Timestamped, Model):
    """A pile of paper cheques that a coordinator types in, kept as typed until it is posted."""

    __tablename__ = "time_bank_batch"
    __table_args__ = (sa.Index(None, "ledger_id", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ledger_id: Mapped[UUID] = mapped_column(sa.ForeignKey("ledger.id"))
    entered_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))
    counted_cheques: Mapped[int]
    """The number of cheques, as counted by hand before typing."""
    counted_amount: Mapped[int]
    """Their sum as added up by hand, in the smallest unit of the ledger."""
    posted_at: Mapped[datetime | None]

    rows: Mapped[list["BatchRow"]] = relationship(
        lazy="raise_on_sql", order_by="BatchRow.place", cascade="all, delete-orphan"
    )


class BatchRow(Scoped, Model):
    """One cheque of a pile, in the words in which it was typed."""

    __tablename__ = "time_bank_batch_row"
    __table_args__ = (sa.Index(None, "transfer_id"),)

    batch_id: Mapped[UUID] = mapped_column(sa.ForeignKey("time_bank_batch.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    """1, 2, 3 ... from the top of the page."""
    number: Mapped[str] = mapped_column(default="")
    payer: Mapped[str] = mapped_column(default="")
    """Empty: who the book was given to."""
    why_other_payer: Mapped[str] = mapped_column(default="")
    payee: Mapped[str] = mapped_column(default="")
    amount: Mapped[str] = mapped_column(default="")
    day: Mapped[str] = mapped_column(default="")
    what: Mapped[str] = mapped_column(default="")
    set_aside: Mapped[bool] = mapped_column(default=False)
    """It counts in the totals of the pile, and is cleared up later instead of posted."""
    cleared_at: Mapped[datetime | None]
    """When what kept it from being posted was cleared up."""
    transfer_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("transfer.id"))


class SheetLine(Scoped, Timestamped, Model):
    """What a member noted on their own sheet, where no central ledger is kept."""

    __tablename__ = "time_bank_sheet_line"
    __table_args__ = (
        sa.UniqueConstraint("member_id", "exchange_id"),
        sa.Index(None, "subnetwork_id", "member_id", "day"),
        sa.CheckConstraint("minutes <> 0", name="some_time"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"))
    member_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))
    """Whose sheet it is."""
    with_whom: Mapped[str]
    exchange_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("exchange.id"))
    """The exchange that noted it; ``None``: noted by hand."""
    minutes: Mapped[int]
    """Positive: given. Negative: received."""
    what: Mapped[str] = mapped_column(default="")
    day: Mapped[date]
