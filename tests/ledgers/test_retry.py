"""A whole unit of work, done again when the database was in the way."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.db.engine import protect
from app.db.retry import in_one_go
from app.errors import Refusal
from app.ledgers import services
from app.ledgers.models import Ledger, Transfer
from app.ledgers.verification import faults
from app.web.database import db
from tests.ledgers.conftest import make_village
from tests.ledgers.test_storm import at_once


def busy() -> OperationalError:
    class Busy(Exception):
        sqlstate = "40P01"

    return OperationalError("UPDATE", {}, Busy("deadlock detected"))


def _sessions(app):
    with app.app_context():
        engine = db.engine
    return lambda: Session(engine, expire_on_commit=False)


def _give(village, session, key):
    return services.transfer(
        session,
        ledger=session.get_one(Ledger, village.ledger.id),
        payer_id=village.accounts["Ana"].id,
        payee_id=village.accounts["Bea"].id,
        amount=10,
        reason="exchange",
        key=key,
    )


def test_after_a_deadlock_all_of_the_work_is_done_again_and_nothing_twice(app, village):
    attempts = []

    def work(session: Session) -> None:
        attempts.append(_give(village, session, f"attempt {len(attempts)}"))
        if len(attempts) < 3:
            raise busy()

    in_one_go(_sessions(app), work)

    assert len(attempts) == 3
    assert village.session.scalars(sa.select(Transfer.id)).all() == [attempts[2].id]


def test_work_that_never_gets_through_ends_with_the_error(app, village):
    attempts = []

    def work(session: Session) -> None:
        attempts.append(1)
        raise busy()

    with pytest.raises(OperationalError, match="deadlock detected"):
        in_one_go(_sessions(app), work, attempts=3)
    assert len(attempts) == 3


def test_a_refusal_is_not_tried_again(app, village):
    attempts = []

    def work(session: Session) -> None:
        attempts.append(1)
        raise Refusal("No.")

    with pytest.raises(Refusal):
        in_one_go(_sessions(app), work)
    assert attempts == [1]


def test_a_database_that_is_locked_for_a_moment_is_tried_again(app, village, database):
    if database != "sqlite":
        pytest.skip("PostgreSQL waits for a row, never for the whole database")
    with app.app_context():
        impatient = sa.create_engine(db.engine.url, poolclass=sa.NullPool, connect_args={"timeout": 0})
    protect(impatient)
    sa.event.listen(
        impatient, "connect", lambda connection, record: connection.execute("PRAGMA busy_timeout=0")
    )
    blocker = Session(village.session.get_bind())
    blocker.connection()  # BEGIN IMMEDIATE: the write lock
    openings = []

    def sessions() -> Session:
        openings.append(1)
        if len(openings) == 3:
            blocker.close()
        return Session(impatient, expire_on_commit=False)

    in_one_go(sessions, lambda session: _give(village, session, "patient"))

    assert len(openings) == 3
    assert village.balance("Ana") == -10


def test_snapshots_that_collide_are_tried_again_until_all_is_right(app, session, database):
    if database != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    name = session.get_bind().url.database
    session.execute(
        sa.text(f"ALTER DATABASE \"{name}\" SET default_transaction_isolation = 'repeatable read'")
    )
    session.commit()
    village = make_village(session)

    answers = at_once(app, 12, lambda one, number: _give(village, one, f"snapshot {number}").id, attempts=60)

    assert len(set(answers)) == 12
    assert village.balance("Ana") == -120
    assert faults(session, village.ledger.id) == []
