"""What a sub-network decides about its hours, and its unit: how minutes become grains."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

HOUR = 60
WELCOME_MINUTES = 15 * HOUR
"""What most time banks lend to newcomers, so that they can ask before they give."""


class Mode(StrEnum):
    """How exchanges are counted."""

    CENTRAL = "central"
    """Between accounts of one ledger."""
    DECLARED = "declared"
    """Each member notes their own on a sheet; nothing is added up centrally."""
    NONE = "none"
    """Not at all: gifts, exchange of knowledge."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The settings of an installation; every figure in minutes, ``None`` for no limit."""

    name: str = ""
    """What the hours are called there; empty: as the sub-network."""
    mode: str = Mode.CENTRAL
    unit_name: str = ""
    """What is counted instead of hours, such as ``grains``; empty: hours and minutes."""
    units_per_hour: int | None = HOUR
    welcome_minutes: int = WELCOME_MINUTES
    lowest_balance_minutes: int | None = field(default=-600)
    highest_balance_minutes: int | None = field(default=1200)
    longest_exchange_minutes: int | None = field(default=600)

    @property
    def unit(self) -> str:
        """The unit of the ledger: minutes, or the name that the sub-network gave to its own."""
        return self.unit_name or "minutes"

    @property
    def units_in_an_hour(self) -> int:
        """How many units of the ledger an hour is."""
        return (self.units_per_hour or HOUR) if self.unit_name else HOUR

    def units(self, minutes: int) -> int:
        """Count a time in units of the ledger; half a unit and more is one."""
        whole = (abs(minutes) * self.units_in_an_hour * 2 + HOUR) // (2 * HOUR)
        return -whole if minutes < 0 else whole

    def is_whole(self, minutes: int) -> bool:
        """Tell whether a time is counted in units without rounding."""
        return minutes * self.units_in_an_hour % HOUR == 0

    def limit(self, minutes: int | None) -> int | None:
        """Count a limit in units of the ledger."""
        return None if minutes is None else self.units(minutes)


def rules_from(settings: Mapping[str, Any]) -> Rules:
    """Read the settings of an installation; what is missing is as usual."""
    known = {name: settings[name] for name in Rules.__dataclass_fields__ if name in settings}
    return Rules(**known)
