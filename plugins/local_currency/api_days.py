"""The sheets of the days at exchange desks, for programs of who holds a desk or looks after it."""

from typing import Any
from uuid import UUID

from flask import abort
from marshmallow import Schema, fields

from app.plugin_web import Instant, May, Scope, an_amount, db
from plugins.local_currency import desk_days, slips, words
from plugins.local_currency.api_amounts import CENTS
from plugins.local_currency.api_desk_shapes import CurrencySlipSchema
from plugins.local_currency.api_group import bp
from plugins.local_currency.api_slips import slips_shown
from plugins.local_currency.desk_models import DeskDay
from plugins.local_currency.guards import currency, desk_or_404

LATER = "Null while it is open."


class DeskDayLineSchema(Schema):
    """A day at a desk, from the first count to the last."""

    id = fields.UUID(required=True)
    desk_id = fields.UUID(required=True)
    day = fields.Date(required=True)
    opening_count = an_amount("Cash counted in the morning.")
    opening_expected = an_amount("What the books said then.")
    opening_note = fields.String(required=True, metadata={"description": "A word on a difference."})
    closing_count = an_amount(f"Cash counted in the evening. {LATER}", may_lack=True)
    closing_expected = an_amount(f"What the books said then. {LATER}", may_lack=True)
    closing_note = fields.String(required=True, metadata={"description": "A word on a difference."})
    closed_at = Instant(required=True, allow_none=True)


class DeskDaySheetSchema(DeskDayLineSchema):
    """The sheet of a day: who opened and closed it, what it brought, every slip."""

    opened_by = fields.String(required=True, metadata={"description": "First and last name."})
    closed_by = fields.String(required=True, allow_none=True, metadata={"description": LATER})
    cash_in = an_amount()
    other_in = an_amount("By card or transfer.")
    cash_out = an_amount()
    other_out = an_amount()
    deposited = an_amount("Brought to the bank.")
    slips = fields.List(fields.Nested(CurrencySlipSchema), required=True)


@bp.operation(
    "/<slug>/desks/<uuid:desk_id>/days",
    may=May.TAKE_PART,
    scope=Scope.COORDINATE,
    gives=DeskDayLineSchema(many=True),
)
def desk_day_list(slug: str, desk_id: UUID) -> list[dict[str, Any]]:
    """List the last 31 days of a desk, the latest first."""
    _subnetwork, found = desk_or_404(slug, desk_id)
    return [_line(one) for one in desk_days.days_of(db.session, found.id)]


@bp.operation(
    "/<slug>/days/<uuid:day_id>", may=May.TAKE_PART, scope=Scope.COORDINATE, gives=DeskDaySheetSchema
)
def desk_day(slug: str, day_id: UUID) -> dict[str, Any]:
    """Show the sheet of a day."""
    row = desk_days.find_day(db.session, currency(slug).id, day_id)
    if row is None:
        abort(404)
    found, at = row
    subnetwork, _desk = desk_or_404(slug, at.id)
    people = desk_days.people(db.session, found)
    closed_by = None if found.closed_by_id is None else words.whole_name(people.get(found.closed_by_id))
    sums = vars(desk_days.totals(db.session, found))
    return (
        _line(found)
        | {"opened_by": words.whole_name(people.get(found.opened_by_id)), "closed_by": closed_by}
        | {name: {"amount": sums[name], **CENTS} for name in sums}
        | {"slips": slips_shown(subnetwork, slips.of_day(db.session, found.id))}
    )


def _line(found: DeskDay) -> dict[str, Any]:
    names = ("id", "desk_id", "day", "opening_note", "closing_note", "closed_at")
    sums = ("opening_count", "opening_expected", "closing_count", "closing_expected")
    amounts = {name: getattr(found, name) for name in sums}
    return {name: getattr(found, name) for name in names} | {
        name: None if amount is None else {"amount": amount, **CENTS} for name, amount in amounts.items()
    }
