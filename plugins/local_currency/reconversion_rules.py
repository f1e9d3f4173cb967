"""What stays with the association when units are changed back, and what is paid out."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.plugin_api import Subnetwork, settings_of
from plugins.local_currency import services

WHOLE = 10_000
"""Rates are in hundredths of a percent."""
USUAL_RATE = 500


@dataclass(frozen=True, kw_only=True)
class Calculation:
    """What becomes of units that are changed back, in hundredths."""

    amount: int
    commission: int
    payout: int


def calculate(amount: int, rate: int) -> Calculation:
    """Work out what stays with the association (rounded down) and what is paid out.

    Args:
        rate: in hundredths of a percent.
    """
    commission = amount * rate // WHOLE
    return Calculation(amount=amount, commission=commission, payout=amount - commission)


def rate_of(session: Session, subnetwork: Subnetwork) -> int:
    """Return what stays with the association, in hundredths of a percent."""
    chosen = settings_of(session, subnetwork.id, services.SLUG).get("reconversion_rate")
    return USUAL_RATE if chosen is None else int(chosen)
