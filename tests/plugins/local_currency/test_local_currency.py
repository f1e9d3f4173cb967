"""Units are issued at a desk against euros; nobody can owe them."""

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from app.errors import Refusal
from app.ledgers.queries import find_ledger
from app.ledgers.services import account_of, issuance_account
from app.testing import factories
from plugins.local_currency import services
from plugins.local_currency.forms import ProductForm


@pytest.mark.parametrize(("typed", "kept"), [("12,50", 1250), ("12.5", 1250), ("3", 300), ("", None)])
def test_a_price_is_read_with_comma_or_point(typed: str, kept: int | None) -> None:
    form = ProductForm(MultiDict({"price": typed}))

    assert form.validate(), form.errors
    assert form.price.hundredths == kept


@pytest.mark.parametrize("typed", ["1.005", "a lot", "-3", "NaN", "Infinity"])
def test_what_is_no_price_is_refused(typed: str) -> None:
    assert not ProductForm(MultiDict({"price": typed})).validate()


def issue(here, amount: int, key: str) -> None:
    services.issue(here.session, here.network, here.nour, amount=amount, memo="R 12", key=key, by=here.ana)


def test_issued_units_are_owed_by_the_issuance_account(village) -> None:
    here = village("local_currency", name="Grain", code="GR")
    before = services.issued(here.session, here.network)
    issue(here, 2500, "form-1")
    issue(here, 2500, "form-1")
    book = find_ledger(here.session, here.network.id, "local_currency")
    out = services.issued(here.session, here.network)

    assert before is None
    assert (out.amount, out.unit, out.scale) == (2500, "GR", 2)
    assert issuance_account(here.session, book).balance == -2500
    assert account_of(here.session, book, here.nour.id).balance == 2500


def test_nobody_can_owe_units(village) -> None:
    here = village("local_currency", name="Grain", code="GR")
    issue(here, 1000, "form-1")
    exchange = here.ask(here.listing("local_currency.product"), terms=services.TERMS, amount=1001)

    with pytest.raises(Refusal):
        here.agree(exchange)


def test_a_price_carries_the_code_of_its_sub_network(village) -> None:
    here = village("local_currency", name="Grain", code="GR")
    exchange = here.ask(here.listing("local_currency.product"), terms=services.TERMS, amount=450)
    quote = services.quote(here.session, here.network, exchange.proposal)

    assert quote.text == "4.50 GR"


def test_a_coordinator_issues_at_the_desk_and_sees_what_is_out(village, client: FlaskClient) -> None:
    here = village("local_currency", name="Grain", code="GR")
    factories.takes_part(here.session, here.network, here.ana, coordinates=True)
    here.session.commit()
    factories.sign_in(client, here.ana.person)
    path = f"/t/bordeaux/local_currency/{here.network.slug}/desk"
    form = {"member": str(here.nour.id), "memo": "Receipt 12", "key": "k1"}
    wrong = factories.post(client, path, **form, amount="0")
    right = factories.post(client, path, **form, amount="12,50")
    page = client.get(path).text

    assert wrong.status_code == 422
    assert "Between 0.01 and 10,000 units." in wrong.text
    assert right.status_code == 302
    assert "12.50 GR" in page
