"""Asking for hours from the page of a space: the rules accepted, how many come, then the exchange itself."""

from uuid import UUID

from app.plugin_api import Exchange, Listing, Member, Refusal, Wish, _, ask, clock
from sqlalchemy.orm import Session

from together_plugin_spaces import queries, rules
from together_plugin_spaces.models import COMMON, Acceptance, Space
from together_plugin_spaces.spans import Span


def ask_for(
    session: Session,
    plugins: object,
    listing: Listing,
    span: Span,
    *,
    asker: Member,
    text: str,
    pieces: int = 1,
    people: int | None = None,
    accepted: str = "",
    terms: str = "gift",
) -> Exchange:
    """Ask for hours of a space; asked twice before it is answered, it is the same exchange.

    Args:
        session: where to write.
        plugins: the installed ones, as ``the_plugins()`` gives them.
        listing: the space.
        span: from when until when.
        asker: who asks.
        text: a first message.
        pieces: how many of a common good.
        people: how many come to a room.
        accepted: the rules as they were shown and accepted.
        terms: slug of a settlement method, or ``gift``.

    Raises:
        Refusal: with every reason why these hours cannot be had.
    """
    space = queries.space_of(session, listing)
    if space is None:
        raise Refusal(_("This is no longer offered."))
    if reasons := list(rules.too_many(space, people)):
        raise Refusal(*reasons, field="people")
    if space.rules and accepted != space.rules:
        raise Refusal(_("The rules were changed meanwhile. Read them again."), field="accepts")
    quantity = pieces if listing.kind == COMMON else span.minutes
    wish = Wish(
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        quantity=quantity,
        terms=terms,
        amount=listing.amount or 0,
    )
    exchange = ask(session, plugins, listing=listing, asker=asker, text=text, wish=wish)  # type: ignore[arg-type]
    accept(session, exchange, rules=space.rules, people=people)
    return exchange


def accept(session: Session, exchange: Exchange, *, rules: str, people: int | None) -> Acceptance:
    """Write down the rules that the asker accepts, as they stand, and how many will come."""
    found = queries.acceptance(session, exchange.id)
    if found is None:
        found = Acceptance(territory_id=exchange.territory_id, exchange_id=exchange.id)
        session.add(found)
    found.rules, found.accepted_at = rules, clock.now()
    found.people = people if people is not None else found.people
    session.flush()
    return found


def needs_rules(space: Space, said: Acceptance | None) -> bool:
    """Tell whether the rules of a space, as they stand, are still to be accepted."""
    return bool(space.rules) and (said is None or said.rules != space.rules)


def accept_of(
    session: Session, exchange: Exchange, *, by: UUID, shown: str, people: int | None
) -> Acceptance:
    """Let the asker accept the rules of an exchange that was asked for elsewhere, or say how many come.

    Raises:
        Refusal: somebody else tries, the rules changed, or the room is too small.
    """
    space = queries.space_of(session, exchange.listing_id, exchange.kind)
    if space is None or by != exchange.asker_id:
        raise Refusal(_("It is for the one who asks to accept the rules."))
    if needs_rules(space, queries.acceptance(session, exchange.id)) and shown != space.rules:
        raise Refusal(_("The rules were changed meanwhile. Read them again."), field="accepts")
    if reasons := list(rules.too_many(space, people)):
        raise Refusal(*reasons, field="people")
    return accept(session, exchange, rules=space.rules, people=people)
