"""Requests for payments: asked, answered once, by whom they ask."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.db import new_id
from app.errors import Refusal
from app.ledgers import payment_requests, services, standing_orders
from app.ledgers.models import Account, PaymentRequest, Right, Transfer
from app.ledgers.payment_requests import RequestState, state_of
from app.members.models import Member
from app.notifications.models import Notification
from app.portability.personal import export
from tests.ledgers.test_storm import at_once


@pytest.fixture
def plugins(app):
    return app.extensions["together_plugins"]


def ask(village, payee="Bea", payer=None, amount=60, **values):
    made = payment_requests.ask_payment(
        village.session,
        ledger=village.ledger,
        payee=village.accounts[payee],
        made_by=village.members[payee],
        amount=amount,
        text="Bread",
        payer=village.accounts[payer] if payer else None,
        **values,
    )
    village.session.commit()
    return made


def pay(village, plugins, request, payer, session=None, **values):
    session = session or village.session
    return payment_requests.pay_request(
        session,
        plugins,
        session.get_one(PaymentRequest, request.id),
        payer=session.get_one(Account, village.accounts[payer].id),
        by=session.get_one(Member, village.members[payer].id),
        **values,
    )


def kinds(village, name):
    return village.session.scalars(
        sa.select(Notification.kind)
        .where(Notification.person_id == village.members[name].person_id)
        .order_by(Notification.created_at)
    ).all()


def test_a_request_to_a_member_tells_them_and_is_paid_with_its_words(village, plugins):
    asked = ask(village, payer="Ana")

    paid = pay(village, plugins, asked, "Ana")

    assert (asked.state, asked.transfer_id) == ("paid", paid.transfer.id)
    assert (paid.transfer.amount, village.balance("Bea")) == (60, 60)
    assert kinds(village, "Ana") == ["payment.asked"]
    assert kinds(village, "Bea") == ["payment.received"]


def test_paid_again_it_is_the_same_payment(village, plugins):
    asked = ask(village)
    first = pay(village, plugins, asked, "Ana")
    village.session.commit()

    again = pay(village, plugins, asked, "Ana")

    assert again.again
    assert again.transfer.id == first.transfer.id
    assert village.balance("Ana") == -60


def test_somebody_else_cannot_pay_what_is_paid(village, plugins):
    asked = ask(village)
    pay(village, plugins, asked, "Ana")
    village.session.commit()

    with pytest.raises(Refusal, match="This was paid already"):
        pay(village, plugins, asked, "Carl")


def test_two_devices_of_one_payer_pay_once(app, village, plugins):
    asked = ask(village, payer="Ana")

    answers = at_once(
        app, 2, lambda session, number: pay(village, plugins, asked, "Ana", session=session).transfer.id
    )

    assert len(set(answers)) == 1
    assert not isinstance(answers[0], Refusal)
    assert village.balance("Ana") == -60


def test_of_two_people_who_open_one_link_at_once_one_pays(app, village, plugins):
    asked, who = ask(village), ("Ana", "Carl")

    answers = at_once(
        app, 2, lambda session, number: pay(village, plugins, asked, who[number], session=session).transfer.id
    )

    refused = [answer for answer in answers if isinstance(answer, Refusal)]
    assert [str(answer) for answer in refused] == ["This was paid already."]
    assert village.balance("Bea") == 60


def test_paid_and_withdrawn_at_once_it_is_one_of_the_two(app, village, plugins):
    asked = ask(village)

    def both(session, number):
        if number:
            return pay(village, plugins, asked, "Ana", session=session).transfer.id
        request = session.get_one(PaymentRequest, asked.id)
        bea = session.get_one(Member, village.members["Bea"].id)
        return payment_requests.withdraw(session, request, by=bea)

    answers = at_once(app, 2, both)

    village.session.refresh(asked)
    assert sum(isinstance(answer, Refusal) for answer in answers) == 1
    assert (asked.state, village.balance("Bea")) in [("paid", 60), ("withdrawn", 0)]


def test_a_refused_payment_leaves_the_request_open(village, plugins):
    asked = ask(village, payer="Ana", amount=601)
    with pytest.raises(Refusal, match="below −10 h"):
        pay(village, plugins, asked, "Ana")
    village.session.rollback()

    assert state_of(asked) is RequestState.OPEN
    assert village.balance("Ana") == 0


def test_an_open_amount_is_said_by_who_pays(village, plugins):
    asked = ask(village, amount=None)
    with pytest.raises(Refusal, match="Say how much"):
        pay(village, plugins, asked, "Ana")

    pay(village, plugins, asked, "Ana", amount=15)

    assert village.balance("Bea") == 15


def test_a_fixed_amount_cannot_be_changed_by_who_pays(village, plugins):
    pay(village, plugins, ask(village), "Ana", amount=1)

    assert village.balance("Bea") == 60


def test_a_request_to_one_member_is_not_paid_by_another(village, plugins):
    asked = ask(village, payer="Ana")

    with pytest.raises(Refusal, match="another account"):
        pay(village, plugins, asked, "Carl")


def test_declined_with_a_word_that_who_asked_reads(village, plugins):
    asked = ask(village, payer="Ana")

    for _ in range(2):
        payment_requests.decline(village.session, asked, by=village.members["Ana"], words="We said Monday.")

    assert asked.state == "declined"
    (told,) = village.session.scalars(
        sa.select(Notification).where(Notification.person_id == village.members["Bea"].person_id)
    )
    assert told.kind == "payment.declined"
    assert told.values["answer"] == "We said Monday."
    with pytest.raises(Refusal, match="The answer to this was no"):
        pay(village, plugins, asked, "Ana")


def test_only_who_is_asked_can_say_no(village):
    asked = ask(village, payer="Ana")

    with pytest.raises(Refusal):
        payment_requests.decline(village.session, asked, by=village.members["Carl"])

    assert asked.state == "open"


def test_only_who_asks_can_take_it_back(village, plugins):
    asked = ask(village, payer="Ana")
    with pytest.raises(Refusal):
        payment_requests.withdraw(village.session, asked, by=village.members["Ana"])

    payment_requests.withdraw(village.session, asked, by=village.members["Bea"])

    with pytest.raises(Refusal, match="taken it back"):
        pay(village, plugins, asked, "Ana")


def test_past_its_time_it_cannot_be_paid_and_the_job_says_so(village, plugins):
    asked = ask(village, expires_at=clock.now() + timedelta(days=1))
    kept = ask(village, expires_at=clock.now() + timedelta(days=3))
    clock.shift(timedelta(days=1, seconds=1))
    assert state_of(asked) is RequestState.EXPIRED
    with pytest.raises(Refusal, match="The time for this is over"):
        pay(village, plugins, asked, "Ana")

    assert payment_requests.expire_requests(village.session) == 1
    assert payment_requests.expire_requests(village.session) == 0

    village.session.expire_all()
    assert (asked.state, kept.state) == ("expired", "open")


def test_a_form_sent_twice_asks_once(village):
    key = new_id()

    assert ask(village, payer="Ana", request_id=key).id == ask(village, payer="Ana", request_id=key).id
    assert kinds(village, "Ana") == ["payment.asked"]


@pytest.mark.parametrize("other", [{"amount": 7}, {"payer": None}])
def test_an_id_that_came_with_something_else_before_is_refused(village, other):
    key = new_id()
    ask(village, payer="Ana", request_id=key)

    with pytest.raises(Refusal, match="already sent with another content"):
        ask(village, **{"payer": "Ana"} | other, request_id=key)


def test_nobody_asks_for_somebody_else_s_account(village):
    def try_it():
        return payment_requests.ask_payment(
            village.session,
            ledger=village.ledger,
            payee=village.accounts["Bea"],
            made_by=village.members["Ana"],
        )

    with pytest.raises(Refusal, match="You may not ask"):
        try_it()
    services.give_right(village.session, village.accounts["Bea"], village.members["Ana"].id, right=Right.SEE)

    assert try_it().payee_id == village.accounts["Bea"].id


@pytest.mark.parametrize("values", [{"amount": 0}, {"amount": -5}, {"payer": "Bea"}])
def test_what_cannot_be_meant_is_refused(village, values):
    with pytest.raises(Refusal):
        ask(village, **values)
    village.session.rollback()
    assert village.session.scalars(sa.select(Transfer)).all() == []


def test_what_was_asked_and_is_paid_regularly_is_among_the_data_a_person_takes_away(village, plugins):
    asked = ask(village, payer="Ana")
    order = standing_orders.make_order(
        village.session,
        plugins,
        ledger=village.ledger,
        payer=village.accounts["Ana"],
        payee=village.accounts["Bea"],
        amount=60,
        text="Eggs",
        rhythm="week",
        first_on=standing_orders.today_of(village.session, village.ledger),
        until=None,
        by=village.members["Ana"],
        order_id=new_id(),
    )

    taken = {
        name: export(village.session, plugins, village.members[name].person)["memberships"][0]
        for name in ("Ana", "Carl")
    }

    assert [row["id"] for row in taken["Ana"]["payment_requests"]] == [str(asked.id)]
    assert [(row["id"], row["text"]) for row in taken["Ana"]["regular_payments"]] == [(str(order.id), "Eggs")]
    assert (taken["Carl"]["payment_requests"], taken["Carl"]["regular_payments"]) == ([], [])
