"""Look at a picture that someone sent, and make small clean copies of it.

``inspect`` reads the header alone, in this process; pixels are decoded by ``pictures_worker`` in a
process of its own with limits on memory and time. Both say no with a sentence for the sender.
"""

import hashlib
import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

import PIL

from app.media.picture_disguises import carries_another_file
from app.media.picture_headers import Damaged, Moving, NotAPicture, read_header
from app.media.picture_refusals import (
    busy,
    damaged,
    empty,
    holds_more,
    moving,
    name_shown,
    no_room,
    other_kind,
    too_heavy,
    too_large,
    too_much_work,
)

LIMIT_BYTES = 12_000_000
LIMIT_PIXELS = 24_000_000
SIZES = (320, 640, 1200)

_WORKER = Path(__file__).with_name("pictures_worker.py")
_WORKER_SECONDS = 40  # a busy machine may be slow; a decoder that computes stops after 8 (see the worker)
_WAIT_SECONDS = 30
_NO_ROOM = 3
_places = threading.BoundedSemaphore(2)  # pictures prepared at once by one server process

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class PictureFacts:
    """What the header says: format as Pillow names it, pixels as stored, weight in bytes."""

    format: str
    width: int
    height: int
    size_bytes: int


@dataclass(frozen=True, kw_only=True)
class Rendition:
    """One copy of a picture; ``kind`` is ``avif``, ``webp`` or ``jpg`` (also the file's ending)."""

    kind: str
    width: int
    height: int
    content: bytes

    @property
    def file_name(self) -> str:
        """Return the name of its file inside the folder of the picture."""
        return f"{self.width}.{self.kind}"


@dataclass(frozen=True, kw_only=True)
class PreparedPicture:
    """A picture as it is shown: upright, sRGB, without any note of the camera.

    ``digest`` is the SHA-256 (hex) of the bytes that were sent; ``width`` and ``height`` are those
    of the largest copy; ``colour`` (``#rrggbb``) is shown until the picture is there.
    """

    digest: str
    width: int
    height: int
    colour: str
    renditions: tuple[Rendition, ...]

    @property
    def widths(self) -> tuple[int, ...]:
        """Return the widths that exist as AVIF and as WebP, ascending."""
        return tuple(sorted({made.width for made in self.renditions}))

    @property
    def fallback_width(self) -> int:
        """Return the one width that exists as JPEG."""
        return next(made.width for made in self.renditions if made.kind == "jpg")


def inspect(
    stream: BinaryIO, *, limit_bytes: int = LIMIT_BYTES, limit_pixels: int = LIMIT_PIXELS, name: str = ""
) -> PictureFacts:
    """Read the header of ``stream`` (seekable) and leave it at its start.

    ``name`` is what the sender called the file; it is only ever repeated to the sender.

    Raises:
        Refusal: no still JPEG, PNG, WebP or AVIF; too heavy; too many pixels; damaged; or another
            file hides inside. The sentence names the file, what is wrong and what is allowed.
    """
    called = name_shown(name)
    size = stream.seek(0, os.SEEK_END)
    if size == 0:
        raise empty(called)
    if size > limit_bytes:
        raise too_heavy(called, size, limit_bytes)
    try:
        header = read_header(stream)
    except NotAPicture as other:
        raise other_kind(called, other.kind) from None
    except Damaged:
        raise damaged(called) from None
    except Moving:
        raise moving(called) from None
    if header.width * header.height > limit_pixels:
        raise too_large(called, header.width, header.height, limit_pixels)
    if carries_another_file(stream):
        raise holds_more(called)
    stream.seek(0)
    return PictureFacts(format=header.format, width=header.width, height=header.height, size_bytes=size)


def digest_of(stream: BinaryIO) -> str:
    """Return the SHA-256 (hex) of all of ``stream`` and leave it at its start."""
    stream.seek(0)
    running = hashlib.sha256()
    while block := stream.read(1 << 20):
        running.update(block)
    stream.seek(0)
    return running.hexdigest()


def prepare(
    source: BinaryIO,
    *,
    sizes: tuple[int, ...] = SIZES,
    name: str = "",
    limit_bytes: int = LIMIT_BYTES,
    limit_pixels: int = LIMIT_PIXELS,
) -> PreparedPicture:
    """Inspect ``source``, then make its copies: AVIF and WebP per width in ``sizes``, one JPEG.

    Nothing is enlarged; a picture narrower than a size ends at its own width. Takes about 0.6 s
    for 12 million pixels (see docs/pictures.md).

    Raises:
        Refusal: as ``inspect``; or the pixels are damaged, ask for more memory or time than a
            picture may, or too many pictures are being prepared just now.
    """
    facts = inspect(source, limit_bytes=limit_bytes, limit_pixels=limit_pixels, name=name)
    content = source.read()
    order = {"format": facts.format, "sizes": list(sizes), "limit_pixels": limit_pixels}
    called = name_shown(name)
    with _place(called), tempfile.TemporaryFile() as answer:
        _work(json.dumps(order).encode() + b"\n" + content, answer, called)
        answer.seek(0)
        return _read_answer(answer, hashlib.sha256(content).hexdigest(), called, facts, limit_pixels)


@contextmanager
def _place(called: str) -> Iterator[None]:
    if not _places.acquire(timeout=_WAIT_SECONDS):
        raise busy(called)
    try:
        yield
    finally:
        _places.release()


def _work(order: bytes, answer: IO[bytes], called: str) -> None:
    """Run the worker on ``order``; no secret of ours is in its environment, no file of ours open."""
    command = [sys.executable, "-I", "-S", str(_WORKER), str(Path(PIL.__file__).parent.parent)]
    environment = {key: os.environ[key] for key in ("LD_LIBRARY_PATH",) if key in os.environ}
    with tempfile.TemporaryFile() as complaints:
        try:
            ended = subprocess.run(  # noqa: S603 - a fixed command; the picture comes over the pipe
                command,
                input=order,
                stdout=answer,
                stderr=complaints,
                env=environment,
                timeout=_WORKER_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            _log.warning("A picture was given up after %s seconds", _WORKER_SECONDS)
            raise too_much_work(called) from None
        if ended.returncode == 1:  # our own fault (Pillow cannot be loaded), not the picture's
            complaints.seek(0)
            raise RuntimeError(f"The picture worker failed: {complaints.read(4000).decode(errors='replace')}")
    if ended.returncode == _NO_ROOM:
        raise no_room(called)
    if ended.returncode != 0:
        _log.warning("A picture made the worker end with %s", ended.returncode)
        raise too_much_work(called)


def _read_answer(
    answer: IO[bytes], digest: str, called: str, facts: PictureFacts, limit_pixels: int
) -> PreparedPicture:
    head = json.loads(answer.readline())
    if "problem" in head:
        _log.info("A picture could not be prepared: %s", head)
        if head["problem"] == "pixels":
            raise too_large(called, facts.width, facts.height, limit_pixels)
        raise too_much_work(called) if head["problem"] == "memory" else damaged(called)
    copies = tuple(
        Rendition(kind=kind, width=width, height=height, content=answer.read(size))
        for kind, width, height, size in head["renditions"]
    )
    return PreparedPicture(
        digest=digest, width=head["width"], height=head["height"], colour=head["colour"], renditions=copies
    )
