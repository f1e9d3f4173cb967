"""All that a plugin's views import besides ``app.plugin_api``."""

from flask import abort

from app.subnetworks.models import Subnetwork
from app.subnetworks.queries import enabled_plugins
from app.subnetworks.views import coordinated
from app.web.access import May, allow, may
from app.web.context import the_member, the_person, the_plugins, the_territory
from app.web.database import db
from app.web.pdf import pdf_response
from app.web.qr import qr_svg

__all__ = [
    "May",
    "allow",
    "coordinated",
    "db",
    "enabled_or_404",
    "may",
    "pdf_response",
    "qr_svg",
    "the_member",
    "the_person",
    "the_plugins",
    "the_territory",
]


def enabled_or_404(subnetwork: Subnetwork, plugin: str) -> None:
    """Say "not found" unless ``plugin`` is switched on in ``subnetwork``."""
    if plugin not in enabled_plugins(db.session, subnetwork.id):
        abort(404)
