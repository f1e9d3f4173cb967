"""What goes by itself in time, and what only the machine's keeper may do."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.members import farewell
from app.members.commands import group
from app.members.models import Person, RateCount, SignIn
from app.testing import factories
from tests.members.conftest import look


@pytest.fixture
def later():
    yield lambda days: clock.shift(timedelta(days=days))
    clock.shift(timedelta(0))


def test_what_is_no_longer_needed_goes_and_the_rest_stays(session, client, later):
    ana = factories.person(session, "Ana")
    factories.person(session, "Never", confirmed=False)
    member_by_hand = factories.person(session, "Paper", confirmed=False)
    factories.member(session, factories.territory(session), member_by_hand)
    session.add(RateCount(key=b"k" * 32, tries=3, expires_at=clock.now() + timedelta(minutes=5)))
    session.commit()
    factories.sign_in(client, ana)

    soon = farewell.tidy(session)
    later(90)
    gone = farewell.tidy(session)
    session.commit()

    assert soon == 0
    assert gone == 3
    assert sorted(look(session, sa.select(Person.first_name))) == ["Ana", "Paper"]
    assert look(session, sa.select(SignIn.id)) == []
    assert look(session, sa.select(RateCount.tries)) == []


def test_the_first_operator_is_made_at_the_machine_and_must_be_confirmed(app, session):
    factories.person(session, "Ana", email="ana@example.org")
    factories.person(session, "Uli", email="uli@example.org", confirmed=False)
    session.commit()
    run = app.test_cli_runner().invoke

    made = run(group, ["operator", "ANA@example.org"])
    unconfirmed = run(group, ["operator", "uli@example.org"])
    unknown = run(group, ["operator", "who@example.org"])
    last = run(group, ["operator", "--take-away", "ana@example.org"])

    assert made.output == "Ana is now an operator of the platform.\n"
    assert [result.exit_code == 0 for result in (made, unconfirmed, unknown, last)] == [
        True,
        False,
        False,
        False,
    ]
    assert look(session, sa.select(Person.first_name).where(Person.is_operator)) == ["Ana"]


def test_an_empty_platform_has_no_account(session):
    assert look(session, sa.select(Person.id)) == []


def test_counts_of_tries_hold_over_processes(app, session):
    """Two connections that count at the same time lose no try."""
    from concurrent.futures import ThreadPoolExecutor

    from sqlalchemy.orm import Session

    from app.members.rate_limits import count

    def once(_number):
        with Session(session.get_bind()) as own:
            tries = count(own, b"x" * 32, seconds=60)
            own.commit()
            return tries

    with ThreadPoolExecutor(4) as pool:
        counted = sorted(pool.map(once, range(24)))

    assert counted == list(range(1, 25))


def test_a_window_that_is_over_begins_anew(session, later):
    from app.members.rate_limits import count

    first = [count(session, b"y" * 32, seconds=60) for _ in range(3)]
    later(1)

    assert first == [1, 2, 3]
    assert count(session, b"y" * 32, seconds=60) == 1
