"""What is particular about a lesson."""

from sqlalchemy.orm import Mapped, mapped_column

from app.plugin_api import ListingDetail, Model


class Lesson(ListingDetail, Model):
    """Something that one person teaches and others learn."""

    __tablename__ = "skills_lesson"

    subject: Mapped[str]
    level: Mapped[str] = mapped_column(default="all")
    """``beginner``, ``intermediate`` or ``all``."""
    setting: Mapped[str] = mapped_column(default="one_to_one")
    """``one_to_one``, ``group`` or ``online``."""
    seats: Mapped[int | None]
    """Learners at once, in a group."""
