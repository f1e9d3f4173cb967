"""Paper notes: their series, where they are kept, how many, and every movement of them."""

from datetime import date
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.plugin_api import Model, Scoped, Timestamped, new_id


class NoteMove(StrEnum):
    """Why notes moved."""

    PRINTED = "printed"
    """They came from the printer into a stock."""
    MOVED = "moved"
    """From one stock to another."""
    ISSUED = "issued"
    """Handed out at a desk, against units of an account."""
    RETURNED = "returned"
    """Brought back to a desk; an account got as many units."""
    DESTROYED = "destroyed"
    LOST = "lost"
    """From a stock: they were never out."""
    COUNTED = "counted"
    """A count found more or fewer than the books say."""


class NoteSeries(Scoped, Timestamped, Model):
    """Notes of one value that were printed together, with their numbers."""

    __tablename__ = "local_currency_note_series"
    __table_args__ = (
        sa.UniqueConstraint("subnetwork_id", "name", "value"),
        sa.CheckConstraint("value > 0", name="value_positive"),
        sa.CheckConstraint("first_number > 0 AND last_number >= first_number", name="numbers_in_order"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"))
    name: Mapped[str]
    """What tells it apart on the note: a letter, a year."""
    value: Mapped[int]
    """Of each note, in hundredths of units."""
    printed_on: Mapped[date]
    first_number: Mapped[int]
    last_number: Mapped[int]


class NotePlace(Scoped, Timestamped, Model):
    """Where notes are kept: the safe of the association, a desk."""

    __tablename__ = "local_currency_note_place"
    __table_args__ = (sa.UniqueConstraint("subnetwork_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"))
    name: Mapped[str]
    desk_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("local_currency_desk.id"), unique=True)


class NoteStock(Scoped, Model):
    """How many notes of a series are in a place; changed only by one conditional statement."""

    __tablename__ = "local_currency_note_stock"
    __table_args__ = (sa.CheckConstraint("quantity >= 0", name="not_below_nothing"),)

    place_id: Mapped[UUID] = mapped_column(sa.ForeignKey("local_currency_note_place.id"), primary_key=True)
    series_id: Mapped[UUID] = mapped_column(sa.ForeignKey("local_currency_note_series.id"), primary_key=True)
    quantity: Mapped[int] = mapped_column(default=0)


class NoteOperation(Scoped, Timestamped, Model):
    """Notes that moved together, once for each key; never changed, undone by its opposite."""

    __tablename__ = "local_currency_note_operation"
    __table_args__ = (
        sa.UniqueConstraint("subnetwork_id", "key"),
        sa.UniqueConstraint("undoes_id"),
        sa.Index(None, "subnetwork_id", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"))
    key: Mapped[str]
    kind: Mapped[str]
    from_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("local_currency_note_place.id"))
    to_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("local_currency_note_place.id"))
    amount: Mapped[int]
    """Value of the notes, in hundredths of units."""
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    """Whose units became notes, or notes became whose units."""
    transfer_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("transfer.id"), unique=True)
    undoes_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("local_currency_note_operation.id"))
    memo: Mapped[str] = mapped_column(default="")
    by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))


class NoteLine(Scoped, Model):
    """How many notes of one series an operation moved."""

    __tablename__ = "local_currency_note_line"
    __table_args__ = (sa.CheckConstraint("quantity <> 0", name="quantity_not_zero"),)

    operation_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("local_currency_note_operation.id"), primary_key=True
    )
    series_id: Mapped[UUID] = mapped_column(sa.ForeignKey("local_currency_note_series.id"), primary_key=True)
    quantity: Mapped[int]
    """Positive; what a count found missing is negative."""
