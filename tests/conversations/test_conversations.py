"""Messages between two people: kept as written, told once, read when they are read."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.conversations import queries, services
from app.conversations.models import Conversation
from app.errors import Refusal
from app.members.models import Member
from app.notifications.models import Notification
from app.testing import factories


class Talk:
    """A conversation between Ana and Bilal."""

    def __init__(self, app: Flask, session: Session) -> None:
        self.app, self.session = app, session
        self.territory = factories.territory(session)
        self.ana, self.bilal, self.dora = (
            factories.member(session, self.territory, first_name=name) for name in ("Ana", "Bilal", "Dora")
        )
        self.conversation: Conversation = services.open_conversation(
            session,
            territory_id=self.territory.id,
            subject="A ladder",
            member_ids=(self.ana.id, self.bilal.id),
        )
        session.commit()

    def write(self, author: Member, text: str) -> None:
        services.write(self.session, self.conversation, author=author, text=text, language="en")
        self.session.commit()

    def told(self, member: Member) -> int:
        rows = sa.select(sa.func.count()).where(Notification.person_id == member.person_id)
        return self.session.scalar(rows) or 0

    def unread(self, member: Member) -> int:
        return queries.unread_count(self.session, member.id)


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    app = make_app([])
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def talk(app: Flask, session: Session) -> Talk:
    return Talk(app, session)


def test_a_message_is_kept_as_it_was_written(talk: Talk) -> None:
    talk.write(talk.ana, "  Hello Bilal,\r\n\r\nis <it> *free*?  ")

    thread = queries.thread_of(talk.session, talk.conversation, talk.bilal.id)

    assert [message.text for message in thread.messages] == ["Hello Bilal,\n\nis <it> *free*?"]
    assert (thread.unread, thread.more) == (True, False)


def test_a_lively_conversation_does_not_fill_a_mailbox(talk: Talk) -> None:
    for text in ("One", "Two", "Three"):
        talk.write(talk.ana, text)

    assert (talk.told(talk.bilal), talk.told(talk.ana)) == (1, 0)
    assert (talk.unread(talk.bilal), talk.unread(talk.ana)) == (1, 0)

    talk.write(talk.bilal, "Yes")
    talk.write(talk.ana, "Thank you")

    assert talk.told(talk.bilal) == 2
    assert talk.told(talk.ana) == 1


def test_the_same_message_sent_twice_in_a_row_is_one(talk: Talk) -> None:
    talk.write(talk.ana, "Hello")
    talk.write(talk.ana, "Hello")
    assert len(queries.thread_of(talk.session, talk.conversation, talk.ana.id).messages) == 1

    clock.shift(timedelta(minutes=2))
    try:
        talk.write(talk.ana, "Hello")
    finally:
        clock.shift(timedelta(0))
    assert len(queries.thread_of(talk.session, talk.conversation, talk.ana.id).messages) == 2


def test_what_came_after_the_page_was_read_stays_unread(talk: Talk) -> None:
    talk.write(talk.ana, "One")
    seen = talk.conversation.last_message_at
    talk.write(talk.ana, "Two")

    services.mark_read(talk.session, talk.conversation, talk.bilal, until=seen)
    assert talk.unread(talk.bilal) == 1
    services.mark_read(talk.session, talk.conversation, talk.bilal)
    assert talk.unread(talk.bilal) == 0
    services.mark_read(talk.session, talk.conversation, talk.bilal, until=seen)
    assert talk.unread(talk.bilal) == 0


def test_only_those_in_it_write_and_only_words(talk: Talk) -> None:
    with pytest.raises(Refusal, match="not in this conversation"):
        talk.write(talk.dora, "Me too")
    with pytest.raises(Refusal, match="Write a few words"):
        talk.write(talk.ana, " \n ")
    with pytest.raises(Refusal, match="too long"):
        talk.write(talk.ana, "a" * 5001)

    assert queries.conversation_for(talk.session, talk.dora.id, talk.conversation.id) is None


def test_the_inbox_shows_the_last_words_and_what_is_new(talk: Talk) -> None:
    talk.write(talk.ana, "The first words")
    talk.write(talk.ana, "The last words")
    bilal, dora = talk.app.test_client(), talk.app.test_client()
    factories.sign_in(bilal, talk.bilal.person)
    factories.sign_in(dora, talk.dora.person)

    page = bilal.get("/t/bordeaux/messages")

    assert "A ladder" in page.text
    assert "The last words" in page.text
    assert "The first words" not in page.text
    assert "New:" in page.text
    assert "A ladder" not in dora.get("/t/bordeaux/messages").text


def test_looking_writes_nothing_and_the_button_marks_as_read(talk: Talk) -> None:
    talk.write(talk.ana, "Hello")
    bilal = talk.app.test_client()
    factories.sign_in(bilal, talk.bilal.person)
    path = f"/t/bordeaux/messages/{talk.conversation.id}"

    page = bilal.get(path)
    assert "Mark as read" in page.text
    talk.session.expire_all()
    assert talk.unread(talk.bilal) == 1
    until = talk.conversation.last_message_at.isoformat()
    talk.session.rollback()
    answer = bilal.post(f"{path}/read", data={"until": until}, headers={"HX-Request": "true"})

    assert answer.status_code == 204
    talk.session.expire_all()
    assert talk.unread(talk.bilal) == 0
    assert "Mark as read" not in bilal.get(path).text


def test_answering_marks_as_read_and_needs_no_script(talk: Talk) -> None:
    talk.write(talk.ana, "Hello")
    bilal = talk.app.test_client()
    factories.sign_in(bilal, talk.bilal.person)
    path = f"/t/bordeaux/messages/{talk.conversation.id}"

    empty = bilal.post(path, data={"text": "  "})
    assert empty.status_code == 422
    assert "Write a few words first." in empty.text
    answer = bilal.post(path, data={"text": "Hello <b>Ana</b>\nHow are you?"}, follow_redirects=True)

    assert "Hello &lt;b&gt;Ana&lt;/b&gt;\nHow are you?" in answer.text
    talk.session.expire_all()
    assert (talk.unread(talk.bilal), talk.unread(talk.ana)) == (0, 1)


def test_a_stranger_finds_no_conversation(talk: Talk) -> None:
    dora = talk.app.test_client()
    factories.sign_in(dora, talk.dora.person)
    path = f"/t/bordeaux/messages/{talk.conversation.id}"

    answers = [dora.get(path), dora.post(path, data={"text": "Hi"}), dora.post(f"{path}/read")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
