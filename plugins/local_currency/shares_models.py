"""The association that each member chose, and the share that was computed for it each year."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.plugin_api import Model, Scoped, Timestamped, new_id


class ShareChoice(Scoped, Model):
    """The association that a member sponsors."""

    __tablename__ = "local_currency_share_choice"

    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("local_currency_organisation.id"), index=True)
    chosen_at: Mapped[datetime]


class ShareRun(Scoped, Timestamped, Model):
    """One year's share: reminded of at most once, posted once for ever."""

    __tablename__ = "local_currency_share_run"
    __table_args__ = (sa.UniqueConstraint("subnetwork_id", "year"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"))
    year: Mapped[int]
    """The year of the 30 June on which the period ends."""
    since: Mapped[date]
    until: Mapped[date]
    """The last day that counts."""
    reminded_at: Mapped[datetime | None]
    posted_at: Mapped[datetime | None]
    posted_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("member.id"))
    rate: Mapped[int] = mapped_column(default=0)
    """In hundredths of a percent, as it was when it was posted."""
    sponsors_needed: Mapped[int] = mapped_column(default=0)
    whole: Mapped[int] = mapped_column(default=0)
    """The share of all sponsored associations together, in hundredths of units."""
    to_commons: Mapped[int] = mapped_column(default=0)
    """Part of it for which an association had too few sponsors: it stayed in the common account."""


class SharePart(Scoped, Model):
    """What one association got, or would have got with more sponsors, in one year."""

    __tablename__ = "local_currency_share_part"

    run_id: Mapped[UUID] = mapped_column(sa.ForeignKey("local_currency_share_run.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("local_currency_organisation.id"), primary_key=True
    )
    sponsors: Mapped[int]
    base: Mapped[int]
    """What its sponsors changed from euros in the year, in cents."""
    amount: Mapped[int]
    """Zero where it had too few sponsors."""
    transfer_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("transfer.id"), unique=True)
