"""All that a plugin's views import besides ``app.plugin_api``."""

from collections.abc import Sequence
from typing import Any

from flask import abort

from app.api.amounts import a_day, an_amount, in_unit, moved_amount
from app.api.cursors import Cursor, Page, page_of, page_of_values
from app.api.cursors import page as cursor_page
from app.api.fields import Amount, Instant, Text, Truth, Whole
from app.api.operations import Operations
from app.api.request_keys import id_of_request, key_of_request
from app.api.scopes import Scope
from app.api.tokens import token_allows
from app.api.wrong import refuse_body
from app.ledgers.payment_addresses import payment_code_address, payment_request_address
from app.listings.map_points import places_around
from app.listings.map_words import map_words
from app.subnetworks.models import Subnetwork
from app.subnetworks.queries import enabled_plugins
from app.subnetworks.queries import find as find_subnetwork
from app.subnetworks.views import coordinated
from app.territories.places import centre, the_gazetteer, the_geocoder
from app.web.access import May, Role, allow, may
from app.web.context import here, the_member, the_person, the_plugins, the_territory
from app.web.database import db
from app.web.pdf import pdf_response
from app.web.qr import epc_qr_svg, qr_svg

__all__ = [
    "Amount",
    "Cursor",
    "Instant",
    "May",
    "Operations",
    "Page",
    "Scope",
    "Text",
    "Truth",
    "Whole",
    "a_day",
    "allow",
    "an_amount",
    "coordinated",
    "cursor_page",
    "db",
    "enabled_or_404",
    "epc_qr_svg",
    "here",
    "id_of_request",
    "in_unit",
    "key_of_request",
    "looks_after",
    "map_words",
    "may",
    "moved_amount",
    "page_of",
    "page_of_values",
    "payment_code_address",
    "payment_request_address",
    "pdf_response",
    "places_of_map",
    "point_of",
    "qr_svg",
    "refuse_body",
    "subnetwork_or_404",
    "the_member",
    "the_person",
    "the_plugins",
    "the_territory",
    "token_allows",
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


def point_of(address: str) -> tuple[float, float] | None:
    """Return where an address of the reader's territory is, asked of the geocoder that the operator chose."""
    geocoder = the_geocoder()
    found = geocoder.geocode(address, near=centre(the_territory())) if geocoder is not None else None
    return None if found is None else (found.point.lat, found.point.lon)


def places_of_map(points: Sequence[tuple[float, float]]) -> list[dict[str, Any]]:
    """Return the towns around some points, as the ground of a map that shows them."""
    return places_around(db.session, the_gazetteer(), points)
