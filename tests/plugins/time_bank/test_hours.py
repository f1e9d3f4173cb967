import pytest

from app.errors import Refusal
from app.exchanges import services as exchanges
from app.ledgers.queries import find_ledger
from app.ledgers.verification import faults
from plugins.time_bank import services


def test_an_hour_and_a_half_of_help_moves_ninety_minutes(valley):
    valley.done(90)

    assert valley.balances() == {"Ana": -90, "Bea": 90}
    ledger = find_ledger(valley.session, valley.subnetwork.id, "time_bank")
    assert (ledger.name, ledger.unit) == ("Time bank", "minutes")
    assert faults(valley.session, ledger.id) == []


def test_agreed_hours_are_set_aside_until_they_are_given(valley):
    valley.agreed(90)

    accounts = valley.accounts()
    assert (accounts["Ana"].balance, accounts["Ana"].held, accounts["Bea"].expected) == (0, 90, 90)


def test_a_cancelled_exchange_gives_its_hours_back(valley):
    exchange = valley.agreed(90)

    exchanges.cancel(valley.session, valley.plugins, exchange, by=valley.ana)
    valley.session.commit()

    accounts = valley.accounts()
    assert (accounts["Ana"].balance, accounts["Ana"].held, accounts["Bea"].expected) == (0, 0, 0)


def test_a_gift_of_time_moves_nothing_and_is_measured(valley):
    exchange = valley.done(90, terms="gift")

    measure = valley.plugins.measures["time_bank.minutes"].measure
    assert valley.balances() == {}
    assert measure(valley.session, exchange) == 90


def test_who_is_too_far_below_zero_cannot_agree_and_may_try_again(valley):
    valley.settings(lowest_balance_minutes=-60)

    with pytest.raises(Refusal, match="This would take Ana's account below −1 h"):
        valley.agreed(61)
    valley.session.rollback()
    valley.settings(lowest_balance_minutes=-120)

    valley.agreed(61)
    assert valley.accounts()["Ana"].held == 61


def test_settings_reach_accounts_that_are_open(valley):
    valley.done(90)
    valley.settings(lowest_balance_minutes=-180, highest_balance_minutes=None, name="Grains")

    valley.agreed(10)

    ana = valley.accounts()["Ana"]
    ledger = find_ledger(valley.session, valley.subnetwork.id, "time_bank")
    assert (ana.floor, ana.ceiling, ledger.name) == (-180, None, "Grains")


def test_newcomers_get_the_welcome_once_from_the_community(valley):
    valley.settings(welcome_minutes=900)

    valley.done(90)
    valley.done(30)

    assert valley.balances() == {None: -1800, "Ana": 780, "Bea": 1020}


def test_an_exchange_longer_than_the_sub_network_allows_is_refused(valley):
    valley.settings(longest_exchange_minutes=120)

    with pytest.raises(Refusal, match="At most 2 h"):
        valley.agreed(121)


@pytest.mark.parametrize(
    ("task", "minutes"),
    [
        ({"minutes": 60}, 60),
        ({"minutes": 60, "travel_counts": True, "travel_minutes": 30}, 90),
        ({"minutes": 60, "travel_counts": False, "travel_minutes": 30}, 60),
        ({"minutes": 60, "travel_counts": True}, 60),
        ({"minutes": None, "travel_counts": True, "travel_minutes": 30}, None),
    ],
)
def test_the_way_is_proposed_with_the_time_when_it_counts(valley, task, minutes):
    listing = valley.listing(valley.bea, **task)
    kind = valley.plugins.kinds["time_bank.repairs"]

    assert kind.suggest(listing, valley.session.get(kind.detail, listing.id)) == minutes


def test_settings_that_were_never_saved_are_the_usual_ones(valley):
    rules = services.rules_of(valley.session, valley.subnetwork)

    assert (rules.welcome_minutes, rules.lowest_balance_minutes, rules.highest_balance_minutes) == (
        0,
        -600,
        1200,
    )
