"""Goods for local currency, and the organisations that take it: businesses, associations, public bodies."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.plugin_api import ListingDetail, Model, Scoped, Timestamped, new_id


class Product(ListingDetail, Model):
    """A good or a service with a price in the currency."""

    __tablename__ = "local_currency_product"

    price: Mapped[int | None]
    """In hundredths of the currency; ``None`` when it is agreed each time."""
    delivery: Mapped[bool] = mapped_column(default=False)


class OrganisationKind(StrEnum):
    """What kind of organisation takes the currency."""

    PROFESSIONAL = "professional"
    ASSOCIATION = "association"
    PUBLIC = "public"


class OrganisationState(StrEnum):
    """Where an application stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    """It was approved once and left or was put out; what it has can still be changed back."""


class Organisation(Scoped, Timestamped, Model):
    """An organisation that asked to take part; approved, it has an account and stands in the directory."""

    __tablename__ = "local_currency_organisation"
    __table_args__ = (
        sa.Index(
            "uq_local_currency_organisation_name",
            "subnetwork_id",
            "name_key",
            unique=True,
            sqlite_where=sa.text("state <> 'refused'"),
            postgresql_where=sa.text("state <> 'refused'"),
        ),
        sa.Index(None, "subnetwork_id", "state"),
        sa.CheckConstraint("accepts >= 0 AND accepts <= 100", name="accepts_in_range"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"))
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), unique=True)
    """Opened when it is approved."""
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default=OrganisationState.ASKED)
    name: Mapped[str]
    name_key: Mapped[str]
    """The name folded, so that no two are called alike: the name is also that of the account."""
    activity: Mapped[str]
    """In a few words: bakery, bookshop ..."""
    description: Mapped[str] = mapped_column(default="")
    siret: Mapped[str] = mapped_column(default="")
    accepts: Mapped[int] = mapped_column(default=100)
    """Percent of a bill that may be paid in the currency."""
    opening_hours: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    """The address or the quarter, as the organisation chose to publish it."""
    public_lat: Mapped[float | None]
    public_lon: Mapped[float | None]
    website: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    asked_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))
    approved_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("member.id"))
    reason: Mapped[str] = mapped_column(default="")
    """Why it was refused or withdrawn, as the organisation was told."""


class Vote(Scoped, Timestamped, Model):
    """What one member of the committee thinks of an application."""

    __tablename__ = "local_currency_vote"

    organisation_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("local_currency_organisation.id"), primary_key=True
    )
    member_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"), primary_key=True)
    yes: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")
