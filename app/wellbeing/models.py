"""Typologies, their dimensions and components; never an enum in code."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model, Timestamped, new_id


class Typology(Timestamped, Model):
    """One version of the typology; entries keep the version they were made with."""

    __tablename__ = "typology"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    version: Mapped[str] = mapped_column(unique=True)
    source: Mapped[str]
    current: Mapped[bool] = mapped_column(default=False)
    edits: Mapped[int] = mapped_column(default=0, server_default="0")
    """Grows with every edit, so that processes know when to read it again."""


class Dimension(Model):
    """A dimension of well-being, named by a letter; the ninth has no name that we know of."""

    __tablename__ = "dimension"
    __table_args__ = (sa.UniqueConstraint("typology_id", "letter"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    typology_id: Mapped[UUID] = mapped_column(sa.ForeignKey("typology.id"))
    letter: Mapped[str]
    label_en: Mapped[str] = mapped_column(default="")
    label_fr: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    verified: Mapped[bool] = mapped_column(default=False)


class Component(Model):
    """A component of a dimension, such as A03, housing."""

    __tablename__ = "component"
    __table_args__ = (sa.UniqueConstraint("typology_id", "code"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    typology_id: Mapped[UUID] = mapped_column(sa.ForeignKey("typology.id"))
    letter: Mapped[str]
    code: Mapped[str]
    label_en: Mapped[str]
    label_fr: Mapped[str]
    definition: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    verified: Mapped[bool] = mapped_column(default=False)
