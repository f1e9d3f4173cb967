"""A bar for each month, as geometry that a template draws; the table beside it says the same."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, GAP = 24, 96, 8


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar: where it stands, how high it is; one without a figure is only marked."""

    x: int
    y: float
    height: float
    is_hidden: bool = False


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Bars over a common scale."""

    bars: tuple[Bar, ...]
    width: int
    height: int
    most: int
    """What a bar of full height stands for."""


def chart(values: Sequence[int | None], most: int) -> Chart:
    """Draw a bar for each value; ``None`` is a figure that may not be told.

    Args:
        most: of the full height, so that charts side by side have one scale.
    """
    bars = []
    for number, value in enumerate(values):
        height = 0.0 if not value or most <= 0 else round(min(value, most) / most * HEIGHT, 1)
        if value:
            height = max(height, 1.0)  # something is never drawn as nothing
        bars.append(Bar(x=number * (WIDTH + GAP), y=HEIGHT - height, height=height, is_hidden=value is None))
    return Chart(bars=tuple(bars), width=max(1, len(values) * (WIDTH + GAP) - GAP), height=HEIGHT, most=most)
