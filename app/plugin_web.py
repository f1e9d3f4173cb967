"""All that a plugin's views import besides ``app.plugin_api``."""

from flask import abort

from app.subnetworks.models import Subnetwork
from app.subnetworks.queries import enabled_plugins
from app.subnetworks.queries import find as find_subnetwork
from app.subnetworks.views import coordinated
from app.web.access import May, Role, allow, may
from app.web.context import here, the_member, the_person, the_plugins, the_territory
from app.web.database import db
from app.web.pdf import pdf_response
from app.web.qr import epc_qr_svg, qr_svg

__all__ = [
    "May",
    "allow",
    "coordinated",
    "db",
    "enabled_or_404",
    "epc_qr_svg",
    "here",
    "looks_after",
    "may",
    "pdf_response",
    "qr_svg",
    "subnetwork_or_404",
    "the_member",
    "the_person",
    "the_plugins",
    "the_territory",
]


def enabled_or_404(subnetwork: Subnetwork, plugin: str) -> None:
    """Say "not found" unless ``plugin`` is switched on in ``subnetwork``."""
    if plugin not in enabled_plugins(db.session, subnetwork.id):
        abort(404)


def subnetwork_or_404(slug: str, plugin: str) -> Subnetwork:
    """Return the sub-network of an address in which ``plugin`` is switched on; another is not found."""
    subnetwork = find_subnetwork(db.session, slug)
    if subnetwork is None:
        abort(404)
    enabled_or_404(subnetwork, plugin)
    return subnetwork


def looks_after(subnetwork: Subnetwork) -> bool:
    """Tell whether the reader coordinates a sub-network or administers its territory."""
    return subnetwork.id in here.coordinates or Role.ADMINISTRATOR in here.roles
