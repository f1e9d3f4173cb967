"""Who gets to which sheet, for pages and for programs."""

from flask import abort

from app.plugin_api import Subnetwork
from app.plugin_web import db, the_member
from plugins.time_bank import sheets
from plugins.time_bank.desks import here_or_404


def sheet_or_404(slug: str) -> Subnetwork:
    """Return the sub-network of a sheet of the reader: where sheets are kept, or something is noted on it."""
    subnetwork = here_or_404(slug)
    if sheets.are_kept(db.session, subnetwork):
        return subnetwork
    noted = sheets.lines(subnetwork.id, the_member().id).limit(1)
    return subnetwork if db.session.scalar(noted) is not None else abort(404)
