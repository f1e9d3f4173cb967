"""Issued = fund: euros and units move together, and whatever breaks this is named."""

import pytest
import sqlalchemy as sa

from app.errors import Refusal
from app.ledgers import services as ledgers
from app.ledgers.models import Account
from app.ledgers.verification import faults
from plugins.local_currency import desk, desk_days, fund, fund_check, issuing, services
from plugins.local_currency.desk_models import Means, Slip, SlipKind
from tests.plugins.local_currency.counter import Counter


@pytest.fixture
def counter(village) -> Counter:
    return Counter(village)


def balance(counter: Counter, account_id: object) -> int:
    return counter.session.get_one(Account, account_id, populate_existing=True).balance


def test_units_and_euros_move_together(counter: Counter) -> None:
    at = counter.desk()
    day = counter.day(at)

    counter.issue(counter.nour, 2500, day)
    counter.issue(counter.ana, 1000, day, means=Means.CARD)
    checked = fund_check.check(counter.session, counter.network.id)

    assert checked is not None
    assert checked.is_right
    assert (checked.sums.issued, checked.sums.fund, checked.sums.in_hand) == (3500, 3500, 3500)
    assert {holding.name: holding.amount for holding in checked.sums.holdings} == {
        "Compte bancaire": 1000,
        "Caisse\u00a0: Bookshop": 2500,
    }  # in the language of the territory
    assert [faults(counter.session, book.id) for book in (counter.units(), counter.euros())] == [[], []]


def test_a_form_sent_twice_issues_once(counter: Counter) -> None:
    day = counter.day(counter.desk())

    first = counter.issue(counter.nour, 2500, day, key="same")
    again = counter.issue(counter.nour, 2500, day, key="same")

    assert first.id == again.id
    assert fund.sums(counter.session, counter.network.id).issued == 2500
    with pytest.raises(Refusal, match="another content"):
        counter.issue(counter.nour, 2600, day, key="same")


def test_units_that_were_out_before_are_brought_over_once(counter: Counter) -> None:
    book = services.ledger(counter.session, counter.network)
    ledgers.transfer(
        counter.session,
        ledger=book,
        payer_id=ledgers.issuance_account(counter.session, book).id,
        payee_id=counter.account(counter.nour).id,
        amount=700,
        reason="issue",
        key="before",
    )
    counter.session.commit()
    unopened = fund_check.check(counter.session, counter.network.id)

    counter.issue(counter.nour, 300)
    checked = fund_check.check(counter.session, counter.network.id)
    opening = counter.session.scalars(sa.select(Slip).where(Slip.kind == SlipKind.OPENING)).one()

    assert not unopened.is_right
    assert "the fund was not opened yet" in unopened.difference
    assert checked.is_right
    assert (checked.sums.issued, checked.sums.fund) == (1000, 1000)
    assert (opening.amount, opening.number) == (700, 1)


def test_a_mistake_is_undone_on_both_sides(counter: Counter) -> None:
    day = counter.day(counter.desk())
    wrong = counter.issue(counter.nour, 9000, day)

    issuing.undo(counter.session, counter.network, wrong, why="90 instead of 9", by=counter.kim, day=day)
    counter.session.commit()
    checked = fund_check.check(counter.session, counter.network.id)

    assert checked.is_right
    assert (checked.sums.issued, checked.sums.fund) == (0, 0)
    assert balance(counter, counter.account(counter.nour).id) == 0
    with pytest.raises(Refusal, match="undone before"):
        issuing.undo(counter.session, counter.network, wrong, why="again", by=counter.kim, day=day)


def test_a_mistake_whose_units_were_spent_is_refused_whole(counter: Counter) -> None:
    day = counter.day(counter.desk())
    wrong = counter.issue(counter.nour, 9000, day)
    ledgers.transfer(
        counter.session,
        ledger=counter.units(),
        payer_id=counter.account(counter.nour).id,
        payee_id=counter.account(counter.ana).id,
        amount=1,
        reason="payment",
        key="spent",
    )
    counter.session.commit()

    with pytest.raises(Refusal, match="below"):
        issuing.undo(counter.session, counter.network, wrong, why="wrong", by=counter.kim, day=day)
    counter.session.rollback()

    assert fund_check.check(counter.session, counter.network.id).is_right
    assert fund.sums(counter.session, counter.network.id).fund == 9000


def test_cash_is_undone_only_while_the_desk_is_open(counter: Counter) -> None:
    at = counter.desk()
    day = counter.day(at)
    slip = counter.issue(counter.nour, 1000, day)
    desk_days.finish(counter.session, counter.network, at, day, count=1000, note="", by=counter.kim)
    counter.session.commit()

    with pytest.raises(Refusal, match="Open the desk first"):
        issuing.undo(counter.session, counter.network, slip, why="wrong", by=counter.kim, day=None)


def test_units_taken_back_alone_are_named_and_can_be_put_right(counter: Counter) -> None:
    day = counter.day(counter.desk())
    slip = counter.issue(counter.nour, 1250, day)
    ledgers.reverse(counter.session, slip.units_transfer_id, key="alone")
    counter.session.commit()
    wrong = fund_check.check(counter.session, counter.network.id)

    issuing.undo(counter.session, counter.network, slip, why="the other half", by=counter.kim, day=day)
    counter.session.commit()

    assert not wrong.is_right
    assert wrong.difference == "Slip 1: 0.00 of units against €12.50."
    assert fund_check.check(counter.session, counter.network.id).is_right


def test_units_issued_past_the_desk_are_named(counter: Counter) -> None:
    counter.issue(counter.nour, 100)
    ledgers.transfer(
        counter.session,
        ledger=counter.units(),
        payer_id=ledgers.issuance_account(counter.session, counter.units()).id,
        payee_id=counter.account(counter.nour).id,
        amount=5000,
        reason="issue",
        key="past the desk",
    )
    counter.session.commit()
    checked = fund_check.check(counter.session, counter.network.id)

    assert not checked.is_right
    assert not checked.sums.is_equal
    assert "50.00 of units were issued or taken back without euros" in checked.difference


def test_a_count_that_differs_needs_a_word_and_is_made_good(counter: Counter) -> None:
    at = counter.desk()
    day = counter.day(at)
    counter.issue(counter.nour, 5000, day)
    with pytest.raises(Refusal, match=r"The books say €50\.00"):
        desk_days.finish(counter.session, counter.network, at, day, count=4800, note="", by=counter.kim)
    counter.session.rollback()

    desk_days.finish(
        counter.session, counter.network, at, day, count=4800, note="Two euros fell", by=counter.kim
    )
    short = fund.sums(counter.session, counter.network.id)
    desk_days.make_good(counter.session, counter.network, note="From the fees", key="k", by=counter.ana)
    whole = fund.sums(counter.session, counter.network.id)

    assert (short.issued, short.fund, short.in_hand, short.missing) == (5000, 5000, 4800, 200)
    assert (whole.issued, whole.fund, whole.in_hand, whole.missing) == (5000, 5000, 5000, 0)
    assert (day.closing_expected, day.closing_count, day.closing_note) == (5000, 4800, "Two euros fell")


def test_too_much_cash_is_noted_the_other_way(counter: Counter) -> None:
    at = counter.desk()
    day = counter.day(at, cash=300, note="Three euros in the box")

    found = fund.sums(counter.session, counter.network.id)

    assert (day.opening_expected, day.opening_count) == (0, 300)
    assert (found.in_hand, found.missing, found.issued) == (300, -300, 0)


def test_a_desk_has_one_open_day(counter: Counter) -> None:
    at = counter.desk()
    counter.day(at)

    with pytest.raises(Refusal, match="open already"):
        counter.day(at)


def test_cash_brought_to_the_bank_stays_in_the_fund(counter: Counter) -> None:
    at = counter.desk()
    day = counter.day(at)
    counter.issue(counter.nour, 5000, day)
    with pytest.raises(Refusal, match="not that much cash"):
        issuing.deposit(counter.session, counter.network, day, amount=5001, memo="", key="a", by=counter.kim)

    issuing.deposit(counter.session, counter.network, day, amount=4000, memo="B 7", key="b", by=counter.kim)
    found = fund.sums(counter.session, counter.network.id)

    assert (found.fund, found.in_hand) == (5000, 5000)
    assert desk.cash_of(counter.session, at) == 1000
    assert desk_days.totals(counter.session, day) == desk_days.Totals(cash_in=5000, deposited=4000)


def test_nothing_is_entered_on_a_day_that_somebody_just_closed(counter: Counter) -> None:
    at = counter.desk()
    day = counter.day(at)
    slip = counter.issue(counter.nour, 1000, day)
    desk_days.finish(counter.session, counter.network, at, day, count=1000, note="", by=counter.kim)
    counter.session.commit()

    with pytest.raises(Refusal, match="closed already"):
        counter.issue(counter.nour, 1000, day)
    with pytest.raises(Refusal, match="closed already"):
        issuing.deposit(counter.session, counter.network, day, amount=1, memo="", key="k", by=counter.kim)
    with pytest.raises(Refusal, match="closed already"):
        issuing.undo(counter.session, counter.network, slip, why="late", by=counter.kim, day=day)
