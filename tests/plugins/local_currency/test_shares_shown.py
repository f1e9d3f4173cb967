"""The table of a posted share tells nobody what fewer than five people changed from euros."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.testing import factories
from plugins.local_currency import shares, shares_shown
from plugins.local_currency.shares_models import SharePart, ShareRun
from tests.plugins.local_currency.currency import Currency
from tests.plugins.local_currency.posted import Line, post
from tests.plugins.local_currency.unhurried import unhurried


@pytest.fixture
def grain(village) -> Currency:
    return Currency(village, share_rate=1_000)


def shown(here: Currency, *lines: Line, needed: int = 30) -> shares_shown.ShownShare:
    return shares_shown.shown(here.session, post(here, 2026, *lines, needed=needed))


def sums(found: shares_shown.ShownShare) -> list[tuple[Any, Any, Any]]:
    return [(part.sponsors, part.base, part.amount) for part in found.parts]


def cells(page: str) -> list[list[str]]:
    """Return the cells of numbers of each row."""
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.S)
    return [[re.sub("<[^>]*>", "", one) for one in re.findall(r"<td[^>]*>(.*?)</td>", row)] for row in rows]


@pytest.mark.parametrize("sponsors", [1, 4])
def test_what_stayed_is_withheld_while_it_is_the_share_of_one_to_four(grain, sponsors: int):
    found = shown(grain, (30, 100_000, True), (sponsors, 7_000, False), (12, 3_000, False))

    assert sums(found) == [(30, 100_000, 10_000), (None, None, 0), (12, 3_000, 0)]
    assert (found.given, found.rest) == (10_000, None)


def test_what_stayed_is_told_when_five_share_in_it(grain):
    found = shown(grain, (30, 100_000, True), (1, 7_000, False), (4, 1_000, False))

    assert sums(found) == [(30, 100_000, 10_000), (None, None, 0), (None, None, 0)]
    assert (found.given, found.rest) == (10_000, 800)


def test_what_stayed_is_told_when_all_can_be_told(grain):
    found = shown(grain, (30, 100_000, True), (5, 7_000, False))

    assert sums(found) == [(30, 100_000, 10_000), (5, 7_000, 0)]
    assert (found.given, found.rest) == (10_000, 700)


def test_an_amount_that_three_brought_under_an_older_rule_is_withheld_with_the_sum_that_tells_it(grain):
    found = shown(grain, (30, 100_000, True), (3, 7_000, True), needed=2)

    assert sums(found) == [(30, 100_000, 10_000), (None, None, None)]
    assert (found.given, found.rest, found.needed) == (None, 0, 5)


def test_amounts_of_few_under_an_older_rule_are_told_together_when_they_are_five(grain):
    found = shown(grain, (30, 100_000, True), (3, 7_000, True), (2, 1_000, True), (1, 900, False), needed=2)

    assert sums(found)[1:] == [(None, None, None)] * 3
    assert [part.too_few for part in found.parts] == [False, True, True, True]
    assert (found.given, found.rest) == (10_800, None)


def test_the_page_shows_dashes_and_says_why(grain, client: FlaskClient):
    post(grain, 2026, (30, 100_000, True), (1, 7_000, False), needed=30)
    post(grain, 2025, (30, 100_000, True), (3, 7_000, True), needed=2)
    base = f"/t/bordeaux/local_currency/{grain.network.slug}/shares"
    for reader in (grain.nour, grain.ana):
        factories.sign_in(client, reader.person)
        latest, older = client.get(f"{base}/2026").text, client.get(f"{base}/2025").text

        assert cells(latest)[1:] == [
            ["30", "1,000.00 €", "100.00 GR"],
            ["fewer than 5", "–", "0.00 GR"],
            ["100.00 GR"],
            ["–"],
        ]
        assert cells(older)[1:] == [
            ["30", "1,000.00 €", "100.00 GR"],
            ["fewer than 5", "–", "–"],
            ["–"],
            ["0.00 GR"],
        ]
        assert "under 5 members" in older
        assert "A dash stands where a sum would tell" in older


LINES = st.lists(
    st.tuples(st.integers(1, 9), st.integers(1_000, 99_000), st.booleans()), min_size=1, max_size=6
)


@unhurried
@given(LINES, st.integers(1, 8))
def test_no_sum_is_left_once_what_is_told_is_taken_off_but_of_five_people(lines: Any, needed: int):
    parts = [
        SharePart(sponsors=sponsors, base=base, amount=base // 10 if approved and sponsors >= needed else 0)
        for sponsors, base, approved in lines
    ]
    whole = sum(part.base // 10 for part in parts)
    given = sum(part.amount for part in parts)
    run = ShareRun(rate=1_000, sponsors_needed=needed, whole=whole, to_commons=whole - given)
    found = shares_shown.of_parts(run, [(part, str(number)) for number, part in enumerate(parts)])

    for told, is_paid in ((found.given, True), (found.rest, False)):
        unknown = [part.sponsors for part in parts if part.sponsors < 5 and bool(part.amount) is is_paid]
        assert (told is None) == (1 <= sum(unknown) <= 4)
    for one, part in zip(found.parts, parts, strict=True):
        assert (one.base is None) == (part.sponsors < 5)
        assert one.amount in {None, 0} or part.sponsors >= 5


def test_a_rule_from_before_asks_for_five_as_well(village):
    here = Currency(village, share_rate=300, share_sponsors=2)

    assert shares.rules(here.session, here.network.id).sponsors_needed == 5
