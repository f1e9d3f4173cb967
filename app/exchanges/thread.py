"""The thread of an exchange: what people wrote, between what they proposed and decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.conversations.models import Message
from app.conversations.queries import Thread
from app.exchanges.models import Exchange, ExchangeMove, Proposal, State
from app.members.models import Member
from app.text import _


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the thread: a message, or what the platform knows of."""

    at: datetime
    text: str
    author: Member | None = None
    """Of a message; ``None``: the line is the platform's."""
    language: str = ""
    mine: bool = False
    note: str = ""
    """Words that somebody added to a move."""


def lines_of(
    session: Session,
    exchange: Exchange,
    *,
    reader: Member,
    thread: Thread,
    moves: Sequence[ExchangeMove],
    summaries: dict[int, str],
) -> list[Line]:
    """Return the thread in the order in which it happened.

    Args:
        summaries: each proposal by its number, in a few words.
    """
    names = _names(session, exchange, moves)
    lines = [_message(message, reader) for message in thread.messages]
    lines += [_proposal(proposal, names, summaries) for proposal in exchange.proposals]
    lines += [Line(at=move.created_at, text=sentence(move, names), note=move.note) for move in moves]
    first = thread.messages[0].created_at if thread.more else None
    return sorted((line for line in lines if first is None or line.at >= first), key=lambda line: line.at)


def _message(message: Message, reader: Member) -> Line:
    mine = message.author_id == reader.id
    return Line(
        at=message.created_at, text=message.text, author=message.author, language=message.language, mine=mine
    )


def _proposal(proposal: Proposal, names: dict[UUID, str], summaries: dict[int, str]) -> Line:
    name, summary = names[proposal.made_by_id], summaries[proposal.number]
    return Line(at=proposal.created_at, text=_("%(name)s proposed: %(summary)s", name=name, summary=summary))


def _names(session: Session, exchange: Exchange, moves: Sequence[ExchangeMove]) -> dict[UUID, str]:
    names = {member.id: member.first_name for member in (exchange.asker, exchange.owner)}
    unknown = {move.member_id for move in moves if move.member_id} - set(names)
    if unknown:
        for member in session.scalars(sa.select(Member).where(Member.id.in_(unknown))):
            names[member.id] = member.first_name
    return names


def sentence(move: ExchangeMove, names: dict[UUID, str]) -> str:
    """Say what a move was."""
    if move.member_id is None:
        return _("Nobody objected in time, so it is confirmed.")
    name = names[move.member_id]
    match (State(move.was), State(move.became)):
        case (State.AGREED, State.AGREED):
            return _("%(name)s agreed to the change.", name=name)
        case (_was, State.AGREED):
            return _("%(name)s agreed.", name=name)
        case (_was, State.DONE):
            return _("%(name)s says that it is done.", name=name)
        case (State.DISPUTED, State.CONFIRMED):
            return _("%(name)s settled it as a coordinator: it took place.", name=name)
        case (State.DISPUTED, State.CANCELLED):
            return _("%(name)s settled it as a coordinator: it is cancelled.", name=name)
        case (_was, State.CONFIRMED):
            return _("%(name)s confirmed it.", name=name)
        case (_was, State.DECLINED):
            return _("%(name)s said no this time.", name=name)
        case (State.DISPUTED, State.DISPUTED):
            return _("%(name)s told the coordinator:", name=name)
        case (_was, State.DISPUTED):
            return _("%(name)s says that there is a problem.", name=name)
        case _:
            return _("%(name)s cancelled it.", name=name)
