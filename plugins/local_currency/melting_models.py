"""Rules of melting with their dates, and what melted on each account in each month."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.plugin_api import Model, Scoped, Timestamped, new_id


class MeltingRule(Scoped, Timestamped, Model):
    """How units melt from one day on, until another rule or none takes its place."""

    __tablename__ = "local_currency_melting_rule"
    __table_args__ = (
        sa.Index(None, "subnetwork_id", "starts_on"),
        sa.CheckConstraint("rate > 0 AND rate <= 10000", name="rate_in_range"),
        sa.CheckConstraint("day >= 1 AND day <= 28", name="day_of_every_month"),
        sa.CheckConstraint("exempt >= 0", name="exempt_not_negative"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"))
    rate: Mapped[int]
    """A month, in hundredths of a percent of what is above the exempt amount."""
    exempt: Mapped[int] = mapped_column(default=0)
    """Of each account, in hundredths of units."""
    day: Mapped[int] = mapped_column(default=1)
    """Of the month, 1 to 28."""
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    """First day on which it is no longer in force."""
    organisations_exempt: Mapped[bool] = mapped_column(default=False)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    """The fund that receives what melts."""
    decided: Mapped[str]
    """Who decided it and when, as everybody reads it."""
    made_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))


class Melted(Scoped, Model):
    """What became of an account in one month: warned, then melted, each once."""

    __tablename__ = "local_currency_melted"

    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    """Its first day."""
    warned_at: Mapped[datetime | None]
    melted_at: Mapped[datetime | None]
    amount: Mapped[int] = mapped_column(default=0)
    transfer_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("transfer.id"), unique=True)
