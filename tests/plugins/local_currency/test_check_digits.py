"""Numbers that carry their own check."""

from uuid import UUID

import pytest

from app.db import new_id
from plugins.local_currency.check_digits import (
    LETTERS,
    in_fours,
    is_bic,
    is_iban,
    is_reference,
    is_siret,
    reference_of,
    references_in,
)

CURRENCY = UUID("01900000-0000-7000-8000-000000000001")


@pytest.mark.parametrize("number", ["73282932000074", "35600000049837", "35600000000048"])
def test_a_siret_passes(number: str) -> None:
    assert is_siret(number)


@pytest.mark.parametrize(
    "number", ["73282932000075", "7328293200007", "", "7328293200007A", "３2829320000744"]
)
def test_what_is_no_siret_is_found_out(number: str) -> None:
    assert not is_siret(number)


@pytest.mark.parametrize(
    "number", ["FR1420041010050500013M02606", "DE89370400440532013000", "BE68539007547034"]
)
def test_an_iban_passes(number: str) -> None:
    assert is_iban(number)


@pytest.mark.parametrize(
    "number",
    ["FR1520041010050500013M02606", "DE89370400440532013001", "FR14", "", "fr1420041010050500013m02606"],
)
def test_what_is_no_iban_is_found_out(number: str) -> None:
    assert not is_iban(number)


def test_a_bic_has_eight_or_eleven_signs() -> None:
    assert [is_bic(code) for code in ("AGRIFRPP", "CCOPFRPPXXX", "AGRIFRP", "12345678")] == [
        True, True, False, False,
    ]  # fmt: skip


def test_a_reference_is_the_same_each_time_and_differs_between_people() -> None:
    people = [new_id() for _one in range(500)]
    references = {reference_of(CURRENCY, one) for one in people}

    assert len(references) == 500
    assert all(len(reference) == 13 and is_reference(reference) for reference in references)
    assert reference_of(CURRENCY, people[0]) == reference_of(CURRENCY, people[0])


def test_every_wrong_letter_and_every_swap_is_found_out() -> None:
    right = reference_of(CURRENCY, CURRENCY)
    wrong = [
        right[:place] + sign + right[place + 1 :]
        for place in range(2, 13)
        for sign in ("0123456789" if place < 4 else LETTERS)
        if sign != right[place]
    ]
    swapped = [
        right[:place] + right[place + 1] + right[place] + right[place + 2 :]
        for place in range(4, 12)
        if right[place] != right[place + 1]
    ]

    assert [one for one in wrong + swapped if is_reference(one)] == []


def test_a_reference_is_found_in_the_words_of_a_transfer() -> None:
    right = reference_of(CURRENCY, CURRENCY)

    assert references_in(f"VIR SEPA MME HADDAD REF {right} MERCI") == [right]
    assert references_in(in_fours(right).lower()) == [right]
    assert references_in("-".join(right)) == [right]
    assert references_in(f"{right} and again {right}") == [right]
    assert references_in(f"X{right}") == []
    assert references_in("RF99AAAAAAAAA and RF") == []
