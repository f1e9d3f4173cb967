"""Everybody finds who takes the currency, on a list, on a map and in a table."""

import json
import re

import pytest
from flask.testing import FlaskClient

from app.errors import Refusal
from app.testing import factories
from plugins.local_currency import approvals, directory
from plugins.local_currency.directory import stems
from plugins.local_currency.models import OrganisationKind
from tests.plugins.local_currency.currency import Currency

ZONE = "Europe/Paris"


@pytest.fixture
def streets(village) -> Currency:
    here = Currency(village)
    here.bakery = here.organisation(
        "Boulangerie Élise",
        activity="Bread and cakes",
        place="12 Market Street",
        accepts=50,
        phone="05 56 00 00 00",
        website="https://elise.example",
        point=(44.84, -0.57),
    )
    here.books = here.organisation("Pages", activity="Bookshop", place="Quarter of the Mills")
    here.choir = here.organisation("Choir", kind=OrganisationKind.ASSOCIATION, activity="Singing")
    here.waiting = approvals.apply(
        here.session,
        here.network,
        kind=OrganisationKind.PROFESSIONAL,
        name="Not yet",
        words=approvals.Words(activity="Bread"),
        member=here.nour,
    )
    here.session.commit()
    return here


def path(here: Currency, rest: str = "") -> str:
    return f"/t/bordeaux/local_currency/{here.network.slug}/professionals{rest}"


def names(page: str) -> list[str]:
    return re.findall(r'<h3><a href="[^"]*">([^<]*)</a></h3>', page)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["Boulangerie Élise", "Choir", "Pages"]),
        ("?q=elise", ["Boulangerie Élise"]),
        ("?q=BREAD market", ["Boulangerie Élise"]),
        ("?q=mills", ["Pages"]),
        ("?kind=association", ["Choir"]),
        ("?kind=nonsense", []),
        ("?q=%25", []),
        ("?open=1", []),
        ("?page=99", ["Boulangerie Élise", "Choir", "Pages"]),
    ],
)
def test_visitors_find_who_takes_the_currency(streets, client: FlaskClient, asked: str, found: list[str]):
    page = client.get(path(streets, asked))

    assert page.status_code == 200
    assert names(page.text) == found


def test_a_page_of_a_shop_says_what_it_takes_and_describes_itself_to_machines(streets, client: FlaskClient):
    factories.sign_in(client, streets.nour.person)
    page = client.get(path(streets, f"/{streets.bakery.id}")).text
    described = json.loads(
        re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.S)[0]
    )

    assert "up to 50 % of the bill" in page
    assert described == {
        "@context": "https://schema.org",
        "@type": "LocalBusiness",
        "name": "Boulangerie Élise",
        "description": "Bread and cakes",
        "address": "12 Market Street",
        "telephone": "05 56 00 00 00",
        "url": "https://elise.example",
        "currenciesAccepted": "Grain",
        "geo": {"@type": "GeoCoordinates", "latitude": 44.84, "longitude": -0.57},
    }


def test_words_of_a_shop_cannot_break_out_of_the_description(streets, client: FlaskClient):
    streets.books.description = "</script><script>alert(1)</script>"
    streets.session.commit()
    page = client.get(path(streets, f"/{streets.books.id}")).text

    assert "<script>alert(1)" not in page


def test_an_organisation_that_is_not_approved_is_not_found(streets, client: FlaskClient):
    assert client.get(path(streets, f"/{streets.waiting.id}")).status_code == 404


def test_only_those_with_a_public_point_are_on_the_map(streets, client: FlaskClient):
    found = client.get(path(streets, "/points")).get_json()
    nobody = client.get(path(streets, "/points?q=books")).get_json()

    assert [(one["lat"], one["lon"], one["listings"][0]["title"]) for one in found["points"]] == [
        (44.84, -0.57, "Boulangerie Élise")
    ]
    assert nobody["points"] == []


def test_the_directory_is_a_table_in_which_no_cell_is_a_formula(streets, client: FlaskClient):
    streets.books.activity = "=1+1"
    streets.session.commit()
    factories.sign_in(client, streets.nour.person)
    table = client.get(path(streets, ".csv"))

    assert table.mimetype == "text/csv"
    assert table.text.count("\r\n") == 4
    assert "Boulangerie Élise,Professional" in table.text
    assert ",'=1+1," in table.text


def test_holders_write_their_hours_and_what_they_buy(streets, client: FlaskClient):
    factories.sign_in(client, streets.nour.person)
    front = f"/t/bordeaux/local_currency/{streets.network.slug}/organisations/{streets.bakery.id}/front"
    wrong = factories.post(client, front, day_0="9-12", day_1="mornings", buys="flour")
    always = {f"day_{number}": "0-24" for number in range(7)}
    right = factories.post(client, front, **always, buys="flour, printing")
    page = client.get(path(streets, "?open=1")).text
    streets.session.expire_all()
    found = directory.entry(streets.session, streets.network.id, streets.bakery.id, zone=ZONE)

    assert wrong.status_code == 422
    assert "Write the hours like this: 9:00-12:30, 14:00-19:00." in wrong.text
    assert 'value="mornings"' in wrong.text
    assert right.status_code == 302
    assert names(page) == ["Boulangerie Élise"]
    assert "Open until 24:00" in page
    assert found is not None
    assert (found.hours, found.buys) == (["0:00-24:00"] * 7, "flour, printing")


def test_nobody_else_changes_the_hours(streets, client: FlaskClient):
    zoe = streets.member("Zoe")
    streets.session.commit()
    factories.sign_in(client, zoe.person)
    front = f"/t/bordeaux/local_currency/{streets.network.slug}/organisations/{streets.bakery.id}/front"

    assert client.get(front).status_code == 404


def test_hours_that_cannot_be_read_change_nothing(streets):
    with pytest.raises(Refusal) as said:
        directory.set_front(streets.session, streets.bakery, days=["9-12", "x", "", "", "", "", ""], buys="")

    assert said.value.field == "day_1"


def test_words_are_compared_without_accents_and_endings():
    assert stems("Farines, nettoyage") & stems("farine du moulin") == {"farin"}
    assert stems("printing") == stems("printers") == {"print"}
    assert stems("the sun and a cat") == frozenset()
