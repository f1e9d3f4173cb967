"""Decode one picture in a process of its own and answer with small clean copies of it.

Run as a script (``python -I -S pictures_worker.py <folder of Pillow>``), never imported by the
server: it knows nothing but Pillow, has no secret in its environment, writes to its standard
output only, and dies alone when a decoder goes wrong. One process per picture, so that nothing of
one person's picture can reach the next.

In: one line of JSON (``Order``), then the bytes of the picture. Out: one line of JSON, then the
bytes of every rendition in the order of the line.
"""

import json
import os
import resource
import sys
from collections.abc import Iterable
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from PIL.Image import Image

MEMORY_BYTES = 768 * 1024 * 1024
PROCESSOR_SECONDS = 8
ANSWER_BYTES = 32 * 1024 * 1024
TALLEST = 3  # a picture is at most this many times as tall as the width asked for

NO_ROOM = 3  # exit code when the answer could not be written

# Chosen by measure, see docs/pictures.md: about the same look at 320 px for 9 kB each.
ENCODERS: dict[str, tuple[str, dict[str, Any]]] = {
    "avif": ("AVIF", {"quality": 48, "speed": 7, "max_threads": 1}),
    "webp": ("WEBP", {"quality": 72, "method": 4}),
    "jpg": ("JPEG", {"quality": 76, "progressive": True, "optimize": True}),
}
FALLBACK_WIDTH = 640


class Order(TypedDict):
    """What the server asks for."""

    format: str
    sizes: list[int]
    limit_pixels: int


class TooManyPixels(Exception):
    """The decoder sees more pixels than the header had promised."""


def limit_this_process() -> None:
    """Bound memory, time and files before a single byte of the picture is looked at."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (ANSWER_BYTES, ANSWER_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)  # pages being read go before pictures being prepared


def opened(content: bytes, order: Order) -> "Image":
    """Open the picture as the one format its header showed, and load no more than is needed."""
    from PIL import AvifImagePlugin, Image

    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    Image.MAX_IMAGE_PIXELS = order["limit_pixels"]
    image = Image.open(BytesIO(content), formats=[order["format"]])
    if image.width * image.height > order["limit_pixels"]:
        raise TooManyPixels
    widest = max(order["sizes"])
    image.draft(None, (widest, widest))  # a JPEG is decoded at a half, a quarter or an eighth
    image.load()
    return image


def turned(image: "Image", orientation: int) -> "Image":
    """Turn the picture as the camera was held (EXIF orientation 1 to 8)."""
    from PIL.Image import Transpose

    turn = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }.get(orientation)
    return image if turn is None else image.transpose(turn)


def orientation_of(image: "Image") -> int:
    """Read how the camera was held; 1 (upright) when the notes of the camera are broken."""
    with suppress(Exception):  # a damaged note must not cost the person the picture
        return int(image.getexif().get(0x0112, 1))
    return 1


def in_eight_bits(image: "Image") -> "Image":
    """Bring unusual pixels (palette, 16 bits, bilevel) to grey, RGB, RGBA or CMYK of eight bits."""
    if image.mode.startswith("I") or image.mode == "F":
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def in_srgb(image: "Image", profile: bytes | None) -> "Image":
    """Convert the colours to sRGB, by the picture's own profile where it has a usable one."""
    from PIL import ImageCms

    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        with suppress(ImageCms.PyCMSError, OSError):  # an unusable profile is as good as none
            converted = ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode=mode,
            )
            if converted is not None:
                return converted
    return image.convert(mode)


def on_white(image: "Image") -> "Image":
    """Lay a transparent picture on white, as JPEG knows no transparency."""
    from PIL import Image

    if image.mode != "RGBA":
        return image
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def fitted(size: tuple[int, int], width: int) -> tuple[int, int]:
    """Return the size that fits ``width`` with the proportions kept; never larger than ``size``."""
    scale = min(1.0, width / size[0], TALLEST * width / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def shrunk(image: "Image", size: tuple[int, int]) -> "Image":
    """Scale down to ``size``, in two steps when far away, so that large pictures stay quick."""
    from PIL.Image import Resampling

    return image if image.size == size else image.resize(size, Resampling.LANCZOS, reducing_gap=3.0)


def dominant_colour(image: "Image") -> str:
    """Return the colour that covers most of the picture as ``#rrggbb``."""
    small = on_white(image).resize((32, 32)).quantize(6)
    counted = small.histogram()
    index = counted.index(max(counted))
    palette = small.getpalette() or []
    return "#{:02x}{:02x}{:02x}".format(*palette[3 * index : 3 * index + 3])


def upright(content: bytes, order: Order) -> "Image":
    """Return the picture at the greatest width asked for: upright, sRGB, without any note."""
    image = opened(content, order)
    orientation = orientation_of(image)
    profile = image.info.get("icc_profile")
    quarter_turned = orientation in (5, 6, 7, 8)
    seen = (image.height, image.width) if quarter_turned else image.size
    target = fitted(seen, max(order["sizes"]))
    image = in_eight_bits(image)
    image = shrunk(image, (target[1], target[0]) if quarter_turned else target)
    image = in_srgb(turned(image, orientation), profile)
    image.info = {}  # the encoders would write profile, EXIF and XMP found here into the copies
    return image


def encoded(image: "Image", kind: str) -> bytes:
    """Return the bytes of ``image`` as ``avif``, ``webp`` or ``jpg``."""
    name, options = ENCODERS[kind]
    target = BytesIO()
    (on_white(image) if kind == "jpg" else image).save(target, name, **options)
    return target.getvalue()


def renditions(image: "Image", sizes: Iterable[int]) -> list[tuple[str, int, int, bytes]]:
    """Return every copy as (kind, width, height, bytes): AVIF and WebP per size, JPEG once."""
    steps = sorted({fitted(image.size, width) for width in sizes})
    fallback = max((step for step in steps if step[0] <= FALLBACK_WIDTH), default=steps[0])
    made = []
    for size in steps:
        smaller = shrunk(image, size)
        kinds = ("avif", "webp", "jpg") if size == fallback else ("avif", "webp")
        made += [(kind, *size, encoded(smaller, kind)) for kind in kinds]
    return made


def answer(content: bytes, order: Order) -> tuple[dict[str, Any], list[bytes]]:
    """Prepare the picture, or name what is wrong with it: ``pixels``, ``memory`` or ``damaged``."""
    try:
        image = upright(content, order)
        made = renditions(image, order["sizes"])
    except MemoryError:
        return {"problem": "memory"}, []
    except Exception as error:  # noqa: BLE001 - whatever a decoder says of a broken file, the file is broken
        from PIL.Image import DecompressionBombError

        many = isinstance(error, (TooManyPixels, DecompressionBombError))
        return {"problem": "pixels" if many else "damaged", "detail": f"{type(error).__name__}: {error}"}, []
    head = {
        "width": image.width,
        "height": image.height,
        "colour": dominant_colour(image),
        "renditions": [[kind, width, height, len(content)] for kind, width, height, content in made],
    }
    return head, [content for *_, content in made]


def main() -> None:
    """Read an order from the standard input and write the answer to the standard output."""
    limit_this_process()
    sys.path.append(sys.argv[1])
    order: Order = json.loads(sys.stdin.buffer.readline())
    head, contents = answer(sys.stdin.buffer.read(), order)
    try:
        sys.stdout.buffer.write(json.dumps(head).encode() + b"\n")
        for content in contents:
            sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except OSError:  # the disk of the answer is full
        os._exit(NO_ROOM)


if __name__ == "__main__":
    main()
