"""What pooling brought: the figures of the page, hidden where they are about too few people."""

from typing import Any

from flask import abort
from marshmallow import Schema, fields

from app import clock
from app.api.exchange_wishes import likely_day
from app.api.fields import Whole
from app.api.operations import Operations
from app.api.wrong import refuse_query
from app.impact import queries
from app.impact.queries import Counted, Felt, Report, Scope, Served, whole_months
from app.kernel.registry import Plugins
from app.subnetworks.queries import subnetworks_of
from app.text import _
from app.web.access import May
from app.web.context import the_plugins, the_territory
from app.web.database import db
from app.wellbeing.queries import TypologyView, current

bp = Operations("impact", __name__, description="What exchanges brought, and what people felt.")
HIDDEN = "`null`: about too few people to be shown."


def a_figure(**values: Any) -> Whole:
    """Return the field of a figure that may be hidden."""
    return Whole(required=True, allow_none=True, metadata={"description": HIDDEN}, **values)


class ReportPeriodSchema(Schema):
    """Which days; a report is about the whole months around them, the last twelve without any."""

    since = fields.Date(validate=likely_day, load_default=None)
    until = fields.Date(validate=likely_day, load_default=None)


class ReportFilterSchema(ReportPeriodSchema):
    """Which days, and which sub-network."""

    subnetwork = fields.String(load_default="", metadata={"description": "Slug; without it all of them."})


class MeasuredSchema(Schema):
    """A quantity that exchanges brought, and how it is counted."""

    measure = fields.String(required=True)
    label = fields.String(required=True)
    quantity = a_figure()
    unit = fields.String(required=True)
    method = fields.String(required=True)
    source = fields.String(required=True)
    uncertainty = fields.String(required=True)


class AnswersSchema(Schema):
    """What people felt: how many answers, how many of them above zero and below."""

    answers = a_figure()
    better = a_figure()
    worse = a_figure()


class DimensionServedSchema(Schema):
    """What a dimension of well-being received, in three degrees of evidence that are never added up."""

    code = fields.String(required=True)
    label = fields.String(required=True)
    meant = a_figure()
    intended = a_figure()
    felt = fields.Nested(AnswersSchema, required=True)


class ReportMonthSchema(Schema):
    """Confirmed exchanges of one month."""

    month = fields.String(required=True, metadata={"examples": ["2026-05"]})
    exchanges = a_figure()
    people = a_figure()


class ReportSchema(Schema):
    """What was exchanged, and which dimensions of well-being it served."""

    since = fields.Date(required=True)
    until = fields.Date(required=True)
    subnetwork = fields.String(required=True, allow_none=True)
    fewest_people = Whole(required=True, metadata={"description": "Figures about fewer are hidden."})
    exchanges = a_figure()
    people = a_figure()
    measures = fields.List(fields.Nested(MeasuredSchema), required=True)
    dimensions = fields.List(fields.Nested(DimensionServedSchema), required=True)
    months = fields.List(fields.Nested(ReportMonthSchema), required=True)
    sentences = fields.List(
        fields.String(), required=True, metadata={"description": "What people allow to be shown."}
    )


class ComponentServedSchema(DimensionServedSchema):
    """What one component received, with the answers at each level."""

    levels = fields.List(
        Whole(),
        required=True,
        allow_none=True,
        metadata={"description": f"Answers from -2 to +2. {HIDDEN}"},
    )


class DimensionReportSchema(Schema):
    """One dimension of well-being, component by component."""

    since = fields.Date(required=True)
    until = fields.Date(required=True)
    code = fields.String(required=True)
    label = fields.String(required=True)
    components = fields.List(fields.Nested(ComponentServedSchema), required=True)


@bp.operation("/<territory>/impact", may=May.LOOK, query=ReportFilterSchema, gives=ReportSchema)
def report(query: dict[str, Any]) -> dict[str, Any]:
    """Say what was exchanged, and which dimensions of well-being it served."""
    chosen = query["subnetwork"]
    network = next((item for item in subnetworks_of(db.session) if item.slug == chosen), None)
    if chosen and network is None:
        refuse_query("subnetwork", _("There is no such sub-network here."))
    scope = _scope(query, network.id if network is not None else None)
    found, typology = queries.report(db.session, scope), current(db.session)
    return {
        "since": scope.since,
        "until": scope.until,
        "subnetwork": chosen or None,
        "fewest_people": queries.FEWEST_PEOPLE,
        **_counted(found.confirmed),
        "measures": _measures(found, the_plugins()),
        "dimensions": [
            _served(found.dimensions.get(letter, Served(code=letter)), str(term.label))
            for letter, term in typology.dimensions.items()
        ],
        "months": [{"month": month.month, **_counted(month.counted)} for month in found.months],
        "sentences": queries.sentences(db.session, scope) if found.confirmed.shown else (),
    }


@bp.operation(
    "/<territory>/impact/<letter>", may=May.LOOK, query=ReportPeriodSchema, gives=DimensionReportSchema
)
def dimension(query: dict[str, Any], letter: str) -> dict[str, Any]:
    """Say what one dimension received, component by component, in the whole territory."""
    typology = current(db.session)
    if letter not in typology.dimensions:
        abort(404)
    scope = _scope(query, None)
    found = queries.report(db.session, scope)
    return {
        "since": scope.since,
        "until": scope.until,
        "code": letter,
        "label": str(typology.dimensions[letter].label),
        "components": [
            _component(served, typology)
            for code, served in found.components.items()
            if code.startswith(letter)
        ],
    }


def _scope(query: dict[str, Any], subnetwork_id: Any) -> Scope:
    territory = the_territory()
    since, until = whole_months(query["since"], query["until"], clock.today(territory.time_zone))
    return Scope(territory_id=territory.id, since=since, until=until, subnetwork_id=subnetwork_id)


def _counted(counted: Counted) -> dict[str, int | None]:
    if not counted.shown:
        return {"exchanges": None, "people": None}
    return {"exchanges": counted.exchanges, "people": counted.people}


def _measures(found: Report, plugins: Plugins) -> list[dict[str, Any]]:
    lines = []
    for item in found.measures:
        known = plugins.measures.get(item.measure)
        words = ("label", "unit", "method", "source", "uncertainty")
        lines.append(
            {
                "measure": item.measure,
                "quantity": item.quantity if item.shown else None,
                **{name: str(getattr(known, name)) if known is not None else "" for name in words},
            }
        )
    return lines


def _served(served: Served, label: str) -> dict[str, Any]:
    return {
        "code": served.code,
        "label": label,
        "meant": served.meant.exchanges if served.meant.shown else None,
        "intended": served.intended.exchanges if served.intended.shown else None,
        "felt": _answers(served.felt),
    }


def _answers(felt: Felt) -> dict[str, int | None]:
    if not felt.shown:
        return {"answers": None, "better": None, "worse": None}
    return {"answers": felt.answers, "better": felt.better, "worse": felt.worse}


def _component(served: Served, typology: TypologyView) -> dict[str, Any]:
    levels = list(served.felt.levels) if served.felt.shown else None
    return {**_served(served, typology.label(served.code)), "levels": levels}
