"""Use cases of webhooks. They flush; the caller commits."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.db import new_id, scope
from app.errors import Refusal
from app.lines import one_line
from app.media.secrets import AddressCipher
from app.members.models import Member
from app.subnetworks.models import Subnetwork
from app.text import _
from app.webhooks import outbox, queries, signing
from app.webhooks.addresses import parse
from app.webhooks.kinds import KINDS
from app.webhooks.models import DeliveryState, Pause, Webhook, WebhookDelivery

MOST = 10
"""Webhooks of one sub-network: each event is written down for each of them."""
LONGEST_NAME = 80
FORMER_LASTS = timedelta(days=1)
KEPT_FOR = timedelta(days=30)


def register(
    session: Session,
    cipher: AddressCipher,
    *,
    subnetwork: Subnetwork,
    by: Member | None,
    name: str,
    url: str,
    kinds: Collection[str],
    secret: str,
    private: bool = False,
    webhook_id: UUID | None = None,
) -> Webhook:
    """Register an address for events of a sub-network, and send it a test.

    Args:
        secret: with which deliveries are signed; it is sealed and shown to nobody afterwards.
        private: whether the operator allows private addresses.
        webhook_id: its id, so that what is sent twice happens once.

    Raises:
        Refusal: the address, the name, the kinds or the secret cannot be used, or there are many already.
    """
    with scope.crossing(session):  # an id is taken wherever it is
        found = session.get(Webhook, webhook_id) if webhook_id is not None else None
    if found is not None:
        if found.subnetwork_id != subnetwork.id:
            raise Refusal(_("This form is spent. Open it again."))
        return found
    _take_turns(session, subnetwork)
    if len(queries.hooks_of(session, subnetwork.id)) >= MOST:
        raise Refusal(_("There are %(most)s webhooks already. Delete one that nobody needs.", most=MOST))
    signing.check(secret)
    webhook_id = webhook_id or new_id()
    hook = Webhook(
        id=webhook_id,
        territory_id=subnetwork.territory_id,
        subnetwork_id=subnetwork.id,
        made_by_id=by.id if by is not None else None,
        secret_sealed=cipher.seal(secret, webhook_id),
        secret_since=clock.now(),
    )
    change(session, hook, name=name, url=url, kinds=kinds, private=private)
    session.add(hook)
    session.flush()
    ping(session, hook)
    return hook


def _take_turns(session: Session, subnetwork: Subnetwork) -> None:
    """Let who registers at the same moment wait, so that each counts those of the others."""
    locked = sa.select(Subnetwork.id).where(Subnetwork.id == subnetwork.id)
    session.execute(locked.with_for_update(key_share=True))


def change(
    session: Session, hook: Webhook, *, name: str, url: str, kinds: Collection[str], private: bool = False
) -> None:
    """Change the name, the address or the kinds of events of a webhook.

    Raises:
        Refusal: one of them cannot be used.
    """
    name, url = one_line(name), url.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise Refusal(_("Give it a name of at most %(most)s characters.", most=LONGEST_NAME), field="name")
    parse(url, private=private)
    chosen = [slug for slug in KINDS if slug in kinds]
    if not chosen or len(chosen) != len(set(kinds)):
        raise Refusal(_("Choose at least one kind of event."), field="kinds")
    if url != hook.url:
        hook.rests_until = None  # nobody has failed there yet
    hook.name, hook.url, hook.kinds = name, url, chosen
    session.flush()


def renew_secret(session: Session, cipher: AddressCipher, hook: Webhook, *, secret: str) -> None:
    """Sign with another secret from now on, and with the one before, too, for a day; again is no harm.

    Raises:
        Refusal: it cannot be a secret.
    """
    signing.check(secret)
    if signing.opens_to(cipher, hook.secret_sealed, hook.id, secret):
        return
    now = clock.now()
    hook.former_sealed, hook.former_until = hook.secret_sealed, now + FORMER_LASTS
    hook.secret_sealed, hook.secret_since = cipher.seal(secret, hook.id), now
    session.flush()


def pause(session: Session, hook: Webhook) -> None:
    """Send nothing until it is resumed; what happens meanwhile waits, at most ``KEPT_FOR``."""
    if hook.paused_at is None:
        hook.paused_at, hook.pause = clock.now(), Pause.BY_HAND
        session.flush()


def resume(session: Session, hook: Webhook) -> None:
    """Send again, what waits first."""
    hook.paused_at = hook.pause = hook.rests_until = hook.failing_since = None
    hook.failures = 0
    _bring_forward(session, hook)
    session.flush()


def _bring_forward(session: Session, hook: Webhook) -> None:
    waiting = WebhookDelivery.webhook_id == hook.id, WebhookDelivery.state == DeliveryState.WAITING
    session.execute(
        sa.update(WebhookDelivery)
        .where(*waiting)
        .values(next_try_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    session.info[outbox.FLAG] = True


def ping(session: Session, hook: Webhook) -> None:
    """Send a test; while one is on its way, pressed again it is no second one.

    Raises:
        Refusal: it is paused.
    """
    if hook.paused_at is not None:
        raise Refusal(_("This webhook is paused. Resume it first."))
    hook.rests_until = None
    session.flush()
    if queries.waits_for_test(session, hook.id):
        _bring_forward(session, hook)
    else:
        outbox.write_ping(session, hook)


def resend(session: Session, hook: Webhook, delivery: WebhookDelivery) -> None:
    """Send a delivery once more, under the same id.

    Raises:
        Refusal: it is paused.
    """
    if hook.paused_at is not None:
        raise Refusal(_("This webhook is paused. Resume it first."))
    hook.rests_until = None
    delivery.state, delivery.delivered_at = DeliveryState.WAITING, None
    delivery.next_try_at = clock.now()
    session.info[outbox.FLAG] = True
    session.flush()


def delete(session: Session, hook: Webhook) -> None:
    """Delete a webhook with its secret and its log; what waits is not sent."""
    session.execute(sa.delete(WebhookDelivery).where(WebhookDelivery.webhook_id == hook.id))
    session.delete(hook)
    session.flush()


def forget_old(session: Session) -> int:
    """Delete deliveries that were written long enough ago; returns how many."""
    gone = session.execute(
        sa.delete(WebhookDelivery).where(WebhookDelivery.created_at < clock.now() - KEPT_FOR)
    )
    return int(getattr(gone, "rowcount", 0))
