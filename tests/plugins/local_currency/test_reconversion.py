"""Changing units back: organisations only, at a rate, and issued = fund holds to the cent."""

import pytest
import sqlalchemy as sa

from app.errors import Refusal
from app.ledgers.models import Account
from app.ledgers.services import community_account
from app.notifications.models import Notification
from plugins.local_currency import approvals, desk, fund_check, issuing, reconversion, reconversion_rules
from plugins.local_currency.desk_models import Means
from plugins.local_currency.programme_models import Reconversion, ReconversionState
from tests.plugins.local_currency.counter import IBAN, Counter


@pytest.fixture
def counter(village) -> Counter:
    made = Counter(village)
    made.bakery = made.shop()
    account = made.session.get_one(Account, made.bakery.account_id)
    issuing.issue(
        made.session,
        made.network,
        account,
        amount=10_001,
        means=Means.TRANSFER,
        memo="",
        key="k",
        by=made.ana,
    )
    made.session.commit()
    return made


def ask(counter: Counter, amount: int, means: str = Means.TRANSFER, iban: str = IBAN, **more) -> Reconversion:
    made = reconversion.ask(
        counter.session,
        counter.network,
        more.get("organisation", counter.bakery),
        amount=amount,
        means=means,
        iban=iban,
        key=more.get("key", f"ask-{amount}"),
        by=more.get("by", counter.nour),
    )
    counter.session.commit()
    return made


def left(counter: Counter) -> int:
    return counter.session.get_one(Account, counter.bakery.account_id, populate_existing=True).balance


@pytest.mark.parametrize(
    ("amount", "rate", "commission", "payout"),
    [
        (10_000, 500, 500, 9500),
        (1, 500, 0, 1),
        (19, 500, 0, 19),
        (20, 500, 1, 19),
        (333, 250, 8, 325),
        (5, 0, 0, 5),
    ],
)
def test_what_stays_is_rounded_down(amount: int, rate: int, commission: int, payout: int) -> None:
    shares = reconversion_rules.calculate(amount, rate)

    assert (shares.commission, shares.payout) == (commission, payout)
    assert shares.commission + shares.payout == amount


def test_units_go_back_and_as_many_euros_leave_the_fund(counter: Counter) -> None:
    request = ask(counter, 10_001)
    slip = reconversion.execute(counter.session, counter.network, request, by=counter.ana)
    counter.session.commit()
    checked = fund_check.check(counter.session, counter.network.id)
    common = community_account(counter.session, counter.units())

    assert (left(counter), common.balance, slip.amount) == (0, 500, 9501)
    assert checked.is_right
    assert (checked.sums.issued, checked.sums.fund, checked.sums.in_hand) == (500, 500, 500)
    assert request.state == ReconversionState.EXECUTED
    kinds = counter.session.scalars(
        sa.select(Notification.kind).where(Notification.kind.like("%reconversion%"))
    ).all()
    assert sorted(kinds) == ["local_currency.reconversion_asked", "local_currency.reconversion_executed"]


def test_cash_is_paid_at_a_desk_that_has_it(counter: Counter) -> None:
    request = ask(counter, 1000, Means.CASH, "")
    at = counter.desk()
    with pytest.raises(Refusal, match="at a desk"):
        reconversion.execute(counter.session, counter.network, request, by=counter.ana)
    counter.session.rollback()
    day = counter.day(at)
    with pytest.raises(Refusal, match="not that much cash"):
        reconversion.execute(counter.session, counter.network, request, by=counter.kim, day=day)
    counter.session.rollback()
    counter.issue(counter.ana, 2000, day)

    reconversion.execute(counter.session, counter.network, request, by=counter.kim, day=day)
    counter.session.commit()

    assert desk.cash_of(counter.session, at) == 2000 - 950
    assert fund_check.check(counter.session, counter.network.id).is_right


def test_a_request_is_executed_once(counter: Counter) -> None:
    request = ask(counter, 1000)
    reconversion.execute(counter.session, counter.network, request, by=counter.ana)
    counter.session.commit()

    with pytest.raises(Refusal, match="decided already"):
        reconversion.execute(counter.session, counter.network, request, by=counter.ana)
    assert left(counter) == 9001


def test_an_undone_payment_can_be_made_again(counter: Counter) -> None:
    request = ask(counter, 1000)
    slip = reconversion.execute(counter.session, counter.network, request, by=counter.ana)
    issuing.undo(counter.session, counter.network, slip, why="wrong account at the bank", by=counter.ana)
    counter.session.commit()
    between = (left(counter), request.state)

    reconversion.execute(counter.session, counter.network, request, by=counter.ana)
    counter.session.commit()

    assert between == (10_001, ReconversionState.ASKED)
    assert left(counter) == 9001
    assert fund_check.check(counter.session, counter.network.id).is_right


def test_a_form_sent_twice_asks_once(counter: Counter) -> None:
    assert ask(counter, 1000, key="same").id == ask(counter, 1000, key="same").id


def test_nobody_asks_for_more_than_there_is_or_for_others(counter: Counter) -> None:
    with pytest.raises(Refusal, match="only 100.01 GR"):
        ask(counter, 10_002)
    with pytest.raises(Refusal, match="Only who may pay"):
        ask(counter, 100, by=counter.kim)
    with pytest.raises(Refusal, match="IBAN is not right"):
        ask(counter, 100, iban="FR15 2004 1010 0505 0001 3M02 606")


def test_units_spent_meanwhile_are_not_paid_out(counter: Counter) -> None:
    first, second = ask(counter, 10_000), ask(counter, 9000)
    reconversion.execute(counter.session, counter.network, first, by=counter.ana)
    counter.session.commit()

    with pytest.raises(Refusal, match="only 0.01 GR"):
        reconversion.execute(counter.session, counter.network, second, by=counter.ana)


def test_an_organisation_that_was_never_approved_changes_nothing_back(counter: Counter) -> None:
    asked = approvals.apply(
        counter.session,
        counter.network,
        kind=approvals.OrganisationKind.ASSOCIATION,
        name="Choir",
        words=approvals.Words(activity="Songs"),
        member=counter.nour,
    )

    with pytest.raises(Refusal, match="that were approved"):
        ask(counter, 100, organisation=asked)


def test_who_left_still_changes_back_what_they_have(counter: Counter) -> None:
    approvals.withdraw(counter.session, counter.network, counter.bakery, reason="Closed", by=counter.ana)
    counter.session.commit()
    reconversion.execute(counter.session, counter.network, ask(counter, 10_001), by=counter.ana)
    counter.session.commit()

    assert left(counter) == 0


def test_a_refusal_needs_a_reason_and_forgets_the_iban(counter: Counter) -> None:
    request, other = ask(counter, 1000), ask(counter, 2000)
    with pytest.raises(Refusal, match="Say why"):
        reconversion.refuse(counter.session, counter.network, request, reason="", by=counter.ana)
    counter.session.rollback()
    reconversion.refuse(
        counter.session, counter.network, request, reason="Spend it at the market", by=counter.ana
    )
    reconversion.withdraw(counter.session, counter.network, other, by=counter.nour)
    counter.session.commit()

    assert (request.state, request.iban, other.state, other.iban) == (
        ReconversionState.REFUSED, "", ReconversionState.WITHDRAWN, "",
    )  # fmt: skip
    assert left(counter) == 10_001


def test_no_more_is_paid_than_the_bank_account_holds(counter: Counter) -> None:
    day = counter.day(counter.desk())
    account = counter.session.get_one(Account, counter.bakery.account_id)
    issuing.issue(
        counter.session,
        counter.network,
        account,
        amount=5000,
        means=Means.CASH,
        memo="",
        key="cash",
        by=counter.kim,
        day=day,
    )
    request = ask(counter, 15_001)

    with pytest.raises(Refusal, match=r"bank account of the fund: €100\.01"):
        reconversion.execute(counter.session, counter.network, request, by=counter.ana)
