"""What the currency adds to a sub-network's page."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.plugin_api import Member, Subnetwork
from plugins.local_currency import services


def circulation(session: Session, subnetwork: Subnetwork, reader: Member | None) -> Mapping[str, Any]:
    """Show how many units are out."""
    return {"issued": services.issued(session, subnetwork), "subnetwork": subnetwork}
