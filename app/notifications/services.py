"""Telling a person what happened: a line on their page and, unless switched off, a mail."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.notifications import outbox
from app.notifications.kinds import kind as kind_of
from app.notifications.models import Notification, NotificationChoice
from app.text import speaking

_person = sa.table(  # people stand above notifications; their address is all that is needed of them
    "person",
    sa.column("id", sa.Uuid()),
    sa.column("email", sa.UnicodeText()),
    sa.column("language", sa.UnicodeText()),
    sa.column("active", sa.Boolean()),
)


def notify(
    session: Session,
    *,
    person_id: UUID,
    kind: str,
    path: str,
    territory_id: UUID | None = None,
    values: dict[str, Any] | None = None,
) -> Notification | None:
    """Tell ``person_id`` that something of ``kind`` happened.

    Args:
        path: the page of this site it leads to.
        values: plain values for the kind's sentences; they are kept as JSON.

    Returns:
        The notification, or ``None`` when the person is no longer there.
    """
    found = session.execute(
        sa.select(_person.c.email, _person.c.language).where(_person.c.id == person_id, _person.c.active)
    ).first()
    if found is None:
        return None
    values = values or {}
    notification = Notification(
        person_id=person_id, territory_id=territory_id, kind=kind, path=path, values=values
    )
    session.add(notification)
    chosen = kind_of(kind)
    if not chosen.optional or _by_mail(session, person_id, kind):
        with speaking(found.language):
            outbox.write(
                session,
                kind=kind,
                recipient=found.email,
                subject=str(chosen.mail_subject) % values,
                text=str(chosen.mail_text) % values,
                path=path,
                optional=chosen.optional,
            )
    session.flush()
    return notification


def _by_mail(session: Session, person_id: UUID, kind: str) -> bool:
    choice = session.get(NotificationChoice, (person_id, kind))
    return choice is None or choice.by_mail


def choose(session: Session, *, person_id: UUID, by_mail: dict[str, bool]) -> None:
    """Remember which kinds of mail a person wants."""
    for kind, wanted in by_mail.items():
        if kind_of(kind).optional:
            session.merge(NotificationChoice(person_id=person_id, kind=kind, by_mail=wanted))
    session.flush()


def mark_read(session: Session, *, person_id: UUID, notification_id: UUID | None = None) -> None:
    """Mark one notification of a person as read, or all of them."""
    unread = sa.update(Notification).where(
        Notification.person_id == person_id, Notification.read_at.is_(None)
    )
    if notification_id is not None:
        unread = unread.where(Notification.id == notification_id)
    session.execute(unread.values(read_at=clock.now()))
