"""Things are lent for as long as their owner and the sub-network allow."""

from datetime import UTC, datetime, timedelta

import pytest

from app import clock
from app.errors import Refusal
from app.exchanges.models import State
from plugins.goods import services
from plugins.goods.models import Thing

START = datetime(clock.now().year + 1, 6, 1, 10, tzinfo=UTC)


def test_a_card_says_whether_a_thing_comes_back() -> None:
    assert services.card(Thing(mode="lend", condition="good")) == ["to lend"]
    assert services.card(Thing(mode="give", condition="to_repair")) == ["to give", "Needs a repair"]


def test_a_page_names_the_longest_loan_of_what_is_lent() -> None:
    lent = dict(services.facts(Thing(mode="lend", condition="new", loan_days=1)))
    given = dict(services.facts(Thing(mode="give", condition="new", loan_days=1)))

    assert lent == {
        "Lend or give": "Lend, and get it back",
        "Condition": "As new",
        "Longest loan": "1 day",
    }
    assert "Longest loan" not in given


def test_a_loan_longer_than_both_allow_gets_both_reasons(village) -> None:
    here = village("goods", longest_loan=7)
    exchange = here.ask(
        here.listing("goods.thing", mode="lend", loan_days=3),
        starts_at=START,
        ends_at=START + timedelta(days=8),
    )
    with pytest.raises(Refusal) as refused:
        here.agree(exchange)

    assert refused.value.reasons == (
        "This thing is lent for at most 3 days.",
        "This sub-network allows loans of at most 7 days.",
    )


@pytest.mark.parametrize("mode", ["lend", "give"])
def test_a_short_loan_and_any_gift_are_agreed(village, mode: str) -> None:
    here = village("goods", longest_loan=7)
    days = 7 if mode == "lend" else 300
    exchange = here.ask(
        here.listing("goods.thing", mode=mode), starts_at=START, ends_at=START + timedelta(days=days)
    )

    assert here.agree(exchange).state == State.AGREED


@pytest.mark.parametrize(("quantity", "counted"), [(None, 1), (3, 3)])
def test_things_are_counted_as_agreed(village, quantity: int | None, counted: int) -> None:
    here = village("goods")
    exchange = here.agree(here.ask(here.listing("goods.thing"), quantity=quantity))

    assert here.measured("goods.things", exchange) == counted
