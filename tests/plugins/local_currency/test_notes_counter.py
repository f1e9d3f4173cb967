"""Notes go to members and organisations: nobody at a desk pays a common account out in notes."""

import pytest

from app.errors import Refusal
from app.ledgers.models import Account
from app.ledgers.services import community_account
from app.testing.program import Program
from plugins.local_currency import bonus, notes_counter
from plugins.local_currency import desk as desks
from tests.plugins.local_currency.test_notes_pages import Counter


@pytest.fixture
def counter(village) -> Counter:
    return Counter(village)


def hand_out(counter: Counter, account: Account, means: str = notes_counter.ACCOUNT) -> None:
    notes_counter.hand_out(
        counter.session,
        counter.network,
        {counter.fives.id: 1},
        place=counter.desk,
        account=account,
        means=means,
        memo="",
        key=f"to {account.id} by {means}",
        by=counter.nour,
    )


@pytest.mark.parametrize("means", [notes_counter.ACCOUNT, "cash"])
def test_no_common_account_is_paid_out_in_notes(counter, means: str):
    common = community_account(counter.session, counter.ledger, "Projects")
    counter.issue(common, 3000)

    with pytest.raises(Refusal, match="no common account is paid out in notes"):
        hand_out(counter, common, means)

    assert (common.balance, counter.paper()) == (3000, (0, 0, True))
    assert desks.cash_of(counter.session, counter.counter) == 0


def test_an_organisation_gets_notes(counter):
    bakery = counter.account_of(counter.organisation("Bakery"))
    counter.issue(bakery, 3000)

    hand_out(counter, bakery)
    counter.session.commit()

    assert (bakery.balance, counter.paper()) == (2500, (500, 500, True))


def test_a_program_at_a_desk_pays_no_fund_out_in_notes(counter, app):
    found = bonus.found(
        counter.session, counter.network, name="Help", conditions="Some", percent=50, monthly_cap=None
    )
    in_fund = counter.session.get_one(Account, found.account_id)
    counter.issue(in_fund, 3000)
    nour = Program.of(app, counter.nour)
    path = f"/bordeaux/local_currency/{counter.network.slug}/notes/places/{counter.desk.id}/issue"
    one = [{"series_id": str(counter.fives.id), "quantity": 1}]

    refused = nour.post(path, json={"to": f"programme:{found.id}", "notes": one})
    counter.session.expire_all()

    assert refused.status_code == 409
    assert "Only members and organisations get notes" in refused.json["reasons"][0]
    assert (in_fund.balance, counter.paper()) == (3000, (0, 0, True))
