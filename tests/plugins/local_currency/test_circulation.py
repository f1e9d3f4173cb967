"""How the currency goes round: what is counted, what is hidden, and whom the work list names."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app import clock
from app.ledgers.services import issuance_account, reverse, transfer
from app.testing import factories
from plugins.local_currency import circulation, circulation_work, directory
from plugins.local_currency.circulation import Flow, average_stock, hand_overs, month_starts, velocity
from plugins.local_currency.circulation_chart import HEIGHT, chart
from tests.plugins.local_currency.currency import Currency
from tests.plugins.local_currency.unhurried import unhurried

ZONE = "Europe/Paris"
AMOUNTS = st.integers(0, 10**12)


def test_the_average_counts_the_ends_by_half():
    assert average_stock([0, 10, 20]) == 10
    assert average_stock([10, 10]) == 10


@unhurried
@given(st.lists(AMOUNTS, min_size=2, max_size=60))
def test_the_average_lies_between_the_least_and_the_most(stands: list[int]):
    assert min(stands) - 1e-3 <= average_stock(stands) <= max(stands) + 1e-3


@unhurried
@given(AMOUNTS, st.integers(1, 10**12), st.integers(1, 10))
def test_velocity_times_stock_times_years_is_the_turnover(turnover: int, stock: int, years: int):
    found = velocity(turnover, stock, years)

    assert found is not None
    assert found * stock * years == pytest.approx(turnover)


def test_without_a_stock_nothing_has_a_speed():
    assert velocity(100, 0, 1) is None
    assert hand_overs(100, 10, 0) is None


@unhurried
@given(AMOUNTS, st.integers(1, 10**12), st.integers(1, 10**12))
def test_hand_overs_are_a_range_that_closes_when_as_much_comes_as_goes(turnover: int, issued: int, back: int):
    found = hand_overs(turnover, issued, back)

    assert found is not None
    low, high = found
    assert low <= high
    assert (low == high) == (issued == back or turnover == 0)


def test_the_latest_twelve_months_end_with_this_one():
    starts = month_starts(date(2027, 3, 31))

    assert (starts[0], starts[-1], len(starts)) == (date(2026, 4, 1), date(2027, 3, 1), 12)
    assert month_starts(date(2026, 12, 1))[0] == date(2026, 1, 1)


@unhurried
@given(st.lists(st.one_of(st.none(), AMOUNTS), max_size=24), AMOUNTS)
def test_bars_stay_inside_and_something_is_never_drawn_as_nothing(values: list[int | None], most: int):
    drawn = chart(values, most)

    assert len(drawn.bars) == len(values)
    for value, bar in zip(values, drawn.bars, strict=True):
        assert 0 <= bar.height <= HEIGHT
        assert bar.y == HEIGHT - bar.height
        assert (bar.height > 0) == bool(value)
        assert bar.is_hidden == (value is None)


@unhurried
@given(AMOUNTS, AMOUNTS)
def test_what_lies_beyond_a_month_of_spending_is_never_more_than_the_stock(stock: int, spent: int):
    found = circulation_work.beyond(stock, spent)

    assert 0 <= found <= stock
    assert found == stock or spent >= 3


class Round(Currency):
    """Six neighbours with twenty units each, a bakery and a mill."""

    def __init__(self, village: Any) -> None:
        super().__init__(village)
        self.people = [self.member(f"N{number}") for number in range(6)]
        self.bakery = self.organisation("Bakery", activity="Bread", by=self.people[0])
        self.mill = self.organisation("Mill", activity="Flour of the valley", by=self.people[1])
        self.session.commit()
        for one in self.people:
            self.issue(one, 2_000)
        self.payments = 0

    def pay(self, payer: Any, payee: Any, amount: int) -> Any:
        self.payments += 1
        made = transfer(
            self.session,
            ledger=self.ledger,
            payer_id=payer.id,
            payee_id=payee.id,
            amount=amount,
            reason="payment",
            key=f"p{self.payments}",
        )
        self.session.commit()
        return made

    def buy_bread(self, people: int = 6, amount: int = 500) -> None:
        for one in self.people[:people]:
            self.pay(self.account(one), self.account_of(self.bakery), amount)


@pytest.fixture
def at() -> Iterator[Any]:
    def go(year: int, month: int, day: int) -> None:
        clock.shift(timedelta(0))
        clock.shift(clock.now().replace(year=year, month=month, day=day, hour=12) - clock.now())

    yield go
    clock.shift(timedelta(0))


@pytest.fixture
def village_round(village, at) -> Round:
    at(2027, 1, 10)
    return Round(village)


def flows(here: Round) -> list[circulation.Month]:
    today = clock.today(ZONE)
    return circulation.months(here.session, here.ledger, today=today, zone=ZONE)


def speed(here: Round) -> circulation.Speed | None:
    out = -issuance_account(here.session, here.ledger).balance
    return circulation.speed(flows(here), out=out, today=clock.today(ZONE))


def test_months_tell_what_was_issued_and_paid(village_round, at):
    at(2027, 2, 5)
    village_round.buy_bread()
    wrong = village_round.pay(
        village_round.account(village_round.people[0]), village_round.account_of(village_round.mill), 100
    )
    reverse(village_round.session, wrong.id, key="r", memo="wrong shop")
    found = {month.starts_on: month for month in flows(village_round)}

    assert found[date(2027, 1, 1)].issued == Flow(amount=12_000, accounts=6)
    assert found[date(2027, 2, 1)].paid == Flow(amount=3_000, accounts=6)
    assert found[date(2027, 1, 1)].paid == Flow(amount=0, accounts=0)
    assert found[date(2027, 2, 1)].returned == Flow(amount=0, accounts=0)


def test_figures_about_fewer_than_five_accounts_are_hidden(village_round):
    village_round.buy_bread(people=4)
    found = {month.starts_on: month for month in flows(village_round)}

    assert found[date(2027, 1, 1)].paid.told is None
    assert found[date(2027, 1, 1)].issued.told == 12_000
    assert speed(village_round) is None
    assert circulation.by_kind(village_round.session, village_round.ledger) is None


def test_the_speed_is_turnover_over_the_average_stock(village_round, at):
    at(2027, 7, 10)
    village_round.buy_bread()
    found = speed(village_round)

    assert found is not None
    assert found.turnover == 3_000
    assert found.stock == 6_500  # nothing at six turns of a month, then all of it, the last one by half
    assert found.a_year == pytest.approx(3_000 / found.stock, rel=0.1)
    assert found.hand_overs is None


def test_what_came_back_bounds_the_hand_overs(village_round):
    village_round.buy_bread()
    for one in village_round.people:
        village_round.pay(village_round.account(one), village_round.account_of(village_round.mill), 100)
    issuance = issuance_account(village_round.session, village_round.ledger)
    for number, one in enumerate(village_round.people):
        transfer(
            village_round.session,
            ledger=village_round.ledger,
            payer_id=village_round.account(one).id,
            payee_id=issuance.id,
            amount=200,
            reason="reconversion",
            key=f"back{number}",
        )
    found = speed(village_round)

    assert found is not None
    assert found.hand_overs == (3_600 / 12_000, 3_600 / 1_200)


def stuck(here: Round) -> list[tuple[str, int, int | None, list[str]]]:
    entries = directory.directory(here.session, here.network.id, zone=ZONE)
    found = circulation_work.stuck(here.session, here.ledger, entries, today=clock.today(ZONE), zone=ZONE)
    return [
        (
            one.entry.organisation.name,
            one.stock,
            one.days_of_stock,
            [seller.organisation.name for seller in one.sellers],
        )
        for one in found
    ]


def test_who_collects_and_does_not_spend_stands_on_the_work_list(village_round):
    directory.set_front(village_round.session, village_round.bakery, days=[""] * 7, buys="flours, cleaning")
    village_round.buy_bread()

    assert stuck(village_round) == [("Bakery", 3_000, None, ["Mill"])]


def test_who_spends_within_a_month_does_not(village_round):
    village_round.buy_bread()
    village_round.pay(
        village_round.account_of(village_round.bakery), village_round.account_of(village_round.mill), 2_300
    )
    found = stuck(village_round)

    assert [name for name, *_rest in found] == ["Mill"]
    village_round.pay(
        village_round.account_of(village_round.bakery), village_round.account_of(village_round.mill), 1
    )
    assert stuck(village_round)[0][:2] == ("Mill", 2_301)


def test_everybody_reads_the_figures_and_only_coordinators_the_work_list(village_round, client: FlaskClient):
    village_round.buy_bread()
    path = f"/t/bordeaux/local_currency/{village_round.network.slug}/circulation"
    village_round.session.commit()
    visited = client.get(path).status_code
    factories.sign_in(client, village_round.nour.person)
    public = client.get(path)
    hidden = client.get(f"{path}/work")
    factories.sign_in(client, village_round.ana.person)
    work = client.get(f"{path}/work")

    assert visited == 200
    assert "120.00 GR" in public.text
    assert "30.00" in public.text
    assert hidden.status_code == 404
    assert "Bakery" in work.text
    assert "Bakery" not in public.text


def test_a_currency_without_units_says_so(village, client: FlaskClient):
    here = Currency(village)
    factories.sign_in(client, here.nour.person)

    page = client.get(f"/t/bordeaux/local_currency/{here.network.slug}/circulation")
    assert "Nothing has been issued yet" in page.text
