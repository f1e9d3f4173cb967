from datetime import date, timedelta

import pytest

from app import clock
from app.db import new_id
from app.errors import Refusal
from app.exchanges import services as exchanges
from app.ledgers.queries import find_ledger
from app.testing import factories
from plugins.time_bank import sheets

SHEET = "/t/bordeaux/time_bank/time-bank/sheet"


def lines(valley, member):
    found = sheets.lines_of(valley.session, valley.subnetwork.id, member.id)
    valley.session.commit()
    return [(line.with_whom, line.minutes, line.what) for line in found]


def test_with_declared_sheets_both_note_the_exchange_and_nothing_moves(valley):
    valley.settings(mode="declared")

    exchange = valley.done(90)

    assert (exchange.hold_id, exchange.transfer_id, valley.accounts()) == (None, None, {})
    assert lines(valley, valley.ana) == [("Bea", -90, "The brakes")]
    assert lines(valley, valley.bea) == [("Ana", 90, "The brakes")]


def test_sheets_know_no_limits(valley):
    valley.settings(mode="declared", lowest_balance_minutes=-60, longest_exchange_minutes=None)

    valley.done(600)

    assert sheets.sheet_of(valley.session, valley.subnetwork, valley.ana.id).stands_at == -600


def test_a_gift_is_on_no_sheet(valley):
    valley.settings(mode="declared")

    valley.done(90, terms="gift")

    assert lines(valley, valley.bea) == []


def test_a_sheet_opens_with_the_welcome(valley):
    valley.settings(mode="declared", welcome_minutes=900)
    valley.done(90)

    sheet = sheets.sheet_of(valley.session, valley.subnetwork, valley.ana.id)

    assert (sheet.opening, sheet.given, sheet.received, sheet.stands_at) == (900, 0, 90, 810)


def test_a_member_reads_and_fills_their_sheet(client, valley):
    valley.settings(mode="declared", unit_name="grains", units_per_hour=20)
    valley.done(90)
    factories.sign_in(client, valley.bea.person)
    sent = {
        "csrf_token": factories.csrf(client),
        "key": new_id().hex,
        "side": "received",
        "with_whom": "Old Marcel",
        "minutes": "45 min",
        "what": "Bread",
        "day": "2026-03-03",
    }

    answers = [client.post(SHEET, data=sent) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    page = " ".join(client.get(SHEET).text.split())
    assert '<p class="balance">+15 grains</p>' in page
    assert "You gave 30 grains and received 15 grains." in page
    assert "<b>From Old Marcel</b>" in page
    assert "My sheet: Time bank" in client.get("/t/bordeaux/me").text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("minutes", "", "This field is required."),
        ("minutes", "1e9", "Write a duration such as 45 min, 1 h or 1 h 30."),
        ("minutes", "-1 h", "Write a duration such as 45 min, 1 h or 1 h 30."),
        ("minutes", "0 min", "Between one minute and 24 h."),
        ("minutes", "25 h", "At most 24 h."),
        ("with_whom", "", "Write a name."),
        ("with_whom", "  ", "Write a name."),
        ("day", "2999-01-01", "This day is still to come."),
    ],
)
def test_a_line_that_cannot_be_is_said_and_kept_as_typed(client, valley, field, typed, sentence):
    valley.settings(mode="declared")
    factories.sign_in(client, valley.bea.person)
    sent = {
        "csrf_token": factories.csrf(client),
        "key": new_id().hex,
        "side": "gave",
        "with_whom": "Old Marcel",
        "minutes": "1 h",
        "what": "Bread & wine",
        "day": "2026-03-03",
    }

    answer = client.post(SHEET, data=sent | {field: typed})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Bread &amp; wine" in answer.text
    assert lines(valley, valley.bea) == []


def test_only_what_was_noted_by_hand_is_struck_off_and_only_by_its_owner(valley):
    valley.settings(mode="declared")
    valley.done(90)
    line = sheets.note(
        valley.session,
        subnetwork=valley.subnetwork,
        member_id=valley.bea.id,
        line_id=new_id(),
        with_whom="Old Marcel",
        minutes=60,
        what="",
        day=clock.today() - timedelta(days=1),
    )
    confirmed = sheets.lines_of(valley.session, valley.subnetwork.id, valley.bea.id)[0]
    here = {"subnetwork": valley.subnetwork}

    sheets.strike(valley.session, **here, member_id=valley.ana.id, line_id=line.id)
    assert len(lines(valley, valley.bea)) == 2
    with pytest.raises(Refusal, match="You both confirmed this exchange"):
        sheets.strike(valley.session, **here, member_id=valley.bea.id, line_id=confirmed.id)
    sheets.strike(valley.session, **here, member_id=valley.bea.id, line_id=line.id)

    assert lines(valley, valley.bea) == [("Ana", 90, "The brakes")]


def test_a_sheet_is_for_its_member_alone(client, valley):
    valley.settings(mode="declared")
    valley.done(90)
    factories.sign_in(client, valley.carl.person)

    assert "The brakes" not in client.get(SHEET).text
    assert "there are no balances to see" in client.get("/t/bordeaux/time_bank/time-bank/balances").text


def test_where_accounts_are_kept_there_is_no_sheet(client, valley):
    factories.sign_in(client, valley.bea.person)

    assert client.get(SHEET).status_code == 404


def test_where_nothing_is_counted_hours_cannot_be_chosen(client, valley):
    listing = valley.listing(valley.bea)
    valley.settings(mode="none")
    factories.sign_in(client, valley.ana.person)

    page = client.get(f"/t/bordeaux/listings/{listing.id}/ask").text

    assert "time_bank.hours" not in page
    with pytest.raises(Refusal, match="These terms are not among those of this listing"):
        valley.agreed(90)


def test_where_nothing_is_counted_what_was_offered_in_hours_alone_is_a_gift(valley):
    valley.settings(mode="none")

    exchange = valley.done(90, terms="gift")

    assert (exchange.transfer_id, valley.accounts(), lines(valley, valley.bea)) == (None, {}, [])


def test_another_mode_later_keeps_the_accounts_and_their_history(client, valley):
    valley.done(90)
    before = valley.balances()

    valley.settings(mode="declared")
    valley.done(30)
    valley.settings(mode="none")
    valley.settings(mode="central")
    valley.done(10)

    assert before == {"Ana": -90, "Bea": 90}
    assert valley.balances() == {"Ana": -100, "Bea": 100}
    assert lines(valley, valley.bea) == [("Ana", 30, "The brakes")]
    factories.sign_in(client, valley.bea.person)
    assert "Your sheet stays as it was, to be read." in client.get(SHEET).text


def test_what_was_set_aside_before_sheets_is_paid_from_the_account_and_is_on_no_sheet(valley):
    exchange = valley.agreed(90)

    valley.settings(mode="declared")
    exchanges.mark_done(valley.session, valley.plugins, exchange, by=valley.bea)
    exchanges.confirm(valley.session, valley.plugins, exchange, by=valley.ana)
    valley.session.commit()

    assert valley.balances() == {"Ana": -90, "Bea": 90}
    assert lines(valley, valley.bea) == []


def test_counting_stops_only_when_what_was_agreed_is_over(valley):
    valley.agreed(90)

    with pytest.raises(Refusal, match="Let it be finished or cancelled first"):
        valley.settings(mode="none")


def test_limits_that_are_saved_hold_at_once(valley):
    valley.done(90)

    valley.settings(lowest_balance_minutes=-300)

    ledger = find_ledger(valley.session, valley.subnetwork.id, "time_bank")
    assert (ledger.floor, valley.accounts()["Ana"].floor) == (-300, -300)


def test_the_day_of_a_line_is_that_of_the_territory(valley):
    valley.settings(mode="declared")
    valley.done(90)

    line = sheets.lines_of(valley.session, valley.subnetwork.id, valley.bea.id)[0]

    assert line.day == clock.today("Europe/Paris")
    assert isinstance(line.day, date)


def test_an_exchange_of_before_is_read_as_it_was_counted(client, valley):
    valley.settings(unit_name="grains", units_per_hour=20)
    exchange = valley.done(90)

    valley.settings(mode="none")

    factories.sign_in(client, valley.bea.person)
    page = " ".join(client.get(f"/t/bordeaux/exchanges/{exchange.id}").text.split())
    assert "30 grains went from Ana to Bea." in page
