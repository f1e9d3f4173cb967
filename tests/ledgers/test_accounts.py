import pytest
import sqlalchemy as sa

from app.db.engine import reading
from app.errors import Refusal
from app.ledgers import services
from app.ledgers.models import Account, Ledger, Transfer
from app.testing import factories
from tests.ledgers.conftest import set_rules


def _newcomer(village):
    territory = factories.territory(village.session, "elsewhere")
    return factories.member(village.session, territory, first_name="Dina")


def test_a_ledger_is_opened_once_for_a_plugin_of_a_subnetwork(village):
    again = set_rules(village.session, village.subnetwork, name="Another name")

    assert again is village.ledger
    assert village.ledger.name == "Another name"


def test_a_request_that_only_reads_opens_and_changes_nothing(village):
    other = factories.subnetwork(village.session, factories.territory(village.session, "elsewhere"), "tools")
    village.session.commit()

    with reading():
        as_it_would_be = set_rules(village.session, other, floor=-30)
        set_rules(village.session, village.subnetwork, floor=-30)
        village.session.commit()

    assert (as_it_would_be.unit, as_it_would_be.floor) == ("minutes", -30)
    assert [ledger.floor for ledger in village.session.scalars(sa.select(Ledger))] == [-600]


def test_a_member_has_one_account_with_the_limits_of_the_ledger(village):
    again = services.account_of(village.session, village.ledger, village.members["Ana"].id)

    assert again.id == village.accounts["Ana"].id
    assert (again.floor, again.ceiling) == (-600, 1200)


def test_the_community_has_one_account_without_limits(village):
    first = services.community_account(village.session, village.ledger)
    second = services.community_account(village.session, village.ledger)

    assert first.id == second.id
    assert (first.kind, first.member_id, first.floor, first.ceiling) == ("community", None, None, None)


def test_the_welcome_is_given_once_by_the_community(village):
    set_rules(village.session, village.subnetwork, name="Hours", floor=-600, ceiling=1200, welcome=900)
    dina = _newcomer(village)

    account = services.account_of(village.session, village.ledger, dina.id)
    services.account_of(village.session, village.ledger, dina.id)
    village.session.commit()

    moved = village.session.scalars(sa.select(Transfer)).all()
    assert [(transfer.reason, transfer.amount, transfer.payee_id) for transfer in moved] == [
        ("welcome", 900, account.id)
    ]
    assert services.community_account(village.session, village.ledger).balance == -900
    assert village.session.scalar(sa.select(sa.func.sum(Account.balance))) == 0
    assert village.balance("Ana") == 0


def test_new_limits_reach_every_account_that_has_none_of_its_own(village):
    services.set_own_limits(village.session, village.accounts["Bea"], floor=-60, ceiling=None)

    set_rules(village.session, village.subnetwork, name="Hours", floor=-300, ceiling=None, welcome=0)
    village.session.commit()

    limits = {name: (account.floor, account.ceiling) for name, account in village.accounts.items()}
    assert limits == {"Ana": (-300, None), "Bea": (-60, None), "Carl": (-300, None)}


def test_an_account_beyond_a_new_limit_keeps_its_place_and_comes_nearer(village):
    village.give("Ana", "Bea", 500)
    set_rules(village.session, village.subnetwork, name="Hours", floor=-300, ceiling=400, welcome=0)
    ana, bea = village.accounts["Ana"], village.accounts["Bea"]
    assert (ana.floor, bea.ceiling) == (-500, 500)

    village.give("Bea", "Ana", 150, key="back")
    services.apply_limits(village.session, village.ledger)

    assert (ana.floor, bea.ceiling) == (-350, 400)


def test_limits_of_its_own_can_be_given_back(village):
    ana = village.accounts["Ana"]
    services.set_own_limits(village.session, ana, floor=None, ceiling=None)
    village.give("Ana", "Bea", 1000)

    with pytest.raises(Refusal, match="already below"):
        services.set_own_limits(village.session, ana, floor=-999, ceiling=None)
    services.follow_ledger_limits(village.session, village.ledger, ana)

    assert (ana.floor, ana.ceiling, ana.own_limits) == (-1000, 1200, False)
