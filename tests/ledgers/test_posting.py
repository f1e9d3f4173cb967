"""What posting costs, and what it must not choke on."""

import pytest
import sqlalchemy as sa

from app.errors import Refusal
from app.ledgers import services
from app.ledgers.models import IdempotencyKey, Transfer
from app.testing.queries import count_queries


def test_on_postgresql_a_transfer_and_a_hold_are_one_round_trip_each(village, database):
    if database != "postgresql":
        pytest.skip("SQLite has no round trips")
    village.session.connection()

    with count_queries(village.session.get_bind()) as of_a_transfer:
        village.give("Ana", "Bea", 90, memo="Bread")
    with count_queries(village.session.get_bind()) as of_a_hold:
        village.hold("Ana", "Bea", 30)

    assert (len(of_a_transfer), len(of_a_hold)) == (1, 1)


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


def test_a_blank_refusal_of_former_times_is_no_answer(village):
    made = village.give("Ana", "Bea", 90)
    village.session.flush()
    village.session.execute(sa.update(IdempotencyKey).values(refusal=sa.JSON.NULL))

    assert village.give("Ana", "Bea", 90).id == made.id
