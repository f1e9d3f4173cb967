"""Conversations, who is in them, and their messages, kept as written."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.db import Model, Scoped, Timestamped, new_id
from app.members.models import Member


class Conversation(Scoped, Timestamped, Model):
    """One thread; an exchange has exactly one."""

    __tablename__ = "conversation"
    __table_args__ = (sa.Index(None, "territory_id", "last_message_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subject: Mapped[str]
    last_message_at: Mapped[datetime] = mapped_column(default=clock.now)


class Participant(Scoped, Model):
    """A member in a conversation, and how far they have read."""

    __tablename__ = "conversation_participant"
    __table_args__ = (sa.Index(None, "member_id"),)

    conversation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("conversation.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"), primary_key=True)
    read_at: Mapped[datetime | None]

    member: Mapped[Member] = relationship(lazy="raise_on_sql")


class Message(Scoped, Timestamped, Model):
    """What a member wrote."""

    __tablename__ = "message"
    __table_args__ = (sa.Index(None, "conversation_id", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    conversation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("conversation.id"))
    author_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))
    text: Mapped[str]
    language: Mapped[str]

    author: Mapped[Member] = relationship(lazy="raise_on_sql")
