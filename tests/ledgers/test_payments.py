"""Payments by the services: who may pay, once whatever is sent again, and two at once."""

import pytest
import sqlalchemy as sa

from app import clock
from app.errors import Refusal
from app.ledgers import payments, services
from app.ledgers.models import Account, AccountKind, Ledger, Right, Transfer
from app.ledgers.verification import faults
from app.members.models import Member, MemberStatus
from app.notifications.models import Notification
from app.subnetworks.models import Installation
from app.territories.models import Territory
from app.testing import factories
from tests.ledgers.test_storm import at_once

ZONE = "Europe/Paris"


@pytest.fixture
def plugins(app):
    return app.extensions["together_plugins"]


@pytest.fixture
def pay(village, plugins):
    """``pay("Ana", "Bea", 90)``: by the payer, as a page that was opened just now would."""

    def do(payer, payee, amount, *, by=None, text="", after=None, session=None):
        session = session or village.session
        payer_account, payee_account = (
            session.get_one(Account, village.accounts[one].id) for one in (payer, payee)
        )
        if after is None:
            after, _ = payments.seen_before(session, payer_account, payee_account, amount, text, ZONE)
        return payments.pay(
            session,
            plugins,
            ledger=session.get_one(Ledger, village.ledger.id),
            payer=payer_account,
            payee=payee_account,
            amount=amount,
            text=text,
            by=session.get_one(Member, village.members[by or payer].id),
            after=after,
        )

    return do


def count(session):
    return session.scalar(
        sa.select(sa.func.count()).select_from(Transfer).where(Transfer.reason == "payment")
    )


def test_sent_again_it_is_the_same_payment_and_tells_once(village, pay):
    first = pay("Ana", "Bea", 90, text="Bread", after="2026-03-01")
    village.session.commit()

    again = pay("Ana", "Bea", 90, text="Bread", after="2026-03-01")
    village.session.commit()

    assert (first.again, again.again) == (False, True)
    assert again.transfer.id == first.transfer.id
    assert village.balance("Ana") == -90
    assert village.session.scalars(sa.select(Notification.kind)).all() == ["payment.received"]


def test_the_same_again_on_purpose_is_a_second_payment(village, pay):
    first = pay("Ana", "Bea", 90, text="Bread")
    second = pay("Ana", "Bea", 90, text="Bread")
    village.session.commit()

    assert not second.again
    assert second.transfer.id != first.transfer.id
    assert village.balance("Ana") == -180


def test_the_same_just_now_is_seen_and_after_a_while_no_longer(village, pay):
    made = pay("Ana", "Bea", 90, text="Bread").transfer
    village.session.commit()
    sides = [village.session.get_one(Account, village.accounts[one].id) for one in ("Ana", "Bea")]

    def seen(text="Bread", amount=90):
        return payments.seen_before(village.session, *sides, amount, text, ZONE)

    assert seen() == (str(made.id), made)
    assert seen(text="Milk") == (clock.today(ZONE).isoformat(), None)
    assert seen(amount=91) == (clock.today(ZONE).isoformat(), None)
    clock.shift(payments.JUST_NOW)
    assert seen() == (str(made.id), None)


def test_thirty_two_presses_at_once_pay_once_and_tell_once(app, village, pay):
    answers = at_once(
        app,
        32,
        lambda session, number: pay("Ana", "Bea", 60, after="2026-03-01", session=session).transfer.id,
    )

    assert len(set(answers)) == 1
    assert count(village.session) == 1
    assert village.balance("Bea") == 60
    assert village.session.scalars(sa.select(Notification.kind)).all() == ["payment.received"]
    assert faults(village.session, village.ledger.id) == []


def test_two_who_pay_from_one_account_at_once_cannot_pass_its_limit(app, village, pay):
    services.give_right(village.session, village.accounts["Ana"], village.members["Bea"].id, right=Right.PAY)
    village.session.commit()
    who = ("Ana", "Bea")

    answers = at_once(
        app, 2, lambda session, number: pay("Ana", "Carl", 400, by=who[number], session=session).transfer.id
    )

    assert sum(isinstance(answer, Refusal) for answer in answers) == 1
    assert village.balance("Ana") == -400
    assert faults(village.session, village.ledger.id) == []


def test_a_stranger_cannot_pay_from_somebody_s_account(village, pay):
    with pytest.raises(Refusal, match="You may not pay from this account"):
        pay("Ana", "Bea", 10, by="Bea")


@pytest.mark.parametrize(("amount", "goes"), [(100, True), (101, False)])
def test_who_may_pay_up_to_an_amount_pays_that_and_no_more(village, pay, amount, goes):
    account = village.accounts["Ana"]
    services.give_right(village.session, account, village.members["Bea"].id, right=Right.PAY_UP_TO, most=100)

    if goes:
        pay("Ana", "Carl", amount, by="Bea")
    else:
        with pytest.raises(Refusal, match="You may not pay that much"):
            pay("Ana", "Carl", amount, by="Bea")

    assert village.balance("Carl") == (100 if goes else 0)


def test_a_coordinator_enters_a_payment_for_a_member_who_is_told(village, pay):
    factories.takes_part(village.session, village.subnetwork, village.members["Carl"], coordinates=True)

    made = pay("Ana", "Bea", 60, by="Carl", text="By telephone").transfer

    assert (made.entered_by_id, made.entered_for_id) == (
        village.members["Carl"].id,
        village.members["Ana"].id,
    )
    kinds = village.session.execute(sa.select(Notification.kind, Notification.person_id)).all()
    assert set(kinds) == {
        ("payment.received", village.members["Bea"].person_id),
        ("payment.entered", village.members["Ana"].person_id),
    }


def test_a_coordinator_of_another_sub_network_cannot(village, pay):
    territory = village.session.get_one(Territory, village.ledger.territory_id)
    other = factories.subnetwork(village.session, territory, "gardens")
    factories.takes_part(village.session, other, village.members["Carl"], coordinates=True)

    with pytest.raises(Refusal, match="You may not pay from this account"):
        pay("Ana", "Bea", 60, by="Carl")


def test_a_levy_goes_with_the_payment(village, pay):
    fund = services.community_account(village.session, village.ledger, "Fund")
    services.set_levy(village.session, village.ledger, name="For the fund", account=fund, rate=1000)

    pay("Ana", "Bea", 60)

    assert (village.balance("Ana"), village.balance("Bea"), fund.balance) == (-66, 60, 6)


def test_a_payment_that_was_refused_may_be_tried_again(village, pay):
    with pytest.raises(Refusal, match="below −10 h"):
        pay("Ana", "Bea", 601, after="2026-03-01")
    village.session.rollback()
    services.set_own_limits(village.session, village.accounts["Ana"], floor=-700, ceiling=None)

    made = pay("Ana", "Bea", 601, after="2026-03-01")

    assert not made.again
    assert village.balance("Ana") == -601


def switched_off(village):
    village.session.execute(sa.update(Installation).values(enabled=False))


def closed(village):
    village.subnetwork.closed_at = clock.now()


def for_another_purpose(village):
    village.ledger.purpose = "fund"


def not_its_ledger(village):
    village.ledger.plugin = "goods"
    village.session.add(
        Installation(
            territory_id=village.subnetwork.territory_id, subnetwork_id=village.subnetwork.id, plugin="goods"
        )
    )


@pytest.mark.parametrize("change", [switched_off, closed, for_another_purpose, not_its_ledger])
def test_nothing_is_paid_where_exchanges_cannot_settle(village, pay, change):
    change(village)
    village.session.flush()

    with pytest.raises(Refusal, match="Payments are not open here"):
        pay("Ana", "Bea", 60)


def test_units_are_not_paid_to_the_account_of_issuance(village, pay):
    village.accounts["Bea"] = services.issuance_account(village.session, village.ledger)

    with pytest.raises(Refusal, match="takes no payments"):
        pay("Ana", "Bea", 60)


@pytest.mark.parametrize("status", [MemberStatus.LEFT, MemberStatus.SUSPENDED])
def test_who_is_no_longer_there_is_not_paid(village, pay, status):
    village.members["Bea"].status = status
    village.session.flush()

    with pytest.raises(Refusal, match="takes no payments"):
        pay("Ana", "Bea", 60)


def test_coordinators_alone_pay_from_the_common_account(village, pay):
    village.accounts["Fund"] = services.open_account(
        village.session, village.ledger, kind=AccountKind.COMMUNITY, name="Fund"
    )
    with pytest.raises(Refusal, match="You may not pay from this account"):
        pay("Fund", "Bea", 60, by="Carl")
    factories.takes_part(village.session, village.subnetwork, village.members["Carl"], coordinates=True)

    made = pay("Fund", "Bea", 60, by="Carl").transfer

    assert made.entered_for_id is None
    assert village.balance("Fund") == -60
