"""What each side may do with an exchange as it stands: kept by the services, told to programs."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from app.errors import Refusal
from app.exchanges.models import Exchange, Proposal, State
from app.exchanges.moves import impossible, require
from app.exchanges.queries import complete
from app.kernel.registry import Plugins
from app.members.models import Member
from app.text import _

Rule = Callable[[Exchange, Member], object]


def check_side(exchange: Exchange, by: Member) -> None:
    """Refuse somebody who is none of the two.

    Raises:
        Refusal: they are not.
    """
    if by.id not in (exchange.asker_id, exchange.owner_id):
        raise Refusal(_("This is between the two of them."))


def to_propose(exchange: Exchange, by: Member) -> None:
    """Refuse a proposal when it is too late for one.

    Raises:
        Refusal: it is.
    """
    if exchange.state not in (State.ASKED, State.AGREED):
        raise Refusal(impossible(exchange))


def to_accept(exchange: Exchange, by: Member) -> Proposal:
    """Return the proposal that may be accepted.

    Raises:
        Refusal: there is none, or it is one's own.
    """
    pending = exchange.pending
    if pending is None:
        raise Refusal(impossible(exchange))
    if pending.made_by_id == by.id:
        raise Refusal(_("You made this proposal; it is for the other side to agree."))
    return pending


def to_keep(exchange: Exchange, by: Member) -> Proposal:
    """Return the pending change of what was agreed, which may be set aside.

    Raises:
        Refusal: nothing was agreed, or nobody asks to change it.
    """
    pending = exchange.pending
    if exchange.state != State.AGREED or pending is None:
        raise Refusal(impossible(exchange))
    return pending


def to_decline(exchange: Exchange, by: Member) -> None:
    """Refuse that the asker says no.

    Raises:
        Refusal: they are the asker.
    """
    if by.id != exchange.owner_id:
        raise Refusal(_("You asked; you can withdraw, the other side can say no."))


def to_cancel(exchange: Exchange, by: Member) -> None:
    """Refuse that the owner withdraws what was not agreed, and any way out of a disagreement.

    Raises:
        Refusal: it is one of these.
    """
    if exchange.state == State.ASKED and by.id != exchange.asker_id:
        raise Refusal(_("You were asked; you can say no, the other side can withdraw."))
    if exchange.state == State.DISPUTED:  # that way is the coordinator's
        raise Refusal(impossible(exchange))


def to_confirm(exchange: Exchange, by: Member) -> None:
    """Refuse that somebody confirms what they said themself, or what a coordinator settles.

    Raises:
        Refusal: it is so.
    """
    if exchange.state == State.DISPUTED:  # that way is the coordinator's
        raise Refusal(impossible(exchange))
    if exchange.state == State.DONE and by.id == exchange.done_by_id:
        raise Refusal(_("You said that it is done; it is for the other side to confirm."))


def to_show_address(exchange: Exchange, by: Member) -> None:
    """Refuse to show an address before it is agreed, or one that was not kept.

    Raises:
        Refusal: it is so.
    """
    if exchange.state not in (State.AGREED, State.DONE):
        raise Refusal(_("An address can be shown once you have agreed."))
    if by.address_sealed is None:
        raise Refusal(_("You have not kept an address here. You can write it in a message."))


def _nothing(exchange: Exchange, by: Member) -> None:
    """Refuse nothing."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that can be done with an exchange, open while there is no reason against it."""

    do: str
    reasons: tuple[str, ...]


STEPS: dict[str, tuple[Rule, State | None]] = {
    "propose": (to_propose, None),
    "accept": (to_accept, State.AGREED),
    "keep": (to_keep, None),
    "decline": (to_decline, State.DECLINED),
    "cancel": (to_cancel, State.CANCELLED),
    "done": (_nothing, State.DONE),
    "confirm": (to_confirm, State.CONFIRMED),
    "dispute": (_nothing, State.DISPUTED),
    "show_address": (to_show_address, None),
}
"""Each with its rule, and the state that it moves the exchange to."""


def steps(session: Session, plugins: Plugins, exchange: Exchange, by: Member) -> list[Step]:
    """Return what one side could do, with every reason against it; nothing is changed.

    Whether the receiver's account allows an amount shows when it is set aside.
    """
    check_side(exchange, by)
    complete(session, exchange)
    session.flush()
    return [
        Step(do=do, reasons=_reasons(session, plugins, exchange, by, rule, to))
        for do, (rule, to) in STEPS.items()
    ]


def _reasons(
    session: Session, plugins: Plugins, exchange: Exchange, by: Member, rule: Rule, to: State | None
) -> tuple[str, ...]:
    agreed = exchange.agreed_number
    try:
        with session.no_autoflush:
            found = rule(exchange, by)
            if isinstance(found, Proposal) and to is State.AGREED:  # plugins look at what would count
                set_committed_value(exchange, "agreed_number", found.number)
            if to is not None and not (to is State.DISPUTED and exchange.state == State.DISPUTED):
                require(session, plugins, exchange, to)
    except Refusal as refusal:
        return refusal.reasons
    finally:
        set_committed_value(exchange, "agreed_number", agreed)  # known to nobody, and never written
    return ()
