"""What happens when two people do not agree, and when nobody says anything."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.errors import Refusal
from app.exchanges import queries, services
from app.exchanges.models import Exchange, State
from app.ledgers.models import Transfer
from app.notifications.models import Notification
from app.testing import factories
from tests.exchanges.conftest import Hours, Street


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    yield
    clock.shift(timedelta(0))


def disputed(street: Street) -> Exchange:
    exchange = street.done()
    services.dispute(street.session, street.plugins, exchange, by=street.bilal, note="Only half an hour")
    services.explain(street.session, exchange, by=street.ana, note="It was an hour and a half")
    street.session.commit()
    return exchange


def kinds_told(street: Street, kind: str) -> set[object]:
    return set(street.session.scalars(sa.select(Notification.person_id).where(Notification.kind == kind)))


def test_a_disagreement_stops_the_clock_and_waits_for_a_coordinator(street: Street) -> None:
    exchange = disputed(street)

    clock.shift(timedelta(days=30))
    services.confirm_overdue(street.session, street.plugins)

    assert (exchange.state, exchange.awaits_id) == (State.DISPUTED, None)
    assert street.balance(street.bilal) == (0, 90)
    assert kinds_told(street, "exchange.to_settle") == {street.chloe.person_id}
    assert kinds_told(street, "exchange.disputed") == {street.ana.person_id}
    notes = [move.note for move in queries.explanations_of(street.session, [exchange.id])[exchange.id]]
    assert notes == ["Only half an hour", "It was an hour and a half"]


def test_a_coordinator_confirms_with_another_amount(street: Street) -> None:
    exchange = disputed(street)

    services.settle_dispute(
        street.session,
        street.plugins,
        exchange,
        by=street.chloe,
        to=State.CONFIRMED,
        note="An hour",
        amount=60,
    )
    street.session.commit()

    assert exchange.state == State.CONFIRMED
    assert street.balance(street.bilal) == (-60, 0)
    assert street.balance(street.ana) == (60, 0)
    transfer = street.session.get_one(Transfer, exchange.transfer_id)
    assert transfer.entered_by_id == street.chloe.id
    assert kinds_told(street, "exchange.settled") == {street.ana.person_id, street.bilal.person_id}


@pytest.mark.parametrize(("amount", "balance"), [(0, 0), (None, -90), (120, -120)])
def test_a_coordinator_may_decide_on_nothing_on_what_was_agreed_or_on_more(
    street: Street, amount: int | None, balance: int
) -> None:
    exchange = disputed(street)

    services.settle_dispute(
        street.session,
        street.plugins,
        exchange,
        by=street.chloe,
        to=State.CONFIRMED,
        note="So",
        amount=amount,
    )
    street.session.commit()

    assert street.balance(street.bilal) == (balance, 0)


def test_a_coordinator_cancels_and_nothing_is_counted(street: Street) -> None:
    exchange = disputed(street)

    services.settle_dispute(
        street.session, street.plugins, exchange, by=street.chloe, to=State.CANCELLED, note="It never was"
    )
    street.session.commit()

    assert exchange.state == State.CANCELLED
    assert street.balance(street.bilal) == (0, 0)


def test_only_a_coordinator_who_is_no_side_settles_and_gives_a_reason(street: Street) -> None:
    exchange = disputed(street)
    factories.takes_part(street.session, street.subnetwork, street.ana, coordinates=True)
    settle = {"to": State.CONFIRMED}

    for stranger in (street.ana, street.bilal, street.dora):
        with pytest.raises(Refusal, match="by a coordinator who is not one of the two"):
            services.settle_dispute(
                street.session, street.plugins, exchange, by=stranger, note="I decide", **settle
            )
    with pytest.raises(Refusal, match="why you settle it"):
        services.settle_dispute(
            street.session, street.plugins, exchange, by=street.chloe, note="  ", **settle
        )

    assert exchange.state == State.DISPUTED


def test_without_a_coordinator_the_administrators_are_told(street: Street) -> None:
    factories.grant(street.session, street.dora, "administrator")
    from app.subnetworks.models import SubnetworkMember

    street.session.execute(sa.delete(SubnetworkMember))
    street.session.commit()

    disputed(street)

    assert kinds_told(street, "exchange.to_settle") == {street.dora.person_id}


def test_sides_do_not_confirm_or_cancel_what_is_in_dispute(street: Street) -> None:
    exchange = disputed(street)

    for act in (services.confirm, services.cancel):
        with pytest.raises(Refusal, match="A coordinator is asked"):
            act(street.session, street.plugins, exchange, by=street.bilal)

    assert exchange.state == State.DISPUTED


def test_a_problem_wants_words(street: Street) -> None:
    exchange = street.agree()

    with pytest.raises(Refusal) as refused:
        services.dispute(street.session, street.plugins, exchange, by=street.bilal, note=" ")

    assert refused.value.field == "note"
    assert exchange.state == State.AGREED


def test_what_nobody_objected_to_confirms_by_itself(street: Street) -> None:
    exchange = street.done()

    assert services.confirm_overdue(street.session, street.plugins) == 0
    clock.shift(timedelta(days=14, minutes=1))
    assert services.confirm_overdue(street.session, street.plugins) == 1
    assert services.confirm_overdue(street.session, street.plugins) == 0

    street.session.expire_all()
    found = queries.exchange_for(street.session, street.ana.id, exchange.id)
    assert (found.state, found.confirmed_by_id) == (State.CONFIRMED, None)
    assert street.balance(street.ana) == (90, 0)
    assert kinds_told(street, "exchange.confirmed") == {street.ana.person_id, street.bilal.person_id}


def test_what_a_plugin_objects_to_is_tried_again_the_day_after(street: Street, plugin: Hours) -> None:
    exchange = street.done()
    plugin.objections = ["Not yet"]
    clock.shift(timedelta(days=15))

    assert services.confirm_overdue(street.session, street.plugins) == 0
    plugin.objections = []
    assert services.confirm_overdue(street.session, street.plugins) == 0
    clock.shift(timedelta(days=16, minutes=1))
    assert services.confirm_overdue(street.session, street.plugins) == 1

    street.session.expire_all()
    assert street.session.get_one(Exchange, exchange.id).state == State.CONFIRMED


def test_who_does_not_answer_is_reminded_once(street: Street) -> None:
    exchange = street.ask()
    version = exchange.version

    assert services.remind(street.session) == 0
    clock.shift(timedelta(days=4))
    assert (services.remind(street.session), services.remind(street.session)) == (1, 0)
    street.session.commit()

    assert kinds_told(street, "exchange.answer_awaited") == {street.ana.person_id}
    street.session.expire_all()
    assert street.session.get_one(Exchange, exchange.id).version == version


def test_both_are_asked_whether_it_took_place(street: Street) -> None:
    start = clock.now() + timedelta(days=2)
    street.agree(starts_at=start, ends_at=start + timedelta(minutes=90))

    clock.shift(timedelta(days=1))
    assert services.remind(street.session) == 0
    clock.shift(timedelta(days=3))
    assert services.remind(street.session) == 1

    assert kinds_told(street, "exchange.was_it_done") == {street.ana.person_id, street.bilal.person_id}


def test_who_has_to_confirm_is_reminded_before_it_confirms_by_itself(street: Street) -> None:
    street.done()

    clock.shift(timedelta(days=12))
    assert services.remind(street.session) == 1

    assert kinds_told(street, "exchange.confirmation_awaited") == {street.bilal.person_id}
