"""At the till a professional sees what came in today and has an amount paid by a code."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app import clock
from app.db import new_id
from app.ledgers.models import PaymentRequest
from app.ledgers.payment_requests import pay_request
from app.ledgers.services import reverse, transfer
from app.testing import factories
from plugins.local_currency import till
from tests.plugins.local_currency.currency import Currency

ZONE = "Europe/Paris"


@pytest.fixture
def shop(village) -> Currency:
    here = Currency(village)
    here.zoe = here.member("Zoe")
    here.bakery = here.organisation("Bakery", by=here.zoe)
    here.issue(here.nour, 5_000)
    return here


def path(here: Currency, rest: str = "/till") -> str:
    return f"/t/bordeaux/local_currency/{here.network.slug}/organisations/{here.bakery.id}{rest}"


def pay(here: Currency, amount: int, key: str):
    made = transfer(
        here.session,
        ledger=here.ledger,
        payer_id=here.account(here.nour).id,
        payee_id=here.account_of(here.bakery).id,
        amount=amount,
        reason="payment",
        key=key,
    )
    here.session.commit()
    return made


def test_receipts_are_those_of_the_day_with_first_names(shop):
    clock.shift(timedelta(days=-1))
    pay(shop, 700, "yesterday")
    clock.shift(timedelta(0))
    pay(shop, 450, "a")
    wrong = pay(shop, 120, "b")
    reverse(shop.session, wrong.id, key="r")
    shop.session.commit()
    account = shop.account_of(shop.bakery)
    found = till.receipts(shop.session, account.id, clock.today(ZONE), zone=ZONE)

    assert [(one.amount, one.payer) for one in found] == [(-120, "Nour"), (120, "Nour"), (450, "Nour")]
    assert till.total(found) == 450


def test_units_that_were_issued_are_no_receipt(shop):
    shop.issue(shop.account_of(shop.bakery), 10_000)
    account = shop.account_of(shop.bakery)

    assert till.receipts(shop.session, account.id, clock.today(ZONE), zone=ZONE) == []


def test_an_amount_becomes_a_code_and_the_page_says_when_it_is_paid(shop, app, client: FlaskClient):
    factories.sign_in(client, shop.zoe.person)
    page = client.get(path(shop)).text
    key = re.findall(r'name="key" type="hidden" value="([^"]*)"', page)[0]
    sent = factories.post(client, path(shop), amount="4,50", text="Two loaves", key=key)
    again = factories.post(client, path(shop), amount="4,50", text="Two loaves", key=key)
    code = client.get(sent.location)
    asked = shop.session.get_one(PaymentRequest, UUID(key))
    pay_request(
        shop.session,
        app.extensions["together_plugins"],
        asked,
        payer=shop.account(shop.nour),
        by=shop.nour,
    )
    shop.session.commit()
    paid = client.get(sent.location, headers={"HX-Request": "true"})
    today = client.get(path(shop)).text

    assert sent.status_code == 302
    assert again.location == sent.location
    assert "<svg" in code.text
    assert "4.50 GR" in code.text
    assert "Nour paid at" in paid.text
    assert "<html" not in paid.text
    assert "Next customer" in paid.text
    assert "+4.50 GR" in today


@pytest.mark.parametrize("typed", ["", "0", "-3", "NaN", "1e9", "a lot", "1.005"])
def test_what_is_no_amount_is_refused_and_kept(shop, client: FlaskClient, typed: str):
    factories.sign_in(client, shop.zoe.person)
    sent = factories.post(client, path(shop), amount=typed, key=str(new_id()))

    assert sent.status_code == 422
    assert "<svg" in sent.text  # icons; no code
    assert "qr-box" not in sent.text


def test_a_forged_key_is_refused(shop, client: FlaskClient):
    factories.sign_in(client, shop.zoe.person)

    assert factories.post(client, path(shop), amount="1", key="not a key").status_code == 422


def test_a_code_is_shown_for_half_an_hour(shop, client: FlaskClient):
    factories.sign_in(client, shop.zoe.person)
    sent = factories.post(client, path(shop), amount="1", key=str(new_id()))
    clock.shift(timedelta(minutes=31))
    late = client.get(sent.location).text
    clock.shift(timedelta(0))

    assert "This code can no longer be paid." in late
    assert "qr-box" not in late


def test_only_holders_stand_at_the_till(shop, client: FlaskClient):
    factories.sign_in(client, shop.nour.person)
    other = [client.get(path(shop, rest)).status_code for rest in ("/till", "/till/day.csv", "/poster.pdf")]
    factories.sign_in(client, shop.ana.person)
    coordinator = client.get(path(shop)).status_code

    assert other == [404, 404, 404]
    assert coordinator == 404


def test_the_list_of_the_day_is_a_table(shop, client: FlaskClient):
    pay(shop, 450, "a")
    pay(shop, 50, "b")
    factories.sign_in(client, shop.zoe.person)
    table = client.get(path(shop, "/till/day.csv")).text
    other_day = client.get(path(shop, "/till/day.csv?day=2020-01-01")).text
    nonsense = client.get(path(shop, "/till/day.csv?day=yesterday"))

    assert [line.split(",")[2:] for line in table.split("\r\n")[1:-1]] == [
        ["Nour", "4.50"],
        ["Nour", "0.50"],
        ["Total", "5.00"],
    ]
    assert "Nour" not in other_day
    assert nonsense.status_code == 200


def test_the_poster_is_a_pdf(shop, client: FlaskClient):
    factories.sign_in(client, shop.zoe.person)
    poster = client.get(path(shop, "/poster.pdf"))

    assert (poster.status_code, poster.mimetype) == (200, "application/pdf")
