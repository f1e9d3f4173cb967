"""Use cases of standing orders: payments made again and again until they are ended.

Days are counted from the first one, so that the 31st is the last day of shorter months and comes
back in longer ones. Each due day is paid once, under a key of its own, also days that were missed
while the platform stood still: in their order. What is refused is tried again once a day for a few
days, then that day is given up. They flush; the caller commits, after each order.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.errors import Refusal
from app.kernel.registry import Plugins
from app.ledgers.due_days import due_after
from app.ledgers.keys import same_as_before
from app.ledgers.models import Account, Ledger, StandingOrder
from app.ledgers.payment_notices import tell_order_refused
from app.ledgers.payment_queries import accounts_i_use
from app.ledgers.payments import can_be_paid, in_whose_place, pay_once, takes_payments
from app.ledgers.refusals import LedgerRefusal, remembered
from app.members.models import Member, MemberStatus
from app.territories.models import Territory
from app.text import _

DAYS_TO_TRY = 5
A_DAY = timedelta(days=1)
NOT_ALLOWED = "not_allowed"


class OrderState(StrEnum):
    """Whether a standing order is followed."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


def make_order(
    session: Session,
    plugins: Plugins,
    *,
    ledger: Ledger,
    payer: Account,
    payee: Account,
    amount: int,
    text: str,
    rhythm: str,
    first_on: date,
    until: date | None,
    by: Member,
    order_id: UUID,
) -> StandingOrder:
    """Set up a payment that is made again and again.

    Args:
        order_id: made when the form was shown: sent twice, it is one order.

    Raises:
        Refusal: they may not pay from this account, or the days cannot be meant so.
    """
    asked: dict[str, Any] = {
        "ledger_id": ledger.id,
        "payer_id": payer.id,
        "payee_id": payee.id,
        "amount": amount,
        "text": text,
        "rhythm": rhythm,
        "first_on": first_on,
        "until": until,
        "made_by_id": by.id,
    }
    if (former := session.get(StandingOrder, order_id)) is not None:
        return same_as_before(former, asked)
    if not takes_payments(session, plugins, ledger) or not can_be_paid(session, payee):
        raise Refusal(_("Payments are not open here at the moment."))
    in_whose_place(session, ledger, payer, by, amount)
    if payer.id == payee.id:
        raise Refusal(_("An account cannot give to itself."))
    if first_on < today_of(session, ledger):
        raise Refusal(_("The first day is over: choose today or a later day."), field="first_on")
    if until is not None and until < first_on:
        raise Refusal(_("The last day comes before the first one."), field="until")
    order = StandingOrder(
        id=order_id,
        territory_id=ledger.territory_id,
        next_on=first_on,
        **asked,
    )
    session.add(order)
    session.flush()
    return order


def move_order(session: Session, order: StandingOrder, to: OrderState) -> None:
    """Pause an order, follow it again or end it; the days of a pause are not paid afterwards.

    Raises:
        Refusal: it has ended.
    """
    session.refresh(order, with_for_update=True)
    if order.state == to:
        return
    if order.state == OrderState.ENDED:
        raise Refusal(_("This regular payment has ended. Set up a new one."))
    if to is OrderState.ACTIVE:
        today = today_of(session, session.get_one(Ledger, order.ledger_id))
        order.next_on = max(order.next_on, due_after(order.first_on, order.rhythm, today - A_DAY))
        order.refused = None
    over = order.until is not None and order.next_on > order.until
    order.state = OrderState.ENDED if over else to
    session.flush()


def select_orders(member_id: UUID) -> sa.Select[Any]:
    """Select the standing orders from the accounts that a member uses, and those they entered."""
    return sa.select(StandingOrder).where(
        sa.or_(StandingOrder.payer_id.in_(accounts_i_use(member_id)), StandingOrder.made_by_id == member_id)
    )


def orders_of(session: Session, member_id: UUID) -> Sequence[StandingOrder]:
    """Return the standing orders of a member, those that are followed first."""
    return session.scalars(
        select_orders(member_id).order_by(StandingOrder.state, StandingOrder.next_on, StandingOrder.id)
    ).all()


def due_orders(session: Session) -> Sequence[UUID]:
    """Return the orders of which a day may be due somewhere on earth."""
    return session.scalars(
        sa.select(StandingOrder.id)
        .where(StandingOrder.state == OrderState.ACTIVE, StandingOrder.next_on <= clock.today() + A_DAY)
        .order_by(StandingOrder.next_on, StandingOrder.id)
    ).all()


def pay_due(session: Session, plugins: Plugins, order_id: UUID) -> int:
    """Pay the due days of an order, the oldest first; return how many were paid."""
    order = session.get_one(StandingOrder, order_id)
    ledger = session.get_one(Ledger, order.ledger_id)
    today, paid = today_of(session, ledger), 0
    while order.state == OrderState.ACTIVE and order.next_on <= today:
        if (order.refused or {}).get("tried_on") == today.isoformat():
            break
        try:
            with session.begin_nested():
                paid += _pay_day(session, plugins, ledger, order)
        except Refusal as refusal:
            _note(session, ledger, order, refusal, today)
    return paid


def _pay_day(session: Session, plugins: Plugins, ledger: Ledger, order: StandingOrder) -> int:
    """Pay the next day of an order; of two workers that come at once, one does."""
    day = order.next_on
    if not _advance(session, order):
        return 0
    by = session.get_one(Member, order.made_by_id)
    if by.status != MemberStatus.ACTIVE or _has_left(session, order.payee_id):
        order.state = OrderState.ENDED
        session.flush()
        return 0
    pay_once(
        session,
        plugins,
        ledger=ledger,
        payer=session.get_one(Account, order.payer_id),
        payee=session.get_one(Account, order.payee_id),
        amount=order.amount,
        text=order.text,
        by=by,
        key=f"order:{order.id}:{day.isoformat()}",
    )
    order.refused = None
    session.flush()
    return 1


def _has_left(session: Session, account_id: UUID) -> bool:
    owner_id = session.get_one(Account, account_id).member_id
    return owner_id is not None and session.get_one(Member, owner_id).status == MemberStatus.LEFT


def _advance(session: Session, order: StandingOrder) -> bool:
    """Move an order on to its next day, or to its end; tell whether it still stood where it was seen."""
    following = due_after(order.first_on, order.rhythm, order.next_on)
    over = order.until is not None and following > order.until
    result: Any = session.execute(
        sa.update(StandingOrder)
        .where(
            StandingOrder.id == order.id,
            StandingOrder.next_on == order.next_on,
            StandingOrder.state == OrderState.ACTIVE,
        )
        .values(next_on=following, state=OrderState.ENDED if over else OrderState.ACTIVE)
        .execution_options(synchronize_session=False)
    )
    session.refresh(order)
    return bool(result.rowcount == 1)


def _note(session: Session, ledger: Ledger, order: StandingOrder, refusal: Refusal, today: date) -> None:
    """Keep why a day was refused, tell both sides the first time, and give the day up in the end."""
    session.refresh(order)
    code, values = NOT_ALLOWED, {}
    if isinstance(refusal, LedgerRefusal):
        code, values = refusal.code, refusal.values
    former = order.refused if order.refused and order.refused["day"] == order.next_on.isoformat() else None
    since = former["since"] if former else today.isoformat()
    order.refused = {
        "code": code, "values": values, "day": order.next_on.isoformat(), "since": since,
        "tried_on": today.isoformat(),
    }  # fmt: skip
    session.flush()
    if former is None:
        tell_order_refused(session, ledger, order, why=str(refusal))
    elif today - date.fromisoformat(since) >= timedelta(days=DAYS_TO_TRY):
        _advance(session, order)


def why_refused(session: Session, ledger: Ledger, order: StandingOrder) -> str:
    """Say why the last due day of an order could not be paid, ``""`` when it was."""
    if not order.refused:
        return ""
    if order.refused["code"] == NOT_ALLOWED:
        return _("This account may not pay any more, or payments are not open here.")
    return str(remembered(session, ledger, {"code": order.refused["code"], **order.refused["values"]}))


def today_of(session: Session, ledger: Ledger) -> date:
    """Return the day it is where a ledger is kept."""
    return clock.today(session.get_one(Territory, ledger.territory_id).time_zone)
