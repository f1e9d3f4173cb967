"""Standing orders: which days are due, each paid once, and what happens when one is refused."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.db import new_id
from app.errors import Refusal
from app.jobs.running import run_due
from app.ledgers import services, standing_orders
from app.ledgers.due_days import due_after
from app.ledgers.models import StandingOrder, Transfer
from app.ledgers.standing_orders import DAYS_TO_TRY, OrderState, pay_due, today_of
from app.ledgers.verification import faults
from app.members.models import MemberStatus
from app.notifications.models import Notification
from tests.ledgers.test_storm import at_once

A_DAY = timedelta(days=1)


@pytest.fixture
def plugins(app):
    return app.extensions["together_plugins"]


@pytest.fixture
def order(village, plugins):
    return make(village, plugins)


def make(village, plugins, *, rhythm="week", first_on=None, amount=60, **values):
    made = standing_orders.make_order(
        village.session,
        plugins,
        ledger=village.ledger,
        payer=village.accounts["Ana"],
        payee=village.accounts["Bea"],
        amount=amount,
        text="Bread",
        rhythm=rhythm,
        first_on=first_on or today_of(village.session, village.ledger),
        **{"until": None, "order_id": new_id(), "by": village.members["Ana"]} | values,
    )
    village.session.commit()
    return made


def pay(village, plugins, order, *, days=0):
    clock.shift(timedelta(days=days))
    paid = pay_due(village.session, plugins, order.id)
    village.session.commit()
    return paid


def paid_transfers(village):
    return village.session.scalars(sa.select(Transfer).order_by(Transfer.created_at, Transfer.id)).all()


def kinds(village, name):
    return village.session.scalars(
        sa.select(Notification.kind)
        .where(Notification.person_id == village.members[name].person_id)
        .order_by(Notification.created_at)
    ).all()


@pytest.mark.parametrize(
    ("rhythm", "first", "days"),
    [
        ("week", "2026-12-24", ["2026-12-31", "2027-01-07", "2027-01-14"]),
        ("month", "2026-10-31", ["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31"]),
        ("month", "2027-12-30", ["2028-01-30", "2028-02-29", "2028-03-30"]),
        ("quarter", "2026-11-30", ["2027-02-28", "2027-05-30", "2027-08-30"]),
        ("year", "2028-02-29", ["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]),
    ],
)
def test_days_are_counted_from_the_first_and_ends_of_months_come_back(rhythm, first, days):
    first_on = date.fromisoformat(first)
    found = [first_on]
    for _ in days:
        found.append(due_after(first_on, rhythm, found[-1]))

    assert [day.isoformat() for day in found[1:]] == days
    assert due_after(first_on, rhythm, first_on - A_DAY) == first_on


def test_a_due_day_is_paid_once_and_the_next_is_known(village, plugins, order):
    paid = [pay(village, plugins, order) for _ in range(3)]

    (made,) = paid_transfers(village)
    assert paid == [1, 0, 0]
    assert (made.amount, made.reason, made.entered_by_id) == (60, "payment", village.members["Ana"].id)
    assert order.next_on == order.first_on + timedelta(days=7)
    assert kinds(village, "Bea") == ["payment.received"]


def test_nothing_is_paid_before_the_first_day(village, plugins):
    order = make(village, plugins, first_on=today_of(village.session, village.ledger) + A_DAY)

    assert pay(village, plugins, order) == 0
    assert kinds(village, "Bea") == []
    assert pay(village, plugins, order, days=1) == 1


def test_missed_days_are_each_paid_once_in_their_order(village, plugins, order):
    assert pay(village, plugins, order, days=22) == 4
    assert pay(village, plugins, order, days=22) == 0

    assert village.balance("Ana") == -240
    assert order.next_on == order.first_on + timedelta(days=28)


def test_after_the_last_day_it_ends_by_itself(village, plugins):
    first = today_of(village.session, village.ledger)
    order = make(village, plugins, until=first + timedelta(days=13))

    assert pay(village, plugins, order, days=30) == 2
    assert order.state == "ended"


def test_two_workers_at_once_pay_a_day_once(app, village, plugins, order):
    answers = at_once(app, 8, lambda session, number: pay_due(session, plugins, order.id))

    assert sorted(answers) == [0, 0, 0, 0, 0, 0, 0, 1]
    assert village.balance("Ana") == -60
    assert faults(village.session, village.ledger.id) == []


def test_a_refused_day_is_told_once_to_both_and_tried_again_each_day(village, plugins):
    order = make(village, plugins, amount=601)

    for _ in range(3):
        assert pay(village, plugins, order) == 0
    assert pay(village, plugins, order, days=1) == 0

    assert order.next_on == order.first_on
    assert "below −10 h" in standing_orders.why_refused(village.session, village.ledger, order)
    assert kinds(village, "Ana") == ["payment.order_refused"]
    assert kinds(village, "Bea") == ["payment.order_missing"]


def test_once_the_account_allows_it_the_refused_day_is_paid(village, plugins):
    order = make(village, plugins, amount=601)
    pay(village, plugins, order)
    services.set_own_limits(village.session, village.accounts["Ana"], floor=None, ceiling=None)

    assert pay(village, plugins, order) == 0  # not twice in a day
    assert pay(village, plugins, order, days=1) == 1

    assert order.refused is None
    assert order.next_on == order.first_on + timedelta(days=7)
    assert village.balance("Ana") == -601


def test_a_day_that_stays_refused_is_given_up_and_never_paid_later(village, plugins):
    order = make(village, plugins, rhythm="month", amount=601)
    for day in range(DAYS_TO_TRY + 1):
        pay(village, plugins, order, days=day)
    services.set_own_limits(village.session, village.accounts["Ana"], floor=None, ceiling=None)

    assert pay(village, plugins, order, days=DAYS_TO_TRY + 1) == 0

    assert order.next_on == due_after(order.first_on, "month", order.first_on)
    assert village.balance("Ana") == 0
    assert kinds(village, "Ana") == ["payment.order_refused"]


def test_paused_nothing_is_paid_and_the_pause_is_not_made_up_for(village, plugins, order):
    standing_orders.move_order(village.session, order, OrderState.PAUSED)
    assert pay(village, plugins, order, days=10) == 0

    standing_orders.move_order(village.session, order, OrderState.ACTIVE)

    assert pay(village, plugins, order, days=10) == 0
    assert order.next_on == order.first_on + timedelta(days=14)
    assert pay(village, plugins, order, days=14) == 1


def test_ended_it_stays_ended(village, plugins, order):
    standing_orders.move_order(village.session, order, OrderState.ENDED)

    with pytest.raises(Refusal, match="has ended"):
        standing_orders.move_order(village.session, order, OrderState.ACTIVE)
    assert pay(village, plugins, order) == 0


@pytest.mark.parametrize("who", ["Ana", "Bea"])
def test_once_one_of_them_has_left_it_ends(village, plugins, order, who):
    village.members[who].status = MemberStatus.LEFT
    village.session.flush()

    assert pay(village, plugins, order) == 0
    assert order.state == "ended"


def test_the_right_is_asked_again_on_each_day(village, plugins):
    order = make(village, plugins)
    order.made_by_id = village.members["Carl"].id
    village.session.flush()

    assert pay(village, plugins, order) == 0
    assert village.balance("Ana") == 0
    assert "may not pay" in standing_orders.why_refused(village.session, village.ledger, order)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"first_on": date(2020, 1, 1)}, "first_on"), ({"until": date(2020, 1, 1)}, "until")],
)
def test_days_that_cannot_be_meant_are_refused(village, plugins, values, field):
    with pytest.raises(Refusal) as said:
        make(village, plugins, **values)

    assert said.value.field == field


def test_a_form_sent_twice_sets_up_one_order(village, plugins):
    key = new_id()

    assert make(village, plugins, order_id=key).id == make(village, plugins, order_id=key).id
    assert village.session.scalar(sa.select(sa.func.count()).select_from(StandingOrder)) == 1


@pytest.mark.parametrize("other", [{"amount": 61}, {"rhythm": "month"}, {"by": "Bea"}])
def test_an_id_that_came_with_something_else_before_is_refused(village, plugins, other):
    key = new_id()
    make(village, plugins, order_id=key)
    if "by" in other:
        other = {"by": village.members["Bea"]}

    with pytest.raises(Refusal, match="already sent with another content"):
        make(village, plugins, order_id=key, **other)


def test_the_job_pays_all_that_is_due(app, village, plugins):
    orders = [make(village, plugins, amount=amount) for amount in (10, 601, 20)]

    assert run_due(app, only=["standing_orders"]) == ["standing_orders"]
    assert run_due(app, only=["standing_orders"]) == ["standing_orders"]

    village.session.expire_all()
    assert village.balance("Ana") == -30
    assert [order.refused is None for order in orders] == [True, False, True]
