import json

import pytest
import sqlalchemy as sa

from app import clock
from app.errors import Refusal
from app.ledgers import chain, finding
from app.ledgers.commands import group
from tests.ledgers.conftest import set_rules


def test_verify_links_what_waits_and_says_that_every_ledger_is_sound(app, village):
    village.give("Ana", "Bea", 90)
    village.session.commit()

    result = app.test_cli_runner().invoke(group, ["verify"])

    head = chain.head(village.session, village.ledger.id)
    assert result.output.splitlines() == [
        f"Hours of the valley ({village.ledger.id}): sound, chain 1 {head.hex}",
        "1 ledgers checked, 0 faults.",
    ]
    assert result.exit_code == 0


def test_verify_names_what_is_wrong_and_ends_with_an_error(app, village):
    village.give("Ana", "Bea", 90)
    village.session.execute(sa.text("UPDATE account SET balance = 91 WHERE balance = 90"))
    village.session.commit()

    result = app.test_cli_runner().invoke(group, ["verify"])

    assert f"L2 {village.accounts['Bea'].id}: a balance is not the sum of its entries" in result.output
    assert f"L4 {village.ledger.id}: the sum of all balances is 1" in result.output
    assert result.exit_code == 1


def test_ledgers_are_listed_with_the_heads_of_their_chains(app, village):
    village.give("Ana", "Bea", 90)
    village.session.commit()
    chain.link_all(village.session)

    result = app.test_cli_runner().invoke(group, ["list", "--json"])

    assert json.loads(result.output) == [
        {
            "id": str(village.ledger.id),
            "address": f"bordeaux/{village.subnetwork.slug}/time_bank",
            "name": "Hours of the valley",
            "unit": "minutes",
            "accounts": 3,
            "transfers": 1,
            "head": chain.head(village.session, village.ledger.id).hex,
            "stopped_at": None,
        }
    ]


def test_a_ledger_is_found_by_its_id_its_address_or_its_name(village):
    names = (str(village.ledger.id), f"bordeaux/{village.subnetwork.slug}/time_bank", "hours of the VALLEY")

    found = [finding.find(village.session, name).id for name in names]

    assert found == [village.ledger.id] * 3


def test_a_name_that_two_ledgers_share_names_neither(village):
    set_rules(village.session, village.subnetwork, purpose="fund")

    with pytest.raises(Refusal, match="Several ledgers are called Hours of the valley: .*/time_bank/fund"):
        finding.find(village.session, "Hours of the valley")
    with pytest.raises(Refusal, match="There is no ledger Nowhere"):
        finding.find(village.session, "Nowhere")


def test_a_stopped_ledger_goes_on_when_nothing_is_wrong_with_it(app, village):
    village.ledger.stopped_at = clock.now()
    village.session.commit()

    result = app.test_cli_runner().invoke(group, ["resume", str(village.ledger.id)])

    village.session.refresh(village.ledger)
    assert (village.ledger.stopped_at, result.exit_code) == (None, 0)
    assert "Amounts move in Hours of the valley." in result.output


def test_a_ledger_that_is_still_wrong_stays_stopped_unless_it_is_asked_for(app, village):
    name = str(village.ledger.id)
    village.give("Ana", "Bea", 90)
    village.ledger.stopped_at = clock.now()
    village.session.execute(sa.text("UPDATE account SET balance = 91 WHERE balance = 90"))
    village.session.commit()

    result = app.test_cli_runner().invoke(group, ["resume", name])

    village.session.refresh(village.ledger)
    assert village.ledger.stopped_at is not None
    assert str(result.exception) == "Hours of the valley stays stopped: docs/operating.md says what to do."
    village.session.rollback()

    app.test_cli_runner().invoke(group, ["resume", name, "--although-wrong"])

    village.session.refresh(village.ledger)
    assert village.ledger.stopped_at is None


def test_a_digest_needs_its_ledger_and_a_number_its_digest(app, village):
    said = [
        str(app.test_cli_runner().invoke(group, ["verify", *words]).exception)
        for words in (["--head", "ab"], ["Hours of the valley", "--number", "1"])
    ]

    assert said == [
        "Say which ledger the digest is of.",
        "A number alone says nothing: give the digest with --head.",
    ]
