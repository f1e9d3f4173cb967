"""The yearly share for programs: a member chooses an association, a coordinator computes and posts."""

from datetime import date, timedelta
from typing import Any

from flask import abort

from app.plugin_api import Ledger, Refusal, Subnetwork, clock, find_ledger
from app.plugin_web import May, Scope, db, in_unit, looks_after, the_member, the_territory
from plugins.local_currency import api_shares_shapes as shapes
from plugins.local_currency import services, shares, shares_posting, shares_shown
from plugins.local_currency.api_amounts import CENTS
from plugins.local_currency.api_group import bp
from plugins.local_currency.guards import coordinated_currency, currency
from plugins.local_currency.shares_models import ShareRun

YEAR = "/<slug>/shares/<int:share_year>"


@bp.operation("/<slug>/share", may=May.TAKE_PART, gives=shapes.ShareSchema)
def share(slug: str) -> dict[str, Any]:
    """Show the rules of the share, the associations, whom I chose, and the years that were posted."""
    return _shown(currency(slug))


@bp.operation(
    "/<slug>/share",
    method="PUT",
    may=May.TAKE_PART,
    scope=Scope.PROFILE,
    body=shapes.ShareChoiceSchema,
    gives=shapes.ShareSchema,
)
def share_put(body: dict[str, Any], slug: str) -> dict[str, Any]:
    """Choose the association that gets a share of what I change from euros, or none."""
    subnetwork = currency(slug)
    try:
        shares.choose(db.session, subnetwork, the_member(), body["association_id"])
    except Refusal as refusal:
        raise Refusal(*refusal.reasons, field="association_id") from refusal
    return _shown(subnetwork)


@bp.operation(YEAR, may=May.TAKE_PART, gives=shapes.SharePostedSchema)
def share_posted(slug: str, share_year: int) -> dict[str, Any]:
    """Show a posted share; what would tell the sums of fewer than five members is withheld."""
    subnetwork, ledger = _with_ledger(currency(slug))
    run = shares.posted_run(db.session, subnetwork.id, share_year)
    return _posted(ledger, run) if run is not None else abort(404)


@bp.operation(f"{YEAR}/preview", may=May.COORDINATE, scope=Scope.COORDINATE, gives=shapes.SharePreviewSchema)
def share_preview(slug: str, share_year: int) -> dict[str, Any]:
    """Compute a year's share as it would be posted now; not once it was posted."""
    subnetwork, ledger = _with_ledger(coordinated_currency(slug))
    if shares.posted_run(db.session, subnetwork.id, share_year) is not None:
        abort(404)
    _near_or_404(share_year)
    return _computed(subnetwork, ledger, share_year)


@bp.operation(
    f"{YEAR}/post",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=shapes.ShareSeenSchema,
    gives=shapes.SharePostedSchema,
)
def share_post(body: dict[str, Any], slug: str, share_year: int) -> dict[str, Any]:
    """Post a year's share, once for ever: the associations are told; again gives what was posted."""
    subnetwork, ledger = _with_ledger(coordinated_currency(slug))
    run = shares.posted_run(db.session, subnetwork.id, share_year)
    if run is None:
        _near_or_404(share_year)
        run = shares_posting.post(
            db.session,
            subnetwork,
            ledger,
            share_year,
            seen=body["seen"],
            by=the_member(),
            zone=the_territory().time_zone,
        )
    return _posted(ledger, run)


def _today() -> date:
    return clock.today(the_territory().time_zone)


def _near_or_404(year: int) -> None:
    if not shares.is_near(year, _today()):
        abort(404)


def _with_ledger(subnetwork: Subnetwork) -> tuple[Subnetwork, Ledger]:
    ledger = find_ledger(db.session, subnetwork.id, services.SLUG)
    return (subnetwork, ledger) if ledger is not None else abort(404)


def _shown(subnetwork: Subnetwork) -> dict[str, Any]:
    rules = shares.rules(db.session, subnetwork.id)
    sponsors = shares.sponsors_of(db.session, subnetwork.id)
    posted = shares.posted(db.session, subnetwork.id)
    year = shares.latest_year(_today())
    is_due = looks_after(subnetwork) and rules.rate and year not in {run.year for run in posted}
    return {
        "rate": rules.rate,
        "sponsors_needed": rules.sponsors_needed,
        "association_id": shares.choice_of(db.session, subnetwork.id, the_member().id),
        "associations": [
            {"id": one.id, "name": one.name, "activity": one.activity, "sponsors": sponsors.get(one.id, 0)}
            for one in (shares.associations(db.session, subnetwork.id) if rules.rate else ())
        ],
        "posted": posted,
        "due_year": year if is_due else None,
    }


def _posted(ledger: Ledger, run: ShareRun) -> dict[str, Any]:
    found = shares_shown.shown(db.session, run)
    names = ("year", "since", "until", "posted_at", "rate")
    return {name: getattr(run, name) for name in names} | {
        "sponsors_needed": found.needed,
        "parts": [
            {
                "association_id": part.organisation_id,
                "name": part.name,
                "sponsors": part.sponsors,
                "base": None if part.base is None else {"amount": part.base, **CENTS},
                "amount": in_unit(part.amount, ledger),
                "too_few": part.too_few,
            }
            for part in found.parts
        ],
        "given": in_unit(found.given, ledger),
        "rest": in_unit(found.rest, ledger),
    }


def _computed(subnetwork: Subnetwork, ledger: Ledger, year: int) -> dict[str, Any]:
    rules = shares.rules(db.session, subnetwork.id)
    computed = shares.compute(db.session, subnetwork, year, zone=the_territory().time_zone)
    since, before = shares.period(year)
    return {
        "year": year,
        "since": since,
        "until": before - timedelta(days=1),
        "is_over": _today() >= before,
        "rate": rules.rate,
        "sponsors_needed": rules.sponsors_needed,
        "lines": [
            {
                "association_id": line.to.organisation_id,
                "name": line.to.name,
                "is_approved": line.to.account_id is not None,
                "sponsors": line.to.sponsors,
                "base": {"amount": line.to.base, **CENTS},
                "amount": in_unit(line.amount, ledger),
                "has_enough": line.has_enough,
            }
            for line in computed.lines
        ],
        "given": in_unit(computed.given, ledger),
        "rest": in_unit(computed.rest, ledger),
        "there": in_unit(shares_posting.in_common(db.session, ledger), ledger),
    }
