"""Two people, or two presses, at the same moment: one goes on, nothing happens twice."""

import threading
from collections.abc import Callable
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.errors import Refusal
from app.exchanges import queries, services
from app.exchanges.models import Exchange, ExchangeMove, State
from app.exchanges.wishes import Wish
from app.ledgers.models import Hold, Transfer
from app.members.models import Member
from app.web.database import db
from tests.exchanges.conftest import Street

Act = Callable[[Session, Exchange, Member], object]


def at_once(street: Street, exchange_id: UUID, *acts: tuple[Member, Act]) -> list[object]:
    """Let each act happen in a session and thread of its own, all at the same moment."""
    with street.app.app_context():
        engine = db.engine
    start = threading.Barrier(len(acts), timeout=60)
    outcomes: list[object] = [None] * len(acts)

    def run(index: int, member: Member, act: Act) -> None:
        with Session(engine, expire_on_commit=False) as session:
            start.wait()
            try:
                exchange = queries.exchange_for(session, member.id, exchange_id, lock=True)
                act(session, exchange, session.get_one(Member, member.id))
                session.commit()
                outcomes[index] = "done"
            except (Refusal, StaleDataError) as refused:
                session.rollback()
                outcomes[index] = refused

    threads = [threading.Thread(target=run, args=(i, *pair)) for i, pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    street.session.expire_all()
    return outcomes


def count(street: Street, model: type) -> int:
    return street.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_agreeing_and_withdrawing_at_once_lets_one_win(street: Street) -> None:
    exchange = street.ask()
    seen = exchange.version

    outcomes = at_once(
        street,
        exchange.id,
        (street.ana, lambda s, e, by: services.accept(s, street.plugins, e, by=by, number=1)),
        (street.bilal, lambda s, e, by: services.cancel(s, street.plugins, e, by=by, seen=seen)),
    )

    refused = [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
    assert len(refused) == 1
    state = street.session.get_one(Exchange, exchange.id).state
    assert state == (State.AGREED if outcomes[0] == "done" else State.CANCELLED)
    assert count(street, ExchangeMove) == 1
    assert count(street, Hold) == (1 if state == State.AGREED else 0)


def test_the_second_is_told_in_a_clear_sentence(street: Street) -> None:
    exchange = street.ask()
    seen = exchange.version
    services.propose(street.session, street.plugins, exchange, by=street.bilal, wish=Wish(quantity=30))
    street.session.commit()

    with pytest.raises(Refusal, match="changed this a moment before you. Look again, then decide"):
        services.decline(street.session, street.plugins, exchange, by=street.ana, seen=seen)
    with pytest.raises(Refusal, match="changed this a moment before you"):
        services.accept(street.session, street.plugins, exchange, by=street.ana, number=1)

    assert exchange.state == State.ASKED


def test_confirming_many_times_at_once_pays_once(street: Street) -> None:
    exchange = street.done()

    outcomes = at_once(
        street,
        exchange.id,
        *[(street.bilal, lambda s, e, by: services.confirm(s, street.plugins, e, by=by))] * 5,
    )

    assert outcomes == ["done"] * 5
    assert count(street, Transfer) == 1
    assert street.balance(street.ana) == (90, 0)


def test_who_reads_without_waiting_is_stopped_by_the_version(street: Street) -> None:
    exchange = street.agree()
    with street.app.app_context():
        engine = db.engine
    with Session(engine) as late:
        stale = queries.exchange_for(late, street.ana.id, exchange.id)
        ana = late.get_one(Member, street.ana.id)
        if engine.dialect.name == "sqlite":
            late.expunge_all()
            late.rollback()
            late.add(stale)  # as it was read a moment ago
        services.cancel(street.session, street.plugins, exchange, by=street.bilal)
        street.session.commit()

        with pytest.raises(StaleDataError):
            services.mark_done(late, street.plugins, stale, by=ana)
        late.rollback()

    street.session.expire_all()
    assert street.session.get_one(Exchange, exchange.id).state == State.CANCELLED
    assert street.balance(street.bilal) == (0, 0)


def test_proposing_at_once_gives_each_proposal_a_number(street: Street) -> None:
    exchange = street.ask()

    outcomes = at_once(
        street,
        exchange.id,
        (street.ana, lambda s, e, by: services.propose(s, street.plugins, e, by=by, wish=Wish(quantity=45))),
        (
            street.bilal,
            lambda s, e, by: services.propose(s, street.plugins, e, by=by, wish=Wish(quantity=75)),
        ),
    )

    assert outcomes == ["done", "done"]
    found = queries.exchange_for(street.session, street.ana.id, exchange.id)
    assert [proposal.number for proposal in found.proposals] == [1, 2, 3]
    assert found.awaits_id == found.other(found.proposals[-1].made_by_id)


def test_asking_many_times_at_once_asks_once(street: Street) -> None:
    with street.app.app_context():
        engine = db.engine
    start = threading.Barrier(4, timeout=60)
    found = []

    def ask() -> None:
        with Session(engine, expire_on_commit=False) as session:
            start.wait()
            listing = queries.listing_to_ask(session, street.listing.id)
            session.rollback()
            exchange = services.ask(
                session,
                street.plugins,
                listing=listing,
                asker=session.get_one(Member, street.bilal.id),
                text="Hello",
                wish=Wish(),
            )
            session.commit()
            found.append(exchange.id)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(found) == 4
    assert len(set(found)) == 1
    assert count(street, Exchange) == 1
