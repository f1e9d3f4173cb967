"""An exchange desk for programs: its day, what is issued there, its counts."""

from typing import Any
from uuid import UUID

from flask import abort

from app.plugin_api import Account, Refusal, Subnetwork, _
from app.plugin_web import (
    May,
    Scope,
    db,
    key_of_request,
    looks_after,
    the_member,
)
from plugins.local_currency import desk as desks
from plugins.local_currency import desk_days, issuing, owners, slips
from plugins.local_currency.api_amounts import CENTS
from plugins.local_currency.api_desk_shapes import (
    CurrencySlipSchema,
    DeskCountSchema,
    DeskDepositSchema,
    DeskIssueSchema,
    DeskSchema,
    OwnersAskedSchema,
    UnitsOwnerSchema,
)
from plugins.local_currency.api_group import bp
from plugins.local_currency.api_slips import slip_shown, slips_shown
from plugins.local_currency.desk_models import Desk, DeskDay
from plugins.local_currency.guards import currency, day_or_refusal, desk_or_404

MOST_FOUND = 20


@bp.operation("/<slug>/desks", may=May.TAKE_PART, scope=Scope.COORDINATE, gives=DeskSchema(many=True))
def desk_list(slug: str) -> list[dict[str, Any]]:
    """List the desks that I hold, or all to those who look after the currency."""
    subnetwork = currency(slug)
    if looks_after(subnetwork):
        return [shown(one) for one in desks.desks_of(db.session, subnetwork.id)]
    mine = desks.kept_by(db.session, subnetwork.id, the_member().id)
    return [shown(one) for one in mine] or abort(404)


@bp.operation("/<slug>/desks/<uuid:desk_id>", may=May.TAKE_PART, scope=Scope.COORDINATE, gives=DeskSchema)
def desk(slug: str, desk_id: UUID) -> dict[str, Any]:
    """Show a desk and its day to who holds it."""
    return shown(desk_or_404(slug, desk_id)[1])


@bp.operation(
    "/<slug>/desks/<uuid:desk_id>/owners",
    may=May.TAKE_PART,
    scope=Scope.COORDINATE,
    query=OwnersAskedSchema,
    gives=UnitsOwnerSchema(many=True),
)
def desk_owners(query: dict[str, Any], slug: str, desk_id: UUID) -> list[owners.Owner]:
    """Find who can be given units at a desk, by name or payment reference; at most 20."""
    subnetwork, _desk = desk_or_404(slug, desk_id)
    return owners.search(db.session, subnetwork, query["q"])[:MOST_FOUND]


@bp.operation(
    "/<slug>/desks/<uuid:desk_id>/open",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.COORDINATE,
    body=DeskCountSchema,
    gives=DeskSchema,
)
def desk_open(body: dict[str, Any], slug: str, desk_id: UUID) -> dict[str, Any]:
    """Open the day with a first count."""
    subnetwork, found = desk_or_404(slug, desk_id)
    desk_days.begin(
        db.session, subnetwork, found, count=body["count"], note=body["note"].strip(), by=the_member()
    )
    return shown(found)


@bp.operation(
    "/<slug>/desks/<uuid:desk_id>/close",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.COORDINATE,
    body=DeskCountSchema,
    gives=DeskSchema,
)
def desk_close(body: dict[str, Any], slug: str, desk_id: UUID) -> dict[str, Any]:
    """Close the day with a last count."""
    subnetwork, found = desk_or_404(slug, desk_id)
    desk_days.finish(
        db.session,
        subnetwork,
        found,
        day_or_refusal(found),
        count=body["count"],
        note=body["note"].strip(),
        by=the_member(),
    )
    return shown(found)


@bp.operation(
    "/<slug>/desks/<uuid:desk_id>/issue",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.COORDINATE,
    body=DeskIssueSchema,
    gives=CurrencySlipSchema,
    status=201,
)
def desk_issue(body: dict[str, Any], slug: str, desk_id: UUID) -> dict[str, Any]:
    """Issue units against euros received at the desk, one for one."""
    subnetwork, found = desk_or_404(slug, desk_id)
    slip = issuing.issue(
        db.session,
        subnetwork,
        _account(subnetwork, body["to"]),
        amount=body["amount"],
        means=body["means"],
        memo=body["memo"].strip(),
        key=key_of_request(),
        by=the_member(),
        day=day_or_refusal(found),
    )
    return slip_shown(subnetwork, slip)


@bp.operation(
    "/<slug>/desks/<uuid:desk_id>/deposit",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.COORDINATE,
    body=DeskDepositSchema,
    gives=CurrencySlipSchema,
    status=201,
)
def desk_deposit(body: dict[str, Any], slug: str, desk_id: UUID) -> dict[str, Any]:
    """Enter cash of the desk that was brought to the bank."""
    subnetwork, found = desk_or_404(slug, desk_id)
    slip = issuing.deposit(
        db.session,
        subnetwork,
        day_or_refusal(found),
        amount=body["amount"],
        memo=body["memo"].strip(),
        key=key_of_request(),
        by=the_member(),
    )
    return slip_shown(subnetwork, slip)


@bp.operation(
    "/<slug>/desks/<uuid:desk_id>/slips",
    may=May.TAKE_PART,
    scope=Scope.COORDINATE,
    gives=CurrencySlipSchema(many=True),
)
def desk_slips(slug: str, desk_id: UUID) -> list[dict[str, Any]]:
    """List the slips of the day that is open, in order; none while the desk is closed."""
    subnetwork, found = desk_or_404(slug, desk_id)
    day = desks.open_day(db.session, found.id)
    return slips_shown(subnetwork, slips.of_day(db.session, day.id)) if day else []


def _account(subnetwork: Subnetwork, key: str) -> Account:
    account = owners.account(db.session, subnetwork, key)
    if account is None:
        raise Refusal(
            _("Nobody is called so here. Only members and approved organisations get units."), field="to"
        )
    return account


def shown(found: Desk) -> dict[str, Any]:
    """Return a desk as programs see it."""
    day = desks.open_day(db.session, found.id)
    return {
        "id": found.id,
        "name": found.name,
        "place": found.place,
        "opening_hours": found.opening_hours,
        "cash": {"amount": desks.cash_of(db.session, found), **CENTS},
        "ended_at": found.closed_at,
        "open_day": None if day is None else _day(day),
    }


def _day(day: DeskDay) -> dict[str, Any]:
    sums = vars(desk_days.totals(db.session, day))
    return {"id": day.id, "day": day.day, **{name: {"amount": sums[name], **CENTS} for name in sums}}
