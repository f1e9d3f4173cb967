"""Webhooks of sub-networks, and what is, was or will be told to each."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.db import Model, Scoped, Timestamped, new_id


class Pause(StrEnum):
    """Why a webhook is paused."""

    BY_HAND = "by_hand"
    FAILURES = "failures"
    GONE = "gone"
    """The receiver answered 410: it wants nothing more."""


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


class Webhook(Scoped, Timestamped, Model):
    """An address that wants to be told of what happens in a sub-network."""

    __tablename__ = "webhook"
    __table_args__ = (sa.Index(None, "subnetwork_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"))
    name: Mapped[str]
    url: Mapped[str]
    kinds: Mapped[list[str]]
    """Kinds of events it wants."""
    made_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("member.id"))
    secret_sealed: Mapped[bytes]
    secret_since: Mapped[datetime] = mapped_column(default=clock.now)
    former_sealed: Mapped[bytes | None]
    """The secret before, with which deliveries are signed, too, until ``former_until``."""
    former_until: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    pause: Mapped[str | None]
    failures: Mapped[int] = mapped_column(default=0)
    """Failed tries in a row."""
    failing_since: Mapped[datetime | None]
    rests_until: Mapped[datetime | None]
    """Nothing is tried before: nobody answered there."""
    claimed_until: Mapped[datetime | None]
    """A worker has it until then; afterwards another may take it."""
    served_at: Mapped[datetime | None]
    """When a worker last took it: who waits longest comes first."""


class WebhookDelivery(Scoped, Timestamped, Model):
    """One event on its way to one webhook; its id is the same however often it is sent."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        sa.Index(None, "webhook_id", "state", "next_try_at"),
        sa.Index(None, "webhook_id", "object_id", "number"),
        sa.Index(None, "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    webhook_id: Mapped[UUID] = mapped_column(sa.ForeignKey("webhook.id", ondelete="CASCADE"))
    event_id: Mapped[UUID]
    """The same for every webhook that is told of the event."""
    kind: Mapped[str]
    object_id: Mapped[UUID]
    number: Mapped[int] = mapped_column(default=1)
    """Its place among the events of the object; an earlier one that waits goes first."""
    state: Mapped[str] = mapped_column(default=DeliveryState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(default=clock.now)
    tried_at: Mapped[datetime | None]
    """When it was last tried; the following say how that went."""
    delivered_at: Mapped[datetime | None]
    status: Mapped[int | None]
    milliseconds: Mapped[int | None]
    answer: Mapped[str] = mapped_column(default="", server_default="")
    """The first characters of what the receiver answered."""
    trouble: Mapped[str | None]
    """Why it did not go (``app.webhooks.sending.Trouble``)."""
