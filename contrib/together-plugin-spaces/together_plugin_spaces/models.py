"""Rooms and common goods, the bookings of their hours, what was accepted, and who has the keys."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from app.plugin_api import ListingDetail, Model, Scoped, Timestamped, new_id
from sqlalchemy.orm import Mapped, mapped_column

ROOM, COMMON = "spaces.room", "spaces.common"
KINDS = (ROOM, COMMON)


class Bookable:
    """What a room and a common good have in common: hours, rules, keys."""

    monday: Mapped[str] = mapped_column(default="")
    """Opening hours as they were typed and understood; handing-over hours of a common good."""
    tuesday: Mapped[str] = mapped_column(default="")
    wednesday: Mapped[str] = mapped_column(default="")
    thursday: Mapped[str] = mapped_column(default="")
    friday: Mapped[str] = mapped_column(default="")
    saturday: Mapped[str] = mapped_column(default="")
    sunday: Mapped[str] = mapped_column(default="")
    notice_days: Mapped[int | None]
    """How many days before one has to ask."""
    ahead_days: Mapped[int | None]
    """How many days ahead one may ask."""
    deposit: Mapped[int | None]
    """In cents of the euro, given back with the keys."""
    kept_by: Mapped[str] = mapped_column(default="")
    """Who keeps the keys, or hands it over, and where; told to those who have agreed."""
    rules: Mapped[str] = mapped_column(default="")

    @property
    def typed_week(self) -> tuple[str, ...]:
        """The hours of the seven days, Monday first."""
        return (
            self.monday, self.tuesday, self.wednesday, self.thursday, self.friday, self.saturday, self.sunday,
        )  # fmt: skip


class Room(Bookable, ListingDetail, Model):
    """A room that is shared by the hour, or one that is looked for."""

    __tablename__ = "spaces_room"

    capacity: Mapped[int] = mapped_column(default=10)
    surface: Mapped[int | None]
    """In square metres."""
    step_free: Mapped[bool] = mapped_column(default=False)
    equipment: Mapped[list[str]] = mapped_column(default=list)
    shortest: Mapped[int | None]
    """Shortest booking in minutes."""
    longest: Mapped[int | None]
    """Longest booking in minutes."""

    pieces = 1


class Common(Bookable, ListingDetail, Model):
    """A common good, of which there are one or several pieces."""

    __tablename__ = "spaces_common"

    pieces: Mapped[int] = mapped_column(default=1)
    comes_with: Mapped[str] = mapped_column(default="")
    longest_days: Mapped[int | None]


Space = Room | Common


class Booking(Scoped, Timestamped, Model):
    """Hours that are taken: by an exchange that was agreed, or closed by who looks after the space."""

    __tablename__ = "spaces_booking"
    __table_args__ = (
        sa.Index(None, "listing_id", "starts_at"),
        sa.CheckConstraint("ends_at > starts_at", name="goes_forward"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    listing_id: Mapped[UUID] = mapped_column(sa.ForeignKey("listing.id", ondelete="CASCADE"))
    exchange_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("exchange.id"), unique=True)
    """``None``: the hours are closed, for works or a feast of its own."""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    """Not included."""
    pieces: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str] = mapped_column(default="")
    """Why hours are closed; everybody reads it."""
    made_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))


class Slot(Scoped, Model):
    """One piece of a space for one quarter of an hour; its key is what makes a double booking impossible."""

    __tablename__ = "spaces_slot"
    __table_args__ = (sa.Index(None, "booking_id"),)

    listing_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True
    )
    quarter: Mapped[int] = mapped_column(primary_key=True)
    """Quarters of an hour since 1970, in UTC."""
    number: Mapped[int] = mapped_column(primary_key=True)
    """1 up to the pieces there are; a room has one."""
    booking_id: Mapped[UUID] = mapped_column(sa.ForeignKey("spaces_booking.id", ondelete="CASCADE"))


class Acceptance(Scoped, Model):
    """What an asker said beside the proposal: the rules as they stood when accepted, how many come."""

    __tablename__ = "spaces_acceptance"

    exchange_id: Mapped[UUID] = mapped_column(sa.ForeignKey("exchange.id"), primary_key=True)
    people: Mapped[int | None]
    rules: Mapped[str] = mapped_column(default="")
    accepted_at: Mapped[datetime]


class KeyLoan(Scoped, Timestamped, Model):
    """The keys of a booking, or the thing itself: handed over on a day, and returned on another."""

    __tablename__ = "spaces_key_loan"
    __table_args__ = (sa.Index(None, "listing_id", "returned_on"),)

    exchange_id: Mapped[UUID] = mapped_column(sa.ForeignKey("exchange.id"), primary_key=True)
    listing_id: Mapped[UUID] = mapped_column(sa.ForeignKey("listing.id", ondelete="CASCADE"))
    holder_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))
    handed_on: Mapped[date]
    handed_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))
    returned_on: Mapped[date | None]
    returned_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("member.id"))
    reminded_at: Mapped[datetime | None]
