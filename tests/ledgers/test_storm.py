"""Many at once against the same accounts, through the service, each with a connection of its own."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db.engine import protect
from app.db.retry import in_one_go
from app.errors import Refusal
from app.ledgers import correcting, services
from app.ledgers.models import Entry, Ledger, Transfer
from app.ledgers.verification import faults
from app.members.models import Member, Person
from app.notifications.models import Notification
from app.web.database import db
from tests.ledgers.conftest import make_village, set_rules

AT_ONCE = 32


def at_once(app, count: int, work: Callable[[Session, int], object], attempts: int = 10) -> list[object]:
    """Run ``work`` ``count`` times at the same moment, each in a transaction of its own."""
    ready = Barrier(count, timeout=60)
    with app.app_context():
        engine = db.engine
    engine = sa.create_engine(engine.url, poolclass=sa.NullPool, connect_args=_patient(engine))
    protect(engine)

    def one(number: int) -> object:
        ready.wait(timeout=30)
        try:
            sessions = partial(Session, engine, expire_on_commit=False)
            return in_one_go(sessions, lambda session: work(session, number), attempts=attempts)
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(count) as pool:
        answers = list(pool.map(one, range(count)))
    engine.dispose()
    return answers


def _patient(engine: sa.Engine) -> dict[str, object]:
    return {"timeout": 15} if engine.dialect.name == "sqlite" else {}


def _give(payer: UUID, payee: UUID, ledger_id: UUID, amount: int, key: str):
    def work(session: Session, number: int) -> UUID:
        return services.transfer(
            session,
            ledger=session.get_one(Ledger, ledger_id),
            payer_id=payer,
            payee_id=payee,
            amount=amount,
            reason="exchange",
            key=key.format(number),
        ).id

    return work


@pytest.mark.parametrize("side", ["payer", "payee"])
def test_thirty_two_transfers_at_once_never_pass_a_limit(app, session, side):
    village = make_village(session, floor=-600, ceiling=600)
    hot, other = village.accounts["Ana"], village.accounts["Bea"]
    services.set_own_limits(session, other, floor=None, ceiling=None)
    session.commit()
    payer, payee = (hot, other) if side == "payer" else (other, hot)

    answers = at_once(app, AT_ONCE, _give(payer.id, payee.id, village.ledger.id, 90, "storm {}"))

    refused = [answer for answer in answers if isinstance(answer, Refusal)]
    assert len(answers) - len(refused) == 6  # 6 x 90 = 540, a seventh would pass 600
    assert abs(village.balance("Ana")) == 540
    assert faults(session, village.ledger.id) == []


def test_transfers_to_and_fro_at_once_do_not_lock_each_other_out(app, session):
    village = make_village(session, floor=None, ceiling=None)
    names = list(village.accounts)

    def work(work_session: Session, number: int) -> object:
        payer, payee = names[number % 3], names[(number + 1 + number % 2) % 3]
        give = _give(
            village.accounts[payer].id, village.accounts[payee].id, village.ledger.id, number + 1, "way {}"
        )
        return give(work_session, number)

    answers = at_once(app, AT_ONCE, work)

    assert [answer for answer in answers if not isinstance(answer, UUID)] == []
    assert session.scalar(sa.select(sa.func.count()).select_from(Entry)) == 2 * AT_ONCE
    assert faults(session, village.ledger.id) == []


def test_the_same_transfer_sent_ten_times_at_once_happens_once(app, session):
    village = make_village(session)
    ana, bea = village.accounts["Ana"], village.accounts["Bea"]

    answers = at_once(app, 10, _give(ana.id, bea.id, village.ledger.id, 90, "the same key"))

    assert session.scalars(sa.select(Transfer.id)).all() == [answers[0]]
    assert answers == [answers[0]] * 10
    assert village.balance("Ana") == -90


def test_a_hold_posted_and_voided_at_once_is_closed_once(app, session):
    village = make_village(session)
    hold = village.hold("Ana", "Bea", 90)
    session.commit()

    def work(work_session: Session, number: int) -> str:
        if number % 2:
            services.void_hold(work_session, hold.id)
            return "voided"
        services.post_hold(work_session, hold.id, key=f"post {number}")
        return "posted"

    outcomes = Counter(answer for answer in at_once(app, 16, work) if isinstance(answer, str))

    moved = session.scalars(sa.select(Transfer)).all()
    assert outcomes["posted"] == len(moved) <= 1
    assert bool(outcomes["voided"]) == (not moved)  # voiding what is voided is no harm
    assert village.held("Ana") == 0
    assert faults(session, village.ledger.id) == []


def test_two_reversals_at_once_happen_once(app, session):
    village = make_village(session)
    wrong = village.give("Ana", "Bea", 90)
    session.commit()

    answers = at_once(
        app, 8, lambda work_session, number: services.reverse(work_session, wrong.id, key=f"back {number}").id
    )

    assert sum(isinstance(answer, UUID) for answer in answers) == 1
    assert village.balance("Ana") == village.balance("Bea") == 0
    assert faults(session, village.ledger.id) == []


def test_a_correction_sent_twice_at_once_is_made_and_told_once(app, session):
    village = make_village(session)
    wrong = village.give("Ana", "Bea", 90)
    session.commit()

    def work(work_session: Session, number: int) -> UUID:
        old = work_session.get_one(Transfer, wrong.id)
        by = work_session.get_one(Member, village.members["Carl"].id)
        return correcting.correct(work_session, old, None, why="Nobody came.", key="form", by=by).id

    answers = at_once(app, 8, work)

    assert answers == [answers[0]] * 8
    told = session.execute(
        sa.select(Person.first_name).join(Notification, Notification.person_id == Person.id)
    )
    assert sorted(told.scalars()) == ["Ana", "Bea"]


def test_an_account_asked_for_at_once_is_opened_and_welcomed_once(app, session):
    village = make_village(session)
    set_rules(session, village.subnetwork, name="Hours", floor=-600, ceiling=1200, welcome=900)
    community = services.community_account(session, village.ledger)
    from app.testing import factories

    dina = factories.member(session, factories.territory(session, "elsewhere"), first_name="Dina")
    session.commit()

    answers = at_once(
        app,
        8,
        lambda work_session, number: (
            services.account_of(work_session, work_session.get_one(Ledger, village.ledger.id), dina.id).id
        ),
    )

    session.refresh(community)
    assert len(set(answers)) == 1
    assert community.balance == -900
    assert faults(session, village.ledger.id) == []
