"""Use cases of exchanges. They flush; the caller commits."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.conversations import services as conversations
from app.errors import Refusal
from app.exchanges.allowed import (
    check_side,
    to_accept,
    to_cancel,
    to_confirm,
    to_decline,
    to_keep,
    to_propose,
    to_show_address,
)
from app.exchanges.deadlines import confirm_overdue, remind
from app.exchanges.models import Exchange, Proposal, State
from app.exchanges.moves import add_move, advance, announce, impossible
from app.exchanges.notices import tell, tell_both, tell_coordinators, tell_other
from app.exchanges.queries import complete, listing_to_ask, may_settle, open_between
from app.exchanges.wishes import Wish, add_proposal, same
from app.kernel.registry import Plugins
from app.listings.models import Direction, Listing, ListingStatus
from app.members.models import Member
from app.subnetworks.queries import enabled_plugins
from app.territories.models import Territory
from app.text import _, language

__all__ = [
    "Wish",
    "accept",
    "advance",
    "ask",
    "cancel",
    "confirm",
    "confirm_overdue",
    "decline",
    "dispute",
    "explain",
    "hide_address",
    "keep",
    "mark_done",
    "propose",
    "remind",
    "settle_dispute",
    "show_address",
]

LONGEST_NOTE = 2000


def ask(
    session: Session, plugins: Plugins, *, listing: Listing, asker: Member, text: str, wish: Wish
) -> Exchange:
    """Answer a listing with a message and a first proposal.

    Asked twice before it is agreed, it is the same exchange: the first answer stands.

    Raises:
        Refusal: the listing cannot be answered, or the proposal cannot be meant so.
    """
    found = listing_to_ask(session, listing.id, lock=True)
    if found is None:
        raise Refusal(_("This is no longer offered."))
    if asked := open_between(session, listing_id=listing.id, asker_id=asker.id):
        return asked
    _check_askable(session, found, asker)
    with session.begin_nested():
        exchange = _open(session, plugins, listing=found, asker=asker, text=text, wish=wish)
    announce(session, exchange, "asked")
    tell(session, exchange, to=exchange.owner, kind="asked")
    return exchange


def _check_askable(session: Session, listing: Listing, asker: Member) -> None:
    if listing.member_id == asker.id:
        raise Refusal(_("This is yours."))
    territory = session.get_one(Territory, listing.territory_id)
    over = listing.expires_on is not None and listing.expires_on < clock.today(territory.time_zone)
    if listing.status != ListingStatus.ACTIVE or over:
        raise Refusal(_("“%(title)s” is not on the board at the moment.", title=listing.title))


def _open(
    session: Session, plugins: Plugins, *, listing: Listing, asker: Member, text: str, wish: Wish
) -> Exchange:
    owner = listing.member
    giver, receiver = (owner, asker) if listing.direction == Direction.OFFER else (asker, owner)
    conversation = conversations.open_conversation(
        session,
        territory_id=listing.territory_id,
        subject=listing.title,
        member_ids=(asker.id, owner.id),
    )
    exchange = Exchange(
        territory_id=listing.territory_id,
        subnetwork_id=listing.subnetwork_id,
        kind=listing.kind,
        listing=listing,
        asker=asker,
        owner=owner,
        giver=giver,
        receiver=receiver,
        conversation=conversation,
        awaits_id=owner.id,
        proposals=[],
    )
    session.add(exchange)
    session.flush()
    conversations.write(session, conversation, author=asker, text=text, language=language(), tell=False)
    add_proposal(session, plugins, exchange, by_id=asker.id, wish=wish)
    session.flush()
    enabled = enabled_plugins(session, exchange.subnetwork_id)
    if objections := plugins.objections(session, exchange, State.ASKED, enabled=enabled):
        raise Refusal(*objections)
    return exchange


def propose(
    session: Session, plugins: Plugins, exchange: Exchange, *, by: Member, wish: Wish, seen: int | None = None
) -> Proposal:
    """Propose something else; its maker accepts it, it holds once the other side does.

    Args:
        seen: version of the exchange that the person looked at; another one now is a refusal.

    Raises:
        Refusal: too late for proposals, overtaken by the other side, or it cannot be meant so.
    """
    check_side(exchange, by)
    complete(session, exchange)
    pending = exchange.pending
    if pending is not None and pending.made_by_id == by.id and same(wish, pending):
        return pending
    _check_seen(exchange, seen)
    to_propose(exchange, by)
    if exchange.state == State.AGREED and exchange.agreed is not None and same(wish, exchange.agreed):
        raise Refusal(_("This is what you have agreed already."))
    with session.begin_nested():
        exchange.awaits_id = exchange.other(by.id)
        exchange.changed_at = clock.now()
        exchange.reminded_at = None
        session.flush()  # of two changes at once the second fails here
        proposal = add_proposal(session, plugins, exchange, by_id=by.id, wish=wish)
        conversations.stir(session, exchange.conversation, by_id=by.id)
    announce(session, exchange, "proposed")
    tell_other(session, exchange, by=by, kind="proposed")
    return proposal


def accept(
    session: Session, plugins: Plugins, exchange: Exchange, *, by: Member, number: int | None = None
) -> Exchange:
    """Agree to the other side's proposal; the amount is set aside.

    Args:
        number: of the proposal that the person looked at; another one now is a refusal.

    Raises:
        Refusal: nothing to agree to, a plugin objects, or the receiver's account does not allow it.
    """
    check_side(exchange, by)
    complete(session, exchange)
    pending = exchange.pending
    if number is not None and number == exchange.agreed_number and exchange.state == State.AGREED:
        return exchange
    if number is not None and pending is not None and number != pending.number:
        raise Refusal(_overtaken())
    pending = to_accept(exchange, by)
    with session.begin_nested():
        exchange.agreed_number = pending.number
        pending.accepted_at = clock.now()
        advance(session, plugins, exchange, to=State.AGREED, by=by)
    tell_other(session, exchange, by=by, kind="agreed")
    return exchange


def keep(session: Session, exchange: Exchange, *, by: Member, seen: int | None = None) -> Exchange:
    """Keep what was agreed: the pending change is set aside.

    Raises:
        Refusal: nothing was agreed before, or somebody else was quicker.
    """
    check_side(exchange, by)
    complete(session, exchange)
    if exchange.state == State.AGREED and exchange.pending is None:
        return exchange
    _check_seen(exchange, seen)
    pending = to_keep(exchange, by)
    pending.set_aside_at = exchange.changed_at = clock.now()
    exchange.awaits_id = None
    conversations.stir(session, exchange.conversation, by_id=by.id)
    announce(session, exchange, "kept")
    tell_other(session, exchange, by=by, kind="kept")
    return exchange


def decline(
    session: Session,
    plugins: Plugins,
    exchange: Exchange,
    *,
    by: Member,
    note: str = "",
    seen: int | None = None,
) -> Exchange:
    """Say no to who answered the listing.

    Raises:
        Refusal: only the owner of the listing says no, and only before it is agreed.
    """
    check_side(exchange, by)
    if exchange.state == State.DECLINED:
        return exchange
    _check_seen(exchange, seen)
    to_decline(exchange, by)
    advance(session, plugins, exchange, to=State.DECLINED, by=by, note=_clean(note))
    tell_other(session, exchange, by=by, kind="declined")
    return exchange


def cancel(
    session: Session,
    plugins: Plugins,
    exchange: Exchange,
    *,
    by: Member,
    note: str = "",
    seen: int | None = None,
) -> Exchange:
    """Withdraw before it is agreed, or call off what was agreed; what was set aside is free again.

    Raises:
        Refusal: too late, or it is the owner who has not agreed yet: they say no instead.
    """
    check_side(exchange, by)
    if exchange.state == State.CANCELLED:
        return exchange
    _check_seen(exchange, seen)
    to_cancel(exchange, by)
    advance(session, plugins, exchange, to=State.CANCELLED, by=by, note=_clean(note))
    tell_other(session, exchange, by=by, kind="cancelled")
    return exchange


def mark_done(session: Session, plugins: Plugins, exchange: Exchange, *, by: Member) -> Exchange:
    """Say that it is done; when the other side has said so a moment before, that confirms it.

    Raises:
        Refusal: it is not agreed, or a plugin objects.
    """
    check_side(exchange, by)
    if exchange.state in (State.DONE, State.CONFIRMED):
        return exchange if by.id == exchange.done_by_id else confirm(session, plugins, exchange, by=by)
    advance(session, plugins, exchange, to=State.DONE, by=by)
    tell_other(session, exchange, by=by, kind="done", day=exchange.confirm_by)
    return exchange


def confirm(session: Session, plugins: Plugins, exchange: Exchange, *, by: Member) -> Exchange:
    """Confirm what the other side says is done: it is settled.

    Raises:
        Refusal: it is not done, the person said so themself, or the ledger refuses.
    """
    check_side(exchange, by)
    if exchange.state == State.CONFIRMED:
        return exchange
    to_confirm(exchange, by)
    advance(session, plugins, exchange, to=State.CONFIRMED, by=by)
    tell_other(session, exchange, by=by, kind="confirmed")
    return exchange


def dispute(session: Session, plugins: Plugins, exchange: Exchange, *, by: Member, note: str) -> Exchange:
    """Say that there is a problem: nothing moves until a coordinator has settled it.

    Raises:
        Refusal: nothing was explained, or it is not agreed or already settled.
    """
    check_side(exchange, by)
    explanation = _explanation(note)
    if exchange.state == State.DISPUTED:
        explain(session, exchange, by=by, note=explanation)
        return exchange
    advance(session, plugins, exchange, to=State.DISPUTED, by=by, note=explanation)
    tell_other(session, exchange, by=by, kind="disputed")
    tell_coordinators(session, exchange, by=by)
    return exchange


def explain(session: Session, exchange: Exchange, *, by: Member, note: str) -> None:
    """Tell the coordinator how this side sees it.

    Raises:
        Refusal: nothing was written, or the exchange is not in dispute.
    """
    check_side(exchange, by)
    if exchange.state != State.DISPUTED:
        raise Refusal(impossible(exchange))
    add_move(session, exchange, was=State.DISPUTED, by=by, note=_explanation(note))
    session.flush()


def settle_dispute(
    session: Session,
    plugins: Plugins,
    exchange: Exchange,
    *,
    by: Member,
    to: State,
    note: str,
    amount: int | None = None,
) -> Exchange:
    """Settle a disagreement as a coordinator: confirmed, with another amount perhaps, or cancelled.

    Args:
        amount: what is paid in place of what was agreed, in the smallest unit; 0: nothing.

    Raises:
        Refusal: the person may not settle it, gives no reason, or the ledger refuses.
    """
    complete(session, exchange)
    if not may_settle(session, exchange, by):
        raise Refusal(_("A disagreement is settled by a coordinator who is not one of the two."))
    if exchange.state == to:
        return exchange
    if exchange.state != State.DISPUTED or to not in (State.CONFIRMED, State.CANCELLED):
        raise Refusal(impossible(exchange))
    reason = _clean(note)
    if not reason:
        raise Refusal(_("Write a few words to both of them: why you settle it like this."), field="note")
    advance(session, plugins, exchange, to=to, by=by, note=reason, amount=amount)
    tell_both(session, exchange, kind="settled", name=by.first_name, note=reason)
    return exchange


def show_address(session: Session, exchange: Exchange, *, by: Member) -> None:
    """Show one's address to the other side, from agreement until a week after the end.

    Raises:
        Refusal: it is not agreed, or there is no address to show.
    """
    check_side(exchange, by)
    to_show_address(exchange, by)
    _set_address_shown(session, exchange, by, clock.now())


def hide_address(session: Session, exchange: Exchange, *, by: Member) -> None:
    """Hide one's address from the other side again."""
    check_side(exchange, by)
    _set_address_shown(session, exchange, by, None)


def _set_address_shown(session: Session, exchange: Exchange, by: Member, at: object) -> None:
    column = Exchange.asker_address_shown_at if by.id == exchange.asker_id else Exchange.address_shown_at
    # Past the version: it changes nothing of what the other side may be deciding about just now.
    session.execute(sa.update(Exchange).where(Exchange.id == exchange.id).values({column: at}))


def _check_seen(exchange: Exchange, seen: int | None) -> None:
    if seen is not None and seen != exchange.version:
        raise Refusal(_overtaken())


def _overtaken() -> str:
    return _("The other side changed this a moment before you. Look again, then decide.")


def _explanation(note: str) -> str:
    cleaned = _clean(note)
    if not cleaned:
        raise Refusal(_("Say in a few words what the problem is."), field="note")
    return cleaned


def _clean(note: str) -> str:
    cleaned = note.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(cleaned) > LONGEST_NOTE:
        sentence = _("This is too long: at most %(most)s characters.", most=LONGEST_NOTE)
        raise Refusal(sentence, field="note")
    return cleaned
