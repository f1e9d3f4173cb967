"""Backups of an older schema, and of ledgers that were already wrong."""

import sqlalchemy as sa

from app.backup.archive import checked
from app.db import migrations
from app.ledgers import chain
from app.ledgers.models import Ledger
from app.ledgers.verification import faults
from app.web.database import db


def test_a_backup_of_an_older_schema_is_migrated_when_it_comes_back(site, village, empty_place, tmp_path):
    ledger_id = village.ledger.id
    village.session.close()
    with site.app.app_context(), db.engine.connect() as connection:
        migrations.downgrade(connection, site.app.extensions["together_plugins"].migrations, "core_0004")
        connection.commit()

    made = site.run("create", tmp_path / "site.backup")
    back = empty_place.run("restore", tmp_path / "site.backup")

    assert (made.exit_code, back.exit_code) == (0, 0), made.output + back.output
    assert "The schema is older than the software" in made.output
    assert checked(tmp_path / "site.backup").contents.ledgers is None
    assert "Bringing the schema up to date …" in back.output
    with empty_place.session() as session:
        assert chain.head(session, ledger_id).number == 2
        assert faults(session, ledger_id) == []


def test_a_ledger_that_was_wrong_before_comes_back_as_it_was_and_is_named(
    site, village, empty_place, tmp_path
):
    village.session.execute(sa.text("UPDATE account SET balance = balance + 1 WHERE balance = 60"))
    village.session.commit()
    site.run("create", tmp_path / "site.backup")

    back = empty_place.run("restore", tmp_path / "site.backup")

    assert back.exit_code == 1
    sentence = f"Hours of the valley ({village.ledger.id}) was already wrong: a balance is not the sum"
    assert sentence in back.output
    with empty_place.session() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Ledger)) == 1
