"""The end of the year for programs: what was voted about it, what it would do, doing it."""

from typing import Any

from flask import abort

from app.plugin_api import Ledger, find_ledger
from app.plugin_web import May, Scope, db, in_unit, looks_after, the_member
from plugins.time_bank import api_year_shapes as shapes
from plugins.time_bank import year_ends
from plugins.time_bank.api_group import bp
from plugins.time_bank.desks import desk, here_or_404, ledger_of, today
from plugins.time_bank.services import SLUG
from plugins.time_bank.year_models import AtYearEnd, YearEnd, YearRule


@bp.operation("/<slug>/year-end", may=May.TAKE_PART, gives=shapes.TimeBankYearSchema)
def year_end(slug: str) -> dict[str, Any]:
    """Say what was voted about the end of the year and which years were closed."""
    subnetwork = here_or_404(slug)
    last, kept = year_ends.latest_year(today()), find_ledger(db.session, subnetwork.id, SLUG)
    return {
        "vote": year_ends.voted(db.session, subnetwork.id),
        "year": last,
        "is_open": not year_ends.is_closed(db.session, subnetwork.id, last),
        "closed": [_shown(one, kept) for one in year_ends.closed_years(db.session, subnetwork.id)],
    }


@bp.operation(
    "/<slug>/year-end/plan",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=shapes.TimeBankYearPlanSchema,
)
def year_end_plan(slug: str) -> dict[str, Any]:
    """Say what closing the latest year would do, account by account; who is away is spared."""
    subnetwork = here_or_404(slug)
    if not looks_after(subnetwork):
        abort(404)
    last, book = year_ends.latest_year(today()), ledger_of(subnetwork)
    if book is None or year_ends.is_closed(db.session, subnetwork.id, last):
        return {"year": last, "accounts": []}
    return {
        "year": last,
        "accounts": [
            {
                "member_id": one.member.id,
                "first_name": one.member.first_name,
                "account_id": one.account.id,
                "amount": in_unit(one.amount, book),
                "after": in_unit(one.after, book),
            }
            for one in year_ends.preview(db.session, subnetwork, book, last)
        ],
    }


@bp.operation(
    "/<slug>/year-end/vote",
    method="PUT",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=shapes.TimeBankVoteNewSchema,
    gives=shapes.TimeBankVoteSchema,
)
def year_end_vote(body: dict[str, Any], slug: str) -> YearRule:
    """Note what the members voted about the end of the year."""
    what = AtYearEnd(body.pop("what"))
    return year_ends.vote(db.session, desk(slug).subnetwork, what=what, by_id=the_member().id, **body)


@bp.operation(
    "/<slug>/year-end/<int:number>/close",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=shapes.TimeBankClosedYearSchema,
)
def year_end_close(slug: str, number: int) -> dict[str, Any]:
    """Close the latest year that is over as it was voted, once: what melts goes to the community."""
    at = desk(slug)
    closed = year_ends.close_year(
        db.session, at.subnetwork, at.ledger, number, today=today(), by_id=the_member().id
    )
    return _shown(closed, at.ledger)


def _shown(one: YearEnd, kept: Ledger | None) -> dict[str, Any]:
    return {
        "year": one.year,
        "accounts": one.accounts,
        "amount": in_unit(one.amount, kept) if kept is not None else None,
        "decision": one.decision,
    }
