"""Time given to the association, long absences, and the end of the year."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.plugin_api import Model, Scoped, Timestamped, UtcDateTime, new_id


class ContributionState(StrEnum):
    """What was declared is counted when a coordinator says yes."""

    DECLARED = "declared"
    COUNTED = "counted"
    REFUSED = "refused"


class Contribution(Scoped, Timestamped, Model):
    """Time that a member gave to the association."""

    __tablename__ = "time_bank_contribution"
    __table_args__ = (
        sa.Index(None, "subnetwork_id", "state"),
        sa.Index(None, "member_id"),
        sa.CheckConstraint("minutes > 0", name="minutes_positive"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"))
    member_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))
    minutes: Mapped[int]
    day: Mapped[date]
    what: Mapped[str]
    state: Mapped[str] = mapped_column(default=ContributionState.DECLARED)
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("member.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    transfer_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("transfer.id"))


class Absence(Scoped, Timestamped, Model):
    """A time in which a member neither gives nor asks; why is nobody's business."""

    __tablename__ = "time_bank_absence"
    __table_args__ = (
        sa.Index(None, "member_id"),
        sa.CheckConstraint("until >= since", name="ends_after_it_begins"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    member_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))
    since: Mapped[date]
    until: Mapped[date]
    noted_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))


class AtYearEnd(StrEnum):
    """What happens to hours at the end of a year."""

    CARRY = "carry"
    CAP = "cap"
    MELT = "melt"


class YearRule(Scoped, Timestamped, Model):
    """What the members of a sub-network voted about the end of the year."""

    __tablename__ = "time_bank_year_rule"
    __table_args__ = (
        sa.CheckConstraint("percent IS NULL OR (percent > 0 AND percent <= 100)", name="percent_in_range"),
    )

    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"), primary_key=True)
    what: Mapped[str] = mapped_column(default=AtYearEnd.CARRY)
    minutes: Mapped[int | None]
    """What stays with a member: the cap, or the part that does not melt."""
    percent: Mapped[int | None]
    """How much of the rest melts."""
    voted_on: Mapped[date]
    decision: Mapped[str]
    """The vote in its own words."""
    entered_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))


class YearEnd(Scoped, Timestamped, Model):
    """A year that was closed, once for ever."""

    __tablename__ = "time_bank_year_end"

    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    transfer_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("transfer.id"))
    """The first transfer of the set; ``None`` when nothing had to move."""
    amount: Mapped[int]
    """In the unit of the ledger."""
    accounts: Mapped[int]
    decision: Mapped[str]
    made_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))
