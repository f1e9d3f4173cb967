"""What an organisation adds to its line in the directory: its hours of each day, and what it buys."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.plugin_api import Model, Scoped


class Shopfront(Scoped, Model):
    """Hours of each day, so that the directory can say who is open, and words for what it could buy here."""

    __tablename__ = "local_currency_shopfront"

    organisation_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("local_currency_organisation.id"), primary_key=True
    )
    week: Mapped[list[Any]] = mapped_column(default=list)
    """Monday first: for each day a list of [opens, closes], in minutes after midnight."""
    buys: Mapped[str] = mapped_column(default="")
    """What it pays others for, in words parted by commas: flour, printing."""
