"""The sheets of the days at exchange desks."""

from collections.abc import Sequence
from uuid import UUID

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from app.plugin_web import May, allow, db, pdf_response
from plugins.local_currency import desk_days, owners, services, slips
from plugins.local_currency.blueprint import bp
from plugins.local_currency.desk_models import Slip
from plugins.local_currency.guards import currency, desk_or_404


def names_on(written: Sequence[Slip]) -> dict[UUID, str]:
    """Return whose accounts slips are about."""
    return owners.names(db.session, {slip.account_id for slip in written if slip.account_id is not None})


@bp.get("/<slug>/days/<uuid:day_id>")
@allow(May.TAKE_PART)
def day(slug: str, day_id: UUID) -> ResponseReturnValue:
    """Show the sheet of a day."""
    return render_template("local_currency/day.html", **_sheet(slug, day_id))


@bp.get("/<slug>/days/<uuid:day_id>.pdf")
@allow(May.TAKE_PART)
def day_pdf(slug: str, day_id: UUID) -> ResponseReturnValue:
    """Give the sheet of a day as a PDF."""
    sheet = _sheet(slug, day_id)
    return pdf_response("local_currency/print/day.html", name=f"{sheet['desk']}-{sheet['date']}", **sheet)


def _sheet(slug: str, day_id: UUID) -> dict[str, object]:
    subnetwork = currency(slug)
    row = desk_days.find_day(db.session, subnetwork.id, day_id)
    if row is None:
        abort(404)
    found, at = row
    desk_or_404(slug, at.id)
    written = slips.of_day(db.session, found.id)
    return {
        "subnetwork": subnetwork,
        "day": found,
        "date": f"{found.day:%Y-%m-%d}",
        "desk": at.name,
        "desk_id": at.id,
        "slips": written,
        "names": names_on(written),
        "totals": desk_days.totals(db.session, found),
        "people": desk_days.people(db.session, found),
        "unit": services.unit(db.session, subnetwork),
        "currency_name": services.name(db.session, subnetwork),
    }
