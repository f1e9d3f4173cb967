"""The chain of migrations goes up, down to nothing and up again, and ends at the models."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app.db import migrations
from app.errors import Misconfiguration, Refusal
from app.kernel.registry import Plugins, discover
from app.subnetworks.commands import group
from app.testing.plugin_parts import differences
from app.web.database import db

PLUGINS = Plugins(discover()).migrations


def tables(connection: sa.Connection) -> set[str]:
    return set(sa.inspect(connection).get_table_names()) - {"alembic_version"}


def to_nothing(connection: sa.Connection) -> None:
    for slug in PLUGINS:
        migrations.downgrade(connection, PLUGINS, f"{slug}@base")
    migrations.downgrade(connection, PLUGINS, "base")


def test_the_whole_chain_goes_up_down_and_up_again(connection: sa.Connection) -> None:
    there = tables(connection)
    to_nothing(connection)
    left = tables(connection)
    recorded = migrations.current_revisions(connection)
    migrations.upgrade(connection, PLUGINS)

    assert {"person", "listing", "transfer", "goods_thing", "component"} <= there
    assert left == set()
    assert recorded == set()
    assert tables(connection) == there
    assert migrations.at_head(connection, PLUGINS)


def test_the_seed_of_the_typology_comes_back_with_the_chain(connection: sa.Connection) -> None:
    letters = "SELECT letter FROM dimension ORDER BY letter"
    before = connection.execute(sa.text(letters)).scalars().all()
    to_nothing(connection)
    migrations.upgrade(connection, PLUGINS)

    assert before == list("ABCDEFGHI")
    assert connection.execute(sa.text(letters)).scalars().all() == before


@pytest.mark.parametrize("owner", ["core", *sorted(PLUGINS)])
def test_the_models_equal_the_migrations(connection: sa.Connection, owner: str) -> None:
    assert differences(connection, owner, PLUGINS) == []


def test_an_upgrade_of_what_is_up_to_date_changes_nothing(connection: sa.Connection) -> None:
    before = migrations.current_revisions(connection)
    migrations.upgrade(connection, PLUGINS)

    assert migrations.current_revisions(connection) == before


def test_every_branch_keeps_a_line_of_its_own(connection: sa.Connection) -> None:
    branches = {name.rsplit("_", 1)[0] for name in migrations.current_revisions(connection)}

    assert branches == {"core", *PLUGINS}


def test_an_orphan_stops_the_upgrade_with_its_name(connection: sa.Connection) -> None:
    gone = ("goods", "local_currency")
    without = {slug: folder for slug, folder in PLUGINS.items() if slug not in gone}
    revisions = sorted(
        name for name in migrations.current_revisions(connection) if name.rsplit("_", 1)[0] in gone
    )
    with pytest.raises(Misconfiguration) as refused:
        migrations.upgrade(connection, without)

    assert str(refused.value) == (
        "The database still holds tables of goods, local_currency, which is not installed any more "
        f"(revision {', '.join(revisions)}). Install it again, or run "
        "'together plugins forget goods'."
    )
    assert not migrations.at_head(connection, without)


def test_a_database_that_lacks_one_plugin_is_not_at_head(connection: sa.Connection) -> None:
    migrations.downgrade(connection, PLUGINS, "skills@base")

    assert not migrations.at_head(connection, PLUGINS)
    assert migrations.at_head(connection, {slug: path for slug, path in PLUGINS.items() if slug != "skills"})


def test_a_plugin_that_rests_on_the_newest_of_the_core_hides_its_line_but_counts(
    connection: sa.Connection, tmp_path: Path
) -> None:
    newest = max(name for name in migrations.current_revisions(connection) if name.startswith("core_"))
    (tmp_path / "late_0001_late.py").write_text(
        f'revision = "late_0001"\ndown_revision = None\nbranch_labels = ("late",)\ndepends_on = "{newest}"\n'
        "def upgrade(): pass\ndef downgrade(): pass\n"
    )
    plugins = {**PLUGINS, "late": tmp_path}
    migrations.upgrade(connection, plugins)

    assert newest not in migrations.current_revisions(connection)
    assert migrations.at_head(connection, plugins)


def test_a_table_belongs_to_the_longest_name_that_fits() -> None:
    owners = ["time", "time_bank"]

    assert migrations.owner_of("time_bank_task", owners) == "time_bank"
    assert migrations.owner_of("time_slot", owners) == "time"
    assert migrations.owner_of("listing", owners) == "core"


def test_purge_says_what_goes_and_switches_off_everywhere(app: Flask) -> None:
    runner = app.test_cli_runner()
    asked = runner.invoke(group, ["purge", "goods"], input="n\n")
    still_there = runner.invoke(group, ["list"]).output
    done = runner.invoke(group, ["purge", "goods"], input="y\n")

    assert "This removes for good the tables of goods: goods_thing." in asked.output
    assert asked.exit_code == 1
    assert "goods " in still_there
    assert "goods has left nothing behind. Now uninstall together." in done.output


def test_forget_leaves_alone_what_is_installed(app: Flask) -> None:
    result = app.test_cli_runner().invoke(group, ["forget", "goods", "--yes"])

    assert isinstance(result.exception, Refusal)
    assert str(result.exception) == "goods is installed; use 'together plugins purge goods'."


def test_forget_removes_tables_revisions_and_installations_of_who_is_gone(app: Flask) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE gone_thing (id INTEGER)"))
        connection.execute(sa.text("CREATE TABLE gone_part (id INTEGER)"))
        connection.execute(sa.text("INSERT INTO alembic_version VALUES ('gone_0002')"))
    result = app.test_cli_runner().invoke(group, ["forget", "gone", "--yes"])

    assert "Left of gone: tables gone_part, gone_thing; revisions gone_0002." in result.output
    with app.app_context(), db.engine.connect() as connection:
        assert not {name for name in tables(connection) if name.startswith("gone_")}
        assert migrations.at_head(connection, PLUGINS)
