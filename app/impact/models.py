"""Impact entries in three degrees of evidence that are never added up."""

from datetime import date
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model, Scoped, Timestamped, new_id


class Degree(StrEnum):
    """How sure we are that a component was served."""

    MEANT = "meant"  # what the kind of resource is for
    INTENDED = "intended"  # what the author of the listing hoped
    FELT = "felt"  # what a side said afterwards


class ImpactEntry(Scoped, Timestamped, Model):
    """A component of well-being that a confirmed exchange served, in one degree of evidence."""

    __tablename__ = "impact_entry"
    __table_args__ = (
        sa.UniqueConstraint("exchange_id", "degree", "code", "member_id"),
        sa.Index(None, "territory_id", "id"),  # the newest entry says whether a kept report still holds
        sa.Index("ix_impact_entry_report", "territory_id", "degree", "day", "letter", "subnetwork_id"),
        sa.CheckConstraint("level IS NULL OR (level >= -2 AND level <= 2)", name="level_range"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    exchange_id: Mapped[UUID] = mapped_column(sa.ForeignKey("exchange.id"))
    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"))
    day: Mapped[date]
    """Day of confirmation in the territory's time zone."""
    degree: Mapped[str]
    code: Mapped[str]
    letter: Mapped[str]
    member_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("member.id"))
    """Who felt it; ``None`` for what was meant or intended."""
    level: Mapped[int | None]
    """-2 to +2 for what was felt; ``None`` otherwise."""


class MeasureEntry(Scoped, Timestamped, Model):
    """A quantity that a confirmed exchange brought: minutes, nights, km, things."""

    __tablename__ = "measure_entry"
    __table_args__ = (
        sa.UniqueConstraint("exchange_id", "measure"),
        sa.Index("ix_measure_entry_report", "territory_id", "day", "measure", "subnetwork_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    exchange_id: Mapped[UUID] = mapped_column(sa.ForeignKey("exchange.id"))
    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"))
    day: Mapped[date]
    measure: Mapped[str]
    """Slug of the impact measure."""
    quantity: Mapped[int]
    giver_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))
    receiver_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))


class Feedback(Scoped, Timestamped, Model):
    """A sentence that a side wished to leave after an exchange, kept as written."""

    __tablename__ = "feedback"
    __table_args__ = (
        sa.UniqueConstraint("exchange_id", "member_id"),
        sa.Index(None, "territory_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    exchange_id: Mapped[UUID] = mapped_column(sa.ForeignKey("exchange.id"))
    member_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))
    text: Mapped[str] = mapped_column(default="")
    language: Mapped[str]
    public: Mapped[bool] = mapped_column(default=False)
    """Whether the territory may show the sentence, without the name."""
