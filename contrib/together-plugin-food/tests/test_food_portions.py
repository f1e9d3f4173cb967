"""Parts of a harvest and seats at a table: several takers, and never more than there is."""

import copy
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from app.plugin_api import Direction, Exchange, Installation, Listing, Member, Refusal
from app.testing import factories
from app.testing.village import Settle, Village
from sqlalchemy.orm import Session

from together_plugin_food import plugin, portions
from together_plugin_food.models import Meal, Surplus

PLUMS: dict[str, Any] = {"what": "Plums", "produce": "fruit", "kilograms": 5}
SOUP: dict[str, Any] = {"dish": "Soup", "seats": 2}
NO_SEAT = "No seat is left. You can wait for one on the page of the meal."


def neighbours(here: Village, count: int) -> list[Member]:
    made = [
        factories.member(here.session, here.territory, first_name=f"Neighbour {number}")
        for number in range(count)
    ]
    here.session.commit()
    return made


def stock(here: Village, listing: Listing) -> tuple[int, int]:
    here.session.expire_all()
    row: Surplus | Meal | None = here.session.get(Surplus, listing.id) or here.session.get(Meal, listing.id)
    assert row is not None
    return row.taken, portions.left(row)


def test_several_takers_share_a_harvest_until_nothing_is_left(village: Settle) -> None:
    here = village(plugin)
    plums = here.listing("food.surplus", **PLUMS)
    first, second = neighbours(here, 2)
    here.agree(here.ask(plums, by=first, quantity=2))
    after_one = stock(here, plums)
    here.agree(here.ask(plums, by=second, quantity=3))

    with pytest.raises(Refusal, match=r"Nothing is left of it\."):
        here.ask(plums, quantity=1)

    assert after_one == (2, 3)
    assert stock(here, plums) == (5, 0)


def test_more_than_is_left_is_refused_with_what_is_left(village: Settle) -> None:
    here = village(plugin)
    plums = here.listing("food.surplus", **PLUMS)
    here.agree(here.ask(plums, quantity=2))

    with pytest.raises(Refusal, match=r"Only 3 kg are left\."):
        here.ask(plums, by=neighbours(here, 1)[0], quantity=4)


def test_asking_takes_nothing_and_agreeing_does(village: Settle) -> None:
    here = village(plugin)
    table = here.listing("food.meal", **SOUP)
    asked = here.ask(table, quantity=2)
    before = stock(here, table)

    here.agree(asked)

    assert before == (0, 2)
    assert stock(here, table) == (2, 0)


def test_a_smaller_part_agreed_anew_frees_the_rest(village: Settle) -> None:
    here = village(plugin)
    table = here.listing("food.meal", **SOUP)
    exchange = here.agree(here.ask(table, quantity=2))

    here.agree(here.propose(exchange, quantity=1))

    assert stock(here, table) == (1, 1)


def test_a_larger_part_than_there_is_cannot_be_agreed_anew(village: Settle) -> None:
    here = village(plugin)
    table = here.listing("food.meal", **SOUP)
    exchange = here.agree(here.ask(table, quantity=2))
    here.propose(exchange, quantity=3)

    with pytest.raises(Refusal, match=r"Only 2 seats are left\."):
        here.agree(exchange)

    here.session.rollback()
    assert stock(here, table) == (2, 0)


def test_what_is_called_off_is_free_again_and_what_was_eaten_is_not(village: Settle) -> None:
    here = village(plugin)
    table = here.listing("food.meal", **SOUP)
    first, second = neighbours(here, 2)
    called_off = here.agree(here.ask(table, by=first))
    here.confirm(here.done(here.agree(here.ask(table, by=second))))

    here.cancel(called_off)

    assert stock(here, table) == (1, 1)


def test_who_looks_for_some_may_get_more(village: Settle) -> None:
    here = village(plugin)
    wanted = here.listing("food.surplus", direction=Direction.REQUEST, **PLUMS)

    here.agree(here.ask(wanted, by=here.ana, quantity=8))

    assert stock(here, wanted) == (0, 5)


def test_what_was_agreed_while_the_plugin_was_off_breaks_nothing(village: Settle) -> None:
    here = village(plugin)
    table = here.listing("food.meal", **SOUP)
    first, second = neighbours(here, 2)
    here.agree(here.ask(table, by=first, quantity=2))
    _switch(here, on=False)
    late = here.agree(here.ask(table, by=second, quantity=2))
    _switch(here, on=True)

    here.done(late)

    assert stock(here, table) == (2, 0)


def _switch(here: Village, *, on: bool) -> None:
    here.session.execute(sa.update(Installation).values(enabled=on))
    here.session.commit()


def test_an_owner_cannot_offer_less_than_others_have_agreed_to(village: Settle) -> None:
    here = village(plugin)
    table = here.listing("food.meal", **SOUP)
    here.agree(here.ask(table, quantity=2))
    meal = here.session.get_one(Meal, table.id)
    meal.seats = 1

    with pytest.raises(Refusal, match="At least 2: others have agreed to them already") as refused:
        here.session.flush()

    assert refused.value.field == "seats"


def test_the_table_itself_refuses_more_guests_than_seats(village: Settle) -> None:
    here = village(plugin)
    table = here.listing("food.meal", **SOUP)

    with pytest.raises(sa.exc.IntegrityError):
        here.session.execute(sa.update(Meal).where(Meal.listing_id == table.id).values(taken=3))


def all_at_once(here: Village, exchanges: list[UUID]) -> list[str]:
    """Let the owner agree to every exchange at once, each in a thread of its own; say what came of it."""
    gate = Barrier(len(exchanges))

    def one(exchange_id: UUID) -> str:
        beside = copy.copy(here)
        with Session(here.engine) as beside.session:
            gate.wait()
            try:
                beside.agree(beside.session.get_one(Exchange, exchange_id))
            except Refusal as refusal:
                return refusal.reasons[0]
            return "agreed"

    with ThreadPoolExecutor(len(exchanges)) as threads:
        return sorted(threads.map(one, exchanges))


@pytest.mark.parametrize(("kind", "row", "rest"), [("food.meal", SOUP, 1), ("food.surplus", PLUMS, 1)])
def test_of_many_who_agree_to_the_last_part_at_once_one_gets_it(
    village: Settle, kind: str, row: dict[str, Any], rest: int
) -> None:
    here = village(plugin)
    listing = here.listing(kind, **row)
    there = stock(here, listing)[1]
    here.agree(here.ask(listing, quantity=there - rest))
    asked = [here.ask(listing, by=one, quantity=1).id for one in neighbours(here, 8)]

    said = all_at_once(here, asked)

    assert said.count("agreed") == 1
    assert set(said) <= {"agreed", "Nothing is left of it.", NO_SEAT}
    assert stock(here, listing) == (there, 0)


def test_takers_of_different_parts_at_once_never_get_more_than_there_is(village: Settle) -> None:
    here = village(plugin)
    plums = here.listing("food.surplus", what="Plums", produce="fruit", kilograms=10)
    asked = [here.ask(plums, by=one, quantity=3).id for one in neighbours(here, 6)]

    said = all_at_once(here, asked)

    assert said.count("agreed") == 3
    assert set(said) == {"agreed", "Only 1 kg is left."}
    assert stock(here, plums) == (9, 1)


def test_an_owner_who_changes_the_listing_while_others_agree_stops_nobody(village: Settle) -> None:
    here = village(plugin)
    table = here.listing("food.meal", dish="Soup", seats=8)
    asked = [here.ask(table, by=one).id for one in neighbours(here, 6)]
    values = {
        "step": "4", "go": "save", "title": table.title, "text": "", "terms": "gift", "place": "Bordeaux",
        "subnetwork": str(here.network.id), "lasts": "never", "described": "food.meal",
        "detail-dish": "Soup", "detail-setting": "home",
    }  # fmt: skip
    clients = [here.client(here.ana) for _number in range(4)]
    path = f"/t/{here.territory.slug}/listings/{table.id}/edit"

    def change(number: int) -> int:
        more = {**values, "detail-seats": str(8 + number), "detail-bring": f"Bowl {number}"}
        return factories.post(clients[number], path, **more).status_code

    with ThreadPoolExecutor(len(clients)) as owners:
        changed = [owners.submit(change, number) for number in range(len(clients))]
        said = all_at_once(here, asked)

    assert said == ["agreed"] * 6
    assert {one.result() for one in changed} == {302}
    assert stock(here, table)[0] == 6
