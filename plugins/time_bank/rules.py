"""What a sub-network decides about its hours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The settings of an installation; every figure in minutes, ``None`` for no limit."""

    name: str = ""
    """What the hours are called there; empty: as the sub-network."""
    welcome_minutes: int = 0
    lowest_balance_minutes: int | None = field(default=-600)
    highest_balance_minutes: int | None = field(default=1200)
    longest_exchange_minutes: int | None = field(default=600)


def rules_from(settings: Mapping[str, Any]) -> Rules:
    """Read the settings of an installation; what is missing is as usual."""
    known = {name: settings[name] for name in Rules.__dataclass_fields__ if name in settings}
    return Rules(**known)
