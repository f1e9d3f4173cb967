"""The official table of communes: good lines in, bad ones named, twice without doubling anything."""

import gzip
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.territories.models import Level, Territory, TerritoryAncestor

TABLE = """insee,nom,departement,region,epci_siren,population,lat,lon,codes_postaux
09261,Saint-Girons,09,76,200067940,6200,42.985,1.147,09200
09119,Erp,09,76,200067940,140,42.94,1.23,09200
31499,Salies-du-Salat,31,76,200067940,1800,43.10,0.96,31260
97105,Basse-Terre,971,01,249710062,9861,15.99,-61.72,97100
"""
BAD = TABLE + "09999,Trop,09\nnonsense,Nulle Part,09,76,,,,,\n09042,Balaguères,09,76,,200,95,1.0,09800\n"
REAL = Path(__file__).parents[3] / "shared" / "data" / "geo" / "communes_2026.csv.gz"


@pytest.fixture
def bring_in(app, tmp_path):
    def run(text, *more):
        file = tmp_path / "communes.csv"
        file.write_text(text, encoding="utf-8")
        return app.test_cli_runner().invoke(_group(), ["import", "--no-gazetteer", *more, str(file)])

    return run


def _group():
    from app.territories.commands import group

    return group


def names(fresh, level):
    return fresh(sa.select(Territory.name).where(Territory.level == level).order_by(Territory.code))


def test_communes_come_with_everything_above_them(bring_in, fresh):
    done = bring_in(TABLE)

    assert done.exit_code == 0, done.output
    assert names(fresh, Level.COUNTRY) == ["France"]
    assert names(fresh, Level.REGION) == ["Guadeloupe", "Occitanie"]
    assert names(fresh, Level.DEPARTMENT) == ["Ariège", "Haute-Garonne", "Guadeloupe"]
    assert names(fresh, Level.GROUP) == ["Intercommunalité (Saint-Girons)", "Intercommunalité (Basse-Terre)"]
    assert names(fresh, Level.COMMUNE) == ["Erp", "Saint-Girons", "Salies-du-Salat", "Basse-Terre"]


def test_a_commune_lies_in_its_department_and_in_its_group_though_these_cross(bring_in, fresh, session):
    bring_in(TABLE)

    ancestors = session.execute(
        sa.select(Territory.name, TerritoryAncestor.depth)
        .join(TerritoryAncestor, TerritoryAncestor.ancestor_id == Territory.id)
        .where(
            TerritoryAncestor.territory_id
            == sa.select(Territory.id).where(Territory.code == "31499").scalar_subquery()
        )
        .order_by(TerritoryAncestor.depth, Territory.name)
    ).all()
    assert [tuple(row) for row in ancestors] == [
        ("Salies-du-Salat", 0), ("Haute-Garonne", 1), ("Intercommunalité (Saint-Girons)", 1),
        ("Occitanie", 2), ("France", 3),
    ]  # fmt: skip


def test_sums_and_time_zones_are_those_of_the_communes(bring_in, fresh):
    bring_in(TABLE)

    [ariege] = fresh(sa.select(Territory).where(Territory.name == "Ariège"))
    [island] = fresh(sa.select(Territory).where(Territory.name == "Basse-Terre"))
    assert ariege.population == 6340
    assert ariege.lat == pytest.approx(42.984, abs=0.001)
    assert (ariege.time_zone, island.time_zone) == ("Europe/Paris", "America/Guadeloupe")


def test_brought_in_twice_nothing_is_doubled_and_changes_come_through(bring_in, fresh, session):
    bring_in(TABLE)
    session.execute(
        sa.update(Territory)
        .where(Territory.code == "09261")
        .values(active=True, slug="saint-girons", description="Ours")
    )
    session.commit()

    same = bring_in(TABLE)
    changed = bring_in(TABLE.replace("6200", "6300"))

    assert "0 places added, 0 brought up to date, 12 unchanged" in same.output
    assert "0 places added, 5 brought up to date, 7 unchanged" in changed.output
    assert len(fresh(sa.select(Territory.id))) == 12
    [ours] = fresh(sa.select(Territory).where(Territory.code == "09261"))
    assert (ours.population, ours.active, ours.slug, ours.description) == (6300, True, "saint-girons", "Ours")


def test_bad_lines_are_named_with_a_reason_and_good_ones_kept(bring_in, fresh):
    done = bring_in(BAD)

    assert len(names(fresh, Level.COMMUNE)) == 4
    assert "3 lines could not be read" in done.output
    for part in ("line 6:", "3 values for 9 columns", "line 7:", "nonsense", "line 8:", "95"):
        assert part in done.output


def test_a_file_that_is_no_table_of_communes_changes_nothing(app, bring_in, fresh):
    done = bring_in("a,b\n1,2\n")

    assert done.exit_code != 0
    assert fresh(sa.select(Territory.id)) == []


def test_places_of_another_country_come_under_it_twice_without_doubling(app, fresh, monkeypatch, tmp_path):
    from app.territories import importing
    from app.web.database import db

    with app.app_context():
        first = importing.import_places(db.session, ["LU"], smallest=5000, progress=lambda count: None)
        again = importing.import_places(db.session, ["LU"], smallest=5000, progress=lambda count: None)
        importing.draw_tree(db.session)
        db.session.commit()

    [country] = fresh(sa.select(Territory).where(Territory.level == Level.COUNTRY))
    inside = fresh(
        sa.select(TerritoryAncestor.territory_id).where(TerritoryAncestor.ancestor_id == country.id)
    )
    assert country.name == "Luxembourg"
    assert first.added > 10
    assert (again.added, again.changed, again.same) == (0, 0, first.added)
    assert len(inside) == first.added


@pytest.mark.skipif(not REAL.exists(), reason="the official table is not beside the project")
def test_the_whole_of_france_comes_in_well_under_a_minute(app, fresh, database):
    import time

    with gzip.open(REAL) as table:
        lines = sum(1 for _line in table) - 1
    began = time.monotonic()
    done = app.test_cli_runner().invoke(_group(), ["import", "--no-gazetteer", str(REAL)])
    took = time.monotonic() - began

    assert done.exit_code == 0, done.output
    assert len(names(fresh, Level.COMMUNE)) == lines == 34_969
    assert len(names(fresh, Level.DEPARTMENT)) >= 101
    assert took < 50
    [ancestors] = fresh(
        sa.select(sa.func.count())
        .select_from(TerritoryAncestor)
        .join(Territory, Territory.id == TerritoryAncestor.territory_id)
        .where(Territory.code == "33063", TerritoryAncestor.depth > 0)
    )
    assert ancestors == 4  # Gironde, its group, Nouvelle-Aquitaine, France
