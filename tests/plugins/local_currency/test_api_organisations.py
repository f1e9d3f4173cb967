"""Organisations for programs: they ask, the committee decides, members use the account."""

from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.api.scopes import Scope
from app.testing import factories
from app.testing.program import Program
from plugins.local_currency.models import Organisation, Vote
from tests.plugins.local_currency.counter import Counter

BAKERY = {"name": " Bakery  of the Port ", "activity": " Bread ", "siret": "732 829 320 00074"}


@pytest.fixture
def counter(village) -> Counter:
    return Counter(village)


@pytest.fixture
def program(app):
    """``program(member, *scopes)``: a program of somebody who is committed."""
    return lambda *who: Program.of(app, *who)


def path(counter: Counter, rest: str = "") -> str:
    return f"/bordeaux/local_currency/{counter.network.slug}/organisations{rest}"


def asked(counter: Counter) -> int:
    with Session(counter.session.get_bind()) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Organisation)) or 0


def test_an_organisation_asks_once_and_has_an_account_when_the_committee_says_yes(counter, program):
    nour, ana = program(counter.nour), program(counter.ana)

    made = nour.post(path(counter), json=BAKERY, key="bakery")
    again = nour.post(path(counter), json=BAKERY, key="bakery")
    here = path(counter, f"/{made.json['id']}")
    (listed,) = ana.get(path(counter)).json
    yes = ana.post(f"{here}/votes", json={"yes": True})
    late = ana.post(f"{here}/votes", json={"yes": False, "reason": "Too late"})

    assert (made.status_code, again.json, made.location.endswith(here)) == (201, made.json, True)
    said = {name: made.json[name] for name in ("name", "activity", "siret", "state", "account_id", "needed")}
    assert said == {
        "name": "Bakery of the Port",
        "activity": "Bread",
        "siret": "73282932000074",
        "state": "asked",
        "account_id": None,
        "needed": 1,
    }
    assert listed == {name: made.json[name] for name in listed}
    assert (yes.json["state"], [one["yes"] for one in yes.json["votes"]]) == ("approved", [True])
    assert [one["member_id"] for one in yes.json["holders"]] == [str(counter.nour.id)]
    assert late.json["reasons"] == ["This application was decided already."]
    assert nour.get(here).json == yes.json | {"votes": []}
    assert asked(counter) == 1


def test_a_no_needs_its_reason_which_the_organisation_reads(counter, program):
    nour, ana = program(counter.nour), program(counter.ana)
    here = path(counter, f"/{nour.post(path(counter), json=BAKERY).json['id']}")

    without = ana.post(f"{here}/votes", json={"yes": False, "reason": " "})
    no = ana.post(f"{here}/votes", json={"yes": False, "reason": " Say what you sell. "})

    assert without.json["errors"] == [
        {"detail": "Say why, so that they know what to change.", "pointer": "#/reason"}
    ]
    assert (no.json["state"], nour.get(here).json["reason"]) == ("refused", "Say what you sell.")


def test_an_organisation_changes_its_words_leaves_and_comes_back(counter, program):
    shop = counter.shop("Bakery")
    nour, ana, here = program(counter.nour), program(counter.ana), path(counter, f"/{shop.id}")

    words = {"activity": "Bread and cakes", "accepts": 50, "website": "https://bakery.example.org"}
    changed = nour.put(here, json=words)
    ended = ana.post(f"{here}/withdraw", json={"reason": "Closed for ever"})
    twice = ana.post(f"{here}/withdraw", json={"reason": "Closed for ever"})
    back = ana.post(f"{here}/again")

    assert {name: changed.json[name] for name in words} == words
    assert (changed.json["name"], changed.json["on_map"]) == ("Bakery", False)
    assert (ended.json["state"], ended.json["reason"]) == ("withdrawn", "Closed for ever")
    assert twice.json["reasons"] == ["This organisation does not take part now."]
    assert (back.json["state"], back.json["account_id"]) == ("approved", changed.json["account_id"])


def test_the_committee_says_who_uses_the_account(counter, program):
    shop = counter.shop("Bakery")
    kim = f"{path(counter, f'/{shop.id}')}/holders/{counter.kim.id}"
    ana, here = program(counter.ana), path(counter, f"/{shop.id}")

    given = ana.put(kim)
    nobody = ana.put(f"{here}/holders/{uuid4()}")
    seen_by_kim = program(counter.kim).get(here)
    taken = ana.delete(kim)

    holders = {one["member_id"] for one in given.json["holders"]}
    assert holders == {str(counter.nour.id), str(counter.kim.id)}
    assert nobody.json["reasons"] == ["Choose somebody who is a member here."]
    assert (seen_by_kim.status_code, seen_by_kim.json["votes"]) == (200, [])
    assert (taken.status_code, program(counter.kim).get(here).status_code) == (204, 404)
    assert program(counter.nour).put(kim).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"name": " "}, "#/name"),
        ({"name": "x" * 81}, "#/name"),
        ({"activity": "  "}, "#/activity"),
        ({"siret": "123"}, "#/siret"),
        ({"accepts": 0}, "#/accepts"),
        ({"kind": "shop"}, "#/kind"),
        ({"website": "javascript://example.org/%0aalert(1)"}, "#/website"),
        ({"website": "bakery.example.org"}, "#/website"),
        ({"website": "https://[bad"}, "#/website"),
        ({"website": "https://localhost"}, "#/website"),
        ({"website": "https://bakery@example.org"}, "#/website"),
        ({"website": "https://example.org:port"}, "#/website"),
        ({"website": "https://example .org"}, "#/website"),
        ({"member_id": str(uuid4())}, "#/member_id"),
    ],
)
def test_what_the_page_refuses_is_refused_with_its_place(counter, program, wrong, pointer):
    refused = program(counter.nour).post(path(counter), json={**BAKERY, **wrong})

    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, pointer)
    assert asked(counter) == 0


def test_only_who_coordinates_asks_for_another_and_decides_with_a_token_for_it(counter, program):
    for_kim = {**BAKERY, "member_id": str(counter.kim.id)}
    ana, nour = program(counter.ana), program(counter.nour)

    by_nour, by_ana = nour.post(path(counter), json=for_kim), ana.post(path(counter), json=for_kim)
    here = path(counter, f"/{by_ana.json['id']}")
    without_scope = program(counter.ana, Scope.READ, Scope.PROFILE)

    assert by_nour.json["errors"][0]["pointer"] == "#/member_id"
    assert by_ana.json["asked_by_id"] == str(counter.kim.id)
    assert nour.get(here).status_code == 404
    assert nour.put(here, json={"activity": "Mine"}).status_code == 404
    assert nour.get(path(counter)).status_code == 403
    assert nour.post(f"{here}/votes", json={"yes": True}).status_code == 403
    assert without_scope.post(f"{here}/votes", json={"yes": True}).status_code == 403
    with Session(counter.session.get_bind()) as session:
        assert session.scalars(sa.select(Vote)).all() == []


def test_a_link_that_could_run_something_is_refused_on_the_page_too(counter, client):
    factories.sign_in(client, counter.nour.person)
    sent = {
        "csrf_token": factories.csrf(client),
        "kind": "professional",
        "name": "Bakery",
        "activity": "Bread",
        "accepts": "100",
        "website": "javascript://example.org/%0aalert(1)",
    }
    counter.session.commit()

    page = client.post(f"/t/bordeaux/local_currency/{counter.network.slug}/organisations/new", data=sent)

    assert page.status_code == 422
    assert "A web address begins with https://" in page.text
    assert asked(counter) == 0
