"""Bonus programmes: from a named fund, capped, and nobody's business."""

import pytest

from app.errors import Refusal
from app.ledgers import correcting
from app.ledgers.models import Account, Transfer
from app.ledgers.queries import common_account, common_accounts
from app.ledgers.services import community_account
from app.notifications.models import Notification
from plugins.local_currency import bonus, fund_check, issuing, named_accounts, services
from tests.plugins.local_currency.counter import Counter


@pytest.fixture
def counter(village) -> Counter:
    return Counter(village)


def programme(counter: Counter, cap: int | None = None, name: str = "Coup de pouce") -> bonus.Programme:
    made = bonus.found(
        counter.session, counter.network, name=name, conditions="For some", percent=50, monthly_cap=cap
    )
    bonus.admit(counter.session, counter.network, made, counter.nour, by=counter.ana)
    counter.session.commit()
    return made


def fill(counter: Counter, found: bonus.Programme, amount: int) -> None:
    issuing.issue(
        counter.session,
        counter.network,
        counter.session.get_one(Account, found.account_id),
        amount=amount,
        means="transfer",
        memo="A gift of the town",
        key=f"fill-{amount}",
        by=counter.ana,
    )
    counter.session.commit()


def balance(counter: Counter, member: object) -> int:
    account = counter.account(member)
    counter.session.refresh(account)
    return account.balance


def test_ten_euros_give_fifteen_units_and_the_fund_pays_the_five(counter: Counter) -> None:
    found = programme(counter)
    fill(counter, found, 10_000)
    slip = counter.issue(counter.nour, 1000)
    other = counter.issue(counter.ana, 1000)
    checked = fund_check.check(counter.session, counter.network.id)

    assert (balance(counter, counter.nour), balance(counter, counter.ana)) == (1500, 1000)
    assert (slip.bonus, slip.programme_id, other.bonus) == (500, found.id, 0)
    assert bonus.standings(counter.session, counter.network.id)[0].in_fund == 9500
    assert checked.is_right
    assert checked.sums.issued == 12_000


def test_undoing_gives_the_bonus_back_to_the_fund(counter: Counter) -> None:
    found = programme(counter, cap=500)
    fill(counter, found, 10_000)
    slip = counter.issue(counter.nour, 1000)

    issuing.undo(counter.session, counter.network, slip, why="wrong", by=counter.ana)
    counter.session.commit()

    assert balance(counter, counter.nour) == 0
    assert bonus.standings(counter.session, counter.network.id)[0].in_fund == 10_000
    assert (
        bonus.left_this_month(counter.session, counter.network, found, counter.account(counter.nour).id)
        == 500
    )


def test_the_bonus_of_a_month_has_an_end(counter: Counter) -> None:
    fill(counter, programme(counter, cap=700), 10_000)
    slips = [counter.issue(counter.nour, 1000) for _time in range(3)]

    assert [slip.bonus for slip in slips] == [500, 200, 0]
    assert balance(counter, counter.nour) == 3700


def test_an_empty_fund_gives_no_bonus_and_stops_nobody(counter: Counter) -> None:
    found = programme(counter)
    fill(counter, found, 499)
    offered = bonus.offered(counter.session, counter.network, counter.account(counter.nour), 1000)
    slip = counter.issue(counter.nour, 1000)

    assert offered is not None
    assert (offered.amount, offered.is_empty) == (0, True)
    assert (slip.bonus, slip.programme_id) == (0, None)
    assert balance(counter, counter.nour) == 1000


def test_one_is_in_one_programme_and_is_told_alone(counter: Counter) -> None:
    programme(counter)
    other = bonus.found(
        counter.session, counter.network, name="Other", conditions="Others", percent=10, monthly_cap=None
    )
    told = counter.session.query(Notification).filter_by(kind="local_currency.bonus_given").all()

    with pytest.raises(Refusal, match="in another programme"):
        bonus.admit(counter.session, counter.network, other, counter.nour, by=counter.ana)
    assert [one.person_id for one in told] == [counter.nour.person_id]


def test_who_left_a_programme_gets_no_bonus(counter: Counter) -> None:
    found = programme(counter)
    fill(counter, found, 10_000)
    bonus.dismiss(counter.session, found, counter.nour.id)

    assert counter.issue(counter.nour, 1000).bonus == 0


def test_members_give_to_the_fund_once_and_never_more_than_they_have(counter: Counter) -> None:
    found = programme(counter)
    counter.issue(counter.ana, 1000)
    for _time in range(2):
        bonus.give(counter.session, counter.network, found, counter.ana, amount=400, key="gift")
    counter.session.commit()

    with pytest.raises(Refusal):
        bonus.give(counter.session, counter.network, found, counter.ana, amount=601, key="more")
    assert bonus.standings(counter.session, counter.network.id)[0].in_fund == 400


def test_two_programmes_do_not_share_a_fund(counter: Counter) -> None:
    programme(counter)

    with pytest.raises(Refusal, match="of that name"):
        programme(counter)


def test_a_fund_that_pays_bonuses_has_no_public_statement(counter: Counter) -> None:
    found = programme(counter)
    fill(counter, found, 10_000)
    before = [view.account.id for view in common_accounts(counter.session)]

    counter.issue(counter.nour, 1000)

    assert found.account_id in before
    assert found.account_id not in [view.account.id for view in common_accounts(counter.session)]
    assert common_account(counter.session, found.account_id) is None


def test_what_a_desk_issued_is_not_corrected_by_halves(counter: Counter) -> None:
    slip = counter.issue(counter.nour, 1000)
    transfer = counter.session.get_one(Transfer, slip.units_transfer_id)

    with pytest.raises(Refusal, match="Undo it there: the euros go back with it"):
        correcting.correct(counter.session, transfer, None, why="The wrong person", key="one", by=counter.ana)

    assert balance(counter, counter.nour) == 1000
    assert fund_check.check(counter.session, counter.network.id).is_right


def test_a_programme_takes_no_account_that_is_for_something_else(counter: Counter) -> None:
    ledger = services.ledger(counter.session, counter.network)
    paper = named_accounts.find_or_open(counter.session, ledger, named_accounts.PAPER)
    community_account(counter.session, ledger, "Projects")

    for name in (paper.name, " Projects ", "PROJECTS"):
        with pytest.raises(Refusal, match="A common account is called so already") as refused:
            programme(counter, name=name)
        assert refused.value.field == "name"
    assert bonus.standings(counter.session, counter.network.id) == []


def test_paper_notes_are_not_backed_by_the_fund_of_a_programme(counter: Counter) -> None:
    ledger = services.ledger(counter.session, counter.network)
    found = programme(counter, name="Billets")

    paper = named_accounts.find_or_open(counter.session, ledger, named_accounts.PAPER)

    assert (paper.name, paper.balance) == ("Billets (2)", 0)
    assert paper.id != found.account_id


def test_a_programme_taken_up_again_keeps_its_fund(counter: Counter) -> None:
    found = programme(counter)
    fill(counter, found, 700)
    bonus.end(counter.session, found)

    bonus.end(counter.session, found)

    assert [
        (one.programme.id, one.in_fund) for one in bonus.standings(counter.session, counter.network.id)
    ] == [(found.id, 700)]
