"""The page on which a coordinator sees the hours of all members."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.plugin_api import accounts_of_ledger, find_ledger, members_moved
from app.plugin_web import May, allow, coordinated, db, enabled_or_404
from plugins.time_bank import services
from plugins.time_bank.blueprint import bp


@bp.get("/<slug>/balances")
@allow(May.COORDINATE)
def balances(slug: str) -> ResponseReturnValue:
    """Show what every member gave and received, and where each account stands."""
    subnetwork = coordinated(slug)
    enabled_or_404(subnetwork, services.SLUG)
    ledger = find_ledger(db.session, subnetwork.id, services.SLUG)
    return render_template(
        "time_bank/balances.html",
        subnetwork=subnetwork,
        rules=services.rules_of(db.session, subnetwork),
        views=accounts_of_ledger(db.session, ledger.id) if ledger is not None else [],
        totals=members_moved(db.session, ledger.id) if ledger is not None else {},
    )
