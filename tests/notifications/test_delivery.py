"""Mails are written with what they tell of; none is lost, and a double is known by its Message-ID."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from app import clock
from app.jobs.readiness import failures
from app.notifications import outbox
from app.notifications.delivery import CLAIM, GIVE_UP_AFTER, REFUSED_TRIES, _claim, deliver_due
from app.notifications.models import OutgoingMail
from app.notifications.transport import transport_for
from app.web.database import db

Write = Callable[..., OutgoingMail]


class Killed(BaseException):
    """The worker's process ends here."""


def test_a_mail_arrives_with_its_words_its_link_and_its_id(session, server, write: Write) -> None:
    mail = write("Nour wrote to you", path="/t/bordeaux/messages", optional=True)
    sent = deliver_due(session, server.transport())

    assert sent == 1
    (message,) = server.received
    assert message["To"] == "ana@example.org"
    assert message["Subject"] == "Nour wrote to you"
    assert message["Message-ID"] == f"<{mail.id}@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == "<https://example.org/notifications/choices>"
    text = message.get_payload()[0].get_payload(decode=True).decode()
    assert "Somebody wrote to you." in text
    assert "https://example.org/t/bordeaux/messages" in text
    session.refresh(mail)
    assert mail.sent_at is not None


def test_a_mail_is_sent_once(session, server, write: Write) -> None:
    write("Once")
    deliver_due(session, server.transport())
    again = deliver_due(session, server.transport())

    assert again == 0
    assert server.subjects() == ["Once"]


def test_a_mail_of_a_transaction_that_was_undone_is_never_sent(session: Session, server) -> None:
    outbox.write(session, kind="role.given", recipient="ana@example.org", subject="Undone", text="No.")
    session.rollback()
    deliver_due(session, server.transport())

    assert server.received == []


def test_a_server_that_is_down_delays_and_loses_nothing(session, server, write: Write) -> None:
    server.stop()
    first, second = write("First"), write("Second", "nour@example.org")
    while_down = deliver_due(session, server.transport())
    tries = (first.tries, second.tries)
    server.start()
    clock.shift(timedelta(hours=1))
    afterwards = deliver_due(session, server.transport())

    assert while_down == 0
    assert tries == (1, 0)  # the second would have met the same closed door
    assert first.last_error is None
    assert afterwards == 2
    assert sorted(server.subjects()) == ["First", "Second"]


def test_a_server_that_is_down_for_days_is_waited_for(session, server, write: Write) -> None:
    server.stop()
    mail = write("Patience")
    for hours in (0, 1, 6, 24, 48, 72):
        clock.shift(timedelta(hours=hours))
        deliver_due(session, server.transport())
    still_waiting = mail.given_up_at is None
    clock.shift(GIVE_UP_AFTER - timedelta(hours=1))
    server.start()
    deliver_due(session, server.transport())

    assert still_waiting
    assert server.subjects() == ["Patience"]


def test_a_worker_killed_between_sending_and_noting_it_sends_again_under_the_same_id(
    session, server, write: Write
) -> None:
    mail = write("Twice, but one")
    transport = server.transport()
    hand_on = transport.hand_on

    def die_after_sending(message, row) -> None:
        hand_on(message, row)
        raise Killed

    transport.hand_on = die_after_sending
    with pytest.raises(Killed):
        deliver_due(session, transport)
    session.rollback()
    too_early = deliver_due(session, server.transport())
    clock.shift(CLAIM + timedelta(seconds=1))
    later = deliver_due(session, server.transport())

    assert (too_early, later) == (0, 1)
    assert [message["Message-ID"] for message in server.received] == [f"<{mail.id}@example.org>"] * 2
    assert [message["Date"] for message in server.received][0] == server.received[1]["Date"]


def test_a_refused_recipient_is_given_up_after_some_tries_and_holds_up_nobody(
    session, server, write: Write
) -> None:
    server.refused.add("gone@example.org")
    gone, ana = write("To nobody", "gone@example.org"), write("To Ana")
    tries = 0
    while gone.given_up_at is None and tries < 20:
        deliver_due(session, server.transport())
        clock.shift(timedelta(hours=7 * (tries := tries + 1)))
        session.refresh(gone)

    assert gone.tries == tries == REFUSED_TRIES
    assert gone.last_error == "SMTPRecipientsRefused"
    assert ana.sent_at is not None
    assert server.subjects() == ["To Ana"]


def test_two_workers_send_a_mail_once(app: Flask, session, server, write: Write) -> None:
    from concurrent.futures import ThreadPoolExecutor

    for number in range(12):
        write(f"Mail {number}")
    with app.app_context():
        engine = db.engine

    def work(_: int) -> int:
        with Session(engine) as own:
            return deliver_due(own, server.transport())

    with ThreadPoolExecutor(2) as pool:
        sent = sum(pool.map(work, range(2)))

    assert sent == 12
    assert sorted(server.subjects()) == sorted(f"Mail {number}" for number in range(12))


def test_a_mail_that_another_worker_has_just_claimed_is_left_to_it(
    app: Flask, session, server, write: Write, database: str
) -> None:
    if database == "sqlite":
        pytest.skip("whoever looks for a mail holds the one write lock already")
    write("Claimed")
    with app.app_context():
        engine = db.engine
    claimed: list[object] = []

    def claim_first(connection, cursor, statement: str, *rest: object) -> None:
        if statement.startswith("UPDATE outgoing_mail") and not claimed:
            claimed.append(None)
            with Session(engine) as other:
                claimed.append(_claim(other))

    event.listen(engine, "before_cursor_execute", claim_first)
    sent = deliver_due(session, server.transport())
    event.remove(engine, "before_cursor_execute", claim_first)

    assert claimed[1] is not None
    assert sent == 0
    assert server.received == []


def test_a_line_break_in_a_subject_makes_no_header(session, server, write: Write) -> None:
    write("Hello\r\nBcc: everybody@example.org")
    deliver_due(session, server.transport())

    (message,) = server.received
    assert message["Subject"] == "Hello Bcc: everybody@example.org"
    assert message["Bcc"] is None


def test_a_mail_is_written_in_the_language_of_its_reader(session, server, write: Write) -> None:
    from app import text

    with text.speaking("fr"):
        mail = write("Bonjour")
    deliver_due(session, server.transport())

    assert mail.language == "fr"
    assert 'lang="fr"' in server.received[0].get_payload()[1].get_payload(decode=True).decode()


def test_a_folder_gets_one_file_for_each_mail(session, write: Write, tmp_path: Path) -> None:
    mail = write("To a folder")
    folder = tmp_path / "mail"
    deliver_due(session, transport_for(f"file:{folder}", sender="t@example.org", base_url="http://localhost"))

    (file,) = folder.iterdir()
    assert file.name == f"{mail.id}.eml"
    assert b"Subject: To a folder" in file.read_bytes()
    assert folder.stat().st_mode & 0o777 == 0o700


def test_mails_that_wait_too_long_make_the_platform_unready(app: Flask, session, write: Write) -> None:
    write("Stuck")
    with app.app_context():
        fresh = failures(app)
    clock.shift(timedelta(minutes=31))
    answer = app.test_client().get("/readyz")

    assert fresh == []
    assert answer.status_code == 503
    assert answer.text == "1 mails have waited for more than half an hour\n"
