"""Territories, their tree, and how people join them."""

from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model, Timestamped, new_id


class Level(StrEnum):
    """The level of a territory in the tree, from the smallest."""

    NEIGHBOURHOOD = "neighbourhood"
    COMMUNE = "commune"
    GROUP = "group"
    DEPARTMENT = "department"
    REGION = "region"
    COUNTRY = "country"
    NETWORK = "network"


class Joining(StrEnum):
    """How people become members."""

    OPEN = "open"
    APPROVAL = "approval"


class Territory(Timestamped, Model):
    """A place with its inhabitants; an active one has members."""

    __tablename__ = "territory"
    __table_args__ = (sa.UniqueConstraint("country", "level", "code"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    parent_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("territory.id"), index=True)
    group_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("territory.id"), index=True)
    """Group of communes a commune belongs to; beside the tree, for groups reach across departments."""
    level: Mapped[str]
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(default="", index=True)
    """Name without accents, in lower case, for look-ups."""
    slug: Mapped[str | None] = mapped_column(unique=True)
    """Part of its addresses; only active territories have one."""
    country: Mapped[str] = mapped_column(default="FR")
    code: Mapped[str | None]
    """Official code at its level: INSEE of a commune, SIREN of a group, number of a department."""
    population: Mapped[int | None]
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    postcodes: Mapped[list[str]] = mapped_column(default=list)
    active: Mapped[bool] = mapped_column(default=False)
    description: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="fr")
    time_zone: Mapped[str] = mapped_column(default="Europe/Paris")
    joining: Mapped[str] = mapped_column(default=Joining.OPEN)
    questions: Mapped[list[str]] = mapped_column(default=list)
    """Asked of those who want to join, when joining needs approval."""
    confirm_after_days: Mapped[int] = mapped_column(default=14)
    """Days after "it's done" until an exchange confirms by itself."""
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=0, server_default="0")
    """Grows with every change of what its public pages show; see app.territories.versions."""

    parent: Mapped["Territory | None"] = relationship(
        remote_side="Territory.id", foreign_keys=[parent_id], lazy="raise_on_sql"
    )
    group: Mapped["Territory | None"] = relationship(
        remote_side="Territory.id", foreign_keys=[group_id], lazy="raise_on_sql"
    )


class TerritoryAncestor(Model):
    """Every ancestor of every territory, itself at depth 0 included: a subtree is one join.

    The ancestors are the parents in the tree and, for a commune, its group of communes.
    """

    __tablename__ = "territory_ancestor"

    ancestor_id: Mapped[UUID] = mapped_column(sa.ForeignKey("territory.id"), primary_key=True)
    territory_id: Mapped[UUID] = mapped_column(sa.ForeignKey("territory.id"), primary_key=True, index=True)
    depth: Mapped[int]
