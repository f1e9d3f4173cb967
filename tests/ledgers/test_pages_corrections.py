"""A coordinator's mistake: found in the journal, put right in one step, seen and told to all concerned."""

import pytest
import sqlalchemy as sa

from app.ledgers import services
from app.ledgers.models import AccountKind, Right, Transfer
from app.notifications.models import Notification
from app.testing import factories
from tests.ledgers.conftest import make_village


@pytest.fixture
def village(session):
    made = make_village(session)
    factories.takes_part(session, made.subnetwork, made.members["Carl"], coordinates=True)
    session.commit()
    return made


def enter(client, village, name="Carl"):
    factories.sign_in(client, village.members[name].person)
    return client


def page_of(village, transfer):
    return f"/t/bordeaux/ledgers/{village.ledger.id}/transfers/{transfer.id}/correct"


def journal(village, query=""):
    return f"/t/bordeaux/ledgers/{village.ledger.id}/journal{query}"


def levied(village, rate=1000):
    fund = services.community_account(village.session, village.ledger, "Solidarity fund")
    services.set_levy(village.session, village.ledger, name="Solidarity", account=fund, rate=rate)
    village.accounts["fund"] = fund
    return fund


def told(village, name):
    rows = village.session.scalars(
        sa.select(Notification)
        .where(Notification.person_id == village.members[name].person_id)
        .order_by(Notification.created_at)
    )
    return [(row.kind, row.values.get("amount"), row.values.get("was")) for row in rows]


def test_a_wrong_amount_is_put_right_with_its_levy_and_both_are_told(client, village):
    levied(village)
    wrong = village.give("Ana", "Bea", 540, memo="Bread")
    village.session.commit()
    enter(client, village)

    seen = factories.post(
        client,
        page_of(village, wrong),
        key="k",
        what="amount",
        amount="1 h",
        person="",
        why="Nine times less",
    )
    nothing_yet = village.balance("Ana")
    village.session.commit()
    done = factories.post(
        client,
        page_of(village, wrong),
        key="k",
        what="amount",
        amount="1 h",
        person="",
        why="Nine times less",
        do="1",
    )
    village.session.commit()

    assert "This will happen" in seen.text
    assert "9 h goes back from Bea to Ana" in seen.text
    assert "1 h goes from Ana to Bea" in seen.text
    assert "Ana stands at −1 h 06, now −9 h 54" in seen.text
    assert nothing_yet == -594
    assert done.status_code == 302
    assert (village.balance("Ana"), village.balance("Bea"), village.balance("fund")) == (-66, 60, 6)
    assert told(village, "Ana") == [("account.replaced", "1 h", "9 h")]
    assert told(village, "Bea") == [("account.replaced", "1 h", "9 h")]
    assert told(village, "Carl") == []


def test_sent_twice_a_correction_happens_and_is_told_once(client, village):
    wrong = village.give("Ana", "Bea", 90)
    village.session.commit()
    enter(client, village)
    sent = {"key": "k", "what": "payee", "amount": "1 h 30", "why": "It was Carl", "do": "1"}
    sent["person"] = str(village.accounts["Carl"].id)

    for _time in range(2):
        factories.post(client, page_of(village, wrong), **sent)
    village.session.commit()

    assert [village.balance(name) for name in ("Ana", "Bea", "Carl")] == [-90, 0, 90]
    assert village.session.scalar(sa.select(sa.func.count()).select_from(Transfer)) == 3
    assert told(village, "Ana") == [("account.replaced", "1 h 30", "1 h 30")]
    assert told(village, "Bea") == [("account.replaced", "0 min", "1 h 30")]


def test_limits_hold_for_what_both_entries_do_together(client, village):
    """Bea has spent what she was given: taking all of it back and giving a little less is still possible."""
    wrong = village.give("Ana", "Bea", 600, key="1")
    village.give("Bea", "Carl", 1100, key="2")
    village.session.commit()
    enter(client, village)

    factories.post(
        client, page_of(village, wrong), key="k", what="amount", amount="9 h", why="One hour less", do="1"
    )
    village.session.commit()

    assert (village.balance("Ana"), village.balance("Bea")) == (-540, -560)


def test_a_limit_that_says_no_is_explained_and_what_was_typed_is_kept(client, village):
    wrong = village.give("Ana", "Bea", 60)
    village.session.commit()
    enter(client, village)

    answer = factories.post(
        client, page_of(village, wrong), key="k", what="amount", amount="50 h", why="Much more", do="1"
    )

    assert answer.status_code == 422
    assert "This would take Ana&#39;s account below −10 h." in answer.text
    assert 'value="50 h"' in answer.text
    assert "Much more" in answer.text
    assert village.balance("Ana") == -60


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"what": "", "why": "x"}, "Say what was wrong."),
        ({"what": "amount", "amount": "", "why": "x"}, "Write the right amount."),
        ({"what": "amount", "amount": "NaN", "why": "x"}, "Write a time such as 1 h 30 or 45 min."),
        ({"what": "amount", "amount": "-1 h", "why": "x"}, "Write a time such as 1 h 30 or 45 min."),
        ({"what": "amount", "amount": "0 min", "why": "x"}, "Write more than zero."),
        ({"what": "amount", "amount": "1 h", "why": "x"}, "That is what was entered."),
        ({"what": "payee", "amount": "1 h", "why": "x"}, "Choose the right person."),
        ({"what": "undo", "why": ""}, "Say in a few words what was wrong."),
    ],
)
def test_what_cannot_be_gets_a_sentence(client, village, typed, sentence):
    wrong = village.give("Ana", "Bea", 60)
    village.session.commit()
    enter(client, village)

    answer = factories.post(client, page_of(village, wrong), key="k", do="1", **typed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert village.balance("Ana") == -60


def test_undone_it_stands_on_both_statements_and_cannot_be_undone_again(client, village):
    wrong = village.give("Ana", "Bea", 60, memo="Bread")
    village.session.commit()
    enter(client, village)

    factories.post(client, page_of(village, wrong), key="k", what="undo", why="Only planned", do="1")
    page = client.get(f"/t/bordeaux/accounts/{village.accounts['Ana'].id}").text
    again = client.get(page_of(village, wrong)).text
    village.session.commit()

    assert (village.balance("Ana"), village.balance("Bea")) == (0, 0)
    assert "Only planned" in page
    assert page.count("takes back what was entered on") == 1
    assert page.count("taken back on") == 1
    assert "recorded by Carl" in page
    assert "Correct<" not in page
    assert "Nothing is left to do here." in again
    assert told(village, "Bea") == [("account.corrected", "1 h", None)]


def test_the_right_person_may_have_no_account_yet(client, village):
    dina = factories.member(
        village.session, village.members["Ana"].person and _territory(village), first_name="Dina"
    )
    wrong = village.give("Ana", "Bea", 60)
    village.session.commit()
    enter(client, village)

    factories.post(
        client,
        page_of(village, wrong),
        key="k",
        what="payee",
        amount="1 h",
        person=f"m:{dina.id}",
        why="It was Dina",
        do="1",
    )
    village.session.commit()

    opened = services.account_of(village.session, village.ledger, dina.id)
    assert (opened.balance, village.balance("Bea")) == (60, 0)


def _territory(village):
    from app.territories.models import Territory

    return village.session.get(Territory, village.ledger.territory_id)


def test_those_who_use_an_account_of_an_organisation_are_told(client, village):
    bakery = services.open_account(
        village.session, village.ledger, kind=AccountKind.ORGANISATION, name="Bakery"
    )
    services.give_right(village.session, bakery, village.members["Bea"].id, right=Right.PAY)
    services.give_right(village.session, bakery, village.members["Ana"].id, right=Right.SEE)
    village.accounts["Bakery"] = bakery
    wrong = village.give("Carl", "Bakery", 60)
    village.session.commit()
    enter(client, village)

    factories.post(client, page_of(village, wrong), key="k", what="undo", why="Twice", do="1")
    village.session.commit()

    assert village.balance("Bakery") == 0
    assert told(village, "Bea") == [("account.corrected", "1 h", None)]
    assert told(village, "Ana") == []


def test_a_levy_leads_to_the_payment_it_belongs_to(client, village):
    levied(village)
    payment = village.give("Ana", "Bea", 60)
    levy = village.session.scalars(sa.select(Transfer).where(Transfer.part_of_id == payment.id)).one()
    village.session.commit()
    enter(client, village)

    page = client.get(page_of(village, levy)).text

    assert "Ana gave Bea 1 h" in page
    assert "With it: 6 min from Ana to Solidarity fund." in page


def test_the_journal_finds_a_movement_by_person_amount_and_day(client, village):
    levied(village)
    village.give("Ana", "Bea", 60, key="1", memo="Bread")
    village.give("Carl", "Bea", 90, key="2", memo="Jam")
    village.session.commit()
    enter(client, village)

    everything = client.get(journal(village)).text
    by_person = client.get(journal(village, "?who=ana&amount=&day=")).text
    by_amount = client.get(journal(village, "?who=&amount=1:30&day=")).text
    by_day = client.get(journal(village, "?who=&amount=&day=2020-01-01")).text

    assert everything.index("Carl to Bea") < everything.index("Ana to Bea")
    assert "with it: 6 min, Solidarity fund" in everything
    assert ("Bread" in by_person, "Jam" in by_person) == (True, False)
    assert ("Bread" in by_amount, "Jam" in by_amount) == (False, True)
    assert "No movement fits" in by_day


def test_the_journal_explains_what_it_cannot_read(client, village):
    enter(client, village)

    answer = client.get(journal(village, "?who=&amount=1e9&day="))

    assert answer.status_code == 422
    assert "Write a time such as 1 h 30 or 45 min." in answer.text


def test_journal_and_correction_are_for_coordinators_of_that_ledger(client, village):
    wrong = village.give("Ana", "Bea", 60)
    other = factories.subnetwork(village.session, _territory(village), "tools")
    factories.takes_part(village.session, other, village.members["Bea"], coordinates=True)
    village.session.commit()
    enter(client, village, "Bea")

    assert client.get(journal(village)).status_code == 404
    assert client.get(page_of(village, wrong)).status_code == 404
    assert (
        factories.post(client, page_of(village, wrong), key="k", what="undo", why="Mine").status_code == 404
    )
    assert village.balance("Ana") == -60
