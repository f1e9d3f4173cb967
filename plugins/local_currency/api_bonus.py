"""Bonus programmes for programs: founded, ended, who is in them, and gifts to their funds."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from flask import abort, url_for

from app.plugin_api import Refusal, Subnetwork, _, active_member
from app.plugin_web import May, Scope, db, key_of_request, the_member
from plugins.local_currency import api_bonus_shapes as shapes
from plugins.local_currency import bonus, words
from plugins.local_currency.api_amounts import unit_of
from plugins.local_currency.api_group import bp
from plugins.local_currency.guards import coordinated_currency, currency
from plugins.local_currency.programme_models import Programme


@bp.operation(
    "/<slug>/programmes",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=shapes.ProgrammeSchema(many=True),
)
def programmes(slug: str) -> list[dict[str, Any]]:
    """List the programmes, those that run first; members find those that run with how to get units."""
    subnetwork = coordinated_currency(slug)
    return _shown(subnetwork, bonus.standings(db.session, subnetwork.id))


@bp.operation(
    "/<slug>/programmes",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=shapes.ProgrammeNewSchema,
    gives=shapes.ProgrammeDetailSchema,
    status=201,
)
def programme_new(body: dict[str, Any], slug: str) -> Any:
    """Found a programme, with a fund of its own that never goes below zero."""
    subnetwork = coordinated_currency(slug)
    made = bonus.found(db.session, subnetwork, **body)
    location = url_for("api_local_currency.programme", slug=slug, programme_id=made.id)
    return _detail(subnetwork, made), 201, {"Location": location}


@bp.operation(
    "/<slug>/programmes/<uuid:programme_id>",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=shapes.ProgrammeDetailSchema,
)
def programme(slug: str, programme_id: UUID) -> dict[str, Any]:
    """Show a programme with who is in it; who holds a desk is not told."""
    return _detail(*_looked_after(slug, programme_id))


@bp.operation(
    "/<slug>/programmes/<uuid:programme_id>/people/<uuid:member_id>",
    method="PUT",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=shapes.ProgrammeDetailSchema,
)
def programme_admit(slug: str, programme_id: UUID, member_id: UUID) -> dict[str, Any]:
    """Admit a member; they are told, and nobody else. Again is no harm."""
    subnetwork, found = _looked_after(slug, programme_id)
    member = active_member(db.session, member_id)
    if member is None:
        raise Refusal(_("Choose somebody who is a member here."))
    with _no_field():
        bonus.admit(db.session, subnetwork, found, member, by=the_member())
    return _detail(subnetwork, found)


@bp.operation(
    "/<slug>/programmes/<uuid:programme_id>/people/<uuid:member_id>",
    method="DELETE",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    status=204,
)
def programme_dismiss(slug: str, programme_id: UUID, member_id: UUID) -> None:
    """End a member's part in a programme; what they had stays theirs."""
    bonus.dismiss(db.session, _looked_after(slug, programme_id)[1], member_id)


@bp.operation(
    "/<slug>/programmes/<uuid:programme_id>/end",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=shapes.ProgrammeDetailSchema,
)
def programme_end(slug: str, programme_id: UUID) -> dict[str, Any]:
    """End a programme; what is in its fund stays there. Again is no harm."""
    subnetwork, found = _looked_after(slug, programme_id)
    if found.ended_at is None:
        bonus.end(db.session, found)
    return _detail(subnetwork, found)


@bp.operation(
    "/<slug>/programmes/<uuid:programme_id>/again",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=shapes.ProgrammeDetailSchema,
)
def programme_again(slug: str, programme_id: UUID) -> dict[str, Any]:
    """Take a programme up again, with who was in it; again is no harm."""
    subnetwork, found = _looked_after(slug, programme_id)
    if found.ended_at is not None:
        with _no_field():
            bonus.end(db.session, found)
    return _detail(subnetwork, found)


@bp.operation(
    "/<slug>/programmes/<uuid:programme_id>/gifts",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PAYMENTS,
    body=shapes.GiftNewSchema,
    gives=shapes.GiftSchema,
    status=201,
)
def programme_give(body: dict[str, Any], slug: str, programme_id: UUID) -> dict[str, Any]:
    """Give units of mine to the fund of a programme."""
    subnetwork = currency(slug)
    found = _found(subnetwork, programme_id)
    given = bonus.give(
        db.session, subnetwork, found, the_member(), amount=body["amount"], key=key_of_request()
    )
    unit = unit_of(subnetwork)
    amount = {"amount": given.amount, **unit}
    return {"programme_id": found.id, "transfer_id": given.id, "amount": amount, "at": given.created_at}


def _looked_after(slug: str, programme_id: UUID) -> tuple[Subnetwork, Programme]:
    subnetwork = coordinated_currency(slug)
    return subnetwork, _found(subnetwork, programme_id)


def _found(subnetwork: Subnetwork, programme_id: UUID) -> Programme:
    return bonus.find(db.session, subnetwork.id, programme_id) or abort(404)


@contextmanager
def _no_field() -> Iterator[None]:
    """Let a refusal name no field: the member stands in the address, or nowhere."""
    try:
        yield
    except Refusal as refusal:
        raise Refusal(*refusal.reasons) from refusal


def _shown(subnetwork: Subnetwork, standings: list[bonus.Standing]) -> list[dict[str, Any]]:
    unit = unit_of(subnetwork)
    names = ("id", "name", "conditions", "percent", "account_id", "ended_at")
    return [
        {name: getattr(one.programme, name) for name in names}
        | {
            "monthly_cap": one.programme.monthly_cap and {"amount": one.programme.monthly_cap, **unit},
            "in_fund": {"amount": one.in_fund, **unit},
            "people": one.people,
        }
        for one in standings
    ]


def _detail(subnetwork: Subnetwork, found: Programme) -> dict[str, Any]:
    shown = _shown(subnetwork, bonus.standings(db.session, subnetwork.id, found.id))[0]
    people = bonus.admitted(db.session, found.id)
    return shown | {"admitted": [{"member_id": one.id, "name": words.whole_name(one)} for one in people]}
