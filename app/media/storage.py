"""Keep prepared pictures in the data folder: the store for good, the staging for unfinished forms.

The original is not kept anywhere. No path is ever made of what a user wrote: a folder is named by
a digest that was computed here, or by the digest of a token.
"""

import fcntl
import re
import secrets
import shutil
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from app import clock
from app.media.picture_files import (
    RESERVE_BYTES,
    KeptPicture,
    clear_drafts,
    read_folder,
    refusing_when_full,
    require_room,
    touch,
    touched,
    write_folder,
)
from app.media.pictures import LIMIT_BYTES, LIMIT_PIXELS, SIZES, PreparedPicture, digest_of, inspect, prepare

SETTLING = timedelta(minutes=10)  # how long an upload may take to commit the row that points here
GRACE = timedelta(days=1)
STAGED_FOR = timedelta(hours=24)
STAGED_AT_MOST = 24  # pictures one person can have waiting; the oldest gives way
DRAFTS_FOR = timedelta(hours=1)

_DIGEST = re.compile(r"[0-9a-f]{64}")


class Store:
    """Pictures by the SHA-256 of the bytes that were sent, in ``<folder>/ab/cd/<digest>/``."""

    def __init__(
        self,
        folder: Path,
        *,
        sizes: tuple[int, ...] = SIZES,
        limit_bytes: int = LIMIT_BYTES,
        limit_pixels: int = LIMIT_PIXELS,
        reserve_bytes: int = RESERVE_BYTES,
    ) -> None:
        self.folder = folder
        self.sizes = sizes
        self.limit_bytes = limit_bytes
        self.limit_pixels = limit_pixels
        self.reserve_bytes = reserve_bytes

    def keep(self, source: BinaryIO, *, name: str = "") -> KeptPicture:
        """Prepare ``source`` and keep it; the same bytes are prepared once, whoever sends them.

        Raises:
            Refusal: as ``pictures.prepare``, or the disk is full; then nothing is left behind.
        """
        digest = self._inspected(source, name)
        with refusing_when_full(name), self._alone(digest):
            if known := self._again(digest):
                return known
            require_room(self.folder, self.reserve_bytes)
            return self._write(self._prepared(source, name))

    def prepare(self, source: BinaryIO, *, name: str = "") -> PreparedPicture:
        """Prepare ``source`` without keeping it; read it from the store where it is known already.

        Raises:
            Refusal: as ``pictures.prepare``.
        """
        kept = self.find(self._inspected(source, name))
        with refusing_when_full(name):
            return kept.load() if kept else self._prepared(source, name)

    def add(self, prepared: PreparedPicture, *, name: str = "") -> KeptPicture:
        """Keep a picture that is prepared already, such as one that was staged.

        Raises:
            Refusal: the disk is full; nothing is left behind.
        """
        with refusing_when_full(name), self._alone(prepared.digest):
            if known := self._again(prepared.digest):
                return known
            require_room(self.folder, self.reserve_bytes)
            return self._write(prepared)

    def find(self, digest: str) -> KeptPicture | None:
        """Return the picture ``digest``; None when it is not kept, or when this is no digest."""
        return read_folder(self._folder(digest)) if _DIGEST.fullmatch(digest) else None

    def path(self, digest: str, width: int, kind: str) -> Path | None:
        """Return the file of one copy (``avif``, ``webp``, ``jpg``); None when there is none."""
        kept = self.find(digest)
        return kept.path(width, kind) if kept else None

    def remove(self, digest: str, *, now: datetime, settling: timedelta = SETTLING) -> bool:
        """Delete the picture ``digest``, to which no row points any more; tell whether it is gone.

        One that was kept less than ``settling`` ago stays for ``sweep``: someone else may have sent
        the same picture and not committed the row yet.
        """
        if self.find(digest) is None:
            return True
        with self._alone(digest):
            if touched(self._folder(digest)) > (now - settling).timestamp():
                return False
            self._delete(self._folder(digest))
            return True

    def sweep(self, used: AbstractSet[str], *, now: datetime, grace: timedelta = GRACE) -> int:
        """Delete what is older than ``grace`` and not in ``used`` (digests of rows); return how many."""
        clear_drafts(self.folder, before=(now - DRAFTS_FOR).timestamp())
        unused = [found.name for found in self.folder.glob("??/??/*") if found.name not in used]
        before = [digest for digest in unused if _DIGEST.fullmatch(digest)]
        return sum(self.remove(digest, now=now, settling=grace) for digest in before)

    def _inspected(self, source: BinaryIO, name: str) -> str:
        inspect(source, limit_bytes=self.limit_bytes, limit_pixels=self.limit_pixels, name=name)
        return digest_of(source)

    def _prepared(self, source: BinaryIO, name: str) -> PreparedPicture:
        return prepare(
            source,
            sizes=self.sizes,
            name=name,
            limit_bytes=self.limit_bytes,
            limit_pixels=self.limit_pixels,
        )

    def _again(self, digest: str) -> KeptPicture | None:
        kept = self.find(digest)
        if kept:
            touch(kept.folder, clock.now())
        return kept

    def _write(self, prepared: PreparedPicture) -> KeptPicture:
        return write_folder(prepared, self._folder(prepared.digest), root=self.folder, now=clock.now())

    def _folder(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest[2:4] / digest

    def _delete(self, folder: Path) -> None:
        (folder / "facts.json").unlink(missing_ok=True)  # first, so that half a folder is no picture
        shutil.rmtree(folder)
        with suppress(OSError):  # not empty: other pictures live there
            folder.parent.rmdir()
            folder.parent.parent.rmdir()

    @contextmanager
    def _alone(self, digest: str) -> Iterator[None]:
        """Keep other threads and processes away from pictures that begin with the same two letters."""
        locks = self.folder / ".locks"
        locks.mkdir(parents=True, exist_ok=True)
        with (locks / digest[:2]).open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # let go when the file is closed
            yield


class Staging:
    """Prepared pictures of forms that are not finished, each under a token known to one person."""

    def __init__(self, folder: Path, *, reserve_bytes: int = RESERVE_BYTES) -> None:
        self.folder = folder
        self.reserve_bytes = reserve_bytes

    def hold(self, prepared: PreparedPicture, *, person: UUID, now: datetime, name: str = "") -> str:
        """Hold ``prepared`` for ``person`` for 24 hours and return the token to find it by.

        Raises:
            Refusal: the disk is full; nothing is left behind.
        """
        token = secrets.token_urlsafe(32)
        with refusing_when_full(name):
            require_room(self.folder, self.reserve_bytes)
            write_folder(prepared, self._folder(token, person), root=self.folder, now=now)
        waiting = sorted(self._of(person).glob("*"), key=touched)
        for oldest in waiting[:-STAGED_AT_MOST]:
            shutil.rmtree(oldest, ignore_errors=True)
        return token

    def find(self, token: str, *, person: UUID, now: datetime) -> KeptPicture | None:
        """Return what ``token`` holds; None when it is unknown, another person's or too old."""
        folder = self._folder(token, person)
        return read_folder(folder) if touched(folder) > (now - STAGED_FOR).timestamp() else None

    def release(self, token: str, *, person: UUID) -> None:
        """Let go of what ``token`` holds: the form is finished, or the person took it away."""
        shutil.rmtree(self._folder(token, person), ignore_errors=True)

    def sweep(self, now: datetime) -> int:
        """Delete what has waited for more than 24 hours and return how many pictures that were."""
        clear_drafts(self.folder, before=(now - DRAFTS_FOR).timestamp())
        expired = [
            found for found in self.folder.glob("[!.]*/*") if touched(found) <= (now - STAGED_FOR).timestamp()
        ]
        for folder in expired:
            shutil.rmtree(folder, ignore_errors=True)
            with suppress(OSError):  # not empty: more of this person's pictures wait
                folder.parent.rmdir()
        return len(expired)

    def _of(self, person: UUID) -> Path:
        return self.folder / sha256(str(person).encode()).hexdigest()[:32]

    def _folder(self, token: str, person: UUID) -> Path:
        return self._of(person) / sha256(token.encode()).hexdigest()
