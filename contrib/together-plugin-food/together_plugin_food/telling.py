"""A plot, a harvest and a meal in few words on a card, and with every fact on the listing's page.

One row is all there is to read: nothing here asks the database.
"""

from datetime import date

from app.plugin_api import _, amount_in_words, locale, ngettext
from babel import dates

from together_plugin_food import portions, words
from together_plugin_food.models import Meal, Plot, Surplus


def day_in_words(day: date) -> str:
    """Write a day: Friday 12 June."""
    return str(dates.format_date(day, "EEEE d MMMM", locale=locale()))


def seats_in_words(seats: int) -> str:
    """Write a number of seats."""
    return ngettext("%(num)s seat", "%(num)s seats", seats)


def _yes(value: bool | None) -> str:
    return _("yes") if value else _("no")


def season_in_words(plot: Plot) -> str:
    """Write from which month to which."""
    return _(
        "%(first_month)s to %(last_month)s",
        first_month=words.word(words.MONTHS, plot.first_month),
        last_month=words.word(words.MONTHS, plot.last_month),
    )


def plot_card(plot: Plot) -> list[str]:
    """Return the short facts of a plot."""
    found = [_("%(size)s m²", size=plot.size)] if plot.size else []
    found.append(season_in_words(plot))
    if plot.water:
        found.append(_("with water"))
    if plot.step_free:
        found.append(_("without steps"))
    return found


def plot_facts(plot: Plot) -> list[tuple[str, str]]:
    """Return every fact of a plot with its name."""
    found = [(_("Size"), _("%(size)s m²", size=plot.size))] if plot.size else []
    if plot.gardeners:
        shared = ngettext("with %(num)s person at most", "with %(num)s people at most", plot.gardeners)
        found.append((_("Shared"), shared))
    if plot.grown:
        found.append((_("What may be grown"), ", ".join(words.words(words.GROWN, plot.grown))))
    found += [
        (_("Season"), season_in_words(plot)),
        (_("Sun and shade"), words.word(words.LIGHT, plot.light)),
        (_("How one gets in"), words.word(words.ACCESS, plot.access)),
        (_("Water"), _yes(plot.water)),
        (_("Tools"), _yes(plot.tools)),
        (_("Without steps"), _yes(plot.step_free)),
        (_("Without chemicals"), _yes(plot.no_chemicals)),
    ]
    return found


def left_in_words(row: Surplus | Meal) -> str:
    """Say how much there is in all, and how much of it is left once somebody takes a part."""
    rest, whole = portions.left(row), portions.total(row)
    if isinstance(row, Surplus):
        said = _("%(kilograms)s kg", kilograms=whole)
        part = _("%(left)s of %(total)s kg left", left=rest, total=whole) if rest else _("all taken")
    else:
        said = seats_in_words(whole)
        part = _("%(left)s of %(total)s seats free", left=rest, total=whole) if rest else _("full")
    return part if row.taken else said


def surplus_card(surplus: Surplus) -> list[str]:
    """Return the short facts of a harvest."""
    found = [surplus.what] if surplus.what else [words.word(words.PRODUCE, surplus.produce)]
    found.append(left_in_words(surplus))
    if surplus.best_before:
        found.append(_("good to eat until %(day)s", day=day_in_words(surplus.best_before)))
    if surplus.way == "pick":
        found.append(_("pick it yourself"))
    return found


def surplus_facts(surplus: Surplus) -> list[tuple[str, str]]:
    """Return every fact of a harvest with its name."""
    found = [(_("What"), surplus.what)] if surplus.what else []
    found += [
        (_("What kind of food"), words.word(words.PRODUCE, surplus.produce)),
        (_("How much"), left_in_words(surplus)),
    ]
    if surplus.picked_on:
        found.append((_("Picked on"), day_in_words(surplus.picked_on)))
    if surplus.best_before:
        found.append((_("Good to eat until"), day_in_words(surplus.best_before)))
    found.append((_("How to get it"), words.word(words.WAYS, surplus.way)))
    if surplus.bring:
        found.append((_("What to bring"), surplus.bring))
    if surplus.organic:
        found.append((_("Grown without chemicals"), _("so its giver says")))
    return found


def on_the_day_of_a_harvest(surplus: Surplus) -> list[tuple[str, str]]:
    """Return what giver and taker need to remember of a harvest."""
    found = [(_("How to get it"), words.word(words.WAYS, surplus.way))]
    if surplus.best_before:
        found.append((_("Good to eat until"), day_in_words(surplus.best_before)))
    if surplus.bring:
        found.append((_("What to bring"), surplus.bring))
    return found


def when_in_words(meal: Meal) -> str:
    """Write day and hour of a meal."""
    if meal.day is None:
        return meal.hour or ""
    day = day_in_words(meal.day)
    return _("%(day)s at %(time)s", day=day, time=meal.hour) if meal.hour else day


def allergens_in_words(meal: Meal) -> str:
    """Say which of the fourteen are in a dish, none of them, or that nobody has looked."""
    named = ", ".join(words.words(words.ALLERGENS, meal.allergens))
    if meal.allergens_checked:
        return named or _("none of the fourteen")
    if named:
        return _("%(named)s; the rest of the fourteen was not checked", named=named)
    return _("not said: ask before you eat")


def _allergens(meal: Meal) -> list[tuple[str, str]]:
    named = ", ".join(words.words(words.ALLERGENS, meal.allergens))
    if meal.wanted is False:
        return [(_("Allergens"), allergens_in_words(meal))]
    if not named:
        return []
    # A preview is not written down yet: it does not know whether somebody cooks or looks for a seat.
    return [(_("Must not be in it") if meal.wanted else _("Allergens"), named)]


def meal_card(meal: Meal) -> list[str]:
    """Return the short facts of a meal."""
    found = [said for said in (when_in_words(meal), left_in_words(meal)) if said]
    diets = words.words(words.DIETS, meal.diets)
    return found + diets[:2]


def meal_facts(meal: Meal) -> list[tuple[str, str]]:
    """Return every fact of a meal with its name."""
    found = [(_("On the table"), meal.dish)] if meal.dish else []
    if when_in_words(meal):
        found.append((_("Day and hour"), when_in_words(meal)))
    found.append((_("Seats"), left_in_words(meal)))
    if meal.diets:
        found.append((_("Diets"), ", ".join(words.words(words.DIETS, meal.diets))))
    found += _allergens(meal)
    if meal.ingredients:
        share = amount_in_words(share_in_cents(meal, 1), "cents")
        found.append((_("Share of the ingredients"), _("at most %(share)s for each seat", share=share)))
    if not meal.wanted:
        found.append((_("Where one eats"), words.word(words.PLACES, meal.setting)))
    if meal.bring:
        found.append((_("What to bring"), meal.bring))
    if meal.step_free or not meal.wanted:
        found.append((_("Without steps"), _yes(meal.step_free)))
    return found


def on_the_day_of_a_meal(meal: Meal) -> list[tuple[str, str]]:
    """Return what cook and guest need to remember of a meal."""
    found = [(_("Day and hour"), when_in_words(meal))] if when_in_words(meal) else []
    found += [
        (_("Allergens"), allergens_in_words(meal)),
        (_("Where one eats"), words.word(words.PLACES, meal.setting)),
    ]
    if meal.bring:
        found.append((_("What to bring"), meal.bring))
    return found


def share_in_cents(meal: Meal, seats: int) -> int:
    """Return what so many seats pay of the ingredients at most: the same part as everybody, the cook too."""
    return (meal.ingredients or 0) * 100 * seats // ((meal.seats or 1) + 1)
