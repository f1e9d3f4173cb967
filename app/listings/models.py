"""Listings with what every kind has in common; a kind's own fields stand in its plugin's table."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.db import Model, Scoped, Timestamped, new_id
from app.media.models import Picture
from app.members.models import Member
from app.territories.versions import watch


class Direction(StrEnum):
    """Whether somebody has the resource or needs it."""

    OFFER = "offer"
    REQUEST = "request"


class ListingStatus(StrEnum):
    """Where a listing stands."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"
    HIDDEN = "hidden"  # by a coordinator, with a reason


class Listing(Scoped, Timestamped, Model):
    """An offer or a request of a resource."""

    __tablename__ = "listing"
    __table_args__ = (
        sa.Index("ix_listing_newest", "territory_id", "status", "published_at"),
        sa.Index("ix_listing_subnetwork", "subnetwork_id", "status", "published_at"),
        sa.Index("ix_listing_member", "member_id", "status"),
        sa.Index("ix_listing_band", "territory_id", "status", "public_lat", "public_lon"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    member_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))
    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"))
    kind: Mapped[str]
    direction: Mapped[str]
    status: Mapped[str] = mapped_column(default=ListingStatus.DRAFT)
    title: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    """Markdown, as written."""
    language: Mapped[str] = mapped_column(default="fr")
    terms: Mapped[list[str]] = mapped_column(default=list)
    """Slugs of the settlement methods the author accepts, ``gift`` among them or not."""
    amount: Mapped[int | None]
    """What the author has in mind, in the smallest unit of its settlement method."""
    quantity: Mapped[int | None]
    """In the unit of the kind, when the author says it."""
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    when_text: Mapped[str] = mapped_column(default="")
    """When, in the author's words: "Saturday mornings"."""
    place: Mapped[str] = mapped_column(default="")
    public_lat: Mapped[float | None]
    public_lon: Mapped[float | None]
    expires_on: Mapped[date | None]
    """Last day it is shown; ``None``: never ends."""
    warned_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    hidden_reason: Mapped[str | None]

    member: Mapped[Member] = relationship(lazy="raise_on_sql")
    components: Mapped[list["ListingComponent"]] = relationship(
        cascade="all, delete-orphan", lazy="raise_on_sql", order_by="ListingComponent.code"
    )
    pictures: Mapped[list["ListingPicture"]] = relationship(
        cascade="all, delete-orphan", lazy="raise_on_sql", order_by="ListingPicture.position"
    )


class ListingDetail(Scoped):
    """What a kind's own table descends from, beside ``Model``: one row for each of its listings."""

    @declared_attr
    def listing_id(cls) -> Mapped[UUID]:  # noqa: N805  # SQLAlchemy hands the class in
        """The listing it belongs to."""
        return mapped_column(sa.ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True)


class ListingComponent(Scoped, Model):
    """A component of well-being that the author hopes to serve."""

    __tablename__ = "listing_component"
    __table_args__ = (sa.Index(None, "territory_id", "code"),)

    listing_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True
    )
    code: Mapped[str] = mapped_column(primary_key=True)


class ListingPicture(Scoped, Model):
    """A picture on a listing."""

    __tablename__ = "listing_picture"
    __table_args__ = (sa.Index(None, "picture_id"),)

    listing_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    picture_id: Mapped[UUID] = mapped_column(sa.ForeignKey("picture.id"))
    alt: Mapped[str] = mapped_column(default="")

    picture: Mapped[Picture] = relationship(lazy="joined", innerjoin=True)


watch(Listing, ListingDetail, ListingComponent, ListingPicture)
