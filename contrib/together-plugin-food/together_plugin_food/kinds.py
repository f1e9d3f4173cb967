"""The three kinds: a plot, a surplus harvest, a shared meal; with the filters of the search page."""

from collections.abc import Callable, Iterable
from typing import Any

from app.plugin_api import Filter, Listing, ResourceKind, _, lazy

from together_plugin_food import portions, telling, words
from together_plugin_food.conditions import having, on_days, suits, without
from together_plugin_food.forms import MealForm, PlotForm, SurplusForm
from together_plugin_food.models import Meal, Plot, Surplus

COMPONENTS = ("A01", "B05", "F07", "E04")
"""Food, and what domain experts of the SPIRAL method put beside it."""
TERMS = "food.ingredients"


def _tick(name: str, label: object, clause: Callable[[str], Any]) -> Filter:
    return Filter(name=name, label=label, choices=(("1", label),), clause=clause)


def kilograms_in_words(kilograms: int) -> str:
    """Write kilograms."""
    return _("%(kilograms)s kg", kilograms=kilograms)


def square_metres_in_words(size: int) -> str:
    """Write square metres."""
    return _("%(size)s m²", size=size)


def _rest(listing: Listing, row: Surplus) -> int | None:
    """Propose all that is left when it is little: who asks thinks of the others too."""
    return min(portions.left(row), 2) or None


def kinds() -> Iterable[ResourceKind]:
    """Return the three kinds."""
    yield ResourceKind(
        slug="food.plot",
        label=lazy("Garden plot"),
        offer_label=lazy("I share a garden plot"),
        request_label=lazy("I look for a piece of garden"),
        icon="shovel",
        unit="m2",
        components=COMPONENTS,
        terms=("gift", "local_currency.units"),
        detail=Plot,
        form=PlotForm,
        card=telling.plot_card,
        facts=telling.plot_facts,
        in_words=square_metres_in_words,
        question=lazy("How many square metres?"),
        filters=(
            Filter(
                name="grown",
                label=lazy("What may be grown"),
                choices=words.GROWN,
                clause=lambda value: having(Plot.grown, value),
            ),
            _tick("water", lazy("There is water"), lambda value: Plot.water),
            _tick("step_free", lazy("Without steps"), lambda value: Plot.step_free),
        ),
    )
    yield ResourceKind(
        slug=portions.SURPLUS,
        label=lazy("Surplus harvest"),
        offer_label=lazy("I have more than I can eat"),
        request_label=lazy("I would take what is too much"),
        icon="carrot",
        unit="kg",
        components=COMPONENTS,
        terms=("gift", "local_currency.units"),
        detail=Surplus,
        form=SurplusForm,
        card=telling.surplus_card,
        facts=telling.surplus_facts,
        suggest=_rest,
        in_words=kilograms_in_words,
        question=lazy("How many kilograms?"),
        filters=(
            Filter(
                name="produce",
                label=lazy("What kind of food"),
                choices=words.PRODUCE,
                clause=lambda value: Surplus.produce == value,
            ),
            Filter(
                name="way",
                label=lazy("How to get it"),
                choices=words.WAYS,
                clause=lambda value: Surplus.way == value,
            ),
            _tick("left", lazy("Something is left"), lambda value: Surplus.taken < Surplus.kilograms),
            _tick("organic", lazy("Grown without chemicals"), lambda value: Surplus.organic),
        ),
    )
    yield ResourceKind(
        slug=portions.MEAL,
        label=lazy("Shared meal"),
        offer_label=lazy("I have seats at my table"),
        request_label=lazy("I look for a seat at a table"),
        icon="soup",
        unit="seats",
        components=COMPONENTS,
        terms=("gift", TERMS),
        detail=Meal,
        form=MealForm,
        card=telling.meal_card,
        facts=telling.meal_facts,
        in_words=telling.seats_in_words,
        question=lazy("How many seats?"),
        default_quantity=1,
        filters=(
            Filter(
                name="when",
                label=lazy("When"),
                choices=(("today", lazy("Today")), ("week", lazy("This week"))),
                clause=on_days,
            ),
            Filter(name="diet", label=lazy("Suits the diet"), choices=words.DIETS, clause=suits),
            Filter(name="without", label=lazy("Surely without"), choices=words.ALLERGENS, clause=without),
            _tick("free", lazy("Seats are free"), lambda value: Meal.taken < Meal.seats),
        ),
    )
