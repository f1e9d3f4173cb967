"""Pages on how the currency goes round: for everybody, and the work list for its coordinators."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from app.plugin_api import clock, find_ledger, lazy
from app.plugin_web import May, allow, db, looks_after, the_territory
from plugins.local_currency import circulation, circulation_work, directory, fund, services
from plugins.local_currency.blueprint import bp
from plugins.local_currency.circulation_chart import chart
from plugins.local_currency.guards import coordinated_currency, currency

FLOWS = (
    ("issued", lazy("Issued")),
    ("returned", lazy("Changed back")),
    ("paid", lazy("Paid")),
    ("melted", lazy("Melted")),
)
KIND_NAMES = {
    "member": lazy("Members"),
    "organisation": lazy("Organisations"),
    "subnetwork": lazy("Sub-networks"),
    "community": lazy("Common accounts and paper notes"),
    "levies": lazy("Levies"),
    "rounding": lazy("Rounding"),
}


@bp.get("/<slug>/circulation")
@allow(May.LOOK)
def circulating(slug: str) -> ResponseReturnValue:
    """Show how the currency goes round."""
    subnetwork = currency(slug)
    ledger = find_ledger(db.session, subnetwork.id, services.SLUG)
    zone = the_territory().time_zone
    today = clock.today(zone)
    if ledger is None:
        return render_template("local_currency/circulating.html", subnetwork=subnetwork, ledger=None)
    months = circulation.months(db.session, ledger, today=today, zone=zone)
    sums = fund.sums(db.session, subnetwork.id)
    shown = [(way, name) for way, name in FLOWS if any(getattr(month, way).accounts for month in months)]
    charts = []
    for way, name in shown:
        values = [getattr(month, way).told for month in months]
        charts.append((way, name, chart(values, max((value or 0 for value in values), default=0))))
    return render_template(
        "local_currency/circulating.html",
        subnetwork=subnetwork,
        ledger=ledger,
        sums=sums,
        speed=circulation.speed(months, out=0 if sums is None else sums.issued, today=today),
        kinds=circulation.by_kind(db.session, ledger),
        kind_names=KIND_NAMES,
        months=months,
        charts=charts,
        fewest=circulation.FEWEST,
        coordinates=looks_after(subnetwork),
    )


@bp.get("/<slug>/circulation/work")
@allow(May.COORDINATE)
def circulation_worklist(slug: str) -> ResponseReturnValue:
    """Show which organisations collect and cannot spend, and who could sell to them."""
    subnetwork = coordinated_currency(slug)
    ledger = find_ledger(db.session, subnetwork.id, services.SLUG)
    if ledger is None:
        abort(404)
    zone = the_territory().time_zone
    entries = directory.directory(db.session, subnetwork.id, zone=zone)
    return render_template(
        "local_currency/circulation_work.html",
        subnetwork=subnetwork,
        ledger=ledger,
        stuck=circulation_work.stuck(db.session, ledger, entries, today=clock.today(zone), zone=zone),
        days=circulation_work.DAYS,
        enough=circulation_work.ENOUGH,
    )
