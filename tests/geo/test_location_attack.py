"""An attacker who may ask for the distance from anywhere tries to find homes (quality bar T17)."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from math import cos, pi, radians, sin, sqrt
from random import Random
from statistics import median, quantiles

import pytest

from app.geo.cells import public_place
from app.geo.gazetteer import Gazetteer
from app.geo.point import Point, shown_distance

HOMES = 200
QUERIES = 150
SEED = 20_261_017
Ask = Callable[[Point], int]  # the distance shown, in metres, to who stands at a point


@dataclass(frozen=True)
class Home:
    point: Point
    town: Point


def moved(point: Point, east: float, north: float) -> Point:
    return Point(point.lat + north / 111_195, point.lon + east / 111_195 / cos(radians(point.lat)))


@pytest.fixture(scope="module")
def homes(gazetteer: Gazetteer) -> list[Home]:
    """Draw 200 homes of France: a commune by its population, a place around its centre."""
    chance = Random(SEED)
    with closing(sqlite3.connect(gazetteer.path)) as db:
        rows = db.execute(
            "SELECT lat, lon, population, reach FROM place WHERE counted AND country = 'FR'"
        ).fetchall()
    drawn = []
    for lat, lon, _, reach in chance.choices(rows, weights=[row[2] for row in rows], k=HOMES):
        away, angle = reach / 2 * sqrt(chance.random()), chance.uniform(0, 2 * pi)
        town = Point(lat, lon)
        drawn.append(Home(moved(town, away * cos(angle), away * sin(angle)), town))
    return drawn


def found_by_flip_points(ask: Ask, start: Point) -> Point:
    """Find the middle between the two places on a line where the distance shown changes; turn; again."""
    queries = 0

    def asked(at: Point) -> int:
        nonlocal queries
        queries += 1
        return ask(at)

    guess = start
    for east, north in ((1, 0), (0, 1), (1, 0)):
        line = [(asked(moved(guess, east * s, north * s)), s) for s in range(-30_000, 30_001, 5_000)]
        least, inside = min(line)
        ends = []
        for outside in (-30_000.0, 30_000.0):
            near, far = float(inside), outside
            for _ in range(16):
                middle = (near + far) / 2
                if asked(moved(guess, east * middle, north * middle)) <= least:
                    near = middle
                else:
                    far = middle
            ends.append(near)
        guess = moved(guess, east * sum(ends) / 2, north * sum(ends) / 2)
    assert queries <= QUERIES
    return guess


def errors_of(homes: list[Home], shown_point: Callable[[Home], Point]) -> list[float]:
    """Return how far from each home the attacker ends, when distances start from ``shown_point``."""

    def ask_about(home: Home) -> Ask:
        centre = shown_point(home)
        return lambda observer: shown_distance(observer.distance_to(centre)).metres

    return [home.point.distance_to(found_by_flip_points(ask_about(home), home.town)) for home in homes]


def assert_homes_stay_hidden(errors: list[float]) -> None:
    least, middle = quantiles(errors, n=20)[0], median(errors)
    told = f"seed {SEED}: attacker's error is under {least:.0f} m for 5 %, median {middle:.0f} m"
    assert middle >= 400, told
    assert least >= 120, told


def test_the_public_point_keeps_homes_hidden_from_flip_point_search(
    homes: list[Home], gazetteer: Gazetteer
) -> None:
    errors = errors_of(homes, lambda home: public_place(home.point, gazetteer.inhabitants).point)

    assert_homes_stay_hidden(errors)


def test_rounding_the_true_distance_gives_every_home_away(homes: list[Home]) -> None:
    errors = errors_of(homes, lambda home: home.point)

    assert max(errors) < 25
    with pytest.raises(AssertionError):
        assert_homes_stay_hidden(errors)


def test_an_offset_drawn_again_at_each_save_averages_out(homes: list[Home]) -> None:
    chance = Random(SEED + 1)

    def mean_of_twenty_saves(home: Home) -> Point:
        saves = []
        for _ in range(20):
            away, angle = chance.uniform(100, 200), chance.uniform(0, 2 * pi)
            saves.append(moved(home.point, away * cos(angle), away * sin(angle)))
        return Point(sum(save.lat for save in saves) / 20, sum(save.lon for save in saves) / 20)

    errors = [home.point.distance_to(mean_of_twenty_saves(home)) for home in homes]

    with pytest.raises(AssertionError):
        assert_homes_stay_hidden(errors)


def test_twenty_saves_of_five_listings_show_one_point(homes: list[Home], gazetteer: Gazetteer) -> None:
    for home in homes[:20]:
        shown, stored = set(), None
        for _ in range(20 * 5):
            place = public_place(home.point, gazetteer.inhabitants, stored=stored)
            stored = place.cell
            shown.add(place.point)

        assert len(shown) == 1


def test_moving_about_in_one_neighbourhood_does_not_narrow_it_down(
    homes: list[Home], gazetteer: Gazetteer
) -> None:
    chance = Random(SEED + 2)
    for home in homes[:20]:
        first = public_place(home.point, gazetteer.inhabitants)
        near = [moved(home.point, chance.gauss(0, 300), chance.gauss(0, 300)) for _ in range(20)]

        shown = {
            public_place(point, gazetteer.inhabitants, stored=first.cell)
            for point in near
            if first.covers(point)
        }

        assert shown <= {first}
