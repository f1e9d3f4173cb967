"""What is particular about a ride."""

from sqlalchemy.orm import Mapped, mapped_column

from app.plugin_api import ListingDetail, Model


class Ride(ListingDetail, Model):
    """A ride that somebody makes anyway, or needs."""

    __tablename__ = "transport_ride"

    origin: Mapped[str]
    """A public place: a stop, a square, a car park; never a home."""
    destination: Mapped[str]
    departs: Mapped[str] = mapped_column(default="")
    """Time of day, ``08:10``; empty when it can be agreed."""
    weekdays: Mapped[list[str]] = mapped_column(default=list)
    """``mon`` to ``sun``; empty for a single ride."""
    seats: Mapped[int] = mapped_column(default=1)
    kilometres: Mapped[int | None]
    """Length of the ride one way."""
    detour_minutes: Mapped[int | None]
    """How much longer the way may become for who drives."""
