"""A real mail server, and a mail in the outbox."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy.orm import Session

from app.notifications import outbox
from app.notifications.models import OutgoingMail
from app.notifications.transport import Transport, transport_for


@dataclass
class MailServer:
    """An SMTP server on a port of its own, which keeps what it gets and can refuse."""

    port: int
    received: list[Message] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    controller: Controller | None = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refused:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.received.append(message_from_bytes(envelope.content))
        return "250 OK"

    def start(self) -> None:
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self) -> None:
        if self.controller is not None:
            self.controller.stop()
            self.controller = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def transport(self) -> Transport:
        return transport_for(
            self.url, sender="Together <together@example.org>", base_url="https://example.org"
        )

    def subjects(self) -> list[str]:
        return [str(message["Subject"]) for message in self.received]


@pytest.fixture
def server() -> Iterator[MailServer]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = MailServer(port)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def write(session: Session) -> Callable[..., OutgoingMail]:
    """``write(subject)``: a committed mail."""

    def write(subject: str, recipient: str = "ana@example.org", **values: Any) -> OutgoingMail:
        mail = outbox.write(
            session,
            kind="conversation.message",
            recipient=recipient,
            subject=subject,
            text="Somebody wrote to you.",
            **values,
        )
        session.commit()
        return mail

    return write
