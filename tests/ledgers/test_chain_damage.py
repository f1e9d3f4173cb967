"""Somebody with the database in their hands changes one byte of an old transfer: it is found and named."""

import sqlite3
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

import psycopg
import pytest
import sqlalchemy as sa

from app import clock
from app.db import Model, new_id
from app.ledgers import chain, services
from app.ledgers.commands import group
from app.ledgers.models import Entry, LedgerLink, Transfer
from app.ledgers.verification import verdict
from app.wellbeing.models import Component

TRANSFERS = 8


def columns(table):
    """All columns of a table, from its model: a new one is damaged too."""
    return [column.name for column in Model.metadata.tables[table].columns]


@contextmanager
def intruder(session):
    """A connection of somebody who owns the database: no guard holds them."""
    url = session.get_bind().url
    if url.get_backend_name() == "sqlite":
        connection = sqlite3.connect(url.database, isolation_level=None)
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
    else:
        connection = psycopg.connect(url.set(drivername="postgresql").render_as_string(), autocommit=True)
        connection.execute("SET session_replication_role = replica")
    yield connection
    connection.close()


def other(value):
    """Return the value with one byte changed."""
    match value:
        case bytes():
            return bytes([value[0] ^ 1]) + value[1:]
        case int():
            return value + 64
        case datetime():
            return value + timedelta(microseconds=1)
        case UUID():
            return UUID(str(value)[:-1] + ("1" if str(value)[-1] == "0" else "0"))
    return value[:-1] + ("1" if value[-1] == "0" else "0")


def change(session, table, key, column, make):
    """Change one value of the row of ``table`` that ``key`` names; returns the value before."""
    session.rollback()
    mark = "?" if session.get_bind().dialect.name == "sqlite" else "%s"
    if mark == "?":
        key = {name: value.hex if isinstance(value, UUID) else value for name, value in key.items()}
    where = " AND ".join(f"{name} = {mark}" for name in key)
    with intruder(session) as connection:
        [(value,)] = connection.execute(
            f"SELECT {column} FROM {table} WHERE {where}", list(key.values())
        ).fetchall()
        connection.execute(
            f"UPDATE {table} SET {column} = {mark} WHERE {where}", [make(value), *key.values()]
        )
    return value


@pytest.fixture
def busy(village):
    """A chain in which every column of a transfer has a value somewhere."""
    carl = village.members["Carl"].id
    component = village.session.scalar(sa.select(Component.code).limit(1))
    first = village.give("Ana", "Bea", 90, key="1", entered_by_id=carl, entered_for_id=carl,
                         exchange_id=new_id(), component=component)  # fmt: skip
    hold = village.hold("Carl", "Ana", 15, key="hold")
    services.post_hold(village.session, hold.id, key="2", reason="exchange")
    parts = [
        services.Part(
            payer_id=village.accounts["Ana"].id, payee_id=village.accounts[to].id, amount=5, reason="gift"
        )
        for to in ("Bea", "Carl")
    ]
    services.transfer_together(village.session, ledger=village.ledger, parts=parts, key="3")
    services.reverse(village.session, first.id, key="4")
    for number in range(3):
        village.give("Bea", "Carl", 1, key=f"later {number}")
    village.session.commit()
    assert chain.link(village.session) == TRANSFERS
    village.session.commit()
    return village


def verify(app):
    return app.test_cli_runner().invoke(group, ["verify"])


def place(village, condition):
    """Return the first link whose transfer meets a condition."""
    return village.session.scalars(
        sa.select(LedgerLink)
        .join(Transfer, Transfer.id == LedgerLink.transfer_id)
        .where(condition)
        .order_by(LedgerLink.number)
    ).first()


def day():
    return f"{clock.local(clock.now(), 'Europe/Paris'):%-d %B %Y}"


def test_an_untouched_ledger_is_sound(app, busy):
    result = verify(app)

    head = chain.head(busy.session, busy.ledger.id)
    assert result.output.splitlines() == [
        f"Hours of the valley ({busy.ledger.id}): sound, chain {TRANSFERS} {head.hex}",
        "1 ledgers checked, 0 faults.",
    ]


@pytest.mark.parametrize("column", columns("transfer"))
def test_one_byte_of_an_old_transfer_is_found_and_named(app, busy, column):
    link = place(busy, sa.column(column, _selectable=Transfer.__table__).is_not(None))

    change(busy.session, "transfer", {"id": link.transfer_id}, column, other)

    result = verify(app)
    assert f"transfer {link.transfer_id}, number {link.number} in the chain" in result.output
    assert result.exit_code == 1


@pytest.mark.parametrize("column", [column.name for column in Transfer.__table__.columns if column.nullable])
def test_a_value_taken_out_of_an_old_transfer_is_found_and_named(app, busy, column):
    link = place(busy, sa.column(column, _selectable=Transfer.__table__).is_not(None))

    change(busy.session, "transfer", {"id": link.transfer_id}, column, lambda value: None)

    result = verify(app)
    assert f"transfer {link.transfer_id}, number {link.number} in the chain of {day()}: " in result.output
    assert result.exit_code == 1


@pytest.mark.parametrize("column", columns("entry"))
def test_one_byte_of_an_old_entry_is_found_and_its_transfer_named(app, busy, column):
    link = place(busy, Transfer.reason == "gift")
    entry = busy.session.scalars(sa.select(Entry).where(Entry.transfer_id == link.transfer_id)).first()
    key = {"account_id": entry.account_id, "number": entry.number}

    change(busy.session, "entry", key, column, other)

    result = verify(app)
    assert f"transfer {link.transfer_id}, number {link.number} in the chain of {day()}: " in result.output
    assert result.exit_code == 1


@pytest.mark.parametrize("column", columns("ledger_link"))
@pytest.mark.parametrize("number", [1, 4, TRANSFERS])
def test_one_byte_of_a_link_is_found_and_its_transfer_named(app, busy, column, number):
    key = {"ledger_id": busy.ledger.id, "number": number}
    transfer_id = busy.session.get_one(LedgerLink, tuple(key.values())).transfer_id

    change(busy.session, "ledger_link", key, column, other)

    result = verify(app)
    assert f"number {number} in the chain" in result.output or column == "ledger_id"
    assert str(transfer_id) in result.output or column == "number"
    assert result.exit_code == 1


@pytest.mark.parametrize("column", columns("link_queue"))
def test_one_byte_of_what_waits_is_found(busy, column):
    waits = busy.give("Ana", "Bea", 2, key="late").id
    busy.session.commit()

    change(busy.session, "link_queue", {"transfer_id": waits}, column, other)

    found = verdict(busy.session, busy.ledger.id).faults
    assert {fault.rule for fault in found} == {"L9"}


@pytest.mark.parametrize("table", ["transfer", "entry", "ledger_link"])
def test_a_row_that_is_gone_is_found_and_its_transfer_named(app, busy, table):
    link = place(busy, Transfer.reason == "gift")
    name, number = link.transfer_id, link.number
    busy.session.rollback()

    with intruder(busy.session) as connection:
        written = name.hex if isinstance(connection, sqlite3.Connection) else name
        column = "id" if table == "transfer" else "transfer_id"
        connection.execute(f"DELETE FROM {table} WHERE {column} = '{written}'")

    result = verify(app)
    assert str(name) in result.output
    assert f"number {number} in the chain" in result.output
    assert result.exit_code == 1


def test_a_whole_past_written_anew_is_found_by_the_digest_that_was_published(app, busy):
    ledger_id = str(busy.ledger.id)
    kept = chain.head(busy.session, busy.ledger.id)
    busy.session.rollback()
    with intruder(busy.session) as connection:
        connection.execute("UPDATE transfer SET component = NULL")
        connection.execute("DELETE FROM ledger_link")
        connection.execute("INSERT INTO link_queue (transfer_id, ledger_id, territory_id) "
                           "SELECT id, ledger_id, territory_id FROM transfer")  # fmt: skip

    looks_sound = verify(app)
    result = app.test_cli_runner().invoke(group, ["verify", ledger_id, "--head", kept.hex])

    assert looks_sound.exit_code == 0
    assert f"its chain does not contain the digest {kept.hex}" in result.output
    assert result.exit_code == 1


def test_a_digest_that_was_published_long_ago_is_still_part_of_the_chain(app, busy):
    kept = chain.head(busy.session, busy.ledger.id)
    busy.give("Ana", "Bea", 2, key="late")
    busy.session.commit()

    for more, code in (([], 0), (["--number", str(TRANSFERS)], 0), (["--number", "3"], 1)):
        result = app.test_cli_runner().invoke(
            group, ["verify", "Hours of the valley", "--head", kept.hex, *more]
        )

        assert result.exit_code == code, result.output
