"""Slips for programs: the proof that units and euros moved together, and how a mistake is undone."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import abort

from app.plugin_api import Member, Refusal, Subnetwork, _
from app.plugin_web import May, Scope, db, the_member
from plugins.local_currency import desk as desks
from plugins.local_currency import issuing, owners, slips
from plugins.local_currency.api_amounts import CENTS, unit_of
from plugins.local_currency.api_desk_shapes import CurrencySlipSchema, SlipUndoneSchema
from plugins.local_currency.api_group import bp
from plugins.local_currency.desk_models import Slip
from plugins.local_currency.guards import may_undo, slip_or_404, with_bonus_shown

NAMES = (
    *("id", "number", "kind", "means", "memo", "account_id", "desk_id"),
    *("created_at", "undone_at", "undone_why"),
)


@bp.operation("/<slug>/slips/<uuid:slip_id>", may=May.TAKE_PART, gives=CurrencySlipSchema)
def slip(slug: str, slip_id: UUID) -> dict[str, Any]:
    """Show a slip to whose units it is about, to who holds the desk, and to coordinators."""
    return slip_shown(*slip_or_404(slug, slip_id))


@bp.operation(
    "/<slug>/slips/<uuid:slip_id>/undo",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.COORDINATE,
    body=SlipUndoneSchema,
    gives=CurrencySlipSchema,
)
def slip_undo(body: dict[str, Any], slug: str, slip_id: UUID) -> dict[str, Any]:
    """Undo a mistake: units and euros go back together, cash at a desk that is open."""
    subnetwork, found = slip_or_404(slug, slip_id)
    if not may_undo(subnetwork, found):
        abort(404)
    why = body["why"].strip()
    if not why:
        raise Refusal(_("Say what was wrong."), field="why")
    day = None if found.desk_id is None else desks.open_day(db.session, found.desk_id)
    return slip_shown(
        subnetwork, issuing.undo(db.session, subnetwork, found, why=why, by=the_member(), day=day)
    )


def slip_shown(subnetwork: Subnetwork, found: Slip) -> dict[str, Any]:
    """Return a slip as programs see it."""
    return slips_shown(subnetwork, [found])[0]


def slips_shown(subnetwork: Subnetwork, written: Sequence[Slip]) -> list[dict[str, Any]]:
    """Return slips as programs see them; many cost no more questions than one."""
    unit = unit_of(subnetwork)
    with_bonus = with_bonus_shown(subnetwork, written)
    whose = owners.names(db.session, {one.account_id for one in written if one.account_id is not None})
    people = slips.people(db.session, written)
    return [
        {name: getattr(one, name) for name in NAMES}
        | {
            "amount": {"amount": one.amount, **CENTS},
            "bonus": {"amount": one.bonus, **unit} if one.id in with_bonus else None,
            "who": "" if one.account_id is None else whose[one.account_id],
            "by": _first_name(people, one.by_id),
            "undone_by": _first_name(people, one.undone_by_id),
        }
        for one in written
    ]


def _first_name(people: dict[UUID, Member], member_id: UUID | None) -> str:
    return "" if member_id is None or member_id not in people else people[member_id].first_name
