"""Pages on which people pay each other, as a browser without JavaScript sees them."""

import re

import pytest
import sqlalchemy as sa

from app.ledgers import services
from app.ledgers.models import Right, Transfer
from app.notifications.models import Notification
from app.territories.models import Territory
from app.testing import factories
from tests.ledgers.conftest import make_village


@pytest.fixture
def village(session):
    return make_village(session)


def enter(client, village, name):
    factories.sign_in(client, village.members[name].person)
    return client


def coordinator(village, name="Carl"):
    factories.takes_part(village.session, village.subnetwork, village.members[name], coordinates=True)
    village.session.commit()


def hidden(page):
    """Return the hidden fields of the forms of a page, but its token."""
    found = {}
    for tag in re.findall(r'<input[^>]*type="hidden"[^>]*>', page):
        name, value = (re.search(rf'{one}="([^"]*)"', tag) for one in ("name", "value"))
        found[name[1]] = value[1] if value else ""
    return {name: value for name, value in found.items() if name not in ("csrf_token", "next")}


def to(village, name, query=""):
    return f"/t/bordeaux/pay/to/{village.accounts[name].id}{query}"


def payments(village):
    found = village.session.scalars(
        sa.select(Transfer).where(Transfer.reason == "payment").order_by(Transfer.created_at)
    ).all()
    village.session.commit()  # no transaction stays open while a client writes
    return found


def told(village, name):
    rows = village.session.execute(
        sa.select(Notification.kind, Notification.values)
        .where(Notification.person_id == village.members[name].person_id)
        .order_by(Notification.created_at)
    )
    found = [(kind, values) for kind, values in rows]
    village.session.commit()
    return found


def confirm(client, page, path):
    return factories.post(client, path, **hidden(page))


def test_a_payment_is_typed_confirmed_once_and_gives_a_receipt(client, village):
    ana = enter(client, village, "Ana")

    asked = ana.get(to(village, "Bea", "?amount=1+h+30&text=Two++loaves"))
    answer = confirm(ana, asked.text, to(village, "Bea"))
    receipt = ana.get(answer.headers["Location"])

    assert "Balance after" in asked.text
    assert "−1 h 30" in asked.text
    (made,) = payments(village)
    assert (made.amount, made.entered_by_id, made.entered_for_id) == (90, village.members["Ana"].id, None)
    assert answer.headers["Location"] == f"/t/bordeaux/pay/receipt/{made.id}"
    assert all(word in receipt.text for word in ("Paid", "Ana", "Bea", "1 h 30", "Two loaves"))
    assert "already" not in receipt.text
    assert told(village, "Bea") == [
        ("payment.received", {"name": "Ana", "amount": "1 h 30", "what": "Two loaves"})
    ]


def test_sent_again_the_receipt_says_that_it_was_paid_already(client, village):
    ana = enter(client, village, "Ana")
    page = ana.get(to(village, "Bea", "?amount=15+min")).text
    confirm(ana, page, to(village, "Bea"))

    again = ana.get(confirm(ana, page, to(village, "Bea")).headers["Location"])

    assert len(payments(village)) == 1
    assert "This was paid already" in again.text
    assert "Nothing was paid a second time" in again.text


def test_opened_again_after_a_cut_the_page_says_what_was_paid_just_now(client, village):
    ana = enter(client, village, "Ana")
    confirm(ana, ana.get(to(village, "Bea", "?amount=15+min")).text, to(village, "Bea"))

    page = ana.get(to(village, "Bea", "?amount=15+min")).text
    other = ana.get(to(village, "Bea", "?amount=20+min")).text

    assert "You paid exactly this at" in page
    assert "Pay it once more" in page
    assert "You paid exactly this" not in other
    confirm(ana, page, to(village, "Bea"))
    assert [one.amount for one in payments(village)] == [15, 15]


def test_nothing_is_written_before_the_confirmation(client, village):
    enter(client, village, "Ana").get(to(village, "Bea", "?amount=15+min"))

    assert payments(village) == []


@pytest.mark.parametrize(
    "typed", ["", "0", "-1", "NaN", "1e9", "1 h 75", "99999999999999999999", "abc", "1,250.00"]
)
def test_what_is_no_amount_is_said_beside_the_field_and_kept(client, village, typed):
    answer = enter(client, village, "Ana").get(
        to(village, "Bea"), query_string={"amount": typed, "text": "Bread"}
    )

    assert answer.status_code == 422
    assert 'id="amount-error"' in answer.text
    assert 'value="Bread"' in answer.text
    assert f'value="{typed}"' in answer.text


def test_more_than_the_account_allows_is_said_before_the_confirmation(client, village):
    answer = enter(client, village, "Ana").get(to(village, "Bea", "?amount=11+h"))

    assert answer.status_code == 422
    assert "Your account cannot go below −10 h." in answer.text
    assert 'value="11 h"' in answer.text


def test_a_limit_reached_meanwhile_is_said_and_keeps_what_was_typed(client, village):
    ana = enter(client, village, "Ana")
    page = ana.get(to(village, "Bea", "?amount=6+h&text=Bread")).text
    village.give("Ana", "Carl", 300)
    village.session.commit()

    answer = confirm(ana, page, to(village, "Bea"))

    assert answer.status_code == 422
    assert "below −10 h" in answer.text
    assert 'value="Bread"' in answer.text
    assert payments(village) == []


def test_very_long_words_are_refused(client, village):
    answer = enter(client, village, "Ana").get(
        to(village, "Bea"), query_string={"amount": "15 min", "text": "x" * 141}
    )

    assert answer.status_code == 422
    assert "This is too long: at most 140 characters." in answer.text


def test_words_are_shown_as_words(client, village):
    ana = enter(client, village, "Ana")
    page = ana.get(to(village, "Bea"), query_string={"amount": "15 min", "text": "<b>Bread & salt"})
    confirm_page = page.text

    assert "&lt;b&gt;Bread &amp; salt" in confirm_page
    assert "<b>Bread" not in confirm_page


def test_the_balance_after_and_the_levy_stand_before_the_confirmation(client, village):
    fund = services.community_account(village.session, village.ledger, "Fund")
    services.set_levy(village.session, village.ledger, name="For the fund", account=fund, rate=1000)
    village.session.commit()
    ana = enter(client, village, "Ana")

    page = ana.get(to(village, "Bea", "?amount=1+h")).text
    receipt = ana.get(confirm(ana, page, to(village, "Bea")).headers["Location"]).text

    assert "For the fund" in page
    assert "6 min besides" in page
    assert "−1 h 06" in page
    assert "6 min besides" in receipt


def test_the_receipt_is_for_the_two_of_them_and_a_coordinator(app, village):
    coordinator(village)
    dina = factories.member(
        village.session,
        village.session.get_one(type(village_territory(village)), village.ledger.territory_id),
    )
    village.session.commit()
    village.members["Dina"] = dina
    ana = enter(app.test_client(), village, "Ana")
    page = ana.get(to(village, "Bea", "?amount=1+h")).text
    address = confirm(ana, page, to(village, "Bea")).headers["Location"]

    seen = {
        name: enter(app.test_client(), village, name).get(address).status_code
        for name in ("Ana", "Bea", "Carl", "Dina")
    }

    assert seen == {"Ana": 200, "Bea": 200, "Carl": 200, "Dina": 404}


def village_territory(village):
    return village.session.get_one(Territory, village.ledger.territory_id)


def test_who_has_no_account_yet_pays_and_is_paid(client, village):
    village.members["Dina"] = factories.member(village.session, village_territory(village), first_name="Dina")
    village.members["Emil"] = factories.member(village.session, village_territory(village), first_name="Emil")
    village.session.commit()
    path = f"/t/bordeaux/pay/{village.ledger.id}/member/{village.members['Emil'].id}"
    dina = enter(client, village, "Dina")

    page = dina.get(f"{path}?amount=1+h").text
    answer = confirm(dina, page, path)

    assert answer.status_code == 302
    (made,) = payments(village)
    assert made.amount == 60
    again = dina.get(f"{path}?amount=1+h").text
    assert "You paid exactly this at" in again
    assert confirm(dina, page, path).headers["Location"] == f"/t/bordeaux/pay/receipt/{made.id}?again=1"
    assert len(payments(village)) == 1


def test_people_are_found_by_name_and_neighbourhood_and_not_oneself(client, village):
    village.members["Bea"].place = "Saint-Michel"
    village.session.commit()
    ana = enter(client, village, "Ana")
    path = f"/t/bordeaux/pay/{village.ledger.id}"

    everybody, by_place, nobody = (
        re.findall(r"<h3><a href=\"[^\"]*\">([^<]*)</a>", ana.get(f"{path}{query}").text)
        for query in ("", "?q=saint-mi", "?q=zzz")
    )

    assert [name for name in everybody if name in village.members] == ["Bea", "Carl"]
    assert by_place == ["Bea"]
    assert nobody == []
    assert "Nobody of that name" in ana.get(f"{path}?q=zzz").text


def test_a_coordinator_enters_a_payment_from_paper(client, village):
    coordinator(village)
    carl = enter(client, village, "Carl")
    stead = village.members["Ana"].id
    address = to(village, "Bea", f"?stead={stead}")

    page = carl.get(f"{address}&amount=1+h&text=On+paper").text
    answer = factories.post(carl, address, **hidden(page))
    receipt = carl.get(answer.headers["Location"]).text

    (made,) = payments(village)
    assert (made.payer_id, made.entered_by_id, made.entered_for_id) == (
        village.accounts["Ana"].id,
        village.members["Carl"].id,
        stead,
    )
    assert "entered for Ana" in page
    assert "Entered by" in receipt
    assert [kind for kind, _values in told(village, "Ana")] == ["payment.entered"]


def test_nobody_else_acts_for_a_member(client, village):
    stead = village.members["Ana"].id
    carl = enter(client, village, "Carl")

    assert carl.get(to(village, "Bea", f"?stead={stead}&amount=1+h")).status_code == 404
    assert carl.get(to(village, "Bea", "?stead=nonsense")).status_code == 404
    posted = factories.post(
        carl,
        to(village, "Bea"),
        payer=str(village.accounts["Ana"].id),
        amount="1 h",
        text="",
        after="2026-03-01",
    )
    assert posted.status_code == 404
    assert payments(village) == []


def test_a_holder_chooses_the_account_and_pays_up_to_what_they_may(client, village):
    services.give_right(
        village.session,
        village.accounts["Carl"],
        village.members["Ana"].id,
        right=Right.PAY_UP_TO,
        most=60,
    )
    village.session.commit()
    ana = enter(client, village, "Ana")
    from_carl = f"?payer={village.accounts['Carl'].id}"

    form = ana.get(to(village, "Bea")).text
    allowed = ana.get(to(village, "Bea", f"{from_carl}&amount=1+h")).text
    confirm(ana, allowed, to(village, "Bea"))
    beyond = ana.get(to(village, "Bea", f"{from_carl}&amount=1+h+01"))

    assert "From which account?" in form
    assert [one.payer_id for one in payments(village)] == [village.accounts["Carl"].id]
    assert beyond.status_code == 422
    assert "You may not pay that much from this account." in beyond.text


def test_the_page_of_payments_shows_where_and_what_waits(client, village):
    page = enter(client, village, "Ana").get("/t/bordeaux/pay/").text

    assert "Hours of the valley" in page
    assert f"/t/bordeaux/pay/{village.ledger.id}/code" in page
    assert "As a coordinator" not in page


def test_a_code_of_another_territory_is_not_found(client, village):
    factories.territory(village.session, "lyon")
    village.session.commit()
    ana = enter(client, village, "Ana")

    answer = ana.get(f"/t/lyon/pay/to/{village.accounts['Bea'].id}")

    assert answer.status_code in (302, 404)
    assert "Bea" not in answer.text
