"""Requests to change units back into euros, for programs."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import abort, url_for
from marshmallow import Schema, fields, validate

from app.plugin_api import Subnetwork
from app.plugin_web import (
    Instant,
    May,
    Scope,
    Text,
    Whole,
    an_amount,
    db,
    key_of_request,
    looks_after,
    the_member,
)
from plugins.local_currency import desk as desks
from plugins.local_currency import reconversion, reconversion_queries, reconversion_rules
from plugins.local_currency.api_amounts import CENTS, unit_of
from plugins.local_currency.api_group import bp
from plugins.local_currency.desk_models import Means
from plugins.local_currency.guards import (
    coordinated_currency,
    day_for,
    desk_or_404,
    holds,
    may_execute,
    organisation_or_404,
    reconversion_or_404,
)
from plugins.local_currency.models import Organisation
from plugins.local_currency.programme_models import Reconversion, ReconversionState

MOST = 1_000_000 * 100


class ReconversionSchema(Schema):
    """An organisation asks to change units back into euros."""

    id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    organisation = fields.String(required=True)
    state = fields.String(
        required=True, validate=validate.OneOf([state.value for state in ReconversionState])
    )
    amount = an_amount("Units that leave the account.")
    commission = an_amount("Units that stay with the association.")
    payout = an_amount("Euros that are paid out.")
    means = fields.String(required=True, metadata={"description": "`transfer` or `cash`."})
    reason = fields.String(required=True, metadata={"description": "Why it was refused."})
    asked_at = Instant(required=True, attribute="created_at")
    decided_at = Instant(required=True, allow_none=True)
    slip_id = fields.UUID(required=True, allow_none=True)


class ReconversionNewSchema(Schema):
    """Units to be changed back."""

    amount = Whole(
        required=True,
        validate=validate.Range(min=1, max=MOST),
        metadata={"description": "In hundredths of units."},
    )
    means = fields.String(
        load_default=Means.TRANSFER.value, validate=validate.OneOf([Means.TRANSFER.value, Means.CASH.value])
    )
    iban = Text(most=60, load_default="", metadata={"description": "Needed for a transfer."})


class ReconversionRefusedSchema(Schema):
    """Why a request is refused."""

    reason = Text(required=True, least=1, most=300)


@bp.operation(
    "/<slug>/reconversions", may=May.COORDINATE, scope=Scope.COORDINATE, gives=ReconversionSchema(many=True)
)
def reconversions(slug: str) -> list[dict[str, Any]]:
    """List the requests of all organisations, those that wait first, then the latest; at most 100."""
    subnetwork = coordinated_currency(slug)
    found = reconversion_queries.requests_of(db.session, subnetwork.id)
    return _all_shown(subnetwork, found)


@bp.operation(
    "/<slug>/desks/<uuid:desk_id>/reconversions",
    may=May.TAKE_PART,
    scope=Scope.COORDINATE,
    gives=ReconversionSchema(many=True),
)
def desk_reconversions(slug: str, desk_id: UUID) -> list[dict[str, Any]]:
    """List the requests that wait to be paid in cash; none while the desk is closed."""
    subnetwork, at = desk_or_404(slug, desk_id)
    if desks.open_day(db.session, at.id) is None:
        return []
    return _all_shown(subnetwork, reconversion_queries.cash_requests(db.session, subnetwork.id))


@bp.operation(
    "/<slug>/organisations/<uuid:organisation_id>/reconversions",
    may=May.TAKE_PART,
    gives=ReconversionSchema(many=True),
)
def organisation_reconversions(slug: str, organisation_id: UUID) -> list[dict[str, Any]]:
    """List the last 20 requests of an organisation, those that wait first, to who uses its account."""
    subnetwork, found = organisation_or_404(slug, organisation_id)
    if not (looks_after(subnetwork) or holds(found.account_id)):
        abort(404)
    return _all_shown(subnetwork, reconversion_queries.latest_of(db.session, found))


@bp.operation(
    "/<slug>/organisations/<uuid:organisation_id>/reconversions",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PAYMENTS,
    body=ReconversionNewSchema,
    gives=ReconversionSchema,
    status=201,
)
def reconversion_new(body: dict[str, Any], slug: str, organisation_id: UUID) -> Any:
    """Ask to change units of an organisation back into euros; only who may pay from its account can."""
    subnetwork, found = organisation_or_404(slug, organisation_id)
    if found.account_id is None or not holds(found.account_id):
        abort(404)
    made = reconversion.ask(
        db.session,
        subnetwork,
        found,
        amount=body["amount"],
        means=body["means"],
        iban=body["iban"],
        key=key_of_request(),
        by=the_member(),
    )
    location = url_for("api_local_currency.reconversion_shown", slug=slug, reconversion_id=made.id)
    return _shown(subnetwork, made, found), 201, {"Location": location}


@bp.operation("/<slug>/reconversions/<uuid:reconversion_id>", may=May.TAKE_PART, gives=ReconversionSchema)
def reconversion_shown(slug: str, reconversion_id: UUID) -> dict[str, Any]:
    """Show a request with its calculation."""
    return _shown(*reconversion_or_404(slug, reconversion_id))


@bp.operation(
    "/<slug>/reconversions/<uuid:reconversion_id>/withdraw",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PAYMENTS,
    gives=ReconversionSchema,
)
def reconversion_withdraw(slug: str, reconversion_id: UUID) -> dict[str, Any]:
    """Take a request back."""
    subnetwork, request, found = reconversion_or_404(slug, reconversion_id)
    if not holds(found.account_id):
        abort(404)
    reconversion.withdraw(db.session, subnetwork, request, by=the_member())
    return _shown(subnetwork, request, found)


@bp.operation(
    "/<slug>/reconversions/<uuid:reconversion_id>/execute",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.COORDINATE,
    gives=ReconversionSchema,
)
def reconversion_execute(slug: str, reconversion_id: UUID) -> dict[str, Any]:
    """Pay a request out: in cash at a desk that is open, or from the bank account."""
    subnetwork, request, found = reconversion_or_404(slug, reconversion_id)
    day = day_for(subnetwork, request)
    if not may_execute(subnetwork, request, day):
        abort(404)
    reconversion.execute(db.session, subnetwork, request, by=the_member(), day=day)
    return _shown(subnetwork, request, found)


@bp.operation(
    "/<slug>/reconversions/<uuid:reconversion_id>/refuse",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=ReconversionRefusedSchema,
    gives=ReconversionSchema,
)
def reconversion_refuse(body: dict[str, Any], slug: str, reconversion_id: UUID) -> dict[str, Any]:
    """Refuse a request, with a reason."""
    coordinated_currency(slug)
    subnetwork, request, found = reconversion_or_404(slug, reconversion_id)
    reconversion.refuse(db.session, subnetwork, request, reason=body["reason"].strip(), by=the_member())
    return _shown(subnetwork, request, found)


def _shown(subnetwork: Subnetwork, request: Reconversion, organisation: Organisation) -> dict[str, Any]:
    return _all_shown(subnetwork, [(request, organisation)])[0]


def _all_shown(
    subnetwork: Subnetwork, found: Sequence[tuple[Reconversion, Organisation]]
) -> list[dict[str, Any]]:
    unit = unit_of(subnetwork)
    return [_line(request, organisation, unit) for request, organisation in found]


def _line(request: Reconversion, organisation: Organisation, unit: dict[str, Any]) -> dict[str, Any]:
    shares = reconversion_rules.calculate(request.amount, request.rate)
    names = ("id", "state", "means", "reason", "created_at", "decided_at", "slip_id")
    return {name: getattr(request, name) for name in names} | {
        "organisation_id": organisation.id,
        "organisation": organisation.name,
        "amount": {"amount": request.amount, **unit},
        "commission": {"amount": shares.commission, **unit},
        "payout": {"amount": shares.payout, **CENTS},
    }
