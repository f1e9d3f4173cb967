"""The outbox of events: written down with what they tell of, and sent after the commit."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapper, Session, object_session

from app import clock
from app.db import Model, new_id
from app.subnetworks.models import SubnetworkMember
from app.webhooks.kinds import PING
from app.webhooks.models import DeliveryState, Webhook, WebhookDelivery

FLAG = "event_written"

_HOOK = Model.metadata.tables[Webhook.__tablename__]
_DELIVERY = Model.metadata.tables[WebhookDelivery.__tablename__]


def write(session: Session, kind: str, *, subnetwork_id: UUID, object_id: UUID) -> None:
    """Write an event down in the running transaction, for each webhook of the sub-network that wants it.

    Call it after the flush of what happened: of two at once the second then waits for the first, and its
    event is the later one.
    """
    _write(session, session.connection(), [(kind, object_id)], subnetwork_id)


def write_new(session: Session, kind: str, *, subnetwork_id: UUID, object_ids: Sequence[UUID]) -> None:
    """Write down one event for each object; it is the first and only one of that object."""
    _write(session, session.connection(), [(kind, one) for one in object_ids], subnetwork_id, only=True)


def write_ping(session: Session, hook: Webhook) -> None:
    """Write down a test of one webhook."""
    connection = session.connection()
    number = _next_number(connection, hook.id, hook.id)
    ping = row(hook.id, hook.territory_id, PING, hook.id, number=number, event_id=new_id())
    connection.execute(sa.insert(_DELIVERY), [ping])
    session.info[FLAG] = True


def _write(
    session: Session | None,
    connection: sa.Connection,
    events: Sequence[tuple[str, UUID]],
    subnetwork_id: UUID,
    *,
    only: bool = False,
) -> None:
    hooks = connection.execute(
        sa.select(_HOOK.c.id, _HOOK.c.kinds, _HOOK.c.territory_id).where(
            _HOOK.c.subnetwork_id == subnetwork_id
        )
    ).all()
    if not hooks:
        return
    rows = []
    for kind, object_id in events:
        wanting = [(hook.id, hook.territory_id) for hook in hooks if kind in hook.kinds]
        event_id = new_id()
        for hook_id, territory_id in wanting:
            number = 1 if only else _next_number(connection, hook_id, object_id)
            rows.append(row(hook_id, territory_id, kind, object_id, number=number, event_id=event_id))
    if rows:
        connection.execute(sa.insert(_DELIVERY), rows)
        if session is not None:
            session.info[FLAG] = True  # whoever watches commits need not wait for the next minute


def row(
    hook_id: UUID, territory_id: UUID, kind: str, object_id: UUID, *, number: int, event_id: UUID
) -> dict[str, Any]:
    """Return a delivery that waits, as it is written down."""
    now = clock.now()
    return {
        "id": new_id(),
        "webhook_id": hook_id,
        "territory_id": territory_id,
        "event_id": event_id,
        "kind": kind,
        "object_id": object_id,
        "number": number,
        "state": DeliveryState.WAITING,
        "tries": 0,
        "next_try_at": now,
        "created_at": now,
        "answer": "",
    }


def _next_number(connection: sa.Connection, hook_id: UUID, object_id: UUID) -> int:
    latest = connection.scalar(
        sa.select(sa.func.max(_DELIVERY.c.number)).where(
            _DELIVERY.c.webhook_id == hook_id, _DELIVERY.c.object_id == object_id
        )
    )
    return (latest or 0) + 1


def _about_member(kind: str) -> Any:
    def told(mapper: Mapper[SubnetworkMember], connection: sa.Connection, part: SubnetworkMember) -> None:
        _write(object_session(part), connection, [(kind, part.member_id)], part.subnetwork_id)

    return told


# Sub-networks stand below and do not know of webhooks: the rows themselves tell.
event.listen(SubnetworkMember, "after_insert", _about_member("member.joined"))
event.listen(SubnetworkMember, "after_delete", _about_member("member.left"))
