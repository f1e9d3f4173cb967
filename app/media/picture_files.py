"""Write one prepared picture as a folder, whole or not at all, and read it again."""

import errno
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.media.picture_refusals import name_shown, no_room
from app.media.pictures import PreparedPicture, Rendition

FACTS = "facts.json"
INCOMING = ".incoming"
RESERVE_BYTES = 256_000_000  # what pictures leave free on the disk: the database may share it

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class KeptPicture:
    """A picture on disk: what there is to know about it, and the files of its copies."""

    digest: str
    width: int
    height: int
    colour: str
    copies: tuple[tuple[str, int, int], ...]
    """Kind, width and height of each."""
    folder: Path

    @property
    def widths(self) -> tuple[int, ...]:
        """Return the widths that exist as AVIF and as WebP, ascending."""
        return tuple(sorted({width for _kind, width, _height in self.copies}))

    @property
    def fallback_width(self) -> int:
        """Return the one width that exists as JPEG."""
        return next(width for kind, width, _height in self.copies if kind == "jpg")

    def path(self, width: int, kind: str) -> Path | None:
        """Return the file of one copy; None when no such copy was made."""
        known = any((kind, width) == (copy[0], copy[1]) for copy in self.copies)
        return self.folder / f"{width}.{kind}" if known else None

    def load(self) -> PreparedPicture:
        """Read all copies back into memory."""
        return PreparedPicture(
            digest=self.digest,
            width=self.width,
            height=self.height,
            colour=self.colour,
            renditions=tuple(
                Rendition(
                    kind=kind,
                    width=width,
                    height=height,
                    content=(self.folder / f"{width}.{kind}").read_bytes(),
                )
                for kind, width, height in self.copies
            ),
        )


def read_folder(folder: Path) -> KeptPicture | None:
    """Return the picture kept in ``folder``; None when there is none."""
    try:
        facts = json.loads((folder / FACTS).read_bytes())
    except FileNotFoundError:
        return None
    facts["copies"] = tuple((kind, width, height) for kind, width, height in facts["copies"])
    return KeptPicture(folder=folder, **facts)


def write_folder(prepared: PreparedPicture, target: Path, *, root: Path, now: datetime) -> KeptPicture:
    """Write ``prepared`` to ``target`` (below ``root``): durable when it returns, or nothing is there.

    Everything is written and synchronised beside the target first; one rename makes it visible.
    A target that someone else finished meanwhile is left as it is.
    """
    incoming = root / INCOMING
    incoming.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=incoming))
    try:
        for copy in prepared.renditions:
            _write(draft / copy.file_name, copy.content)
        _write(draft / FACTS, _facts(prepared))
        _synchronise(draft)
        target.parent.mkdir(parents=True, exist_ok=True)
        _rename(draft, target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    for parent in target.parents:
        _synchronise(parent)
        if parent == root:
            break
    touch(target, now)
    kept = read_folder(target)
    if kept is None:
        raise RuntimeError(f"{target} vanished while it was written.")
    return kept


def touch(folder: Path, now: datetime) -> None:
    """Remember that ``folder`` was asked for at ``now``."""
    os.utime(folder, (now.timestamp(), now.timestamp()))


def touched(folder: Path) -> float:
    """Return when ``folder`` was last asked for, in seconds since 1970; 0 when it is not there."""
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def clear_drafts(root: Path, *, before: float) -> None:
    """Delete what a killed process left half-written before the instant ``before``."""
    for draft in (root / INCOMING).glob("*"):
        if touched(draft) < before:
            shutil.rmtree(draft, ignore_errors=True)


def require_room(folder: Path, reserve_bytes: int) -> None:
    """Raise the error of a full disk while ``reserve_bytes`` are still free for everything else."""
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < reserve_bytes:
        raise OSError(errno.ENOSPC, "the reserve on the disk is reached", str(folder))


@contextmanager
def refusing_when_full(name: str) -> Iterator[None]:
    """Turn a full disk into a refusal in words for the sender of ``name``."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        _log.error("No room for pictures: %s", error)
        raise no_room(name_shown(name)) from error


def _facts(prepared: PreparedPicture) -> bytes:
    facts = {
        "digest": prepared.digest,
        "width": prepared.width,
        "height": prepared.height,
        "colour": prepared.colour,
        "copies": [[copy.kind, copy.width, copy.height] for copy in prepared.renditions],
    }
    return json.dumps(facts).encode()


def _rename(draft: Path, target: Path) -> None:
    try:
        draft.rename(target)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _synchronise(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
