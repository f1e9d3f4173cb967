"""What time does to exchanges: reminders, and confirmations that nobody objected to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app import clock
from app.db import scope
from app.errors import Refusal
from app.exchanges import queries
from app.exchanges.models import Exchange, State
from app.exchanges.moves import advance
from app.exchanges.notices import tell, tell_both
from app.kernel.registry import Plugins
from app.members.models import Member

AT_ONCE = 200
ANSWER_AFTER = timedelta(days=3)
CONFIRMATION_BEFORE = timedelta(days=3)
DOING_AFTER = timedelta(hours=12)
DOING_WITHOUT_DAY = timedelta(days=14)
TRY_AGAIN = timedelta(days=1)

log = structlog.get_logger("together.exchanges")


def confirm_overdue(session: Session, plugins: Plugins) -> int:
    """Confirm what was done and not objected to in time; commits after each. Returns how many."""
    confirmed = 0
    for exchange_id in queries.overdue(session, limit=AT_ONCE):
        confirmed += _confirm(session, plugins, exchange_id)
        session.commit()
    return confirmed


def _confirm(session: Session, plugins: Plugins, exchange_id: UUID) -> bool:
    exchange = queries.locked(session, exchange_id)
    if exchange is None or exchange.state != State.DONE or not _is_due(exchange):
        return False
    try:
        with _inside(session, exchange):
            advance(session, plugins, exchange, to=State.CONFIRMED, by=None)
            tell_both(session, exchange, kind="confirmed")
    except StaleDataError:
        return False  # somebody moved it a moment before
    except Refusal as refusal:
        log.warning("exchange not confirmed", exchange=str(exchange_id), reasons=refusal.reasons)
        _update(session, exchange_id, confirm_by=clock.now() + TRY_AGAIN)
        return False
    return True


def _is_due(exchange: Exchange) -> bool:
    return exchange.confirm_by is not None and exchange.confirm_by <= clock.now()


@contextmanager
def _inside(session: Session, exchange: Exchange) -> Iterator[None]:
    """Let the queries of the block, those of plugins too, see only the territory of the exchange."""
    kept = session.info.get("territory_id")
    scope.enter(session, exchange.territory_id)
    try:
        yield
    finally:
        scope.enter(session, kept)


def remind(session: Session) -> int:
    """Remind once of answers, of confirmations and of what should have taken place. Returns how many."""
    return (
        _remind(session, queries.to_remind_of_answer(ANSWER_AFTER), _of_answer)
        + _remind(session, queries.to_remind_of_confirmation(CONFIRMATION_BEFORE), _of_confirmation)
        + _remind(session, queries.to_remind_of_doing(DOING_AFTER, without_day=DOING_WITHOUT_DAY), _of_doing)
    )


def _remind(session: Session, wanted: sa.Select[Exchange], say: Callable[[Session, Exchange], None]) -> int:
    found = session.scalars(wanted.order_by(Exchange.changed_at).limit(AT_ONCE)).all()
    for exchange in found:
        # Past the version: a reminder must not overtake somebody who is deciding just now.
        _update(session, exchange.id, reminded_at=clock.now())
        say(session, exchange)
    return len(found)


def _update(session: Session, exchange_id: UUID, **values: object) -> None:
    session.execute(sa.update(Exchange).where(Exchange.id == exchange_id).values(values))


def _of_answer(session: Session, exchange: Exchange) -> None:
    tell(session, exchange, to=_awaited(exchange), kind="answer_awaited")


def _of_confirmation(session: Session, exchange: Exchange) -> None:
    tell(session, exchange, to=_awaited(exchange), kind="confirmation_awaited", day=exchange.confirm_by)


def _of_doing(session: Session, exchange: Exchange) -> None:
    tell_both(session, exchange, kind="was_it_done")


def _awaited(exchange: Exchange) -> Member:
    return exchange.asker if exchange.awaits_id == exchange.asker_id else exchange.owner
