"""Pictures that people put on listings: the rows; the bytes live in the data folder."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model, Timestamped, new_id


class Picture(Timestamped, Model):
    """A re-encoded picture, named by the digest of what was sent; shared when sent twice."""

    __tablename__ = "picture"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    digest: Mapped[str] = mapped_column(unique=True)
    width: Mapped[int]
    height: Mapped[int]
    widths: Mapped[list[int]] = mapped_column(sa.JSON(), default=list)
    """The widths that exist as AVIF and WebP."""
    colour: Mapped[str] = mapped_column(default="#d9d2c3")
    """Dominant colour, shown until the picture is there."""
