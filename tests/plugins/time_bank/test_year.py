"""Time for the association, absences, whom to think of, and the end of the year as it was voted."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.errors import Refusal
from app.ledgers import services as ledgers
from app.ledgers.models import Transfer
from plugins.time_bank import services, year, year_ends
from plugins.time_bank.care import care, is_near, kind_word
from plugins.time_bank.rules import Rules
from plugins.time_bank.year_models import AtYearEnd, YearRule
from tests.plugins.time_bank.test_workshops import Circle, circle

__all__ = ["circle"]


def give(circle: Circle, giver: str, receiver: str, minutes: int, key: str) -> None:
    book = services.ledger(circle.session, circle.subnetwork)
    assert book is not None
    accounts = [
        ledgers.account_of(circle.session, book, circle.people[name].id) for name in (receiver, giver)
    ]
    for account in accounts:
        account.floor = account.ceiling = None
    circle.session.flush()
    ledgers.transfer(
        circle.session,
        ledger=book,
        payer_id=accounts[0].id,
        payee_id=accounts[1].id,
        amount=minutes,
        reason="exchange",
        key=key,
    )


def vote(circle: Circle, what: AtYearEnd, minutes: int | None = None, percent: int | None = None) -> None:
    year_ends.vote(
        circle.session,
        circle.subnetwork,
        what=what,
        minutes=minutes,
        percent=percent,
        voted_on=date(2026, 3, 14),
        decision="The assembly voted so, 31 for, 2 against.",
        by_id=circle.people["Lea"].id,
    )


def close(circle: Circle, number: int, today: date | None = None) -> int:
    book = services.ledger(circle.session, circle.subnetwork)
    assert book is not None
    return year_ends.close_year(
        circle.session,
        circle.subnetwork,
        book,
        number,
        today=today or date(number + 1, 1, 10),
        by_id=circle.people["Lea"].id,
    ).amount


def declared(circle: Circle, name: str = "Max") -> year.Contribution:
    return year.declare(
        circle.session,
        circle.subnetwork,
        circle.people[name].id,
        minutes=90,
        day=date(2026, 5, 2),
        what="The stall",
    )


def test_time_for_the_association_is_given_by_the_community(circle: Circle) -> None:
    made = declared(circle)

    year.count_contribution(circle.session, made, by_id=circle.people["Lea"].id)

    assert circle.balances() == {"Lea": 0, "Max": 90, "Nour": 0, "Omar": 0, "community": -90}
    with pytest.raises(Refusal, match="already been answered"):
        year.refuse_contribution(circle.session, made, by_id=circle.people["Lea"].id, why="Twice.")


def test_nobody_counts_their_own_time(circle: Circle) -> None:
    with pytest.raises(Refusal, match="ask another coordinator"):
        year.count_contribution(circle.session, declared(circle, "Lea"), by_id=circle.people["Lea"].id)


def test_a_declared_time_that_is_refused_moves_nothing(circle: Circle) -> None:
    made = declared(circle)

    year.refuse_contribution(circle.session, made, by_id=circle.people["Lea"].id, why="A board meeting.")

    assert (made.state, made.answer) == ("refused", "A board meeting.")
    assert circle.session.query(Transfer).count() == 0


@pytest.mark.parametrize(
    ("what", "minutes", "percent", "expected"),
    [
        (AtYearEnd.CARRY, None, None, {"Max": 1000, "Nour": 100}),
        (AtYearEnd.CAP, 300, None, {"Max": 300, "Nour": 100}),
        (AtYearEnd.MELT, 300, 10, {"Max": 930, "Nour": 100}),
        (AtYearEnd.MELT, None, 33, {"Max": 670, "Nour": 67}),
    ],
)
def test_the_year_ends_as_it_was_voted(
    circle: Circle, what: AtYearEnd, minutes: int | None, percent: int | None, expected: dict[str, int]
) -> None:
    give(circle, "Max", "Omar", 1000, "one")
    give(circle, "Nour", "Omar", 100, "two")
    vote(circle, what, minutes, percent)

    moved = close(circle, 2026)

    stands = circle.balances()
    assert {name: stands[name] for name in expected} == expected
    assert stands["Omar"] == -1100
    assert stands["community"] == moved == 1100 - sum(expected.values())


def test_without_a_vote_nothing_melts(circle: Circle) -> None:
    give(circle, "Max", "Omar", 1000, "one")

    with pytest.raises(Refusal, match="Nothing was voted"):
        close(circle, 2026)


def test_a_year_is_closed_once_and_not_before_it_is_over(circle: Circle) -> None:
    give(circle, "Max", "Omar", 1000, "one")
    vote(circle, AtYearEnd.CAP, 300)

    with pytest.raises(Refusal, match="2026 is not over yet"):
        close(circle, 2026, today=date(2026, 12, 30))
    close(circle, 2026)
    with pytest.raises(Refusal, match="2026 was closed before"):
        close(circle, 2026)

    assert circle.balances()["Max"] == 300


def test_no_year_of_long_ago_is_closed_on_todays_balances(circle: Circle) -> None:
    give(circle, "Max", "Omar", 1000, "one")
    vote(circle, AtYearEnd.CAP, 300)

    for long_ago in (2025, 1990, 0):
        with pytest.raises(Refusal, match="is over"):
            close(circle, long_ago, today=date(2027, 1, 10))

    assert circle.balances()["Max"] == 1000


def test_who_is_away_at_the_end_of_the_year_is_spared(circle: Circle) -> None:
    give(circle, "Max", "Omar", 1000, "one")
    give(circle, "Nour", "Omar", 1000, "two")
    vote(circle, AtYearEnd.CAP, 300)
    nour = circle.people["Nour"]
    year.go_away(circle.session, nour, since=date(2026, 11, 1), until=date(2027, 2, 1), by_id=nour.id)

    close(circle, 2026)

    assert (circle.balances()["Max"], circle.balances()["Nour"]) == (300, 1000)


def test_what_is_set_aside_does_not_melt(circle: Circle) -> None:
    give(circle, "Max", "Omar", 1000, "one")
    book = services.ledger(circle.session, circle.subnetwork)
    assert book is not None
    max_account, nour = (
        ledgers.account_of(circle.session, book, circle.people[name].id) for name in ("Max", "Nour")
    )
    ledgers.hold(
        circle.session, ledger=book, payer_id=max_account.id, payee_id=nour.id, amount=900, key="promise"
    )
    vote(circle, AtYearEnd.CAP, 60)

    assert close(circle, 2026) == 100


def test_an_absence_ends_today_or_never_was(circle: Circle) -> None:
    lea, today = circle.people["Lea"], date(2026, 6, 1)
    running = year.go_away(circle.session, lea, since=date(2026, 5, 1), until=date(2026, 9, 1), by_id=lea.id)
    planned = year.go_away(
        circle.session, lea, since=date(2026, 12, 1), until=date(2026, 12, 9), by_id=lea.id
    )

    year.come_back(circle.session, running, today=today)
    year.come_back(circle.session, planned, today=today)

    assert running.until == today
    assert [one.id for one in year.absences(circle.session, lea.id, today=today)] == [running.id]
    with pytest.raises(Refusal, match="before the first"):
        year.go_away(circle.session, lea, since=today, until=today - timedelta(days=1), by_id=lea.id)


def test_the_coordinator_sees_whom_to_think_of(circle: Circle) -> None:
    give(circle, "Max", "Nour", 600, "one")
    give(circle, "Lea", "Max", 60, "two")
    give(circle, "Max", "Lea", 30, "three")
    book = services.ledger(circle.session, circle.subnetwork)
    assert book is not None
    omar = circle.people["Omar"]
    ledgers.account_of(circle.session, book, omar.id)
    today = clock.today("Europe/Paris")

    before = care(circle.session, book, Rules(), today=today)
    year.go_away(circle.session, omar, since=today, until=today + timedelta(days=9), by_id=omar.id)
    after = care(circle.session, book, Rules(), today=today)

    assert [one.member.first_name for one in before.always_asked] == ["Max"]
    assert [(one.member.first_name, one.received) for one in before.never_give] == [("Nour", 600)]
    assert [one.member.first_name for one in before.quiet] == ["Omar"]
    assert [one.member.first_name for one in after.away] == ["Omar"]
    assert after.quiet == []


def test_what_was_taken_back_was_not_given(circle: Circle) -> None:
    give(circle, "Max", "Nour", 600, "one")
    transfer = circle.session.query(Transfer).one()
    ledgers.reverse(circle.session, transfer.id, key="back")
    book = services.ledger(circle.session, circle.subnetwork)
    assert book is not None

    found = care(circle.session, book, Rules(), today=clock.today("Europe/Paris"))

    assert found.always_asked == found.never_give == found.never_receive == []


@pytest.mark.parametrize(
    ("stands", "limit", "near"),
    [
        (-500, -600, True),
        (-400, -600, False),
        (-700, -600, True),
        (1000, 1200, True),
        (0, None, False),
        (5, 0, False),
    ],
)
def test_a_limit_is_near_within_a_fifth(stands: int, limit: int | None, near: bool) -> None:
    assert is_near(stands, limit) == near


def test_kind_words_ask_who_gave_much_and_invite_who_received_much(circle: Circle, session: Session) -> None:
    book = services.ledger(session, circle.subnetwork)
    assert book is not None
    account = ledgers.account_of(session, book, circle.people["Max"].id)
    account.floor, account.ceiling = -600, 1200

    words = []
    for balance in (1100, 0, -550):
        account.balance = balance
        words.append(kind_word(account))
    session.rollback()

    assert words == ["ask", "", "give"]


def test_a_new_vote_takes_the_place_of_the_former(circle: Circle, session: Session) -> None:
    vote(circle, AtYearEnd.MELT, 300, 10)
    vote(circle, AtYearEnd.CARRY)

    rule = session.query(YearRule).one()

    assert (rule.what, rule.minutes, rule.percent) == ("carry", None, None)
