"""A member's address, opened for the one person they show it to."""

from pathlib import Path

from app.members.addresses import cipher, open_of
from app.members.models import Member

__all__ = ["address_of", "cipher"]


def address_of(data_dir: Path, member: Member) -> str | None:
    """Return the address that ``member`` keeps here, opened; ``None`` when they keep none."""
    return open_of(member, cipher(data_dir)) or None
