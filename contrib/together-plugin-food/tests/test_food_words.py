"""What cards, pages and forms say, how offers fit requests, and what is counted."""

from datetime import date, timedelta
from typing import Any

import pytest
from app.plugin_api import Direction, clock
from app.testing.village import Settle
from werkzeug.datastructures import MultiDict
from wtforms import Form

from together_plugin_food import matching, plugin, telling, words
from together_plugin_food.forms import MealForm, SurplusForm
from together_plugin_food.models import Meal, Plot, Surplus

FRIDAY = date(2026, 6, 12)


def test_the_fourteen_allergens_are_those_of_the_european_rules() -> None:
    assert [name for name, _label in words.ALLERGENS] == [
        "gluten", "crustaceans", "eggs", "fish", "peanuts", "soya", "milk", "nuts", "celery", "mustard",
        "sesame", "sulphites", "lupin", "molluscs",
    ]  # fmt: skip


@pytest.mark.parametrize(("taken", "said"), [(0, "5 kg"), (2, "3 of 5 kg left"), (5, "all taken")])
def test_a_card_says_what_is_left_of_a_harvest(taken: int, said: str) -> None:
    plums = Surplus(what="Plums", kilograms=5, taken=taken, best_before=FRIDAY, way="pick")

    assert telling.surplus_card(plums) == [
        "Plums",
        said,
        "good to eat until Friday 12 June",
        "pick it yourself",
    ]


@pytest.mark.parametrize(
    ("taken", "said"), [(0, "3 seats"), (1, "2 of 3 seats free"), (2, "1 of 3 seats free"), (3, "full")]
)
def test_a_card_says_how_many_seats_are_free(taken: int, said: str) -> None:
    meal = Meal(dish="Soup", seats=3, taken=taken, day=FRIDAY, hour="19:30", diets=["vegan", "halal"])

    assert telling.meal_card(meal) == ["Friday 12 June at 19:30", said, "Vegan", "Halal"]


@pytest.mark.parametrize(
    ("named", "checked", "said"),
    [
        ([], False, "not said: ask before you eat"),
        (["milk"], False, "Milk (lactose included); the rest of the fourteen was not checked"),
        ([], True, "none of the fourteen"),
        (["eggs", "gluten"], True, "Cereals with gluten, Eggs"),
    ],
)
def test_a_page_tells_what_is_known_of_the_allergens(named: list[str], checked: bool, said: str) -> None:
    meal = Meal(dish="Cake", seats=2, allergens=named, allergens_checked=checked, wanted=False)

    assert dict(telling.meal_facts(meal))["Allergens"] == said


def test_who_looks_for_a_seat_names_what_must_not_be_in_it() -> None:
    wanted = Meal(dish="Anything", seats=1, allergens=["nuts"], wanted=True, setting="home")

    assert telling.meal_facts(wanted) == [
        ("On the table", "Anything"),
        ("Seats", "1 seat"),
        ("Must not be in it", "Nuts (almond, hazelnut, walnut …)"),
    ]


def test_everybody_at_the_table_pays_the_same_part() -> None:
    assert telling.share_in_cents(Meal(seats=4, ingredients=25), 1) == 500
    assert telling.share_in_cents(Meal(seats=2, ingredients=10), 1) == 333  # rounded down: nobody earns
    assert telling.share_in_cents(Meal(seats=2, ingredients=10), 2) == 666


def test_a_plot_tells_its_size_season_and_water() -> None:
    plot = Plot(size=40, first_month="3", last_month="10", water=True, step_free=False)

    assert telling.plot_card(plot) == ["40 m²", "March to October", "with water"]


def form(kind: type[Form], **typed: Any) -> Form:
    return kind(MultiDict(typed))


MEAL = {"dish": "Soup", "seats": "2", "setting": "home"}
PLUMS = {"what": "Plums", "kilograms": "5", "produce": "fruit", "way": "collect"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("19:30", "19:30"), ("19h30", "19:30"), (" 9.05 ", "09:05"), ("12h", "12:00"), ("", "")],
)
def test_an_hour_is_read_as_people_write_it(typed: str, kept: str) -> None:
    filled = form(MealForm, **MEAL, hour=typed)

    assert filled.validate(), filled.errors
    assert filled.data["hour"] == kept


TOO_MUCH = "Between 1 and 10,000 kg; for less than a kilogram, write 1."


@pytest.mark.parametrize(
    ("kind", "typed", "field", "said"),
    [
        (MealForm, {**MEAL, "hour": "25:00"}, "hour", "Write the time like 19:30."),
        (MealForm, {**MEAL, "hour": "half past seven"}, "hour", "Write the time like 19:30."),
        (MealForm, {**MEAL, "seats": ""}, "seats", "Say how many seats."),
        (MealForm, {**MEAL, "seats": "-1"}, "seats", "Between 1 and 200 seats."),
        (MealForm, {**MEAL, "seats": "1000000000"}, "seats", "Between 1 and 200 seats."),
        (MealForm, {**MEAL, "dish": "  "}, "dish", "Say what there is to eat, or what you would like."),
        (MealForm, {**MEAL, "dish": "x" * 81}, "dish", "This is too long: at most 80 characters."),
        (MealForm, {**MEAL, "day": "2001-01-01"}, "day", "Is the year right?"),
        (SurplusForm, {**PLUMS, "kilograms": "0"}, "kilograms", TOO_MUCH),
        (SurplusForm, {**PLUMS, "kilograms": ""}, "kilograms", "Say about how many kilograms there are."),
        (SurplusForm, {**PLUMS, "kilograms": "1,5"}, "kilograms", "Write a whole number, such as 3."),
        (SurplusForm, {**PLUMS, "kilograms": "NaN"}, "kilograms", "Write a whole number, such as 3."),
        (SurplusForm, {**PLUMS, "picked_on": "31/02/2026"}, "picked_on", "Write a day, such as 31/12/2026."),
        (SurplusForm, {**PLUMS, "best_before": "soon"}, "best_before", "Write a day, such as 31/12/2026."),
        (SurplusForm, {**PLUMS, "what": ""}, "what", "Say what it is: courgettes, plums, eggs …"),
    ],
)
def test_what_is_wrong_gets_a_sentence(
    kind: type[Form], typed: dict[str, str], field: str, said: str
) -> None:
    filled = form(kind, **typed)

    assert not filled.validate()
    assert [str(error) for error in filled.errors[field]] == [said]


def test_a_day_that_has_passed_is_refused_but_may_stay_where_it_stood() -> None:
    past = clock.today() - timedelta(days=5)
    typed = MultiDict({**MEAL, "day": past.isoformat()})
    new, old = MealForm(typed), MealForm(typed, obj=Meal(dish="Soup", seats=2, day=past, taken=0))

    assert not new.validate()
    assert [str(error) for error in new.errors["day"]] == ["This day has passed."]
    assert old.validate(), old.errors


def test_an_owner_is_told_how_much_is_agreed_already() -> None:
    meal = Meal(dish="Soup", seats=4, taken=3)
    fewer = MealForm(MultiDict(MEAL), obj=meal)

    assert not fewer.validate()
    assert fewer.errors == {"seats": ["At least 3: others have agreed to them already."]}


def test_a_diet_says_what_follows_from_it() -> None:
    assert words.covered(["vegan", "halal"]) == {"vegan", "halal", "vegetarian", "no_pork"}


def test_seasons_go_over_the_end_of_the_year() -> None:
    assert matching.months_of(Plot(first_month="11", last_month="2")) == {11, 12, 1, 2}
    assert matching.months_of(Plot(first_month="5", last_month="5")) == {5}


def test_a_plot_fits_by_season_and_by_what_may_grow(village: Settle) -> None:
    here = village(plugin)
    plot = here.listing("food.plot", grown=["vegetables"], first_month="3", last_month="10")

    def score(**wanted: Any) -> tuple[float, str] | None:
        return here.score(
            "food.season", plot, here.listing("food.plot", direction=Direction.REQUEST, **wanted)
        )

    assert score(first_month="4", last_month="9") == (1.0, "less than 1 km away, the same season, 6 months")
    assert score(first_month="11", last_month="2") == (0.0, "in another season")
    assert score(grown=["hens"]) == (0.3, "less than 1 km away, not for everything: hens or bees")
    assert score(step_free=True) == (0.0, "with steps")


def test_a_harvest_fits_while_it_is_ripe_and_something_is_left(village: Settle) -> None:
    here = village(plugin)
    wanted = here.listing("food.surplus", direction=Direction.REQUEST, produce="fruit", kilograms=3)
    today = clock.today("Europe/Paris")

    def score(**row: Any) -> tuple[float, str] | None:
        return here.score("food.ripe", here.listing("food.surplus", **{"produce": "fruit", **row}), wanted)

    assert score(what="Plums", kilograms=5) == (1.0, "less than 1 km away, ripe now: Plums")
    assert score(what="Plums", kilograms=5, taken=3) == (0.6, "less than 1 km away, ripe now: Plums")
    assert score(kilograms=5, taken=5) == (0.0, "all taken")
    assert score(kilograms=5, best_before=today - timedelta(days=1)) == (0.0, "no longer fresh")
    assert score(produce="eggs", kilograms=5) is None


def test_a_meal_fits_whom_it_suits_and_nobody_whom_it_would_harm(village: Settle) -> None:
    here = village(plugin)
    wanted = here.listing(
        "food.meal", direction=Direction.REQUEST, dish="Anything", diets=["vegetarian"], allergens=["nuts"]
    )

    def score(**row: Any) -> tuple[float, str] | None:
        return here.score("food.diet", here.listing("food.meal", dish="Soup", **row), wanted)

    assert score(diets=["vegan"], allergens_checked=True) == (
        1.0,
        "less than 1 km away, vegetarian, without nuts (almond, hazelnut, walnut …)",
    )
    assert score(diets=["vegan"]) == (
        0.3,
        "less than 1 km away, the cook has not said which allergens are in it: ask",
    )
    assert score(diets=["vegan"], allergens=["nuts"]) == (
        0.0,
        "contains what must not be in it: Nuts (almond, hazelnut, walnut …)",
    )
    assert score(diets=["halal"]) == (0.0, "does not say that it suits: Vegetarian")
    assert score(diets=["vegan"], allergens_checked=True, taken=1) == (0.0, "not enough seats are left")


def test_kilograms_and_meals_of_confirmed_exchanges_are_counted(village: Settle) -> None:
    here = village(plugin)
    amounts: list[tuple[str, dict[str, Any], int | None]] = [
        ("food.surplus", {"what": "Plums", "kilograms": 9}, 4),
        ("food.surplus", {"what": "Figs", "kilograms": 9}, None),
        ("food.meal", {"dish": "Soup", "seats": 9}, 3),
        ("food.meal", {"dish": "Cake", "seats": 9}, None),
    ]
    for kind, row, quantity in amounts:
        here.confirm(here.done(here.agree(here.ask(here.listing(kind, **row), quantity=quantity))))

    assert here.measured() == {"food.kilograms": 4, "food.meals": 4}


@pytest.mark.parametrize(
    ("degrees", "score", "said"),
    [
        (0.005, 1.0, "less than 1 km away, ripe now: Figs"),
        (0.072, 0.75, "about 8 km away, ripe now: Figs"),
        (0.9, 0.5, "about 100 km away, ripe now: Figs"),
    ],
)
def test_what_is_near_fits_better(village: Settle, degrees: float, score: float, said: str) -> None:
    here = village(plugin)
    figs = here.listing("food.surplus", what="Figs", produce="fruit")
    wanted = here.listing("food.surplus", direction=Direction.REQUEST, produce="fruit")
    assert figs.public_lat is not None
    wanted.public_lat = figs.public_lat + degrees

    found = here.score("food.ripe", figs, wanted)

    assert found is not None
    assert (round(found[0], 2), found[1]) == (score, said)


def test_where_no_point_is_known_distance_says_nothing(village: Settle) -> None:
    here = village(plugin)
    figs = here.listing("food.surplus", what="Figs", produce="fruit")
    wanted = here.listing("food.surplus", direction=Direction.REQUEST, produce="fruit")
    wanted.public_lat = wanted.public_lon = None

    assert here.score("food.ripe", figs, wanted) == (1.0, "ripe now: Figs")
