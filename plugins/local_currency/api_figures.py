"""How the currency goes round, and the proof that each unit out has its euro, for programs."""

from typing import Any

from marshmallow import Schema, fields

from app.plugin_api import Ledger, clock, find_ledger
from app.plugin_web import May, Truth, Whole, an_amount, db, in_unit, the_territory
from plugins.local_currency import circulation, fund, services
from plugins.local_currency.api_amounts import CENTS, unit_of
from plugins.local_currency.api_group import bp
from plugins.local_currency.circulation import Flow, Speed
from plugins.local_currency.guards import currency

FEW = f"Null: about fewer than {circulation.FEWEST} accounts, which is not told."
WAYS = ("issued", "returned", "paid", "melted")


class FundHoldingSchema(Schema):
    """Where euros of the fund are."""

    name = fields.String(required=True)
    amount = an_amount()


class FundSchema(Schema):
    """What is out and what guarantees it, both added up from the entries."""

    issued = an_amount("Units that are out.")
    fund = an_amount("Euros that guarantee them.")
    is_equal = Truth(required=True, metadata={"description": "Whether each unit out has its euro."})
    missing = an_amount("What counts found missing and nobody has made good yet.")
    holdings = fields.List(fields.Nested(FundHoldingSchema), required=True)


class HandOversSchema(Schema):
    """How often a unit is paid on between issue and return: the fewest and the most."""

    least = fields.Float(required=True)
    most = fields.Float(required=True)


class CirculationMonthSchema(Schema):
    """What moved in a month."""

    month = fields.String(required=True, metadata={"examples": ["2026-03"]})
    issued = an_amount(FEW, may_lack=True)
    returned = an_amount(FEW, may_lack=True)
    paid = an_amount(FEW, may_lack=True)
    melted = an_amount(FEW, may_lack=True)


class UnitsOfKindSchema(Schema):
    """What stands on the accounts of one kind."""

    kind = fields.String(required=True)
    accounts = Whole(required=True)
    amount = an_amount()


class CirculationSchema(Schema):
    """How the currency goes round: totals, never about few accounts."""

    issued = an_amount("Units that are out.")
    turnover = an_amount(FEW, may_lack=True)
    times_a_year = fields.Float(
        required=True, allow_none=True, metadata={"description": "How often a unit changes hands in a year."}
    )
    hand_overs = fields.Nested(HandOversSchema, required=True, allow_none=True)
    months = fields.List(fields.Nested(CirculationMonthSchema), required=True)
    kinds = fields.List(
        fields.Nested(UnitsOfKindSchema), required=True, allow_none=True, metadata={"description": FEW}
    )


@bp.operation("/<slug>/fund", may=May.LOOK, gives=FundSchema)
def fund_proof(slug: str) -> dict[str, Any]:
    """Prove that what is out is what the fund holds."""
    subnetwork = currency(slug)
    unit = unit_of(subnetwork)
    found = fund.sums(db.session, subnetwork.id) or fund.Sums(issued=0, fund=0)
    return {
        "issued": {"amount": found.issued, **unit},
        "fund": {"amount": found.fund, **CENTS},
        "is_equal": found.is_equal,
        "missing": {"amount": found.missing, **CENTS},
        "holdings": [{"name": one.name, "amount": {"amount": one.amount, **CENTS}} for one in found.holdings],
    }


@bp.operation("/<slug>/circulation", may=May.LOOK, gives=CirculationSchema)
def circulation_figures(slug: str) -> dict[str, Any]:
    """Show how the currency went round in the last twelve months."""
    subnetwork = currency(slug)
    ledger = find_ledger(db.session, subnetwork.id, services.SLUG)
    if ledger is None:
        nothing = {"amount": 0, **unit_of(subnetwork)}
        return {"issued": nothing, **_speed(None, None), "months": [], "kinds": None}
    zone = the_territory().time_zone
    today = clock.today(zone)
    months = circulation.months(db.session, ledger, today=today, zone=zone)
    sums = fund.sums(db.session, subnetwork.id)
    issued = 0 if sums is None else sums.issued
    kinds = circulation.by_kind(db.session, ledger)
    return {
        "issued": in_unit(issued, ledger),
        **_speed(circulation.speed(months, out=issued, today=today), ledger),
        "months": [
            {
                "month": f"{month.starts_on:%Y-%m}",
                **{name: _told(getattr(month, name), ledger) for name in WAYS},
            }
            for month in months
        ],
        "kinds": kinds
        and [
            {"kind": kind, "accounts": count, "amount": in_unit(amount, ledger)}
            for kind, (count, amount) in kinds.items()
        ],
    }


def _told(flow: Flow, ledger: Ledger) -> dict[str, Any] | None:
    told: dict[str, Any] | None = in_unit(flow.told, ledger)
    return told


def _speed(found: Speed | None, ledger: Ledger | None) -> dict[str, Any]:
    if found is None or ledger is None:
        return {"turnover": None, "times_a_year": None, "hand_overs": None}
    both = found.hand_overs
    return {
        "turnover": in_unit(found.turnover, ledger),
        "times_a_year": None if found.a_year is None else round(found.a_year, 2),
        "hand_overs": None if both is None else {"least": round(both[0], 2), "most": round(both[1], 2)},
    }
