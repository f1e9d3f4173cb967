"""Exact addresses under lock: sealed with a key of the data folder, opened as their owner wills."""

from pathlib import Path

from sqlalchemy.orm import Session

from app.keys import key
from app.media.secrets import AddressCipher
from app.members.models import Member


def cipher(data_dir: Path) -> AddressCipher:
    """Return what seals and opens the addresses of this platform."""
    return AddressCipher(key(data_dir, "address"))


def keep(session: Session, member: Member, address: str, cipher: AddressCipher) -> None:
    """Seal the exact address of a member; an empty one is forgotten."""
    address = " ".join(address.split())
    member.address_sealed = cipher.seal(address, member.id) if address else None
    session.flush()


def open_of(member: Member, cipher: AddressCipher) -> str:
    """Return the exact address of a member, "" when they gave none; show it only as they decided."""
    return cipher.open(member.address_sealed, member.id) if member.address_sealed is not None else ""
