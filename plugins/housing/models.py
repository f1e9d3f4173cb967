"""What is particular about a room."""

from sqlalchemy.orm import Mapped, mapped_column

from app.plugin_api import ListingDetail, Model


class Room(ListingDetail, Model):
    """A place to sleep."""

    __tablename__ = "housing_room"

    room_type: Mapped[str] = mapped_column(default="spare_room")
    """``spare_room``, ``sofa_bed``, ``studio`` or ``whole_home``."""
    sleeps: Mapped[int] = mapped_column(default=1)
    nights_max: Mapped[int | None]
    """Longest stay in nights."""
    step_free: Mapped[bool] = mapped_column(default=False)
    pets_welcome: Mapped[bool] = mapped_column(default=False)
