"""Food for programs: what everybody may read, and what wants a token."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from app.plugin_api import Listing, clock
from app.plugin_web import Scope
from app.testing.village import Settle, Village

from together_plugin_food import plugin

TODAY = clock.today("Europe/Paris")
DAY = timedelta(days=1)


def get(here: Village, path: str) -> Any:
    here.session.commit()
    answer = here.client(None).get(f"/api/v1/{here.territory.slug}/food{path}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


def test_a_program_reads_the_meals_of_the_week(village: Settle) -> None:
    here = village(plugin)
    table = here.listing(
        "food.meal",
        dish="Gratin",
        seats=4,
        day=TODAY + DAY,
        hour="19:30",
        diets=["vegetarian"],
        allergens=["milk"],
        allergens_checked=True,
        ingredients=25,
    )
    here.agree(here.ask(table, quantity=3))

    assert get(here, "/meals") == {
        "items": [
            {
                "listing_id": str(table.id),
                "title": "I mend bicycles",
                "dish": "Gratin",
                "day": (TODAY + DAY).isoformat(),
                "hour": "19:30",
                "place": here.ana.place,
                "seats": 4,
                "free": 1,
                "diets": ["vegetarian"],
                "allergens": ["milk"],
                "allergens_checked": True,
                "share_cents": 500,
                "step_free": False,
            }
        ],
        "next": None,
    }


def test_meals_come_page_by_page_in_the_order_in_which_they_are_eaten(village: Settle) -> None:
    here = village(plugin)
    for day, hour in ((2, "12:30"), (0, "19:00"), (2, ""), (0, "12:00"), (9, "12:00")):
        here.listing("food.meal", dish="Soup", seats=1, day=TODAY + day * DAY, hour=hour)
    found, cursor = [], ""
    while cursor is not None:
        page = get(here, f"/meals?limit=1&cursor={cursor}")
        found += [(meal["day"], meal["hour"]) for meal in page["items"]]
        cursor = page["next"]

    assert found == [
        (TODAY.isoformat(), "12:00"),
        (TODAY.isoformat(), "19:00"),
        ((TODAY + 2 * DAY).isoformat(), ""),
        ((TODAY + 2 * DAY).isoformat(), "12:30"),
    ]


def test_meals_are_filtered_as_on_the_page(village: Settle) -> None:
    here = village(plugin)
    rows: list[tuple[str, dict[str, Any]]] = [
        ("Unknown", {"diets": ["vegan"]}),
        ("Nuts", {"diets": ["vegan"], "allergens": ["nuts"], "allergens_checked": True}),
        ("Sure", {"diets": ["vegan"], "allergens_checked": True}),
        ("Late", {"day": TODAY + 20 * DAY, "allergens_checked": True}),
    ]
    for dish, row in rows:
        here.listing("food.meal", seats=2, **{"dish": dish, "day": TODAY, **row})

    def dishes(query: str) -> set[str]:
        return {meal["dish"] for meal in get(here, f"/meals?{query}")["items"]}

    assert dishes("diet=vegetarian") == {"Unknown", "Nuts", "Sure"}
    assert dishes("without=nuts") == {"Sure"}
    assert dishes("without=nuts&without=milk&days=31") == {"Sure", "Late"}


def test_wrong_filters_are_refused(village: Settle) -> None:
    here = village(plugin)
    path = f"/api/v1/{here.territory.slug}/food/meals"
    visitor = here.client(None)

    for query in (
        "without=water",
        "diet=",
        "days=0",
        "days=32",
        "days=" + "9" * 30,
        "colour=red",
        "cursor=x",
    ):
        assert visitor.get(f"{path}?{query}").status_code == 422, query


def test_harvests_come_by_the_day_they_spoil(village: Settle) -> None:
    here = village(plugin)
    rows: list[tuple[str, dict[str, Any]]] = [
        ("Nuts", {}),
        ("Figs", {"best_before": TODAY}),
        ("Gone", {"taken": 5}),
        ("Plums", {"best_before": TODAY + DAY, "taken": 2}),
        ("Old", {"best_before": TODAY - DAY}),
    ]
    for what, row in rows:
        here.listing("food.surplus", what=what, kilograms=5, **row)
    found, cursor = [], ""
    while cursor is not None:
        page = get(here, f"/harvests?limit=2&cursor={cursor}")
        found += [(one["what"], one["left"]) for one in page["items"]]
        cursor = page["next"]

    assert found == [("Figs", 5), ("Plums", 3), ("Nuts", 5)]


def test_waiting_wants_a_token(village: Settle) -> None:
    here = village(plugin)
    table = here.listing("food.meal", dish="Soup", seats=1)
    here.agree(here.ask(table))
    path = f"/api/v1/{here.territory.slug}/food/meals/{table.id}/waiting"
    signed_in = here.client(here.zoe)

    assert here.client(None).post(path).status_code == 401
    assert signed_in.post(path).status_code == 401  # a cookie is no token: a foreign page could send it
    assert here.client(None).delete(path).status_code == 401


def test_a_program_waits_for_a_seat_with_its_token(village: Settle) -> None:
    here = village(plugin)
    table = here.listing("food.meal", dish="Soup", seats=1)
    taken = here.agree(here.ask(table))
    path = f"/{here.territory.slug}/food/meals/{table.id}/waiting"
    program = here.program(here.zoe)

    first, again = program.post(path), program.post(path)
    left = program.delete(path)
    here.cancel(taken)
    free = program.post(path)

    assert (first.status_code, first.get_json()) == (200, {"waits": True, "number": 1})
    assert again.get_json() == first.get_json()
    assert left.status_code == 204
    assert free.status_code == 409
    assert free.get_json()["reasons"] == ["There is a seat left: you can ask for it now."]


def test_a_token_that_only_reads_waits_for_nothing(village: Settle) -> None:
    here = village(plugin)
    table = here.listing("food.meal", dish="Soup", seats=1)
    here.agree(here.ask(table))
    path = f"/{here.territory.slug}/food/meals/{table.id}/waiting"

    assert here.program(here.zoe, Scope.READ).post(path).status_code == 403
    assert here.program(here.zoe).post(path.replace(str(table.id), str(here.zoe.id))).status_code == 404


def test_a_program_writes_a_meal_and_cannot_take_seats_away_that_are_agreed(village: Settle) -> None:
    here = village(plugin)
    cook, listings = here.program(here.ana), f"/{here.territory.slug}/listings"
    detail = {"dish": "Gratin", "seats": 3, "day": TODAY.isoformat(), "hour": "19h30", "allergens": ["milk"]}
    made = cook.post(
        listings,
        {
            "kind": "food.meal",
            "direction": "offer",
            "title": "A gratin",
            "terms": ["gift"],
            "subnetwork": here.network.slug,
            "detail": detail,
        },
    )
    assert made.status_code == 201, made.get_json()
    meal = get(here, "/meals")["items"][0]
    table = here.session.get_one(Listing, UUID(meal["listing_id"]))
    here.agree(here.ask(table, quantity=2))

    fewer = cook.patch(f"{listings}/{table.id}", {"detail": {"seats": 1}})
    more = cook.patch(f"{listings}/{table.id}", {"detail": {"seats": 5}})

    assert (meal["hour"], meal["free"], meal["allergens_checked"]) == ("19:30", 3, False)
    assert fewer.status_code == 422
    assert "At least 2: others have agreed to them already." in fewer.get_data(as_text=True)
    assert more.status_code == 200
    assert get(here, "/meals")["items"][0]["free"] == 3
