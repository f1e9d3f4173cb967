"""The outbox: mails are written down with what they tell of, and sent after the commit."""

from sqlalchemy.orm import Session

from app.notifications.models import OutgoingMail


def write(
    session: Session, *, kind: str, recipient: str, subject: str, text: str, html: str | None = None
) -> OutgoingMail:
    """Write a mail down in the running transaction."""
    subject = " ".join(subject.split())  # a line break would begin a header of its own
    mail = OutgoingMail(kind=kind, recipient=recipient, subject=subject, text=text, html=html)
    session.add(mail)
    return mail
