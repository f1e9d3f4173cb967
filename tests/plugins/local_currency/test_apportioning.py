"""Parts of a whole number sum to it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.local_currency.apportioning import apportion, part_of
from tests.plugins.local_currency.unhurried import unhurried

WEIGHTS = st.dictionaries(st.text(max_size=3), st.integers(0, 10**9), max_size=12)


@pytest.mark.parametrize(
    ("amount", "rate", "part"), [(10_000, 300, 300), (33, 300, 0), (34, 300, 1), (0, 300, 0)]
)
def test_a_rate_is_rounded_down_to_the_smallest_unit(amount: int, rate: int, part: int) -> None:
    assert part_of(amount, rate) == part


def test_what_is_left_goes_to_the_largest_remainders() -> None:
    assert apportion(10, {"a": 1, "b": 1, "c": 1}) == {"a": 4, "b": 3, "c": 3}
    assert apportion(100, {"a": 17, "b": 50, "c": 33}) == {"a": 17, "b": 50, "c": 33}
    assert apportion(7, {"a": 0, "b": 2, "c": 3}) == {"a": 0, "b": 3, "c": 4}


def test_without_any_weight_nobody_gets_anything() -> None:
    assert apportion(7, {"a": 0, "b": 0}) == {"a": 0, "b": 0}
    assert apportion(7, {}) == {}


@unhurried
@given(st.integers(0, 10**12), WEIGHTS.filter(lambda weights: sum(weights.values()) > 0))
def test_parts_sum_to_the_whole_and_lie_within_one_of_the_exact_share(
    whole: int, weights: dict[str, int]
) -> None:
    parts = apportion(whole, weights)
    total = sum(weights.values())

    assert sum(parts.values()) == whole
    assert parts.keys() == weights.keys()
    for name, weight in weights.items():
        assert abs(parts[name] - Fraction(whole * weight, total)) < 1
        assert weight or parts[name] == 0
