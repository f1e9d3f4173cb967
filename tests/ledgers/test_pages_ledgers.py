"""The coordinator's pages of a ledger: accounts, groups, levies, and limits that could grow."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.ledgers import groups, limits, services
from app.ledgers.models import Account, AccountGroup, AccountKind, Levy, OnLimit
from app.roles import Role
from app.testing import factories
from tests.ledgers.conftest import make_village, set_rules


@pytest.fixture
def village(session):
    made = make_village(session)
    factories.takes_part(session, made.subnetwork, made.members["Carl"], coordinates=True)
    session.commit()
    return made


def enter(client, village, name="Carl"):
    factories.sign_in(client, village.members[name].person)
    return client


def path(village, rest=""):
    return f"/t/bordeaux/ledgers/{village.ledger.id}{rest}"


def shops(village, floor=-1200, **rules):
    made = services.set_group(village.session, village.ledger, "Shops", floor=floor, ceiling=None, **rules)
    village.session.commit()
    return made


def limits_of(village, name):
    account = village.accounts[name]
    village.session.commit()
    village.session.refresh(account)
    found = (account.floor, account.ceiling, account.warn_floor, account.own_limits)
    village.session.commit()
    return found


def test_the_page_of_a_ledger_finds_accounts_by_name_and_puts_them_in_order(client, village):
    village.give("Ana", "Bea", 90)
    village.session.commit()
    enter(client, village)

    everything = client.get(path(village)).text
    lowest = client.get(path(village, "?order=lowest")).text
    found = client.get(path(village, "?q=be")).text
    nobody = client.get(path(village, "?q=%25")).text

    assert "3 accounts" in everything
    assert "1 h 30" in everything.split("Out with members")[1].split("</dd>")[0]
    assert everything.index(">Ana<") < everything.index(">Bea<") < everything.index(">Carl<", 5000)
    assert lowest.index(">Ana<") < lowest.index(">Carl<", lowest.index("accounts")) < lowest.index(">Bea<")
    assert ("1 account" in found, ">Bea<" in found, ">Ana<" in found) == (True, True, False)
    assert "No account fits “%”." in nobody


def test_an_administrator_looks_and_changes_nothing(client, village):
    factories.grant(village.session, village.members["Ana"], Role.ADMINISTRATOR)
    village.session.commit()
    enter(client, village, "Ana")

    page = client.get(path(village)).text

    assert ">Bea<" in page
    assert "Open an account" not in page
    assert "/statement" not in page
    for rest in ("/journal", "/groups", "/levies", "/suggestions", "/open"):
        assert client.get(path(village, rest)).status_code == 404
    assert factories.post(client, path(village, "/put"), account="x").status_code == 404


def test_accounts_that_are_ticked_get_the_limits_of_a_group_and_lose_their_own(client, village):
    group = shops(village)
    services.set_own_limits(village.session, village.accounts["Bea"], floor=-60, ceiling=60)
    village.session.commit()
    enter(client, village)
    ids = [str(village.accounts[name].id) for name in ("Ana", "Bea")]
    village.session.commit()

    factories.post(client, path(village, "/put"), account=ids, group=str(group.id))
    inside = [limits_of(village, name) for name in ("Ana", "Bea", "Carl")]
    factories.post(client, path(village, "/put"), account=ids[:1], group="")

    assert inside == [(-1200, None, None, False), (-1200, None, None, False), (-600, 1200, None, False)]
    assert limits_of(village, "Ana") == (-600, 1200, None, False)


def test_a_group_is_made_renamed_told_only_and_dissolved(client, village):
    enter(client, village)
    form = {"name": "Shops", "floor": "-20", "ceiling": "", "on_limit": "block"}

    factories.post(client, path(village, "/groups"), **form)
    twice = factories.post(client, path(village, "/groups"), **form | {"name": "shops"})
    group = village.session.scalars(sa.select(AccountGroup)).one()
    services.put_in_group(village.session, village.ledger, village.accounts["Ana"], group)
    page = path(village, f"/groups/{group.id}")
    village.session.commit()
    factories.post(client, page, **form | {"name": "Associations", "floor": "\u221212,5", "on_limit": "warn"})
    changed = limits_of(village, "Ana")
    named = village.session.scalars(sa.select(AccountGroup.name)).all()
    village.session.commit()
    factories.post(client, page, dissolve="1")

    assert "There is a group of that name already." in twice.text
    assert changed == (None, None, -750, False)
    assert named == ["Associations"]
    assert limits_of(village, "Ana") == (-600, 1200, None, False)
    assert village.session.scalars(sa.select(AccountGroup.name)).all() == []


def test_a_group_of_another_ledger_is_not_found(client, village):
    other = factories.subnetwork(village.session, _territory(village), "other")
    foreign = services.set_group(
        village.session, set_rules(village.session, other), "Shops", floor=None, ceiling=None
    )
    village.session.commit()
    enter(client, village)

    page = path(village, f"/groups/{foreign.id}")
    put = factories.post(
        client, path(village, "/put"), account=str(village.accounts["Ana"].id), group=str(foreign.id)
    )

    assert client.get(page).status_code == 404
    assert factories.post(client, page, dissolve="1").status_code == 404
    assert put.status_code == 404
    assert groups.groups_of(village.session, foreign.ledger_id) == [(foreign, 0)]


def _territory(village):
    from app.territories.models import Territory

    return village.session.get(Territory, village.ledger.territory_id)


def test_a_limit_that_is_only_told_is_told_kindly(client, village):
    group = shops(village, floor=-60, on_limit=OnLimit.WARN)
    services.put_in_group(village.session, village.ledger, village.accounts["Ana"], group)
    village.give("Ana", "Bea", 90)
    village.session.commit()

    page = enter(client, village, "Ana").get("/t/bordeaux/accounts/").text

    assert "This account is lower than −1 h, where we agreed to look after it together." in page


def test_a_levy_is_set_into_a_new_fund_and_ended(client, village):
    enter(client, village)

    factories.post(
        client,
        path(village, "/levies"),
        name="Solidarity",
        rate="2,5 %",
        fixed="",
        paid_by="payee",
        account="new",
    )
    village.session.refresh(village.ledger)
    levy = village.session.scalars(sa.select(Levy)).one()
    said = (levy.rate, levy.fixed, levy.paid_by)
    fund = village.session.get(Account, levy.account_id)
    village.give("Ana", "Bea", 120, reason="payment")
    village.session.commit()
    shown = client.get(path(village, "/levies")).text
    again = factories.post(
        client, path(village, "/levies"), name="solidarity", rate="1", paid_by="payer", account=str(fund.id)
    )
    close = f"/t/bordeaux/accounts/{fund.id}/close"
    village.session.commit()
    closed = client.get(factories.post(client, close).location).text
    end = path(village, f"/levies/{levy.id}/end")
    village.session.commit()
    factories.post(client, end)
    factories.post(client, end)
    village.session.expire_all()

    assert said == (250, 0, "payee")
    assert (fund.kind, fund.name, fund.balance) == (AccountKind.COMMUNITY, "Solidarity", 3)
    assert "2.5 % of each payment, paid by who receives." in shown
    assert "3 min so far" in shown
    assert "A levy of that name is taken already." in again.text
    assert "A levy goes to this account. End the levy first." in closed
    assert village.ledger.has_levies is False


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "", "rate": "3"}, "Give it a name."),
        ({"name": "All", "rate": ""}, "Write a percentage, or a fixed amount besides."),
        ({"name": "All", "rate": "0", "fixed": "0 min"}, "Write a percentage, or a fixed amount besides."),
        ({"name": "All", "rate": "101"}, "Between 0 and 100 percent."),
        ({"name": "All", "rate": "-1"}, "Between 0 and 100 percent."),
        ({"name": "All", "rate": "NaN"}, "Not a valid decimal value."),
        ({"name": "All", "rate": "0.333"}, "At most two decimals, please."),
        ({"name": "All", "rate": "", "fixed": "many"}, "Write a time such as 1 h 30 or 45 min."),
        ({"name": "All", "rate": "3", "account": "elsewhere"}, "Not a valid choice."),
    ],
)
def test_a_levy_that_cannot_be_gets_a_sentence(client, village, typed, sentence):
    enter(client, village)

    answer = factories.post(
        client, path(village, "/levies"), **{"paid_by": "payer", "account": "new"} | typed
    )

    assert answer.status_code == 422
    assert sentence in answer.text
    assert village.session.scalars(sa.select(Levy)).all() == []


@pytest.mark.parametrize(
    ("received", "partners", "more"),
    [
        (4800, 12, 1200),  # a quarter of 80 h is 20 h, the widest
        (2400, 12, 600),
        (2400, 6, 300),
        (2400, 2, 0),  # two friends alone
        (950, 12, 180),  # 237 min, rounded down to whole hours
        (100_000, 40, 1200),  # never more than twice the usual
    ],
)
def test_the_formula_of_wider_limits_is_the_documented_one(village, received, partners, more):
    assert limits.extra(village.ledger, -600, received=received, partners=partners) == more


def test_where_nobody_may_owe_nothing_is_suggested(village):
    assert limits.extra(village.ledger, 0, received=10_000, partners=12) == 0


def pay_ana(village, partners, amount=600):
    for number in range(partners):
        member = factories.member(village.session, _territory(village), first_name=f"P{number}")
        account = services.account_of(village.session, village.ledger, member.id)
        services.transfer(
            village.session,
            ledger=village.ledger,
            payer_id=account.id,
            payee_id=village.accounts["Ana"].id,
            amount=amount,
            reason="exchange",
            key=f"p{number}",
        )
        services.transfer(
            village.session,
            ledger=village.ledger,
            payer_id=village.accounts["Ana"].id,
            payee_id=account.id,
            amount=amount,
            reason="gift",
            key=f"g{number}",
        )
    village.session.commit()


def test_a_suggestion_says_why_and_holds_only_when_somebody_accepts_it(client, village):
    pay_ana(village, 4)  # 40 h from 4 partners: 40 h / 4 * 4/12, rounded down to 3 h
    enter(client, village)
    ana = str(village.accounts["Ana"].id)
    village.session.commit()

    page = client.get(path(village, "/suggestions")).text
    before = limits_of(village, "Ana")
    other = factories.post(client, path(village, "/suggestions"), account=ana, floor="-99999")
    refused = client.get(other.location).text
    factories.post(client, path(village, "/suggestions"), account=ana, floor="-780")

    assert "Was paid 40 h in 12 months by 4 different partners." in page
    assert "−10 h now, −13 h suggested" in page
    assert before == (-600, 1200, None, False)
    assert "Meanwhile something else is suggested." in refused
    assert limits_of(village, "Ana") == (-780, 1380, None, True)
    assert limits.suggestions(village.session, village.ledger) == []


def test_what_was_taken_back_or_is_long_past_does_not_widen_limits(village):
    clock.shift(timedelta(days=-400))
    pay_ana(village, 4)
    clock.shift(timedelta(0))
    wrong = village.give("Bea", "Ana", 600, key="wrong")
    services.reverse(village.session, wrong.id, key="undo")
    village.session.commit()

    assert limits.received_by_account(village.session, village.ledger) == {}


def test_the_seal_of_the_chain_stands_on_the_page(client, village):
    from app.ledgers import chain

    village.give("Ana", "Bea", 90)
    village.session.commit()
    chain.link_all(village.session)
    digest = chain.head(village.session, village.ledger.id).hex
    village.session.commit()

    page = enter(client, village).get(path(village)).text

    assert "Sealed: one movement" in page
    assert digest in page
