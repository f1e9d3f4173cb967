"""A ledger that is found wrong stops, those who can help are told, and reading goes on."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.errors import Refusal
from app.jobs.running import run_due
from app.ledgers import chain, finding, services, watch
from app.ledgers.models import Account
from app.members.models import Person
from app.notifications.models import Notification
from app.roles import Role
from app.territories.models import Territory
from app.testing import factories


def break_it(village) -> None:
    village.session.execute(sa.text("UPDATE account SET balance = balance + 1 WHERE entries_count > 0"))
    village.session.commit()


def told(village) -> dict[str, list[str]]:
    rows = village.session.execute(
        sa.select(Person.first_name, Notification.kind).join(Person, Person.id == Notification.person_id)
    )
    found: dict[str, list[str]] = {}
    for name, kind in rows:
        found.setdefault(name, []).append(kind)
    return found


def test_a_sound_ledger_goes_on_and_nobody_is_told(village):
    village.give("Ana", "Bea", 90)
    chain.link_all(village.session)

    assert watch.look(village.session) == 0
    assert watch.stopped(village.session) == []
    assert village.session.scalars(sa.select(Notification)).all() == []


def test_a_ledger_that_is_found_wrong_stops_and_who_can_help_is_told_once(village):
    here = village.session.get_one(Territory, village.ledger.territory_id)
    there = factories.territory(village.session, "valley")
    factories.member(village.session, here, first_name="Admin", roles=[Role.ADMINISTRATOR])
    factories.member(village.session, there, first_name="Elsewhere", roles=[Role.ADMINISTRATOR])
    factories.person(village.session, "Operator", is_operator=True)
    village.give("Ana", "Bea", 90)
    break_it(village)

    assert watch.look(village.session) == 1
    assert watch.look(village.session) == 0

    assert watch.stopped(village.session) == ["Hours of the valley"]
    assert told(village) == {"Admin": ["ledger.stopped"], "Operator": ["ledger.stopped"]}


@pytest.mark.parametrize(
    "work",
    [
        lambda village: village.give("Bea", "Ana", 10, key="two"),
        lambda village: village.hold("Bea", "Ana", 10, key="three"),
        lambda village: services.reverse(village.session, village.first.id, key="back"),
        lambda village: services.void_hold(village.session, village.promised.id),
        lambda village: services.post_hold(village.session, village.promised.id, key="kept"),
    ],
)
def test_nothing_moves_in_a_ledger_that_is_stopped_and_it_can_be_read(village, work):
    village.first, village.promised = village.give("Ana", "Bea", 90), village.hold("Bea", "Carl", 5)
    watch.stop(village.session, village.ledger.id)
    village.session.commit()

    with pytest.raises(Refusal, match="Nothing moves in this ledger"):
        work(village)

    village.session.rollback()
    assert (village.balance("Ana"), village.balance("Bea"), village.held("Bea")) == (-90, 90, 5)


def test_holds_of_a_stopped_ledger_wait_with_it(village):
    village.hold("Ana", "Bea", 90, expires_at=clock.now() - timedelta(days=1))
    watch.stop(village.session, village.ledger.id)

    assert services.expire_holds(village.session) == 0
    finding.resume(village.session, village.ledger.id)
    assert services.expire_holds(village.session) == 1


def test_a_ledger_that_was_put_right_goes_on(village):
    village.give("Ana", "Bea", 90)
    watch.stop(village.session, village.ledger.id)
    village.session.commit()

    finding.resume(village.session, village.ledger.id)
    village.session.commit()
    village.session.expire_all()
    village.give("Ana", "Bea", 10, key="two")

    assert village.balance("Ana") == -100


@pytest.mark.parametrize("amount", [1.5, 10.0, "10", True])
def test_an_amount_that_is_no_whole_number_is_an_error_of_the_caller(village, amount):
    with pytest.raises(TypeError, match="whole number of the smallest unit"):
        village.give("Ana", "Bea", amount)

    village.session.rollback()
    assert village.session.scalar(sa.select(sa.func.sum(Account.entries_count))) == 0


def test_a_levy_cannot_be_asked_for(village):
    sides = {name: village.accounts[name].id for name in ("Ana", "Bea")}
    part = services.Part(payer_id=sides["Ana"], payee_id=sides["Bea"], amount=1, reason="levy")

    with pytest.raises(ValueError, match="follows from its payment"):
        services.transfer_together(village.session, ledger=village.ledger, parts=[part], key="one")


def test_a_monitor_reads_that_a_ledger_is_stopped(village, client):
    watch.stop(village.session, village.ledger.id)
    village.session.commit()

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.text == "the ledger Hours of the valley is stopped: run 'together ledgers verify'\n"


def test_a_monitor_reads_that_the_database_no_longer_keeps_what_it_acknowledges(village, client, database):
    if database == "sqlite":
        pytest.skip("each connection of ours sets SQLite's settings itself")
    name = village.session.get_bind().url.database
    village.session.execute(sa.text(f'ALTER DATABASE "{name}" SET synchronous_commit = off'))
    village.session.commit()
    village.session.get_bind().dispose()

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.text.startswith("PostgreSQL runs with synchronous_commit=off")


def test_the_daily_job_looks_at_every_ledger(village, app):
    village.give("Ana", "Bea", 90)
    break_it(village)

    assert run_due(app, only=["ledgers"]) == ["ledgers"]

    assert watch.stopped(village.session) == ["Hours of the valley"]
