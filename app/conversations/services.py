"""Use cases of conversations: open, write, mark as read. They flush; the caller commits."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.conversations.models import Conversation, Message, Participant
from app.conversations.queries import participants_of
from app.errors import Refusal
from app.members.models import Member
from app.notifications.services import notify
from app.territories.models import Territory
from app.text import _

LONGEST = 5000
TWICE = timedelta(minutes=1)


def open_conversation(
    session: Session, *, territory_id: UUID, subject: str, member_ids: Iterable[UUID]
) -> Conversation:
    """Open a conversation between members; nobody has anything to read yet."""
    conversation = Conversation(territory_id=territory_id, subject=subject, last_message_at=clock.now())
    session.add(conversation)
    session.flush()
    session.add_all(
        Participant(
            territory_id=territory_id,
            conversation_id=conversation.id,
            member_id=member_id,
            read_at=conversation.last_message_at,
        )
        for member_id in member_ids
    )
    session.flush()
    return conversation


def write(
    session: Session,
    conversation: Conversation,
    *,
    author: Member,
    text: str,
    language: str,
    tell: bool = True,
) -> Message:
    """Write a message, kept as it was written, and tell those who had read everything before.

    Who has something unread was told already: a lively conversation does not fill anybody's mailbox.
    The same words by the same author within a minute are one message that was sent twice.

    Raises:
        Refusal: there is nothing in it, or too much; or the author is not in the conversation.
    """
    words = _clean(text)
    participants = participants_of(session, [conversation.id])
    if author.id not in {participant.member_id for participant in participants}:
        raise Refusal(_("You are not in this conversation."))
    if sent := _sent_already(session, conversation, author, words):
        return sent
    to_tell = [
        one for one in participants if one.member_id != author.id and _is_up_to_date(one, conversation)
    ]
    message = Message(
        territory_id=conversation.territory_id,
        conversation_id=conversation.id,
        author_id=author.id,
        text=words,
        language=language,
        created_at=clock.now(),
    )
    session.add(message)
    _stir(conversation, participants, author.id, message.created_at)
    session.flush()
    if tell:
        _tell(session, conversation, author, to_tell)
    return message


def _is_up_to_date(participant: Participant, conversation: Conversation) -> bool:
    return participant.read_at is not None and participant.read_at >= conversation.last_message_at


def _clean(text: str) -> str:
    words = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not words:
        raise Refusal(_("Write a few words first."), field="text")
    if len(words) > LONGEST:
        raise Refusal(
            _("This is too long for one message: at most %(most)s characters.", most=LONGEST), field="text"
        )
    return words


def _sent_already(session: Session, conversation: Conversation, author: Member, words: str) -> Message | None:
    last = session.scalar(
        sa.select(Message)
        .where(Message.conversation_id == conversation.id, Message.author_id == author.id)
        .order_by(Message.created_at.desc(), Message.id.desc())
        .limit(1)
    )
    same = last is not None and last.text == words and clock.now() - last.created_at < TWICE
    return last if same else None


def stir(session: Session, conversation: Conversation, *, by_id: UUID | None) -> None:
    """Mark that something happened in the conversation which is new to everybody but ``by_id``."""
    _stir(conversation, participants_of(session, [conversation.id]), by_id, clock.now())
    session.flush()


def _stir(
    conversation: Conversation, participants: Iterable[Participant], by_id: UUID | None, at: datetime
) -> None:
    conversation.last_message_at = at
    for participant in participants:
        if participant.member_id == by_id:
            participant.read_at = at


def mark_read(
    session: Session, conversation: Conversation, member: Member, *, until: datetime | None = None
) -> None:
    """Remember that a member has read the conversation, as far as ``until`` when it is given."""
    read_at = conversation.last_message_at if until is None else min(until, conversation.last_message_at)
    participant = session.get_one(Participant, (conversation.id, member.id))
    if participant.read_at is None or participant.read_at < read_at:
        participant.read_at = read_at
        session.flush()


def _tell(
    session: Session, conversation: Conversation, author: Member, participants: Iterable[Participant]
) -> None:
    territory = session.get_one(Territory, conversation.territory_id)
    for participant in participants:
        notify(
            session,
            person_id=participant.member.person_id,
            kind="conversation.message",
            path=f"/t/{territory.slug}/messages/{conversation.id}",
            territory_id=territory.id,
            values={"name": author.first_name, "subject": conversation.subject},
        )
