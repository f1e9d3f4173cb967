"""The operations of the plugin for programs, gathered: each topic has its own module."""

from plugins.time_bank import (
    api_bank,
    api_cheques,
    api_giving,
    api_piles,
    api_sheets,
    api_workshops,
    api_year,
)
from plugins.time_bank.api_group import bp

__all__ = [
    "api_bank",
    "api_cheques",
    "api_giving",
    "api_piles",
    "api_sheets",
    "api_workshops",
    "api_year",
    "bp",
]
