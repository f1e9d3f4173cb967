"""Questions about notifications."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.notifications.models import Notification, NotificationChoice

PAGE = 40


def recent(
    session: Session, person_id: UUID, *, limit: int = PAGE, before: UUID | None = None
) -> Sequence[Notification]:
    """Return the newest notifications of a person, those older than ``before`` when given."""
    wanted = sa.select(Notification).where(Notification.person_id == person_id)
    if before is not None:
        wanted = wanted.where(Notification.id < before)
    return session.scalars(wanted.order_by(Notification.id.desc()).limit(limit)).all()


def unread_count(session: Session, person_id: UUID) -> int:
    """Count what a person has not read."""
    return (
        session.scalar(
            sa.select(sa.func.count())
            .select_from(Notification)
            .where(Notification.person_id == person_id, Notification.read_at.is_(None))
        )
        or 0
    )


def switched_off(session: Session, person_id: UUID) -> set[str]:
    """Return the kinds of mail that a person does not want."""
    return set(
        session.scalars(
            sa.select(NotificationChoice.kind).where(
                NotificationChoice.person_id == person_id, NotificationChoice.by_mail.is_(False)
            )
        )
    )
