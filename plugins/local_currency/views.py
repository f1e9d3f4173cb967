"""The pages of the plugin: each topic has a file of its own, and all are served by one blueprint."""

from plugins.local_currency import (
    views_bank,
    views_bonus,
    views_days,
    views_desk,
    views_fund,
    views_organisations,
    views_reconversion,
    views_slips,
    views_units,
)
from plugins.local_currency.blueprint import bp

__all__ = ["PAGES", "bp"]

PAGES = (
    views_bank,
    views_bonus,
    views_days,
    views_desk,
    views_fund,
    views_organisations,
    views_reconversion,
    views_slips,
    views_units,
)
"""Named here, so that their routes are known."""
