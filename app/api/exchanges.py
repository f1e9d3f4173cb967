"""Exchanges: asking, proposing, agreeing, doing, confirming."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Response, abort
from marshmallow import Schema, fields, validate

from app.api import cursors
from app.api.cursors import Cursor, Page
from app.api.exchange_shapes import STATES, ExchangeLinePageSchema, ExchangeSchema, told, told_all
from app.api.exchange_wishes import AskSchema, ProposalNewSchema, about, wish_of
from app.api.fields import Text, Whole
from app.api.operations import Operations
from app.api.scopes import Scope
from app.conversations.queries import unread_by
from app.exchanges import queries, services
from app.exchanges.models import Exchange
from app.exchanges.services import LONGEST_NOTE
from app.exchanges.views import in_calendar
from app.web.access import May
from app.web.context import the_member, the_plugins, the_territory
from app.web.database import db

bp = Operations("exchanges", __name__, description="What two people agree on about a listing.")


class ExchangesSchema(Cursor):
    """Which of my exchanges."""

    state = fields.String(load_default="", validate=validate.OneOf(("", *STATES)))
    waiting = fields.Boolean(
        load_default=False, metadata={"description": "Only those that wait for my answer."}
    )
    unread = fields.Boolean(
        load_default=False, metadata={"description": "Only those in which something is new to me."}
    )


class ExchangeMoveNewSchema(Schema):
    """One move, with what its maker was looking at."""

    do = fields.String(
        required=True,
        validate=validate.OneOf(
            (
                "accept",
                "keep",
                "decline",
                "cancel",
                "done",
                "confirm",
                "dispute",
                "show_address",
                "hide_address",
            )
        ),
    )
    note = Text(
        most=2 * LONGEST_NOTE,
        load_default="",
        metadata={"maxLength": LONGEST_NOTE, "description": "Why; needed with `dispute`."},
    )
    number = Whole(
        load_default=None,
        allow_none=True,
        metadata={"description": "Of the proposal that is accepted; another one now is a refusal."},
    )
    seen = Whole(
        load_default=None,
        allow_none=True,
        metadata={"description": "Version of the exchange that you looked at; if it changed, you are told."},
    )


@bp.operation(
    "/<territory>/exchanges",
    may=May.TAKE_PART,
    query=ExchangesSchema,
    gives=ExchangeLinePageSchema,
)
def mine(query: dict[str, Any]) -> Page[dict[str, Any]]:
    """List my exchanges, the latest asked first."""
    member = the_member()
    wanted = queries.whole().where(queries.of(member.id))
    if query["state"]:
        wanted = wanted.where(Exchange.state == query["state"])
    if query["waiting"]:
        wanted = wanted.where(Exchange.awaits_id == member.id)
    unread = unread_by(member.id)
    if query["unread"]:
        wanted = wanted.where(Exchange.conversation_id.in_(unread))
    page = cursors.page(db.session, wanted, [(Exchange.id, lambda line: line.id)], query)
    return Page(told_all(page.items, unread=db.session.scalars(unread).all()), page.next)


@bp.operation("/<territory>/exchanges/<uuid:exchange_id>", may=May.TAKE_PART, gives=ExchangeSchema)
def one(exchange_id: UUID) -> dict[str, Any]:
    """Show an exchange of mine: where it stands, what was proposed, what happens next."""
    return told(_mine(exchange_id))


@bp.operation(
    "/<territory>/exchanges/<uuid:exchange_id>/calendar", may=May.TAKE_PART, media_type="text/calendar"
)
def calendar(exchange_id: UUID) -> Response:
    """Give an agreed exchange of mine as an entry of a calendar."""
    return in_calendar(_mine(exchange_id))


@bp.operation(
    "/<territory>/listings/<uuid:listing_id>/exchanges",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.EXCHANGES,
    body=AskSchema,
    gives=ExchangeSchema,
    status=201,
)
def ask(body: dict[str, Any], listing_id: UUID) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Answer a listing; asked again before it is agreed, it is the same exchange."""
    listing = queries.listing_to_ask(db.session, listing_id)
    if listing is None or listing.status not in queries.ANSWERABLE:
        abort(404)
    with about(body):
        exchange = services.ask(
            db.session,
            the_plugins(),
            listing=listing,
            asker=the_member(),
            text=body["text"],
            wish=wish_of(body, listing.kind),
        )
    return told(exchange), 201, {"Location": f"/api/v1/{the_territory().slug}/exchanges/{exchange.id}"}


@bp.operation(
    "/<territory>/exchanges/<uuid:exchange_id>/proposals",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.EXCHANGES,
    body=ProposalNewSchema,
    gives=ExchangeSchema,
    status=201,
)
def propose(body: dict[str, Any], exchange_id: UUID) -> dict[str, Any]:
    """Propose something else; it holds once the other side accepts it."""
    exchange = _mine(exchange_id, lock=True)
    wish = wish_of(body, exchange.kind)
    with about(body):
        services.propose(db.session, the_plugins(), exchange, by=the_member(), wish=wish, seen=body["seen"])
    return told(exchange)


@bp.operation(
    "/<territory>/exchanges/<uuid:exchange_id>/moves",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.EXCHANGES,
    body=ExchangeMoveNewSchema,
    gives=ExchangeSchema,
)
def move(body: dict[str, Any], exchange_id: UUID) -> dict[str, Any]:
    """Agree, keep what was agreed, say no, cancel, say that it is done, confirm it, tell of a problem."""
    exchange = _mine(exchange_id, lock=True)
    MOVES[body["do"]](exchange, body)
    db.session.refresh(exchange, ("address_shown_at", "asker_address_shown_at"))
    return told(exchange)


def _accept(exchange: Exchange, body: dict[str, Any]) -> None:
    services.accept(db.session, the_plugins(), exchange, by=the_member(), number=body["number"])


def _keep(exchange: Exchange, body: dict[str, Any]) -> None:
    services.keep(db.session, exchange, by=the_member(), seen=body["seen"])


def _decline(exchange: Exchange, body: dict[str, Any]) -> None:
    note, seen = body["note"], body["seen"]
    services.decline(db.session, the_plugins(), exchange, by=the_member(), note=note, seen=seen)


def _cancel(exchange: Exchange, body: dict[str, Any]) -> None:
    note, seen = body["note"], body["seen"]
    services.cancel(db.session, the_plugins(), exchange, by=the_member(), note=note, seen=seen)


def _done(exchange: Exchange, body: dict[str, Any]) -> None:
    services.mark_done(db.session, the_plugins(), exchange, by=the_member())


def _confirm(exchange: Exchange, body: dict[str, Any]) -> None:
    services.confirm(db.session, the_plugins(), exchange, by=the_member())


def _dispute(exchange: Exchange, body: dict[str, Any]) -> None:
    services.dispute(db.session, the_plugins(), exchange, by=the_member(), note=body["note"])


def _show_address(exchange: Exchange, body: dict[str, Any]) -> None:
    services.show_address(db.session, exchange, by=the_member())


def _hide_address(exchange: Exchange, body: dict[str, Any]) -> None:
    services.hide_address(db.session, exchange, by=the_member())


MOVES: dict[str, Callable[[Exchange, dict[str, Any]], None]] = {
    "accept": _accept,
    "keep": _keep,
    "decline": _decline,
    "cancel": _cancel,
    "done": _done,
    "confirm": _confirm,
    "dispute": _dispute,
    "show_address": _show_address,
    "hide_address": _hide_address,
}


def _mine(exchange_id: UUID, *, lock: bool = False) -> Exchange:
    return queries.exchange_for(db.session, the_member().id, exchange_id, lock=lock) or abort(404)
