"""A sub-network with webhooks, the receivers they lead to, and a way to send what is due."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.db import new_id
from app.media.secrets import AddressCipher
from app.members.models import Member
from app.subnetworks.models import Subnetwork
from app.territories.models import Territory
from app.testing import factories
from app.web.database import db
from app.webhooks import outbox, services, signing
from app.webhooks.delivery import Post, deliver_due
from app.webhooks.kinds import KINDS
from app.webhooks.models import Webhook, WebhookDelivery
from app.webhooks.sending import Sender
from tests.webhooks.receivers import Receiver

SECRET = signing.new_secret()


@dataclass
class Town:
    """A sub-network of a territory with its coordinator, and everything to send its events."""

    session: Session
    territory: Territory
    network: Subnetwork
    coordinator: Member
    cipher: AddressCipher
    engine: sa.Engine

    def hook(self, url: str, *, kinds: Any = None, network: Subnetwork | None = None) -> Webhook:
        """Register a webhook and commit; its first test is not sent."""
        made = services.register(
            self.session,
            self.cipher,
            subnetwork=network or self.network,
            by=self.coordinator,
            name="Our site",
            url=url,
            kinds=kinds or KINDS,
            secret=SECRET,
            private=True,
        )
        self.session.execute(sa.delete(WebhookDelivery).where(WebhookDelivery.webhook_id == made.id))
        self.session.commit()
        return made

    def happens(self, *kinds: str, to: UUID | None = None, network: Subnetwork | None = None) -> UUID:
        """Let events happen to one object, each in a transaction of its own; returns its id."""
        object_id = to or new_id()
        for kind in kinds:
            home = (network or self.network).id
            outbox.write(self.session, kind, subnetwork_id=home, object_id=object_id)
            self.session.commit()
        return object_id

    def post(self, **sender: Any) -> Post:
        """How this site sends in tests: to private addresses, with little patience."""
        return Post(
            engine=self.engine,
            sender=Sender(**({"private": True, "limit": 8.0} | sender)),
            cipher=self.cipher,
            base_url="https://example.org",
        )

    def deliver(self, **sender: Any) -> int:
        """Send what is due."""
        return deliver_due(self.post(**sender), seconds=20)

    def log(self, hook: Webhook | None = None) -> list[WebhookDelivery]:
        """The deliveries as they stand now, the oldest first."""
        self.session.rollback()
        wanted = sa.select(WebhookDelivery).order_by(WebhookDelivery.id)
        if hook is not None:
            wanted = wanted.where(WebhookDelivery.webhook_id == hook.id)
        found = list(self.session.scalars(wanted.execution_options(populate_existing=True)))
        self.session.commit()  # SQLite has one writer: nobody waits for us
        return found

    def now(self, hook: Webhook) -> Webhook:
        """The webhook as it stands now."""
        self.session.rollback()
        found = self.session.get_one(Webhook, hook.id, populate_existing=True)
        self.session.commit()
        return found


@pytest.fixture
def town(app: Flask, session: Session) -> Town:
    territory = factories.territory(session)
    network = factories.subnetwork(session, territory)
    coordinator = factories.member(session, territory, first_name="Claire")
    factories.takes_part(session, network, coordinator, coordinates=True)
    session.commit()
    with app.app_context():
        engine = db.engine
    cipher = signing.cipher(app.extensions["together_settings"].data_dir)
    return Town(session, territory, network, coordinator, cipher, engine)


@pytest.fixture
def receivers() -> Iterator[Callable[..., Receiver]]:
    """``receivers(behave)``: a receiver that listens until the end of the test."""
    started: list[Receiver] = []

    def start(**values: Any) -> Receiver:
        receiver = Receiver(**values)
        receiver.start()
        started.append(receiver)
        return receiver

    yield start
    for receiver in started:
        receiver.stop()


@pytest.fixture
def receiver(receivers: Callable[..., Receiver]) -> Receiver:
    return receivers()
