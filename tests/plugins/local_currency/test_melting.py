"""Units melt only by a rule announced before, above what is exempt, once a month, into a named fund."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app import clock
from app.errors import Refusal
from app.ledgers.models import Account, Transfer
from app.ledgers.services import community_account, hold, transfer
from app.ledgers.verification import faults
from app.notifications.models import Notification
from plugins.local_currency import bonus, fund, melting, melting_posting, named_accounts
from plugins.local_currency.melting import melts
from plugins.local_currency.melting_models import MeltingRule
from tests.plugins.local_currency.currency import Currency
from tests.plugins.local_currency.unhurried import unhurried

ONE_PERCENT = 100


@pytest.mark.parametrize(
    ("balance", "free", "exempt", "melted"),
    [
        (10_000, 10_000, 0, 100),
        (10_000, 10_000, 5_000, 50),
        (10_000, 10_000, 10_000, 0),
        (10_099, 10_099, 0, 100),
        (99, 99, 0, 0),
        (10_000, 30, 0, 30),
        (0, 0, 0, 0),
    ],
)
def test_one_percent_above_what_is_exempt_melts(balance: int, free: int, exempt: int, melted: int):
    assert melts(balance, free=free, exempt=exempt, rate=ONE_PERCENT) == melted


@unhurried
@given(st.integers(-(10**12), 10**12), st.integers(0, 10**12), st.integers(0, 10**12), st.integers(0, 10_000))
def test_melting_never_touches_what_is_exempt_or_set_aside(balance: int, free: int, exempt: int, rate: int):
    melted = melts(balance, free=free, exempt=exempt, rate=rate)

    assert 0 <= melted <= free
    assert melted == 0 or balance - melted >= exempt
    assert melted * 10_000 <= max(0, balance - exempt) * rate


class Melting(Currency):
    """A currency in which one per cent above five units melts on the first of each month."""

    def decide(self, starts_on: date = date(2027, 3, 1), **values: Any) -> MeltingRule:
        rule = melting.switch_on(
            self.session,
            self.network,
            self.ledger,
            **(
                {
                    "rate": ONE_PERCENT,
                    "exempt": 500,
                    "day": 1,
                    "starts_on": starts_on,
                    "fund": "Projects",
                    "organisations_exempt": False,
                    "decided": "Assembly of 3 January 2027",
                    "by": self.ana,
                    "today": clock.today("Europe/Paris"),
                }
                | values
            ),
        )
        self.session.commit()
        return rule

    def run(self) -> int:
        melted = melting_posting.run(self.session)
        self.session.commit()
        return melted

    def told(self, kind: str) -> list[tuple[str, dict[str, Any]]]:
        rows = self.session.execute(
            sa.select(Notification.person_id, Notification.values).where(Notification.kind == kind)
        )
        names = {one.person.id: one.person.first_name for one in (self.ana, self.nour)}
        return [(names[person_id], values) for person_id, values in rows]


@pytest.fixture
def at() -> Iterator[Any]:
    """``at(2027, 3, 1)``: noon of that day in UTC."""

    def go(year: int, month: int, day: int) -> None:
        clock.shift(timedelta(0))
        then = clock.now().replace(year=year, month=month, day=day, hour=12, minute=0)
        clock.shift(then - clock.now())

    yield go
    clock.shift(timedelta(0))


@pytest.fixture
def grain(village, at) -> Melting:
    at(2027, 1, 4)
    made = Melting(village)
    made.issue(made.nour, 10_500)
    return made


def test_nothing_melts_unless_it_was_decided(grain, at):
    at(2027, 3, 1)

    assert grain.run() == 0
    assert grain.account(grain.nour).balance == 10_500


def test_a_rule_has_to_be_announced_a_month_before(grain):
    with pytest.raises(Refusal, match="30 days"):
        grain.decide(starts_on=date(2027, 2, 2))


def test_holders_are_told_before_and_after_and_it_melts_once_a_month(grain, at):
    grain.decide()
    at(2027, 2, 21)
    grain.run()
    early = grain.told("local_currency.melting_ahead")
    at(2027, 2, 22)
    grain.run()
    grain.run()
    at(2027, 3, 1)
    first, second = grain.run(), grain.run()
    book = grain.ledger
    sums = fund.sums(grain.session, grain.network.id)

    assert early == []
    assert grain.told("local_currency.melting_ahead") == [
        ("Nour", {"amount": "1.00 GR", "name": "Grain", "day": "01/03/2027"})
    ]
    assert (first, second) == (1, 0)
    assert grain.account(grain.nour).balance == 10_400
    assert community_account(grain.session, book, "Projects").balance == 100
    assert grain.told("local_currency.melted") == [("Nour", {"amount": "1.00 GR", "name": "Grain"})]
    assert (sums.issued, sums.fund) == (10_500, 10_500)
    assert faults(grain.session, book.id) == []


def test_the_next_month_melts_from_what_is_left(grain, at):
    grain.decide()
    for month, balance in ((3, 10_400), (4, 10_301), (5, 10_203)):
        before = date(2027, month, 1) - timedelta(days=3)
        at(before.year, before.month, before.day)
        grain.run()
        at(2027, month, 1)
        grain.run()
        assert grain.account(grain.nour).balance == balance


def test_who_was_not_told_before_keeps_everything_this_month(grain, at):
    grain.decide()
    at(2027, 3, 1)

    assert grain.run() == 0
    assert grain.account(grain.nour).balance == 10_500


def test_a_job_that_was_late_melts_what_was_due_on_the_day(grain, at):
    grain.decide()
    at(2027, 2, 25)
    grain.run()
    at(2027, 3, 9)

    assert grain.run() == 1
    assert grain.account(grain.nour).balance == 10_400


def test_what_is_set_aside_does_not_melt(grain, at):
    grain.decide(exempt=0, rate=10_000)
    hold(
        grain.session,
        ledger=grain.ledger,
        payer_id=grain.account(grain.nour).id,
        payee_id=grain.account(grain.ana).id,
        amount=10_000,
        key="h",
    )
    at(2027, 2, 25)
    grain.run()
    at(2027, 3, 1)
    grain.run()
    account = grain.session.get(Account, grain.account(grain.nour).id, populate_existing=True)

    assert (account.balance, account.held) == (10_000, 10_000)


@pytest.mark.parametrize(("exempt", "balance"), [(True, 6_000), (False, 5_945)])
def test_organisations_may_be_exempt(village, at, exempt, balance):
    at(2027, 1, 4)
    grain = Melting(village)
    bakery = grain.organisation("Bakery")
    grain.issue(grain.account_of(bakery), 6_000)
    grain.decide(organisations_exempt=exempt)
    at(2027, 2, 25)
    grain.run()
    at(2027, 3, 1)
    grain.run()

    assert grain.account_of(bakery).balance == balance


def test_a_rule_that_was_taken_back_melts_nothing(grain, at):
    rule = grain.decide()
    melting.switch_off(grain.session, rule, today=date(2027, 2, 1))
    at(2027, 2, 25)
    grain.run()
    at(2027, 3, 1)

    assert grain.run() == 0
    with pytest.raises(Refusal, match="ended"):
        melting.switch_off(grain.session, rule, today=date(2027, 3, 1))


def test_a_new_rule_takes_the_place_of_the_old_one(grain, at):
    grain.decide()
    at(2027, 3, 2)
    grain.decide(starts_on=date(2027, 6, 1), rate=200)
    days = [date(2027, 2, 28), date(2027, 5, 31), date(2027, 6, 1)]
    in_force = [melting.rule_on(grain.session, grain.network.id, day) for day in days]

    assert [rule and rule.rate for rule in in_force] == [None, 100, 200]
    with pytest.raises(Refusal, match="announced already"):
        grain.decide(starts_on=date(2027, 7, 1))


def test_units_that_were_spent_meanwhile_melt_less(grain, at):
    grain.decide()
    at(2027, 2, 25)
    grain.run()
    transfer(
        grain.session,
        ledger=grain.ledger,
        payer_id=grain.account(grain.nour).id,
        payee_id=grain.account(grain.ana).id,
        amount=9_000,
        reason="payment",
        key="p",
    )
    at(2027, 3, 1)
    grain.run()
    amounts = grain.session.scalars(sa.select(Transfer.amount).where(Transfer.reason == "melting")).all()

    assert amounts == [10]
    assert grain.account(grain.ana).balance == 9_000


def test_what_melts_goes_to_no_account_of_paper_notes_nor_of_a_programme(grain):
    paper = named_accounts.find_or_open(grain.session, grain.ledger, named_accounts.PAPER)
    bonus.found(
        grain.session, grain.network, name="Coup de pouce", conditions="Some", percent=50, monthly_cap=None
    )
    levied = community_account(grain.session, grain.ledger, "Levied")

    for name in (paper.name, "Coup de pouce"):
        with pytest.raises(Refusal, match="for paper notes or for a programme") as refused:
            grain.decide(fund=name)
        assert refused.value.field == "fund"
    assert grain.decide(fund="Levied").account_id == levied.id


def test_the_rule_before_goes_on_when_the_announced_one_is_taken_back(grain, at):
    first = grain.decide()
    at(2027, 3, 2)
    announced = grain.decide(starts_on=date(2027, 6, 1), rate=200)

    melting.switch_off(grain.session, announced, today=date(2027, 5, 31))
    grain.session.commit()

    assert (first.ends_on, announced.ends_on) == (None, date(2027, 6, 1))
    assert melting.rule_on(grain.session, grain.network.id, date(2027, 6, 1)) == first


def test_a_rule_that_was_ended_by_hand_stays_ended(grain, at):
    first = grain.decide()
    at(2027, 3, 2)
    announced = grain.decide(starts_on=date(2027, 6, 1), rate=200)
    melting.switch_off(grain.session, first, today=date(2027, 4, 1))

    melting.switch_off(grain.session, announced, today=date(2027, 4, 2))
    grain.session.commit()

    assert first.ends_on == date(2027, 4, 1)
    assert melting.rule_on(grain.session, grain.network.id, date(2027, 6, 1)) is None


def test_a_rule_in_force_that_ends_does_not_bring_the_one_before_back(grain, at):
    first = grain.decide()
    at(2027, 3, 2)
    second = grain.decide(starts_on=date(2027, 6, 1), rate=200)

    melting.switch_off(grain.session, second, today=date(2027, 6, 1))
    grain.session.commit()

    assert (first.ends_on, second.ends_on) == (date(2027, 6, 1), date(2027, 6, 1))
