"""What each side is told it may do, and why not: what the services would say, before they are asked."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.errors import Refusal
from app.exchanges import services
from app.exchanges.allowed import STEPS, steps
from app.exchanges.models import Exchange
from app.exchanges.wishes import LONGEST_AGO, Wish, filled_in
from app.members.models import Member
from tests.exchanges.conftest import Hours, Street


def acts(street: Street, exchange: Exchange, by: Member) -> dict[str, Callable[[], Any]]:
    """Return how each step is really taken."""
    at = (street.session, street.plugins, exchange)
    wish = Wish(quantity=17, terms="hours.hours")
    return {
        "propose": lambda: services.propose(*at, by=by, wish=wish),
        "accept": lambda: services.accept(*at, by=by),
        "keep": lambda: services.keep(street.session, exchange, by=by),
        "decline": lambda: services.decline(*at, by=by),
        "cancel": lambda: services.cancel(*at, by=by),
        "done": lambda: services.mark_done(*at, by=by),
        "confirm": lambda: services.confirm(*at, by=by),
        "dispute": lambda: services.dispute(*at, by=by, note="Something is wrong."),
        "show_address": lambda: services.show_address(street.session, exchange, by=by),
    }


def asked(street: Street) -> Exchange:
    return street.ask()


def agreed(street: Street) -> Exchange:
    return street.agree()


def to_be_changed(street: Street) -> Exchange:
    exchange = street.agree()
    services.propose(
        street.session, street.plugins, exchange, by=street.bilal, wish=Wish(quantity=30, terms="hours.hours")
    )
    street.session.commit()
    return exchange


def disputed(street: Street) -> Exchange:
    exchange = street.agree()
    services.dispute(street.session, street.plugins, exchange, by=street.ana, note="Nobody came.")
    street.session.commit()
    return exchange


def done(street: Street) -> Exchange:
    return street.done()


@pytest.mark.parametrize("begin", [asked, agreed, to_be_changed, done, disputed])
@pytest.mark.parametrize("objections", [[], ["Not today"]])
def test_what_is_told_before_is_what_happens(
    street: Street, plugin: Hours, begin: Callable[[Street], Exchange], objections: list[str]
) -> None:
    exchange = begin(street)
    plugin.objections = objections
    nothing_new = {"done": "done", "agreed": "keep" if exchange.pending is None else ""}
    wrong = []
    for by in (street.ana, street.bilal):
        told = {step.do: step.reasons for step in steps(street.session, street.plugins, exchange, by)}
        for do, act in acts(street, exchange, by).items():
            if nothing_new.get(exchange.state) == do:  # said twice it is no refusal, and nothing happens
                continue
            savepoint = street.session.begin_nested()
            try:
                act()
                found: tuple[str, ...] = ()
            except Refusal as refusal:
                found = refusal.reasons
            savepoint.rollback()
            if found != told[do]:
                wrong.append((by.first_name, do, told[do], found))

    assert wrong == []
    assert set(told) == set(STEPS)


def test_a_plugin_looks_at_the_proposal_that_would_count_and_nothing_is_written(
    street: Street, plugin: Hours
) -> None:
    exchange = to_be_changed(street)
    plugin.objections = ["Not today"]
    version = exchange.version

    told = {step.do: step.reasons for step in steps(street.session, street.plugins, exchange, street.ana)}

    assert told["accept"] == ("Not today (2)",)
    assert told["done"] == ("Not today (1)",)
    assert not street.session.dirty
    assert (exchange.agreed_number, exchange.version) == (1, version)


def test_somebody_else_is_told_nothing(street: Street) -> None:
    exchange = street.ask()

    with pytest.raises(Refusal, match="between the two of them"):
        steps(street.session, street.plugins, exchange, street.chloe)


def test_a_time_ends_by_its_length_and_nights_follow_from_the_days() -> None:
    start = clock.now()
    days = Wish(starts_at=start, ends_at=start + timedelta(days=3), whole_day=True)

    assert filled_in(Wish(starts_at=start, quantity=90), "minutes", "UTC").ends_at == start + timedelta(
        minutes=90
    )
    assert filled_in(days, "nights", "UTC").quantity == 3
    assert filled_in(days, "things", "UTC") == days
    assert filled_in(Wish(starts_at=start, quantity=-5), "minutes", "UTC").ends_at is None


@pytest.mark.parametrize("days", [-LONGEST_AGO.days - 2, 800])  # an hour of summer can be a day
def test_a_slip_of_the_pen_in_the_year_is_refused_by_the_service_too(street: Street, days: int) -> None:
    with pytest.raises(Refusal, match="Is the year right") as refused:
        street.ask(starts_at=clock.now() + timedelta(days=days))

    assert refused.value.field == "starts_at"
