"""What a confirmed exchange of food brought: kilograms and meals, as both sides agreed."""

from app.plugin_api import Exchange
from sqlalchemy.orm import Session


def kilograms(session: Session, exchange: Exchange) -> int | None:
    """Return the agreed kilograms; nothing when none were said."""
    return exchange.proposal.quantity


def meals(session: Session, exchange: Exchange) -> int:
    """Return how many guests ate: the agreed seats, one when none were said."""
    return exchange.proposal.quantity or 1
