"""All pages of ledgers, by topic."""

from app.ledgers import (
    account_views,
    common_views,
    journal_views,
    ledger_views,
    limit_views,
    payment_views,
    sharing_views,
)
from app.ledgers.blueprint import bp

__all__ = [
    "account_views",
    "bp",
    "common_views",
    "journal_views",
    "ledger_views",
    "limit_views",
    "payment_views",
    "sharing_views",
]
