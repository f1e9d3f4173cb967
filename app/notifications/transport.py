"""Ways a mail can leave: a mail server, a folder, the console."""

import contextlib
import os
import smtplib
import ssl
import sys
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from html import escape
from pathlib import Path
from types import TracebackType
from urllib.parse import parse_qs, unquote, urlsplit

from app.errors import Misconfiguration
from app.notifications.models import OutgoingMail
from app.text import _, speaking

TIMEOUT = 15


class TransportDown(Exception):
    """The way out is closed for every mail, not for this one alone."""


class Transport:
    """Turns rows of the outbox into messages and hands them on."""

    def __init__(self, *, sender: str, base_url: str) -> None:
        self.sender, self.base_url = sender, base_url
        self.domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"

    def __enter__(self) -> "Transport":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def send(self, mail: OutgoingMail) -> None:
        """Hand one mail on.

        Raises:
            TransportDown: no mail can go just now.
        """
        self.hand_on(self.message(mail), mail)

    def hand_on(self, message: EmailMessage, mail: OutgoingMail) -> None:
        """Do the sending."""
        raise TransportDown

    def message(self, mail: OutgoingMail) -> EmailMessage:
        """Write the message; its Message-ID is the same however often it is sent."""
        with speaking(mail.language):
            text, html = self._bodies(mail)
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, mail.recipient, mail.subject
        message["Date"] = format_datetime(mail.created_at)
        message["Message-ID"] = f"<{mail.id}@{self.domain}>"
        message["Auto-Submitted"] = "auto-generated"
        if mail.optional:
            message["List-Unsubscribe"] = f"<{self.base_url}/notifications/choices>"
        message.set_content(text)
        message.add_alternative(html, subtype="html")
        return message

    def _bodies(self, mail: OutgoingMail) -> tuple[str, str]:
        if mail.html is not None:
            return mail.text, mail.html
        paragraphs = [mail.text]
        html = [f"<p>{escape(part)}</p>" for part in mail.text.split("\n\n")]
        if mail.path:
            link = f"{self.base_url}{mail.path}"
            paragraphs.append(f"{_('Open the page:')} {link}")
            html.append(f'<p><a href="{escape(link)}">{escape(_("Open the page"))}</a></p>')
        if mail.optional:
            choices = f"{self.base_url}/notifications/choices"
            words = _("You can choose which mails you get:")
            paragraphs.append(f"{words} {choices}")
            html.append(
                f'<p><small>{escape(words)} <a href="{escape(choices)}">{escape(choices)}</a></small></p>'
            )
        page = f'<!doctype html><html lang="{mail.language}"><body>{"".join(html)}</body></html>'
        return "\n\n".join(paragraphs) + "\n", page


class ToServer(Transport):
    """Hands mails to an SMTP server; the connection is kept for a batch."""

    def __init__(self, url: str, *, sender: str, base_url: str) -> None:
        super().__init__(sender=sender, base_url=base_url)
        self.address = urlsplit(url)
        self.options = parse_qs(self.address.query)
        self.server: smtplib.SMTP | None = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.server is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self.server.quit()
            self.server = None

    def hand_on(self, message: EmailMessage, mail: OutgoingMail) -> None:
        """Send over the open connection, opening it first if need be."""
        if self.server is None:
            self.server = self._connect()
        try:
            self.server.send_message(message)
        except (smtplib.SMTPServerDisconnected, TimeoutError, ConnectionError) as error:
            self.server.close()
            self.server = None
            raise TransportDown(str(error)) from error

    def _connect(self) -> smtplib.SMTP:
        host = self.address.hostname or "localhost"
        try:
            if self.address.scheme == "smtps":
                context = ssl.create_default_context()
                server: smtplib.SMTP = smtplib.SMTP_SSL(
                    host, self.address.port or 465, timeout=TIMEOUT, context=context
                )
            else:
                server = smtplib.SMTP(host, self.address.port or 25, timeout=TIMEOUT)
                if self.options.get("starttls", ["0"])[0] == "1":
                    server.starttls(context=ssl.create_default_context())
            if self.address.username:
                server.login(unquote(self.address.username), unquote(self.address.password or ""))
        except (smtplib.SMTPException, OSError) as error:
            raise TransportDown(str(error)) from error
        return server


class ToFolder(Transport):
    """Writes each mail as one file; writing it twice leaves one."""

    def __init__(self, folder: Path, *, sender: str, base_url: str) -> None:
        super().__init__(sender=sender, base_url=base_url)
        self.folder = folder

    def hand_on(self, message: EmailMessage, mail: OutgoingMail) -> None:
        """Write the file beside, then put it in its place."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            beside = self.folder / f".{mail.id}.part"
            beside.write_bytes(message.as_bytes())
            os.replace(beside, self.folder / f"{mail.id}.eml")
        except OSError as error:
            raise TransportDown(str(error)) from error


class ToConsole(Transport):
    """Prints mails where the server runs; for trying things out."""

    def hand_on(self, message: EmailMessage, mail: OutgoingMail) -> None:
        """Print the text of a mail."""
        text, _html = self._bodies(mail)
        sys.stderr.write(f"--- mail to {mail.recipient}: {mail.subject}\n{text}---\n")
        sys.stderr.flush()


def transport_for(url: str, *, sender: str, base_url: str) -> Transport:
    """Return the way out that ``url`` names: ``smtp://…``, ``smtps://…``, ``file:FOLDER``, ``console:``.

    Raises:
        Misconfiguration: it names none.
    """
    scheme = urlsplit(url).scheme
    if scheme in ("smtp", "smtps"):
        return ToServer(url, sender=sender, base_url=base_url)
    if scheme == "file":
        return ToFolder(Path(url.removeprefix("file:")), sender=sender, base_url=base_url)
    if scheme == "console":
        return ToConsole(sender=sender, base_url=base_url)
    raise Misconfiguration("TOGETHER_MAIL_URL must be smtp://…, smtps://…, file:FOLDER or console:.")
