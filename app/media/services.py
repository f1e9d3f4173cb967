"""Use cases of pictures: take what was sent, keep it under its digest, forget what nobody shows."""

from pathlib import Path
from typing import IO, BinaryIO, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.media.models import Picture
from app.media.picture_files import KeptPicture
from app.media.pictures import PreparedPicture
from app.media.storage import Staging, Store


def store_in(data_dir: Path) -> Store:
    """Return the store of pictures of the data folder."""
    return Store(data_dir / "uploads" / "pictures")


def staging_in(data_dir: Path) -> Staging:
    """Return the staging of unfinished forms of the data folder."""
    return Staging(data_dir / "uploads" / "staged")


def stage(data_dir: Path, source: IO[bytes], *, person_id: UUID, name: str = "") -> str:
    """Prepare a picture that was sent with an unfinished form and return the token to find it by.

    Takes up to some seconds: hold no transaction meanwhile.

    Raises:
        Refusal: no picture that can be shown, or no room; the sentence is for the sender.
    """
    return hold(data_dir, prepare(data_dir, source, name=name), person_id=person_id, name=name)


def prepare(data_dir: Path, source: IO[bytes], *, name: str = "") -> PreparedPicture:
    """Make the copies of a picture that was sent; takes up to some seconds.

    Raises:
        Refusal: no picture that can be shown; the sentence is for the sender.
    """
    return store_in(data_dir).prepare(cast(BinaryIO, source), name=name)


def hold(data_dir: Path, prepared: PreparedPicture, *, person_id: UUID, name: str = "") -> str:
    """Hold a prepared picture for a person and return the token to find it by.

    Raises:
        Refusal: no room.
    """
    return staging_in(data_dir).hold(prepared, person=person_id, now=clock.now(), name=name)


def staged(data_dir: Path, token: str, *, person_id: UUID) -> KeptPicture | None:
    """Return what ``token`` holds for this person."""
    return staging_in(data_dir).find(token, person=person_id, now=clock.now())


def release(data_dir: Path, token: str, *, person_id: UUID) -> None:
    """Let go of what ``token`` holds for this person."""
    staging_in(data_dir).release(token, person=person_id)


def keep(session: Session, data_dir: Path, picture: KeptPicture) -> Picture:
    """Keep a staged picture for good and return its row, which is shared when it was sent twice.

    Raises:
        Refusal: the disk is full.
    """
    kept = store_in(data_dir).add(picture.load())
    known = _known(session, kept.digest)
    if known is not None:
        return known
    made = Picture(
        digest=kept.digest,
        width=kept.width,
        height=kept.height,
        widths=list(kept.widths),
        colour=kept.colour,
    )
    try:
        with session.begin_nested():
            session.add(made)
    except sa.exc.IntegrityError:  # somebody else has just kept the same picture
        return session.scalars(sa.select(Picture).where(Picture.digest == kept.digest)).one()
    return made


def _known(session: Session, digest: str) -> Picture | None:
    return session.scalar(sa.select(Picture).where(Picture.digest == digest))


def sweep(session: Session, data_dir: Path) -> int:
    """Delete staged pictures that waited too long and files without a row; return how many went."""
    used = frozenset(session.scalars(sa.select(Picture.digest)))
    expired = staging_in(data_dir).sweep(clock.now())
    return expired + store_in(data_dir).sweep(used, now=clock.now())
