"""Breaks the ledger on purpose, one place at a time, and sees that a test goes red each time.

A test that cannot fail proves nothing. Every mutant is made in a copy of what is committed; its tests run
there. One that survives, or whose place in the code is gone, fails.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bar.report import ROOT, Found, note

MACHINE = ("tests/ledgers/test_state_machine.py", "sqlite")
ON_SQLITE = "app/ledgers/posting_sqlite.py"


@dataclass(frozen=True)
class Mutant:
    """One fault: where, what becomes what, and the tests that must notice, with their database."""

    fault: str
    file: str
    right: str
    wrong: str
    tests: tuple[str, str]


MUTANTS = (
    Mutant("writers begin without the lock", "app/db/turns.py", '"BEGIN IMMEDIATE"', '"BEGIN DEFERRED"',
           ("tests/db/test_engine.py tests/ledgers/test_storm.py", "sqlite")),
    Mutant("commits are not synced", "app/db/engine.py", "synchronous=FULL", "synchronous=NORMAL",
           ("tests/db/test_engine.py", "sqlite")),
    Mutant("accounts are locked in any order", "migrations/versions/core_0010_a_plain_payment.py",
           "is_upward boolean := payer < payee;", "is_upward boolean := true;",
           ("tests/ledgers/test_storm.py", "postgresql")),
    Mutant("a key may be used twice", ON_SQLITE, ".rowcount == 1:\n        return None\n    digest",
           ".rowcount >= 0:\n        return None\n    digest", MACHINE),
    Mutant("an old key with other words gets the old answer", ON_SQLITE, "if digest != asked.digest",
           "if False", MACHINE),
    Mutant("a transfer may be reversed twice", ON_SQLITE, "if first.reverses_id is None or execute",
           "if True or execute", MACHINE),
    Mutant("the floor is not in the statement", ON_SQLITE, "floor IS NULL OR balance", "1 OR balance",
           MACHINE),
    Mutant("what is expected does not count", ON_SQLITE, "balance + ?2 + expected + ?4 <= ceiling",
           "balance + ?2 <= ceiling", ("tests/ledgers/test_holds.py", "sqlite")),
    Mutant("a refused set leaves its first account changed", ON_SQLITE, "for former in steps[:done]:",
           "for former in steps[:0]:", MACHINE),
    Mutant("a hold is posted twice", ON_SQLITE, " WHERE id = ? AND state = 'open'\"", " WHERE id = ?\"",
           MACHINE),
    Mutant("running balances ignore a second leg", ON_SQLITE,
           "gives[0], gives[1] = gives[0] - one.amount, gives[1] + 1",
           "gives[1] = gives[1] + 1", MACHINE),
    Mutant("a transfer is not queued for the chain", ON_SQLITE, "execute(QUEUE, (made, ledger, territory))",
           "pass", MACHINE),
    Mutant("levies are rounded up", "app/ledgers/levies.py", "payment * levy.rate // WHOLE",
           "-(-payment * levy.rate // WHOLE)", MACHINE),
    Mutant("a hold sets no levies aside", "app/ledgers/services.py",
           "levies=levies.owed_by_payer(session, ledger, payer_id, amount)", "levies=0", MACHINE),
    Mutant("a reversal forgets the levies", "app/ledgers/services.py", "for one in set_of(session, old):",
           "for one in [old]:", MACHINE),
    Mutant("a voided hold keeps its levies", "app/ledgers/services.py", "- one.amount - one.levies",
           "- one.amount", ("tests/ledgers/test_holds.py", "sqlite")),
    Mutant("new limits push accounts beyond them", "app/ledgers/accounts.py",
           "sa.case((free < floor, free), else_=floor)", "floor", MACHINE),
    Mutant("a stopped ledger goes on", ON_SQLITE, 'if stopped_at is not None else None', "if False else None",
           ("tests/ledgers/test_watch.py", "sqlite")),
    Mutant("connections cross a fork", "app/db/engine.py", "os.register_at_fork(", "(lambda **k: None)(",
           ("tests/db/test_engine.py", "sqlite")),
    Mutant("entries may be changed", "migrations/versions/core_0007_posting_in_one_round_trip.py",
           'GUARDED = ("transfer", "entry")', 'GUARDED = ("transfer",)',
           ("tests/ledgers/test_immutable.py", "sqlite")),
)  # fmt: skip


def run(options: set[str]) -> Iterator[Found]:
    """Make every mutant and run its tests; with ``--quick`` every fourth."""
    chosen = MUTANTS[::4] if "quick" in options else MUTANTS
    survived = []
    for mutant in chosen:
        how = _try(mutant)
        note(f"{how}: {mutant.fault} ({mutant.tests[0]}, {mutant.tests[1]})")
        if how != "red":
            survived.append(f"{mutant.fault}: {how}")
    yield Found(
        id="mutants",
        number={"mutants": len(chosen), "red": len(chosen) - len(survived), "not_red": survived},
        target="every mutant turns its tests red",
        passed=not survived,
        sentence=f"{len(chosen) - len(survived)} of {len(chosen)} faults made on purpose were noticed"
        f"{': not ' + '; '.join(survived) if survived else ''}.",
    )


def _try(mutant: Mutant) -> str:
    """Return ``red`` when a test failed, ``survived`` when none did, ``gone`` when there is no such place."""
    with tempfile.TemporaryDirectory(prefix="together-mutant-") as folder:
        archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True)
        subprocess.run(["tar", "-x", "-C", folder], input=archive.stdout, check=True)
        place = Path(folder) / mutant.file
        text = place.read_text()
        if text.count(mutant.right) < 1:
            return "gone"
        place.write_text(text.replace(mutant.right, mutant.wrong))
        files, database = mutant.tests
        command = ["-m", "pytest", "-q", "-x", "-n0", *files.split(), "--database", database]
        done = subprocess.run(
            [sys.executable, *command], cwd=folder, capture_output=True, text=True, check=False,
            env={**os.environ, "PYTHONPATH": folder, "TOGETHER_NO_SHRINKING": "1"},
        )  # fmt: skip
        if done.returncode not in (0, 1):
            note(done.stdout[-1500:] + done.stderr[-500:])
            return "did not run"
        return "red" if done.returncode == 1 else "survived"
