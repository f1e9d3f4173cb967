"""What a garden, a harvest and a meal can be, in words for people."""

from collections.abc import Collection

from app.plugin_api import lazy

Choices = tuple[tuple[str, object], ...]

ALLERGENS = (
    ("gluten", lazy("Cereals with gluten")),
    ("crustaceans", lazy("Crustaceans")),
    ("eggs", lazy("Eggs")),
    ("fish", lazy("Fish")),
    ("peanuts", lazy("Peanuts")),
    ("soya", lazy("Soya")),
    ("milk", lazy("Milk (lactose included)")),
    ("nuts", lazy("Nuts (almond, hazelnut, walnut …)")),
    ("celery", lazy("Celery")),
    ("mustard", lazy("Mustard")),
    ("sesame", lazy("Sesame")),
    ("sulphites", lazy("Sulphites")),
    ("lupin", lazy("Lupin")),
    ("molluscs", lazy("Molluscs")),
)
"""The fourteen of Regulation (EU) No 1169/2011, annex II, in its order."""

DIETS = (
    ("vegetarian", lazy("Vegetarian")),
    ("vegan", lazy("Vegan")),
    ("no_pork", lazy("Without pork")),
    ("halal", lazy("Halal")),
    ("kosher", lazy("Kosher")),
    ("no_alcohol", lazy("Without alcohol")),
)
INCLUDED = {"vegan": frozenset({"vegetarian", "no_pork"}), "vegetarian": frozenset({"no_pork"})}
"""What a diet says without saying it: who cooks without any animal cooks without pork."""

PLACES = (
    ("home", lazy("At the cook's home")),
    ("shared", lazy("In a shared room")),
    ("outside", lazy("Outside")),
    ("kitchen", lazy("In a kitchen, we cook together")),
)
PRODUCE = (
    ("vegetables", lazy("Vegetables")),
    ("fruit", lazy("Fruit")),
    ("herbs", lazy("Herbs and flowers")),
    ("nuts", lazy("Nuts and seeds")),
    ("eggs", lazy("Eggs")),
    ("honey", lazy("Honey")),
    ("bread", lazy("Bread and flour")),
    ("plants", lazy("Seedlings and plants")),
    ("other", lazy("Something else")),
)
WAYS = (
    ("collect", lazy("It is ready to be collected")),
    ("pick", lazy("You pick it yourself")),
    ("brought", lazy("It can be brought nearby")),
)
GROWN = (
    ("vegetables", lazy("Vegetables")),
    ("fruit", lazy("Fruit trees and berries")),
    ("herbs", lazy("Herbs")),
    ("flowers", lazy("Flowers")),
    ("hens", lazy("Hens or bees")),
)
LIGHT = (
    ("sun", lazy("Sun all day")),
    ("half", lazy("Half sun, half shade")),
    ("shade", lazy("Mostly shade")),
)
ACCESS = (
    ("street", lazy("From the street")),
    ("key", lazy("With a key or a code")),
    ("house", lazy("Through somebody's home")),
)
MONTHS = (
    ("1", lazy("January")),
    ("2", lazy("February")),
    ("3", lazy("March")),
    ("4", lazy("April")),
    ("5", lazy("May")),
    ("6", lazy("June")),
    ("7", lazy("July")),
    ("8", lazy("August")),
    ("9", lazy("September")),
    ("10", lazy("October")),
    ("11", lazy("November")),
    ("12", lazy("December")),
)


def word(choices: Choices, value: str | None) -> str:
    """Say one of several choices."""
    return str(dict(choices).get(value or "", value or ""))


def words(choices: Choices, values: Collection[str] | None) -> list[str]:
    """Say those of several choices that are ticked, in their order."""
    return [str(label) for name, label in choices if name in (values or ())]


def covered(diets: Collection[str] | None) -> frozenset[str]:
    """Return the diets that a dish suits: those said, and those that follow from them."""
    said = frozenset(diets or ())
    return said.union(*(INCLUDED.get(one, frozenset()) for one in said))
