"""What is refused before a single pixel is decoded."""

import io
import json
import os
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from app.errors import Refusal
from app.media.pictures import PictureFacts, inspect
from tests.media.made_pictures import photo, png_bomb, png_chunk, saved, scene, webp_header

ALLOWED = "JPEG, PNG, WebP or AVIF"


def refused(content: bytes, name: str = "holiday.jpg", **limits: int) -> str:
    """Return what is said of ``content``."""
    with pytest.raises(Refusal) as refusal:
        inspect(io.BytesIO(content), name=name, **limits)
    return " ".join(refusal.value.reasons)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_the_header_tells_format_size_and_weight(kind: str) -> None:
    sent = saved(scene(300, 200), kind)

    facts = inspect(sent, name="a")

    assert facts == PictureFacts(format=kind, width=300, height=200, size_bytes=len(sent.getvalue()))
    assert sent.tell() == 0


@pytest.mark.parametrize(
    "options", [{"lossless": True}, {"exact": True, "exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0"}]
)
def test_every_flavour_of_webp_tells_its_size(options: dict[str, object]) -> None:
    facts = inspect(saved(scene(301, 203).convert("RGBA"), "WEBP", **options))

    assert (facts.format, facts.width, facts.height) == ("WEBP", 301, 203)


def test_a_progressive_jpeg_with_a_large_camera_note_is_read() -> None:
    sent = saved(scene(640, 480), "JPEG", progressive=True, comment=b"x" * 60_000, icc_profile=b"p" * 200_000)

    assert inspect(sent).width == 640


def test_the_content_decides_and_not_the_name() -> None:
    said = refused(b"Dear neighbours, here is my picture.", name="picture.jpg")

    assert said == f"“picture.jpg” is not a picture. Please choose one: {ALLOWED}."
    assert inspect(saved(scene(20, 20), "PNG"), name="letter.txt").format == "PNG"


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "PDF"])
def test_other_kinds_are_called_by_their_name(kind: str) -> None:
    said = refused(saved(scene(20, 20), kind).getvalue())

    assert said == f"“holiday.jpg” is a {kind} file. Please choose a picture: {ALLOWED}."


def test_a_heic_picture_comes_with_the_way_out() -> None:
    said = refused(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100), name="IMG_0001.HEIC")

    assert "“IMG_0001.HEIC” is in the HEIC format" in said
    assert "Most Compatible" in said


def test_a_film_is_refused_as_a_film() -> None:
    assert "is a film" in refused(b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + bytes(100))


def test_a_drawing_with_scripts_is_no_picture() -> None:
    assert "is a SVG file" in refused(b"<svg onload='alert(1)'/>", name="x.png")


def test_an_empty_file_is_refused() -> None:
    assert refused(b"") == "“holiday.jpg” is empty: nothing of it arrived. Please choose the picture again."


def test_too_many_bytes_are_refused_with_both_figures() -> None:
    sent = photo().getvalue() + bytes(3_000_000)

    said = refused(sent, limit_bytes=2_000_000)

    assert said == "“holiday.jpg” weighs 4 MB; a picture may weigh at most 2 MB. Please send a smaller one."


def test_too_many_pixels_are_refused_with_both_figures() -> None:
    said = refused(saved(Image.new("L", (5000, 4801)), "PNG").getvalue())

    assert said.startswith(
        "“holiday.jpg” measures 5000 by 4801 pixels; at most 24 million pixels are allowed."
    )


def test_exactly_the_limit_of_pixels_is_taken() -> None:
    assert inspect(saved(Image.new("L", (6000, 4000)), "PNG")).width == 6000


class Counted(io.BytesIO):
    """A file that counts how often it is read."""

    reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.reads += 1
        return super().read(size)


MEASURE = """
import io, json, resource, sys
from app.errors import Refusal
from app.media.pictures import inspect
content = open(sys.argv[1], "rb").read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    inspect(io.BytesIO(content))
    said = "taken"
except Refusal as refusal:
    said = str(refusal)
print(json.dumps([said, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before]))
"""


def test_a_bomb_of_20_kb_is_refused_without_growing_this_process(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.png"
    bomb.write_bytes(png_bomb(13_000, 13_000))
    assert bomb.stat().st_size < 25_000

    started = time.monotonic()
    ran = subprocess.run(
        [sys.executable, "-c", MEASURE, str(bomb)], capture_output=True, text=True, check=True
    )
    took = time.monotonic() - started

    said, grown_kb = json.loads(ran.stdout)
    assert "13000 by 13000 pixels" in said
    assert grown_kb < 20_000
    assert took < 5


@pytest.mark.parametrize("size", [(16_383, 16_383), (10_000, 2_401)])
def test_a_webp_that_promises_a_huge_canvas_is_refused(size: tuple[int, int]) -> None:
    said = refused(webp_header(*size))

    assert f"measures {size[0]} by {size[1]} pixels" in said


def test_a_webp_whose_frame_is_not_its_canvas_is_refused() -> None:
    sent = bytearray(webp_header(100, 100))
    sent[-4:] = struct.pack("<HH", 16_000, 16_000)

    assert "is damaged" in refused(bytes(sent))


def test_animations_are_refused() -> None:
    frames = [scene(20, 20), scene(20, 20).rotate(90)]

    for kind in ("WEBP", "PNG", "AVIF"):
        moving = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=50).getvalue()
        assert refused(moving) == f"“holiday.jpg” moves. Please choose a still picture: {ALLOWED}."
    assert "moves" in refused(webp_header(16_000, 16_000, moving=True))


def test_an_animation_that_says_it_is_a_still_picture_is_refused() -> None:
    frames = [scene(20, 20), scene(20, 20).rotate(90)]
    moving = bytearray(saved(frames[0], "AVIF", save_all=True, append_images=frames[1:]).getvalue())
    assert moving[8:12] == b"avis"
    moving[8:12] = b"avif"
    webp = bytearray(saved(frames[0], "WEBP", save_all=True, append_images=frames[1:]).getvalue())
    webp[webp.index(b"VP8X") + 8] &= ~0x02

    assert "moves" in refused(bytes(moving))
    assert "is damaged" in refused(bytes(webp))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_header_that_breaks_off_is_refused_wherever_it_breaks(kind: str) -> None:
    whole = saved(scene(64, 64), kind).getvalue()

    for length in range(13, 40):
        said = refused(whole[:length])
        assert "is damaged or did not arrive whole" in said or "is not a picture" in said, (kind, length)


def test_a_png_header_with_a_wrong_checksum_is_refused() -> None:
    sent = bytearray(saved(scene(20, 20), "PNG").getvalue())
    sent[19] ^= 1

    assert "is damaged" in refused(bytes(sent))


def test_a_jpeg_with_two_sizes_is_refused() -> None:
    sent = photo().getvalue()
    start = sent.index(b"\xff\xc0")
    segment = sent[start : start + 2 + int.from_bytes(sent[start + 2 : start + 4], "big")]
    small = bytearray(segment)
    small[5:9] = struct.pack(">HH", 10, 10)

    assert "is damaged" in refused(sent[:start] + bytes(small) + sent[start:])


def test_headers_that_never_end_are_given_up() -> None:
    never = [
        b"\xff\xd8" + b"\xff" * 5_000_000,
        b"\xff\xd8" + b"\xff\xe1\0\2" * 1_000_000,
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", struct.pack(">IIBBBBB", 9, 9, 8, 0, 0, 0, 0))
        + png_chunk(b"tEXt", b"") * 400_000,
        b"RIFF" + struct.pack("<I", 4_000_004) + b"WEBP" + b"EXIF\0\0\0\0" * 500_000,
        b"\0\0\0\x18ftypavif\0\0\0\0avifmif1" + b"\0\0\0\x08free" * 500_000,
    ]

    for sent in never:
        stream = Counted(sent)
        with pytest.raises(Refusal, match="is damaged"):
            inspect(stream)
        assert stream.reads < 10_000


@pytest.mark.parametrize(
    "hidden",
    [
        b"<script>alert(1)</script>",
        b"<?php system($_GET[0]); ?>",
        b"<HTML><body>",
        b"%PDF-1.7",
        b"<svg onload=x>",
    ],
)
def test_a_picture_that_is_something_else_as_well_is_refused(hidden: bytes) -> None:
    sent = saved(scene(64, 64), "JPEG", comment=hidden).getvalue()

    assert "“holiday.jpg” holds something else beside a picture." in refused(sent)


def test_a_picture_with_an_archive_behind_it_is_refused() -> None:
    archive = io.BytesIO(photo().getvalue())
    with zipfile.ZipFile(archive, "a") as added:
        added.writestr("setup.exe", b"MZ")

    assert "holds something else" in refused(archive.getvalue())


def test_a_motion_photograph_is_a_photograph() -> None:
    film = b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + os.urandom(50_000)

    assert inspect(io.BytesIO(photo().getvalue() + film)).format == "JPEG"


def test_the_name_is_shown_without_folders_tricks_and_length() -> None:
    assert refused(b"", name="C:\\Users\\Ann\\cat.jpg").startswith("“cat.jpg” ")
    assert refused(b"", name="../../etc/\u202egpj.exe\n").startswith("“gpj.exe” ")
    assert len(refused(b"", name="a" * 500)) < 150
    assert refused(b"", name="").startswith("This file is empty")
