"""Questions about webhooks and their deliveries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.webhooks.kinds import PING
from app.webhooks.models import DeliveryState, Webhook, WebhookDelivery

PAGE = 30


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How it stands with a webhook."""

    waiting: int = 0
    delivered_at: datetime | None = None


def hooks_of(session: Session, subnetwork_id: UUID) -> Sequence[Webhook]:
    """Return the webhooks of a sub-network, the oldest first."""
    return session.scalars(
        sa.select(Webhook).where(Webhook.subnetwork_id == subnetwork_id).order_by(Webhook.id)
    ).all()


def find(session: Session, subnetwork_id: UUID, webhook_id: UUID) -> Webhook | None:
    """Return a webhook of a sub-network."""
    return session.scalar(
        sa.select(Webhook).where(Webhook.id == webhook_id, Webhook.subnetwork_id == subnetwork_id)
    )


def find_delivery(session: Session, webhook_id: UUID, delivery_id: UUID) -> WebhookDelivery | None:
    """Return a delivery of a webhook."""
    return session.scalar(
        sa.select(WebhookDelivery).where(
            WebhookDelivery.id == delivery_id, WebhookDelivery.webhook_id == webhook_id
        )
    )


def waits_for_test(session: Session, webhook_id: UUID) -> bool:
    """Tell whether a test of a webhook is still to be sent."""
    waiting = WebhookDelivery.state == DeliveryState.WAITING, WebhookDelivery.kind == PING
    of_hook = WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.object_id == webhook_id
    return session.scalar(sa.select(sa.exists().where(*of_hook, *waiting))) or False


def deliveries(webhook_id: UUID) -> sa.Select[WebhookDelivery]:
    """Select the deliveries of a webhook, in no order."""
    return sa.select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook_id)


def page_of_deliveries(
    session: Session, webhook_id: UUID, page: int
) -> tuple[Sequence[WebhookDelivery], bool]:
    """Return a page of deliveries, the newest first, and whether it is the last."""
    wanted = deliveries(webhook_id).order_by(WebhookDelivery.id.desc())
    lines = session.scalars(wanted.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    return lines[:PAGE], len(lines) <= PAGE


def standings(session: Session, webhook_ids: Sequence[UUID]) -> dict[UUID, Standing]:
    """Return how it stands with these webhooks."""
    waits = sa.case((WebhookDelivery.state == DeliveryState.WAITING, 1), else_=0)
    rows = session.execute(
        sa.select(WebhookDelivery.webhook_id, sa.func.sum(waits), sa.func.max(WebhookDelivery.delivered_at))
        .where(WebhookDelivery.webhook_id.in_(webhook_ids))
        .group_by(WebhookDelivery.webhook_id)
    )
    found = {row[0]: Standing(waiting=int(row[1]), delivered_at=row[2]) for row in rows}
    return {webhook_id: found.get(webhook_id, Standing()) for webhook_id in webhook_ids}
