"""What posting costs, and what it must not choke on."""

from contextlib import contextmanager
from tempfile import TemporaryFile

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import InvalidRequestError

from app.errors import Refusal
from app.ledgers import services
from app.ledgers.models import IdempotencyKey, Transfer


@contextmanager
def asked(connection):
    """Note the messages after which the block waits for an answer of the server."""
    waits = []
    with TemporaryFile("w+b") as said:
        connection.trace(said.fileno())
        try:
            yield waits
        finally:
            connection.untrace()
        said.seek(0)
        words = [line.decode().split("\t") for line in said]
    waits += [word[3].strip() for word in words if word[1] == "F" and word[3].strip() in ("Sync", "Query")]


def test_on_postgresql_a_transfer_and_a_hold_are_one_round_trip_each(village, database):
    if database != "postgresql":
        pytest.skip("SQLite has no round trips")
    village.session.commit()
    sent = village.session.connection().connection.driver_connection.pgconn

    with asked(sent) as of_a_transfer:
        village.give("Ana", "Bea", 90, memo="Bread")
    with asked(sent) as of_a_hold:
        village.hold("Ana", "Bea", 30)

    assert (of_a_transfer, of_a_hold) == (["Query"], ["Sync"])  # the first begins the transaction, too


@pytest.mark.parametrize("way", ["give", "hold"])
def test_an_amount_larger_than_any_column_is_refused_and_remembered(village, way):
    for _again in range(2):
        with pytest.raises(Refusal, match="too large"):
            getattr(village, way)("Ana", "Bea", 10**30, key="much")
    village.session.commit()

    assert village.session.scalars(sa.select(IdempotencyKey.refusal)).all() == [{"code": "too_much"}]
    assert village.balance("Ana") == village.held("Ana") == 0


def test_what_was_made_reads_as_it_was_written(village):
    hold = village.hold("Ana", "Bea", 40)
    made = services.post_hold(village.session, hold.id, key="post", memo="Bread", component="A01")
    columns = [column.key for column in sa.inspect(Transfer).columns]
    as_made = {name: getattr(made, name) for name in columns}
    village.session.commit()
    village.session.expire_all()

    as_read = {name: getattr(made, name) for name in columns}

    assert as_made == as_read


def test_what_was_made_belongs_to_its_session_and_is_not_written_again(village):
    made = village.give("Ana", "Bea", 90)
    village.session.commit()

    assert sa.inspect(made).persistent
    assert village.session.get(Transfer, made.id) is made
    assert not village.session.dirty
    village.session.rollback()
    assert made.amount == 90


def test_what_was_made_and_given_up_is_gone(village):
    made = village.give("Ana", "Bea", 90)
    village.session.rollback()

    with pytest.raises(InvalidRequestError):
        village.session.refresh(made)


def test_a_blank_refusal_of_former_times_is_no_answer(village):
    made = village.give("Ana", "Bea", 90)
    village.session.flush()
    village.session.execute(sa.update(IdempotencyKey).values(refusal=sa.JSON.NULL))

    assert village.give("Ana", "Bea", 90).id == made.id
