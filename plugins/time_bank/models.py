"""What is particular about a task."""

from sqlalchemy.orm import Mapped, mapped_column

from app.plugin_api import ListingDetail, Model


class Task(ListingDetail, Model):
    """Help that takes time: how long, where, how often."""

    __tablename__ = "time_bank_task"

    minutes: Mapped[int | None]
    """Usual duration; ``None``: it depends."""
    place: Mapped[str] = mapped_column(default="any")
    """``theirs``, ``mine``, ``elsewhere``, ``remote`` or ``any``."""
    rhythm: Mapped[str] = mapped_column(default="once")
    """``once``, ``now_and_then`` or ``every_week``."""
    travel_counts: Mapped[bool] = mapped_column(default=False)
    """Whether the way there and back is counted as time given."""
    travel_minutes: Mapped[int | None]
    """Usual time on the way, there and back together."""
