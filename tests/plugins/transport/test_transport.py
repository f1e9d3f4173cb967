"""Costs are shared, nobody earns; times are read as people write them."""

import pytest
from werkzeug.datastructures import MultiDict

from app.errors import Refusal
from app.exchanges import services as exchanges
from app.exchanges.models import State
from app.exchanges.wishes import Wish
from app.listings.models import Direction
from plugins.transport import services
from plugins.transport.forms import RideForm

WAY = {"origin": "Gare Saint-Jean", "destination": "Arcachon"}


@pytest.mark.parametrize(
    ("typed", "kept"), [("8:10", "08:10"), ("8h10", "08:10"), ("08.10", "08:10"), ("8h", "08:00"), (" ", "")]
)
def test_a_time_is_read_as_people_write_it(typed: str, kept: str) -> None:
    form = RideForm(MultiDict({**WAY, "seats": "1", "departs": typed}))

    assert form.validate(), form.errors
    assert form.departs.data == kept


@pytest.mark.parametrize("typed", ["25:00", "8:60", "early", "8:5x"])
def test_what_is_no_time_gets_a_sentence(typed: str) -> None:
    form = RideForm(MultiDict({**WAY, "seats": "1", "departs": typed}))

    assert not form.validate()
    assert [str(error) for error in form.errors["departs"]] == ["Write the time like 8:10."]


def test_the_most_a_passenger_pays_is_their_share_of_the_way() -> None:
    assert services.ceiling(636, 60) == 1908  # 60 km cost 38.16 euros, shared by two


def test_more_than_a_share_is_refused_and_the_share_itself_is_not(village) -> None:
    here = village("transport")
    ride = here.listing("transport.ride", **WAY, kilometres=60)
    with pytest.raises(Refusal, match="19.08"):
        here.ask(ride, terms=services.TERMS, amount=1909, quantity=60)
    exchange = here.ask(ride, terms=services.TERMS, amount=1908, quantity=60)

    assert here.agree(exchange).state == State.AGREED


def test_a_changed_price_is_checked_anew(village) -> None:
    here = village("transport", cost_per_km=100)
    exchange = here.agree(
        here.ask(here.listing("transport.ride", **WAY, kilometres=60), terms=services.TERMS, amount=300)
    )
    dear = Wish(what="As listed", terms=services.TERMS, amount=301)
    exchanges.propose(here.session, here.plugins, exchange, by=here.nour, wish=dear)

    with pytest.raises(Refusal, match="costs are shared, nobody earns"):
        here.agree(exchange)


def test_shared_costs_need_a_length(village) -> None:
    here = village("transport")
    exchange = here.ask(here.listing("transport.ride", **WAY), terms=services.TERMS, amount=100)

    with pytest.raises(Refusal, match="Say how many kilometres"):
        here.agree(exchange)


@pytest.mark.parametrize(
    ("wanted", "score", "reason"),
    [
        (WAY, 1.0, "the same way, to Arcachon"),
        ({**WAY, "weekdays": ["sun"]}, 0.5, "the same way, to Arcachon"),
        ({**WAY, "origin": "Pessac"}, 0.5, "part of the way is the same"),
    ],
)
def test_the_same_way_on_the_same_days_is_a_match(village, wanted, score: float, reason: str) -> None:
    here = village("transport")
    offer = here.listing("transport.ride", **WAY, weekdays=["mon", "tue"])
    request = here.listing("transport.ride", direction=Direction.REQUEST, **wanted)

    assert here.score("transport.way", offer, request) == (score, reason)


def test_a_ride_without_a_length_adds_nothing(village) -> None:
    here = village("transport")
    unknown = here.agree(here.ask(here.listing("transport.ride", **WAY)))
    known = here.ask(here.listing("transport.ride", **WAY, kilometres=58))

    assert here.measured("transport.km", unknown) is None
    assert here.measured("transport.km", known) == 58
