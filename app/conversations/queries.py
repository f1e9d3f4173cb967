"""Questions about conversations and what is unread in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.conversations.models import Conversation, Message, Participant
from app.members.models import Member

PAGE = 20
THREAD = 50

_unread = sa.or_(Participant.read_at.is_(None), Participant.read_at < Conversation.last_message_at)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A conversation in the inbox."""

    conversation: Conversation
    others: tuple[Member, ...]
    last: Message | None
    unread: bool


@dataclass(frozen=True, kw_only=True)
class Thread:
    """The newest messages of a conversation, oldest first."""

    messages: Sequence[Message]
    more: bool
    """Whether there are earlier ones."""
    read_until: Participant
    """How far the reader has read."""
    unread: bool


def conversation_for(session: Session, member_id: UUID, conversation_id: UUID) -> Conversation | None:
    """Return a conversation that the member is in."""
    return session.scalar(
        sa.select(Conversation)
        .join(Participant, Participant.conversation_id == Conversation.id)
        .where(Conversation.id == conversation_id, Participant.member_id == member_id)
    )


def participants_of(session: Session, conversation_ids: Sequence[UUID]) -> Sequence[Participant]:
    """Return who is in these conversations, with their names."""
    return session.scalars(
        sa.select(Participant)
        .where(Participant.conversation_id.in_(conversation_ids))
        .options(joinedload(Participant.member))
        .order_by(Participant.member_id)
    ).all()


def messages_of(conversation_id: UUID) -> sa.Select[Message]:
    """Select the messages of a conversation with their authors."""
    written = sa.select(Message).where(Message.conversation_id == conversation_id)
    return written.options(joinedload(Message.author))


def thread_of(
    session: Session, conversation: Conversation, reader_id: UUID, *, limit: int = THREAD
) -> Thread:
    """Return the last ``limit`` messages of a conversation for one of those in it."""
    newest = session.scalars(
        messages_of(conversation.id).order_by(Message.created_at.desc(), Message.id.desc()).limit(limit + 1)
    ).all()
    reader = session.get_one(Participant, (conversation.id, reader_id))
    return Thread(
        messages=newest[:limit][::-1],
        more=len(newest) > limit,
        read_until=reader,
        unread=reader.read_at is None or reader.read_at < conversation.last_message_at,
    )


def inbox(session: Session, member_id: UUID, *, page: int = 1) -> tuple[list[Line], int]:
    """Return a page of a member's conversations, the liveliest first, and how many there are in all."""
    mine = (
        sa.select(Conversation, _unread.label("unread"))
        .join(Participant, Participant.conversation_id == Conversation.id)
        .where(Participant.member_id == member_id)
    )
    total = session.scalar(
        sa.select(sa.func.count()).select_from(Participant).where(Participant.member_id == member_id)
    )
    rows = session.execute(
        mine.order_by(Conversation.last_message_at.desc(), Conversation.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    ids = [conversation.id for conversation, _unread_here in rows]
    last = _last_messages(session, ids)
    others: dict[UUID, list[Member]] = {}
    for participant in participants_of(session, ids):
        if participant.member_id != member_id:
            others.setdefault(participant.conversation_id, []).append(participant.member)
    lines = [
        Line(
            conversation=conversation,
            others=tuple(others.get(conversation.id, ())),
            last=last.get(conversation.id),
            unread=bool(unread),
        )
        for conversation, unread in rows
    ]
    return lines, total or 0


def _last_messages(session: Session, conversation_ids: Sequence[UUID]) -> dict[UUID, Message]:
    number = sa.func.row_number().over(
        partition_by=Message.conversation_id, order_by=(Message.created_at.desc(), Message.id.desc())
    )
    ranked = (
        sa.select(Message.id, number.label("number"))
        .where(Message.conversation_id.in_(conversation_ids))
        .subquery()
    )
    found = session.scalars(
        sa.select(Message).join(ranked, ranked.c.id == Message.id).where(ranked.c.number == 1)
    )
    return {message.conversation_id: message for message in found}


def unread_by(member_id: UUID) -> sa.Select[UUID]:
    """Select the ids of the conversations in which something is new to the member."""
    return (
        sa.select(Participant.conversation_id)
        .join(Conversation, Conversation.id == Participant.conversation_id)
        .where(Participant.member_id == member_id, _unread)
    )


def unread_count(session: Session, member_id: UUID) -> int:
    """Count the conversations in which something is new to the member."""
    return (
        session.scalar(
            sa.select(sa.func.count())
            .select_from(Participant)
            .join(Conversation, Conversation.id == Participant.conversation_id)
            .where(Participant.member_id == member_id, _unread)
        )
        or 0
    )
