"""Notifications, the outbox of mails, and what each person switched off."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.db import Model, Timestamped, new_id


class Notification(Timestamped, Model):
    """Something that happened, told to one person."""

    __tablename__ = "notification"
    __table_args__ = (sa.Index(None, "person_id", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"))
    territory_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("territory.id"))
    kind: Mapped[str]
    path: Mapped[str]
    """Where it leads, a path of this site."""
    values: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the sentence of this kind needs."""
    read_at: Mapped[datetime | None]


class OutgoingMail(Timestamped, Model):
    """A mail to send, written in the transaction of what it tells of."""

    __tablename__ = "outgoing_mail"
    __table_args__ = (sa.Index(None, "sent_at", "next_try_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    recipient: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str | None]
    """As a library wrote it; ``None``: made from the text when it is sent."""
    path: Mapped[str | None]
    """Page of this site that the mail leads to."""
    language: Mapped[str] = mapped_column(default="fr")
    optional: Mapped[bool] = mapped_column(default=False)
    """Whether its reader can switch this kind off; then the mail says where."""
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(default=clock.now)
    claimed_until: Mapped[datetime | None]
    """A worker has it until then; afterwards another may take it."""
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    last_error: Mapped[str | None]


class NotificationChoice(Model):
    """A kind of mail that a person switched off."""

    __tablename__ = "notification_choice"

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    by_mail: Mapped[bool] = mapped_column(default=True)
