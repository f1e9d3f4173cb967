"""Sends the outbox: each mail at least once, under one Message-ID, when the mail server takes it.

A worker claims a mail for some minutes, sends it, and notes that it is sent. A worker that dies in
between lets its claim run out; the mail then goes again under the same Message-ID, by which mail
systems recognise the double.
"""

import smtplib
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from app import clock
from app.notifications.models import OutgoingMail
from app.notifications.transport import Transport, TransportDown

CLAIM = timedelta(minutes=5)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
GIVE_UP_AFTER = timedelta(days=4)
REFUSED_TRIES = 4
log = structlog.get_logger("together.mail")


def deliver_due(session: Session, transport: Transport, *, limit: int = 200) -> int:
    """Send what is due, at most ``limit`` mails; commits after each. Returns how many went."""
    sent = 0
    with transport:
        for _ in range(limit):
            mail = _claim(session)
            if mail is None:
                break
            try:
                transport.send(mail)
            except TransportDown as error:
                _put_back(session, mail, error, counts=False)
                break  # the next one would meet the same closed door
            except (smtplib.SMTPException, OSError, ValueError) as error:
                _put_back(session, mail, error, counts=True)
                continue
            mail.sent_at, mail.claimed_until, mail.last_error = clock.now(), None, None
            session.commit()
            sent += 1
    return sent


def _claim(session: Session) -> OutgoingMail | None:
    now = clock.now()
    free = sa.or_(OutgoingMail.claimed_until.is_(None), OutgoingMail.claimed_until < now)
    due = sa.and_(
        OutgoingMail.sent_at.is_(None),
        OutgoingMail.given_up_at.is_(None),
        OutgoingMail.next_try_at <= now,
        free,
    )
    candidate: UUID | None = session.scalar(
        sa.select(OutgoingMail.id).where(due).order_by(OutgoingMail.next_try_at, OutgoingMail.id).limit(1)
    )
    if candidate is None:
        session.rollback()
        return None
    claimed = session.execute(
        sa.update(OutgoingMail)
        .where(OutgoingMail.id == candidate, OutgoingMail.sent_at.is_(None), free)
        .values(claimed_until=now + CLAIM, tries=OutgoingMail.tries + 1)
        .execution_options(synchronize_session=False)
    )
    session.commit()
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        return _claim(session)  # another worker was quicker
    return session.get(OutgoingMail, candidate, populate_existing=True)


def _put_back(session: Session, mail: OutgoingMail, error: Exception, *, counts: bool) -> None:
    now = clock.now()
    pause = min(FIRST_PAUSE * 2 ** max(mail.tries - 1, 0), LONGEST_PAUSE)
    mail.claimed_until, mail.next_try_at = None, now + pause
    mail.last_error = type(error).__name__
    refused = counts and isinstance(error, (smtplib.SMTPRecipientsRefused, ValueError))
    if (refused and mail.tries >= REFUSED_TRIES) or now - mail.created_at > GIVE_UP_AFTER:
        mail.given_up_at = now
    log.warning("mail not sent", mail=str(mail.id), tries=mail.tries, error=type(error).__name__)
    session.commit()


def stuck_count(session: Session, *, older_than: timedelta) -> int:
    """Count mails that have waited longer than ``older_than`` and were not given up."""
    return (
        session.scalar(
            sa.select(sa.func.count())
            .select_from(OutgoingMail)
            .where(
                OutgoingMail.sent_at.is_(None),
                OutgoingMail.given_up_at.is_(None),
                OutgoingMail.created_at < clock.now() - older_than,
            )
        )
        or 0
    )
