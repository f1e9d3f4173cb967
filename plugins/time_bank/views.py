"""The pages of the time bank, gathered: each topic has its own module."""

from plugins.time_bank import (
    balance_views,
    batch_views,
    cheque_views,
    clearing_views,
    sheet_views,
    workshop_views,
    year_views,
)
from plugins.time_bank.blueprint import bp

__all__ = [
    "balance_views",
    "batch_views",
    "bp",
    "cheque_views",
    "clearing_views",
    "sheet_views",
    "workshop_views",
    "year_views",
]
