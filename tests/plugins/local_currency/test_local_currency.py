"""Prices in the currency; nobody can owe units."""

import pytest
from werkzeug.datastructures import MultiDict

from app.errors import Refusal
from plugins.local_currency import services
from plugins.local_currency.forms import CurrencySettings, ProductForm
from tests.plugins.local_currency.counter import IBAN, Counter


@pytest.mark.parametrize(("typed", "kept"), [("12,50", 1250), ("12.5", 1250), ("3", 300), ("", None)])
def test_a_price_is_read_with_comma_or_point(typed: str, kept: int | None) -> None:
    form = ProductForm(MultiDict({"price": typed}))

    assert form.validate(), form.errors
    assert form.price.hundredths == kept


@pytest.mark.parametrize("typed", ["1.005", "a lot", "-3", "NaN", "Infinity"])
def test_what_is_no_price_is_refused(typed: str) -> None:
    assert not ProductForm(MultiDict({"price": typed})).validate()


def test_nobody_can_owe_units(village) -> None:
    counter = Counter(village)
    here = counter.village
    counter.issue(counter.nour, 1000)
    exchange = here.ask(here.listing("local_currency.product"), terms=services.TERMS, amount=1001)

    with pytest.raises(Refusal):
        here.agree(exchange)


def test_a_price_carries_the_code_of_its_sub_network(village) -> None:
    here = village("local_currency", name="Grain", code="GR")
    exchange = here.ask(here.listing("local_currency.product"), terms=services.TERMS, amount=450)
    quote = services.quote(here.session, here.network, exchange.proposal)

    assert quote.text == "4.50 GR"


@pytest.mark.parametrize(("typed", "kept"), [("5", 500), ("2,5", 250), (" 7.25 % ", 725), ("0", 0)])
def test_a_rate_is_kept_in_hundredths_of_a_percent(typed: str, kept: int) -> None:
    form = CurrencySettings(
        MultiDict({"name": "Grain", "code": "GR", "committee_yeses": "1", "reconversion_rate": typed})
    )

    assert form.validate(), form.errors
    assert form.reconversion_rate.data == kept


@pytest.mark.parametrize("typed", ["", "NaN", "-1", "31", "1.005", "1e9", "five"])
def test_what_is_no_rate_is_refused(typed: str) -> None:
    form = CurrencySettings(
        MultiDict({"name": "Grain", "code": "GR", "committee_yeses": "1", "reconversion_rate": typed})
    )

    assert not form.validate()
    assert list(form.errors) == ["reconversion_rate"]


def test_an_iban_is_checked_and_kept_without_spaces() -> None:
    typed = {
        "name": "Grain",
        "code": "GR",
        "committee_yeses": "1",
        "reconversion_rate": "5",
        "holder": "Grain",
    }
    right = CurrencySettings(MultiDict(typed | {"iban": "FR14 2004 1010 0505 0001 3m02 606"}))
    wrong = CurrencySettings(MultiDict(typed | {"iban": "FR15 2004 1010 0505 0001 3M02 606"}))

    assert right.validate(), right.errors
    assert right.iban.data == IBAN
    assert not wrong.validate()
    assert list(wrong.errors) == ["iban"]
