"""All pages of ledgers, by topic."""

from app.ledgers import account_views
from app.ledgers.blueprint import bp

__all__ = ["account_views", "bp"]
