"""Pictures on disk: once each, whole or not at all, and gone when nobody needs them."""

import io
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest

from app import clock
from app.errors import Refusal
from app.media import storage
from app.media.pictures import PreparedPicture, prepare
from app.media.storage import Staging, Store
from tests.media.made_pictures import opened, photo, saved, scene

NOON = datetime(2030, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return an empty store."""
    return Store(tmp_path / "uploads")


@pytest.fixture
def at_noon() -> Iterator[None]:
    """Set the clock to ``NOON``, or a hair after it."""
    clock.shift(NOON - datetime.now(UTC))
    yield
    clock.shift(timedelta(0))


@pytest.fixture
def encodings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record each real preparation that the store asks for."""
    made: list[str] = []

    def recorded(source: io.BytesIO, **options: object) -> PreparedPicture:
        made.append(str(options["name"]))
        return prepare(source, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(storage, "prepare", recorded)
    return made


def files(folder: Path) -> list[str]:
    """Return every file below ``folder`` but the locks, which stay empty."""
    found = [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]
    return sorted(str(path) for path in found if path.parts[0] != ".locks")


def in_threads(task: Callable[[], object], times: int) -> None:
    """Run ``task`` several times at once and raise what any of them raised."""
    start = threading.Barrier(times)

    def run() -> object:
        start.wait()
        return task()

    with ThreadPoolExecutor(times) as pool:
        for running in [pool.submit(run) for _ in range(times)]:
            running.result()


def test_a_picture_lies_under_the_digest_of_what_was_sent(store: Store) -> None:
    sent = photo()
    digest = sha256(sent.getvalue()).hexdigest()

    kept = store.keep(sent, name="garden.jpg")

    folder = f"{digest[:2]}/{digest[2:4]}/{digest}"
    names = [
        "1200.avif",
        "1200.webp",
        "320.avif",
        "320.webp",
        "640.avif",
        "640.jpg",
        "640.webp",
        "facts.json",
    ]
    assert kept.digest == digest
    assert files(store.folder) == [f"{folder}/{name}" for name in names]
    assert (kept.width, kept.height, kept.widths, kept.fallback_width) == (1200, 900, (320, 640, 1200), 640)
    found = store.path(digest, 640, "jpg")
    assert found is not None
    assert opened(found.read_bytes()).size == (640, 480)
    assert store.find(digest) == kept


def test_the_original_is_kept_nowhere(store: Store) -> None:
    sent = photo()

    store.keep(sent)

    assert all(path.read_bytes() != sent.getvalue() for path in store.folder.rglob("*") if path.is_file())


def test_the_same_picture_twice_is_prepared_once(store: Store, encodings: list[str]) -> None:
    first = store.keep(photo(), name="one.jpg")
    again = store.keep(photo(), name="two.jpg")
    prepared = store.prepare(photo(), name="three.jpg")

    assert encodings == ["one.jpg"]
    assert again == first
    assert prepared == first.load()


def test_two_threads_with_the_same_picture_prepare_it_once(store: Store, encodings: list[str]) -> None:
    in_threads(lambda: store.keep(photo(), name="same.jpg"), times=4)

    assert encodings == ["same.jpg"]
    assert len(files(store.folder)) == 8


def test_two_servers_with_the_same_picture_leave_each_other_alone(store: Store, tmp_path: Path) -> None:
    sent = tmp_path / "sent.jpg"
    sent.write_bytes(photo().getvalue())
    script = (
        "import sys; from pathlib import Path; from app.media.storage import Store\n"
        "print(Store(Path(sys.argv[1])).keep(open(sys.argv[2], 'rb')).digest)"
    )

    servers = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(store.folder), str(sent)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    answers = [server.communicate()[0].strip() for server in servers]

    assert answers == [sha256(sent.read_bytes()).hexdigest()] * 3
    assert len(files(store.folder)) == 8


def test_a_prepared_picture_is_added_without_preparing_it_again(store: Store, encodings: list[str]) -> None:
    prepared = prepare(photo())

    kept = store.add(prepared)

    assert encodings == []
    assert kept.load() == prepared


@pytest.mark.parametrize("digest", ["../../../etc/passwd", "", "A" * 64, "a" * 63, "/" * 64, "a" * 64 + "\n"])
def test_no_path_comes_from_outside(store: Store, digest: str) -> None:
    assert store.find(digest) is None
    assert store.path(digest, 320, "webp") is None


def test_a_digest_with_something_behind_it_is_no_digest(store: Store) -> None:
    kept = store.keep(photo())

    assert store.find(f"{kept.digest}/.") is None
    assert store.find(f"{kept.digest}/../{kept.digest}") is None


@pytest.mark.parametrize(
    ("width", "kind"), [(321, "webp"), (320, "jpg"), (320, "json"), (320, "../facts"), (-1, "avif")]
)
def test_only_copies_that_were_made_have_a_path(store: Store, width: int, kind: str) -> None:
    kept = store.keep(photo())

    assert store.path(kept.digest, width, kind) is None


def test_a_refused_picture_leaves_nothing(store: Store) -> None:
    with pytest.raises(Refusal):
        store.keep(io.BytesIO(photo().getvalue()[:5000]), name="half.jpg")

    assert files(store.folder) == []


# Away again


@pytest.mark.usefixtures("at_noon")
def test_a_picture_without_rows_is_removed_with_its_folders(store: Store) -> None:
    kept = store.keep(photo())

    gone = store.remove(kept.digest, now=NOON + timedelta(hours=1))

    assert gone
    assert store.find(kept.digest) is None
    assert [path.name for path in store.folder.iterdir() if not path.name.startswith(".")] == []
    assert store.remove(kept.digest, now=NOON)


@pytest.mark.usefixtures("at_noon")
def test_a_picture_that_someone_is_just_sending_again_is_not_removed(store: Store) -> None:
    kept = store.keep(photo())
    clock.shift(NOON + timedelta(days=3) - datetime.now(UTC))
    store.keep(photo())

    gone = store.remove(kept.digest, now=NOON + timedelta(days=3, minutes=9))

    assert not gone
    assert store.find(kept.digest) == kept
    assert store.remove(kept.digest, now=NOON + timedelta(days=3, minutes=11))


@pytest.mark.usefixtures("at_noon")
def test_the_sweep_takes_what_no_row_points_to_after_a_day(store: Store) -> None:
    used = store.keep(photo())
    unused = store.keep(saved(scene(300, 200), "PNG"))

    assert store.sweep({used.digest}, now=NOON + timedelta(hours=23)) == 0
    assert store.sweep({used.digest}, now=NOON + timedelta(hours=25)) == 1

    assert store.find(unused.digest) is None
    assert store.find(used.digest) == used


def test_the_sweep_takes_what_a_killed_process_left(store: Store) -> None:
    left = store.folder / ".incoming" / "tmp1234"
    left.mkdir(parents=True)
    (left / "320.avif").write_bytes(b"half")

    store.sweep(set(), now=clock.now())
    assert left.exists()
    store.sweep(set(), now=clock.now() + timedelta(hours=2))

    assert not left.exists()


# A full disk


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 40 kB, where this user may mount one."""
    place = tmp_path / "tiny"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40k", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may mount a tiny disk; the reserve and the file limit are tested elsewhere")
    yield place
    subprocess.run(["umount", str(place)], check=True)


FULL = (
    "“garden.jpg” was not kept: there is no room left for pictures here. "
    "Please tell your coordinator, and try again later."
)


def test_a_full_disk_refuses_and_leaves_nothing_half_written(tiny_disk: Path) -> None:
    store = Store(tiny_disk / "uploads", reserve_bytes=0)

    with pytest.raises(Refusal) as refusal:
        store.keep(photo(), name="garden.jpg")

    assert refusal.value.reasons == (FULL,)
    assert files(store.folder) == []
    assert list((store.folder / ".incoming").iterdir()) == []


def test_a_full_disk_refuses_to_stage_and_leaves_nothing(tiny_disk: Path) -> None:
    staging = Staging(tiny_disk / "staged", reserve_bytes=0)

    with pytest.raises(Refusal) as refusal:
        staging.hold(prepare(photo()), person=uuid4(), now=NOON, name="garden.jpg")

    assert refusal.value.reasons == (FULL,)
    assert files(staging.folder) == []


def test_a_disk_that_fills_up_can_be_emptied(tiny_disk: Path) -> None:
    store = Store(tiny_disk / "uploads", reserve_bytes=0)
    kept = store.keep(saved(scene(40, 40), "PNG"))
    (tiny_disk / "filler").write_bytes(b"x" * os.statvfs(tiny_disk).f_bavail * 4096)
    store.reserve_bytes = 10**12

    assert store.remove(kept.digest, now=clock.now() + timedelta(hours=1))

    assert files(store.folder) == []


FILE_LIMIT = """
import resource, sys
from pathlib import Path
from app.errors import Refusal
from app.media.storage import Store
store = Store(Path(sys.argv[1]), reserve_bytes=0)
from app.media.pictures import prepare
prepared = prepare(open(sys.argv[2], "rb"))
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
try:
    store.add(prepared, name="garden.jpg")
except Refusal as refusal:
    print(refusal)
"""


def test_a_quota_that_is_reached_refuses_and_leaves_nothing(tmp_path: Path) -> None:
    sent = tmp_path / "sent.jpg"
    sent.write_bytes(photo().getvalue())
    folder = tmp_path / "uploads"

    ran = subprocess.run(
        [sys.executable, "-c", FILE_LIMIT, str(folder), str(sent)], capture_output=True, text=True, check=True
    )

    assert ran.stdout.strip() == FULL
    assert files(folder) == []


def test_the_last_of_the_disk_is_left_for_the_database(tmp_path: Path, encodings: list[str]) -> None:
    store = Store(tmp_path / "uploads", reserve_bytes=1 << 60)

    with pytest.raises(Refusal) as refusal:
        store.keep(photo(), name="garden.jpg")

    assert refusal.value.reasons == (FULL,)
    assert encodings == []


# Forms that are not finished


@pytest.fixture
def staging(tmp_path: Path) -> Staging:
    """Return an empty staging."""
    return Staging(tmp_path / "staged")


@pytest.fixture(scope="module")
def prepared() -> PreparedPicture:
    """Return a small prepared picture."""
    return prepare(saved(scene(400, 300), "JPEG"))


def test_a_chosen_picture_survives_an_error_elsewhere_in_the_form(
    staging: Staging, store: Store, prepared: PreparedPicture, encodings: list[str]
) -> None:
    ann = uuid4()

    token = staging.hold(prepared, person=ann, now=NOON)
    shown = staging.find(token, person=ann, now=NOON + timedelta(hours=23, minutes=59))
    assert shown is not None
    thumbnail = shown.path(320, "webp")
    assert thumbnail is not None
    assert opened(thumbnail.read_bytes()).size == (320, 240)
    kept = store.add(shown.load())
    staging.release(token, person=ann)

    assert kept.digest == prepared.digest
    assert encodings == []
    assert staging.find(token, person=ann, now=NOON) is None
    assert files(staging.folder) == []


def test_a_token_is_of_use_to_its_person_only(staging: Staging, prepared: PreparedPicture) -> None:
    ann, ben = uuid4(), uuid4()
    token = staging.hold(prepared, person=ann, now=NOON)

    assert staging.find(token, person=ben, now=NOON) is None
    staging.release(token, person=ben)

    assert staging.find(token, person=ann, now=NOON) is not None


@pytest.mark.parametrize("token", ["", "..", "../../x", "\0", "é" * 1000])
def test_an_invented_token_finds_nothing(staging: Staging, prepared: PreparedPicture, token: str) -> None:
    ann = uuid4()
    staging.hold(prepared, person=ann, now=NOON)

    assert staging.find(token, person=ann, now=NOON) is None


def test_tokens_cannot_be_guessed_nor_read_from_the_disk(staging: Staging, prepared: PreparedPicture) -> None:
    ann = uuid4()

    tokens = {staging.hold(prepared, person=ann, now=NOON) for _ in range(5)}

    assert len(tokens) == 5
    assert all(len(token) >= 43 for token in tokens)
    assert not any(token in path for token in tokens for path in files(staging.folder))
    assert not any(str(ann) in path for path in files(staging.folder))


def test_what_waits_for_more_than_a_day_is_gone(staging: Staging, prepared: PreparedPicture) -> None:
    ann = uuid4()
    old = staging.hold(prepared, person=ann, now=NOON)
    young = staging.hold(prepared, person=ann, now=NOON + timedelta(hours=1))
    later = NOON + timedelta(hours=24)

    assert staging.find(old, person=ann, now=later) is None
    assert staging.sweep(later) == 1
    assert staging.find(young, person=ann, now=later) is not None
    assert staging.sweep(later + timedelta(hours=1)) == 1

    assert files(staging.folder) == []


def test_one_person_cannot_fill_the_staging(staging: Staging, prepared: PreparedPicture) -> None:
    ann, ben = uuid4(), uuid4()
    bens = staging.hold(prepared, person=ben, now=NOON)

    tokens = [staging.hold(prepared, person=ann, now=NOON + timedelta(minutes=step)) for step in range(26)]

    still = [staging.find(token, person=ann, now=NOON) is not None for token in tokens]
    assert still == [False] * 2 + [True] * 24
    assert staging.find(bens, person=ben, now=NOON) is not None
