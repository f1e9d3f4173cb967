"""Disagreements that a coordinator settles."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import abort
from marshmallow import Schema, fields, validate

from app.api import cursors
from app.api.cursors import Cursor, Page
from app.api.exchange_shapes import ExchangeBriefPageSchema, ExchangeBriefSchema, told_brief
from app.api.fields import Instant, Text, Whole
from app.api.listing_shapes import SomebodySchema
from app.api.operations import Operations
from app.api.scopes import Scope
from app.exchanges import page, queries, services
from app.exchanges.models import Exchange, State
from app.exchanges.services import LONGEST_NOTE
from app.roles import Role
from app.web.access import May
from app.web.context import here, the_member, the_plugins, the_territory
from app.web.database import db

bp = Operations("disputes", __name__, description="Disagreements about an exchange, for coordinators.")


class ExplanationSchema(Schema):
    """How one side sees it."""

    member = fields.Nested(SomebodySchema, required=True)
    text = fields.String(required=True)
    created_at = Instant(required=True)


class DisputeSchema(ExchangeBriefSchema):
    """A disagreement: what was agreed, and what both sides wrote to the coordinator."""

    settlement = fields.String(required=True, metadata={"description": "What goes to whom, in words."})
    explanations = fields.List(fields.Nested(ExplanationSchema), required=True)


class DisputeSettlementSchema(Schema):
    """How a disagreement is settled."""

    to = fields.String(required=True, validate=validate.OneOf((State.CONFIRMED.value, State.CANCELLED.value)))
    note = Text(
        most=2 * LONGEST_NOTE,
        required=True,
        metadata={"minLength": 1, "maxLength": LONGEST_NOTE, "description": "Both of them read it."},
    )
    amount = Whole(
        load_default=None,
        allow_none=True,
        validate=validate.Range(min=0),
        metadata={
            "description": "In place of the agreed one, in the smallest unit, where something is held; "
            "0 counts nothing. Not with `cancelled`."
        },
    )


@bp.operation(
    "/<territory>/disputes",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    query=Cursor,
    gives=ExchangeBriefPageSchema,
)
def disputes(query: dict[str, Any]) -> Page[dict[str, Any]]:
    """List the disagreements that I may settle, those asked first at the top."""
    found = queries.disputed(the_member(), _coordinates())
    page_of_them = cursors.page(
        db.session, found, [(Exchange.id, lambda line: line.id)], query, descending=False
    )
    return Page([told_brief(exchange) for exchange in page_of_them.items], page_of_them.next)


@bp.operation(
    "/<territory>/disputes/<uuid:exchange_id>",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=DisputeSchema,
)
def dispute(exchange_id: UUID) -> dict[str, Any]:
    """Show a disagreement: what was agreed, and what both sides say. Their messages stay theirs."""
    return _told(_disputed(exchange_id))


@bp.operation(
    "/<territory>/disputes/<uuid:exchange_id>/settlement",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=DisputeSettlementSchema,
    gives=DisputeSchema,
)
def settle(body: dict[str, Any], exchange_id: UUID) -> dict[str, Any]:
    """Settle a disagreement: it took place, with another amount perhaps, or it is cancelled."""
    exchange = _disputed(exchange_id, lock=True)
    to = State(body["to"])
    services.settle_dispute(
        db.session,
        the_plugins(),
        exchange,
        by=the_member(),
        to=to,
        note=body["note"],
        amount=body["amount"] if to is State.CONFIRMED else None,
    )
    return _told(exchange)


def _coordinates() -> Sequence[UUID] | None:
    return None if Role.ADMINISTRATOR in here.roles else sorted(here.coordinates)


def _disputed(exchange_id: UUID, *, lock: bool = False) -> Exchange:
    found = queries.dispute_for(db.session, the_member(), _coordinates(), exchange_id, lock=lock)
    return found or abort(404)


def _told(exchange: Exchange) -> dict[str, Any]:
    gathered = page.dispute_page(db.session, the_plugins(), exchange, zone=the_territory().time_zone)
    return {
        **told_brief(exchange),
        "settlement": gathered.settlement,
        "explanations": [
            {"member": member, "text": text, "created_at": at} for member, text, at in gathered.explanations
        ],
    }
