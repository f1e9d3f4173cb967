"""T6, power cut: what was not synced when the power goes is gone, and no acknowledged transfer with it.

A small library (``powercut.c``, compiled here) keeps each file of the database as it was when it was last
synced. At a cut the writing process is killed and those copies take the places of the files. The same with
``synchronous=NORMAL`` must lose transfers: else the trial itself would prove nothing.
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from bar.paying import faults
from bar.report import ROOT, Found, note
from bar.site import Site, site

CUTS, ACKNOWLEDGED = 20, 400
TARGET = "{cuts} cuts, >= {least} acknowledged, 0 lost, integrity ok; with NORMAL some are lost"


def run(options: set[str]) -> Iterator[Found]:
    """Cut the power under ``synchronous=FULL``, then under ``NORMAL``."""
    cuts = 4 if "quick" in options else CUTS
    seed = random.SystemRandom().randrange(2**31)
    acknowledged, lost, sound = _cut(cuts, random.Random(seed), weak=False)
    weak_acknowledged, weak_lost, _ = _cut(max(2, cuts // 4), random.Random(seed), weak=True)
    least = ACKNOWLEDGED * cuts // CUTS
    yield Found(
        id="T6",
        number={
            "cuts": cuts, "acknowledged": acknowledged, "lost": lost, "sound": sound,
            "acknowledged_with_normal": weak_acknowledged, "lost_with_normal": weak_lost,
        },
        target=TARGET.format(cuts=cuts, least=least),
        passed=acknowledged >= least and lost == 0 and sound and weak_lost > 0,
        seed=seed,
        sentence=f"{cuts} power cuts: {acknowledged} transfers acknowledged, {lost} lost, the database "
        f"{'sound' if sound else 'NOT sound'}; with synchronous=NORMAL {weak_lost} of "
        f"{weak_acknowledged} lost.",
    )  # fmt: skip


def _cut(cuts: int, chance: random.Random, *, weak: bool) -> tuple[int, int, bool]:
    """Return how many transfers were acknowledged and lost, and whether the database stayed sound."""
    with site("sqlite", people=2) as made:
        shadow = made.folder / "shadow"
        shadow.mkdir()
        database = made.folder / "together.sqlite3"
        process = _writer(made, _library(made.folder), database, shadow, weak=weak)
        assert process.stdin is not None
        assert process.stdout is not None
        acknowledged, kept, lost, sound = 0, set[str](), 0, True
        for number in range(cuts):
            _as_it_stands(database, shadow)
            process.stdin.write("go\n")
            process.stdin.flush()
            told = _until_cut(process, chance.uniform(0.1, 0.5), least=ACKNOWLEDGED // CUTS + 2)
            _lose_what_was_not_synced(database, shadow)
            there, right = _look(database)
            acknowledged, kept = acknowledged + len(told), kept | set(told)
            lost, kept = lost + len(kept - there), kept & there
            sound = sound and right
            mode = "NORMAL" if weak else "FULL"
            note(f"{mode}: cut {number + 1}, {acknowledged} acknowledged, {lost} lost")
        process.stdin.close()
        process.wait(30)
        sound = sound and (weak or not faults(made))
        return acknowledged, lost, sound


def _library(folder: Path) -> Path:
    made = folder / "powercut.so"
    source = str(ROOT / "bar/powercut.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", str(made), source, "-ldl"], check=True)
    return made


def _writer(
    made: Site, library: Path, database: Path, shadow: Path, *, weak: bool
) -> "subprocess.Popen[str]":
    accounts = [str(payer.account_id) for payer in made.payers]
    return subprocess.Popen(
        [sys.executable, "-m", "bar.writing", made.database_url, str(made.ledger_id), *accounts,
         *(["weak"] if weak else [])],
        env={**os.environ, "LD_PRELOAD": str(library), "POWERCUT_PREFIX": str(database),
             "POWERCUT_SHADOW": str(shadow)},
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def _until_cut(process: "subprocess.Popen[str]", seconds: float, least: int) -> list[str]:
    """Let the writer write for a while, then kill it; returns what it had acknowledged."""
    acknowledged: list[str] = []
    until, child = None, 0
    assert process.stdout is not None
    for line in process.stdout:
        word, _, rest = line.strip().partition(" ")
        if word == "gone":
            return acknowledged
        if word == "pid":
            child = int(rest)
        else:
            acknowledged.append(rest)
        until = until or time.monotonic() + seconds
        if child and time.monotonic() > until and len(acknowledged) >= least:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
    raise RuntimeError("the writer ended")


def _as_it_stands(database: Path, shadow: Path) -> None:
    """Begin with everything on the disk: the copies are the files."""
    for former in shadow.iterdir():
        former.unlink()
    for file in database.parent.glob(f"{database.name}*"):
        if not file.name.endswith("-shm"):
            shutil.copyfile(file, shadow / file.name)


def _lose_what_was_not_synced(database: Path, shadow: Path) -> None:
    for file in database.parent.glob(f"{database.name}*"):
        file.unlink()
    for file in shadow.glob(f"{database.name}*"):
        if not file.name.endswith((".lock", ".new")):
            shutil.copyfile(file, database.parent / file.name)


def _look(database: Path) -> tuple[set[str], bool]:
    """Open the database as after a cut; return the keys that are there and whether it is whole."""
    with closing(sqlite3.connect(database)) as connection:
        whole = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = connection.execute(
            "SELECT key FROM idempotency_key JOIN transfer ON transfer.id = idempotency_key.transfer_id"
        )
        return {row[0] for row in rows}, whole
