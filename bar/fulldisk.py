"""T10, the disk is full: posting is refused, reading goes on, and all is well again by itself.

The database lies on a small disk of its own (``tmpfs``, which needs the rights of root), or, without those
rights, under a limit on the size of files, which the system enforces in the same place. PostgreSQL keeps its
write-ahead log on another disk, as docs/operating.md asks.
"""

import os
import resource
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from bar.browser import Answer, Browser
from bar.forks import _whole as whole
from bar.paying import PLACE, browser_of, faults, pay, payments, receipt
from bar.report import Found, note
from bar.site import Site, site

DISK = 128  # megabytes
REFUSED = (503, 507)
MOST = 2_000
TARGET = "while full: payments refused with 503 or 507, pages read; after: paid within 10 s, 0 half"


def run(options: set[str]) -> Iterator[Found]:
    """Fill the disk under a site on each database, ask it to pay and to show, then make room again."""
    for kind in ("sqlite", "postgresql"):
        with ExitStack() as stack:
            yield _trial(stack, kind)


def _trial(stack: ExitStack, kind: str) -> Found:
    folder = _small_disk(stack)
    if kind == "postgresql" and not folder.is_mount():
        raise RuntimeError("a small disk for PostgreSQL needs the rights of root")
    wal = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="together-wal-")))
    made = stack.enter_context(site(kind, folder=folder, wal=wal))
    made.log_file = folder / "server.log"  # the log has no room either
    made.start()
    browser = browser_of(made, made.payers[0])
    before = _pay(made, browser, "before")
    full = _Full(made, folder)
    full.begin()
    refused = _until_refused(made, browser)
    note(f"{kind}: full after {len(refused)} more payments")
    answers = [_pay(made, browser, f"full {number}") for number in range(20)]
    pages = Counter(browser.get(path).status for path in _pages(made) for _ in range(5))
    note(f"full: payments {dict(Counter(one.status for one in answers))}, pages {dict(pages)}")
    full.end()
    began = time.monotonic()
    while receipt(_pay(made, browser, "after")) is None and time.monotonic() - began < 30:
        time.sleep(0.2)
    back = time.monotonic() - began
    again = [_pay(made, browser, f"full {number}") for number in range(20)]
    made.stop()
    there, wrong = payments(made), faults(made)
    sound = whole(Path(made.database_url.removeprefix("sqlite:///"))) if kind == "sqlite" else None
    acknowledged = [*refused, "before", "after", *(f"full {number}" for number in range(20))]
    lost = [text for text in acknowledged if len(there.get(text, [])) != 1]
    statuses = Counter(one.status for one in answers)
    right = (
        receipt(before) is not None and set(statuses) <= set(REFUSED) and set(pages) == {200} and not lost
        and all(receipt(one) is not None for one in again) and not wrong and sound is not False and back <= 10
    )  # fmt: skip
    return Found(
        id=f"T10 disk full {kind}",
        number={"payments_while_full": dict(statuses), "pages_while_full": dict(pages),
                "retry_after": sorted({one.retry_after for one in answers}), "lost_or_doubled": len(lost),
                "faults": wrong, "integrity": sound, "back_seconds": round(back, 2), "by": full.how},
        target=TARGET,
        passed=right,
        sentence=f"With the disk full ({full.how}) {sum(statuses[one] for one in REFUSED)} of "
        f"{len(answers)} payments were refused clearly and {pages[200]} of {sum(pages.values())} pages "
        f"shown; {back:.1f} s after there was room again payments went on, {len(lost)} lost or doubled.",
    )  # fmt: skip


def _small_disk(stack: ExitStack) -> Path:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="together-disk-")))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}m", "tmpfs", str(folder)]
    if os.geteuid() == 0 and subprocess.run(mount, capture_output=True, check=False).returncode == 0:
        stack.callback(subprocess.run, ["umount", "-l", str(folder)], check=False)
    return folder


class _Full:
    """A disk without room: filled, or by a limit on the server's files."""

    def __init__(self, made: Site, folder: Path) -> None:
        self.made, self.filler = made, folder / "filler"
        self.mounted = folder.is_mount()
        self.how = "a tmpfs without room" if self.mounted else "a limit on the size of files"

    def begin(self) -> None:
        if not self.mounted:
            self._limit(1)
            return
        with self.filler.open("wb", buffering=0) as filler:
            for size in (1 << 20, 1 << 12, 1):
                try:
                    while True:
                        filler.write(b"\0" * size)
                except OSError:
                    continue

    def end(self) -> None:
        if self.mounted:
            self.filler.unlink()
        else:
            self._limit(resource.RLIM_INFINITY)

    def _limit(self, size: int) -> None:
        assert self.made.process is not None
        master = self.made.process.pid
        workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        for number in (master, *map(int, workers)):
            resource.prlimit(number, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def _pay(made: Site, browser: Browser, text: str) -> Answer:
    return pay(browser, made.payers[0], made.payers[1], 5, text)


def _until_refused(made: Site, browser: Browser) -> list[str]:
    """Pay until the room that the database still had is used up; returns what was acknowledged."""
    told: list[str] = []
    for number in range(MOST):
        if receipt(_pay(made, browser, f"last {number}")) is None:
            return told
        told.append(f"last {number}")
    return told


def _pages(made: Site) -> list[str]:
    return [f"{PLACE}/", f"{PLACE}/accounts/", f"{PLACE}/accounts/{made.payers[0].account_id}", "/healthz"]
