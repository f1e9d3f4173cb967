"""The outbox: mails are written down with what they tell of, and sent after the commit."""

from sqlalchemy.orm import Session

from app import text as words
from app.notifications.models import OutgoingMail

FLAG = "mail_written"


def write(
    session: Session,
    *,
    kind: str,
    recipient: str,
    subject: str,
    text: str,
    html: str | None = None,
    path: str | None = None,
    optional: bool = False,
) -> OutgoingMail:
    """Write a mail down in the running transaction, in the language in use."""
    subject = " ".join(subject.split())  # a line break would begin a header of its own
    mail = OutgoingMail(
        kind=kind,
        recipient=recipient,
        subject=subject,
        text=text,
        html=html,
        path=path,
        language=words.language(),
        optional=optional,
    )
    session.add(mail)
    session.info[FLAG] = True  # whoever watches commits need not wait for the next minute
    return mail
