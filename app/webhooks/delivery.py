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
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from app import clock
from app.config import Settings
from app.media.secrets import AddressCipher
from app.webhooks import signing
from app.webhooks.due import Letter, due_deliveries, due_hooks, is_free, is_open, letter_for
from app.webhooks.models import Webhook
from app.webhooks.noting import CLAIM, note
from app.webhooks.sending import Outcome, Sender, Trouble

AT_ONCE = 16
"""Webhooks served side by side."""
LOOK_AGAIN = 0.5
"""Seconds after which it is looked what else is due, while receivers let us wait."""
SLICE = 10.0
"""Seconds after which a webhook with a long queue lets the next one have its turn."""
RUN = 40.0
"""Seconds after which a run begins no more: the next one is a minute away."""

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


def deliver_due(post: Post, *, seconds: float = RUN) -> int:
    """Send what is due, side by side for different webhooks; returns how many were taken.

    While some receiver lets us wait, it is looked after others: what is written meanwhile goes, too.
    """
    until, taken = time.monotonic() + seconds, 0
    serving: dict[Future[int], UUID] = {}
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhook") as threads:
        while True:
            if time.monotonic() < until:
                due = [one for one in due_hooks(post.engine, most=2 * AT_ONCE) if one not in serving.values()]
                for hook_id in due[: AT_ONCE - len(serving)]:
                    serving[threads.submit(_serve, post, until, hook_id)] = hook_id
            if not serving:
                return taken
            ended, _ = wait(serving, timeout=LOOK_AGAIN, return_when=FIRST_COMPLETED)
            for one in ended:
                del serving[one]
                taken += one.result()


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
        while claim is not None and time.monotonic() < until:
            batch = due_deliveries(session, hook_id)
            if not batch:
                break
            claim, went = _send_all(post, session, hook_id, batch, claim, until)
            taken += went
        _release(session, hook_id, claim)
    return taken


def _send_all(
    post: Post, session: Session, hook_id: UUID, batch: Sequence[UUID], claim: datetime, until: float
) -> tuple[datetime | None, int]:
    """Send one after the other as long as the webhook is open and ours; returns the claim and how many."""
    taken, ours = 0, claim
    for delivery_id in batch:
        letter = letter_for(session, hook_id, delivery_id, cipher=post.cipher, base_url=post.base_url)
        if letter is None:
            break
        kept, went = note(session, hook_id, delivery_id, _send(post, letter), ours)
        taken += went
        if kept is None:
            return None, taken
        ours = kept
        if time.monotonic() >= until:
            break
    return ours, taken


def _claim(session: Session, hook_id: UUID) -> datetime | None:
    """Take a webhook; returns until when it is ours, ``None`` when another worker was quicker."""
    now = clock.now()
    claimed = session.execute(
        sa.update(Webhook)
        .where(Webhook.id == hook_id, *is_open(now), is_free(now))
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


def _send(post: Post, letter: Letter) -> Outcome:
    if not letter.secrets:
        return Outcome(trouble=Trouble.SECRET)
    headers = signing.headers(str(letter.delivery_id), clock.now(), letter.body, letter.secrets)
    return post.sender.send(letter.url, headers, letter.body)
