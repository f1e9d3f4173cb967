"""A member's address, opened for the one person they show it to."""

from pathlib import Path

from app.members.models import Member


def address_of(data_dir: Path, member: Member) -> str | None:
    """Return the address that ``member`` keeps here, opened; ``None`` when they keep none."""
    if member.address_sealed is None:
        return None
    from app.media.secrets import AddressCipher

    return AddressCipher(data_dir).open(member.address_sealed, member.id)
