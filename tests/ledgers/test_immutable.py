import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE transfer SET amount = 1",
        "DELETE FROM transfer",
        "UPDATE entry SET balance_after = 0",
        "DELETE FROM entry",
    ],
)
def test_the_database_refuses_to_change_what_was_written(village, statement):
    village.give("Ana", "Bea", 90)
    village.session.commit()

    with pytest.raises(IntegrityError, match="never changed; make a reversal"):
        village.session.execute(sa.text(statement))


def test_the_database_refuses_to_empty_a_ledger_at_once(village):
    if village.session.get_bind().dialect.name == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    village.give("Ana", "Bea", 90)
    village.session.commit()

    with pytest.raises(IntegrityError, match="never changed"):
        village.session.execute(sa.text("TRUNCATE transfer CASCADE"))


def test_an_account_with_entries_cannot_be_deleted_and_one_without_can(village):
    village.give("Ana", "Bea", 90)
    village.session.commit()
    delete = sa.text("DELETE FROM account WHERE entries_count = :entries")

    assert village.session.execute(delete, {"entries": 0}).rowcount > 0
    with pytest.raises(IntegrityError, match="an account with entries stays"):
        village.session.execute(delete, {"entries": 1})


def test_the_database_refuses_to_empty_the_accounts_at_once(village):
    if village.session.get_bind().dialect.name == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    village.give("Ana", "Bea", 90)
    village.session.commit()

    with pytest.raises(IntegrityError, match="an account with entries stays"):
        village.session.execute(sa.text("TRUNCATE account CASCADE"))


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE account SET balance = -601", "above_floor"),
        ("UPDATE account SET held = 601", "above_floor"),
        ("UPDATE account SET balance = 1201", "below_ceiling"),
        ("UPDATE account SET expected = 1201", "below_ceiling"),
        ("UPDATE account SET held = -1", "held_positive"),
    ],
)
def test_the_database_is_the_last_line_of_the_limits(village, statement, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        village.session.execute(sa.text(statement))
