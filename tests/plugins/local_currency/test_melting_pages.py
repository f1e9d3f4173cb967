"""A rule of melting is announced on a page, told to everybody, and can be taken back."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app import clock
from app.notifications.models import Notification
from app.testing import factories
from plugins.local_currency import named_accounts
from plugins.local_currency.melting_models import MeltingRule
from tests.plugins.local_currency.currency import Currency


@pytest.fixture
def grain(village) -> Currency:
    here = Currency(village)
    here.issue(here.nour, 10_000)
    return here


def path(here: Currency, rest: str = "melting") -> str:
    return f"/t/bordeaux/local_currency/{here.network.slug}/{rest}"


def form(**changed: str) -> dict[str, str]:
    starts = clock.today("Europe/Paris") + timedelta(days=40)
    return {
        "rate": "0,5",
        "exempt": "50",
        "day": "1",
        "starts_on": starts.isoformat(),
        "fund": "Projects",
        "decided": "Assembly of 3 May",
    } | changed


def announce(here: Currency, client: FlaskClient, **changed: str):
    factories.sign_in(client, here.ana.person)
    return factories.post(client, path(here, "melting/new"), **form(**changed))


def test_nothing_melts_until_it_was_decided(grain, client: FlaskClient):
    factories.sign_in(client, grain.nour.person)
    page = client.get(path(grain)).text

    assert "Nothing melts: units keep their value however long they are kept." in page


def test_an_announced_rule_stands_on_the_pages_and_everybody_is_told(grain, client: FlaskClient):
    sent = announce(grain, client)
    factories.sign_in(client, grain.nour.person)
    page, how = client.get(path(grain)).text, client.get(path(grain, "how")).text
    rule = grain.session.scalars(sa.select(MeltingRule)).one()
    told = grain.session.scalars(
        sa.select(Notification.person_id).where(Notification.kind == "local_currency.melting_decided")
    ).all()

    assert sent.status_code == 302
    assert (rule.rate, rule.exempt, rule.day, rule.organisations_exempt) == (50, 5_000, 1, False)
    assert told == [grain.nour.person_id]
    for said in (page, how):
        assert "0.5 % of what is above 50.00 GR melts from each account" in said
        assert "Decided: Assembly of 3 May" in said


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("rate", "11", "Between 0.01 and 10 percent."),
        ("rate", "NaN", "At most two decimals, please."),
        ("rate", "", "Write a percentage."),
        ("exempt", "-1", "Between 0 and 1,000,000 units."),
        ("day", "29", "Between 1 and 28."),
        ("starts_on", "2020-01-01", "choose a day at least 30 days from now"),
        ("starts_on", "soon", "Not a valid date value."),
        ("decided", "", "Say who decided it."),
    ],
)
def test_a_rule_that_cannot_be_is_refused_beside_its_field(grain, client: FlaskClient, field, typed, said):
    answer = announce(grain, client, **{field: typed})

    assert answer.status_code == 422
    assert said in answer.text
    assert grain.session.scalars(sa.select(MeltingRule)).all() == []


def test_an_announced_rule_is_taken_back(grain, client: FlaskClient):
    announce(grain, client)
    rule = grain.session.scalars(sa.select(MeltingRule.id)).one()
    grain.session.commit()
    sent = factories.post(client, path(grain, f"melting/{rule}/end"))
    page = client.get(path(grain)).text

    assert sent.status_code == 302
    assert "taken back before it began" in page
    assert "Nothing melts" in page


def test_members_do_not_decide(grain, client: FlaskClient):
    factories.sign_in(client, grain.nour.person)

    assert client.get(path(grain, "melting/new")).status_code == 404
    assert factories.post(client, path(grain, "melting/new"), **form()).status_code == 404


def test_the_account_of_paper_notes_is_refused_beside_its_field(grain, client: FlaskClient):
    paper = named_accounts.find_or_open(grain.session, grain.ledger, named_accounts.PAPER)
    grain.session.commit()

    answer = announce(grain, client, fund=paper.name)

    assert answer.status_code == 422
    assert "This account is for paper notes or for a programme." in answer.text
    assert grain.session.scalars(sa.select(MeltingRule)).all() == []
