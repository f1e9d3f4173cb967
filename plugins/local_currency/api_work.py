"""What waits for those who look after a currency, for programs: decisions, and who cannot spend."""

from typing import Any

from marshmallow import Schema, fields

from app.plugin_api import Ledger, clock, find_ledger
from app.plugin_web import May, Scope, Whole, an_amount, db, in_unit, the_territory
from plugins.local_currency import (
    approvals,
    bank,
    circulation_work,
    directory,
    reconversion_queries,
    services,
)
from plugins.local_currency.api_group import bp
from plugins.local_currency.circulation_work import DAYS, ENOUGH, Stuck
from plugins.local_currency.directory import Entry
from plugins.local_currency.guards import coordinated_currency
from plugins.local_currency.models import OrganisationState


class WaitingSchema(Schema):
    """How much waits for a decision."""

    applications = Whole(required=True, metadata={"description": "Organisations that asked to take part."})
    reconversions = Whole(
        required=True, metadata={"description": "Requests to change units back; counted up to 100."}
    )
    bank_lines = Whole(required=True, metadata={"description": "Lines of bank statements."})


class SellerSchema(Schema):
    """One who takes the currency and could sell."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    activity = fields.String(required=True)


class StuckSchema(SellerSchema):
    """An organisation that collects units and does not manage to spend them."""

    phone = fields.String(required=True)
    stock = an_amount("On its account.")
    too_much = an_amount(f"What of it is more than {ENOUGH} days of its spending.")
    days_of_stock = Whole(
        required=True, allow_none=True, metadata={"description": "Null: it spends nothing."}
    )
    received = an_amount(f"In the last {DAYS} days.")
    spent = an_amount(f"In the last {DAYS} days.")
    changed_back = an_amount(f"In the last {DAYS} days.")
    buys = fields.String(required=True, metadata={"description": "In its own words; may be empty."})
    sellers = fields.List(
        fields.Nested(SellerSchema), required=True, metadata={"description": "Who sells what it buys."}
    )


@bp.operation("/<slug>/waiting", may=May.COORDINATE, scope=Scope.COORDINATE, gives=WaitingSchema)
def waiting(slug: str) -> dict[str, Any]:
    """Count what waits for a decision of who looks after the currency."""
    subnetwork = coordinated_currency(slug)
    asked = approvals.organisations_of(db.session, subnetwork.id, OrganisationState.ASKED)
    requests = reconversion_queries.requests_of(db.session, subnetwork.id, open_only=True)
    lines = bank.waiting(db.session, subnetwork.id)
    return {"applications": len(asked), "reconversions": len(requests), "bank_lines": lines}


@bp.operation(
    "/<slug>/circulation/work", may=May.COORDINATE, scope=Scope.COORDINATE, gives=StuckSchema(many=True)
)
def circulation_worklist(slug: str) -> list[dict[str, Any]]:
    """List who collects units and cannot spend them, the largest sum first, and who could sell to them."""
    subnetwork = coordinated_currency(slug)
    ledger = find_ledger(db.session, subnetwork.id, services.SLUG)
    if ledger is None:
        return []
    zone = the_territory().time_zone
    entries = directory.directory(db.session, subnetwork.id, zone=zone)
    found = circulation_work.stuck(db.session, ledger, entries, today=clock.today(zone), zone=zone)
    return [_stuck(one, ledger) for one in found]


def _named(one: Entry) -> dict[str, Any]:
    return {name: getattr(one.organisation, name) for name in ("id", "name", "activity")}


def _stuck(one: Stuck, ledger: Ledger) -> dict[str, Any]:
    sums = {"stock": one.stock, "too_much": one.too_much, **vars(one.flow)}
    return (
        _named(one.entry)
        | {name: in_unit(amount, ledger) for name, amount in sums.items()}
        | {
            "phone": one.entry.organisation.phone,
            "days_of_stock": one.days_of_stock,
            "buys": one.entry.buys,
            "sellers": [_named(seller) for seller in one.sellers],
        }
    )
