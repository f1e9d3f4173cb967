"""What happened, as the person for whom a program acts is told."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import abort
from marshmallow import Schema, fields

from app.api import cursors, tokens
from app.api.cursors import Cursor, Page, page_of
from app.api.fields import Instant
from app.api.operations import Operations
from app.api.scopes import Scope
from app.notifications import services
from app.notifications.kinds import KINDS, kind
from app.notifications.models import Notification
from app.web.access import May
from app.web.context import the_person
from app.web.database import db

bp = Operations("notifications", __name__, description="What happened, as one is told.")


class NotificationSchema(Schema):
    """Something that happened."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True, metadata={"examples": ["exchange.asked"]})
    sentence = fields.String(required=True)
    path = fields.String(required=True, metadata={"description": "The page where it can be seen."})
    created_at = Instant(required=True)
    read_at = Instant(required=True, allow_none=True)


class NotificationsSchema(Cursor):
    """Which notifications."""

    unread = fields.Boolean(
        load_default=False, metadata={"description": "Only those that were not read yet."}
    )


@bp.operation(
    "/me/notifications", may=May.OWN_ACCOUNT, query=NotificationsSchema, gives=page_of(NotificationSchema)
)
def notifications(query: dict[str, Any]) -> Page[dict[str, Any]]:
    """List what happened, the newest first; a token of one territory lists what happened there."""
    wanted = _within_reach().where(Notification.kind.in_(list(KINDS)))
    if query["unread"]:
        wanted = wanted.where(Notification.read_at.is_(None))
    found = cursors.page(db.session, wanted, [(Notification.id, lambda line: line.id)], query)
    return Page([_told(line) for line in found.items], found.next)


@bp.operation(
    "/me/notifications/<uuid:notification_id>/read",
    method="POST",
    may=May.OWN_ACCOUNT,
    scope=Scope.PROFILE,
    gives=NotificationSchema,
)
def read(notification_id: UUID) -> dict[str, Any]:
    """Mark a notification as read; again is no harm."""
    found = db.session.scalar(_within_reach().where(Notification.id == notification_id))
    if found is None:
        abort(404)
    services.mark_read(db.session, person_id=the_person().id, notification_id=notification_id)
    db.session.refresh(found)
    return _told(found)


def _within_reach() -> "sa.Select[Any]":
    mine = sa.select(Notification).where(Notification.person_id == the_person().id)
    if (territory_id := tokens.bound_to()) is not None:
        mine = mine.where(Notification.territory_id == territory_id)
    return mine


def _told(line: Notification) -> dict[str, Any]:
    names = ("id", "kind", "path", "created_at", "read_at")
    known = KINDS.get(line.kind)
    sentence = str(kind(line.kind).sentence) % line.values if known is not None else ""
    return {**{name: getattr(line, name) for name in names}, "sentence": sentence}
