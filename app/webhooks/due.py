"""What is due: which webhooks, which of their deliveries, and each of those ready to go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.db.engine import reading
from app.media.secrets import AddressCipher
from app.subnetworks.models import Subnetwork
from app.territories.models import Territory
from app.webhooks import payload, signing
from app.webhooks.models import DeliveryState, Webhook, WebhookDelivery

BATCH = 50
"""Deliveries found at once; each is looked at again before it goes."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One delivery, ready to go."""

    delivery_id: UUID
    url: str
    body: bytes
    secrets: Sequence[str]


def is_open(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """Say of a webhook that it is neither paused nor resting."""
    rested = sa.or_(Webhook.rests_until.is_(None), Webhook.rests_until <= now)
    return Webhook.paused_at.is_(None), rested


def is_free(now: datetime) -> sa.ColumnElement[bool]:
    """Say of a webhook that no worker has it."""
    return sa.or_(Webhook.claimed_until.is_(None), Webhook.claimed_until < now)


def due_hooks(engine: sa.Engine, *, most: int) -> Sequence[UUID]:
    """Return webhooks with something due, those first that have waited longest."""
    now = clock.now()
    due = sa.select(WebhookDelivery.id).where(WebhookDelivery.webhook_id == Webhook.id, *_due(now)).exists()
    with reading(), Session(engine) as session:
        return session.scalars(
            sa.select(Webhook.id)
            .where(*is_open(now), is_free(now), due)
            .order_by(Webhook.served_at.is_not(None), Webhook.served_at, Webhook.id)
            .limit(most)
        ).all()


def _due(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return WebhookDelivery.state == DeliveryState.WAITING, WebhookDelivery.next_try_at <= now


def due_deliveries(session: Session, hook_id: UUID) -> list[UUID]:
    """Return deliveries that may go now, at most one of each object: the first that waits. Commits.

    What is due and has an earlier one before it that is not is put off with that one, so that it is not
    met again before.
    """
    now = clock.now()
    rows = session.execute(
        sa.select(WebhookDelivery.id, WebhookDelivery.object_id)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .where(Webhook.id == hook_id, *is_open(now), *_due(now))
        .order_by(WebhookDelivery.next_try_at, WebhookDelivery.id)
        .limit(BATCH)
    ).all()
    firsts = _firsts(session, hook_id, {row.object_id for row in rows})
    for first in firsts.values():
        if first.next_try_at > now:
            _put_off(session, hook_id, first)
    session.commit()
    return [row.id for row in rows if firsts[row.object_id].id == row.id]


def _waiting(hook_id: UUID) -> tuple[sa.ColumnElement[bool], ...]:
    return WebhookDelivery.webhook_id == hook_id, WebhookDelivery.state == DeliveryState.WAITING


def _firsts(session: Session, hook_id: UUID, object_ids: set[UUID]) -> dict[UUID, Any]:
    """Return the first delivery of each object that waits."""
    of_these = WebhookDelivery.object_id.in_(object_ids)
    lowest = (
        sa.select(WebhookDelivery.object_id, sa.func.min(WebhookDelivery.number).label("number"))
        .where(*_waiting(hook_id), of_these)
        .group_by(WebhookDelivery.object_id)
        .subquery()
    )
    found = session.execute(
        sa.select(WebhookDelivery.object_id, WebhookDelivery.id, WebhookDelivery.next_try_at)
        .join(
            lowest,
            sa.and_(
                lowest.c.object_id == WebhookDelivery.object_id, lowest.c.number == WebhookDelivery.number
            ),
        )
        .where(*_waiting(hook_id))
        .order_by(WebhookDelivery.id.desc())
    )
    return {row.object_id: row for row in found}


def _put_off(session: Session, hook_id: UUID, first: Any) -> None:
    session.execute(
        sa.update(WebhookDelivery)
        .where(
            *_waiting(hook_id),
            WebhookDelivery.object_id == first.object_id,
            WebhookDelivery.next_try_at < first.next_try_at,
        )
        .values(next_try_at=first.next_try_at)
        .execution_options(synchronize_session=False)
    )


def letter_for(
    session: Session, hook_id: UUID, delivery_id: UUID, *, cipher: AddressCipher, base_url: str
) -> Letter | None:
    """Return a delivery ready to go, ``None`` when it or its webhook waits for nothing any more."""
    with reading():
        letter = _letter_for(session, hook_id, delivery_id, cipher, base_url)
        session.rollback()  # nothing is held while the receiver thinks
    return letter


def _letter_for(
    session: Session, hook_id: UUID, delivery_id: UUID, cipher: AddressCipher, base_url: str
) -> Letter | None:
    now = clock.now()
    found = session.execute(
        sa.select(WebhookDelivery, Webhook, Territory.slug, Subnetwork.slug)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .join(Subnetwork, Subnetwork.id == Webhook.subnetwork_id)
        .join(Territory, Territory.id == Webhook.territory_id)
        .where(WebhookDelivery.id == delivery_id, *_waiting(hook_id), *is_open(now))
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        return None
    delivery, hook, territory, subnetwork = found
    home = payload.Home(base_url=base_url, territory=territory or "", subnetwork=subnetwork)
    return Letter(
        delivery_id=delivery.id,
        url=hook.url,
        body=payload.body(delivery, home),
        secrets=_secrets(hook, cipher, now),
    )


def _secrets(hook: Webhook, cipher: AddressCipher, now: datetime) -> list[str]:
    sealed = [hook.secret_sealed]
    if hook.former_sealed is not None and hook.former_until is not None and hook.former_until > now:
        sealed.append(hook.former_sealed)
    opened = (signing.opened(cipher, one, hook.id) for one in sealed)
    return [secret for secret in opened if secret is not None]
