"""Members choose an association; a coordinator sees the share of a year before posting it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app import clock
from app.testing import factories
from tests.plugins.local_currency.test_shares import Sponsoring

GIVEN = "30.00 GR"


@pytest.fixture
def year(village):
    clock.shift(timedelta(0))
    clock.shift(clock.now().replace(year=2026, month=9, day=1, hour=12) - clock.now())
    made = Sponsoring(village)
    made.fund(100_000)
    clock.shift(timedelta(0))
    clock.shift(clock.now().replace(year=2027, month=7, day=2, hour=12) - clock.now())
    yield made
    clock.shift(timedelta(0))


def path(year: Any, rest: str = "shares/2027") -> str:
    return f"/t/bordeaux/local_currency/{year.network.slug}/{rest}"


def ticked(page: str) -> list[str]:
    buttons = re.findall(r"<input[^>]*type=.radio[^>]*>", page)
    return [re.findall(r'value="([^"]*)"', one)[0] for one in buttons if " checked" in one]


def test_a_member_chooses_on_a_page_and_sees_the_choice_kept(year, client: FlaskClient):
    factories.sign_in(client, year.nour.person)
    before = client.get(path(year, "share")).text
    sent = factories.post(client, path(year, "share"), association=str(year.choir.id))
    after = client.get(path(year, "share")).text

    assert ticked(before) == [str(year.garden.id)]
    assert sent.status_code == 302
    assert ticked(after) == [str(year.choir.id)]


def test_what_is_no_association_is_refused_beside_the_field(year, client: FlaskClient):
    factories.sign_in(client, year.nour.person)
    answer = factories.post(client, path(year, "share"), association="nonsense")

    assert answer.status_code == 422


def test_a_coordinator_sees_the_figures_then_posts_and_everybody_reads_them(year, client: FlaskClient):
    factories.sign_in(client, year.ana.person)
    preview = client.get(path(year)).text
    sent = factories.post(client, path(year), seen="3000")
    again = factories.post(client, path(year), seen="3000")
    factories.sign_in(client, year.zoe.person)
    read = client.get(path(year)).text

    assert "Nothing has moved yet." in preview
    assert GIVEN in preview
    assert sent.status_code == 302
    assert again.status_code == 200
    assert GIVEN in read
    assert year.account_of(year.garden).balance == 3_000


def test_figures_that_changed_come_back_with_the_new_ones(year, client: FlaskClient):
    factories.sign_in(client, year.ana.person)
    answer = factories.post(client, path(year), seen="2999")

    assert answer.status_code == 422
    assert "The figures changed since you looked at them." in answer.text
    assert 'value="3000"' in answer.text
    assert year.account_of(year.garden).balance == 0


@pytest.mark.parametrize("seen", ["²", "9" * 5000, "-1", "3000.0", ""])
def test_what_is_no_sum_posts_nothing(year, client: FlaskClient, seen: str):
    factories.sign_in(client, year.ana.person)
    answer = factories.post(client, path(year), seen=seen)

    assert answer.status_code == 422
    assert year.account_of(year.garden).balance == 0


@pytest.mark.parametrize("never", ["1066", "1", "9" * 30])
def test_a_year_that_never_was_is_not_found(year, client: FlaskClient, never: str):
    factories.sign_in(client, year.ana.person)

    assert client.get(path(year, f"shares/{never}")).status_code == 404
    assert client.get(path(year, f"shares/{never}.pdf")).status_code == 404


def test_a_share_that_is_not_posted_is_nobodys_business_but_the_coordinators(year, client: FlaskClient):
    factories.sign_in(client, year.nour.person)

    assert client.get(path(year)).status_code == 404
    assert client.get(path(year, "shares/2027.pdf")).status_code == 404
    factories.sign_in(client, year.ana.person)
    assert client.get(path(year, "shares/1066")).status_code == 404


def test_a_posted_share_is_printed(year, client: FlaskClient):
    factories.sign_in(client, year.ana.person)
    factories.post(client, path(year), seen="3000")
    printed = client.get(path(year, "shares/2027.pdf"))

    assert (printed.status_code, printed.mimetype) == (200, "application/pdf")
    assert printed.data[:5] == b"%PDF-"
