"""Pictures made on the spot, as telephones, programs and attackers make them."""

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageDraw


def scene(width: int = 1600, height: int = 1200) -> Image.Image:
    """A red left half and a blue right half with some detail in them."""
    image = Image.new("RGB", (width, height), (200, 30, 30))
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 2, 0, width, height), fill=(30, 30, 200))
    for step in range(0, width, max(8, width // 40)):
        draw.line((step, 0, width - step, height), fill=(240, 240, step % 256))
    return image


def saved(image: Image.Image, format: str, **options: Any) -> io.BytesIO:  # noqa: A002 - Pillow's own word
    target = io.BytesIO()
    image.save(target, format, **options)
    target.seek(0)
    return target


def png_chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_bomb(width: int, height: int) -> bytes:
    """Return a black PNG of one bit a pixel: tiny on the wire, one byte a pixel and more in memory."""
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(1 + (width + 7) // 8)) for _row in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")
    )


def photo() -> io.BytesIO:
    """Return a photograph of 1600 by 1200 pixels, red on the left, blue on the right."""
    return saved(scene(), "JPEG", quality=90)


def webp_header(width: int, height: int, *, moving: bool = False) -> bytes:
    """Return an extended WebP that promises a canvas and holds almost nothing."""
    canvas = bytes([0x02 if moving else 0, 0, 0, 0]) + (width - 1).to_bytes(3, "little")
    extended = b"VP8X" + struct.pack("<I", 10) + canvas + (height - 1).to_bytes(3, "little")
    frame = b"\x00\x00\x00\x9d\x01\x2a" + struct.pack("<HH", width, height)
    body = b"WEBP" + extended + b"VP8 " + struct.pack("<I", len(frame)) + frame
    return b"RIFF" + struct.pack("<I", len(body)) + body


def opened(content: bytes) -> Image.Image:
    """Return the decoded picture."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def near(pixel: Any, wanted: tuple[int, ...], *, by: int = 40) -> bool:
    """Tell whether two colours look alike."""
    return all(abs(seen - meant) <= by for seen, meant in zip(pixel, wanted, strict=True))
