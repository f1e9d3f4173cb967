"""What people type for an amount: read as they mean it, or not at all."""

import pytest

from app.amounts import amount_from, as_typed
from app.text import speaking


@pytest.mark.parametrize(
    ("typed", "units"),
    [
        ("12,50", 1250),
        ("12.5", 1250),
        ("12", 1200),
        (" 10 ", 1000),
        ("0,05", 5),
        ("1 250", 125_000),
        ("1\u202f250,50 GR", 125_050),
        ("12 gr", 1200),
        ("007", 700),
        ("1,250", None),  # a thousand to some, one and a quarter to others
        ("12,505", None),
        ("12 50", None),
        ("-3", None),
        ("1e9", None),
        ("NaN", None),
        ("٣", None),
        ("12 €", None),
        ("1234567890123", None),
        ("", None),
    ],
)
def test_a_sum_is_read_in_hundredths_and_nothing_is_guessed(typed: str, units: int | None) -> None:
    assert amount_from(typed, "GR", 2) == units


@pytest.mark.parametrize(("typed", "units"), [("1 h 30", 90), ("1,5 h", 90), ("45 min", 45), ("abc", None)])
def test_hours_are_read_in_minutes(typed: str, units: int | None) -> None:
    assert amount_from(typed, "minutes") == units


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("units", "unit", "scale"), [(1250, "GR", 2), (5, "GR", 2), (90, "minutes", 0), (7, "grains", 0)]
)
def test_what_a_form_shows_is_read_as_the_same(units: int, unit: str, scale: int, language: str) -> None:
    with speaking(language):
        assert amount_from(as_typed(units, unit, scale), unit, scale) == units
