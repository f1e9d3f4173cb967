"""Territories: which there are, and what each says of itself."""

from typing import Any

import sqlalchemy as sa
from marshmallow import Schema, fields, validate

from app.api import cursors
from app.api.cursors import Cursor, Page, page_of
from app.api.fields import Text, Whole
from app.api.operations import Operations
from app.api.scopes import Scope
from app.territories import services
from app.territories.forms import ZONES
from app.territories.models import Joining, Territory
from app.text import LANGUAGES
from app.web.access import May
from app.web.context import the_territory
from app.web.database import db

LONGEST_DESCRIPTION, LONGEST_QUESTION = 5_000, 3_000

bp = Operations("territories", __name__, description="Places with their inhabitants.")


class TerritorySchema(Schema):
    """A territory."""

    id = fields.UUID(required=True)
    slug = fields.String(required=True, metadata={"description": "Its part of every address."})
    name = fields.String(required=True)
    level = fields.String(required=True)
    country = fields.String(required=True)
    code = fields.String(required=True, allow_none=True, metadata={"description": "Official code."})
    description = fields.String(required=True)
    language = fields.String(required=True)
    time_zone = fields.String(required=True)
    confirm_after_days = fields.Integer(
        required=True,
        metadata={"description": "After so many days an exchange said to be done confirms by itself."},
    )
    joining = fields.String(required=True, metadata={"description": "`open` to everybody, or on `approval`."})
    questions = fields.List(
        fields.String(), required=True, metadata={"description": "To be answered on joining."}
    )


class TerritoryChangeSchema(Schema):
    """What is to change about a territory; what is left out stays."""

    description = Text(most=LONGEST_DESCRIPTION)
    joining = fields.String(validate=validate.OneOf([*Joining]))
    questions = fields.List(
        Text(most=LONGEST_QUESTION),
        validate=validate.Length(max=20),
        metadata={"description": "To be answered on joining; six at most."},
    )
    confirm_after_days = Whole(
        validate=validate.Range(min=1, max=90),
        metadata={"description": "After so many days an exchange said to be done confirms by itself."},
    )
    language = fields.String(validate=validate.OneOf(list(LANGUAGES)))
    time_zone = fields.String(validate=validate.OneOf(ZONES))


@bp.operation("/territories", may=May.LOOK, query=Cursor, gives=page_of(TerritorySchema))
def territories(query: dict[str, Any]) -> Page[Territory]:
    """List the territories of this platform."""
    active = sa.select(Territory).where(Territory.active)
    by = [(Territory.name, lambda line: line.name), (Territory.id, lambda line: line.id)]
    return cursors.page(db.session, active, by, query, descending=False)


@bp.operation("/territories/<territory>", may=May.LOOK, gives=TerritorySchema)
def territory() -> Territory:
    """Show one territory."""
    return the_territory()


@bp.operation(
    "/territories/<territory>",
    method="PATCH",
    may=May.ADMINISTER,
    scope=Scope.ADMINISTER,
    body=TerritoryChangeSchema,
    gives=TerritorySchema,
)
def change(body: dict[str, Any]) -> Territory:
    """Change how the territory presents itself and works."""
    now = the_territory()
    names = ("description", "joining", "questions", "confirm_after_days", "language", "time_zone")
    services.change(db.session, now, **{name: getattr(now, name) for name in names} | body)
    return now
