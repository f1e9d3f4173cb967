"""Read the header of a picture in pure Python: what it is and how many pixels it will take.

The server looks at foreign files with nothing but this module. No decoder written in C, not even
Pillow's ``open`` (which allocates the whole canvas of a WebP), runs outside the worker process.

Sources: PNG 3rd edition (W3C), JPEG ITU-T T.81 annex B, WebP container RFC 9649, ISO/IEC 14496-12
and the AVIF specification 1.1.
"""

import os
from binascii import crc32
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

MOST_PARTS = 2_000  # segments, chunks or boxes before the pixels; cameras write fewer than 100
LARGEST_META_BYTES = 1_000_000


class NotAPicture(Exception):
    """The content is none of the four formats; ``kind`` names what it is, where that is known."""

    def __init__(self, kind: str = "") -> None:
        super().__init__(kind)
        self.kind = kind


class Damaged(Exception):
    """The header breaks off or contradicts itself."""


class Moving(Exception):
    """The file holds an animation."""


@dataclass(frozen=True, kw_only=True)
class Header:
    """What the header promises: format as Pillow names it, width and height in pixels as stored."""

    format: str
    width: int
    height: int


def read_header(stream: BinaryIO) -> Header:
    """Return what the header of ``stream`` promises.

    Raises:
        NotAPicture: the content is no JPEG, PNG, WebP or AVIF.
        Damaged: the header breaks off or contradicts itself.
        Moving: the picture is animated.
    """
    stream.seek(0)
    first = stream.read(32)
    if first.startswith(b"\xff\xd8\xff"):
        found = _jpeg(stream)
    elif first.startswith(b"\x89PNG\r\n\x1a\n"):
        found = _png(stream)
    elif first[:4] == b"RIFF" and first[8:12] == b"WEBP":
        found = _webp(stream)
    elif first[4:8] == b"ftyp" and _is_avif(first):
        found = _avif(stream)
    else:
        raise NotAPicture(_kind(first))
    if found.width < 1 or found.height < 1:
        raise Damaged
    return found


def _kind(first: bytes) -> str:
    if first[4:8] == b"ftyp":
        return "HEIC" if first[8:12] in (b"heic", b"heix", b"heim", b"heis", b"mif1", b"hevc") else "film"
    known = {
        b"GIF8": "GIF",
        b"BM": "BMP",
        b"II*\0": "TIFF",
        b"MM\0*": "TIFF",
        b"%PDF": "PDF",
        b"<svg": "SVG",
        b"\0\0\1\0": "ICO",
        b"PK\3\4": "ZIP",
    }
    return next((name for start, name in known.items() if first.startswith(start)), "")


def _exactly(stream: BinaryIO, count: int) -> bytes:
    content = stream.read(count)
    if len(content) != count:
        raise Damaged
    return content


def _number(content: bytes) -> int:
    return int.from_bytes(content, "big")


def _jpeg(stream: BinaryIO) -> Header:
    """Walk the segments up to the first scan; exactly one of them states the size."""
    stream.seek(2)
    frames: list[Header] = []
    for _segment in range(MOST_PARTS):
        if _exactly(stream, 1) != b"\xff":
            raise Damaged
        marker = _exactly(stream, 1)[0]
        if marker == 0xFF:  # a fill byte: look at the second 0xFF again
            stream.seek(-1, os.SEEK_CUR)
            continue
        if marker == 0x01 or 0xD0 <= marker <= 0xD7:  # these stand alone
            continue
        if marker == 0xDA:
            break
        length = _number(_exactly(stream, 2))
        if length < 2 or marker in (0xD8, 0xD9, 0x00):
            raise Damaged
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            frame = _exactly(stream, 5)
            frames.append(Header(format="JPEG", width=_number(frame[3:5]), height=_number(frame[1:3])))
            stream.seek(length - 7, os.SEEK_CUR)
        else:
            stream.seek(length - 2, os.SEEK_CUR)
    if len(frames) != 1 or marker != 0xDA:
        raise Damaged
    return frames[0]


def _png(stream: BinaryIO) -> Header:
    """Read IHDR with its checksum, then look for an animation up to the first pixels."""
    stream.seek(8)
    chunk = _exactly(stream, 25)
    if chunk[:8] != b"\0\0\0\rIHDR" or crc32(chunk[4:21]) != _number(chunk[21:]):
        raise Damaged
    for _chunk in range(MOST_PARTS):
        head = _exactly(stream, 8)
        if head[4:] == b"IDAT":
            return Header(format="PNG", width=_number(chunk[8:12]), height=_number(chunk[12:16]))
        if head[4:] == b"acTL":
            raise Moving
        if head[4:] in (b"IHDR", b"IEND"):
            break
        stream.seek(_number(head[:4]) + 4, os.SEEK_CUR)
    raise Damaged


def _webp(stream: BinaryIO) -> Header:
    """Walk the chunks; the canvas of an extended file and its one frame must agree."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(4)
    end = int.from_bytes(_exactly(stream, 4), "little") + 8
    if end > size:
        raise Damaged
    stream.seek(12)
    canvas: tuple[int, int] | None = None
    for _chunk in range(MOST_PARTS):
        if stream.tell() + 8 > end:
            break
        name, length = _exactly(stream, 4), int.from_bytes(_exactly(stream, 4), "little")
        if name == b"VP8X" and canvas is None:
            extended = _exactly(stream, 10)
            if extended[0] & 0x02:
                raise Moving
            canvas = _little(extended[4:7]) + 1, _little(extended[7:10]) + 1
            length -= 10
        elif name in (b"VP8 ", b"VP8L"):
            frame = _webp_frame(name, _exactly(stream, 10))
            if canvas not in (None, frame):
                raise Damaged
            return Header(format="WEBP", width=frame[0], height=frame[1])
        if length < 0:
            raise Damaged
        stream.seek(length + length % 2, os.SEEK_CUR)
    raise Damaged


def _little(content: bytes) -> int:
    return int.from_bytes(content, "little")


def _webp_frame(name: bytes, frame: bytes) -> tuple[int, int]:
    if name == b"VP8 ":
        if frame[3:6] != b"\x9d\x01\x2a":
            raise Damaged
        return _little(frame[6:8]) & 0x3FFF, _little(frame[8:10]) & 0x3FFF
    if frame[0] != 0x2F:
        raise Damaged
    bits = _little(frame[1:5])
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


def _is_avif(first: bytes) -> bool:
    length = min(_number(first[:4]), len(first))
    brands = {first[8:12], *(first[start : start + 4] for start in range(16, length - 3, 4))}
    return bool(brands & {b"avif", b"avis"})


def _avif(stream: BinaryIO) -> Header:
    """Find the sizes of the items; the largest counts, as a grid has smaller tiles beside it."""
    stream.seek(8)
    if _exactly(stream, 4) == b"avis":
        raise Moving
    size = stream.seek(0, os.SEEK_END)
    start, meta = 0, b""
    for _box in range(MOST_PARTS):
        if start + 8 > size:
            break
        stream.seek(start)
        length, name = _number(_exactly(stream, 4)), _exactly(stream, 4)
        if name == b"moov":
            raise Moving
        if name == b"meta":
            if not 12 <= length <= LARGEST_META_BYTES:
                raise Damaged
            meta = meta or _exactly(stream, length - 8)
        if length < 8:  # a box of 64-bit length or "up to the end": the picture's bytes
            break
        start += length
    properties = _child(_child(meta[4:], b"iprp"), b"ipco")
    sizes = [(_number(box[4:8]), _number(box[8:12])) for name, box in _boxes(properties) if name == b"ispe"]
    if not sizes:
        raise Damaged
    width, height = max(sizes, key=lambda pair: pair[0] * pair[1])
    return Header(format="AVIF", width=width, height=height)


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 0
    while place + 8 <= len(content):
        length = _number(content[place : place + 4])
        if length < 8 or place + length > len(content):
            raise Damaged
        yield content[place + 4 : place + 8], content[place + 8 : place + length]
        place += length


def _child(content: bytes, name: bytes) -> bytes:
    return next((box for found, box in _boxes(content) if found == name), b"")
