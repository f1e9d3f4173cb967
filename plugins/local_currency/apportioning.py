"""Dividing a whole number into parts that sum to it again."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)

HUNDREDTHS_OF_A_PERCENT = 10_000


def part_of(amount: int, rate: int) -> int:
    """Return ``rate`` hundredths of a percent of an amount, rounded down to the smallest unit."""
    return amount * rate // HUNDREDTHS_OF_A_PERCENT


def apportion(whole: int, weights: Mapping[Name, int]) -> dict[Name, int]:
    """Divide ``whole`` by weights, by largest remainder; equal remainders go in the order of the mapping.

    The parts sum to the whole, and none is a whole unit away from its exact share. Source: the method
    of Hamilton and Hare, as for seats.
    """
    total = sum(weights.values())
    if total == 0:
        return dict.fromkeys(weights, 0)
    parts = {name: whole * weight // total for name, weight in weights.items()}
    left = whole - sum(parts.values())
    by_remainder = sorted(weights, key=lambda name: -(whole * weights[name] % total))
    for name in by_remainder[:left]:
        parts[name] += 1
    return parts
