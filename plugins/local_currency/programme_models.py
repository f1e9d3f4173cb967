"""Bonus programmes with who is in them, and requests to change units back."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.plugin_api import Model, Scoped, Timestamped, new_id


class Programme(Scoped, Timestamped, Model):
    """Some people get more units than the euros they bring, from a named fund."""

    __tablename__ = "local_currency_programme"
    __table_args__ = (
        sa.UniqueConstraint("subnetwork_id", "name"),
        sa.CheckConstraint("percent > 0 AND percent <= 1000", name="percent_in_range"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"))
    name: Mapped[str]
    conditions: Mapped[str]
    percent: Mapped[int]
    """What is given besides: 50 makes 15 units of 10 euros."""
    monthly_cap: Mapped[int | None]
    """Most bonus for one person in a calendar month, in hundredths of units."""
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), unique=True)
    """Its fund: an account of the currency's ledger that never goes below zero."""
    ended_at: Mapped[datetime | None]


class Admission(Scoped, Timestamped, Model):
    """A member who was admitted to a programme; only they and the coordinators know."""

    __tablename__ = "local_currency_admission"
    __table_args__ = (sa.Index(None, "member_id"),)

    programme_id: Mapped[UUID] = mapped_column(sa.ForeignKey("local_currency_programme.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"), primary_key=True)
    admitted_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))
    ended_at: Mapped[datetime | None]


class ReconversionState(StrEnum):
    """Where a request to change units back stands."""

    ASKED = "asked"
    EXECUTED = "executed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Reconversion(Scoped, Timestamped, Model):
    """An organisation asks to change units back into euros."""

    __tablename__ = "local_currency_reconversion"
    __table_args__ = (
        sa.UniqueConstraint("subnetwork_id", "key"),
        sa.Index(None, "subnetwork_id", "state"),
        sa.Index(None, "organisation_id"),
        sa.CheckConstraint("amount > 0", name="amount_positive"),
        sa.CheckConstraint("rate >= 0 AND rate < 10000", name="rate_in_range"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"))
    organisation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("local_currency_organisation.id"))
    key: Mapped[str]
    amount: Mapped[int]
    """Hundredths of units that leave the organisation's account."""
    rate: Mapped[int]
    """What stays with the association, in hundredths of a percent, as it was when it was asked."""
    means: Mapped[str]
    iban: Mapped[str] = mapped_column(default="")
    """Where euros are sent; emptied when the request is closed."""
    state: Mapped[str] = mapped_column(default=ReconversionState.ASKED)
    asked_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))
    decided_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("member.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    slip_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("local_currency_slip.id"), unique=True)
