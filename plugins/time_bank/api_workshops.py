"""Workshops for programs: what is planned, signing up, and who was there."""

from typing import Any
from uuid import UUID

from flask import url_for
from marshmallow import Schema, fields, validate

from app.plugin_api import Member, Refusal, _
from app.plugin_web import (
    Cursor,
    Instant,
    May,
    Page,
    Scope,
    Text,
    Truth,
    Whole,
    cursor_page,
    db,
    page_of,
    the_member,
)
from plugins.time_bank import workshop_reach, workshops
from plugins.time_bank.api_group import bp
from plugins.time_bank.desks import here_or_404
from plugins.time_bank.workshop_models import Coming, WhoPays, Workshop, WorkshopState
from plugins.time_bank.workshop_reach import leads, led_or_404, workshop_or_404

MOST_PEOPLE = 1000


class WorkshopsSchema(Cursor):
    """Which workshops."""

    past = fields.Boolean(
        load_default=False, metadata={"description": "Those that were held or cancelled, the latest first."}
    )


class WorkshopSchema(Schema):
    """Something shown or done together at one time."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    where = fields.String(required=True)
    starts_at = Instant(required=True)
    minutes = Whole(required=True)
    places = Whole(required=True, allow_none=True, metadata={"description": "Null: all who like."})
    who_pays = fields.String(required=True, validate=validate.OneOf([who.value for who in WhoPays]))
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in WorkshopState]))
    leader_id = fields.UUID(required=True)
    transfer_id = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "The first one in which it was counted."},
    )


class WorkshopGuestSchema(Schema):
    """Somebody on the list of a workshop."""

    member_id = fields.UUID(required=True)
    first_name = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in Coming]))


class WorkshopDetailSchema(WorkshopSchema):
    """A workshop with who comes."""

    leader = fields.String(required=True, metadata={"description": "First name."})
    leads = Truth(required=True, metadata={"description": "Whether you may count and cancel it."})
    mine = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Where you stand, such as `waiting`."},
    )
    guests = fields.List(
        fields.Nested(WorkshopGuestSchema),
        required=True,
        metadata={"description": "Who comes or came; to who leads it, all on the list."},
    )


class WorkshopNewSchema(Schema):
    """A workshop to be planned."""

    title = Text(required=True, least=1, most=workshop_reach.LONGEST_TITLE)
    text = Text(
        load_default="",
        most=workshop_reach.LONGEST_TEXT,
        metadata={"description": "What happens, and what to bring."},
    )
    where = Text(required=True, least=1, most=workshop_reach.LONGEST_WHERE)
    starts_at = Instant(required=True)
    minutes = Whole(
        required=True,
        validate=validate.Range(min=1, max=workshop_reach.A_DAY),
        metadata={"description": "Counted for who leads and for everybody who comes.", "examples": [120]},
    )
    places = Whole(
        load_default=None,
        allow_none=True,
        validate=validate.Range(min=1, max=workshop_reach.MOST_PLACES),
        metadata={"description": "Null: all who like. When it is full, there is a waiting list."},
    )
    who_pays = fields.String(
        load_default=WhoPays.EACH.value,
        validate=validate.OneOf([who.value for who in WhoPays]),
        metadata={"description": "Where the leader's time comes from."},
    )
    leader_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "You, when left out; coordinators may name any member."},
    )


class WorkshopPresentSchema(Schema):
    """Who was there."""

    present = fields.List(
        fields.UUID(),
        required=True,
        validate=validate.Length(max=MOST_PEOPLE),
        metadata={"description": "Ids of the members on the list who came."},
    )


@bp.operation("/<slug>/workshops", may=May.TAKE_PART, query=WorkshopsSchema, gives=page_of(WorkshopSchema))
def workshop_list(query: dict[str, Any], slug: str) -> Page[Workshop]:
    """List what is planned, the next first, or what was."""
    found = workshops.workshops_of(here_or_404(slug).id, planned=not query["past"])
    by = [(Workshop.starts_at, lambda line: line.starts_at), (Workshop.id, lambda line: line.id)]
    return cursor_page(db.session, found, by, query, descending=query["past"])


@bp.operation(
    "/<slug>/workshops",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.EXCHANGES,
    body=WorkshopNewSchema,
    gives=WorkshopDetailSchema,
    status=201,
)
def workshop_plan(body: dict[str, Any], slug: str) -> Any:
    """Plan a workshop that you lead; who coordinates may plan it for another."""
    leader_id = body.pop("leader_id") or the_member().id
    who_pays = WhoPays(body.pop("who_pays"))
    made = workshop_reach.plan(here_or_404(slug), leader_id=leader_id, who_pays=who_pays, **body)
    location = url_for("api_time_bank.workshop", slug=slug, workshop_id=made.id)
    return _shown(slug, made), 201, {"Location": location}


@bp.operation("/<slug>/workshops/<uuid:workshop_id>", may=May.TAKE_PART, gives=WorkshopDetailSchema)
def workshop(slug: str, workshop_id: UUID) -> dict[str, Any]:
    """Show a workshop and who comes."""
    return _shown(slug, workshop_or_404(here_or_404(slug), workshop_id))


@bp.operation(
    "/<slug>/workshops/<uuid:workshop_id>/sign-up",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.EXCHANGES,
    gives=WorkshopDetailSchema,
)
def workshop_sign_up(slug: str, workshop_id: UUID) -> dict[str, Any]:
    """Sign up, or get on the waiting list when it is full."""
    found = workshop_or_404(here_or_404(slug), workshop_id)
    workshop_reach.sign_up(found)
    return _shown(slug, found)


@bp.operation(
    "/<slug>/workshops/<uuid:workshop_id>/leave",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.EXCHANGES,
    gives=WorkshopDetailSchema,
)
def workshop_leave(slug: str, workshop_id: UUID) -> dict[str, Any]:
    """Make room for somebody else."""
    found = workshop_or_404(here_or_404(slug), workshop_id)
    workshop_reach.leave(found)
    return _shown(slug, found)


@bp.operation(
    "/<slug>/workshops/<uuid:workshop_id>/count",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.EXCHANGES,
    body=WorkshopPresentSchema,
    gives=WorkshopDetailSchema,
)
def workshop_count(body: dict[str, Any], slug: str, workshop_id: UUID) -> dict[str, Any]:
    """Note who was there and count the time of all at once; for who leads it, and coordinators."""
    found, present = led_or_404(slug, workshop_id), set(body["present"])
    workshops.check_begun(found)
    if present - {guest.member.id for guest in workshops.guests(db.session, found.id)}:
        raise Refusal(_("Only who is on the list can be counted."), field="present")
    workshops.count(db.session, found, present=present, by_id=the_member().id)
    return _shown(slug, found)


@bp.operation(
    "/<slug>/workshops/<uuid:workshop_id>/cancel",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.EXCHANGES,
    gives=WorkshopDetailSchema,
)
def workshop_cancel(slug: str, workshop_id: UUID) -> dict[str, Any]:
    """Cancel a workshop and tell who wanted to come; for who leads it, and coordinators."""
    found = led_or_404(slug, workshop_id)
    workshop_reach.cancel(found)
    return _shown(slug, found)


def _shown(slug: str, found: Workshop) -> dict[str, Any]:
    is_leading = leads(here_or_404(slug), found)
    guests = workshops.guests(db.session, found.id)
    mine = next((one.attendance.state for one in guests if one.member.id == the_member().id), None)
    return {name: getattr(found, name) for name in WorkshopSchema().fields} | {
        "leader": db.session.get_one(Member, found.leader_id).first_name,
        "leads": is_leading,
        "mine": mine,
        "guests": [
            {
                "member_id": one.member.id,
                "first_name": one.member.first_name,
                "state": one.attendance.state,
            }
            for one in guests
            if is_leading or one.attendance.state in (Coming.COMING, Coming.CAME)
        ],
    }
