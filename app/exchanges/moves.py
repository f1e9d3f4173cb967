"""The one way in which an exchange moves from state to state."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app import clock
from app.conversations.services import stir
from app.errors import Refusal
from app.exchanges import settlement
from app.exchanges.models import Exchange, ExchangeMove, State
from app.exchanges.queries import complete
from app.kernel.registry import Plugins
from app.members.models import Member
from app.subnetworks.queries import enabled_plugins
from app.territories.models import Territory
from app.text import _, lazy
from app.webhooks import outbox

STATE_LABELS = {
    State.ASKED: lazy("Being discussed"),
    State.AGREED: lazy("Agreed"),
    State.DONE: lazy("Done, to be confirmed"),
    State.CONFIRMED: lazy("Confirmed"),
    State.DECLINED: lazy("Declined"),
    State.CANCELLED: lazy("Cancelled"),
    State.DISPUTED: lazy("A coordinator is asked"),
}


def advance(
    session: Session,
    plugins: Plugins,
    exchange: Exchange,
    *,
    to: State,
    by: Member | None,
    note: str = "",
    amount: int | None = None,
) -> Exchange:
    """Move ``exchange`` to the state ``to`` and let the plugins of its sub-network follow.

    Every plugin switched on there may object; all objections are reported together. What the
    move means for the ledger happens in the same transaction. After a refusal, or an exception
    of a plugin, everything is as it was before.

    Args:
        by: who moves it; ``None`` when time does.
        amount: what a coordinator decided to be paid in place of the agreed amount.

    Raises:
        Refusal: the move is not allowed, with every reason.
    """
    complete(session, exchange)
    with session.begin_nested():
        _advance(session, plugins, exchange, to=to, by=by, note=note, amount=amount)
    return exchange


def _advance(
    session: Session,
    plugins: Plugins,
    exchange: Exchange,
    *,
    to: State,
    by: Member | None,
    note: str,
    amount: int | None,
) -> None:
    was = State(exchange.state)
    enabled = require(session, plugins, exchange, to)
    _stamp(session, exchange, to=to, by=by)
    session.flush()  # of two moves at once the second fails here, before anything else is written
    _move_amounts(session, plugins, exchange, was=was, amount=amount, by=by)
    add_move(session, exchange, was=was, by=by, note=note)
    stir(session, exchange.conversation, by_id=by.id if by else None)
    plugins.advanced(session, exchange, was, enabled=enabled)
    announce(session, exchange, to)
    if was is State.DISPUTED:
        announce(session, exchange, "settled")


def require(session: Session, plugins: Plugins, exchange: Exchange, to: State) -> frozenset[str]:
    """Make sure that an exchange may move to the state ``to``; return the plugins switched on there.

    Raises:
        Refusal: it may not from where it stands, or plugins object, with all of their reasons.
    """
    if not exchange.can_become(to):
        raise Refusal(impossible(exchange))
    enabled = enabled_plugins(session, exchange.subnetwork_id)
    if objections := plugins.objections(session, exchange, to, enabled=enabled):
        raise Refusal(*objections)
    return enabled


def impossible(exchange: Exchange) -> str:
    """Say that the exchange stands where this cannot be done."""
    return _(
        "This cannot be done now: the exchange is “%(state)s”.", state=STATE_LABELS[State(exchange.state)]
    )


def _stamp(session: Session, exchange: Exchange, *, to: State, by: Member | None) -> None:
    now = clock.now()
    exchange.state = to
    exchange.changed_at = now
    exchange.reminded_at = None
    exchange.awaits_id = None
    match to:
        case State.AGREED:
            exchange.agreed_at = now
        case State.DONE:
            assert by is not None
            territory = session.get_one(Territory, exchange.territory_id)
            exchange.done_at, exchange.done_by_id = now, by.id
            exchange.confirm_by = now + timedelta(days=territory.confirm_after_days)
            exchange.awaits_id = exchange.other(by.id)
        case State.CONFIRMED:
            exchange.confirmed_at = now
            exchange.confirmed_by_id = by.id if by else None


def _move_amounts(
    session: Session,
    plugins: Plugins,
    exchange: Exchange,
    *,
    was: State,
    amount: int | None,
    by: Member | None,
) -> None:
    match exchange.state:
        case State.AGREED:
            settlement.set_aside(session, plugins, exchange)
        case State.CONFIRMED:
            entered_by_id = by.id if by and was is State.DISPUTED else None
            settlement.settle(session, exchange, amount=amount, entered_by_id=entered_by_id)
        case State.CANCELLED | State.DECLINED:
            settlement.release(session, exchange)


def announce(session: Session, exchange: Exchange, what: str) -> None:
    """Tell the webhooks of the sub-network what happened to an exchange; flushes first."""
    session.flush()
    outbox.write(session, f"exchange.{what}", subnetwork_id=exchange.subnetwork_id, object_id=exchange.id)


def add_move(
    session: Session, exchange: Exchange, *, was: State, by: Member | None, note: str = ""
) -> ExchangeMove:
    """Write down that the exchange moved, or that somebody explained how they see it."""
    move = ExchangeMove(
        territory_id=exchange.territory_id,
        exchange_id=exchange.id,
        was=was,
        became=exchange.state,
        member_id=by.id if by else None,
        note=note.strip(),
        created_at=clock.now(),
    )
    session.add(move)
    return move
