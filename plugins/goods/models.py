"""What is particular about a thing."""

from sqlalchemy.orm import Mapped, mapped_column

from app.plugin_api import ListingDetail, Model


class Thing(ListingDetail, Model):
    """A thing to lend or to give, or one that is looked for."""

    __tablename__ = "goods_thing"

    mode: Mapped[str] = mapped_column(default="lend")
    """``lend`` or ``give``."""
    condition: Mapped[str] = mapped_column(default="good")
    """``new``, ``good``, ``worn`` or ``to_repair``."""
    loan_days: Mapped[int | None]
    """Longest loan in days."""
