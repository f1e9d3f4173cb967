"""By construction, time is never turned into euros or into a currency."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.db import Model, new_id
from app.errors import Refusal
from app.exchanges.models import Proposal
from app.ledgers import services as ledgers
from app.ledgers.models import Transfer
from app.ledgers.queries import find_ledger
from app.subnetworks.services import install
from plugins.local_currency import services as local_currency
from plugins.time_bank import services
from plugins.time_bank.rules import Rules
from plugins.time_bank.settings import TimeBankSettings


@pytest.fixture
def currency(valley):
    """A local currency in the same sub-network, with an account of Ana's and one of Bea's."""
    install(
        valley.session,
        valley.plugins,
        subnetwork=valley.subnetwork,
        plugin="local_currency",
        settings={"name": "Grain", "code": "GR"},
    )
    valley.session.commit()
    ledger = local_currency.ledger(valley.session, valley.subnetwork)
    assert ledger is not None
    return ledger


def test_hours_and_a_currency_are_never_in_one_ledger(valley, currency):
    valley.done(90)

    hours = find_ledger(valley.session, valley.subnetwork.id, "time_bank")
    assert hours.id != currency.id
    assert (hours.unit, hours.scale) == ("minutes", 0)


@pytest.mark.parametrize("through_the_ledger_of", ["hours", "currency"])
def test_no_transfer_goes_from_hours_to_a_currency_or_back(valley, currency, through_the_ledger_of):
    valley.done(90)
    hours = find_ledger(valley.session, valley.subnetwork.id, "time_bank")
    in_hours = ledgers.account_of(valley.session, hours, valley.bea.id)
    in_currency = ledgers.account_of(valley.session, currency, valley.ana.id)
    valley.session.commit()
    before = valley.session.scalar(sa.select(sa.func.count(Transfer.id)))

    for payer, payee in ((in_hours, in_currency), (in_currency, in_hours)):
        with pytest.raises(Refusal, match="Both accounts must belong to the same ledger"):
            ledgers.transfer(
                valley.session,
                ledger=hours if through_the_ledger_of == "hours" else currency,
                payer_id=payer.id,
                payee_id=payee.id,
                amount=1,
                reason="payment",
                key=new_id().hex,
            )
        valley.session.rollback()

    assert valley.session.scalar(sa.select(sa.func.count(Transfer.id))) == before


def test_a_sum_that_was_asked_does_not_change_the_price_in_hours(valley):
    proposal = Proposal(quantity=60, amount=5000, terms="time_bank.hours")

    quote = services.quote(valley.session, valley.subnetwork, proposal)

    assert (quote.amount, quote.text) == (60, "1 h")
    assert not valley.plugins.settlements["time_bank.hours"].asks_amount


def test_no_table_rule_or_setting_holds_a_rate_of_exchange():
    names = {
        f"{table.name}.{column.name}"
        for table in Model.metadata.tables.values()
        if table.name.startswith("time_bank_") or table.name in ("ledger", "account", "transfer", "entry")
        for column in table.columns
    }
    names |= set(Rules.__dataclass_fields__) | {field.name for field in TimeBankSettings()}

    assert [name for name in names if re.search(r"rate|price|euro|currency|convert", name)] == []


def test_the_code_of_the_time_bank_knows_no_other_plugin_and_no_euro():
    folder = Path(services.__file__).parent
    code = "\n".join(
        path.read_text()
        for path in folder.glob("*.py")
        if path.name != "settings.py"  # that refuses them
    )

    assert "local_currency" not in code
    assert re.search(r"\bcents?\b|€|\beuros?\b", code) is None
