"""What the page of an exchange shows to one of its sides, gathered in a handful of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app import clock
from app.conversations.queries import Thread, thread_of
from app.exchanges import queries, words
from app.exchanges.models import OPEN, Exchange, Proposal, State
from app.exchanges.standing import LOOKS, Standing, standing, state_label
from app.exchanges.thread import Line, lines_of
from app.kernel.registry import Plugins
from app.listings.models import ListingStatus
from app.members.models import Member
from app.text import _

MET = frozenset({State.AGREED, State.DONE, State.CONFIRMED, State.DISPUTED})


@dataclass(frozen=True, kw_only=True)
class ExchangePage:
    """Everything that the template needs."""

    exchange: Exchange
    me: Member
    other: Member
    other_name: str
    """First name; the whole name once both have agreed."""
    look: str
    state: str
    kind: str
    icon: str
    standing: Standing
    proposal: Proposal
    """The one that the card shows: what is agreed, or the newest."""
    facts: Sequence[words.Fact]
    change: Sequence[words.Fact]
    """What would be different, while somebody asks to change what was agreed."""
    settlement: str
    has_ledger: bool
    thread: Thread
    lines: Sequence[Line]
    in_calendar: bool
    can_show_address: bool
    i_show: bool
    they_show: bool


def page_for(
    session: Session, plugins: Plugins, exchange: Exchange, me: Member, *, zone: str, messages: int
) -> ExchangePage:
    """Gather the page; ``messages`` is how many of the thread are shown at most."""
    asks = me.id == exchange.asker_id
    other = exchange.owner if asks else exchange.asker
    state = State(exchange.state)
    kind = plugins.kinds.get(exchange.kind)
    monies = monies_of(session, plugins, exchange)
    proposal = exchange.proposal
    pending = exchange.pending if exchange.agreed is not None else None
    thread = thread_of(session, exchange.conversation, me.id, limit=messages)
    summaries = {
        one.number: summary(words.facts_of(plugins, exchange, one, zone, monies))
        for one in exchange.proposals
    }
    money = monies.get(proposal.terms)
    on_the_board = exchange.listing.status == ListingStatus.ACTIVE
    return ExchangePage(
        exchange=exchange,
        me=me,
        other=other,
        other_name=_name(other, state),
        look=LOOKS[state],
        state=state_label(exchange),
        kind=str(kind.label) if kind else _("Something else"),
        icon=kind.icon if kind else "box",
        standing=standing(exchange, me, can_ask_again=asks and on_the_board),
        proposal=proposal,
        facts=words.facts_of(plugins, exchange, proposal, zone, monies),
        change=words.facts_of(plugins, exchange, pending, zone, monies) if pending else (),
        settlement=words.settlement_in_words(session, exchange, proposal, monies),
        has_ledger=money is not None and money.moves,
        thread=thread,
        lines=lines_of(
            session,
            exchange,
            reader=me,
            thread=thread,
            moves=queries.moves_of(session, exchange.id),
            summaries=summaries,
        ),
        in_calendar=state in (State.AGREED, State.DONE) and proposal.starts_at is not None,
        can_show_address=state in (State.AGREED, State.DONE) and me.address_sealed is not None,
        i_show=shows_address(exchange, me),
        they_show=shows_address(exchange, other),
    )


def monies_of(session: Session, plugins: Plugins, exchange: Exchange) -> dict[str, words.Money | None]:
    """Return how the amounts of all terms that were ever proposed are written."""
    return {
        terms: words.money_of(session, plugins, exchange, terms)
        for terms in {proposal.terms for proposal in exchange.proposals}
    }


def summary(facts: Sequence[words.Fact]) -> str:
    """Say a proposal in one line."""
    return " · ".join(fact.text for fact in facts if fact.text)


def shows_address(exchange: Exchange, member: Member) -> bool:
    """Tell whether the member's address is shown to the other side now.

    It is hidden at once when the exchange is cancelled, and a week after it was confirmed.
    """
    asks = member.id == exchange.asker_id
    shown_at = exchange.asker_address_shown_at if asks else exchange.address_shown_at
    if shown_at is None or member.address_sealed is None:
        return False
    if exchange.state == State.CONFIRMED and exchange.confirmed_at is not None:
        return clock.now() < exchange.confirmed_at + queries.ADDRESS_STAYS
    return exchange.state in OPEN - {State.ASKED}


def _name(other: Member, state: State) -> str:
    if state not in MET or not other.person.last_name:
        return other.first_name
    return f"{other.first_name} {other.person.last_name}"


@dataclass(frozen=True, kw_only=True)
class DisputePage:
    """What a coordinator reads of a disagreement: what the two wrote for them, not their messages."""

    exchange: Exchange
    facts: Sequence[words.Fact]
    settlement: str
    money: words.Money | None
    explanations: Sequence[tuple[Member, str, datetime]]


def dispute_page(session: Session, plugins: Plugins, exchange: Exchange, *, zone: str) -> DisputePage:
    """Gather what a coordinator needs to settle a disagreement."""
    monies = monies_of(session, plugins, exchange)
    proposal = exchange.proposal
    sides = {member.id: member for member in (exchange.asker, exchange.owner)}
    written = queries.explanations_of(session, [exchange.id])[exchange.id]
    return DisputePage(
        exchange=exchange,
        facts=words.facts_of(plugins, exchange, proposal, zone, monies),
        settlement=words.settlement_in_words(session, exchange, proposal, monies),
        money=monies.get(proposal.terms) if exchange.hold_id else None,
        explanations=[
            (sides[move.member_id], move.note, move.created_at) for move in written if move.member_id in sides
        ],
    )
