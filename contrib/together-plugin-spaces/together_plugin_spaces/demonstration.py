"""The plugin's share of the demonstration."""

from typing import Any

from sqlalchemy.orm import Session


def build(session: Session, world: Any) -> None:
    """Add rooms and common goods to the demonstration."""
