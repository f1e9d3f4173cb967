"""The copies that are made of a picture, and the process that makes them."""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from app.errors import Refusal
from app.media import pictures, pictures_worker
from app.media.pictures import PreparedPicture, prepare
from tests.media.made_pictures import near, opened, photo, png_bomb, saved, scene

RED, BLUE, WHITE = (200, 30, 30), (30, 30, 200), (255, 255, 255)


def copy(prepared: PreparedPicture, width: int, kind: str) -> Image.Image:
    """Return one decoded copy."""
    return opened(next(c.content for c in prepared.renditions if (c.width, c.kind) == (width, kind)))


def halves(left: tuple[int, ...], right: tuple[int, ...], size: tuple[int, int] = (400, 300)) -> Image.Image:
    """Return a picture of two plain colours side by side."""
    image = Image.new("RGB", size, left)
    image.paste(right, (size[0] // 2, 0, *size))
    return image


def test_a_photograph_becomes_seven_copies_with_its_proportions() -> None:
    prepared = prepare(photo())

    made = [(c.file_name, c.width, c.height) for c in prepared.renditions]
    assert made == [
        ("320.avif", 320, 240),
        ("320.webp", 320, 240),
        ("640.avif", 640, 480),
        ("640.webp", 640, 480),
        ("640.jpg", 640, 480),
        ("1200.avif", 1200, 900),
        ("1200.webp", 1200, 900),
    ]
    assert (prepared.width, prepared.height) == (1200, 900)
    assert (prepared.widths, prepared.fallback_width) == ((320, 640, 1200), 640)
    for kind, name in (("avif", "AVIF"), ("webp", "WEBP"), ("jpg", "JPEG")):
        decoded = copy(prepared, 640, kind)
        assert (decoded.format, decoded.size, decoded.mode) == (name, (640, 480), "RGB")


def test_nothing_is_enlarged() -> None:
    assert prepare(saved(scene(900, 600), "PNG")).widths == (320, 640, 900)
    assert prepare(saved(scene(200, 100), "PNG")).widths == (200,)
    assert prepare(saved(scene(200, 100), "PNG")).fallback_width == 200
    assert prepare(saved(Image.new("RGB", (1, 1), RED), "PNG")).widths == (1,)


@pytest.mark.parametrize("size", [(16_000, 3), (3, 16_000), (100, 20_000), (400_000, 2)])
def test_extreme_shapes_are_taken(size: tuple[int, int]) -> None:
    prepared = prepare(saved(Image.new("RGB", size, RED), "PNG"))

    assert all(c.width >= 1 and 1 <= c.height <= 3600 for c in prepared.renditions)
    assert near(copy(prepared, prepared.widths[-1], "webp").convert("RGB").getpixel((0, 0)), RED)


def with_notes(orientation: int) -> tuple[bytes, dict[str, bytes]]:
    """Return a photograph as a telephone writes it, with place, camera, XMP and orientation."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretCameraMaker"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 34.0, 56.5), 3: "E", 4: (7.0, 45.0, 8.25)})
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf exif:GPSLatitude="48,34.94N"/></x:xmpmeta>'
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return exif.tobytes(), {"xmp": xmp, "icc_profile": profile}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_place_camera_and_every_other_note_are_gone(kind: str) -> None:
    exif, notes = with_notes(orientation=1)
    sent = saved(scene(700, 500), kind, exif=exif, **notes)
    assert opened(sent.getvalue()).getexif().get_ifd(0x8825)[2] == (48.0, 34.0, 56.5)

    prepared = prepare(sent)

    for made in prepared.renditions:
        decoded = opened(made.content)
        assert dict(decoded.getexif()) == {}
        assert decoded.getexif().get_ifd(0x8825) == {}
        assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & set(decoded.info)
        for trace in (b"SecretCameraMaker", b"GPS", b"Exif", b"EXIF", b"xmpmeta", b"ICC_PROFILE", b"ICCP"):
            assert trace not in made.content


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("orientation", "turn"),
    [
        (1, None),
        (2, Image.Transpose.FLIP_LEFT_RIGHT),
        (3, Image.Transpose.ROTATE_180),
        (4, Image.Transpose.FLIP_TOP_BOTTOM),
        (5, Image.Transpose.TRANSPOSE),
        (6, Image.Transpose.ROTATE_90),
        (7, Image.Transpose.TRANSVERSE),
        (8, Image.Transpose.ROTATE_270),
    ],
)
def test_the_picture_stands_upright_however_the_camera_was_held(
    kind: str, orientation: int, turn: Image.Transpose | None
) -> None:
    upright = Image.new("RGB", (800, 600))
    corners = {(0, 0): RED, (400, 0): BLUE, (0, 300): (30, 200, 30), (400, 300): (230, 230, 30)}
    for (left, top), colour in corners.items():
        upright.paste(colour, (left, top, left + 400, top + 300))
    as_stored = upright if turn is None else upright.transpose(turn)
    exif, _notes = with_notes(orientation)

    prepared = prepare(saved(as_stored, kind, exif=exif, quality=95))

    assert [(c.width, c.height) for c in prepared.renditions if c.kind == "avif"] == [
        (320, 240),
        (640, 480),
        (800, 600),
    ]
    for copied in ("avif", "webp", "jpg"):
        shown = copy(prepared, 640, copied)
        for (left, top), colour in corners.items():
            assert near(shown.getpixel((left * 640 // 800 + 80, top * 640 // 800 + 60)), colour)


def test_a_picture_lying_on_its_side_gets_the_widths_it_is_seen_in() -> None:
    exif, _notes = with_notes(orientation=6)

    prepared = prepare(saved(scene(1500, 2000), "JPEG", exif=exif))

    assert (prepared.width, prepared.height) == (1200, 900)
    assert prepared.widths == (320, 640, 1200)


def test_broken_camera_notes_do_not_cost_the_picture() -> None:
    directory_nowhere = b"Exif\0\0MM\0*\xff\xff\xff\xff" + os.urandom(40)
    turned_by_a_word = b"Exif\0\0MM\0*\0\0\0\x08\0\1\1\x12\0\2\0\0\0\4up\0\0\0\0\0\0"

    for exif in (directory_nowhere, turned_by_a_word):
        prepared = prepare(saved(scene(400, 300), "JPEG", exif=exif))

        assert (prepared.width, prepared.height) == (400, 300)


def test_a_transparent_picture_stays_so_but_is_white_as_jpeg() -> None:
    image = halves(RED, BLUE).convert("RGBA")
    image.paste((0, 0, 0, 0), (200, 0, 400, 300))

    prepared = prepare(saved(image, "PNG"))

    for kind in ("avif", "webp"):
        shown = copy(prepared, 400, kind)
        assert shown.mode == "RGBA"
        assert near(shown.getpixel((50, 150)), (*RED, 255))
        assert shown.getchannel("A").crop((250, 50, 390, 250)).getextrema()[1] == 0
    assert near(copy(prepared, 400, "jpg").getpixel((50, 150)), RED)
    assert near(copy(prepared, 400, "jpg").getpixel((350, 150)), WHITE, by=6)


def test_an_alpha_channel_in_which_nothing_is_transparent_is_dropped() -> None:
    prepared = prepare(saved(halves(RED, BLUE).convert("RGBA"), "PNG"))

    assert [opened(c.content).mode for c in prepared.renditions] == ["RGB"] * 5


def test_a_cmyk_jpeg_keeps_its_colours() -> None:
    prepared = prepare(saved(halves(RED, BLUE).convert("CMYK"), "JPEG", quality=95))

    assert near(copy(prepared, 400, "webp").getpixel((50, 150)), RED)
    assert near(copy(prepared, 400, "avif").getpixel((350, 150)), BLUE)


def test_a_png_of_16_bits_a_pixel_keeps_its_greys() -> None:
    grey = Image.new("I;16", (400, 300), 0x4000)
    grey.paste(Image.new("I;16", (200, 300), 0xC000), (200, 0))
    assert grey.getpixel((350, 150)) == 0xC000

    prepared = prepare(saved(grey, "PNG"))

    assert near(copy(prepared, 400, "jpg").getpixel((50, 150)), (0x40,) * 3, by=6)
    assert near(copy(prepared, 400, "avif").getpixel((350, 150)), (0xC0,) * 3, by=6)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P"])
def test_every_kind_of_png_works(mode: str) -> None:
    prepared = prepare(saved(halves((0, 0, 0), WHITE).convert(mode), "PNG"))

    assert near(copy(prepared, 400, "jpg").getpixel((50, 150)), (0, 0, 0), by=8)
    assert near(copy(prepared, 400, "webp").getpixel((350, 150)), WHITE, by=8)


def test_colours_of_another_profile_are_converted() -> None:
    """A profile whose red and blue are exchanged would show blue where red was meant."""
    sent = saved(halves(RED, BLUE), "PNG", icc_profile=swapped_profile())

    prepared = prepare(sent)

    assert near(copy(prepared, 400, "webp").getpixel((50, 150)), BLUE, by=60)
    assert near(copy(prepared, 400, "jpg").getpixel((350, 150)), RED, by=60)


def swapped_profile() -> bytes:
    """Return sRGB with the colorants of red and blue exchanged in its table of tags."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = profile.index(b"rXYZ", 128), profile.index(b"bXYZ", 128)
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(profile)


def test_an_unusable_profile_is_left_out() -> None:
    prepared = prepare(saved(halves(RED, BLUE), "PNG", icc_profile=os.urandom(600)))

    assert near(copy(prepared, 400, "webp").getpixel((50, 150)), RED)


def test_two_pictures_in_one_jpeg_give_the_first() -> None:
    sent = saved(halves(RED, RED), "MPO", save_all=True, append_images=[halves(BLUE, BLUE)])

    prepared = prepare(sent)

    assert near(copy(prepared, 400, "webp").getpixel((50, 150)), RED)


def test_the_placeholder_has_the_colour_that_covers_most() -> None:
    image = halves(RED, RED)
    image.paste(BLUE, (300, 0, 400, 300))

    colour = prepare(saved(image, "PNG")).colour

    assert near(tuple(bytes.fromhex(colour.removeprefix("#"))), RED, by=12)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_file_that_breaks_off_in_its_pixels_is_refused(kind: str) -> None:
    whole = saved(scene(), kind).getvalue()

    with pytest.raises(Refusal) as refusal:
        prepare(io.BytesIO(whole[: len(whole) * 6 // 10]), name="half.jpg")

    assert str(refusal.value) == (
        "“half.jpg” is damaged or did not arrive whole. "
        "Please choose it again, or another picture: JPEG, PNG, WebP or AVIF."
    )


def test_what_follows_the_pixels_does_not_reach_the_copies() -> None:
    prepared = prepare(io.BytesIO(photo().getvalue() + b"HIDDEN-FILM" * 1000))

    assert all(b"HIDDEN-FILM" not in c.content for c in prepared.renditions)


# The process of its own


class Watched:
    """Follows the children of this process while a picture is prepared."""

    def __init__(self) -> None:
        self.seen: set[int] = set()
        self.peak_kb = 0
        self.limits = ""
        self.environment = b""
        self._stop = threading.Event()

    def __enter__(self) -> "Watched":
        self._thread = threading.Thread(target=self._look)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.is_set():
            for child in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
                with contextlib.suppress(OSError):
                    self._note(child.read_text().split())
            time.sleep(0.005)

    def _note(self, children: list[str]) -> None:
        for number in children:
            place = Path("/proc") / number
            with contextlib.suppress(OSError):
                if b"pictures_worker" not in (place / "cmdline").read_bytes():
                    continue
                self.seen.add(int(number))
                self.limits = (place / "limits").read_text() or self.limits
                self.environment = (place / "environ").read_bytes() or self.environment
                for line in (place / "status").read_text().splitlines():
                    if line.startswith("VmHWM"):
                        self.peak_kb = max(self.peak_kb, int(line.split()[1]))


def test_pixels_are_decoded_in_another_process_without_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOGETHER_SECRET_KEY", "not-for-decoders")

    with Watched() as watched:
        prepare(saved(scene(4000, 3000), "JPEG"))

    assert len(watched.seen) == 1
    assert b"not-for-decoders" not in watched.environment
    allowed = next(line for line in watched.limits.splitlines() if line.startswith("Max address space"))
    assert allowed.split()[3] == str(pictures_worker.MEMORY_BYTES)
    assert watched.peak_kb < 200_000


@contextlib.contextmanager
def another_worker(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put a worker that misbehaves in the place of ours."""
    place = folder / "pictures_worker.py"
    place.write_text(text)
    monkeypatch.setattr(pictures, "_WORKER", place)
    yield


OURS = f"""
import sys, importlib.util
spec = importlib.util.spec_from_file_location("ours", {str(Path(pictures_worker.__file__))!r})
ours = importlib.util.module_from_spec(spec); spec.loader.exec_module(ours)
"""


def said_of(sent: io.BytesIO) -> str:
    """Return why ``sent`` is refused."""
    with pytest.raises(Refusal) as refusal:
        prepare(sent, name="odd.png")
    return str(refusal.value)


def test_a_decoder_that_crashes_takes_nothing_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with another_worker("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", tmp_path, monkeypatch):
        said = said_of(photo())

    assert said.startswith("“odd.png” takes too much work to open.")


def test_a_decoder_that_never_ends_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_WORKER_SECONDS", 0.5)

    with (
        another_worker("import time\nwhile True: time.sleep(1)", tmp_path, monkeypatch),
        Watched() as watched,
    ):
        said = said_of(photo())
        (child,) = watched.seen

    assert "takes too much work" in said
    with pytest.raises(ProcessLookupError):
        os.kill(child, signal.SIGCONT)


def test_a_decoder_that_computes_for_ever_is_stopped_by_its_own_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = (
        OURS
        + "ours.PROCESSOR_SECONDS = 1\nours.answer = lambda *_: [None for _ in iter(int, 1)]\nours.main()"
    )

    started = time.monotonic()
    with another_worker(busy, tmp_path, monkeypatch):
        said = said_of(photo())

    assert "takes too much work" in said
    assert time.monotonic() - started < 10


def test_a_decoder_that_wants_too_much_memory_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hungry = OURS + "ours.upright = lambda *_: bytearray(1 << 30)\nours.main()"

    with another_worker(hungry, tmp_path, monkeypatch):
        said = said_of(photo())

    assert "takes too much work" in said


def test_an_answer_without_end_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flood = OURS + "ours.answer = lambda *_: ({}, [bytes(1 << 20)] * 1000)\nours.main()"

    with another_worker(flood, tmp_path, monkeypatch):
        said = said_of(photo())

    assert "no room left" in said


def test_a_worker_that_cannot_start_is_our_fault_and_crashes_loudly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        another_worker("import no_such_module", tmp_path, monkeypatch),
        pytest.raises(RuntimeError, match="no_such_module"),
    ):
        prepare(photo())


def test_a_bomb_that_passes_the_header_meets_the_limit_of_the_worker() -> None:
    """The worker does not trust the server either: it looks at the pixels for itself."""
    order = {"format": "PNG", "sizes": [320], "limit_pixels": 24_000_000}
    command = [sys.executable, "-I", str(pictures_worker.__file__), str(Path(Image.__file__).parent.parent)]

    ran = subprocess.run(
        command,
        input=json.dumps(order).encode() + b"\n" + png_bomb(13_000, 13_000),
        capture_output=True,
        check=True,
    )

    assert json.loads(ran.stdout.splitlines()[0])["problem"] == "pixels"


def test_too_many_pictures_at_once_wait_and_then_come_back_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "_places", threading.BoundedSemaphore(1))
    monkeypatch.setattr(pictures, "_WAIT_SECONDS", 0.1)

    with pictures._places:
        said = said_of(photo())

    assert said.startswith("“odd.png” has to wait: many pictures are being prepared just now.")
    assert prepare(photo()).widths == (320, 640, 1200)


def test_pictures_are_prepared_in_many_threads() -> None:
    made: list[PreparedPicture] = []
    sources = [saved(scene(400 + step, 300), "JPEG") for step in range(6)]

    threads = [
        threading.Thread(target=lambda source=source: made.append(prepare(source))) for source in sources
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(prepared.width for prepared in made) == [400, 401, 402, 403, 404, 405]
    assert len({prepared.digest for prepared in made}) == 6
