"""Pages on which one is paid: the code, a request, its answer; and those of regular and joint payments."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.ledgers import services
from app.ledgers.models import PaymentRequest, StandingOrder, Transfer
from app.ledgers.payments import JUST_NOW
from app.testing import factories
from tests.ledgers.conftest import make_village
from tests.ledgers.test_payment_pages import (
    confirm,
    coordinator,
    enter,
    hidden,
    payments,
    told,
    village_territory,
)


@pytest.fixture
def village(session):
    return make_village(session)


@pytest.fixture
def phones(app, village):
    """``phones("Ana")``: the telephone of somebody, signed in."""
    made = {}

    def phone(name):
        if name not in made:
            made[name] = enter(app.test_client(), village, name)
        return made[name]

    return phone


def path(village, rest):
    return f"/t/bordeaux/pay/{village.ledger.id}/{rest}"


def make_code(village, phone, rest="code", **values):
    page = phone.get(path(village, rest)).text
    return factories.post(
        phone,
        path(village, rest),
        **{"key": hidden(page)["key"], "amount": "45 min", "text": "Bread", "days": "7"} | values,
    )


def asked(village):
    fresh = sa.select(PaymentRequest).execution_options(populate_existing=True)
    found = village.session.scalars(fresh).one()
    village.session.commit()
    return found


def order_of(village):
    fresh = sa.select(StandingOrder).execution_options(populate_existing=True)
    found = village.session.scalars(fresh).one()
    village.session.commit()
    return found


def test_the_fixed_code_holds_the_address_of_the_account(phones, village):
    page = phones("Bea").get(path(village, "code")).text

    assert f'href="http://localhost/t/bordeaux/pay/to/{village.accounts["Bea"].id}"' in page
    assert "<svg" in page
    assert 'class="qr"' in page


def test_a_code_with_an_amount_is_paid_by_who_opens_it(phones, village):
    address = make_code(village, phones("Bea")).headers["Location"]
    shown = phones("Bea").get(address).text

    page = phones("Ana").get(address).text
    answer = confirm(phones("Ana"), page, address)
    receipt = phones("Ana").get(answer.headers["Location"]).text

    assert f'href="http://localhost{address}"' in shown
    assert 'hx-trigger="every 3s"' in shown
    assert "To Bea" in page
    assert "45 min" in page
    assert "Bread" in page
    assert "Balance after" in page
    assert "Paid" in receipt
    assert (asked(village).state, village.balance("Bea")) == ("paid", 45)


def test_the_payee_s_page_says_paid_by_itself(phones, village):
    address = make_code(village, phones("Bea")).headers["Location"]
    waits = phones("Bea").get(f"{address}/state?seen=open")
    confirm(phones("Ana"), phones("Ana").get(address).text, address)

    paid = phones("Bea").get(f"{address}/state?seen=open")
    again = phones("Bea").get(address).text

    assert (waits.status_code, waits.text) == (204, "")
    assert "Ana paid Bea at" in paid.text
    assert "hx-get" not in paid.text
    assert "Ana paid Bea at" in again


def test_confirmed_twice_it_is_one_payment_and_one_receipt(phones, village):
    address = make_code(village, phones("Bea")).headers["Location"]
    page = phones("Ana").get(address).text
    first = confirm(phones("Ana"), page, address).headers["Location"]

    again = confirm(phones("Ana"), page, address).headers["Location"]
    opened = phones("Ana").get(address).headers["Location"]

    assert again == opened == f"{first}?again=1"
    assert "This was paid already" in phones("Ana").get(again).text
    assert len(payments(village)) == 1


def test_a_second_person_reads_that_it_is_paid(phones, village):
    address = make_code(village, phones("Bea")).headers["Location"]
    page = phones("Carl").get(address).text
    confirm(phones("Ana"), phones("Ana").get(address).text, address)

    late = confirm(phones("Carl"), page, address)
    opened = phones("Carl").get(address)

    assert late.status_code == 422
    assert "This was paid already." in late.text
    assert "This was paid already." in opened.text
    assert "Ana" not in opened.text
    assert village.balance("Carl") == 0


def test_a_coordinator_pays_like_everybody_and_asks_for_the_common_account(phones, village):
    coordinator(village)
    fund = services.community_account(village.session, village.ledger)
    village.session.commit()
    address = make_code(village, phones("Bea")).headers["Location"]
    confirm(phones("Carl"), phones("Carl").get(address).text, address)

    asked_for = make_code(village, phones("Carl"), f"code?account={fund.id}").headers["Location"]
    page = phones("Ana").get(asked_for).text
    confirm(phones("Ana"), page, asked_for)

    assert village.balance("Carl") == -45
    village.session.refresh(fund)
    assert fund.balance == 45
    assert phones("Ana").get(path(village, f"code?account={fund.id}")).status_code == 404


def test_an_open_amount_is_typed_then_confirmed(phones, village):
    address = make_code(village, phones("Bea"), amount="").headers["Location"]

    form = phones("Ana").get(address).text
    page = phones("Ana").get(f"{address}?amount=20+min").text
    confirm(phones("Ana"), page, address)

    assert "How much?" in form
    assert "For: Bread" in form
    assert village.balance("Bea") == 20


def test_asking_somebody_tells_them_and_they_say_no_with_a_word(phones, village):
    address = make_code(village, phones("Bea"), f"ask/{village.members['Ana'].id}").headers["Location"]

    waiting = phones("Ana").get("/t/bordeaux/pay/").text
    page = phones("Ana").get(address).text
    factories.post(phones("Ana"), f"{address}/decline", words="We said Monday.")
    after = phones("Bea").get("/t/bordeaux/pay/requests").text

    assert "Waits for you" in waiting
    assert "45 min: Bread" in waiting
    assert "No, I do not pay this" in page
    assert asked(village).state == "declined"
    assert "said no" in after
    assert told(village, "Bea")[-1][1]["answer"] == "We said Monday."


def test_a_request_to_one_person_is_not_found_by_another(phones, village):
    address = make_code(village, phones("Bea"), f"ask/{village.members['Ana'].id}").headers["Location"]

    answers = [
        phones("Carl").get(address),
        phones("Carl").get(f"{address}/state"),
        factories.post(phones("Carl"), address, payer="new", amount="1 h", text="", after="2026-03-01"),
        factories.post(phones("Carl"), f"{address}/decline"),
        factories.post(phones("Carl"), f"{address}/withdraw"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert asked(village).state == "open"


def test_taken_back_nobody_can_pay_it(phones, village):
    address = make_code(village, phones("Bea")).headers["Location"]
    page = phones("Ana").get(address).text
    factories.post(phones("Bea"), f"{address}/withdraw")

    late = confirm(phones("Ana"), page, address)

    assert "Who asked for this has taken it back." in late.text
    assert "Who asked for this has taken it back." in phones("Ana").get(address).text
    assert payments(village) == []


def test_past_its_time_it_says_so(phones, village):
    address = make_code(village, phones("Bea"), days="1").headers["Location"]
    clock.shift(timedelta(days=1, hours=1))

    assert "The time for this is over." in phones("Ana").get(address).text


def test_a_double_press_makes_one_code(phones, village):
    key = hidden(phones("Bea").get(path(village, "code")).text)["key"]

    first, second = (make_code(village, phones("Bea"), key=key) for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert asked(village).amount == 45


def test_the_fixed_code_s_page_shows_what_came_in_just_now(phones, village):
    address = f"/t/bordeaux/pay/to/{village.accounts['Bea'].id}"
    confirm(phones("Ana"), phones("Ana").get(f"{address}?amount=15+min").text, address)

    now = phones("Bea").get(path(village, "received?seen=none")).text
    same = phones("Bea").get(path(village, f"received?seen={payments(village)[0].id}"))
    clock.shift(JUST_NOW + timedelta(seconds=1))
    later = phones("Bea").get(path(village, "received")).text
    nothing = phones("Bea").get(path(village, "received?seen=none"))

    assert "Ana" in now
    assert "+15 min" in now
    assert "Nothing came in during the last minutes." in later
    assert (same.status_code, nothing.status_code) == (204, 204)


def order_form(village, phone, **values):
    address = f"{path(village, 'regularly')}?payee={village.accounts['Bea'].id}"
    page = phone.get(address).text
    key = hidden(page)["key"]
    first = re.search(r'name="first_on"[^>]*value="([^"]+)"', page)[1]
    filled = {"key": key, "amount": "1 h", "text": "Bread", "rhythm": "week", "first_on": first, "until": ""}
    payer = str(village.accounts["Ana"].id)
    return address, {"payer": payer} | filled | values


def test_a_regular_payment_is_set_up_paused_and_ended(phones, village):
    ana = phones("Ana")
    address, values = order_form(village, ana)
    for _ in range(2):
        factories.post(ana, address, **values)
    order = order_of(village)

    listed = ana.get("/t/bordeaux/pay/orders").text
    states = []
    for move in ("pause", "resume", "end"):
        factories.post(ana, f"/t/bordeaux/pay/orders/{order.id}/{move}")
        states.append(order_of(village).state)

    assert "1 h each week to Bea" in listed
    assert states == ["paused", "active", "ended"]
    assert told(village, "Bea") == []


def test_days_that_cannot_be_are_said_beside_them(phones, village):
    address, values = order_form(village, phones("Ana"), until="2020-01-01")

    answer = factories.post(phones("Ana"), address, **values)

    assert answer.status_code == 422
    assert "The last day comes before the first one." in answer.text
    assert 'value="1 h"' in answer.text


def test_a_regular_payment_is_moved_by_its_payer_alone(phones, village):
    address, values = order_form(village, phones("Ana"))
    factories.post(phones("Ana"), address, **values)
    order = order_of(village)

    answers = [
        factories.post(phones(name), f"/t/bordeaux/pay/orders/{order.id}/end").status_code
        for name in ("Bea", "Carl")
    ]

    assert answers == [404, 404]
    assert order_of(village).state == "active"
    assert "Bread" not in phones("Bea").get("/t/bordeaux/pay/orders").text


def several(village, phone, step="check", **values):
    page = phone.get(path(village, "several")).text
    filled = {"key": hidden(page)["key"], "way": "from_each", "account": "community", "same": "30 min",
              "text": "Workshop", step: "1"}  # fmt: skip
    return factories.post(phone, path(village, "several"), **filled | values)


def test_several_are_looked_at_with_their_total_then_posted_together(phones, village):
    coordinator(village)
    carl, who = phones("Carl"), [str(village.members[name].id) for name in ("Ana", "Bea")]

    looked = several(village, carl, who=who, **{f"amount_{who[1]}": "1 h"}).text
    nothing_yet = payments(village)
    values = hidden(looked) | {"who": who, "post": "1"}
    answers = [factories.post(carl, path(village, "several"), **values) for _ in range(2)]
    done = carl.get(answers[0].headers["Location"]).text

    assert "1 h 30" in looked
    assert "2 people, in all" in looked
    assert nothing_yet == []
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert sorted(one.amount for one in payments(village)) == [30, 60]
    assert services.community_account(village.session, village.ledger).balance == 90
    assert "Posted" in done
    assert "Ana" in done


def test_who_cannot_pay_is_named_before_anything_is_posted(phones, village):
    coordinator(village)
    who = [str(village.members[name].id) for name in ("Ana", "Bea")]

    looked = several(village, phones("Carl"), who=who, same="11 h")

    assert looked.status_code == 422
    assert "The account of Ana cannot go below −10 h." in looked.text
    assert "Post all of it" not in looked.text
    assert village.session.scalars(sa.select(Transfer)).all() == []


def test_participants_pay_an_organiser(phones, village):
    coordinator(village)
    carl, bea = phones("Carl"), str(village.accounts["Bea"].id)
    address = f"{path(village, 'several')}?account={bea}"

    page = carl.get(address).text
    values = {"key": hidden(page)["key"], "way": "from_each", "account": bea, "same": "30 min", "post": "1"}
    answer = factories.post(carl, address, who=[str(village.members["Ana"].id)], **values)

    assert f'<option selected value="{bea}">' in page
    assert answer.status_code == 302
    assert (village.balance("Ana"), village.balance("Bea")) == (-30, 30)


def test_searching_keeps_who_is_ticked(phones, village):
    coordinator(village)
    who = [str(village.members["Ana"].id)]

    page = several(village, phones("Carl"), "search", who=who, q="Bea", **{f"amount_{who[0]}": "2 h"}).text

    assert f'value="{who[0]}" checked' in page
    assert 'value="2 h"' in page
    assert str(village.members["Bea"].id) in page


def test_an_amount_that_cannot_be_read_is_named(phones, village):
    coordinator(village)
    who = [str(village.members["Ana"].id)]

    answer = several(village, phones("Carl"), who=who, **{f"amount_{who[0]}": "much"})

    assert answer.status_code == 422
    assert "Ana: write an amount." in answer.text
    assert 'value="much"' in answer.text


def test_who_is_no_coordinator_can_pay_several_and_not_take_from_them(phones, village):
    who = [str(village.members["Bea"].id)]
    mine = str(village.accounts["Ana"].id)

    taking = several(village, phones("Ana"), "post", who=who, account=mine)
    paying = several(village, phones("Ana"), "post", who=who, account=mine, way="to_each")

    assert taking.status_code == 422
    assert paying.status_code == 302
    assert village.balance("Bea") == 30


def test_members_without_an_account_can_be_asked(phones, village):
    village.members["Dina"] = factories.member(village.session, village_territory(village), first_name="Dina")
    village.session.commit()

    address = make_code(village, phones("Bea"), f"ask/{village.members['Dina'].id}").headers["Location"]
    page = phones("Dina").get(address).text
    answers = [confirm(phones("Dina"), page, address).headers["Location"] for _ in range(2)]

    assert asked(village).state == "paid"
    assert answers[1] == f"{answers[0]}?again=1"


def test_a_first_payment_by_a_link_sent_twice_is_one(phones, village):
    village.members["Dina"] = factories.member(village.session, village_territory(village), first_name="Dina")
    village.session.commit()
    address = make_code(village, phones("Bea")).headers["Location"]
    page = phones("Dina").get(address).text

    answers = [confirm(phones("Dina"), page, address).headers["Location"] for _ in range(2)]

    assert answers[1] == f"{answers[0]}?again=1"
    assert len(payments(village)) == 1


def test_a_first_regular_payment_sent_twice_is_one(phones, village):
    village.members["Dina"] = factories.member(village.session, village_territory(village), first_name="Dina")
    village.session.commit()
    address, values = order_form(village, phones("Dina"), payer="new")

    answers = [factories.post(phones("Dina"), address, **values).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert order_of(village).amount == 60
