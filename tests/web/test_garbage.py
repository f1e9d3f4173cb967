"""What nobody types: numbers no database counts to, days outside the calendar, characters of machines."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.ledgers.forms import LimitsForm
from app.members.models import Member
from app.testing import factories
from app.web.views import local_path
from plugins.local_currency.forms import ProductForm
from tests.ledgers.conftest import make_village

HUGE = "9" * 30
ENDLESS = "9" * 5000  # longer than Python turns into a number


@pytest.fixture
def ana(session: Session) -> Member:
    territory = factories.territory(session)
    ana = factories.member(session, territory, first_name="Ana")
    network = factories.subnetwork(session, territory, plugins=("time_bank", "local_currency"))
    factories.takes_part(session, network, ana, coordinates=True)
    session.commit()
    return ana


@pytest.fixture
def browser(app: Flask, client: FlaskClient, ana: Member) -> FlaskClient:
    factories.sign_in(client, ana.person)
    return client


@pytest.mark.parametrize(
    "path",
    [
        f"exchanges?page={HUGE}",
        "exchanges?page=-1",
        f"messages?page={HUGE}",
        f"messages?page={ENDLESS}",
        f"search?page={HUGE}",
        f"search?q={ENDLESS}",
        "search?q=%22+OR+NEAR(",
    ],
)
def test_a_page_that_nobody_reaches_is_an_ordinary_page(browser: FlaskClient, path: str) -> None:
    page = browser.get(f"/t/bordeaux/{path}")

    assert page.status_code == 200
    assert "<h1" in page.text


@pytest.mark.parametrize("day", ["0001-01-01", "0001-06-01", "9999-12-31"])
@pytest.mark.parametrize("end", ["since", "until"])
def test_a_report_asks_whether_the_year_is_right(browser: FlaskClient, day: str, end: str) -> None:
    page = browser.get(f"/t/bordeaux/impact?{end}={day}")

    assert page.status_code == 422
    assert "Is the year right?" in page.text


def test_a_dimension_keeps_to_the_usual_period_when_the_days_make_no_sense(
    app: Flask, browser: FlaskClient
) -> None:
    usual = browser.get("/t/bordeaux/impact/A")

    strange = browser.get("/t/bordeaux/impact/A?until=0001-01-01&since=x")

    assert usual.status_code == strange.status_code
    assert strange.text.count("<h1") == usual.text.count("<h1")


@pytest.mark.parametrize("place", ["place:²", f"place:{HUGE}", f"place:{ENDLESS}", "territory:x", ":"])
def test_a_place_that_no_list_offered_is_not_taken(browser: FlaskClient, ana: Member, place: str) -> None:
    answer = factories.post(browser, "/t/bordeaux/me/place", place=place)

    assert answer.status_code == 302
    assert "Choose one of the places in the list." in browser.get("/t/bordeaux/me/place").text


@pytest.mark.parametrize("step", ["²", ENDLESS, "-1", ""])
def test_a_step_that_no_button_names_shows_the_form_again(browser: FlaskClient, step: str) -> None:
    answer = factories.post(browser, "/t/bordeaux/listings/new", go=f"step:{step}", step="2")

    assert answer.status_code in (200, 422)
    assert 'name="listing_id"' in answer.text


@pytest.mark.parametrize(
    "path", ["search?q=a%00b", "search?a%00b=1", "impact?network=%00", "me/place?q=%00", "networks/a%00b"]
)
def test_the_character_nul_is_not_understood(browser: FlaskClient, path: str) -> None:
    answer = browser.get(f"/t/bordeaux/{path}")

    assert answer.status_code == 400
    assert "We did not understand that" in answer.text


def test_the_character_nul_in_a_form_is_not_understood(
    browser: FlaskClient, session: Session, ana: Member
) -> None:
    answer = factories.post(browser, "/t/bordeaux/me/about", about="Hello\0there")

    session.refresh(ana)
    assert answer.status_code == 400
    assert ana.about == ""


@pytest.mark.parametrize(
    "path", ["/\t/evil.example", "/\r/evil.example", "/\n/evil.example", "//evil.example", "/\\evil.example"]
)
def test_one_is_led_to_this_site_only(app: Flask, client: FlaskClient, path: str) -> None:
    answer = factories.post(client, "/language", language="en", next=path)

    assert answer.status_code == 302
    assert answer.location == "/"


def test_one_is_led_back_to_where_one_was(app: Flask) -> None:
    with app.test_request_context():
        assert local_path("/t/bordeaux/search?q=vélo à deux") == "/t/bordeaux/search?q=vélo à deux"


@pytest.mark.parametrize("price", ["1e400", "sNaN", "NaN", "Infinity", "-1e999999999999"])
def test_a_price_is_a_number_that_people_pay(price: str) -> None:
    form = ProductForm(MultiDict({"price": price}))

    assert not form.validate()
    assert form.price.errors


@pytest.mark.parametrize("limit", ["sNaN", "NaN", "Infinity", "1e400"])
def test_a_limit_is_a_number_that_people_reach(app: Flask, limit: str) -> None:
    with app.test_request_context():
        form = LimitsForm(MultiDict({"floor": limit, "ceiling": limit}), meta={"csrf": False})

        assert not form.validate()
        assert form.floor.errors
        assert form.ceiling.errors


@pytest.mark.parametrize("days", ["since=0001-01-01&until=9999-12-31", "since=9999-12-31&until=9999-12-31"])
@pytest.mark.parametrize("ending", ["", ".csv"])
def test_a_statement_asks_whether_the_year_is_right(
    client: FlaskClient, session: Session, days: str, ending: str
) -> None:
    village = make_village(session)
    factories.sign_in(client, village.members["Ana"].person)

    page = client.get(
        f"/t/bordeaux/accounts/{village.accounts['Ana'].id}{ending}?{days}", follow_redirects=True
    )

    assert page.status_code == 422
    assert "Is the year right?" in page.text


def test_a_movement_without_an_end_to_its_number_is_none(client: FlaskClient, session: Session) -> None:
    village = make_village(session)
    factories.takes_part(session, village.subnetwork, village.members["Carl"], coordinates=True)
    session.commit()
    factories.sign_in(client, village.members["Carl"].person)

    page = client.get(f"/t/bordeaux/accounts/{village.accounts['Ana'].id}/{HUGE}/correct")

    assert page.status_code == 404
    assert "There is nothing here" in page.text
