"""Territories: which there are, and what each says of itself."""

from typing import Any

import sqlalchemy as sa
from marshmallow import Schema, fields

from app.api import cursors
from app.api.cursors import Cursor, Page, page_of
from app.api.operations import Operations
from app.territories.models import Territory
from app.web.access import May
from app.web.context import the_territory
from app.web.database import db

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
    joining = fields.String(required=True, metadata={"description": "`open` to everybody, or on `approval`."})
    questions = fields.List(
        fields.String(), required=True, metadata={"description": "To be answered on joining."}
    )


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
