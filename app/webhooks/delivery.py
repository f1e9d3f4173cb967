"""Sends the outbox of events: each at least once under one id, in order for one object.

A worker claims a webhook, sends what is due there, one after the other, and notes each answer. While it
waits for an answer no transaction is open. A worker that dies lets its claim run out: what it sent and did
not note goes again under the same id. A receiver where nobody answers rests as a whole; one that answers
"no" to one event gets the others, but nothing later of the same object before it.
"""

import time
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session, aliased

from app import clock
from app.config import Settings
from app.db.engine import reading
from app.media.secrets import AddressCipher
from app.subnetworks.models import Subnetwork
from app.territories.models import Territory
from app.webhooks import payload, signing
from app.webhooks.models import DeliveryState, Pause, Webhook, WebhookDelivery
from app.webhooks.pausing import pause
from app.webhooks.sending import Outcome, Sender, Trouble

CLAIM = timedelta(seconds=60)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
TRIES = 20
GIVE_UP_AFTER = timedelta(days=3)
GONE = 410
AT_ONCE = 16
"""Webhooks served side by side."""
LOOK_AGAIN = 0.5
"""Seconds after which it is looked what else is due, while receivers let us wait."""
SLICE = 10.0
"""Seconds after which a webhook with a long queue lets the next one have its turn."""
RUN = 40.0
"""Seconds after which a run begins no more: the next one is a minute away."""
NOBODY_THERE = frozenset(
    {
        Trouble.ADDRESS,
        Trouble.PRIVATE,
        Trouble.NAME,
        Trouble.CONNECTION,
        Trouble.CERTIFICATE,
        Trouble.SLOW,
        Trouble.ANSWER,
        Trouble.SECRET,
    }
)
BUSY = frozenset({429, 502, 503, 504})
"""Answers that are about the receiver, not about what was sent."""

log = structlog.get_logger("together.webhooks")


@dataclass(frozen=True, kw_only=True)
class Post:
    """All that sending needs, so that its parts can be tried by themselves."""

    engine: sa.Engine
    sender: Sender
    cipher: AddressCipher
    base_url: str


def post_of(engine: sa.Engine | sa.Connection, settings: Settings) -> Post:
    """Return how this site sends, as it is set up."""
    return Post(
        engine=engine.engine,
        sender=Sender(private=settings.webhook_private),
        cipher=signing.cipher(settings.data_dir),
        base_url=settings.base_url,
    )


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One delivery, ready to go."""

    delivery_id: UUID
    url: str
    body: bytes
    secrets: Sequence[str]


def deliver_due(post: Post, *, seconds: float = RUN) -> int:
    """Send what is due, side by side for different webhooks; returns how many were taken.

    While some receiver lets us wait, it is looked after others: what is written meanwhile goes, too.
    """
    until, taken = time.monotonic() + seconds, 0
    serving: dict[Future[int], UUID] = {}
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhook") as threads:
        while True:
            if time.monotonic() < until:
                due = [one for one in _due_hooks(post) if one not in serving.values()]
                for hook_id in due[: AT_ONCE - len(serving)]:
                    serving[threads.submit(_serve, post, until, hook_id)] = hook_id
            if not serving:
                return taken
            ended, _ = wait(serving, timeout=LOOK_AGAIN, return_when=FIRST_COMPLETED)
            for one in ended:
                del serving[one]
                taken += one.result()


def _due_hooks(post: Post) -> Sequence[UUID]:
    now = clock.now()
    due = (
        sa.select(WebhookDelivery.id)
        .where(
            WebhookDelivery.webhook_id == Webhook.id,
            WebhookDelivery.state == DeliveryState.WAITING,
            WebhookDelivery.next_try_at <= now,
            ~_waits_for_another(),
        )
        .exists()
    )
    with reading(), Session(post.engine) as session:
        return session.scalars(
            sa.select(Webhook.id)
            .where(*_open(now), _free(now), due)
            .order_by(Webhook.served_at.is_not(None), Webhook.served_at, Webhook.id)
            .limit(2 * AT_ONCE)
        ).all()


def _open(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    rested = sa.or_(Webhook.rests_until.is_(None), Webhook.rests_until <= now)
    return Webhook.paused_at.is_(None), rested


def _free(now: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(Webhook.claimed_until.is_(None), Webhook.claimed_until < now)


def _waits_for_another() -> sa.ColumnElement[bool]:
    """Tell of a delivery whether an earlier one of the same object has not been taken yet."""
    earlier = aliased(WebhookDelivery)
    return (
        sa.select(earlier.id)
        .where(
            earlier.webhook_id == WebhookDelivery.webhook_id,
            earlier.state == DeliveryState.WAITING,
            earlier.object_id == WebhookDelivery.object_id,
            sa.tuple_(earlier.number, earlier.id) < sa.tuple_(WebhookDelivery.number, WebhookDelivery.id),
        )
        .exists()
    )


def _serve(post: Post, until: float, hook_id: UUID) -> int:
    """Send what is due to one webhook, for a while; returns how many were taken."""
    try:
        return _serve_one(post, until, hook_id)
    except Exception:  # a fault of ours: the others go on, and this one again when the claim has run out
        log.exception("webhook not served", webhook=str(hook_id))
        return 0


def _serve_one(post: Post, until: float, hook_id: UUID) -> int:
    until, taken = min(until, time.monotonic() + SLICE), 0
    with Session(post.engine, expire_on_commit=False) as session:
        claim = _claim(session, hook_id)
        while claim is not None and (letter := _next(post, session, hook_id)) is not None:
            outcome = _send(post, letter)
            claim, went = _note(session, hook_id, letter.delivery_id, outcome, claim)
            taken += went
            if time.monotonic() >= until:
                break
        _release(session, hook_id, claim)
    return taken


def _claim(session: Session, hook_id: UUID) -> datetime | None:
    """Take a webhook; returns until when it is ours, ``None`` when another worker was quicker."""
    now = clock.now()
    claimed = session.execute(
        sa.update(Webhook)
        .where(Webhook.id == hook_id, *_open(now), _free(now))
        .values(claimed_until=now + CLAIM, served_at=now)
        .execution_options(synchronize_session=False)
    )
    session.commit()
    return now + CLAIM if claimed.rowcount == 1 else None  # type: ignore[attr-defined]


def _release(session: Session, hook_id: UUID, claim: datetime | None) -> None:
    session.execute(
        sa.update(Webhook)
        .where(Webhook.id == hook_id, Webhook.claimed_until == claim)
        .values(claimed_until=None)
        .execution_options(synchronize_session=False)
    )
    session.commit()


def _next(post: Post, session: Session, hook_id: UUID) -> Letter | None:
    """Return what goes next to a webhook, ``None`` when nothing is due or it is no longer open."""
    with reading():
        letter = _read_next(post, session, hook_id)
        session.rollback()  # nothing is held while the receiver thinks
    return letter


def _read_next(post: Post, session: Session, hook_id: UUID) -> Letter | None:
    now = clock.now()
    found = session.execute(
        sa.select(WebhookDelivery, Webhook, Territory.slug, Subnetwork.slug)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .join(Subnetwork, Subnetwork.id == Webhook.subnetwork_id)
        .join(Territory, Territory.id == Webhook.territory_id)
        .where(
            Webhook.id == hook_id,
            *_open(now),
            WebhookDelivery.state == DeliveryState.WAITING,
            WebhookDelivery.next_try_at <= now,
            ~_waits_for_another(),
        )
        .order_by(WebhookDelivery.next_try_at, WebhookDelivery.id)
        .limit(1)
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        return None
    delivery, hook, territory, subnetwork = found
    home = payload.Home(base_url=post.base_url, territory=territory or "", subnetwork=subnetwork)
    return Letter(
        delivery_id=delivery.id,
        url=hook.url,
        body=payload.body(delivery, home),
        secrets=_secrets(hook, post.cipher, now),
    )


def _secrets(hook: Webhook, cipher: AddressCipher, now: datetime) -> list[str]:
    sealed = [hook.secret_sealed]
    if hook.former_sealed is not None and hook.former_until is not None and hook.former_until > now:
        sealed.append(hook.former_sealed)
    opened = (signing.opened(cipher, one, hook.id) for one in sealed)
    return [secret for secret in opened if secret is not None]


def _send(post: Post, letter: Letter) -> Outcome:
    if not letter.secrets:
        return Outcome(trouble=Trouble.SECRET)
    headers = signing.headers(str(letter.delivery_id), clock.now(), letter.body, letter.secrets)
    return post.sender.send(letter.url, headers, letter.body)


def _note(
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
    if outcome.trouble in NOBODY_THERE or outcome.status in BUSY:
        hook.rests_until = now + rest_after(now - hook.failing_since)
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
