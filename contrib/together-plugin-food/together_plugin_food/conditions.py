"""Conditions on meals and plots, for the filters of the search page and for the meals of the week."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from app.plugin_api import clock

from together_plugin_food import words
from together_plugin_food.models import Meal

REST_OF_WEEK = timedelta(days=6)
"""From today, which is the first of the seven days, to the last."""


def having(column: Any, *values: str) -> "sa.ColumnElement[bool]":
    """Return the condition that a list of ticks holds one of ``values``."""
    text = sa.cast(column, sa.UnicodeText)
    return sa.or_(*(text.contains(f'"{value}"', autoescape=True) for value in values))


def suits(diet: str) -> "sa.ColumnElement[bool]":
    """Return the condition that a meal suits a diet, said or following from another."""
    said = (diet, *(name for name, implied in words.INCLUDED.items() if diet in implied))
    return having(Meal.diets, *said)


def without(allergen: str) -> "sa.ColumnElement[bool]":
    """Return the condition that an allergen is surely not in it: the cook looked, and did not tick it."""
    return sa.and_(Meal.allergens_checked, sa.not_(having(Meal.allergens, allergen)))


def on_days(value: str) -> "sa.ColumnElement[bool]":
    """Return the condition that a meal is today, or within seven days."""
    today = clock.today(
        "Europe/Paris"
    )  # a filter does not know its territory; at worst it is a few hours off
    return Meal.day.between(today, today if value == "today" else today + REST_OF_WEEK)
