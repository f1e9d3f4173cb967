"""What is particular about an umbrella."""

from sqlalchemy.orm import Mapped, mapped_column

from app.plugin_api import ListingDetail, Model


class Umbrella(ListingDetail, Model):
    """An umbrella on the shelf."""

    __tablename__ = "umbrellas_umbrella"

    colour: Mapped[str] = mapped_column(default="black")
    people: Mapped[int] = mapped_column(default=1)
    """How many stay dry under it."""
