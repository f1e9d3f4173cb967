"""The guarantee fund for programs of who looks after it: the whole proof, and a difference made good."""

from typing import Any

from marshmallow import Schema, fields

from app.plugin_api import Refusal, Subnetwork, _
from app.plugin_web import May, Scope, Text, Truth, an_amount, db, key_of_request, the_member
from plugins.local_currency import desk_days, fund, fund_check
from plugins.local_currency.api_amounts import CENTS, unit_of
from plugins.local_currency.api_group import bp
from plugins.local_currency.forms_desk import LONGEST_NOTE
from plugins.local_currency.guards import coordinated_currency


class FundAccountSchema(Schema):
    """An account of the fund, with its euros."""

    account_id = fields.UUID(required=True, metadata={"description": "Its statement has the entries."})
    name = fields.String(required=True)
    amount = an_amount()


class FundCheckSchema(Schema):
    """The proof that what is out is what the fund holds, entry by entry of both ledgers."""

    issued = an_amount("Units that are out.")
    fund = an_amount("Euros that guarantee them.")
    is_right = Truth(
        required=True, metadata={"description": "Whether each slip moved as many units as euros."}
    )
    difference = fields.String(
        required=True, metadata={"description": "The first thing on which both ledgers differ, in words."}
    )
    in_hand = an_amount("Euros in the desks and at the bank.")
    missing = an_amount("What counts found missing and nobody has made good yet; below zero: too much.")
    accounts = fields.List(fields.Nested(FundAccountSchema), required=True)


class MadeGoodSchema(Schema):
    """From where a difference was made good."""

    note = Text(
        required=True, least=1, most=LONGEST_NOTE, metadata={"examples": ["From the membership fees"]}
    )


@bp.operation("/<slug>/fund/check", may=May.COORDINATE, scope=Scope.COORDINATE, gives=FundCheckSchema)
def fund_checked(slug: str) -> dict[str, Any]:
    """Go through every entry of both ledgers and say on what they differ first; zeros before an issue."""
    return _checked(coordinated_currency(slug))


@bp.operation(
    "/<slug>/fund/made-good",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=MadeGoodSchema,
    gives=FundCheckSchema,
)
def fund_made_good(body: dict[str, Any], slug: str) -> dict[str, Any]:
    """Enter that the association paid in what counts found missing, or took out what was too much."""
    subnetwork, note = coordinated_currency(slug), body["note"].strip()
    if not note:
        raise Refusal(_("Say from where."), field="note")
    desk_days.make_good(db.session, subnetwork, note=note, key=key_of_request(), by=the_member())
    return _checked(subnetwork)


def _checked(subnetwork: Subnetwork) -> dict[str, Any]:
    found = fund_check.check(db.session, subnetwork.id)
    sums = fund.Sums(issued=0, fund=0) if found is None else found.sums
    unit = unit_of(subnetwork)
    return {
        "issued": {"amount": sums.issued, **unit},
        "fund": {"amount": sums.fund, **CENTS},
        "is_right": found is None or found.is_right,
        "difference": "" if found is None else found.difference,
        "in_hand": {"amount": sums.in_hand, **CENTS},
        "missing": {"amount": sums.missing, **CENTS},
        "accounts": [
            {"account_id": one.account_id, "name": one.name, "amount": {"amount": one.amount, **CENTS}}
            for one in sums.holdings
        ],
    }
