"""What is particular about a good or service for local currency."""

from sqlalchemy.orm import Mapped, mapped_column

from app.plugin_api import ListingDetail, Model


class Product(ListingDetail, Model):
    """A good or a service with a price in the currency."""

    __tablename__ = "local_currency_product"

    price: Mapped[int | None]
    """In hundredths of the currency; ``None`` when it is agreed each time."""
    delivery: Mapped[bool] = mapped_column(default=False)
