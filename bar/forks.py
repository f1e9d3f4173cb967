"""T7, fork safety: a server that loaded the site before it forked, a worker, a backup and a check at once.

An SQLite connection that crosses a fork loses acknowledged transfers. The master of gunicorn opens the
database before it forks (``--preload``), so a connection left open would be shared by its workers.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from bar.paying import browser_of, faults, pay, payments, receipt
from bar.report import ROOT, Found, note
from bar.site import Site, site

STARTS, SECONDS, WORKERS, CLIENTS = 5, 10.0, 4, 8
TARGET = "{starts} starts x {seconds:g} s: every acknowledged payment is there once, integrity ok"


def run(options: set[str]) -> Iterator[Found]:
    """Start everything at once, several times over."""
    starts, seconds = (2, 4.0) if "quick" in options else (STARTS, SECONDS)
    acknowledged: list[str] = []
    ended: dict[str, set[int]] = {}
    with site("sqlite") as made:
        for number in range(starts):
            acknowledged += _start(made, number, seconds, ended)
            note(f"start {number + 1}: {len(acknowledged)} acknowledged")
        there = payments(made)
        lost = [text for text in acknowledged if len(there.get(text, [])) != 1]
        whole, wrong = _whole(made.folder / "together.sqlite3"), faults(made)
        crossed = made.log().count("opened by another process")
    codes = {name: sorted(found) for name, found in ended.items()}
    right = not lost and whole and not wrong and all(found == [0] for found in codes.values())
    yield Found(
        id="T7",
        number={"starts": starts, "acknowledged": len(acknowledged), "lost_or_doubled": len(lost),
                "integrity": whole, "faults": wrong, "commands": codes, "crossed": crossed},
        target=TARGET.format(starts=starts, seconds=seconds),
        passed=right and len(acknowledged) > 0,
        sentence=f"{starts} starts of {WORKERS} preloaded workers with a job worker, backups and checks: "
        f"{len(acknowledged)} payments acknowledged, {len(lost)} lost or doubled, the database "
        f"{'sound' if whole and not wrong else 'NOT sound'}.",
    )  # fmt: skip


def _start(made: Site, number: int, seconds: float, ended: dict[str, set[int]]) -> list[str]:
    made.start(workers=WORKERS, words=["--preload"], environment={"TOGETHER_EMBEDDED_JOBS": "0"}, wait=180)
    program = str(Path(sys.executable).parent / "together")
    worker = subprocess.Popen(
        [program, "jobs", "run"], env={**os.environ, **made.environment}, cwd=ROOT,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    until = time.monotonic() + seconds
    again = threading.Event()

    def command(name: str, *words: str) -> None:
        """Run a command at least once, and again until the time is over."""
        round_ = 0
        while round_ == 0 or time.monotonic() < until:
            round_ += 1
            done = made.run(*(word.format(number=f"{number}-{round_}") for word in words), timeout=300)
            ended.setdefault(name, set()).add(done.returncode)
            if done.returncode:
                note(f"{name}: {done.stdout[-300:]}{done.stderr[-300:]}")
            again.wait(0.2)

    def client(place: int) -> list[str]:
        browser, told, step = browser_of(made, made.payers[place]), [], 0
        while time.monotonic() < until:
            step += 1
            text = f"payment {number} {place} {step}"
            answer = pay(browser, made.payers[place], made.payers[place + CLIENTS], 5, text)
            if receipt(answer) is not None:
                told.append(text)
        browser.close()
        return told

    with ThreadPoolExecutor(CLIENTS + 2) as pool:
        backup = str(made.folder / "backup-{number}.tar")
        commands = [
            pool.submit(command, "backup create", "backup", "create", backup),
            pool.submit(command, "ledgers verify", "ledgers", "verify"),
        ]
        told = [text for part in pool.map(client, range(CLIENTS)) for text in part]
        for one in commands:
            one.result()
    worker.terminate()
    worker.wait(30)
    made.stop()
    return told


def _whole(database: Path) -> bool:
    import sqlite3

    with closing(sqlite3.connect(database)) as connection:
        return bool(connection.execute("PRAGMA integrity_check").fetchone() == ("ok",))
