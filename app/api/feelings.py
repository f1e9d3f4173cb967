"""What an exchange brought to one of its sides, said once it is confirmed."""

from typing import Any
from uuid import UUID

from flask import abort
from marshmallow import Schema, fields, validate

from app import text
from app.api.fields import Text, Truth, Whole
from app.api.operations import Operations
from app.api.scopes import Scope
from app.exchanges.models import Exchange, State
from app.exchanges.queries import exchange_for
from app.impact import queries, services
from app.impact.services import HIGHEST, LONGEST_SENTENCE, LOWEST
from app.web.access import May
from app.web.context import the_member, the_plugins
from app.web.database import db

bp = Operations("feelings", __name__, description="What an exchange brought to its two sides.")
MOST_CODES = 500


class FeelingSchema(Schema):
    """What an exchange brought to me; said again, it replaces what was said."""

    felt = fields.Dict(
        keys=fields.String(),
        values=Whole(validate=validate.Range(LOWEST, HIGHEST)),
        required=True,
        validate=validate.Length(max=MOST_CODES),
        metadata={
            "description": "Level from -2 to 2 by code of a component of well-being.",
            "examples": [{"F07": 2}],
        },
    )
    sentence = Text(most=2 * LONGEST_SENTENCE, load_default="", metadata={"maxLength": LONGEST_SENTENCE})
    public = Truth(
        load_default=False,
        metadata={"description": "Whether the territory may show the sentence, without the name."},
    )


class FeltSchema(FeelingSchema):
    """What I said that an exchange brought me."""

    said = Truth(required=True, metadata={"description": "Whether I have said anything yet."})
    proposed = fields.List(
        fields.String(), required=True, metadata={"description": "Components that it was meant to serve."}
    )


@bp.operation("/<territory>/exchanges/<uuid:exchange_id>/feeling", may=May.TAKE_PART, gives=FeltSchema)
def felt(exchange_id: UUID) -> dict[str, Any]:
    """Show what I said that a confirmed exchange of mine brought me."""
    return _felt(_confirmed(exchange_id))


@bp.operation(
    "/<territory>/exchanges/<uuid:exchange_id>/feeling",
    method="PUT",
    may=May.TAKE_PART,
    scope=Scope.EXCHANGES,
    body=FeelingSchema,
    gives=FeltSchema,
)
def feel(body: dict[str, Any], exchange_id: UUID) -> dict[str, Any]:
    """Say what a confirmed exchange of mine brought me."""
    exchange = _confirmed(exchange_id)
    services.feel(
        db.session,
        exchange,
        the_member(),
        felt=body["felt"],
        sentence=body["sentence"],
        language=text.language(),
        public=body["public"],
    )
    return _felt(exchange)


def _confirmed(exchange_id: UUID) -> Exchange:
    exchange = exchange_for(db.session, the_member().id, exchange_id)
    if exchange is None or exchange.state != State.CONFIRMED:
        abort(404)
    return exchange


def _felt(exchange: Exchange) -> dict[str, Any]:
    levels, feedback = queries.felt_by(db.session, exchange.id, the_member().id)
    return {
        "felt": levels,
        "sentence": feedback.text if feedback is not None else "",
        "public": feedback.public if feedback is not None else False,
        "said": feedback is not None,
        "proposed": queries.proposed(db.session, the_plugins(), exchange, levels),
    }
