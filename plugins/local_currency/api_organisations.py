"""Organisations for programs: asking to take part, the committee's answers, who uses the account."""

from typing import Any
from uuid import UUID

from flask import url_for

from app.plugin_api import Refusal, Subnetwork, _, active_member, holders_of
from app.plugin_web import May, Scope, db, looks_after, the_member
from plugins.local_currency import api_organisation_shapes as shapes
from plugins.local_currency import approvals
from plugins.local_currency.api_group import bp
from plugins.local_currency.check_digits import in_fours, reference_of
from plugins.local_currency.guards import (
    applicant,
    committee_or_404,
    coordinated_currency,
    currency,
    organisation_or_404,
    point_on_map,
)
from plugins.local_currency.models import Organisation, OrganisationKind
from plugins.local_currency.organisation_words import Words


@bp.operation(
    "/<slug>/organisations",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=shapes.OrganisationSchema(many=True),
)
def organisations(slug: str) -> list[dict[str, Any]]:
    """List all organisations that asked to take part, whatever their state, by name."""
    subnetwork = coordinated_currency(slug)
    return [_line(one) for one in approvals.organisations_of(db.session, subnetwork.id)]


@bp.operation(
    "/<slug>/organisations",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PROFILE,
    body=shapes.OrganisationNewSchema,
    gives=shapes.OrganisationDetailSchema,
    status=201,
)
def organisation_new(body: dict[str, Any], slug: str) -> Any:
    """Ask for an account for an organisation; the committee is told and decides."""
    subnetwork, name, kind = currency(slug), body.pop("name"), OrganisationKind(body.pop("kind"))
    try:
        member = applicant(subnetwork, body.pop("member_id"))
    except Refusal as refusal:
        raise Refusal(*refusal.reasons, field="member_id") from refusal
    made = approvals.apply(db.session, subnetwork, kind=kind, name=name, words=_words(body), member=member)
    location = url_for("api_local_currency.organisation", slug=slug, organisation_id=made.id)
    return _shown(subnetwork, made), 201, {"Location": location}


@bp.operation(
    "/<slug>/organisations/<uuid:organisation_id>",
    may=May.TAKE_PART,
    gives=shapes.OrganisationDetailSchema,
)
def organisation(slug: str, organisation_id: UUID) -> dict[str, Any]:
    """Show an organisation to who asked for it or uses its account, and to the committee."""
    return _shown(*organisation_or_404(slug, organisation_id))


@bp.operation(
    "/<slug>/organisations/<uuid:organisation_id>",
    method="PUT",
    may=May.TAKE_PART,
    scope=Scope.PROFILE,
    body=shapes.OrganisationPutSchema,
    gives=shapes.OrganisationDetailSchema,
)
def organisation_put(body: dict[str, Any], slug: str, organisation_id: UUID) -> dict[str, Any]:
    """Change what an organisation says of itself; name and kind stay as the committee saw them."""
    subnetwork, found = organisation_or_404(slug, organisation_id)
    approvals.change(db.session, found, _words(body))
    return _shown(subnetwork, found)


@bp.operation(
    "/<slug>/organisations/<uuid:organisation_id>/votes",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=shapes.OrganisationVoteNewSchema,
    gives=shapes.OrganisationDetailSchema,
)
def organisation_vote(body: dict[str, Any], slug: str, organisation_id: UUID) -> dict[str, Any]:
    """Say yes or no to an application; as many as are needed decide it."""
    subnetwork, found = committee_or_404(slug, organisation_id)
    approvals.vote(db.session, subnetwork, found, yes=body["yes"], reason=body["reason"], by=the_member())
    return _shown(subnetwork, found)


@bp.operation(
    "/<slug>/organisations/<uuid:organisation_id>/withdraw",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=shapes.OrganisationReasonSchema,
    gives=shapes.OrganisationDetailSchema,
)
def organisation_withdraw(body: dict[str, Any], slug: str, organisation_id: UUID) -> dict[str, Any]:
    """End the part of an organisation: it receives no more; what it has can still be changed back."""
    subnetwork, found = committee_or_404(slug, organisation_id)
    approvals.withdraw(db.session, subnetwork, found, reason=body["reason"], by=the_member())
    return _shown(subnetwork, found)


@bp.operation(
    "/<slug>/organisations/<uuid:organisation_id>/again",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=shapes.OrganisationDetailSchema,
)
def organisation_again(slug: str, organisation_id: UUID) -> dict[str, Any]:
    """Let an organisation that had left take part again, with the account it had."""
    subnetwork, found = committee_or_404(slug, organisation_id)
    approvals.take_back(db.session, subnetwork, found, by=the_member())
    return _shown(subnetwork, found)


@bp.operation(
    "/<slug>/organisations/<uuid:organisation_id>/holders/<uuid:member_id>",
    method="PUT",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=shapes.OrganisationDetailSchema,
)
def organisation_holder_put(slug: str, organisation_id: UUID, member_id: UUID) -> dict[str, Any]:
    """Let another member use the account of an organisation."""
    subnetwork, found = committee_or_404(slug, organisation_id)
    member = active_member(db.session, member_id)
    if member is None:
        raise Refusal(_("Choose somebody who is a member here."))
    approvals.add_holder(db.session, found, member, by=the_member())
    return _shown(subnetwork, found)


@bp.operation(
    "/<slug>/organisations/<uuid:organisation_id>/holders/<uuid:member_id>",
    method="DELETE",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    status=204,
)
def organisation_holder_delete(slug: str, organisation_id: UUID, member_id: UUID) -> None:
    """Take the account of an organisation from a member."""
    _subnetwork, found = committee_or_404(slug, organisation_id)
    approvals.remove_holder(db.session, found, member_id)


def _words(body: dict[str, Any]) -> Words:
    on_map = body.pop("on_map")
    return Words(**body, point=point_on_map(body["place"], on_map=on_map))


def _line(one: Organisation) -> dict[str, Any]:
    names = ("id", "kind", "name", "activity", "state", "reason", "account_id", "decided_at")
    return {name: getattr(one, name) for name in names} | {"asked_at": one.created_at}


def _shown(subnetwork: Subnetwork, one: Organisation) -> dict[str, Any]:
    names = ("description", "siret", "accepts", "opening_hours", "place", "website", "phone", "asked_by_id")
    votes = approvals.votes(db.session, one.id) if looks_after(subnetwork) else []
    holders = holders_of(db.session, one.account_id) if one.account_id is not None else []
    return (
        _line(one)
        | {name: getattr(one, name) for name in names}
        | {
            "on_map": one.public_lat is not None,
            "reference": in_fours(reference_of(subnetwork.id, one.id)),
            "needed": approvals.needed(db.session, subnetwork),
            "votes": [
                {
                    "member_id": member.id,
                    "first_name": member.first_name,
                    "yes": cast.yes,
                    "reason": cast.reason,
                }
                for cast, member in votes
            ],
            "holders": [{"member_id": held.member_id, "first_name": name} for held, name in holders],
        }
    )
