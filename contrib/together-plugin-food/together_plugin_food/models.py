"""What is particular about a garden plot, a surplus harvest and a shared meal."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from app.plugin_api import Direction, Listing, ListingDetail, Model, Scoped, Timestamped
from sqlalchemy import event
from sqlalchemy.orm import Mapped, mapped_column


class Plot(ListingDetail, Model):
    """A piece of garden that is tended by more than one, or one that is looked for."""

    __tablename__ = "food_plot"

    size: Mapped[int | None]
    """Square metres."""
    gardeners: Mapped[int | None]
    """With how many it is shared at most."""
    water: Mapped[bool] = mapped_column(default=False)
    tools: Mapped[bool] = mapped_column(default=False)
    light: Mapped[str] = mapped_column(default="sun")
    """``sun``, ``half`` or ``shade``."""
    access: Mapped[str] = mapped_column(default="key")
    """``street``, ``key`` or ``house``."""
    step_free: Mapped[bool] = mapped_column(default=False)
    grown: Mapped[list[str]] = mapped_column(default=list)
    """What may be grown: ``vegetables``, ``fruit``, ``herbs``, ``flowers``, ``hens``."""
    no_chemicals: Mapped[bool] = mapped_column(default=False)
    """Nothing but what organic gardening knows is used there."""
    first_month: Mapped[str] = mapped_column(default="3")
    """The season begins, ``1`` to ``12``."""
    last_month: Mapped[str] = mapped_column(default="10")


class Surplus(ListingDetail, Model):
    """A harvest that is too much for one, or one that is looked for."""

    __tablename__ = "food_surplus"
    __table_args__ = (sa.CheckConstraint("taken >= 0 AND taken <= kilograms", name="never_below_zero"),)

    produce: Mapped[str] = mapped_column(default="vegetables")
    """A family of ``words.PRODUCE``."""
    what: Mapped[str] = mapped_column(default="")
    """In the words of who has it: courgettes, plums."""
    kilograms: Mapped[int] = mapped_column(default=1)
    """How much there is in all."""
    taken: Mapped[int] = mapped_column(default=0)
    """Kilograms that others have agreed to take; kept by ``portions``."""
    picked_on: Mapped[date | None]
    best_before: Mapped[date | None]
    """Last day on which it is good, as its giver sees it."""
    way: Mapped[str] = mapped_column(default="collect")
    """``collect``, ``pick`` or ``brought``."""
    organic: Mapped[bool] = mapped_column(default=False)
    """Grown without chemicals, as its giver says; nobody checks it."""
    bring: Mapped[str] = mapped_column(default="")
    """Containers to bring."""


class Meal(ListingDetail, Model):
    """A meal with seats for others, or seats that are looked for."""

    __tablename__ = "food_meal"
    __table_args__ = (sa.CheckConstraint("taken >= 0 AND taken <= seats", name="never_overbooked"),)

    dish: Mapped[str] = mapped_column(default="")
    day: Mapped[date | None]
    hour: Mapped[str] = mapped_column(default="")
    """Time of day on the clocks of the territory, ``19:30``."""
    seats: Mapped[int] = mapped_column(default=1)
    taken: Mapped[int] = mapped_column(default=0)
    """Seats that others have agreed to take; kept by ``portions``."""
    diets: Mapped[list[str]] = mapped_column(default=list)
    """Which diets it suits, see ``words.DIETS``."""
    wanted: Mapped[bool | None]
    """Whether somebody looks for it: the listing's direction, for who has only this row to read. ``None``:
    not written down yet."""
    allergens: Mapped[list[str]] = mapped_column(default=list)
    """What is in it of the fourteen; for seats that are looked for: what must not be in it."""
    allergens_checked: Mapped[bool] = mapped_column(default=False)
    """Whether the cook went through the fourteen: no tick then means that it is not in the dish."""
    ingredients: Mapped[int | None]
    """What the ingredients cost in all, in euros."""
    setting: Mapped[str] = mapped_column(default="home")
    """``home``, ``shared``, ``outside`` or ``kitchen``."""
    step_free: Mapped[bool] = mapped_column(default=False)
    bring: Mapped[str] = mapped_column(default="")


class Waiting(Scoped, Timestamped, Model):
    """Somebody who waits for a seat at a meal that is full."""

    __tablename__ = "food_waiting"

    listing_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"), primary_key=True)


@event.listens_for(Meal, "before_insert")
def _know_direction(mapper: object, connection: sa.Connection, meal: Meal) -> None:
    direction = connection.scalar(sa.select(Listing.direction).where(Listing.id == meal.listing_id))
    meal.wanted = direction == Direction.REQUEST
