import pytest
from werkzeug.datastructures import MultiDict

from app.errors import Refusal
from app.exchanges import services as exchanges
from app.ledgers.queries import find_ledger
from app.ledgers.verification import faults
from app.testing import factories
from app.text import speaking
from plugins.time_bank.rules import Rules
from plugins.time_bank.services import time_in_words
from plugins.time_bank.settings import TimeBankSettings


def ledger_of(valley):
    return find_ledger(valley.session, valley.subnetwork.id, "time_bank")


@pytest.mark.parametrize(
    ("an_hour", "minutes", "units"),
    [
        (60, 90, 90),
        (20, 60, 20),
        (20, 3, 1),
        (20, 1, 0),
        (20, 2, 1),
        (20, 20, 7),
        (20, -20, -7),
        (1, 29, 0),
        (1, 30, 1),
        (7, 13, 2),
    ],
)
def test_half_a_unit_and_more_is_one(an_hour, minutes, units):
    assert Rules(unit_name="grains", units_per_hour=an_hour).units(minutes) == units


def test_without_a_name_of_its_own_a_unit_is_a_minute():
    rules = Rules(units_per_hour=20)

    assert (rules.unit, rules.units(90)) == ("minutes", 90)


def test_a_rounded_time_says_so():
    rules = Rules(unit_name="grains", units_per_hour=20)

    assert time_in_words(rules, 60) == "20 grains"
    assert time_in_words(rules, 20) == "7 grains (20 min, rounded)"
    with speaking("fr"):
        assert time_in_words(rules, 20) == "7 grains (20 min, arrondi)"


def test_where_an_hour_is_twenty_grains_ninety_minutes_move_thirty(valley):
    valley.settings(unit_name="grains", units_per_hour=20, welcome_minutes=900)

    valley.done(90)

    ledger = ledger_of(valley)
    assert (ledger.unit, ledger.floor, ledger.ceiling) == ("grains", -200, 400)
    assert valley.balances() == {None: -600, "Ana": 270, "Bea": 330}
    assert faults(valley.session, ledger.id) == []


def test_people_read_grains_wherever_an_amount_stands(client, valley):
    valley.settings(unit_name="grains", units_per_hour=20)
    valley.done(90)
    agreed = valley.agreed(20)
    factories.sign_in(client, valley.ana.person)
    account = valley.accounts()["Ana"]

    pages = {
        path: " ".join(client.get(path).text.split())
        for path in (
            "/t/bordeaux/me",
            f"/t/bordeaux/accounts/{account.id}",
            f"/t/bordeaux/exchanges/{agreed.id}",
            "/t/bordeaux/networks/time-bank",
        )
    }

    assert "−30 grains" in pages["/t/bordeaux/me"]
    assert "−30 grains" in pages[f"/t/bordeaux/accounts/{account.id}"]
    assert "7 grains from Ana to Bea" in pages[f"/t/bordeaux/exchanges/{agreed.id}"]
    assert '<p class="balance">30 grains</p>' in pages["/t/bordeaux/networks/time-bank"]
    assert "An hour is 20 grains, whatever the task." in pages["/t/bordeaux/networks/time-bank"]


def test_the_coordinator_reads_the_balances_in_grains(client, valley):
    valley.settings(unit_name="grains", units_per_hour=20)
    valley.done(90)
    factories.sign_in(client, valley.carl.person)

    page = " ".join(client.get("/t/bordeaux/time_bank/time-bank/balances").text.split())

    assert '+30 grains</td> <td class="number">30 grains</td>' in page


def test_the_longest_exchange_is_said_in_hours_whatever_the_unit(valley):
    valley.settings(unit_name="grains", units_per_hour=20, longest_exchange_minutes=120)

    with pytest.raises(Refusal, match="At most 2 h may be asked for this"):
        valley.agreed(121)


@pytest.mark.parametrize("change", [{"unit_name": "grains"}, {"unit_name": "grains", "units_per_hour": 20}])
def test_a_unit_can_no_longer_change_once_hours_were_given(valley, change):
    valley.done(90)

    with pytest.raises(Refusal, match="the unit and what an hour is can no longer change"):
        valley.settings(**change)
    valley.session.rollback()

    assert ledger_of(valley).unit == "minutes"


def test_what_an_hour_is_can_no_longer_change_under_the_same_name(valley):
    valley.settings(unit_name="grains", units_per_hour=60)
    valley.done(90)

    with pytest.raises(Refusal, match="can no longer change"):
        valley.settings(units_per_hour=20)


def test_a_unit_may_change_while_nothing_was_given(valley):
    exchange = valley.agreed(90)
    exchanges.cancel(valley.session, valley.plugins, exchange, by=valley.ana)
    valley.session.commit()

    valley.settings(unit_name="grains", units_per_hour=20)
    valley.done(60)

    assert (ledger_of(valley).unit, valley.balances()) == ("grains", {"Ana": -20, "Bea": 20})


def test_a_unit_waits_for_what_is_being_agreed(valley):
    valley.agreed(90)

    with pytest.raises(Refusal, match="One exchange was asked or agreed in the present way of counting"):
        valley.settings(unit_name="grains", units_per_hour=20)


def test_the_page_of_settings_says_why_a_unit_stays(client, valley):
    valley.done(90)
    factories.sign_in(client, valley.carl.person)

    answer = client.post(
        "/t/bordeaux/networks/time-bank/plugins/time_bank",
        data={
            "csrf_token": factories.csrf(client),
            "settings-mode": "central",
            "settings-unit_name": "grains",
            "settings-units_per_hour": "20",
            "settings-welcome_minutes": "0",
        },
    )

    assert answer.status_code == 422
    assert "they are counted as they were given" in answer.text
    assert 'value="grains"' in answer.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("euros", "This is the name of a currency. Time is never money here: choose another word."),
        ("€", "This is the name of a currency. Time is never money here: choose another word."),
        ("Euro solidaire", "This is the name of a currency. Time is never money here: choose another word."),
        ("cents", "This is the name of a currency. Time is never money here: choose another word."),
        ("CHF", "This is the name of a currency. Time is never money here: choose another word."),
        ("minutes", "Leave this empty to count in hours and minutes."),
        ("Heures", "Leave this empty to count in hours and minutes."),
        ("10 grains", "Write a word without figures or signs, such as grains."),
        ("<b>", "Write a word without figures or signs, such as grains."),
    ],
)
def test_a_unit_has_a_name_that_is_neither_money_nor_time(typed, sentence):
    form = TimeBankSettings(MultiDict({"unit_name": typed, "units_per_hour": "20"}))

    assert not form.validate()
    assert [str(error) for error in form.unit_name.errors] == [sentence]


@pytest.mark.parametrize("typed", ["grains", "grains de sel", "étoiles", "piafs", "sourires"])
def test_other_words_may_name_a_unit(typed):
    form = TimeBankSettings(MultiDict({"unit_name": typed, "units_per_hour": "20"}))

    assert form.validate(), form.errors


@pytest.mark.parametrize("typed", ["0", "-5", "1e9", "1,5", "NaN", "1001"])
def test_an_hour_is_a_whole_number_of_units(typed):
    form = TimeBankSettings(MultiDict({"unit_name": "grains", "units_per_hour": typed}))

    assert not form.validate()
    assert list(form.errors) == ["units_per_hour"]
