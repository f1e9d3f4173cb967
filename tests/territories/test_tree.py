"""The tree of territories: ancestors, moves, opening a place."""

import pytest
import sqlalchemy as sa

from app.errors import Refusal
from app.members.models import Member
from app.territories import queries, services
from app.territories.models import Level, Territory, TerritoryAncestor
from app.testing import factories
from app.testing.factories import post, sign_in


@pytest.fixture
def tree(session):
    france = services.create(session, name="France", level=Level.COUNTRY, code="FR")
    ariege = services.create(session, name="Ariège", level=Level.DEPARTMENT, parent=france, code="09")
    town = services.create(session, name="Saint-Girons", level=Level.COMMUNE, parent=ariege, code="09261")
    quarter = services.create(session, name="Le Pont", level=Level.NEIGHBOURHOOD, parent=town)
    session.commit()
    return france, ariege, town, quarter


def depths(session, territory):
    rows = session.execute(
        sa.select(Territory.name, TerritoryAncestor.depth)
        .join(TerritoryAncestor, TerritoryAncestor.ancestor_id == Territory.id)
        .where(TerritoryAncestor.territory_id == territory.id)
    )
    return dict(rows.all())


def test_a_new_place_knows_all_it_lies_in(session, tree):
    assert depths(session, tree[3]) == {"Le Pont": 0, "Saint-Girons": 1, "Ariège": 2, "France": 3}


def test_a_moved_place_takes_what_lies_in_it_along(session, tree):
    france, _ariege, town, quarter = tree
    bearn = services.create(session, name="Béarn", level=Level.DEPARTMENT, parent=france)

    services.move(session, town, bearn)

    assert depths(session, quarter) == {"Le Pont": 0, "Saint-Girons": 1, "Béarn": 2, "France": 3}


def test_a_place_cannot_lie_in_itself(session, tree):
    france, _ariege, town, quarter = tree

    for inside in (town, quarter):
        with pytest.raises(Refusal):
            services.move(session, town, inside)
    assert depths(session, france) == {"France": 0}


def test_the_subtree_is_one_join(session, tree):
    france, ariege, town, quarter = tree

    found = set(session.scalars(queries.inside(ariege.id)))

    assert found == {ariege.id, town.id, quarter.id}


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("L'Haÿ-les-Roses", "l-hay-les-roses"),
        ("Saint-Étienne", "saint-etienne"),
        ("Œuilly", "oeuilly"),
        ("Y", "y"),
    ],
)
def test_names_become_addresses(name, slug):
    assert services.slug_of(name) == slug


@pytest.fixture
def operator(session):
    person = factories.person(session, "Olga", is_operator=True)
    session.commit()
    return person


def test_an_operator_opens_a_place_with_its_first_administrator(session, client, tree, operator, fresh):
    lou = factories.person(session, "Lou", email="lou@example.org")
    session.commit()
    sign_in(client, operator)
    town = tree[2]

    page = client.get(f"/operator/territories/{town.id}/open")
    nobody = post(
        client, f"/operator/territories/{town.id}/open", slug="saint-girons", administrator="who@example.org"
    )
    opened = post(
        client, f"/operator/territories/{town.id}/open", slug="saint-girons", administrator="LOU@example.org"
    )

    assert 'value="saint-girons"' in page.text
    assert nobody.status_code == 422
    assert opened.status_code == 302
    [member] = fresh(sa.select(Member))
    assert (member.person_id, member.roles) == (lou.id, {"administrator"})
    assert [(row.slug, row.active) for row in fresh(sa.select(Territory).where(Territory.active))] == [
        ("saint-girons", True)
    ]


@pytest.mark.parametrize("slug", ["Two Words", "-a", "a/b", "é", "a" * 61, "taken"])
def test_an_address_that_cannot_be_one_or_is_taken_is_refused(session, client, tree, operator, slug, fresh):
    factories.territory(session, "taken")
    factories.person(session, "Lou", email="lou@example.org")
    session.commit()
    sign_in(client, operator)

    answer = post(
        client, f"/operator/territories/{tree[2].id}/open", slug=slug, administrator="lou@example.org"
    )

    assert answer.status_code == 422
    assert fresh(sa.select(Member)) == []
    assert fresh(sa.select(Territory.slug).where(Territory.active)) == ["taken"]


def test_a_closed_territory_is_not_found_and_loses_nothing(session, client, operator, fresh):
    place = factories.territory(session, "saint-girons")
    factories.member(session, place)
    session.commit()
    sign_in(client, operator)

    post(client, f"/operator/territories/{place.id}/close")

    assert client.get("/t/saint-girons/join").status_code == 404
    assert fresh(sa.select(Member.status)) == ["active"]


def test_the_tree_and_its_search_are_for_operators(session, client, tree, operator):
    lou = factories.member(session, factories.territory(session), first_name="Lou", roles=["administrator"])
    session.commit()
    other = client.application.test_client()
    sign_in(client, operator)
    sign_in(other, lou.person)

    found = client.get("/operator/territories?q=saint gi")
    branch = client.get(f"/operator/territories/{tree[1].id}")

    assert "Saint-Girons" in found.text
    assert "Saint-Girons" in branch.text
    assert other.get("/operator/territories").status_code == 404
    assert post(other, f"/operator/territories/{tree[2].id}", name="X", level="commune").status_code == 404


def test_a_place_in_no_table_is_added_below(session, client, tree, operator):
    sign_in(client, operator)

    post(client, f"/operator/territories/{tree[2].id}", name="La Gare", level="neighbourhood")

    session.rollback()
    made = session.scalars(sa.select(Territory).where(Territory.name == "La Gare")).one()
    assert depths(session, made) == {"La Gare": 0, "Saint-Girons": 1, "Ariège": 2, "France": 3}


def test_the_last_operator_stays_one(session, client, operator, fresh):
    from app.members.models import Person

    lou = factories.person(session, "Lou", email="lou@example.org")
    session.commit()
    sign_in(client, operator)

    post(client, f"/operator/operators/{operator.id}/end")
    alone = fresh(sa.select(Person.first_name).where(Person.is_operator))
    post(client, "/operator/operators", mail="lou@example.org")
    post(client, f"/operator/operators/{operator.id}/end")

    assert alone == ["Olga"]
    assert fresh(sa.select(Person.id).where(Person.is_operator)) == [lou.id]
