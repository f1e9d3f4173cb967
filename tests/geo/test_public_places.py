import sqlite3
from contextlib import closing
from random import Random

import h3.api.basic_int as h3
from hypothesis import given
from hypothesis import strategies as st

from app.geo.cells import ENOUGH_INHABITANTS, FINEST, WIDEST, PublicPlace, cell_at, public_place
from app.geo.gazetteer import Gazetteer
from app.geo.point import Point

points = st.builds(Point, st.floats(-85, 85), st.floats(-180, 180))


def everywhere(cell: int) -> float:
    return 1_000


def patchy(cell: int) -> float:
    """Live in two finest cells of three, at random but always the same ones; a wide cell has their sum."""
    if h3.get_resolution(cell) < FINEST:
        return sum(patchy(child) for child in h3.cell_to_children(cell, FINEST))
    return 800 if Random(cell).random() < 0.95 else 3


@given(points)
def test_a_home_in_a_town_is_shown_in_a_cell_of_at_least_one_kilometre(home: Point) -> None:
    place = public_place(home, everywhere)

    assert place.resolution == FINEST
    assert place.covers(home)
    assert 2 * place.radius >= 1_000
    assert home.distance_to(place.point) <= place.radius * 1.2


@given(points)
def test_where_nobody_is_known_to_live_the_widest_cell_is_used(home: Point) -> None:
    place = public_place(home, lambda cell: 0)

    assert place.resolution == WIDEST
    assert place.covers(home)


def test_a_cell_needs_members_or_inhabitants_enough() -> None:
    home = Point(45.19, 5.72)

    by_members = public_place(home, lambda cell: 499, members=lambda cell: 20)
    too_few = public_place(home, lambda cell: 499, members=lambda cell: 19)

    assert by_members.resolution == FINEST
    assert too_few.resolution == WIDEST


@given(points, st.integers(0, 10_000))
def test_a_wide_cell_does_not_tell_in_which_part_of_it_the_home_is(home: Point, seed: int) -> None:
    place = public_place(home, patchy)
    part = Random(seed).choice(h3.cell_to_children(place.cell, FINEST))

    neighbour = Point(*h3.cell_to_latlng(part))

    assert public_place(neighbour, patchy) == place


@given(points)
def test_no_narrow_cell_has_fewer_inhabitants_than_promised(home: Point) -> None:
    place = public_place(home, patchy)

    assert place.resolution == WIDEST or patchy(place.cell) >= ENOUGH_INHABITANTS


@given(points)
def test_the_stored_place_is_kept_while_the_home_is_in_it_whatever_the_counts_become(home: Point) -> None:
    wide = public_place(home, lambda cell: 0)
    narrow = public_place(home, everywhere)

    assert public_place(home, everywhere, stored=wide.cell) == wide
    assert public_place(home, lambda cell: 0, stored=narrow.cell) == narrow


def test_the_stored_place_is_left_when_the_home_leaves_it() -> None:
    before = public_place(Point(45.19, 5.72), everywhere)

    after = public_place(Point(48.85, 2.35), everywhere, stored=before.cell)

    assert after == public_place(Point(48.85, 2.35), everywhere)
    assert after != before


def test_a_step_inside_the_true_cell_moves_nothing() -> None:
    home = PublicPlace(cell_at(Point(45.19, 5.72), FINEST)).point
    steps = Random(5)

    shown = {
        public_place(
            Point(home.lat + steps.uniform(-0.005, 0.005), home.lon + steps.uniform(-0.005, 0.005)), patchy
        )
        for _ in range(200)
    }

    assert len(shown) == 1


def test_the_index_of_a_cell_fits_a_bigint() -> None:
    assert 0 < public_place(Point(-85, 179), everywhere).cell < 2**63


def test_a_city_is_shown_narrowly_and_the_countryside_widely(gazetteer: Gazetteer) -> None:
    lyon = public_place(Point(45.7578, 4.8320), gazetteer.inhabitants)
    villages_of_dauphine = public_place(Point(45.42, 5.25), gazetteer.inhabitants)
    high_mountain = public_place(Point(44.9220, 6.3590), gazetteer.inhabitants)

    assert lyon.resolution == 7
    assert villages_of_dauphine.resolution == 6
    assert high_mountain.resolution == 5


def test_the_inhabitants_estimated_in_all_cells_are_about_those_of_the_country(gazetteer: Gazetteer) -> None:
    rhone_alpes = h3.geo_to_cells(h3.LatLngPoly([(44.8, 4.2), (44.8, 6.0), (46.2, 6.0), (46.2, 4.2)]), 6)
    inside = sum(gazetteer.inhabitants(cell) for cell in rhone_alpes)

    by_tiles = sum(
        population
        for lat, lon, population in _counted(gazetteer)
        if 44.8 <= lat <= 46.2 and 4.2 <= lon <= 6.0
    )

    assert 0.85 < inside / by_tiles < 1.1


def _counted(gazetteer: Gazetteer) -> list[tuple[float, float, int]]:
    with closing(sqlite3.connect(gazetteer.path)) as db:
        return db.execute("SELECT lat, lon, population FROM place WHERE counted").fetchall()
