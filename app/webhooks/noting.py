"""Writes down how a try went: delivered, to be tried again, given up, or a webhook to be paused."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from app import clock
from app.webhooks.models import DeliveryState, Pause, Webhook, WebhookDelivery
from app.webhooks.pausing import pause
from app.webhooks.sending import Outcome, Trouble

CLAIM = timedelta(seconds=60)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
TRIES = 20
GIVE_UP_AFTER = timedelta(days=3)
GONE = 410
BUSY = frozenset({429, 502, 503, 504})
"""Answers that are about the receiver, not about what was sent."""

log = structlog.get_logger("together.webhooks")


def note(
    session: Session, hook_id: UUID, delivery_id: UUID, outcome: Outcome, claim: datetime
) -> tuple[datetime | None, bool]:
    """Write down how a try went; returns the claim, if it is still ours, and whether it was taken."""
    now = clock.now()
    locked: dict[str, Any] = {
        "populate_existing": True,
        "with_for_update": {"key_share": True},  # events may be written meanwhile
    }
    hook = session.get(Webhook, hook_id, **locked)
    delivery = session.get(WebhookDelivery, delivery_id, **locked)
    if hook is None or delivery is None or delivery.state != DeliveryState.WAITING:
        session.rollback()  # deleted meanwhile, or another worker took over and was quicker
        return None, False
    ours = hook.claimed_until == claim
    went = outcome.trouble is None
    _note_try(delivery, outcome, now)
    if went:
        hook.failures, hook.failing_since, hook.rests_until = 0, None, None
    else:
        _note_failure(session, hook, delivery, outcome, now)
    if ours:
        hook.claimed_until = now + CLAIM
    session.commit()
    return (now + CLAIM if ours else None), went


def _note_try(delivery: WebhookDelivery, outcome: Outcome, now: datetime) -> None:
    delivery.tries += 1
    delivery.tried_at = now
    delivery.status, delivery.milliseconds = outcome.status, outcome.milliseconds
    delivery.answer, delivery.trouble = outcome.answer, outcome.trouble
    if outcome.trouble is None:
        delivery.state, delivery.delivered_at = DeliveryState.DELIVERED, now


def _note_failure(
    session: Session, hook: Webhook, delivery: WebhookDelivery, outcome: Outcome, now: datetime
) -> None:
    hook.failures += 1
    hook.failing_since = hook.failing_since or now
    log.warning(
        "event not delivered",
        webhook=str(hook.id),
        delivery=str(delivery.id),
        trouble=outcome.trouble,
        status=outcome.status,
    )
    if outcome.status == GONE:
        pause(session, hook, Pause.GONE)
    elif hook.failures >= TRIES and now - hook.failing_since >= GIVE_UP_AFTER:
        pause(session, hook, Pause.FAILURES)
    if outcome.trouble is not Trouble.STATUS or outcome.status in BUSY:
        hook.rests_until = now + max(rest_after(now - hook.failing_since), outcome.again_after)
        return
    delivery.next_try_at = now + pause_after(delivery.tries)
    if delivery.tries >= TRIES and now - delivery.created_at >= GIVE_UP_AFTER:
        delivery.state = DeliveryState.GIVEN_UP


def pause_after(tries: int) -> timedelta:
    """Return how long a delivery waits after so many tries: 1, 2, 4 ... minutes, at most six hours."""
    return min(FIRST_PAUSE * float(2 ** min(tries - 1, 16)), LONGEST_PAUSE)


def rest_after(failing: timedelta) -> timedelta:
    """Return how long a receiver rests that has failed for so long: as long again, at most six hours."""
    return min(max(failing, FIRST_PAUSE), LONGEST_PAUSE)
