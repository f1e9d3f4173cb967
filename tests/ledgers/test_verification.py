import pytest
import sqlalchemy as sa

from app.db import new_id
from app.ledgers.verification import faults


def _busy(village):
    village.give("Ana", "Bea", 90, key="1")
    village.give("Bea", "Carl", 30, key="2")
    village.hold("Carl", "Ana", 15)
    village.session.commit()


def test_a_sound_ledger_has_no_faults(village):
    _busy(village)

    assert faults(village.session, village.ledger.id) == []


@pytest.mark.parametrize(
    ("damage", "rules"),
    [
        ("UPDATE account SET balance = balance + 1 WHERE entries_count = 2", {"L2", "L4"}),
        ("UPDATE account SET held = 0", {"L7"}),
        ("UPDATE account SET expected = expected + 1", {"L7"}),
        ("UPDATE account SET entries_count = 7", {"L10"}),
        ("UPDATE entry SET amount = amount + 1 WHERE number = 2", {"L1", "L2", "L10"}),
        ("UPDATE entry SET balance_after = 5 WHERE number = 2", {"L10"}),
        ("UPDATE entry SET number = 9 WHERE number = 2", {"L10"}),
    ],
)
def test_every_kind_of_damage_is_found(village, damage, rules):
    _busy(village)
    if village.session.get_bind().dialect.name == "sqlite":
        village.session.execute(sa.text("DROP TRIGGER entry_no_update"))
    else:
        village.session.execute(sa.text("ALTER TABLE entry DISABLE TRIGGER ALL"))

    village.session.execute(sa.text(damage))

    assert {fault.rule for fault in faults(village.session, village.ledger.id)} == rules


ORPHAN = """
INSERT INTO entry (account_id, number, territory_id, transfer_id, amount, balance_after)
SELECT id, 3, territory_id, :other, 5, balance FROM account WHERE id = :account
"""


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE account SET id = :other WHERE id = :account", "an account of a transfer is not there"),
        (ORPHAN, "an entry has no transfer"),
    ],
)
def test_an_entry_that_lost_its_account_or_its_transfer_is_found(village, damage, said):
    village.give("Ana", "Bea", 90, key="1")
    village.give("Bea", "Carl", 30, key="2")
    village.session.commit()
    ids = sa.bindparam("other", type_=sa.Uuid()), sa.bindparam("account", type_=sa.Uuid())

    village.session.execute(
        sa.text(damage).bindparams(*ids), {"other": new_id(), "account": village.accounts["Bea"].id}
    )

    assert ("L1", said) in {(fault.rule, fault.text) for fault in faults(village.session, village.ledger.id)}
