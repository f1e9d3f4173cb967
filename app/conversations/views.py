"""Pages of conversations: the inbox, a thread, writing, reading."""

from math import ceil
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import text
from app.conversations import queries, services
from app.conversations.forms import MessageForm, ReadForm
from app.conversations.models import Conversation
from app.conversations.subjects import subjects_of
from app.web.access import May, allow
from app.web.asked import asked_number
from app.web.context import here, the_member
from app.web.database import db
from app.web.errors import back

bp = Blueprint("conversations", __name__, url_prefix="/t/<territory>/messages")


@bp.app_context_processor
def _unread() -> dict[str, Any]:
    """Give the frame of every page the number of conversations with something new."""
    member = here.member
    if member is None:
        return {"unread": 0}
    count = here.recall("unread", lambda: queries.unread_count(db.session, member.id))
    return {"unread": count}


@bp.get("")
@allow(May.TAKE_PART)
def inbox() -> ResponseReturnValue:
    """Show my conversations, the liveliest first."""
    page = asked_number("page")
    lines, total = queries.inbox(db.session, the_member().id, page=page)
    subjects = subjects_of([line.conversation.id for line in lines], the_member())
    return render_template(
        "conversations/inbox.html",
        lines=lines,
        subjects=subjects,
        page=page,
        pages=max(1, ceil(total / queries.PAGE)),
    )


@bp.get("/<uuid:conversation_id>")
@allow(May.TAKE_PART)
def show(conversation_id: UUID) -> ResponseReturnValue:
    """Show a conversation, where it is held: that of an exchange on the page of the exchange."""
    conversation = _mine(conversation_id)
    if subject := subjects_of([conversation.id], the_member()).get(conversation.id):
        return redirect(subject.url)
    return _thread(conversation, MessageForm())


@bp.post("/<uuid:conversation_id>")
@allow(May.TAKE_PART)
def write(conversation_id: UUID) -> ResponseReturnValue:
    """Write a message."""
    conversation = _mine(conversation_id)
    form = MessageForm()
    if not form.validate_on_submit():
        return _thread(conversation, form), 422
    services.write(
        db.session, conversation, author=the_member(), text=form.text.data or "", language=text.language()
    )
    db.session.commit()
    return redirect(url_for(".show", conversation_id=conversation.id, _anchor="write"))


@bp.post("/<uuid:conversation_id>/read")
@allow(May.TAKE_PART)
def read(conversation_id: UUID) -> ResponseReturnValue:
    """Mark as read what was on my page; the page itself asks for it where it can."""
    conversation = _mine(conversation_id)
    form = ReadForm()
    services.mark_read(db.session, conversation, the_member(), until=form.instant())
    db.session.commit()
    return ("", 204) if "HX-Request" in request.headers else redirect(back())


def _mine(conversation_id: UUID) -> Conversation:
    return queries.conversation_for(db.session, the_member().id, conversation_id) or abort(404)


def _thread(conversation: Conversation, form: MessageForm) -> str:
    shown = asked_number("messages", least=queries.THREAD)
    thread = queries.thread_of(db.session, conversation, the_member().id, limit=shown)
    participants = queries.participants_of(db.session, [conversation.id])
    others = [one.member for one in participants if one.member_id != the_member().id]
    return render_template(
        "conversations/show.html",
        conversation=conversation,
        thread=thread,
        others=others,
        form=form,
        shown=shown,
    )
