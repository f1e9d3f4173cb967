"""Sub-networks, who is in them, and the plugins switched on there."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model, Scoped, Timestamped, new_id
from app.members.models import Member
from app.territories.versions import watch


class Subnetwork(Scoped, Timestamped, Model):
    """A thematic community inside a territory."""

    __tablename__ = "subnetwork"
    __table_args__ = (sa.UniqueConstraint("territory_id", "slug"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    theme: Mapped[str]
    name: Mapped[str]
    slug: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    rules: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None]

    installations: Mapped[list["Installation"]] = relationship(lazy="raise_on_sql")


class SubnetworkMember(Scoped, Timestamped, Model):
    """A member's part in a sub-network."""

    __tablename__ = "subnetwork_member"
    __table_args__ = (
        sa.UniqueConstraint("territory_id", "subnetwork_id", "member_id"),
        sa.Index(None, "member_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"))
    member_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))
    coordinates: Mapped[bool] = mapped_column(default=False)

    member: Mapped[Member] = relationship(lazy="raise_on_sql")
    subnetwork: Mapped[Subnetwork] = relationship(lazy="raise_on_sql")


class Installation(Scoped, Timestamped, Model):
    """A plugin switched on in one sub-network, with its settings; switched off it is kept."""

    __tablename__ = "installation"
    __table_args__ = (sa.UniqueConstraint("territory_id", "subnetwork_id", "plugin"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"))
    plugin: Mapped[str]
    enabled: Mapped[bool] = mapped_column(default=True)
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    installed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("member.id"))


watch(Subnetwork, SubnetworkMember, Installation)
