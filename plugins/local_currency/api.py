"""The operations of the plugin for programs, gathered: each topic has its own module."""

from plugins.local_currency import (
    api_bonus,
    api_desk,
    api_desk_care,
    api_directory,
    api_figures,
    api_front,
    api_fund,
    api_melting,
    api_notes,
    api_notes_moves,
    api_organisations,
    api_reconversion,
    api_shares,
    api_slips,
    api_till,
)
from plugins.local_currency.api_group import bp

__all__ = [
    "api_bonus",
    "api_desk",
    "api_desk_care",
    "api_directory",
    "api_figures",
    "api_front",
    "api_fund",
    "api_melting",
    "api_notes",
    "api_notes_moves",
    "api_organisations",
    "api_reconversion",
    "api_shares",
    "api_slips",
    "api_till",
    "bp",
]
