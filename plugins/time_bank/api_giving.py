"""Time given to the association, and absences, for programs."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import abort
from marshmallow import Schema, fields, validate

from app.plugin_web import Instant, May, Scope, Text, Whole, a_day, db, looks_after, the_member
from plugins.time_bank import giving_reach, year
from plugins.time_bank.api_group import bp
from plugins.time_bank.desks import here_or_404, today
from plugins.time_bank.giving_reach import A_DAY, LONGEST_WORDS, contribution_or_404
from plugins.time_bank.year_models import Absence, Contribution, ContributionState


class ContributionSchema(Schema):
    """Time that a member gave to the association."""

    id = fields.UUID(required=True)
    member_id = fields.UUID(required=True)
    minutes = Whole(required=True)
    day = fields.Date(required=True)
    what = fields.String(required=True)
    state = fields.String(
        required=True, validate=validate.OneOf([state.value for state in ContributionState])
    )
    answer = fields.String(required=True, metadata={"description": "Why it was not counted."})
    answered_at = Instant(required=True, allow_none=True)
    transfer_id = fields.UUID(required=True, allow_none=True)


class ContributionNewSchema(Schema):
    """Time that was given."""

    minutes = Whole(required=True, validate=validate.Range(min=1, max=A_DAY), metadata={"examples": [90]})
    day = a_day(required=True)
    what = Text(required=True, least=1, most=LONGEST_WORDS, metadata={"description": "What for."})
    member_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "You, when left out; what coordinators note of others counts at once."},
    )


class ContributionRefusedSchema(Schema):
    """Why time is not counted."""

    why = Text(required=True, least=1, most=LONGEST_WORDS)


class AbsenceSchema(Schema):
    """A time in which a member neither gives nor asks."""

    id = fields.UUID(required=True)
    since = fields.Date(required=True)
    until = fields.Date(required=True, metadata={"description": "The last day."})


class AbsenceNewSchema(Schema):
    """From when until when somebody is away."""

    since = a_day(required=True)
    until = a_day(required=True, metadata={"description": "The last day."})


@bp.operation("/<slug>/contributions", may=May.TAKE_PART, gives=ContributionSchema(many=True))
def contributions(slug: str) -> list[Contribution]:
    """List what one gave to the association, the latest first; at most 100."""
    found = year.contributions(db.session, here_or_404(slug).id, member_id=the_member().id)
    return [made for made, _member in found]


@bp.operation(
    "/<slug>/contributions/waiting",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=ContributionSchema(many=True),
)
def contributions_waiting(slug: str) -> list[Contribution]:
    """List what members declared and nobody answered yet, the latest first; at most 100."""
    subnetwork = here_or_404(slug)
    if not looks_after(subnetwork):
        abort(404)
    found = year.contributions(db.session, subnetwork.id, declared=True)
    return [made for made, _member in found]


@bp.operation(
    "/<slug>/contributions",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.EXCHANGES,
    body=ContributionNewSchema,
    gives=ContributionSchema,
    status=201,
)
def contribution_new(body: dict[str, Any], slug: str) -> Contribution:
    """Note time that was given to the association; a coordinator counts it."""
    member_id = body.pop("member_id") or the_member().id
    return giving_reach.declare(here_or_404(slug), member_id, **body)


@bp.operation(
    "/<slug>/contributions/<uuid:contribution_id>/count",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=ContributionSchema,
)
def contribution_count(slug: str, contribution_id: UUID) -> Contribution:
    """Count time that somebody declared; nobody counts their own."""
    made = contribution_or_404(slug, contribution_id)
    giving_reach.count(made, slug)
    return made


@bp.operation(
    "/<slug>/contributions/<uuid:contribution_id>/refuse",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=ContributionRefusedSchema,
    gives=ContributionSchema,
)
def contribution_refuse(body: dict[str, Any], slug: str, contribution_id: UUID) -> Contribution:
    """Say why time that somebody declared is not counted; they are told."""
    made = contribution_or_404(slug, contribution_id)
    giving_reach.refuse(made, slug, body["why"])
    return made


@bp.operation("/<slug>/absences", may=May.TAKE_PART, gives=AbsenceSchema(many=True))
def absences(slug: str) -> Sequence[Absence]:
    """List one's absences that are not over, the next one first."""
    here_or_404(slug)
    return year.absences(db.session, the_member().id, today=today())


@bp.operation(
    "/<slug>/absences",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PROFILE,
    body=AbsenceNewSchema,
    gives=AbsenceSchema,
    status=201,
)
def absence_new(body: dict[str, Any], slug: str) -> Absence:
    """Say that one is away for a while: nothing melts meanwhile, and nobody wonders."""
    here_or_404(slug)
    me = the_member()
    return year.go_away(db.session, me, since=body["since"], until=body["until"], by_id=me.id)


@bp.operation(
    "/<slug>/absences/<uuid:absence_id>/end",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PROFILE,
    gives=AbsenceSchema(many=True),
)
def absence_end(slug: str, absence_id: UUID) -> Sequence[Absence]:
    """Say that one is back; an absence that has not begun is taken back. Gives those that are not over."""
    here_or_404(slug)
    year.come_back(db.session, giving_reach.absence_or_404(absence_id), today=today())
    return year.absences(db.session, the_member().id, today=today())
