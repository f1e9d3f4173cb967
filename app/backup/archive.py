"""The file of a backup: a tar that is whole or not there, every byte of it under a checksum.

Its last member but one is ``manifest.json``, its last ``seal.sha256``: the SHA-256 of every byte before
that member. What follows is computed, so that no byte of the file can differ unnoticed, padding included.
"""

import hashlib
import io
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

from app.backup.manifest import Manifest, Part
from app.errors import Refusal

MANIFEST, SEAL = "manifest.json", "seal.sha256"
BLOCK = 512
TAIL = BLOCK + BLOCK + 2 * BLOCK  # header and content of the seal, and the end of a tar
PIECE = 1024 * 1024


class _Hashed:
    """A file that hashes what is written to it or read from it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.sha256, self.size = file, hashlib.sha256(), 0

    def write(self, piece: bytes) -> int:
        self._count(piece)
        return self.file.write(piece)

    def read(self, size: int = -1) -> bytes:
        piece = self.file.read(size)
        self._count(piece)
        return piece

    def tell(self) -> int:
        return self.size

    def _count(self, piece: bytes) -> None:
        self.sha256.update(piece)
        self.size += len(piece)


class Writer:
    """A backup that is being written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._hashed = _Hashed(file)
        self._tar = tarfile.TarFile(
            fileobj=cast(IO[bytes], self._hashed), mode="w", format=tarfile.GNU_FORMAT
        )
        self.parts: dict[str, Part] = {}

    def add(self, name: str, path: Path) -> Part:
        """Add the file at ``path`` under ``name``."""
        with path.open("rb") as file:
            return self._add(name, file, os.fstat(file.fileno()).st_size)

    def _add(self, name: str, file: IO[bytes], size: int) -> Part:
        hashed = _Hashed(file)
        self._tar.addfile(_member(name, size), cast(IO[bytes], hashed))
        part = self.parts[name] = Part(size=hashed.size, sha256=hashed.sha256.hexdigest())
        return part

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest and seal everything."""
        content = manifest.to_json().encode()
        self._tar.addfile(_member(MANIFEST, len(content)), io.BytesIO(content))
        self._hashed.write(_tail(self._hashed.sha256.hexdigest()))


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def _tail(digest: str) -> bytes:
    content = f"{digest}\n".encode()
    header = _member(SEAL, len(content)).tobuf(tarfile.GNU_FORMAT)
    return header + content.ljust(BLOCK, b"\0") + bytes(2 * BLOCK)


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """Write a backup that appears at ``path``, for this user alone, when all of it is on the disk.

    Raises:
        Refusal: there is a file already, or the folder cannot be written to.
    """
    if path.exists():
        raise Refusal(f"{path} exists already; a backup never overwrites another.")
    handle, part = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield Writer(file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
        sync(path.parent)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def sync(path: Path) -> None:
    """Let what a file holds, or the names in a folder, outlive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def checked(path: Path) -> Manifest:
    """Read a backup from its first byte to its last and return its manifest.

    Raises:
        Refusal: it is no backup, or not every byte is as it was written.
    """
    try:
        with path.open("rb") as file:
            _check_seal(path, file)
        with tarfile.open(path) as tar:
            found = tar.extractfile(MANIFEST)
            manifest = Manifest.from_json(found.read() if found else b"")
            names = [member.name for member in tar.getmembers() if member.isreg()]
    except FileNotFoundError as error:
        raise Refusal(f"There is no file {path}.") from error
    except OSError as error:
        raise Refusal(f"{path} cannot be read: {os.strerror(error.errno or 0)}.") from error
    except (tarfile.TarError, KeyError, ValueError) as error:
        raise Refusal(f"{path} is no backup of Together that this version can read: {error}.") from error
    if names != [*manifest.parts, MANIFEST, SEAL] or any(map(_leads_out, names)):
        raise Refusal(f"{path} does not hold what its manifest says.")
    return manifest


def _check_seal(path: Path, file: IO[bytes]) -> None:
    left = os.fstat(file.fileno()).st_size - TAIL
    sha256 = hashlib.sha256()
    while left > 0 and (piece := file.read(min(PIECE, left))):
        sha256.update(piece)
        left -= len(piece)
    tail = file.read()
    if tail == _tail(sha256.hexdigest()):
        return
    if tail.startswith(SEAL.encode()):
        raise Refusal(f"{path} is damaged: not every byte is as it was written. Nothing was touched.")
    raise Refusal(f"{path} is no backup of Together, or its end is missing or damaged. Nothing was touched.")


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts


def extract(path: Path, manifest: Manifest, places: dict[str, Path]) -> None:
    """Write members of a checked backup to their places, for this user alone, and check each again.

    Raises:
        Refusal: what came onto the disk is not what was in the backup.
    """
    with tarfile.open(path) as tar:
        for member in tar:
            place = places.get(member.name)
            source: Any = tar.extractfile(member) if place is not None else None
            if place is None or source is None:
                continue
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            hashed = _Hashed(source)
            with open(place, "xb", opener=_for_me) as target:
                while piece := hashed.read(PIECE):
                    target.write(piece)
                target.flush()
                os.fsync(target.fileno())
            if hashed.sha256.hexdigest() != manifest.parts[member.name].sha256:
                raise Refusal(f"{member.name} of {path} is damaged.")


def _for_me(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)
