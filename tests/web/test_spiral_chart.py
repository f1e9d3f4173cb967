"""The spiral says what the figures say, and nothing more."""

import re
from itertools import pairwise
from math import hypot
from pathlib import Path

import pytest

from app.web.spiral_chart import HEIGHT, LETTERS, SHELL, TURN, Degrees, Sector, small_spiral, spiral_chart

THEMES = ("light", "dark", "auto")
NUMBER = re.compile(r"-?\d+\.\d")


def corners(path: str) -> list[tuple[float, float]]:
    """Return the points a path passes through (the ends of its moves, lines and curves)."""
    found = []
    for part in re.findall(r"[MLC][^MLCZ]*", path):
        numbers = [float(number) for number in NUMBER.findall(part)]
        found.append((numbers[-2], numbers[-1]))
    return found


def rise(path: str) -> float:
    """Return how far a petal stands above its line (below, when negative)."""
    foot, top = corners(path[: path.index("L")])[-1], corners(path[path.index("L") :])[0]
    return hypot(*top) - hypot(*foot)


def area(path: str) -> float:
    """Return the area inside a closed path, its curves followed in twenty steps each."""
    points: list[tuple[float, float]] = []
    for part in re.findall(r"[MLC][^MLCZ]*", path):
        numbers = [float(number) for number in NUMBER.findall(part)]
        if part[0] == "C":
            a, (b, c, d) = points[-1], zip(numbers[::2], numbers[1::2], strict=True)
            for step in range(1, 21):
                t, u = step / 20, 1 - step / 20
                x, y = (
                    u**3 * a[k] + 3 * u * u * t * b[k] + 3 * u * t * t * c[k] + t**3 * d[k] for k in (0, 1)
                )
                points.append((x, y))
        else:
            points.append((numbers[0], numbers[1]))
    following = [*points[1:], points[0]]
    return abs(sum(x * q - p * y for (x, y), (p, q) in zip(points, following, strict=True))) / 2


def only(degrees: Degrees, whole: float = 10) -> Sector:
    """Return the first of nine sectors, the others left empty."""
    values = {letter: Degrees(meant=0, intended=0, felt=0) for letter in LETTERS} | {"A": degrees}
    return spiral_chart(values, whole=whole).sectors[0]


def test_every_dimension_has_its_sector_in_the_order_given() -> None:
    values = {letter: Degrees(meant=1) for letter in "CABI"}

    chart = spiral_chart(values)

    assert [sector.letter for sector in chart.sectors] == ["C", "A", "B", "I"]


def test_a_full_petal_has_the_same_area_in_every_dimension() -> None:
    values = {letter: Degrees(meant=4) for letter in LETTERS}

    chart = spiral_chart(values)

    areas = [area(sector.meant) for sector in chart.sectors]
    assert areas == pytest.approx([areas[0]] * 9, rel=0.02)


def test_the_dimensions_wind_outwards_and_clockwise() -> None:
    chart = spiral_chart({letter: Degrees(meant=1) for letter in LETTERS})

    distances = [hypot(sector.label.x, sector.label.y) for sector in chart.sectors]
    assert distances == sorted(distances)
    assert chart.sectors[0].label.x > 0
    assert chart.sectors[0].label.y < 0
    assert chart.sectors[-1].label.x < 0
    assert chart.sectors[-1].label.y < 0


def test_the_sectors_close_the_turn_without_overlap() -> None:
    cuts = SHELL.equal_cuts(9, TURN, HEIGHT)

    assert cuts[0] == pytest.approx(0)
    assert cuts[-1] == pytest.approx(TURN)
    assert all(one < next_one for one, next_one in pairwise(cuts))


def test_a_petal_is_as_high_as_its_share_of_the_whole() -> None:
    quarter, half = only(Degrees(meant=2.5)), only(Degrees(meant=5))

    assert rise(quarter.meant) == pytest.approx(HEIGHT / 4, abs=0.2)
    assert rise(half.meant) == pytest.approx(HEIGHT / 2, abs=0.2)


def test_the_largest_figure_fills_its_petal_when_no_whole_is_given() -> None:
    chart = spiral_chart({"A": Degrees(meant=3, intended=7), "B": Degrees(felt=-2)})

    assert chart.whole == 7


def test_a_figure_beyond_the_whole_is_cut_at_the_rim() -> None:
    beyond, full = only(Degrees(intended=25)), only(Degrees(intended=10))

    assert beyond.intended == full.intended


def test_a_negative_feeling_goes_inwards() -> None:
    sector = only(Degrees(felt=-5))

    assert sector.felt_is_negative
    assert rise(sector.felt) == pytest.approx(-HEIGHT / 2, abs=0.2)


def test_the_worst_feeling_in_the_innermost_sector_stays_off_the_centre() -> None:
    sector = only(Degrees(felt=-10))

    assert min(hypot(*corner) for corner in corners(sector.felt)) > 10


def test_no_figure_and_nothing_are_told_apart() -> None:
    nothing, no_figure = only(Degrees(meant=0, intended=0, felt=0)), only(Degrees(meant=3, intended=2))

    assert (nothing.felt, nothing.missing) == ("", ())
    assert (no_figure.felt, no_figure.missing) == ("", ("felt",))


def test_three_degrees_of_the_same_value_are_three_different_shapes() -> None:
    sector = only(Degrees(meant=6, intended=6, felt=6))

    assert area(sector.meant) > 1.4 * area(sector.intended) > 2.5 * area(sector.felt) > 0


def test_more_intended_means_more_growth_lines_never_wider_ones() -> None:
    few, many = only(Degrees(intended=2)), only(Degrees(intended=8))

    assert few.ribs.count("M") == 2
    assert many.ribs.count("M") == 10
    assert many.ribs.startswith(few.ribs)


def test_everything_drawn_lies_within_the_view_box() -> None:
    chart = spiral_chart({letter: Degrees(meant=1, intended=1, felt=-1) for letter in LETTERS})
    left, top, width, height = (float(part) for part in chart.view_box.split())

    drawn = [corner for sector in chart.sectors for corner in corners(sector.ground + sector.felt)]
    drawn += [(sector.label.x, sector.label.y) for sector in chart.sectors]

    assert all(left <= x <= left + width and top <= y <= top + height for x, y in drawn)


@pytest.mark.parametrize("count", [1, 8, 9, 12])
def test_any_number_of_dimensions_can_be_drawn(count: int) -> None:
    values = {chr(ord("A") + number): Degrees(meant=number + 1) for number in range(count)}

    chart = spiral_chart(values)

    assert len(chart.sectors) == count
    assert len({sector.meant for sector in chart.sectors}) == count


def test_a_spiral_without_figures_draws_only_its_lines() -> None:
    chart = spiral_chart({})

    assert chart.sectors == ()
    assert chart.whole == 0
    assert chart.line.startswith("M0.0,-112.0")


def test_the_small_spiral_marks_the_letters_that_are_served() -> None:
    segments = small_spiral(["D", "A"])

    assert [segment.letter for segment in segments if segment.served] == ["A", "D"]
    assert len(segments) == 9


def test_the_small_spiral_fits_its_square() -> None:
    segments = small_spiral("")

    reached = [abs(value) for segment in segments for corner in corners(segment.path) for value in corner]
    assert max(reached) < 24 - 2.5


def hues(block: str) -> dict[str, str]:
    """Return the colours that a block of the style sheet gives to our names."""
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb``."""
    shares = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_hues_of_the_dimensions_can_be_read(theme: str) -> None:
    colours = hues(blocks()[theme])

    for letter in LETTERS.lower():
        name = f"dim-{letter}"
        assert contrast(colours[name], colours[f"{name}-on"]) >= 4.5, name
        for ground in (f"{name}-soft", "paper", "card"):
            assert contrast(colours[f"{name}-ink"], colours[ground]) >= 4.5, (name, ground)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_words_of_a_page_can_be_read(theme: str) -> None:
    colours = hues(blocks()[theme])

    pairs = [
        (text, ground) for text in ("ink", "ink-soft", "action", "danger") for ground in ("paper", "card")
    ]
    pairs += [
        ("on-action", "action"),
        ("on-action", "action-deep"),
        ("masthead-ink", "masthead"),
        ("need", "card"),
    ]
    pairs += [(tone, f"{tone}-soft") for tone in ("danger", "good", "warn", "need", "action")]
    assert [pair for pair in pairs if contrast(colours[pair[0]], colours[pair[1]]) < 4.5] == []


def test_dark_is_the_same_whether_a_person_or_the_device_asks_for_it() -> None:
    assert hues(blocks()["dark"]) == hues(blocks()["auto"])


def blocks() -> dict[str, str]:
    """Return the tokens of each theme, as the style sheet writes them."""
    sheet = (Path(__file__).parents[2] / "app/static/together.css").read_text()
    found = re.findall(r"\[data-bs-theme=(\w+)\] \{\s+color-scheme(.*?)\}", sheet, re.S)
    return {theme: block for theme, block in found if theme in THEMES}
