"""Workshops: somebody shows something to several people, and the time is counted for all at once."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.plugin_api import Model, Scoped, Timestamped, UtcDateTime, new_id


class WhoPays(StrEnum):
    """Where the time of who leads comes from."""

    EACH = "each"
    """Each participant gives the whole time to the leader."""
    SHARED = "shared"
    """The participants share the leader's time between them."""
    COMMUNITY = "community"
    """The community gives it."""
    THROUGH = "through"
    """Each participant gives the whole time to the community, which gives the leader theirs."""


class WorkshopState(StrEnum):
    """A workshop is planned, then held or cancelled."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class Coming(StrEnum):
    """Where somebody stands with a workshop."""

    COMING = "coming"
    WAITING = "waiting"
    LEFT = "left"
    CAME = "came"
    STAYED_AWAY = "stayed_away"


class Workshop(Scoped, Timestamped, Model):
    """Something shown or done together at one time."""

    __tablename__ = "time_bank_workshop"
    __table_args__ = (
        sa.Index(None, "subnetwork_id", "starts_at"),
        sa.CheckConstraint("minutes > 0", name="minutes_positive"),
        sa.CheckConstraint("places IS NULL OR places > 0", name="places_positive"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"))
    leader_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))
    title: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    where: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime())
    minutes: Mapped[int]
    places: Mapped[int | None]
    """How many may come; ``None``: all who like."""
    who_pays: Mapped[str] = mapped_column(default=WhoPays.EACH)
    state: Mapped[str] = mapped_column(default=WorkshopState.PLANNED)
    transfer_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("transfer.id"))
    """The first transfer of the set in which it was counted."""


class Attendance(Scoped, Timestamped, Model):
    """Somebody who signed up for a workshop."""

    __tablename__ = "time_bank_attendance"
    __table_args__ = (sa.Index(None, "member_id"),)

    workshop_id: Mapped[UUID] = mapped_column(sa.ForeignKey("time_bank_workshop.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"), primary_key=True)
    state: Mapped[str] = mapped_column(default=Coming.COMING)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime())
    """When they signed up last: the order of the waiting list."""
