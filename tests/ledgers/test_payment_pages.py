"""Pages on which people pay each other, as a browser without JavaScript sees them."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.ledgers import services
from app.ledgers.models import AccountKind, PaymentRequest, Right, StandingOrder, Transfer
from app.notifications.models import Notification
from app.testing import factories
from tests.ledgers.conftest import make_village, set_rules


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
    found = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*type="hidden"[^>]*value="([^"]*)"', page))
    found |= dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
    return {name: value for name, value in found.items() if name != "csrf_token"}


def to(village, name, query=""):
    return f"/t/bordeaux/pay/to/{village.accounts[name].id}{query}"


def payments(village):
    village.session.expire_all()
    return village.session.scalars(
        sa.select(Transfer).where(Transfer.reason == "payment").order_by(Transfer.created_at)
    ).all()


def told(village, name):
    return list(
        village.session.execute(
            sa.select(Notification.kind, Notification.values)
            .where(Notification.person_id == village.members[name].person_id)
            .order_by(Notification.created_at)
        )
    )


def confirm(client, page, path):
    return factories.post(client, path, **hidden(page))


def test_a_payment_is_typed_confirmed_once_and_gives_a_receipt(client, village):
    ana = enter(client, village, "Ana")

    asked = ana.get(to(village, "Bea", "?amount=1+h+30&text=Two+loaves"))
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
