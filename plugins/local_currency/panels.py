"""What the currency adds to a sub-network's page."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.plugin_api import Member, Subnetwork
from plugins.local_currency import desk, fund


def circulation(session: Session, subnetwork: Subnetwork, reader: Member | None) -> Mapping[str, Any]:
    """Show how many units are out and what guarantees them, with the ways to get some."""
    return {
        "sums": fund.sums(session, subnetwork.id),
        "subnetwork": subnetwork,
        "reader": reader,
        "keeps": reader is not None and bool(desk.kept_by(session, subnetwork.id, reader.id)),
    }
