"""Everybody chooses which mails they get; the line on their page is there in any case."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.notifications.kinds import KINDS as SO_FAR
from app.notifications.models import Notification, OutgoingMail
from app.notifications.services import choose, notify
from app.testing import factories

KINDS = {
    slug: kind
    for slug, kind in SO_FAR.items()
    if not slug.startswith(("time_bank.", "local_currency.", "rain."))
}
"""Those of the core; plugins add theirs when an application is made."""
OPTIONAL = sorted(slug for slug, kind in KINDS.items() if kind.optional)
VALUES = {
    name: f"<{name}>"
    for kind in KINDS.values()
    for name in re.findall(r"%\((\w+)\)s", f"{kind.sentence} {kind.mail_subject} {kind.mail_text}")
}


def tell(session: Session, person, kind: str) -> None:
    notify(session, person_id=person.id, kind=kind, path="/", values=VALUES)
    session.commit()


def mails(session: Session) -> list[str]:
    return [mail.kind for mail in session.query(OutgoingMail).order_by(OutgoingMail.id)]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_fills_its_sentences(kind: str) -> None:
    chosen = KINDS[kind]
    for sentence in (chosen.sentence, chosen.mail_subject, chosen.mail_text):
        assert "%(" not in str(sentence) % VALUES


def test_each_kind_can_be_switched_off_alone(session: Session) -> None:
    ana = factories.person(session, "Ana")
    session.commit()
    for kind in OPTIONAL:
        choose(session, person_id=ana.id, by_mail={kind: False})
        tell(session, ana, kind)
    after_switching_off = mails(session)
    for kind in OPTIONAL:
        choose(session, person_id=ana.id, by_mail={kind: True})
        tell(session, ana, kind)

    assert after_switching_off == []
    assert mails(session) == OPTIONAL
    assert session.query(Notification).count() == 2 * len(OPTIONAL)


def test_what_people_must_know_comes_whatever_they_chose(session: Session) -> None:
    ana = factories.person(session, "Ana")
    needed = sorted(set(KINDS) - set(OPTIONAL))
    choose(session, person_id=ana.id, by_mail=dict.fromkeys(KINDS, False))
    for kind in needed:
        tell(session, ana, kind)

    assert needed != []
    assert mails(session) == needed


def test_the_page_of_choices_keeps_what_was_chosen(client: FlaskClient, session: Session) -> None:
    ana, nour = factories.person(session, "Ana"), factories.person(session, "Nour")
    session.commit()
    factories.sign_in(client, ana)
    wanted = {kind.replace(".", "-"): "y" for kind in OPTIONAL if kind != "conversation.message"}
    factories.post(client, "/notifications/choices", **wanted)
    page = client.get("/notifications/choices").get_data(as_text=True)
    for person in (ana, nour):
        tell(session, person, "conversation.message")
        tell(session, person, "exchange.agreed")

    boxes = dict(re.findall(r'<input ([^>]*)name="conversation-message"([^>]*)>', page))
    assert "checked" not in str(boxes)
    assert len(re.findall(r"<input[^>]* checked", page)) == len(OPTIONAL) - 1
    assert mails(session) == ["exchange.agreed", "conversation.message", "exchange.agreed"]


def test_a_notification_of_somebody_else_cannot_be_opened(client: FlaskClient, session: Session) -> None:
    ana, nour = factories.person(session, "Ana"), factories.person(session, "Nour")
    told = notify(session, person_id=ana.id, kind="conversation.message", path="/help", values=VALUES)
    session.commit()
    assert told is not None
    path = f"/notifications/{told.id}/open"
    factories.sign_in(client, nour)
    refused = factories.post(client, path)
    factories.sign_in(client, ana)
    opened = factories.post(client, path)
    session.refresh(told)

    assert refused.status_code == 404
    assert opened.location == "/help"
    assert told.read_at is not None
