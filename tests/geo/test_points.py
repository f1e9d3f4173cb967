from math import inf, nan

import pytest
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from app.geo.point import BoundingBox, Point, shown_distance

points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize(("lat", "lon"), [(90.1, 0), (-91, 0), (0, 180.5), (0, -181), (nan, 0), (0, inf)])
def test_a_point_that_is_not_on_the_earth_is_refused(lat: float, lon: float) -> None:
    with pytest.raises(ValueError, match="itude lies between"):
        Point(lat, lon)


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (Point(48.85341, 2.3488), Point(45.74846, 4.84671)),
        (Point(48.85341, 2.3488), Point(-36.84853, 174.76349)),
        (Point(0, 179.9), Point(0, -179.9)),
        (Point(64, 20), Point(64.001, 20.002)),
    ],
)
def test_distances_are_those_of_the_earth_within_one_in_150(here: Point, there: Point) -> None:
    ellipsoid = geodesic((here.lat, here.lon), (there.lat, there.lon)).meters

    assert here.distance_to(there) == pytest.approx(ellipsoid, rel=1 / 150)


@given(points, points)
def test_a_distance_is_the_same_both_ways_and_never_beyond_half_the_earth(here: Point, there: Point) -> None:
    assert here.distance_to(there) == pytest.approx(there.distance_to(here), abs=1e-3)
    assert 0 <= here.distance_to(there) <= 20_015_200


@given(points, points, st.floats(1, 2_000_000))
def test_a_box_holds_every_point_within_its_radius(centre: Point, other: Point, metres: float) -> None:
    box = BoundingBox.around(centre, metres)

    assert box.contains(other) or centre.distance_to(other) > metres * 0.999_999


def test_a_box_is_hardly_larger_than_its_circle() -> None:
    box = BoundingBox.around(Point(45, 5), 10_000)

    assert not box.contains(Point(45.091, 5))
    assert not box.contains(Point(45, 5.13))


def test_a_box_across_the_180th_meridian_has_two_ranges_of_longitude() -> None:
    box = BoundingBox.around(Point(-17, 179.95), 20_000)

    assert len(box.longitudes()) == 2
    assert box.contains(Point(-17, -179.95))
    assert not box.contains(Point(-17, 0))


@pytest.mark.parametrize(
    ("metres", "kilometres", "near", "on_foot", "by_bicycle"),
    [
        (0, 1, True, 15, 5),
        (999, 1, True, 15, 5),
        (1_400, 1, False, 15, 5),
        (1_950, 2, False, 25, 10),
        (5_400, 5, False, 65, 20),
        (5_600, 6, False, None, 25),
        (12_400, 10, False, None, 40),
        (23_000, 25, False, None, None),
        (154_999, 150, False, None, None),
    ],
)
def test_a_distance_is_shown_in_steps_with_the_minutes_that_help(
    metres: float, kilometres: int, near: bool, on_foot: int | None, by_bicycle: int | None
) -> None:
    shown = shown_distance(metres)

    assert shown.kilometres == kilometres
    assert (shown.near, shown.minutes_on_foot, shown.minutes_by_bicycle) == (near, on_foot, by_bicycle)


@given(st.floats(0, 500_000), st.floats(0, 500_000))
def test_a_longer_distance_is_never_shown_as_shorter(one: float, two: float) -> None:
    shorter, longer = sorted((one, two))

    assert shown_distance(shorter).metres <= shown_distance(longer).metres
