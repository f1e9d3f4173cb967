"""The typology of well-being: its dimensions and components, with sources, in the caller's language."""

from typing import Any

from marshmallow import Schema, fields

from app.api.operations import Operations
from app.web.access import May
from app.web.database import db
from app.wellbeing.queries import Term, current

bp = Operations("components", __name__, description="Dimensions and components of well-being.")


class ComponentSchema(Schema):
    """A component of well-being."""

    code = fields.String(required=True, metadata={"examples": ["A03"]})
    label = fields.String(required=True)
    meaning = fields.String(required=True)
    source = fields.String(required=True)
    verified = fields.Boolean(
        required=True, metadata={"description": "Whether it was checked against its source."}
    )


class DimensionSchema(Schema):
    """A dimension of well-being, with its components."""

    letter = fields.String(required=True, metadata={"examples": ["A"]})
    label = fields.String(required=True)
    source = fields.String(required=True)
    verified = fields.Boolean(required=True)
    components = fields.List(fields.Nested(ComponentSchema), required=True)


class TypologySchema(Schema):
    """The version of the typology in use."""

    version = fields.String(required=True)
    source = fields.String(required=True)
    dimensions = fields.List(fields.Nested(DimensionSchema), required=True)


@bp.operation("/components", may=May.LOOK, gives=TypologySchema)
def typology() -> dict[str, Any]:
    """Show the typology that listings and exchanges refer to."""
    view = current(db.session)
    return {
        "version": view.version,
        "source": view.found_in,
        "dimensions": [
            {
                "letter": letter,
                "label": term.label,
                "source": term.found_in,
                "verified": term.verified,
                "components": [_told(component) for component in view.of(letter)],
            }
            for letter, term in view.dimensions.items()
        ],
    }


def _told(term: Term) -> dict[str, Any]:
    return {
        "code": term.code,
        "label": term.label,
        "meaning": term.meaning,
        "source": term.found_in,
        "verified": term.verified,
    }
