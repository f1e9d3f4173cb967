"""What amounts of a currency are counted in, for programs."""

from typing import Any

from app.plugin_api import Subnetwork
from app.plugin_web import db
from plugins.local_currency import fund, services

CENTS: dict[str, Any] = {"unit": "EUR", "scale": fund.SCALE}
"""Beside an amount of the fund."""


def unit_of(subnetwork: Subnetwork) -> dict[str, Any]:
    """Return what stands beside an amount of the currency: its unit, and the decimals of it."""
    return {"unit": services.unit(db.session, subnetwork), "scale": services.SCALE}
