"""How one gets units and what was decided, for programs: the same as the pages say, and one's own only."""

import pytest

from app.testing import factories
from app.testing.program import Program
from app.testing.queries import count_queries
from plugins.local_currency import bonus
from plugins.local_currency.check_digits import in_fours, reference_of
from tests.plugins.local_currency.counter import IBAN, Counter
from tests.plugins.local_currency.test_bonus import fill, programme


@pytest.fixture
def counter(village) -> Counter:
    return Counter(
        village,
        iban=IBAN,
        holder="Association du Grain",
        legal_words="Article 16",
        reconversion_rate=250,
        share_rate=150,
        share_sponsors=40,
    )


@pytest.fixture
def program(app):
    """``program(member, *scopes)``: a program of somebody who is committed."""
    return lambda *who: Program.of(app, *who)


def base(counter: Counter) -> str:
    return f"/bordeaux/local_currency/{counter.network.slug}"


def units(amount: int) -> dict[str, object]:
    return {"amount": amount, "unit": "GR", "scale": 2}


def test_a_member_reads_how_to_get_units_as_on_the_page(counter, program, client):
    desk = counter.desk()
    shop = counter.shop()
    factories.sign_in(client, counter.nour.person)

    told = program(counter.nour).get(f"{base(counter)}/units")
    page = client.get(f"{counter.base}/units").text

    assert told.json == {
        "reference": in_fours(reference_of(counter.network.id, counter.nour.id)),
        "bank_account": {"holder": "Association du Grain", "iban": IBAN, "bic": ""},
        "account_id": None,
        "balance": None,
        "desks": [
            {
                "id": str(desk.id),
                "name": "Bookshop",
                "place": "3 rue du Pas",
                "opening_hours": "Sat 10-12",
            }
        ],
        "organisations": [
            {
                "id": str(shop.id),
                "name": shop.name,
                "state": "approved",
                "reference": in_fours(reference_of(counter.network.id, shop.id)),
            }
        ],
        "programmes": [],
        "my_programme": None,
    }
    assert told.json["reference"] in page
    assert told.json["bank_account"]["holder"] in page
    assert program().get(f"{base(counter)}/units").status_code == 401


def test_everybody_reads_which_programmes_run_and_only_who_is_in_one_that_they_are(counter, program):
    found = programme(counter, cap=700)
    over = bonus.found(
        counter.session, counter.network, name="Over", conditions="Once", percent=10, monthly_cap=None
    )
    bonus.end(counter.session, over)
    counter.session.commit()
    path = f"{base(counter)}/units"
    public = {"id": str(found.id), "name": "Coup de pouce", "conditions": "For some"}

    empty = program(counter.nour).get(path).json
    fill(counter, found, 10_000)
    counter.issue(counter.nour, 1_000)
    filled = program(counter.nour).get(path).json
    others = [program(who).get(path).json for who in (counter.kim, counter.ana)]

    assert empty["my_programme"] == public | {"percent": 50, "left": units(700), "is_empty": True}
    assert filled["my_programme"] == public | {"percent": 50, "left": units(200), "is_empty": False}
    assert filled["balance"] == units(1_500)
    assert [one["my_programme"] for one in others] == [None, None]
    assert [one["programmes"] for one in (filled, *others)] == [[public]] * 3


def test_organisations_of_others_are_not_listed(counter, program):
    counter.shop()

    assert program(counter.kim).get(f"{base(counter)}/units").json["organisations"] == []


def test_many_organisations_and_programmes_cost_as_few_questions_as_one(counter, program):
    nour, path = program(counter.nour), f"{base(counter)}/units"
    programme(counter)
    counter.shop()
    nour.get(path)  # notes the first use of the token

    def cost() -> int:
        with count_queries(counter.session.get_bind()) as statements:
            assert nour.get(path).status_code == 200
        return len(statements)

    few = cost()
    for number in range(5):
        counter.shop(f"Shop {number}")
        bonus.found(
            counter.session,
            counter.network,
            name=f"P{number}",
            conditions="For some",
            percent=10,
            monthly_cap=None,
        )
    counter.session.commit()

    assert cost() == few


def test_everybody_reads_what_was_decided(counter, program):
    assert program().get(f"{base(counter)}/rules").json == {
        "name": "Grain",
        "unit": "GR",
        "scale": 2,
        "legal_words": "Article 16",
        "commission": 250,
        "votes_needed": 1,
        "share": {"rate": 150, "sponsors_needed": 40},
    }


def test_where_nothing_was_decided_there_are_the_usual_rules(village, program):
    bare = village("local_currency")
    bare.session.commit()
    path = f"/bordeaux/local_currency/{bare.network.slug}"

    rules = program().get(f"{path}/rules").json
    told = program(bare.nour).get(f"{path}/units").json

    assert (rules["unit"], rules["commission"], rules["legal_words"]) == ("MLC", 500, "")
    assert (told["bank_account"], told["desks"]) == (None, [])
