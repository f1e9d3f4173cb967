"""Days that have passed, and what somebody must not eat."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from app.plugin_api import Direction, Refusal, State, clock
from app.testing.village import Settle, Village

from together_plugin_food import plugin

TODAY = clock.today("Europe/Paris")
DAY = timedelta(days=1)


def noon(day: Any) -> datetime:
    return datetime.combine(day, time(12), UTC)


def test_nobody_gets_what_is_past_its_day(village: Settle) -> None:
    here = village(plugin)
    old = here.listing("food.surplus", what="Figs", best_before=TODAY - DAY)

    with pytest.raises(Refusal, match=r"It is good until .* only\."):
        here.ask(old)


def test_what_is_good_today_may_not_be_collected_tomorrow(village: Settle) -> None:
    here = village(plugin)
    figs = here.listing("food.surplus", what="Figs", best_before=TODAY)
    with pytest.raises(Refusal, match="Agree on an earlier day"):
        here.ask(figs, starts_at=noon(TODAY + DAY))
    here.session.rollback()

    assert here.agree(here.ask(figs, starts_at=noon(TODAY))).state == State.AGREED


def test_a_harvest_that_spoiled_while_they_talked_cannot_be_agreed_on(village: Settle) -> None:
    here = village(plugin)
    exchange = here.ask(here.listing("food.surplus", what="Figs", best_before=TODAY))
    clock.shift(2 * DAY)

    with pytest.raises(Refusal, match=r"It is good until .* only\."):
        here.agree(exchange)


def test_what_was_collected_in_time_can_still_be_confirmed_later(village: Settle) -> None:
    here = village(plugin)
    exchange = here.agree(here.ask(here.listing("food.surplus", what="Figs", best_before=TODAY)))
    clock.shift(2 * DAY)

    assert here.confirm(here.done(exchange)).state == State.CONFIRMED


def test_a_meal_is_on_its_day_and_on_no_other(village: Settle) -> None:
    here = village(plugin)
    table = here.listing("food.meal", dish="Soup", seats=3, day=TODAY + DAY, hour="19:30")
    with pytest.raises(Refusal, match=r"The meal is on .*, not on another day\."):
        here.ask(table, starts_at=noon(TODAY + 2 * DAY))
    here.session.rollback()

    assert here.agree(here.ask(table, starts_at=noon(TODAY + DAY))).state == State.AGREED


def test_nobody_asks_for_a_seat_at_a_meal_that_was_eaten(village: Settle) -> None:
    here = village(plugin)

    with pytest.raises(Refusal, match=r"The meal was on .*\. It is over\."):
        here.ask(here.listing("food.meal", dish="Soup", seats=3, day=TODAY - DAY))


def avoiding(here: Village, *allergens: str) -> None:
    here.listing("food.meal", direction=Direction.REQUEST, dish="Anything", allergens=list(allergens))


def test_who_must_not_eat_something_is_told_that_it_is_in_the_dish(village: Settle) -> None:
    here = village(plugin)
    avoiding(here, "nuts", "milk", "gluten")
    gratin = here.listing("food.meal", dish="Gratin", allergens=["milk", "gluten", "eggs"], seats=3)

    with pytest.raises(Refusal) as refused:
        here.ask(gratin)

    assert refused.value.reasons == (
        "In this dish there is: Cereals with gluten, Milk (lactose included). A request of who asks says "
        "that it must not be in it.",
    )


def test_before_agreeing_the_cook_goes_through_the_allergens_when_a_guest_named_some(village: Settle) -> None:
    here = village(plugin)
    avoiding(here, "nuts")
    unknown = here.listing("food.meal", dish="Cake", seats=3)
    exchange = here.ask(unknown)

    with pytest.raises(Refusal, match="Go through the fourteen allergens on the listing first"):
        here.agree(exchange)


def test_a_dish_that_was_checked_and_a_guest_who_named_nothing_go_together(village: Settle) -> None:
    here = village(plugin)
    checked = here.listing("food.meal", dish="Gratin", allergens=["milk"], allergens_checked=True, seats=3)
    unknown = here.listing("food.meal", dish="Cake", seats=3)
    by_nobody = here.agree(here.ask(unknown)).state
    avoiding(here, "nuts")

    assert here.agree(here.ask(checked)).state == State.AGREED
    assert by_nobody == State.AGREED


def test_all_reasons_are_given_together(village: Settle) -> None:
    here = village(plugin)
    avoiding(here, "fish")
    table = here.listing("food.meal", dish="Chowder", allergens=["fish"], seats=1, day=TODAY - DAY)

    with pytest.raises(Refusal) as refused:
        here.ask(table, quantity=2)

    assert [reason.split()[0] for reason in refused.value.reasons] == ["Only", "The", "In"]


def test_seats_pay_no_more_than_their_part_of_the_ingredients(village: Settle) -> None:
    here = village(plugin)
    table = here.listing("food.meal", dish="Couscous", seats=4, ingredients=25)
    with pytest.raises(Refusal, match=r"At most €10\.00 may be asked for this\."):
        here.ask(table, terms="food.ingredients", quantity=2, amount=1001)
    here.session.rollback()

    exchange = here.ask(table, terms="food.ingredients", quantity=2, amount=1000)

    assert exchange.proposal.amount == 1000


def test_without_a_price_of_the_ingredients_there_is_nothing_to_share(village: Settle) -> None:
    here = village(plugin)

    with pytest.raises(Refusal, match=r"does not say what the ingredients cost: agree on a gift\."):
        here.ask(here.listing("food.meal", dish="Soup", seats=2), terms="food.ingredients", amount=100)
