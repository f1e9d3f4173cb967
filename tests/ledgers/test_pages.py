from datetime import timedelta

import pytest

from app import clock
from app.ledgers import services
from app.testing import factories
from tests.ledgers.conftest import make_village, set_rules


@pytest.fixture
def village(session):
    return make_village(session)


def enter(client, village, name):
    factories.sign_in(client, village.members[name].person)
    return client


def path(village, name, rest=""):
    return f"/t/bordeaux/accounts/{village.accounts[name].id}{rest}"


def coordinator(village, name="Carl"):
    factories.takes_part(village.session, village.subnetwork, village.members[name], coordinates=True)
    village.session.commit()


def test_my_accounts_say_the_balance_and_what_it_means(client, village):
    village.give("Ana", "Bea", 90)
    village.hold("Ana", "Carl", 30)
    village.session.commit()

    page = enter(client, village, "Ana").get("/t/bordeaux/accounts/").text

    assert "Hours of the valley" in page
    assert "−1 h 30" in page
    assert "You have received more than you gave." in page
    assert "30 min set aside for what is agreed" in page
    assert "May go from −10 h to +20 h." in page


def test_who_has_no_account_is_told_how_one_opens(client, village):
    dina = factories.member(
        village.session, village.members["Ana"].person and _territory(village), first_name="Dina"
    )
    village.session.commit()
    factories.sign_in(client, dina.person)

    page = client.get("/t/bordeaux/accounts/").text

    assert "No account yet" in page
    assert "Hours of the valley" not in page


def _territory(village):
    from app.territories.models import Territory

    return village.session.get(Territory, village.ledger.territory_id)


def test_a_statement_shows_who_what_and_the_balance_before_and_after(client, village):
    village.give("Bea", "Ana", 120, key="1", memo="Bread")
    village.session.commit()
    clock.shift(timedelta(days=40))
    village.give("Ana", "Carl", 45, key="2", memo="A shelf <b>")
    village.session.commit()
    today = clock.today("Europe/Paris")

    page = (
        enter(client, village, "Ana")
        .get(path(village, "Ana", f"?since={today - timedelta(days=3)}&until={today}"))
        .text
    )
    clock.shift(timedelta(0))

    assert "To Carl" in page
    assert "A shelf &lt;b&gt;" in page
    assert "Bread" not in page
    assert page.index("Balance before") < page.index("+2 h") < page.index("−45 min")
    assert page.index("−45 min") < page.index("+1 h 15", page.index("Balance after"))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?since=2026-03-02&until=2026-03-01", "The last day comes before the first one."),
        ("?since=yesterday&until=2026-03-01", "Choose a first day."),
        ("?since=&until=2026-03-01", "Choose a first day."),
    ],
)
def test_a_period_that_cannot_be_gets_a_sentence_and_keeps_what_was_typed(client, village, query, sentence):
    answer = enter(client, village, "Ana").get(path(village, "Ana", query))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="2026-03-01"' in answer.text


def test_a_statement_is_for_its_holder_and_a_coordinator_only(client, village):
    assert enter(client, village, "Bea").get(path(village, "Ana")).status_code == 404
    coordinator(village, "Bea")

    answer = client.get(path(village, "Ana"))
    page = answer.text

    assert answer.status_code == 200
    assert "<h1>Ana</h1>" in page
    assert "Nothing moved in these days." in page
    assert "Change the limits of this account" in page


def test_a_coordinator_of_another_subnetwork_does_not_find_it(client, village):
    other = factories.subnetwork(village.session, _territory(village), "tools")
    factories.takes_part(village.session, other, village.members["Bea"], coordinates=True)
    village.session.commit()

    enter(client, village, "Bea")

    for rest in ("", ".csv", ".pdf", "/limits", "/holders"):
        assert client.get(path(village, "Ana", rest)).status_code == 404


def test_a_download_is_a_table_in_which_no_cell_computes(client, village):
    village.give("Bea", "Ana", 120, key="1", memo="=HYPERLINK(1)")
    village.give("Ana", "Carl", 45, key="2", memo=" +33 6, or -1")
    village.session.commit()

    answer = enter(client, village, "Ana").get(path(village, "Ana", ".csv"))

    lines = answer.get_data().decode("utf-8-sig").splitlines()
    assert lines[0] == (
        "Number,Day,Time,With,Reason,What,Recorded by,Recorded for,Correction,"
        "Amount (minutes),Balance (minutes)"
    )
    assert lines[1].endswith(",Balance before,,,,,,0")
    assert lines[2].endswith(",Bea,Exchange,'=HYPERLINK(1),,,,120,120")
    assert lines[3].endswith(""",Carl,Exchange,"' +33 6, or -1",,,,-45,75""")
    assert lines[4].endswith(",Balance after,,,,,,75")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="statement-')


def test_a_coordinator_gives_an_account_limits_of_its_own_and_back(client, village):
    coordinator(village)
    enter(client, village, "Carl")

    factories.post(client, path(village, "Ana", "/limits"), floor="-20", ceiling="")
    village.session.refresh(village.accounts["Ana"])
    own = (village.accounts["Ana"].floor, village.accounts["Ana"].ceiling, village.accounts["Ana"].own_limits)
    village.session.commit()
    factories.post(client, path(village, "Ana", "/limits"), floor="-20", ceiling="", as_all="1")
    village.session.refresh(village.accounts["Ana"])

    assert own == (-1200, None, True)
    assert (village.accounts["Ana"].floor, village.accounts["Ana"].ceiling) == (-600, 1200)


def test_a_limit_that_is_already_passed_is_said_beside_its_field(client, village):
    village.give("Ana", "Bea", 300)
    coordinator(village)
    enter(client, village, "Carl")

    answer = factories.post(client, path(village, "Ana", "/limits"), floor="-2", ceiling="8")

    assert answer.status_code == 422
    assert "Lowest balance: This account is already below that limit." in answer.text
    assert 'value="8"' in answer.text


def test_a_member_may_not_change_limits(client, village):
    enter(client, village, "Ana")

    factories.post(client, path(village, "Ana", "/limits"), floor="-99", ceiling="")

    assert village.accounts["Ana"].floor == -600


def test_the_statement_of_the_community_says_what_it_is(client, village):
    set_rules(village.session, village.subnetwork, name="Hours", floor=-600, ceiling=1200, welcome=60)
    dina = factories.member(village.session, _territory(village), first_name="Dina")
    services.account_of(village.session, village.ledger, dina.id)
    common = services.community_account(village.session, village.ledger)
    coordinator(village)

    page = enter(client, village, "Carl").get(f"/t/bordeaux/accounts/{common.id}").text

    assert "The account of the community itself" in page
    assert "To Dina" in page
    assert "−1 h" in page
