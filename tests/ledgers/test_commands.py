import sqlalchemy as sa

from app.ledgers.commands import group


def test_verify_says_that_every_ledger_is_sound(app, village):
    village.give("Ana", "Bea", 90)
    village.session.commit()

    result = app.test_cli_runner().invoke(group, ["verify"])

    assert result.output.splitlines() == [
        f"Hours of the valley ({village.ledger.id}): sound",
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
