"""Messages between the two sides of an exchange."""

from typing import Any
from uuid import UUID

from flask import abort
from marshmallow import Schema, fields

from app import text
from app.api import cursors
from app.api.cursors import Cursor, Page, page_of
from app.api.exchange_wishes import likely
from app.api.fields import Instant, Text
from app.api.listing_shapes import SomebodySchema
from app.api.operations import Operations
from app.api.scopes import Scope
from app.conversations import queries, services
from app.conversations.models import Conversation, Message
from app.conversations.services import LONGEST
from app.exchanges.queries import exchange_for
from app.web.access import May
from app.web.context import the_member
from app.web.database import db

bp = Operations("messages", __name__, description="What the two sides of an exchange write to each other.")


class MessageSchema(Schema):
    """A message, as it was written."""

    id = fields.UUID(required=True)
    author = fields.Nested(SomebodySchema, required=True)
    text = fields.String(required=True)
    language = fields.String(required=True)
    created_at = Instant(required=True)


class MessageNewSchema(Schema):
    """A message to the other side."""

    text = Text(most=2 * LONGEST, required=True, metadata={"minLength": 1, "maxLength": LONGEST})


class MessagesReadSchema(Schema):
    """How far one has read."""

    until = Instant(
        load_default=None,
        allow_none=True,
        validate=likely,
        metadata={"description": "The newest message that was seen; without it all of them."},
    )


@bp.operation(
    "/<territory>/exchanges/<uuid:exchange_id>/messages",
    may=May.TAKE_PART,
    query=Cursor,
    gives=page_of(MessageSchema),
)
def thread(query: dict[str, Any], exchange_id: UUID) -> Page[Message]:
    """List the messages of an exchange of mine, the newest first; reading them here marks nothing."""
    conversation = _of_mine(exchange_id)
    by = [(Message.created_at, lambda line: line.created_at), (Message.id, lambda line: line.id)]
    return cursors.page(db.session, queries.messages_of(conversation.id), by, query)


@bp.operation(
    "/<territory>/exchanges/<uuid:exchange_id>/messages",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.EXCHANGES,
    body=MessageNewSchema,
    gives=MessageSchema,
    status=201,
)
def write(body: dict[str, Any], exchange_id: UUID) -> Message:
    """Write to the other side; the same words again within a minute are one message."""
    conversation = _of_mine(exchange_id)
    return services.write(
        db.session, conversation, author=the_member(), text=body["text"], language=text.language()
    )


@bp.operation(
    "/<territory>/exchanges/<uuid:exchange_id>/messages/read",
    method="PUT",
    may=May.TAKE_PART,
    scope=Scope.EXCHANGES,
    body=MessagesReadSchema,
    status=204,
)
def read(body: dict[str, Any], exchange_id: UUID) -> None:
    """Mark the messages of an exchange of mine as read."""
    services.mark_read(db.session, _of_mine(exchange_id), the_member(), until=body["until"])


def _of_mine(exchange_id: UUID) -> Conversation:
    exchange = exchange_for(db.session, the_member().id, exchange_id)
    return exchange.conversation if exchange is not None else abort(404)
