"""The pages of food: writing a listing, meals of the week, what is ripe, waiting for a seat."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from app.plugin_api import Direction, Exchange, Installation, Listing, Member, clock
from app.testing import factories
from app.testing.queries import count_queries
from app.testing.village import Settle, Village
from werkzeug.test import TestResponse

from together_plugin_food import plugin
from together_plugin_food.models import Meal, Waiting

TODAY = clock.today("Europe/Paris")
DAY = timedelta(days=1)


def titles(page: str) -> list[str]:
    return re.findall(r"/listings/[0-9a-f-]{36}\">([^<]+)</a>", page)


def rename(here: Village, listing: Listing, title: str) -> Listing:
    listing.title = title
    here.session.commit()
    return listing


def test_a_meal_is_written_and_read_with_its_allergens(village: Settle) -> None:
    here = village(plugin)
    day = TODAY + 2 * DAY

    answer = here.write(
        here.ana,
        "food.meal",
        "Gratin on Friday",
        dish="Gratin dauphinois",
        day=day.isoformat(),
        hour="19h30",
        seats="3",
        diets=["vegetarian"],
        allergens=["milk"],
        allergens_checked="y",
        ingredients="12",
        setting="home",
        bring="  A   plate ",
        described="food.meal",
    )

    assert answer.status_code == 302, answer.get_data(as_text=True)
    meal = here.session.scalars(sa.select(Meal)).one()
    assert (meal.dish, meal.day, meal.hour, meal.seats, meal.taken) == (
        "Gratin dauphinois",
        day,
        "19:30",
        3,
        0,
    )
    assert (meal.allergens, meal.allergens_checked, meal.bring, meal.wanted) == (
        ["milk"],
        True,
        "A plate",
        False,
    )


def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(village: Settle) -> None:
    here = village(plugin)

    answer = here.write(
        here.ana, "food.surplus", "Plums", what="Plums & figs", kilograms="1,5", produce="fruit", way="pick"
    )

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Write a whole number, such as 3." in page
    assert 'value="Plums &amp; figs"' in page
    assert 'value="1,5"' in page


def test_an_owner_who_takes_seats_away_that_are_agreed_is_told_beside_the_field(village: Settle) -> None:
    here = village(plugin)
    table = here.listing("food.meal", dish="Soup", seats=3)
    here.agree(here.ask(table, quantity=2))
    values = {
        "step": "4", "go": "save", "title": table.title, "text": "", "terms": "gift", "place": "Bordeaux",
        "subnetwork": str(here.network.id), "lasts": "never", "described": "food.meal",
        "detail-dish": "Soup", "detail-seats": "1", "detail-setting": "home",
    }  # fmt: skip

    answer = factories.post(
        here.client(here.ana), f"/t/{here.territory.slug}/listings/{table.id}/edit", **values
    )

    assert answer.status_code == 422
    assert "At least 2: others have agreed to them already." in answer.get_data(as_text=True)


def test_the_meals_of_the_week_are_those_of_seven_days_and_of_people_who_offer_them(village: Settle) -> None:
    here = village(plugin)
    for title, days in (("Yesterday", -1), ("Today", 0), ("Sixth", 6), ("Seventh", 7)):
        rename(here, here.listing("food.meal", dish="Soup", seats=2, day=TODAY + days * DAY), title)
    wanted = here.listing("food.meal", direction=Direction.REQUEST, dish="Soup", day=TODAY)
    rename(here, wanted, "Wanted")
    paused = rename(here, here.listing("food.meal", dish="Soup", seats=2, day=TODAY), "Paused")
    paused.status = "paused"
    here.session.commit()

    assert titles(here.page(None, "/food/meals")) == ["Today", "Sixth"]


def test_meals_are_chosen_by_diets_and_by_what_is_surely_not_in_them(village: Settle) -> None:
    here = village(plugin)
    rows: list[tuple[str, dict[str, Any]]] = [
        ("Unknown", {"diets": ["vegan"]}),
        ("With nuts", {"diets": ["vegan"], "allergens": ["nuts"], "allergens_checked": True}),
        ("Vegan", {"diets": ["vegan"], "allergens": ["gluten"], "allergens_checked": True}),
        ("Roast", {"allergens_checked": True}),
    ]
    for title, row in rows:
        rename(here, here.listing("food.meal", dish="Soup", seats=2, day=TODAY, **row), title)

    def shown(query: str) -> set[str]:
        return set(titles(here.page(None, f"/food/meals?{query}")))

    assert shown("diet=vegetarian") == {"Unknown", "With nuts", "Vegan"}
    assert shown("without=nuts") == {"Vegan", "Roast"}
    assert shown("without=nuts&without=gluten") == {"Roast"}
    assert shown("without=nuts&diet=vegan") == {"Vegan"}
    assert shown("diet=nonsense&without=water") == {"Unknown", "With nuts", "Vegan", "Roast"}


def test_the_search_page_finds_meals_of_this_week_without_an_allergen(village: Settle) -> None:
    here = village(plugin)
    rows: list[tuple[str, dict[str, Any]]] = [
        ("This week", {"day": TODAY, "allergens_checked": True}),
        ("Milky", {"day": TODAY, "allergens": ["milk"], "allergens_checked": True}),
        ("Next month", {"day": TODAY + 30 * DAY, "allergens_checked": True}),
    ]
    for title, row in rows:
        rename(here, here.listing("food.meal", dish="Soup", seats=2, **row), title)

    page = here.page(None, "/search?kind=food.meal&f-when=week&f-without=milk")

    assert [title for title in ("This week", "Milky", "Next month") if f">{title}</a>" in page] == [
        "This week"
    ]


def test_the_page_of_a_week_asks_as_much_for_many_meals_as_for_one(village: Settle) -> None:
    here = village(plugin)
    here.listing("food.meal", dish="Soup", seats=2, day=TODAY)
    with count_queries(here.engine) as for_one:
        here.page(None, "/food/meals")
    for _number in range(8):
        here.listing("food.meal", dish="Soup", seats=2, day=TODAY)

    with count_queries(here.engine) as for_many:
        here.page(None, "/food/meals")

    assert len(for_many) == len(for_one)


def test_a_sub_network_shows_what_spoils_first_and_nothing_that_is_gone(village: Settle) -> None:
    here = village(plugin, note="The shared fridge stands in the Rue Kléber.")
    rows: list[tuple[str, dict[str, Any]]] = [
        ("Later", {"best_before": TODAY + 5 * DAY}),
        ("First", {"best_before": TODAY}),
        ("Spoiled", {"best_before": TODAY - DAY}),
        ("Gone", {"kilograms": 3, "taken": 3}),
        ("Any day", {}),
    ]
    for title, row in rows:
        rename(here, here.listing("food.surplus", what="Figs", **{"kilograms": 5, **row}), title)

    page = here.page(here.nour, f"/networks/{here.network.slug}")

    panel = page.split("What is ripe this week")[1]
    assert titles(panel)[:3] == ["First", "Later", "Any day"]
    assert "The shared fridge stands in the Rue Kléber." in panel
    assert "botulism" in panel
    assert "Spoiled" not in panel
    assert ">Gone<" not in panel


def wait(here: Village, member: Member, listing: Listing, step: str = "wait") -> TestResponse:
    path = f"/t/{here.territory.slug}/food/meals/{listing.id}/{step}"
    return factories.post(here.client(member), path)


def full(here: Village) -> tuple[Listing, Exchange]:
    table = here.listing("food.meal", dish="Soup", seats=1)
    return table, here.agree(here.ask(table))


def waiting(here: Village) -> list[str]:
    wanted = sa.select(Member).join(Waiting, Waiting.member_id == Member.id).order_by(Waiting.created_at)
    names = [member.first_name for member in here.session.scalars(wanted)]
    here.session.commit()
    return names


def test_who_has_waited_longest_is_told_of_the_free_seat(village: Settle) -> None:
    here = village(plugin)
    table, taken = full(here)
    late = factories.member(here.session, here.territory, first_name="Late")
    here.session.commit()
    for one in (here.zoe, here.zoe, late):
        assert wait(here, one, table).status_code == 302
    before = waiting(here)

    here.cancel(taken)

    assert before == ["Zoé", "Late"]
    assert waiting(here) == ["Late"]
    assert "A seat is free: “I mend bicycles”." in here.client(here.zoe).get("/notifications/").get_data(
        as_text=True
    )


def test_the_page_of_a_full_meal_offers_to_wait_and_a_free_one_does_not(village: Settle) -> None:
    here = village(plugin)
    table, _taken = full(here)
    offered = here.page(here.zoe, f"/listings/{table.id}")
    wait(here, here.zoe, table)
    waits = here.page(here.zoe, f"/listings/{table.id}")
    wait(here, here.zoe, table, "leave")
    free = here.listing("food.meal", dish="Soup", seats=1)

    assert "Tell me when a seat is free" in offered
    assert "You wait for a seat" in waits
    assert waiting(here) == []
    assert "All seats are taken" not in here.page(here.zoe, f"/listings/{free.id}")


@pytest.mark.parametrize("who", ["ana", "zoe"])
def test_nobody_waits_for_their_own_meal_or_where_a_seat_is_free(village: Settle, who: str) -> None:
    here = village(plugin)
    table = here.listing("food.meal", dish="Soup", seats=1)

    wait(here, getattr(here, who), table)

    assert waiting(here) == []


def test_waiting_is_for_members_at_meals_on_the_board_where_food_is_on(village: Settle) -> None:
    here = village(plugin)
    table, _taken = full(here)
    plums = here.listing("food.surplus", what="Plums")
    path = f"/t/{here.territory.slug}/food/meals"
    visitor = here.client(None)
    stranger = factories.person(here.session)
    here.session.commit()
    outside = here.app.test_client()
    factories.sign_in(outside, stranger)

    answers = {
        "visitor": factories.post(visitor, f"{path}/{table.id}/wait").status_code,
        "stranger": factories.post(outside, f"{path}/{table.id}/wait").status_code,
        "no meal": wait(here, here.zoe, plums).status_code,
        "without a token of the form": here.client(here.zoe).post(f"{path}/{table.id}/wait").status_code,
    }
    here.session.execute(sa.update(Installation).values(enabled=False))
    here.session.commit()
    answers["off"] = wait(here, here.zoe, table).status_code

    assert answers == {
        "visitor": 302,
        "stranger": 302,
        "no meal": 404,
        "without a token of the form": 400,
        "off": 404,
    }
    assert waiting(here) == []


def test_another_territory_sees_nothing_of_it(village: Settle) -> None:
    here = village(plugin)
    table, _taken = full(here)
    here.listing("food.meal", dish="Soup", seats=2, day=TODAY)
    other = factories.territory(here.session, slug="elsewhere", name="Elsewhere")
    factories.subnetwork(here.session, other, slug="food", plugins=["food"])
    guest = factories.member(here.session, other, first_name="Guest")
    here.session.commit()

    page = here.client(None).get("/t/elsewhere/food/meals").get_data(as_text=True)
    answer = factories.post(here.client(guest), f"/t/elsewhere/food/meals/{table.id}/wait")

    assert titles(page) == []
    assert answer.status_code == 404


def test_seats_are_asked_for_and_said_as_seats(village: Settle) -> None:
    here = village(plugin)
    table = here.listing("food.meal", dish="Soup", seats=4)
    harvest = here.listing("food.surplus", what="Plums", kilograms=9)

    asks = [here.page(here.nour, f"/listings/{one.id}/ask") for one in (table, harvest)]
    said = [
        here.page(here.nour, f"/exchanges/{here.ask(one, quantity=quantity).id}")
        for one, quantity in ((table, 1), (harvest, 3))
    ]

    assert ["How many seats?" in asks[0], "How many kilograms?" in asks[1]] == [True, True]
    assert [">1 seat<" in said[0], ">3 kg<" in said[1]] == [True, True]


def test_what_two_agreed_says_what_to_remember_on_the_day(village: Settle) -> None:
    here = village(plugin)
    soup = here.listing(
        "food.meal", dish="Soup", seats=4, allergens=["celery"], allergens_checked=True, bring="A bowl"
    )
    plums = here.listing("food.surplus", what="Plums", kilograms=9, way="pick")
    garden = here.listing("food.plot")

    pages = [here.page(here.nour, f"/exchanges/{here.ask(one).id}") for one in (soup, plums, garden)]

    assert ["To remember" in page for page in pages] == [True, True, False]
    assert ["<dd>Celery</dd>" in pages[0], "<dd>A bowl</dd>" in pages[0]] == [True, True]
    assert "<dd>You pick it yourself</dd>" in pages[1]
